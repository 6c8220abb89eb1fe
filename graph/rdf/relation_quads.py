"""Claims -> relations as RDF: who did what to whom, counted over all documents. Pure functions, no store.

A relation has rdf:subject, rdf:predicate and rdf:object instead of `ag:actor`, `ag:action` and `ag:target`, as a
rejected claim has: a query for claims must not count it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from graph.rdf import schema
from graph.rdf.claim_quads import date_term
from graph.rdf.ntriples import Quad, Triple, integer_term, iri_term, string_term, term
from graph.rdf.relations import STATUSES, claim_date, flags, relation_key
from graph.rdf.stored_claim import StoredClaim
from ontology.identifiers import action_id, document_id, iri, relation_id
from ontology.vocabulary import RELATION_GRAPH

GRAPH = term(RELATION_GRAPH)
SEPARATOR = "\t"
"""Between the fields of a record; no id or date contains it."""


def relation_record(stored: StoredClaim) -> bytes | None:
    """What a claim adds to its relation, as a line; None for a claim that repeats one of another text.

    Sorted records of all claims are those of one relation after another, in the order of their IRIs.
    """
    if stored.repeats is not None:
        return None
    claim = stored.claim
    actor, action, target = relation_key(claim)
    first, _, last = (claim_date(stored) or "").partition("/")
    about = (iri(document_id(claim.document)), flags(claim)[0], first, last or first, claim.id)
    return SEPARATOR.join((relation_id(actor, action, target), actor, action, target or "", *about)).encode()


def relation_quads(records: Iterable[bytes]) -> Iterator[list[Quad]]:
    """The quads of each relation, from the sorted records of all claims."""
    rows = (record.decode().split(SEPARATOR) for record in records)
    for (identifier, actor, action, target), group in groupby(rows, key=lambda row: tuple(row[:4])):
        triples = _relation_triples(identifier, [row[4:] for row in group])
        ends = _end_triples(identifier, actor, action, target)
        yield [(*triple, GRAPH) for triple in (*ends, *triples)]


def _end_triples(identifier: str, actor: str, action: str, target: str) -> Iterator[Triple]:
    node = iri_term(identifier)
    yield node, schema.TYPE, schema.A_RELATION
    yield node, schema.SUBJECT, iri_term(actor)
    yield node, schema.PREDICATE, iri_term(action_id(action))
    if target:
        yield node, schema.OBJECT, iri_term(target)


def _relation_triples(identifier: str, claims: list[list[str]]) -> Iterator[Triple]:
    node = iri_term(identifier)
    documents, statuses, first, last, _ = zip(*claims, strict=True)
    yield node, schema.CLAIM_COUNT, integer_term(len(claims))
    yield node, schema.DOCUMENT_COUNT, integer_term(len(set(documents)))
    for status in STATUSES:
        if status in statuses:
            yield node, schema.STATUS, string_term(status)
    if dates := [date for date in first if date]:
        yield node, schema.FIRST_DATE, date_term(min(dates))
        yield node, schema.LAST_DATE, date_term(max(date for date in last if date))
