"""The named queries that answer questions of analysts, on two small batches of documents."""

import pytest
from rdflib import Dataset
from support.samples import claim, entity, extraction
from support.stores import store_of

from graph.identity.entities import unified
from graph.identity.merging import identities
from graph.identity.quads import entity_quads, identity_quads
from graph.query.engine import rows, run_named
from graph.rdf.claim_quads import extraction_quads
from graph.review.decisions import Decisions
from graph.store.oxigraph import memory_store, nquads_lines
from ontology.model import Document, Modality, Polarity
from ontology.registry import registry

EARLY, LATE = "2025-10/a", "2026-01/b"
TREATY = entity("treaty", "law")
MINISTRY = entity("Ministry of Harbours", "government-body", "actor/thailand")
SUMMIT, TALKS = entity("summit on scams", "event"), entity("harbour summit", "event")


@pytest.fixture(scope="module")
def data() -> Dataset:
    early = [
        claim("Thailand", "host", SUMMIT, document=EARLY, modality=Modality.PLANNED, when="2025-12"),
        claim("Thailand", "propose", "conference", document=EARLY, start=60, index=1),
        claim("Vietnam", "sign", TREATY, document=EARLY, start=120, index=2, where=entity("Laos", "place")),
        claim("Laos", "arrest", entity("Ring", "criminal-group"), document=EARLY, start=180, index=3),
        claim("Kenya", "accuse", entity("Ring", "criminal-group"), document=EARLY, start=240, index=4),
        claim(
            entity("Ring", "criminal-group"), "scam", entity("Laos"), document=EARLY, start=300, index=5, alleged=True,
            attribution=entity("UNODC", "company"),
        ),
        claim("Kenya", "assist", entity("Laos"), document=EARLY, start=360, index=6, modality=Modality.OBLIGATED),
    ]  # fmt: skip
    late = [
        claim(MINISTRY, "host", TALKS, document=LATE),
        claim("Thailand", "host", entity("exhibition", "event"), document=LATE, start=60, index=1, when="2025-02"),
        claim("Laos", "arrest", entity("Ring", "criminal-group"), document=LATE, start=120, index=2),
        claim("Vietnam", "host", "conference", document=LATE, start=180, index=3),
        claim("Malaysia", "sign", TREATY, document=LATE, start=240, index=4, polarity=Polarity.NEGATED),
    ]
    made = unified(
        [
            extraction(Document(EARLY, "", date="2025-10-27", batch="2025-10", source="X News"), early),
            extraction(Document(LATE, "", date="2026-01-05", batch="2026-01"), late),
        ],
        registry(),
    )
    return store_of(made)


def answer(data: Dataset, name: str, **given: str) -> list[dict[str, str]]:
    columns, found = rows(run_named(data, name, given))
    return [dict(zip(columns, row, strict=True)) for row in found]


def test_accusations(data: Dataset) -> None:
    found = {(row["accuser"], row["accused"], row["of_what"], row["stated"]) for row in answer(data, "accusations")}
    assert found == {("Kenya", "Ring", "accuses", "asserted"), ("UNODC", "Ring", "scams Laos", "alleged")}
    assert [row["accuser"] for row in answer(data, "accusations", actor="UNODC")] == ["UNODC"]
    assert len(answer(data, "accusations", actor="Ring")) == 2
    assert answer(data, "accusations", actor="Thailand") == []


def test_acts_in(data: Dataset) -> None:
    found = answer(data, "acts-in", place="Laos")
    assert {(row["actor"], row["action"], row["why_here"]) for row in found} == {
        ("Vietnam", "signs", "the place"),
        ("Laos", "arrests", "who acts"),
        ("Ring", "scams", "the target"),
        ("Kenya", "assists", "the target"),
    }
    assert len(answer(data, "acts-in", place="Laos", since="2026-01", until="2026-01")) == 1
    assert [row["actor"] for row in answer(data, "acts-in", place="Thailand", since="2026")] == ["Ministry of Harbours"]


