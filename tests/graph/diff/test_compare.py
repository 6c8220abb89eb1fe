"""The diff: where each relation lands, laws, and its three forms."""

import csv
import json
import re
from dataclasses import replace
from pathlib import Path
from random import Random

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.samples import claim, claim_lists, entity, stored

from graph.diff import SECTIONS, Diff, RelationChange, diff
from graph.diff.render.as_html import to_html
from graph.diff.render.as_json import to_csv, to_json
from graph.diff.render.as_text import TITLES, TextOptions, title_of, to_stat, to_text
from graph.rdf.stored_claim import StoredClaim
from ontology.model import Modality, Polarity

SCHEMA = json.loads((Path(__file__).resolve().parents[3] / "docs" / "diff.schema.json").read_text(encoding="utf-8"))
PLANNED = stored(claim(lemma="host", modality=Modality.PLANNED))
DONE = stored(claim(lemma="host", document="2026-01/b"), date="2026-01-05")
DENIED = stored(claim(lemma="host", document="2026-01/b", polarity=Polarity.NEGATED))
AGAIN = stored(claim(lemma="host", document="2026-01/c"))
TWICE = stored(claim(lemma="host", document="2026-01/c", start=90, index=1))
OFFERED = stored(claim(modality=Modality.PLANNED))
PROPOSED = stored(claim(document="2026-01/b"))
NINE, FIVE = (
    stored(claim("Kenya", "arrest", entity("suspects", "group"), document=document))
    for document in ("2025-10/a", "2026-01/b")
)
OTHER = stored(claim("Kenya", "sign", "treaty", document="2026-01/b"))


def compare(before: list[StoredClaim], after: list[StoredClaim]) -> Diff:
    return diff(before, after, before_name="old", after_name="new")


def where(difference: Diff) -> dict[str, list[str]]:
    return {
        name: [change.concept for change in getattr(difference, name)] for name in SECTIONS if getattr(difference, name)
    }


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([], [], {}),
        ([DONE], [DONE], {}),
        ([], [OTHER], {"added": ["sign"]}),
        ([OTHER], [], {"gone": ["sign"]}),
        ([PLANNED], [DONE], {"changed": ["host"]}),
        ([DONE], [DENIED], {"changed": ["host"]}),
        ([DONE], [DONE, DENIED], {"changed": ["host"]}),
        ([DONE], [DONE, AGAIN], {"strengthened": ["host"]}),
        ([DONE, AGAIN], [AGAIN], {"weakened": ["host"]}),
        ([DONE], [AGAIN], {}),
        ([DONE], [AGAIN, TWICE], {}),
        ([OFFERED], [PROPOSED], {}),
        ([NINE], [FIVE], {"repeated": ["arrest"]}),
    ],
)
def test_where_a_relation_lands(before: list[StoredClaim], after: list[StoredClaim], expected: dict) -> None:
    difference = compare(before, after)
    assert where(difference) == expected
    assert difference.is_empty is (not expected)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2025-10", {"repeated": ["arrest"]}),
        ("2025", {"repeated": ["arrest"]}),
        ("2025-10-03/2025-10-05", {"repeated": ["arrest"]}),
        ("2025-10-03", {"added": ["arrest"], "gone": ["arrest"]}),
    ],
)
@pytest.mark.parametrize("target", ["suspects", "hackers"])
def test_only_a_common_day_makes_two_acts_one(when: str, expected: dict, target: str) -> None:
    old, new = (
        stored(claim("Kenya", "arrest", entity(label, "group"), document=document, when=when))
        for label, document in (("suspects", "2025-10/a"), (target, "2026-01/b"))
    )
    is_one_day = "added" in expected
    assert where(compare([old], [new])) == ({} if is_one_day and target == "suspects" else expected)


def test_the_same_words_in_one_month_are_one_act() -> None:
    old, new = (
        stored(claim("Kenya", "freeze", entity("eleven accounts", "thing"), document=document, when="2025-10"))
        for document in ("2025-10/a", "2026-01/b")
    )
    assert where(compare([old], [new])) == {}


