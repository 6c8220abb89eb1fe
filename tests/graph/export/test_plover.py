"""Events in the manner of PLOVER: each keeps to docs/plover.schema.json and says how its text states it."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.exporting import exported
from support.stores import EARLY, sample_claims, sample_store

from graph.export.plover import MODES, SECTORS
from graph.rdf.relations import flags
from ontology.actions import PLOVER_TYPES, scheme

SCHEMA = json.loads((Path(__file__).resolve().parents[3] / "docs" / "plover.schema.json").read_text(encoding="utf-8"))
Event = dict[str, Any]


@pytest.fixture(scope="module")
def events() -> dict[str, Event]:
    content = exported(sample_store(), "plover-jsonl")
    return {event["id"]: event for event in map(json.loads, content.decode("utf-8").splitlines())}


def test_each_event_keeps_to_the_schema(events: dict[str, Event]) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    for event in events.values():
        Draft202012Validator(SCHEMA).validate(event)


def test_the_schema_knows_our_types_modes_and_sectors() -> None:
    properties = SCHEMA["properties"]
    assert properties["event_type"]["enum"] == list(PLOVER_TYPES)
    assert set(properties["event_mode"]["enum"]) == {
        None,
        *(mode for modes in MODES.values() for mode in modes.values()),
    }
    assert set(SCHEMA["$defs"]["party"]["properties"]["sector"]["enum"]) == {None, *SECTORS.values()}


def test_modes_are_of_actions_that_there_are() -> None:
    for kind, modes in MODES.items():
        assert kind in PLOVER_TYPES
        assert modes.keys() <= scheme().concepts.keys()


def test_each_claim_with_a_type_is_an_event(events: dict[str, Event]) -> None:
    claims = [claim for claims in sample_claims() for claim in claims]
    assert set(events) == {claim.id for claim in claims if claim.action.plover is not None}
    for claim in claims:
        if claim.id in events:
            event = events[claim.id]
            assert event["event_type"] == claim.action.plover
            assert event["stated"] == list(flags(claim))
            assert event["actors"][0]["id"] == claim.actor.entity.id
            assert [target["id"] for target in event["targets"]] == ([claim.target.entity.id] if claim.target else [])
            assert event["source"]["sentence"] == claim.sentence.text


def test_what_is_not_plainly_said_is_marked(events: dict[str, Event]) -> None:
    marked = {
        event["action"]["concept"]: event["stated"] for event in events.values() if event["stated"] != ["asserted"]
    }
    assert marked == {"propose": ["planned"], "arrest": ["negated"], "scam": ["alleged"], "visit": ["possible"]}


def test_dates_and_where_they_are_from(events: dict[str, Event]) -> None:
    dates = {
        event["action"]["concept"]: (event["date"], event["date_end"], event["date_from"]) for event in events.values()
    }
    assert dates["propose"] == ("2025-11", None, "sentence")
    assert dates["sign"] == ("2025-10-27", None, "document")
    assert dates["meet"] == ("2026-01-02", "2026-01-05", "sentence")


def test_parties_have_countries_and_sectors(events: dict[str, Event]) -> None:
    meeting = next(event for event in events.values() if event["action"]["concept"] == "meet")
    assert (meeting["actors"][0]["country"], meeting["actors"][0]["sector"]) == ("KEN", "GOV")
    handover = next(event for event in events.values() if event["action"]["concept"] == "extradite")
    assert (handover["actors"][0]["country"], handover["targets"][0]["sector"]) == ("KHM", "CRM")
    assert (handover["said_by"]["name"], handover["source"]["document"]) == ("UNODC", EARLY)
