"""The data contract: claims to JSON and back."""

import json

from hypothesis import given
from support.claim_records import claim_from_record
from support.samples import claim, claim_lists, entity

from ontology.records import claim_line, claim_record


@given(claim_lists())
def test_round_trip(claims: list) -> None:
    for made in claims:
        assert claim_from_record(json.loads(claim_line(made))) == made


def test_fields_of_the_contract() -> None:
    record = claim_record(claim("Thailand", "propose", "conference", attribution=entity("Anutin", "person")))
    assert (
        list(record)
        == (
            "id document sentence actor action target polarity modality alleged attribution when where confidence rule"
        ).split()
    )
    assert record["actor"] == {
        "id": "actor/thailand", "label": "Thailand", "type": "country", "text": "Thailand", "start": 0, "end": 8,
    }  # fmt: skip
    assert record["action"]["label"] == "proposes"
    assert record["action"]["class"] == "propose"
    assert record["attribution"]["label"] == "Anutin"


def test_a_line_keeps_letters_and_has_no_breaks() -> None:
    line = claim_line(claim("Türkiye", target="a\nb"))
    assert "Türkiye" in line
    assert line.count("\n") == 1


def test_an_act_without_target() -> None:
    assert claim_record(claim(target=None))["target"] is None
