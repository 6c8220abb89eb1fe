"""Reads the actors of the store: a table of all, and a card with everything about one."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from rdflib import Dataset, Graph, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from graph.query.engine import entity_iri
from graph.query.literals import excerpt
from graph.store.entities import TYPE_OF
from graph.store.remarks import joined_notes
from ontology.errors import InputError
from ontology.identifiers import id_of
from ontology.model import ACTOR_TYPES
from ontology.vocabulary import AG, CLASS_OF, PREFIXES

ACTOR_QUERY = """
SELECT ?actor (SAMPLE(?type) AS ?kind) (SAMPLE(?name) AS ?label) (SAMPLE(?of) AS ?country) (SAMPLE(?from) AS ?first)
       (SAMPLE(?to) AS ?last) (SAMPLE(?n) AS ?documents) WHERE {
  { SELECT ?actor (COUNT(DISTINCT ?document) AS ?n) WHERE { ?document ag:mentions ?actor } GROUP BY ?actor }
  ?actor a ?type ; rdfs:label ?name .
  OPTIONAL { ?actor ag:country/rdfs:label ?of }
  OPTIONAL { ?actor ag:firstSeen ?from ; ag:lastSeen ?to }
} GROUP BY ?actor ORDER BY ?actor
"""
CLAIM_COUNT_QUERY = (
    "SELECT ?who (COUNT(DISTINCT ?claim) AS ?n) WHERE { ?claim ag:actor|ag:target ?who } GROUP BY ?who ORDER BY ?who"
)
BLOC_QUERY = "SELECT DISTINCT ?name WHERE { ?who ag:memberOf/rdfs:label ?name } ORDER BY ?name"
MEMBER_QUERY = "SELECT DISTINCT ?who WHERE { ?who ag:memberOf|ag:country/ag:memberOf $bloc } ORDER BY ?who"
ROLE_QUERY = """
SELECT ?role ?does (COUNT(DISTINCT ?claim) AS ?n) WHERE {
  { ?claim ag:actor $who BIND("acts" AS ?role) } UNION { ?claim ag:target $who BIND("is acted on" AS ?role) }
  UNION { ?claim ag:attribution $who BIND("says" AS ?role) }
  ?claim ag:actionClass/skos:prefLabel ?does
} GROUP BY ?role ?does ORDER BY ?role DESC(?n) ?does
"""

CARD_QUERY = """
SELECT DISTINCT ?s ?p ?o WHERE {
  { VALUES ?p { $own } VALUES ?s { $who } ?s ?p ?o }
  UNION { VALUES ?p { $toward } VALUES ?o { $who } ?s ?p ?o }
  UNION { $who ag:memberOf|ag:partOf|ag:country ?s . ?s rdfs:label ?o BIND(rdfs:label AS ?p) }
  UNION { ?s ag:memberOf $who ; rdfs:label ?o BIND(rdfs:label AS ?p) }
} ORDER BY ?s ?p ?o
"""
"""Everything on a card but the matches, in one query, because each query to a remote store takes time."""
MATCH_QUERY = """
SELECT DISTINCT ?s ?p ?o WHERE {
  { VALUES ?one { $own } ?s ag:matchOf ?one . ?s ?p ?o }
  UNION { VALUES ?one { $own } ?match ag:matchOf ?one , ?s . VALUES ?p { rdfs:label skos:prefLabel } ?s ?p ?o }
} ORDER BY ?s ?p ?o
"""


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor of the store with its numbers of documents and claims, and its first and last date."""

    id: str
    label: str
    type: str
    country: str | None
    documents: int
    claims: int
    first: str | None
    last: str | None

    @property
    def is_named(self) -> bool:
        """False for a label such as "suspects in Myanmar", which begins with a small letter (the test of the map)."""
        return unicodedata.category(self.label[:1] or " ") != "Ll"