def test_actors_that_only_one_side_knows() -> None:
    difference = compare([DONE], [OTHER])
    assert [change.actor.label for change in difference.actors_added] == ["Kenya"]
    assert [change.actor.label for change in difference.actors_gone] == ["Thailand"]


def test_how_a_change_is_stated() -> None:
    assert compare([PLANNED], [DONE]).changed[0].stated == ("planned", "asserted")
    assert compare([DONE], [DONE, DENIED]).changed[0].stated == ("asserted", "asserted and negated")


batches = claim_lists("2026-01/x").map(lambda claims: [stored(made) for made in claims])


@settings(deadline=None)
@given(batches)
def test_a_batch_does_not_differ_from_itself(claims: list[StoredClaim]) -> None:
    assert compare(claims, claims[::-1]).is_empty


@settings(deadline=None)
@given(batches, batches, st.randoms())
def test_the_order_of_the_claims_does_not_matter(
    old: list[StoredClaim], new: list[StoredClaim], chance: Random
) -> None:
    difference = compare(old, new)
    for claims in (old, new):
        chance.shuffle(claims)
    assert to_json(compare(old, new)) == to_json(difference)


@settings(deadline=None)
@given(batches, batches)
def test_the_other_way_round_is_the_mirror(old: list[StoredClaim], new: list[StoredClaim]) -> None:
    there, back = compare(old, new), compare(new, old)

    def keys(changes: tuple[RelationChange, ...]) -> set[frozenset[object]]:
        return {frozenset(change.keys) for change in changes}

    for name, mirror in (("added", "gone"), ("strengthened", "weakened")):
        assert keys(getattr(there, name)) == keys(getattr(back, mirror))
        assert keys(getattr(back, name)) == keys(getattr(there, mirror))
    for name in ("changed", "repeated", "numbers", "same"):
        assert keys(getattr(there, name)) == keys(getattr(back, name))
    assert {c.stated for c in there.changed} == {c.stated[::-1] for c in back.changed}
    assert [c.actor.id for c in there.actors_added] == [c.actor.id for c in back.actors_gone]
    assert there.claims == back.claims[::-1]


@settings(deadline=None)
@given(batches, batches)
def test_every_claim_lands_once(old: list[StoredClaim], new: list[StoredClaim]) -> None:
    difference = compare(old, new)
    changes = [change for name in (*SECTIONS, "same") for change in getattr(difference, name)]
    for side, claims in (("before", old), ("after", new)):
        landed = [made.claim.id for change in changes for made in getattr(change, side)]
        assert sorted(landed) == sorted({made.claim.id for made in claims})


@settings(deadline=None)
@given(batches, batches)
def test_the_json_keeps_to_its_schema(old: list[StoredClaim], new: list[StoredClaim]) -> None:
    jsonschema.validate(json.loads(to_json(compare(old, new))), SCHEMA)


def test_the_json_of_a_development_keeps_to_its_schema() -> None:
    record = json.loads(to_json(compare([PLANNED], [DONE, DENIED, OTHER])))
    assert record["developments"]
    jsonschema.validate(record, SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**record, "developments": [{}]}, SCHEMA)


def test_the_text() -> None:
    text = to_text(compare([PLANNED], [DONE, OTHER]), TextOptions(90, evidence=True))
    assert text.splitlines()[0] == (
        "old -> new: 1 development, 0 contradictions, 1 changed; 1 relations new, 0 the same; 1 actors new"
    )
    assert "» The conference: planned -> held" in text
    assert "    old        Thailand planned to host a conference [2025-10/a]" in text
    assert "        “Thailand host conference.” [2026-01/b, 2026-01-05]" in text
    assert "+ Kenya signed a treaty [2026-01/b]" in text
    assert "+ Kenya (country), 1 claim" in text
    assert "“" not in to_text(compare([PLANNED], [DONE]))
    assert to_text(compare([DONE], [DONE])).splitlines()[-1] == "Both say the same."


SIGNED = [stored(claim(name, "sign", "treaty", document="2026-01/b", start=start))
          for start, name in enumerate(("Kenya", "Laos"))]  # fmt: skip
