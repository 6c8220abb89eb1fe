"""The STIX bundle, opened by the `stix2` library, which refuses what the specification does not allow."""

import re
from collections import Counter
from typing import Any

import pytest
import stix2
from hypothesis import HealthCheck, given, settings
from support.exporting import exported
from support.samples import claim, entity, extraction, extractions
from support.stores import EMPTY, RING, sample_claims, sample_store, store_of

from graph.export.stix import STIX_TYPES
from graph.export.stix_objects import EXTENSION
from graph.rdf.relations import flags
from ontology.model import Document, Extraction, Modality, Polarity

Objects = dict[str, Any]


def opened(content: object) -> list[Any]:
    assert isinstance(content, bytes)
    bundle = stix2.parse(content.decode("utf-8"), allow_custom=False, version="2.1")
    assert isinstance(bundle, stix2.v21.Bundle)
    found = list(bundle.objects)
    ids = [one.id for one in found]
    assert len(set(ids)) == len(ids)
    for one in found:  # every reference leads to an object of the bundle
        ends = [one.get(name) for name in ("created_by_ref", "source_ref", "target_ref")] + list(
            one.get("object_refs", [])
        )
        assert {end for end in ends if end} <= set(ids)
    return found


@pytest.fixture(scope="module")
def objects() -> list[Any]:
    return opened(exported(sample_store(), "stix"))


def of_claims(objects: list[Any]) -> Objects:
    """By the id of the claim: its relationship or note."""
    found = [one for one in objects if one.type in {"relationship", "note"}]
    return {one.extensions[EXTENSION]["claim"]: one for one in found}


def test_each_claim_is_a_relationship_or_a_note(objects: list[Any]) -> None:
    claims, found = [claim for claims in sample_claims() for claim in claims], of_claims(objects)
    assert set(found) == {claim.id for claim in claims}
    for one in claims:
        joins = one.target is not None and one.target.entity.type in STIX_TYPES
        assert found[one.id].type == ("relationship" if joins else "note")
        assert found[one.id].confidence == round(100 * one.confidence)
        assert found[one.id].extensions[EXTENSION]["sentence"] == one.sentence.text


def looks_like_a_fact(one: Any) -> bool:  # noqa: ANN401  # the library's objects have no common type
    """True if what a viewer shows (type, labels, text) has no word of doubt."""
    shown = [one.get("relationship_type", ""), one.get("abstract", "x negated")]
    says = one.get("description") or one.get("content")
    doubt = re.compile(r"negated|planned|possible|alleged|obligated|duty or demand", re.IGNORECASE)
    return (
        not any(doubt.search(text) for text in shown)
        or not doubt.search(says.partition("“")[0])
        or list(one.labels) == ["asserted"]
    )


@pytest.mark.parametrize("target", [entity("Laos"), entity("treaty", "law"), None])
@pytest.mark.parametrize("polarity", list(Polarity))
@pytest.mark.parametrize("modality", list(Modality))
@pytest.mark.parametrize("alleged", [False, True])
def test_nothing_but_a_plain_claim_looks_like_a_fact(
    target: Any,  # noqa: ANN401
    polarity: Polarity,
    modality: Modality,
    alleged: bool,
) -> None:
    made = claim("Kenya", "arrest", target, polarity=polarity, modality=modality, alleged=alleged)
    (one,) = of_claims(opened(bundle_of(extraction(Document("2025-10/a", ""), [made])))).values()
    assert looks_like_a_fact(one) is made.is_fact
    said = one.extensions[EXTENSION]
    assert (said["polarity"], said["modality"], said["alleged"]) == (polarity.value, modality.value, alleged)
    assert said["stated"] == list(one.labels) == list(flags(made))


def bundle_of(made: Extraction) -> bytes:
    return exported(store_of([made]), "stix")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(extractions())
def test_any_document_gives_a_bundle_that_opens(made: Extraction) -> None:
    found = opened(bundle_of(made))
    assert set(of_claims(found)) == {claim.id for claim in made.claims}


def test_who_is_what(objects: list[Any]) -> None:
    by_name = {one.name: one for one in objects if "name" in one}
    assert by_name["Thailand"].type == "location"
    assert by_name["Thailand"].country == "TH"
    assert by_name["Ministry of Truth"].identity_class == "organization"
    assert by_name["John Doe"].identity_class == "individual"
    assert by_name["Hanoi"].region == "hanoi"
    assert [one.name for one in objects if one.type == "threat-actor"] == [RING.label]
    assert "treaty" not in by_name


def test_documents_are_reports_with_the_dates_they_have(objects: list[Any]) -> None:
    reports = {one.extensions[EXTENSION]["document"]: one for one in objects if one.type == "report"}
    assert EMPTY not in reports
    assert {str(one.published)[:10] for one in reports.values()} == {"2025-10-27", "2026-01-01"}
    first, second = sample_claims()
    for claims, report in zip((first, second), reports.values(), strict=True):
        found = of_claims(objects)
        assert {found[claim.id].id for claim in claims} <= set(report.object_refs)


def test_ids_stay_when_documents_come_and_go(objects: list[Any]) -> None:
    early, _ = sample_claims()
    alone = opened(bundle_of(extraction(Document(early[0].document, "", date="2025-10-27", batch="2025-10"), early)))
    ids = {one.id for one in objects}
    assert {one.id for one in alone} <= ids
    assert all(
        re.fullmatch(r"[a-z-]+--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", one)
        for one in ids
    )


def test_no_time_is_of_a_clock(objects: list[Any]) -> None:
    years = Counter(str(one[name])[:4] for one in objects for name in ("created", "modified"))
    assert set(years) == {"1970", "2025", "2026"}