@dataclass(frozen=True, slots=True)
class MatchRow:
    """A match of an actor, with the id and label of the other entity."""

    other: str
    label: str
    state: str
    score: float
    reasons: tuple[str, ...]
    why: str | None


@dataclass(frozen=True, slots=True)
class ActorCard:
    """Everything the store knows about one actor."""

    row: ActorRow
    names: tuple[str, ...]
    codes: tuple[str, ...]
    member_of: tuple[str, ...]
    members: tuple[str, ...]
    part_of: tuple[str, ...]
    same_as: tuple[str, ...]
    source: str | None
    formerly: tuple[str, ...]
    """Ids that were merged into this one."""
    matches: tuple[MatchRow, ...]
    note: str | None
    tags: tuple[str, ...]
    does: tuple[tuple[str, str, int], ...]
    """Role (acts, is acted on, says), action class, number of claims."""


def actor_rows(data: Dataset) -> list[ActorRow]:
    """Every actor mentioned in a document, those with most claims first."""
    claims = {str(who): int(str(n)) for who, n in _rows(data, CLAIM_COUNT_QUERY)}
    types = {CLASS_OF[kind]: kind.value for kind in ACTOR_TYPES}
    rows = []
    for node, kind, label, country, first, last, documents in _rows(data, ACTOR_QUERY):
        if kind in types:
            parts = (_text(country), int(str(documents)), claims.get(str(node), 0), _text(first), _text(last))
            rows.append(ActorRow(id_of(str(node)), str(label), types[URIRef(str(kind))], *parts))
    return sorted(rows, key=lambda row: (-row.claims, -row.documents, row.label, row.id))


def bloc_members(data: Dataset, name: str) -> frozenset[str]:
    """The ids of the members of the bloc with this name or id, and of the entities of these countries.

    Raises InputError, with the known blocs, if no bloc has this name.
    """
    try:
        bloc = entity_iri(data, name)
    except InputError as error:
        raise InputError(error.where, f"{error.why}; {_known_blocs(data)}") from error
    members = frozenset(id_of(str(who)) for (who,) in _rows(data, MEMBER_QUERY.replace("$bloc", bloc.n3())))
    if not members:
        raise InputError(excerpt(name), f"is not a bloc; {_known_blocs(data)}")
    return members


def _known_blocs(data: Dataset) -> str:
    return f"the blocs are: {', '.join(str(label) for (label,) in _rows(data, BLOC_QUERY))}"


def card(data: Dataset, name: str) -> ActorCard:
    """The card of the actor with this name or id, which may be a merged one.

    Raises InputError, with similar names, if the store has no such actor.
    """
    node = entity_iri(data, name)
    near = _card_graph(data, node)
    return ActorCard(
        row=_row(near, node),
        names=_values(near, node, SKOS.altLabel),
        codes=_values(near, node, AG.code),
        member_of=_labels(near, near.objects(node, AG.memberOf)),
        members=_labels(near, near.subjects(AG.memberOf, node)),
        part_of=_labels(near, near.objects(node, AG.partOf)),
        same_as=_values(near, node, OWL.sameAs),
        source=_text(near.value(node, AG.source)),
        formerly=tuple(sorted(id_of(str(gone)) for gone in near.subjects(DCTERMS.isReplacedBy, node))),
        matches=_matches(near, node),
        note=joined_notes(_values(near, node, AG.note)),
        tags=_values(near, node, AG.tag),
        does=tuple(
            (str(role), str(does), int(str(n))) for role, does, n in _rows(data, ROLE_QUERY.replace("$who", node.n3()))
        ),
    )


