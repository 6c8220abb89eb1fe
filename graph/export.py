"""Store -> files that other programs read: RDF, CSV, GraphML, GEXF."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import networkx as nx
import pyoxigraph as ox
from rdflib import Dataset

from graph.network import network
from graph.read import stored_claims
from graph.store import serialize, store_lines, trig
from graph.stored import StoredClaim
from ontology.model import Entity, Participant

COLUMNS = tuple(
    """id batch document document_date title source url actor actor_id actor_type action class concept plover target
    target_id target_type polarity modality alleged attribution when where confidence rule actor_text action_text
    target_text sentence start end""".split()
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def claims_csv(claims: Iterable[StoredClaim]) -> str:
    """The claims as a table with a head row. A cell that a spreadsheet would run as a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: inert(cell) for key, cell in _row(stored).items()} for stored in claims)
    return out.getvalue()


def _row(stored: StoredClaim) -> dict[str, object]:
    claim = stored.claim
    return {
        "id": claim.id,
        "batch": stored.batch,
        "document": claim.document,
        "document_date": stored.date,
        "title": stored.title,
        "source": stored.source,
        "url": stored.url,
        **_participant("actor", claim.actor),
        "action": claim.action.label,
        "class": claim.action.class_,
        "concept": claim.action.concept,
        "plover": claim.action.plover,
        **_participant("target", claim.target),
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "alleged": "yes" if claim.alleged else "no",
        "attribution": _label(claim.attribution),
        "when": claim.when,
        "where": _label(claim.where),
        "confidence": claim.confidence,
        "rule": claim.rule,
        "action_text": claim.action_span.text,
        "sentence": claim.sentence.text,
        "start": claim.sentence.start,
        "end": claim.sentence.end,
    }


def _participant(role: str, participant: Participant | None) -> dict[str, object]:
    if participant is None:
        return {}
    entity = participant.entity
    return {
        role: entity.label,
        f"{role}_id": entity.id,
        f"{role}_type": entity.type.value,
        f"{role}_text": participant.span.text,
    }


def _label(entity: Entity | None) -> str | None:
    return None if entity is None else entity.label


def inert(cell: object) -> object:
    """A cell that no spreadsheet runs as a formula: such text gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _nquads(data: Dataset) -> bytes:
    return "".join(f"{line}\n" for line in store_lines(data)).encode()


def _trig(data: Dataset) -> bytes:
    return trig(store_lines(data))


def _turtle(data: Dataset) -> bytes:
    """All triples without their graphs."""
    quads = ox.parse(_nquads(data), format=ox.RdfFormat.N_QUADS)
    triples = sorted({quad.triple for quad in quads}, key=str)
    return serialize(triples, ox.RdfFormat.TURTLE)


def _json_ld(data: Dataset) -> bytes:
    return serialize(ox.parse(_nquads(data), format=ox.RdfFormat.N_QUADS), ox.RdfFormat.JSON_LD)


def _csv(data: Dataset) -> bytes:
    return claims_csv(stored_claims(data)).encode()


def flat_network(claims: Sequence[StoredClaim]) -> nx.MultiDiGraph:
    """The network with plain attributes only, as file formats for graphs need it: one edge per relation."""
    graph = network(claims)
    flat = nx.MultiDiGraph()
    for node, about in graph.nodes(data=True):
        flat.add_node(
            node,
            label=about["label"],
            type=about["type"],
            country=about["country"] or "",
            claims=about["weight"],
        )
    for actor, target, concept, about in graph.edges(keys=True, data=True):
        flat.add_edge(
            actor,
            target,
            key=concept,
            label=about["label"],
            action_class=about["class_"],
            weight=about["weight"],
            stated=", ".join(f"{name} {count}" for name, count in about["status"].items()),
            documents=", ".join(sorted({stored.claim.document for stored in about["claims"]})),
        )
    return flat


def _graphml(data: Dataset) -> bytes:
    return "\n".join([*nx.generate_graphml(flat_network(list(stored_claims(data)))), ""]).encode()


def _gexf(data: Dataset) -> bytes:
    text = "\n".join([*nx.generate_gexf(flat_network(list(stored_claims(data)))), ""])
    # networkx writes today's date, which the format does not ask for; the same graph must give the same bytes
    return re.sub(r' lastmodifieddate="[^"]*"', "", text).encode()


EXPORTS: Mapping[str, Callable[[Dataset], bytes]] = {
    "nq": _nquads,
    "trig": _trig,
    "ttl": _turtle,
    "jsonld": _json_ld,
    "csv": _csv,
    "graphml": _graphml,
    "gexf": _gexf,
}
"""What can be exported, by the name of its format."""
