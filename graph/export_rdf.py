"""Store -> RDF files: with and without graphs, and with the claims as statements about triples (RDF 1.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox
from rdflib import Dataset
from rdflib.namespace import RDF

from graph.store import serialize, store_lines, trig
from graph.stored import StoredClaim
from ontology.identity import action_id, document_id, iri


def nquads(data: Dataset) -> bytes:
    """Every quad, a line each, sorted."""
    return "".join(f"{line}\n" for line in store_lines(data)).encode()


def trig_graphs(data: Dataset) -> bytes:
    """Every quad, graph by graph."""
    return trig(store_lines(data))


def turtle(data: Dataset) -> bytes:
    """All triples without their graphs."""
    quads = ox.parse(nquads(data), format=ox.RdfFormat.N_QUADS)
    triples = sorted({quad.triple for quad in quads}, key=str)
    return serialize(triples, ox.RdfFormat.TURTLE)


def json_ld(data: Dataset) -> bytes:
    """Every quad as JSON-LD."""
    return serialize(ox.parse(nquads(data), format=ox.RdfFormat.N_QUADS), ox.RdfFormat.JSON_LD)


def trig_1_2(data: Dataset, claims: Iterable[StoredClaim]) -> bytes:
    """Every quad, and each claim with a target as a reifier of its triple, which is asserted only where it is plain.

    The triple inside `<<( … )>>` is spoken of, not said: what is denied or planned is not stated by it.
    """
    return trig(sorted({*store_lines(data), *_reifiers(claims)}))


def _reifiers(claims: Iterable[StoredClaim]) -> Iterator[str]:
    for stored in claims:
        claim = stored.claim
        if claim.target is not None:
            ids = (claim.actor.entity.id, action_id(claim.action.concept), claim.target.entity.id)
            triple = " ".join(f"<{iri(one)}>" for one in ids)
            graph = iri(document_id(claim.document))
            yield f"<{iri(claim.id)}> <{RDF}reifies> <<( {triple} )>> <{graph}> ."
