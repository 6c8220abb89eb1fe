"""The tables of the diff: what they hold, and what they refuse."""

from dataclasses import replace
from importlib.resources import files

import pytest
from support.samples import claim, entity

from graph.diff.alignment import tables as data
from graph.diff.render import english, grammar
from ontology.errors import DataError
from ontology.model import Modality, Participant, Polarity, Span

STAGES = files("graph.diff.alignment").joinpath("stages.toml").read_text(encoding="utf-8")
KINDS = files("graph.diff.alignment").joinpath("kinds.toml").read_text(encoding="utf-8")
SENTENCES = files("graph.diff.alignment").joinpath("sentences.toml").read_text(encoding="utf-8")
ENGLISH = files("graph.diff.render").joinpath("english.toml").read_text(encoding="utf-8")


def test_the_stage_sequences_of_the_project() -> None:
    sequences = {sequence.id: [stage.id for stage in sequence.stage] for sequence in data.stages().sequence}
    assert sequences["treaty"][-8:] == [
        "signed", "ratified", "in force", "postponed", "withdrawn", "repealed", "dropped", "left",
    ]  # fmt: skip
    order = [
        sequences["justice"].index(stage) for stage in ("accused", "charged", "arrested", "extradited", "convicted")
    ]
    assert order == sorted(order)
    assert sequences["relations"] == ["dispute", "cooperation"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('actions = ["sign"]', 'actions = ["sing"]', "'sing' is not an action of the scheme"),
        ('id = "signed"', 'id = "adopted"', "two stages have the same id"),
        ('about = "pair"', 'about = "love"', "about"),
        ('types = ["law"]', 'types = ["lore"]', "types"),
        ('noun = "signing"', 'known = "signing"', "unknown key 'known'"),
        ("(?:took|has taken) effect", "(?:took|has taken effect", "not a regular expression"),
        ('"name", "identify", "mention"', '"name", "identify", "frobnicate"', "not a verb of the action scheme"),
        ('about = "topic"\ntypes', 'kind = 1\nabout = "topic"\ntypes', "kind"),
        ("\n[cues]", "\n[cues", "line"),
    ],
)
def test_a_wrong_table_of_stages_is_refused(old: str, new: str, message: str) -> None:
    assert old in STAGES
    with pytest.raises(DataError, match=r"stages.toml") as error:
        data.load_stages(STAGES.replace(old, new, 1))
    assert message in str(error.value)


def test_a_stage_that_no_claim_can_reach_is_refused() -> None:
    with pytest.raises(DataError, match="no claim can reach stage 'signed'"):
        data.load_stages(STAGES.replace('suffered = ["sign"], actions = ["sign"]', 'suffered = ["sign"]', 1))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('of = "gathering"', 'of = "gatherings"', "is not a kind"),
        ('signing = "sign"', 'signing = "sing"', "not an action of the scheme"),
        ("weak = [", "week = []\nweak = [", "week"),
    ],
)
def test_a_wrong_table_of_nouns_is_refused(old: str, new: str, message: str) -> None:
    assert old in KINDS
    with pytest.raises(DataError, match=r"kinds.toml") as error:
        data.load_nouns(KINDS.replace(old, new, 1))
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"den(?:y|ies|ied)"', '"den(?:y|ies"', "not a regular expression"),
        ('"Sunday"]', "]", "days"),
        ("\n[report]", "\n[reports]", "report"),
        ("called = { company", "called = { firm", "firm"),
    ],
)
def test_a_wrong_table_of_sentences_is_refused(old: str, new: str, message: str) -> None:
    assert old in SENTENCES
    with pytest.raises(DataError, match=r"sentences.toml") as error:
        data.load_sentence_words(SENTENCES.replace(old, new, 1))
    assert message in str(error.value)


def test_a_wrong_table_of_english_is_refused() -> None:
    with pytest.raises(DataError, match="no kind"):
        grammar.load(ENGLISH.replace('gathering = "held"', 'party = "held"', 1))
    with pytest.raises(DataError, match=r"english.toml"):
        grammar.load(ENGLISH.replace("first =", "last =", 1))