ONE_ACT = [replace(old, claim=replace(old.claim, sentence=SIGNED[0].claim.sentence,
                                      action_span=SIGNED[0].claim.action_span)) for old in SIGNED]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "heading"),
    [
        ([PLANNED], [DONE], "Said in another way (1: all told above)"),
        ([PLANNED], [DONE, OTHER], "New relations (1)"),
        ([], ONE_ACT, "New relations (2: 1 line; one line for what is one act)"),
        ([], [OTHER, stored(claim("Laos", "urge", entity("Peru")))],
         "New relations (2: 1 line; 1 left out: who was urged, and not to what)"),
        ([], [NINE, stored(claim(entity("police", "group")))],
         "New actors (3: 2 lines; one line for those without a name)"),
        ([DONE], [OTHER], "Actors not mentioned in new (1)"),
    ],
)  # fmt: skip
def test_a_heading_has_the_number_of_the_first_line(
    before: list[StoredClaim], after: list[StoredClaim], heading: str
) -> None:
    difference = compare(before, after)
    assert heading in to_text(difference).splitlines()
    key = next(key for key in TITLES if heading.startswith(title_of(difference, key)))
    assert int(re.findall(r"\d+", heading)[0]) == len(getattr(difference, key))


@pytest.mark.parametrize(
    ("level", "shown", "hidden"),
    [
        ("actors", "+ Kenya (country)", "» "),
        ("relations", "+ Kenya signed a treaty", "(country)"),
        ("claims", "- Thailand planned to host a conference [2025-10/a, 2025-10]", "» "),
    ],
)
def test_the_levels(level: str, shown: str, hidden: str) -> None:
    text = to_text(compare([PLANNED], [DONE, OTHER]), level=level)
    assert shown in text
    assert hidden not in text


def test_sections_are_cut_at_the_limit() -> None:
    many = [stored(claim(f"Country {n}", document="2026-01/b", start=100 * n, index=n)) for n in range(20)]
    text = to_text(compare([], many), TextOptions(limit=5))
    assert "… and 15 more; --limit 0 shows all" in text
    assert "more;" not in to_text(compare([], many), TextOptions(limit=0))


def test_the_figures() -> None:
    lines = to_stat(compare([PLANNED], [DONE, OTHER])).splitlines()
    assert lines[0] == "old -> new"
    assert [line.split()[:2] for line in lines[1:5]] == [
        ["developments", "1"], ["contradictions", "0"], ["changed", "1"], ["added", "1"],
    ]  # fmt: skip


def test_the_table_has_a_row_for_each_finding_and_no_formula() -> None:
    hostile = stored(claim(entity("=1+1", "company"), document="2026-01/b"))
    rows = list(csv.DictReader(to_csv(compare([PLANNED], [DONE, hostile])).splitlines()))
    assert [row["kind"] for row in rows] == ["development: undertaking", "changed", "added", "actor new"]
    assert rows[0]["documents_before"] == "2025-10/a"
    assert rows[2]["subject"] == "'=1+1"


def test_the_page_holds_both_sides_and_no_markup_of_documents() -> None:
    hostile = stored(claim(entity("<script>alert(1)</script>", "company"), document="2026-01/b"), title="<b>t</b>")
    page = to_html(compare([PLANNED], [DONE, hostile]))
    assert "<script>alert" not in page
    assert "&lt;b&gt;t&lt;/b&gt;" in page
    assert "The conference: planned → held" in page
    assert page.count("<blockquote>Thailand host conference.</blockquote>") == 4  # in a development and in a relation
    both = compare([PLANNED], [DONE, stored(replace(DONE.claim, id="claim/x", action=DENIED.claim.action))])
    assert to_html(both).count("<blockquote>Thailand host conference.</blockquote>") == 4  # a sentence stands once


def test_only_web_addresses_become_links() -> None:
    bad = StoredClaim(claim(), "a", url="javascript:alert(1)")
    good = StoredClaim(claim("Kenya"), "a", url="https://example.org/x")
    page = to_html(compare([], [bad, good]))
    assert "javascript:" not in page
    assert 'href="https://example.org/x"' in page
