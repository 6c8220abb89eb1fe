"""The words around an act: its clause, its places and occasions, and whether it counts all cases so far."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from support.samples import claim

from graph.diff.alignment.target_entities import named_beside
from graph.diff.alignment.wording.clauses import Setting, clause_text, is_total, occasions, places_of
from ontology.model import Claim, Entity, EntityType, Span


def marked(text: str) -> Claim:
    """A claim of a sentence in which [brackets] mark the act and {braces} the target."""
    plain = re.sub(r"[\[\]{}]", "", text)
    act, target = re.search(r"\[(.+?)\]", text), re.search(r"\{(.+?)\}", text)
    made = claim("Ghana", "free", "workers")
    spans = [Span(plain.index(found[1]), plain.index(found[1]) + len(found[1]), found[1]) for found in (act, target)]
    sentence = replace(made.sentence, text=plain, end=made.sentence.start + len(plain))
    label = spans[1].text.split(maxsplit=1)[-1] if spans[1].text[0].isdigit() else spans[1].text
    entity = Entity("thing/x", label, EntityType.THING)
    return replace(
        made, sentence=sentence, action_span=spans[0], target=replace(made.target, entity=entity, span=spans[1])
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police [have now freed] {60 workers} in Lima.", True),
        ("Now police [have freed] {60 workers} in Lima.", True),
        ("So far, police [have freed] {60 workers}.", True),
        ("Police [freed] {60 workers} in total.", True),
        ("Police [have freed] {60 workers} since January.", True),
        ("Since 2024 police [have freed] {60 workers}.", True),
        ("Police [freed] {60 workers} who now live in Lima.", False),
        ("Police [freed] {60 workers} now in hospital.", False),
        ("Police [freed] {60 workers} since they had no papers.", False),
        ("Police, who have now moved to Lima; they [freed] {60 workers}.", False),
        ("Police [freed] {60 workers}, and so far nobody has thanked them.", False),
    ],
)
def test_a_total(text: str, expected: bool) -> None:
    assert is_total(marked(text)) is expected


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Police [freed] {60 workers} from a call centre in Pilar.", {"Pilar"}),
        ("Police [freed] {60 workers} in Pilar on Monday.", {"Pilar"}),
        ("Police [freed] {60 workers} in May.", set()),
        ("Police [freed] {60 workers} in 2024.", set()),
        ("Police [freed] {60 workers} of Pilar.", set()),
        ("Police [freed] {60 workers} at the Bank of Georgia.", {"Bank of Georgia"}),
        ("Police [freed] {60 workers} who lived in Pilar.", set()),
        ("Police [freed] {60 workers} in Operation Clear Wire in Pilar.", {"Pilar"}),
    ],
)
def test_places(text: str, places: set[str]) -> None:
    assert places_of(marked(text)) == places


def test_an_occasion_is_no_place() -> None:
    assert occasions(marked("Police [freed] {60 workers} in Operation Clear Wire.")) == {"Operation Clear Wire"}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Police [freed] {60 workers} in Pilar.", "Police [freed] {85 workers} in Salto.", True),
        ("Police [freed] {60 workers} in Pilar.", "Police [freed] {85 workers} in Pilar.", False),
        ("Police [freed] {60 workers} in Pilar.", "Police [freed] {85 workers}.", False),
        ("Police [trained] {60 workers} in the Safe Port Programme.", "The Red Sea Programme [trained] {9 men}.", True),
        ("Police [trained] {60 workers} in the Safe Port Programme.", "Safe Port Programme [trained] {9 men}.", False),
    ],
)
def test_apart(first: str, second: str, expected: bool) -> None:
    assert Setting.of([marked(first)]).is_apart(Setting.of([marked(second)])) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police said that Ghana [freed] {60 workers}, while Laos slept.", " Ghana freed 60 workers, "),
        ("LIMA — Ghana [freed] {60 workers} after a raid.", " Ghana freed 60 workers "),
    ],
)
def test_the_clause_of_an_act(text: str, expected: str) -> None:
    assert clause_text(marked(text)) == expected


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Police [arrested] {two directors} of the Bank of Georgia.", "Bank of Georgia"),
        ("Police [arrested] {two directors} of Georgia.", "Georgia"),
        ("Police [arrested] {two directors} from Georgia.", None),
        ("Police [wrote] {a report} on Georgia.", None),
    ],
)
def test_what_a_target_is_part_of(text: str, whole: str | None) -> None:
    names = {name: Entity(f"actor/{name}", name, EntityType.COMPANY) for name in ("Georgia", "Bank of Georgia")}
    found = named_beside(marked(text), names)[1]
    assert (found.label if found else None) == whole