def _card_graph(data: Dataset, node: URIRef) -> Graph:
    """The triples about an actor and about the entities on its card."""
    own = (RDF.type, RDFS.label, SKOS.altLabel, OWL.sameAs, AG.code, AG.country, AG.memberOf, AG.partOf, AG.source)
    toward = (AG.actor, AG.target, AG.mentions, AG.memberOf, DCTERMS.isReplacedBy)
    near = Graph()
    terms = {"$own": _n3(*own, AG.firstSeen, AG.lastSeen, AG.note, AG.tag), "$toward": _n3(*toward), "$who": node.n3()}
    _add(near, data, CARD_QUERY, terms)
    gone = (URIRef(str(node_merged)) for node_merged in near.subjects(DCTERMS.isReplacedBy, node))
    _add(near, data, MATCH_QUERY, {"$own": _n3(node, *sorted(gone))})
    return near


def _add(graph: Graph, data: Dataset, text: str, terms: Mapping[str, str]) -> None:
    for name, term in terms.items():
        text = text.replace(name, term)
    for subject, predicate, value in _rows(data, text):
        if subject is not None and predicate is not None and value is not None:
            graph.add((subject, predicate, value))


def _n3(*terms: URIRef) -> str:
    return " ".join(term.n3() for term in terms)


def _rows(data: Dataset, text: str) -> Iterator[Sequence[Node | None]]:
    yield from cast("Iterator[Sequence[Node | None]]", iter(data.query(text, initNs=PREFIXES)))


def _row(data: Graph, node: URIRef) -> ActorRow:
    kinds = [TYPE_OF[kind].value for kind in data.objects(node, RDF.type) if kind in TYPE_OF]
    claims = {claim for term in (AG.actor, AG.target) for claim in data.subjects(term, node)}
    return ActorRow(
        id=id_of(str(node)),
        label=_label(data, node),
        type=kinds[0] if kinds else "thing",
        country=next(iter(_labels(data, data.objects(node, AG.country))), None),
        documents=len(set(data.subjects(AG.mentions, node))),
        claims=len(claims),
        first=_text(data.value(node, AG.firstSeen)),
        last=_text(data.value(node, AG.lastSeen)),
    )


def _matches(data: Graph, node: URIRef) -> tuple[MatchRow, ...]:
    """The matches of the actor and of the ids merged into it."""
    own = {str(node), *(str(gone) for gone in data.subjects(DCTERMS.isReplacedBy, node))}
    other_sides: dict[Node, str] = {}
    for identifier in sorted(own):
        for match in data.subjects(AG.matchOf, URIRef(identifier)):
            sides = sorted((str(side) for side in data.objects(match, AG.matchOf)), key=lambda it: (it in own, it))
            other_sides[match] = next(side for side in sides if side != str(node))
    rows = [_match(data, match, URIRef(other)) for match, other in other_sides.items()]
    return tuple(sorted(rows, key=lambda row: (row.state, -row.score, row.other)))


def _match(data: Graph, match: Node, other: URIRef) -> MatchRow:
    return MatchRow(
        other=id_of(str(other)),
        label=_text(data.value(other, RDFS.label) or data.value(other, SKOS.prefLabel)) or "",
        state=str(data.value(match, AG.state)),
        score=float(str(data.value(match, AG.score))),
        reasons=_values(data, match, AG.reason),
        why=_text(data.value(match, AG.why)),
    )


def _label(data: Graph, node: Node) -> str:
    label = data.value(node, RDFS.label)
    return id_of(str(node)).partition("/")[2] if label is None else str(label)


def _labels(data: Graph, nodes: Iterable[Node]) -> tuple[str, ...]:
    return tuple(sorted({_label(data, node) for node in nodes}))


def _values(data: Graph, node: Node, term: URIRef) -> tuple[str, ...]:
    return tuple(sorted({str(value) for value in data.objects(node, term)}))


def _text(term: Node | None) -> str | None:
    return None if term is None else str(term)


def by_role(does: tuple[tuple[str, str, int], ...]) -> Mapping[str, list[str]]:
    """By role, the action classes with their counts: `{"acts": ["meet 3", "sign 1"]}`."""
    actions: dict[str, list[str]] = defaultdict(list)
    for role, action, n in does:
        actions[role].append(f"{action} {n}")
    return actions