@pytest.mark.parametrize(
    ("date", "text"),
    [
        ("2025", "in 2025"),
        ("2025-10", "in October 2025"),
        ("2025-10-24", "on 24 October 2025"),
        ("2025-12-17/2025-12-18", "from 17 to 18 December 2025"),
        ("2025-12-31/2026-01-02", "from 31 December 2025 to 2 January 2026"),
        ("2025-01/2025-08", "from January to August 2025"),
        ("2025/2025", "in 2025"),
    ],
)
def test_dates(date: str, text: str) -> None:
    assert grammar.dated(date) == text


def test_lists_and_numbers() -> None:
    assert grammar.joined([]) == ""
    assert grammar.joined(["A"]) == "A"
    assert grammar.joined(["A", "B", "C"]) == "A, B and C"
    assert grammar.counted(1, "claim") == "1 claim"
    assert grammar.counted(2000, "claim") == "2,000 claims"


def part(label: str, kind: str, text: str, quantity: str | None = None) -> Participant:
    return Participant(entity(label, kind), Span(0, len(text), text), quantity)


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (part("Philippines", "country", "Two Philippines", "two"), "the Philippines"),
        (part("Ambassador of United States", "person", "Ambassador"), "the Ambassador of the United States"),
        (part("President of Peru", "person", "President"), "the President of Peru"),
    ],
)
def test_names_in_a_clause(made: Participant, text: str) -> None:
    assert english.mention(made) == text


@pytest.mark.parametrize(
    ("sentence", "rule", "text"),
    [
        ("Kenya suspended cooperation with Laos.", "party", "Kenya suspended cooperation with Laos"),
        ("Kenya suspended, as it did before with Laos.", "party", "Kenya suspended with Laos"),
        ("Kenya suspended cooperation with Laos.", "active", "Kenya suspended with Laos"),
    ],
)
def test_a_further_party_is_told_with_the_object(sentence: str, rule: str, text: str) -> None:
    made = claim("Kenya", "suspend with", entity("Laos"))
    start = sentence.index("Laos")
    target = replace(made.target, span=Span(start, start + 4, "Laos"))
    span = Span(6, 15, "suspended")
    words = replace(made.sentence, text=sentence, end=len(sentence))
    made = replace(made, sentence=words, action_span=span, target=target, rule=rule)
    assert english.clause([made]) == text


@pytest.mark.parametrize(
    ("lemma", "target", "quantity", "how", "text"),
    [
        ("ban", "ban", None, {}, "Kenya imposed ban"),
        ("sanction", "sanction", None, {"polarity": Polarity.NEGATED}, "Kenya did not impose sanction"),
        ("arrest", "arrests", "106", {}, "Kenya made 106 arrests"),
        ("arrest", "arrests", "106", {"alleged": True}, "Kenya allegedly made 106 arrests"),
        ("arrest", "arrest", None, {"modality": Modality.PLANNED}, "Kenya planned to make arrest"),
        ("assist", "assistance", None, {}, "Kenya gave assistance"),
        ("arrest", "man", None, {}, "Kenya arrested man"),
    ],
)
def test_a_target_that_repeats_the_verb(
    lemma: str, target: str, quantity: str | None, how: dict[str, object], text: str
) -> None:
    made = claim("Kenya", lemma, entity(target, "thing"), **how)
    head = "arrest" if target == "arrests" else target
    words = f"{quantity} {target}" if quantity else target
    span = replace(made.target.span, text=words)
    made = replace(made, target=replace(made.target, quantity=quantity, head_lemma=head, span=span))
    assert english.clause([made]) == text


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("south korean", {"people"}),
        ("thai", {"people"}),
        ("meeting", {"gathering"}),
        ("cambodia", set()),
        ("us", set()),
    ],
)
def test_the_kinds_of_a_noun(noun: str, expected: set[str]) -> None:
    assert data.nouns().of(noun) == expected
