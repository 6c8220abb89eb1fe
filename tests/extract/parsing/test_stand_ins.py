"""Words that are parsed as others of the same length: names like function words, and words like abbreviations."""

from unicodedata import normalize

import pytest

from extract.lexicon.loader import lexicon
from extract.parsing.abbreviations import TITLE_STAND_INS, without_abbreviations
from extract.parsing.accents import without_accents
from extract.parsing.lookalikes import ACRONYM_STAND_IN, STAND_INS, Lookalikes


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("Laos freed An Guo. Japan sued An.", "Laos freed Li Guo. Japan sued Li."),
        ("Laos freed You Bo. You left.", "Laos freed Kim Bo. You left."),
        ("Laos freed She Li. She Li left. She lied.", "Laos freed Kim Li. Kim Li left. She lied."),
        ("Peru named Meas To, a clerk.", "Peru named Meas Li, a clerk."),
        ("Laos freed You Bo. You, 44, left.", "Laos freed Kim Bo. Kim, 44, left."),
        ("Japan left. So Japan paid.", "Japan left. So Japan paid."),
        ("An American left. He said “So Japan left.”", "An American left. He said “So Japan left.”"),
        ("The WHO left. WHO agreed.", "The IMF left. IMF agreed."),
        ("PEOPLE WHO LEFT", "PEOPLE WHO LEFT"),
        ("Laos signed Act No. 7.", "Laos signed Act No. 7."),
        ("Laos freed So Vu. So denied it.", "Laos freed Li Vu. Li denied it."),
        ("Laos freed He Bo. He denied it.", "Laos freed Li Bo. He denied it."),
        ("Laos freed Colonel Saw Htoo. Laos saw it.", "Laos freed Colonel Kim Htoo. Laos saw it."),
        ("Laos freed Park Ji-won.", "Laos freed Park Minjun."),
        ("Laos freed Mary-Anne Obi.", "Laos freed Alexander Obi."),
        ("Laos joined the Anglo-Dutch Bank.", "Laos joined the Anglo-Dutch Bank."),
        ("Laos left Can Tho. Can Laos pay?", "Laos left Kim Tho. Can Laos pay?"),
        ("Laos freed the Co-host. Two Mid-day talks failed.", "Laos freed the Co-host. Two Mid-day talks failed."),
    ],
)
def test_names_that_look_like_function_words(text: str, parsed: str) -> None:
    assert Lookalikes([text]).replaced(text) == parsed


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("Laos freed Li Jun.", "Laos freed Li Kim."),
        ("Laos freed Li Jun. Fiji left.", "Laos freed Li Kim. Fiji left."),
        ("Laos met Fiji on Jan. 5.", "Laos met Fiji on Jan. 5."),
        ("It left on Monday Jan. and came back.", "It left on Monday Jan. and came back."),
        ("In early Jan. Kenya left.", "In early Jan. Kenya left."),
        ("Fiji signed Act No. 7.", "Fiji signed Act 11117."),
        ("Fiji sued Orion Ltd. Laos freed a man.", "Fiji sued Orion LLC. Laos freed a man."),
        ("Fiji sued Orion Inc. President Bo left.", "Fiji sued Orion Inc. President Bo left."),
        ("Fiji bought Orion Ltd. shares.", "Fiji bought Orion Ltd. shares."),
        ("Fiji sued Orion Corp. Laos freed a man.", "Fiji sued Orion Bank. Laos freed a man."),
        ("Fiji sued Dr. Al Tan Jr. Laos freed a man.", "Fiji sued Dr. Al Tan II. Laos freed a man."),
        ("Fiji freed Al Tan Sr. The man left.", "Fiji freed Al Tan II. The man left."),
        ("Laos praised Hun Sen.", "Laos praised Hun Kim."),
        ("Laos praised Hun Sen. The man left.", "Laos praised Hun Kim. The man left."),
        ("Laos praised Hun Sen. Fiji left.", "Laos praised Hun Kim. Fiji left."),
        ("Laos praised Senior Gen. Bo Li.", "Laos praised Senior Gen. Bo Li."),
        ("Laos praised Republican Sen. Chad Smith.", "Laos praised Republican Sen. Chad Smith."),
        ("Apple Inc. Japan said no.", "Apple Inc. Japan said no."),
        ("Laos met Sgt. Ana Cruz and Insp. Bo.", "Laos met Gen. Ana Cruz and Prof. Bo."),
        ("Laos fined its Dir. The firm left.", "Laos fined its Dir. The firm left."),
        ("Laos cited Sec. 4 and Art. 12.", "Laos cited 111114 and 1111112."),
        ("Gen. Bo Li (ret.), 61, left.", "Gen. Bo Li       , 61, left."),
        ("Laos freed Bo Li, alias “Ace”.", "Laos freed Bo Li, named “Ace”."),
        ("Laos freed Bo Li a/k/a Ace, aka Al.", "Laos freed Bo Li named Ace, via Al."),
        ("He used the alias Ace, an alias of Bo.", "He used the alias Ace, an alias of Bo."),
    ],
)
def test_words_that_look_like_abbreviations(text: str, parsed: str) -> None:
    assert without_abbreviations(text) == parsed


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("Trần Văn Hùng left Đà Nẵng.", "Tran Van Hung left Da Nang."),
        ("Łukasz met Åsa at a café.", "Lukasz met Asa at a café."),
        ("Émile praised the élan of émigrés.", "Emile praised the élan of émigrés."),
        ("Иван and 김도윤 left.", "Иван and 김도윤 left."),
        ("Cần Thơ met Tô Lâm.", "Kim Tho met Li Lam."),
        ("Straße, Ærø", "Straße, Æro"),
    ],
)
def test_accents_of_names(text: str, parsed: str) -> None:
    assert without_accents(normalize("NFC", text)) == parsed


def test_every_such_word_has_a_stand_in_of_its_length() -> None:
    names = lexicon().mentions.names
    assert {len(word) for word in names.lookalikes} <= set(STAND_INS)
    assert {len(word) for word in names.acronyms} <= {len(ACRONYM_STAND_IN)}
    assert {len(word) for word in lexicon().actors.titles.abbreviations} <= set(TITLE_STAND_INS)
