"""The brief: what it says, and that every sentence has its sources."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt
from support.brief_changes import changed
from support.brief_check import BriefCheck
from support.samples import claim, entity, stored

from graph.diff import Diff, diff
from graph.diff.render.brief import Brief, BriefSentence, brief, to_markdown, to_page
from graph.rdf.stored_claim import StoredClaim
from ontology.model import Modality, Polarity

CHEN = entity("Chen Zhi", "person")


def sides(title: str | None = None) -> tuple[list[StoredClaim], list[StoredClaim]]:
    before = [
        stored(claim("Vietnam", "host", "signing ceremony", modality=Modality.PLANNED), "2025-10-24", title),
        stored(claim("Laos", "accuse", CHEN, start=80, index=1), "2025-10-24"),
    ]
    after = [
        stored(claim("Vietnam", "host", "signing ceremony", document="2026-01/b"), "2026-01-12"),
        stored(claim("Laos", "arrest", CHEN, document="2026-01/b", start=80, index=1), "2026-01-12"),
        stored(claim("Kenya", "sign", entity("treaty", "law"), document="2026-01/c"), "2026-01-14"),
    ]
    return before, after


def sample(title: str | None = None) -> Diff:
    return diff(*sides(title), before_name="2025-10", after_name="2026-01")


def test_what_it_says() -> None:
    text = to_markdown(brief(sample()))
    assert text.startswith("# What changed between 2025-10 and 2026-01\n")
    assert "1 document of 2025-10 (24 October 2025) and 2 documents of 2026-01 (12 to 14 January 2026)" in text
    assert "**The signing ceremony went from planned to held.**" in text
    assert "**Chen Zhi went from accused to arrested.**" in text
    assert "Before: Vietnam planned to host a signing ceremony." in text
    assert "- Kenya signed a treaty." in text
    assert "Named for the first time in 2026-01: Kenya." in text


SIX = ("Kenya", "Laos", "Nepal", "Peru", "Vietnam", "Fiji")
SEVEN = (*SIX, "Japan")


def signed(names: tuple[str, ...]) -> Diff:
    """A diff in which these sign a treaty in one sentence."""
    joint = claim(entity(" ".join(names), "group"), "sign", entity("treaty", "law"), document="2026-01/b")
    single = (claim(name, "sign", entity("treaty", "law"), document="2026-01/b") for name in names)
    claims = [
        replace(joint, id=one.id, actor=replace(one.actor, span=replace(joint.actor.span, text=name)))
        for name, one in zip(names, single, strict=True)
    ]
    return diff(
        [stored(claim("Thailand", "meet", CHEN))],
        [stored(one) for one in claims],
        before_name="2025-10",
        after_name="2026-01",
    )


def test_a_short_list_of_names_is_whole() -> None:
    made = brief(signed(SIX))
    assert made.cut == []
    assert "All names" not in to_markdown(made)
    assert "<details>" not in to_page(made)
    assert "- Fiji, Kenya, Laos, Nepal, Peru and Vietnam signed a treaty." in to_markdown(made)


def test_a_long_list_of_names_is_cut_and_every_name_can_be_reached() -> None:
    made = brief(signed(SEVEN))
    text, page = to_markdown(made), to_page(made)
    assert "- Fiji, Japan, Kenya, Laos, Nepal and 2 more signed a treaty. [1](#s1) [all names](#n1)" in text
    assert "Named for the first time in 2026-01: Fiji, Japan, Kenya, Laos, Nepal and 2 more. [1](#s1)" in text
    assert [[name for name, _ in line.names] for line in made.cut] == [sorted(SEVEN)] * 2
    assert [line.names[0][1] for line in made.cut] == [(), (1,)], "who is new has a source for each name"
    assert set(re.findall(r"#n(\d+)", text)) == set(re.findall(r'id="n(\d+)"', text)) == {"1", "2"}
    assert page.count("<summary>All 7 names</summary>") == 2
    assert page.count("Vietnam") == 3, "in both lists and in the sentence"


def test_every_sentence_has_its_sources() -> None:
    made = brief(sample())
    lines = [line for section in made.sections for item in section.items for line in item]
    assert len(lines) > 5
    assert all(line.sources for line in lines)
    assert {number for line in lines for number in line.sources} == set(range(1, len(made.sources) + 1))


def test_the_references_lead_to_the_sources() -> None:
    for page in (to_page(brief(sample())), to_markdown(brief(sample()))):
        wanted = set(re.findall(r"#s(\d+)", page))
        assert wanted
        assert wanted == set(re.findall(r'id="s(\d+)"', page))


def test_nothing_of_a_document_becomes_markup() -> None:
    hostile = "<b>*bold*</b> [x](javascript:alert(1))"
    made = brief(sample(hostile))
    assert "<b>" not in to_page(made)
    html = MarkdownIt("commonmark", {"html": False}).render(to_markdown(made))
    assert "<em>bold</em>" not in html
    assert "javascript:" not in re.sub(r"javascript:alert\(1\)\)", "", html)


def test_only_web_addresses_become_links() -> None:
    good = StoredClaim(claim("Kenya"), "2026-01", url="https://example.org/x")
    bad = StoredClaim(replace(claim("Laos"), id="claim/laos"), "2026-01", url="javascript:alert(1)")
    page = to_page(brief(diff([], [good, bad], before_name="a", after_name="b")))
    assert 'href="https://example.org/x"' in page
    assert "javascript:" not in page


def test_nothing_has_changed() -> None:
    same = [stored(claim())]
    made = brief(diff(same, same, before_name="a", after_name="b"))
    assert made.opening == "Both sides say the same."
    assert made.sections == []


def test_each_sentence_says_what_its_sources_say() -> None:
    assert BriefCheck(brief(sample()), *sides()).problems() == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Laos accused Chen Zhi", "Chen Zhi accused Laos"),  # who and whom
        ("Laos accused Chen Zhi", "Kenya accused Chen Zhi"),
        ("Laos accused Chen Zhi", "Laos accused a signing ceremony"),
        ("Laos accused Chen Zhi", "Laos allegedly accused Chen Zhi"),
        ("Laos accused Chen Zhi", "Laos did not accuse Chen Zhi"),
        ("Laos accused Chen Zhi", "Laos arrested Chen Zhi"),  # true of the other side
        ("Before: Vietnam planned to host", "Before: Vietnam hosted"),
        ("Now: Vietnam hosted", "Now: Vietnam planned to host"),
        ("Now: Laos arrested", "Before: Laos arrested"),
        ("went from accused to arrested", "went from arrested to accused"),
        ("went from accused to arrested", "went from accused to charged"),
        ("went from planned to held", "went from held to planned"),
        ("Chen Zhi went from accused", "Kenya went from accused"),
        ("Kenya signed a treaty", "Kenya signed two treaties"),
        ("in 2026-01: Kenya", "in 2026-01: Laos"),
    ],
)
def test_a_sentence_that_says_something_else_is_refused(old: str, new: str) -> None:
    check = BriefCheck(brief(sample()), *sides())
    ((item, line),) = [(item, line) for item, line in check.lines() if old in line.text]
    assert check.holds(line, item)
    assert not check.holds(replace(line, text=line.text.replace(old, new)), item)


def test_every_changed_word_is_refused() -> None:
    check = BriefCheck(brief(sample()), *sides())
    every = [(item, wrong) for item, line in check.lines() for wrong in changed(line)]
    assert [wrong.text for item, wrong in every if check.holds(wrong, item)] == []


BANK = entity("Marble Bank", "company")


def changed_account() -> tuple[list[StoredClaim], list[StoredClaim]]:
    """The bank denied that it opened accounts, and says now that it did."""
    denied = claim(BANK, "open", "accounts", attribution=BANK, polarity=Polarity.NEGATED)
    admitted = claim(BANK, "open", "accounts", attribution=BANK, document="2026-01/b")
    text = "Marble Bank admitted that it open accounts."
    said = replace(admitted, sentence=replace(admitted.sentence, text=text, end=len(text)))
    return [stored(denied)], [stored(said)]


@pytest.mark.parametrize(
    ("verbs", "holds"),
    [
        ("first denied, and later admitted,", True),
        ("first denied, and later said,", True),
        ("first denied, and later denied,", False),
        ("first said, and later denied,", False),
        ("first said, and later admitted,", False),
        ("first denied, and later confirmed,", False),
        ("first admitted, and later denied,", False),
    ],
)
def test_a_changed_account_has_a_denial_and_the_verb_of_its_text(verbs: str, holds: bool) -> None:
    line = BriefSentence(f"Marble Bank {verbs} that Marble Bank opened accounts.", (1, 2))
    keys = {
        ("2025-10/a", "Marble Bank open accounts."): None,
        ("2026-01/b", changed_account()[1][0].claim.sentence.text): None,
    }
    check = BriefCheck(Brief("x", "y", sources=keys), *changed_account())
    assert check.holds(line, [line]) is holds


def test_an_actor_is_called_by_its_listed_name() -> None:
    old, new = ([stored(claim(entity(label, "company"), "sign", "pact", document=f"{side}/a", modality=how))]
                for label, side, how in (("Marble Bay", "2025-10", Modality.PLANNED),
                                         ("Marble Bay Services", "2026-01", Modality.ASSERTED)))  # fmt: skip
    made = brief(diff(old, new, before_name="2025-10", after_name="2026-01"))
    assert BriefCheck(made, old, new, {"Marble Bay": "Marble Bay Services"}).problems() == []
    assert BriefCheck(made, old, new, {"Marble Bay Services": "Marble Bay"}).problems() != []
    assert BriefCheck(made, old, new).problems() != []


@pytest.mark.parametrize(("first", "holds"), [("Laos", True), ("Laos and Kenya", False), ("Kenya", False)])
def test_actors_that_stand_once_are_those_of_both_clauses(first: str, holds: bool) -> None:
    old = [
        stored(claim(name, "host", "summit", start=start, modality=Modality.PLANNED))
        for start, name in enumerate(("Laos", "Kenya"))
    ]
    new = [stored(claim("Laos", "host", "summit", document="2026-01/a"))]
    keys = dict.fromkeys((stored.claim.document, stored.claim.sentence.text) for stored in (*old, *new))
    check = BriefCheck(Brief("x", "y", sources=keys), old, new)
    line = BriefSentence(f"{first} planned to host a summit, and later hosted a summit.", (1, 2, 3))
    assert check.holds(line, [line]) is holds


@pytest.mark.parametrize(
    ("old", "new"),
    [("1 document of", "2 documents of"), ("and 2 documents", "and 3 documents"), ("2 matters", "1 matter")],
)
def test_an_opening_with_other_numbers_is_refused(old: str, new: str) -> None:
    check = BriefCheck(brief(sample()), *sides())
    opening = brief(sample()).opening
    assert old in opening
    assert check.opening_holds(opening)
    assert not check.opening_holds(opening.replace(old, new))
