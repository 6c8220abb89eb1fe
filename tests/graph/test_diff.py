"""The diff: where each relation lands, laws, and its three forms."""

import json
from pathlib import Path

import jsonschema
import pytest
from graph.diff_views import to_html, to_json, to_stat, to_text
from hypothesis import given, settings
from support.samples import claim, claim_lists, entity, stored

from graph.diff import SECTIONS, Diff, RelationChange, diff
from graph.network import relation_key
from graph.stored import StoredClaim
from ontology.model import Modality, Polarity

SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs" / "diff.schema.json").read_text(encoding="utf-8"))
PLANNED = stored(claim(modality=Modality.PLANNED))
DONE = stored(claim(document="2026-01/b"), date="2026-01-05")
DENIED = stored(claim(document="2026-01/b", polarity=Polarity.NEGATED))
AGAIN = stored(claim(document="2026-01/c"))
OTHER = stored(claim("Kenya", "sign", "treaty", document="2026-01/b"))


def compare(before: list[StoredClaim], after: list[StoredClaim]) -> Diff:
    return diff(before, after, before_name="old", after_name="new")


def where(found: Diff) -> dict[str, list[str]]:
    return {name: [change.concept for change in getattr(found, name)] for name in SECTIONS if getattr(found, name)}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([], [], {}),
        ([DONE], [DONE], {}),
        ([], [OTHER], {"added": ["sign"]}),
        ([OTHER], [], {"gone": ["sign"]}),
        ([PLANNED], [DONE], {"changed": ["propose"]}),
        ([DONE], [DENIED], {"changed": ["propose"]}),
        ([DONE], [DONE, DENIED], {"changed": ["propose"]}),
        ([DONE], [DONE, AGAIN], {"strengthened": ["propose"]}),
        ([DONE, AGAIN], [AGAIN], {"weakened": ["propose"]}),
        ([DONE], [AGAIN], {}),
    ],
)
def test_where_a_relation_lands(before: list[StoredClaim], after: list[StoredClaim], expected: dict) -> None:
    found = compare(before, after)
    assert where(found) == expected
    assert found.is_empty is (not expected)


def test_actors_that_only_one_side_knows() -> None:
    found = compare([DONE], [OTHER])
    assert [change.actor.label for change in found.actors_added] == ["Kenya"]
    assert [change.actor.label for change in found.actors_gone] == ["Thailand"]


def test_how_a_change_is_stated() -> None:
    assert compare([PLANNED], [DONE]).changed[0].stated == ("planned", "asserted")
    assert compare([DONE], [DONE, DENIED]).changed[0].stated == ("asserted", "asserted and denied")


batches = claim_lists("2026-01/x").map(lambda claims: [stored(made) for made in claims])


@settings(deadline=None)
@given(batches)
def test_a_batch_does_not_differ_from_itself(claims: list[StoredClaim]) -> None:
    assert compare(claims, claims[::-1]).is_empty


@settings(deadline=None)
@given(batches, batches)
def test_the_other_way_round_is_the_mirror(one: list[StoredClaim], two: list[StoredClaim]) -> None:
    there, back = compare(one, two), compare(two, one)

    def keys(changes: tuple[RelationChange, ...]) -> set[tuple[str, str, str | None]]:
        return {(c.actor.id, c.concept, c.target.id if c.target else None) for c in changes}

    assert keys(there.added) == keys(back.gone)
    assert keys(there.strengthened) == keys(back.weakened)
    assert keys(there.changed) == keys(back.changed)
    assert {c.stated for c in there.changed} == {c.stated[::-1] for c in back.changed}
    assert [c.actor.id for c in there.actors_added] == [c.actor.id for c in back.actors_gone]


@settings(deadline=None)
@given(batches, batches)
def test_every_relation_lands_once(one: list[StoredClaim], two: list[StoredClaim]) -> None:
    found = compare(one, two)
    every = {relation_key(made.claim) for made in [*one, *two]}
    assert sum(len(getattr(found, name)) for name in SECTIONS) + found.same == len(every)


@settings(deadline=None)
@given(batches, batches)
def test_the_json_keeps_to_its_schema(one: list[StoredClaim], two: list[StoredClaim]) -> None:
    jsonschema.validate(json.loads(to_json(compare(one, two))), SCHEMA)


def test_the_text() -> None:
    text = to_text(compare([PLANNED], [DONE, OTHER]), width=90)
    assert text.splitlines()[0] == (
        "old -> new: 1 changed, 1 added, 0 gone, 0 strengthened, 0 weakened; 1 actors new, 0 gone; 0 relations the same"
    )
    assert "~ Thailand proposes conference: planned -> asserted" in text
    assert "    “Thailand propose conference.” [2026-01/b, 2026-01-05]" in text
    assert "+ Kenya signs treaty" in text
    assert "+ Kenya (country), 1 claim" in text
    assert "“" not in to_text(compare([PLANNED], [DONE]), evidence=False)


def test_the_figures() -> None:
    lines = to_stat(compare([PLANNED], [DONE, OTHER])).splitlines()
    assert lines[:3] == ["old -> new", "1  changed", "1  added"]


def test_the_page_holds_both_sides_and_no_markup_of_documents() -> None:
    hostile = stored(claim(entity("<script>alert(1)</script>", "company"), document="2026-01/b"), title="<b>t</b>")
    page = to_html(compare([PLANNED], [DONE, hostile]))
    assert "<script>alert" not in page
    assert "&lt;b&gt;t&lt;/b&gt;" in page
    assert page.count("Thailand propose conference.") == 2
    assert "planned -&gt; asserted" in page


def test_only_web_addresses_become_links() -> None:
    bad = StoredClaim(claim(), "a", url="javascript:alert(1)")
    good = StoredClaim(claim("Kenya"), "a", url="https://example.org/x")
    page = to_html(compare([], [bad, good]))
    assert "javascript:" not in page
    assert 'href="https://example.org/x"' in page
