"""Names of claims and texts: what "the company" means, and which actors the other side mentions in other words."""

from __future__ import annotations

import pytest
from support.samples import claim, entity, stored

from graph.diff import diff
from graph.diff.alignment.batch_claims import batch_claims
from graph.diff.alignment.mentions import MentionedNames, is_name
from graph.diff.alignment.subjects import readings
from graph.diff.render.headlines import story
from graph.rdf.stored_sentence import StoredSentence
from ontology.model import Entity, Sentence

BANK = entity("Marble Bank", "company")
MINISTRY = entity("Ministry of Truth (Peru)", "government-body", "actor/peru")


def sentences(*texts: str, batch: str = "2026-01") -> list[StoredSentence]:
    starts = [sum(len(text) + 1 for text in texts[:n]) for n in range(len(texts))]
    made = [Sentence(f"{batch}/a", n, starts[n], starts[n] + len(text), text) for n, text in enumerate(texts)]
    return [StoredSentence(one, batch) for one in made]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("Marble Bank left.", "The bank paid."), BANK),
        (("Marble Bank left.", "The firm paid."), BANK),
        (("Marble Bank met Oslo Bank.", "The bank paid."), None),
        (("The bank paid.", "Marble Bank left."), None),
        (("Marble Bank left.", "The court paid."), None),
    ],
)
def test_what_a_definite_noun_means(texts: tuple[str, ...], expected: Entity | None) -> None:
    known = batch_claims(([stored(claim(BANK, "meet", entity("Oslo Bank", "company")))],))
    (reading,) = readings([sentences(*texts)], known)
    last = reading.sentences[1].sentence
    noun = last.text.split()[1]
    assert reading.antecedents.of(0, last.document, last.start, noun) == expected


@pytest.mark.parametrize(
    ("actor", "text", "expected"),
    [
        (entity("Ann Holt", "person"), "Ann Maria Holt left.", True),
        (entity("Ann Holt", "person"), "Minister Holt left.", True),
        (entity("Ann Holt", "person"), "Bob Bell left.", False),
        (entity("Harbour Light Mission", "group"), "HARBOUR LIGHT MISSION", True),
        (entity("Amber Lake Holdings", "company"), "Directors of Amber Lake left.", True),
        (MINISTRY, "The Ministry of Truth opened.", True),
        (MINISTRY, "The court opened.", False),
    ],
)
def test_whom_a_side_mentions(actor: Entity, text: str, expected: bool) -> None:
    assert MentionedNames(sentences(text), ()).has(actor) is expected


@pytest.mark.parametrize(
    ("label", "expected"), [("Marble Bank", True), ("Rwandan official", False), ("President", False), ("NBI", True)]
)
def test_a_name_has_no_common_noun(label: str, expected: bool) -> None:
    assert is_name(entity(label, "group")) is expected


def test_a_thing_without_a_name_is_known_by_its_description() -> None:
    old = sentences("Peru said that a special unit for online crime would be set up in May.", batch="2025-10")
    new = sentences("The special unit for online crime took up its work on Monday.", batch="2026-01")
    (found,) = diff([], [], before_name="2025-10", after_name="2026-01", sentences=(old, new)).developments
    assert story(found) == "the special unit for online crime went from planned to set up"
    other = sentences("The special unit for traffic took up its work on Monday.", batch="2026-01")
    assert diff([], [], before_name="2025-10", after_name="2026-01", sentences=(old, other)).developments == ()