def test_carried_out_by_a_body_of_the_country_and_not_before(data: Dataset) -> None:
    """The exhibition was held before anything was planned; Vietnam's conference is not Thailand's."""
    found = answer(data, "carried-out")
    assert [(row["actor"], row["target"], row["alike"], row["later_actor"], row["later_target"]) for row in found] == [
        ("Thailand", "summit on scams", "action and target", "Ministry of Harbours", "harbour summit"),
    ]
    assert answer(data, "carried-out", bloc="ASEAN", actor="Thailand", alike="action and target") == found
    assert answer(data, "carried-out", alike="target") == answer(data, "carried-out", bloc="G7") == []


def test_not_said(data: Dataset) -> None:
    members = {row["member"] for row in answer(data, "not-said", bloc="ASEAN", action="sign", target="treaty")}
    assert {"Malaysia", "Thailand", "Laos"} <= members
    assert "Vietnam" not in members
    assert "Vietnam" in {row["member"] for row in answer(data, "not-said", bloc="ASEAN", action="arrest")}


def test_one_source(data: Dataset) -> None:
    found = {(row["actor"], row["does"]) for row in answer(data, "one-source")}
    assert ("Vietnam", "signs") in found
    assert ("Laos", "arrests") not in found
    assert [row["document_id"] for row in answer(data, "one-source", actor="Malaysia")] == [LATE]
    assert [row["stated"] for row in answer(data, "one-source", actor="Malaysia")] == ["negated"]


def test_planned(data: Dataset) -> None:
    found = [(row["due"], row["actor"], row["stated"]) for row in answer(data, "planned")]
    assert found == [("2025-12", "Thailand", "planned"), ("", "Kenya", "obligated")]
    assert [row["actor"] for row in answer(data, "planned", since="2025-12")] == ["Thailand"]


def test_said_of(data: Dataset) -> None:
    found = [(row["said_by"], row["action"]) for row in answer(data, "said-of", about="Ring")]
    assert sorted(found) == [
        ("(X News)", "accuses"), ("(X News)", "arrests"), ("(the text)", "arrests"), ("UNODC", "scams")
    ]  # fmt: skip


def test_seen(data: Dataset) -> None:
    by_actor = {row["actor"]: row for row in answer(data, "seen")}
    assert (by_actor["Laos"]["first_seen"], by_actor["Laos"]["last_seen"]) == ("2025-10-27", "2026-01-05")
    assert by_actor["Laos"]["documents"] == "2"
    assert "treaty" not in by_actor
    assert [row["actor"] for row in answer(data, "seen", country="Thailand")] == ["Ministry of Harbours"]
    assert {row["actor"] for row in answer(data, "seen", since="2026", type="country")} == {"Malaysia"}


def test_matches() -> None:
    """Decided, proposed: each with its reasons in the order of the alphabet, a merged name under its old label."""
    pairs = (("Chen Zhi", "Do Hung Viet"), ("Hung Viet", "Chen Zhi"))
    made = [
        extraction(
            Document(f"d{number}", "", date=f"2025-{number + 1:02}"),
            [claim(entity(one, "person"), "accuse", entity(two, "person"), document=f"d{number}")],
        )
        for number, (one, two) in enumerate(pairs)
    ]
    said = Decisions(["same actor/do-hung-viet actor/hung-viet  # same office"])
    found = identities(made, said, registry())
    quads = [*entity_quads(found.extractions, registry()), *identity_quads(found)]
    quads += [quad for one in found.extractions for quad in extraction_quads(one)]
    rows_found = answer(memory_store(nquads_lines(quads)), "matches")
    assert [(row["first"], row["second"], row["state"]) for row in rows_found] == [
        ("Do Hung Viet", "Hung Viet", "same")
    ]
    assert "same office" in rows_found[0]["reasons"].split("; ")
