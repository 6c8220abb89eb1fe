"""Selects the top actors of a graph that is too large for one map, and the claims between them.

The engine (SPARQL, or the tables of a large store: `graph.map.ranking`) ranks entities by their number of claims and
groups the claims between the top ones by relation. Only the head of the ranking, the relations of one actor at a time,
and the claims of the map are loaded into Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import accumulate, chain, takewhile

from rdflib import Dataset, URIRef

from graph.map.ranking import claim_ids, number_of_claims, relations_among, top_entities
from graph.query.literals import string_literal
from graph.rdf.relations import BY_RULES, RelationKey, maker_of, period, select
from graph.rdf.stored_claim import StoredClaim
from graph.store.claims import claims_of_ids
from graph.store.oxigraph import rows, tables_of
from ontology.identifiers import BASE, action_id, id_of, iri, slug

FILTERED = "SELECT ?claim WHERE { $claims ?claim a ag:Claim } LIMIT $most"
COUNT_QUERY = f"SELECT (COUNT(*) AS ?n) WHERE {{ {FILTERED} }}"
ROLES = """
  { $claims ?claim ag:actor ?entity . BIND(1 AS ?one) }
  UNION { $claims ?claim ag:target ?entity . BIND(1 AS ?one) }
  # what repeats a claim of the text that it is copied from does not count again
  UNION { ?claim ag:repeats ?first . $claims ?claim ag:actor ?entity . BIND(-1 AS ?one) }
  UNION { ?claim ag:repeats ?first . $claims ?claim ag:target ?entity . BIND(-1 AS ?one) }"""
CLAIM_COUNTS = f"SELECT ?entity (SUM(?one) AS ?n) WHERE {{{ROLES}\n}} GROUP BY ?entity"
COUNT_DISTRIBUTION = (
    f"SELECT ?n (COUNT(?entity) AS ?many) WHERE {{ {{ {CLAIM_COUNTS} }} }} GROUP BY ?n ORDER BY DESC(?n)"
)
RANKING_QUERY = f"{CLAIM_COUNTS} HAVING (SUM(?one) >= $least) ORDER BY DESC(?n) STR(?entity) LIMIT $most"
RELATION_QUERY = """SELECT ?action ?target (COUNT(DISTINCT ?counted) AS ?n)
       (GROUP_CONCAT(?dated; separator=" ") AS ?claims) WHERE {
  # first which claims, then what is known of them
  {
    SELECT ?claim ?action ?target WHERE {
      $claims
      ?claim ag:actor $who ; ag:action ?action .
      OPTIONAL { ?claim ag:target ?target }
      FILTER(!BOUND(?target) || ?target IN ($others))
    }
  }
  OPTIONAL { ?claim ag:repeats ?first }
  OPTIONAL { ?claim ag:document ?document . ?document ag:date ?date }
  BIND(COALESCE(?first, ?claim) AS ?counted)
  BIND(CONCAT(COALESCE(STR(?date), ""), "|", STRAFTER(STR(?claim), "$base")) AS ?dated)
} GROUP BY ?action ?target HAVING (COUNT(DISTINCT ?counted) >= $least) ORDER BY STR(?action) STR(?target)"""

OF_ACTOR = "{ SELECT DISTINCT ?claim WHERE { ?claim ag:actor|ag:target $actor } }"
OF_ACTION = """{ SELECT DISTINCT ?claim WHERE {
  { ?claim ag:actionClass $action } UNION { ?claim ag:action $action } UNION { ?claim ag:lemma $lemma } } }"""
OF_TIME = """{ SELECT DISTINCT ?claim WHERE {
  { ?claim ag:when ?begin . BIND(?begin AS ?end) }
  UNION { ?claim ag:whenStart ?begin ; ag:whenEnd ?end }
  UNION { ?text ag:date ?begin . ?claim ag:document ?text . BIND(?begin AS ?end)
          FILTER NOT EXISTS { ?claim ag:when|ag:whenStart ?own } }
  # partial dates: the first and the last day that they may mean
  FILTER(CONCAT(STR(?begin), SUBSTR("0000-01-01", STRLEN(STR(?begin)) + 1)) <= $last)
  FILTER(CONCAT(STR(?end), SUBSTR("0000-12-31", STRLEN(STR(?end)) + 1)) >= $first) } }"""


OF_MODEL = "{ SELECT DISTINCT ?claim WHERE { ?claim ag:generatedBy ?extraction } }"
OF_RULES = "{ SELECT DISTINCT ?claim WHERE { ?claim a ag:Claim FILTER NOT EXISTS { ?claim ag:generatedBy ?made } } }"
OF_CONFIDENCE = "{ SELECT DISTINCT ?claim WHERE { ?claim ag:confidence ?confidence FILTER(?confidence >= $least) } }"


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """A filter on the claims of a map: see `graph.rdf.relations.select`; `actor` is an id."""

    actor: str | None = None
    action: str | None = None
    since: str | None = None
    until: str | None = None
    min_confidence: float = 0.0
    made_by: str | None = None
    min_claims: int = 1

    def pattern(self) -> str:
        """The graph patterns that bind `?claim` to the claims that pass, except for `min_claims`.

        Raises InputError for an invalid date or maker.
        """
        parts = []
        if self.actor is not None:
            parts.append(OF_ACTOR.replace("$actor", URIRef(iri(self.actor)).n3()))
        if self.action is not None:
            wanted = self.action.strip().casefold()
            concept = URIRef(iri(action_id(wanted if slug(wanted) else "none"))).n3()
            parts.append(OF_ACTION.replace("$action", concept).replace("$lemma", string_literal(wanted)))
        if self.since or self.until:
            first = period("since", self.since)[0] if self.since else ""
            last = period("until", self.until)[1] if self.until else "9999-12-31"
            parts.append(OF_TIME.replace("$first", string_literal(first)).replace("$last", string_literal(last)))
        if self.min_confidence:
            parts.append(OF_CONFIDENCE.replace("$least", f"{self.min_confidence:.6f}"))
        if self.made_by is not None:
            parts.append(OF_RULES if maker_of(self.made_by) == BY_RULES else OF_MODEL)
        return " ".join(parts)


NO_FILTER = ClaimFilter()


@dataclass(frozen=True, slots=True)
class MapLimits:
    """The limits of a map: claims in total, entities, and claims per relation."""

    claims: int = 50_000
    entities: int = 300
    evidence: int = 20


@dataclass(frozen=True, slots=True)
class MapSelection:
    """The selected claims, the number of entities they involve, and the number of entities before selection."""

    claims: list[StoredClaim]
    shown: int
    among: int
    cut: bool
    """True if a relation has more claims than are selected."""


@dataclass(frozen=True, slots=True)
class RankedRelation:
    """A relation with its number of claims; `claims` are ids, latest first."""

    key: RelationKey
    size: int
    claims: Sequence[str]


def is_large(data: Dataset, most: int, which: ClaimFilter = NO_FILTER) -> bool:
    """True if more than `most` claims pass; counting stops there. Raises InputError for an invalid date."""
    store = tables_of(data)
    if store is not None:
        return number_of_claims(store, which) > most
    return _number(data, COUNT_QUERY.replace("$claims", which.pattern()).replace("$most", str(most + 1))) > most


def filtered_claims(data: Dataset, which: ClaimFilter) -> list[StoredClaim]:
    """The claims that pass, looked up by id: for a small selection of a large store. Raises InputError likewise."""
    store = tables_of(data)
    text = FILTERED.partition("LIMIT")[0].replace("$claims", which.pattern()) + "ORDER BY STR(?claim)"
    ids = [id_of(str(claim)) for (claim,) in rows(data, text)] if store is None else claim_ids(store, which)
    return select(claims_of_ids(data, ids), **asdict(which))


def selected(data: Dataset, which: ClaimFilter, limits: MapLimits) -> MapSelection:
    """Select the claims between the top entities: the relations with most claims, and the latest claims of each.

    Raises InputError for an invalid date.
    """
    among, found = _ranked_relations(data, which, limits)
    kept: list[RankedRelation] = []
    waiting = 0
    for relation in found:
        kept.append(relation)
        waiting += len(relation.claims)
        if waiting > 2 * limits.claims:
            kept = _strongest_first(kept)[: _number_fitting(kept, limits.claims) + 1]  # with the one that ends the row
            waiting = sum(len(kept_relation.claims) for kept_relation in kept)
    kept = _strongest_first(kept)[: _number_fitting(kept, limits.claims)]
    claims = claims_of_ids(data, sorted(claim for kept_relation in kept for claim in kept_relation.claims))
    tied = {
        end
        for actor, _, target in (kept_relation.key for kept_relation in kept)
        if target is not None
        for end in (actor, target)
    }
    shown = tied or {
        kept_relation.key[0] for kept_relation in kept
    }  # a map leaves out who only acts without a target, if others do not
    return MapSelection(
        claims, len(shown), among, any(kept_relation.size > len(kept_relation.claims) for kept_relation in kept)
    )


def _ranked_relations(data: Dataset, which: ClaimFilter, limits: MapLimits) -> tuple[int, Iterator[RankedRelation]]:
    """The number of all entities, and the relations between the top ones with the latest claims of each."""
    store, least = tables_of(data), max(1, which.min_claims)
    if store is not None:
        top, among = top_entities(store, which, limits.entities)
        rows_of_tables = relations_among(store, which, top, least, limits.evidence)
        return among, (RankedRelation(*row) for row in rows_of_tables)
    pattern = which.pattern()
    ranked, among = _ranked(data, pattern, limits.entities)
    relations = chain.from_iterable(_relations(data, pattern, who, ranked, least) for who in ranked)
    return among, (replace(relation, claims=relation.claims[: limits.evidence]) for relation in relations)


def _strongest_first(relations: Iterable[RankedRelation]) -> list[RankedRelation]:
    """The relations, those with most claims first."""
    return sorted(
        relations, key=lambda relation: (-relation.size, relation.key[0], relation.key[1], relation.key[2] or "")
    )


def _number_fitting(relations: Iterable[RankedRelation], most: int) -> int:
    """The number of strongest relations that together have at most `most` claims."""
    totals = accumulate(len(relation.claims) for relation in _strongest_first(relations))
    return sum(1 for _ in takewhile(lambda total: total <= most, totals))


def _ranked(data: Dataset, pattern: str, most: int) -> tuple[list[URIRef], int]:
    """The entities with most claims, and the number of all entities.

    Sorting all entities by IRI is slow, because engines look up the IRI for each comparison. So a first query finds how
    many claims the last of the top entities has, and a second one only sorts the entities with at least as many.
    """
    among, least = 0, 0
    for size, many in rows(data, COUNT_DISTRIBUTION.replace("$claims", pattern)):
        least = int(str(size)) if among < most else least
        among += int(str(many))
    text = RANKING_QUERY.replace("$claims", pattern).replace("$least", str(least)).replace("$most", str(most))
    return [URIRef(str(entity)) for entity, _ in rows(data, text)], among


def _relations(
    data: Dataset, pattern: str, who: URIRef, ranked: Sequence[URIRef], least: int
) -> Iterator[RankedRelation]:
    """The relations of one top entity with the others, and its claims without a target."""
    text = RELATION_QUERY.replace("$claims", pattern).replace("$who", who.n3()).replace("$base", BASE)
    text = text.replace("$others", ", ".join(entry.n3() for entry in ranked)).replace("$least", str(least))
    for action, target, size, dated_claims in rows(data, text):
        key = (id_of(str(who)), str(action).rpartition("/")[2], None if target is None else id_of(str(target)))
        latest = sorted(
            sorted(str(dated_claims).split(" "), key=lambda dated_claim: dated_claim.partition("|")[2]),
            key=_date,
            reverse=True,
        )
        yield RankedRelation(key, int(str(size)), [entry.partition("|")[2] for entry in latest])


def _date(dated_claim: str) -> str:
    return dated_claim.partition("|")[0]


def _number(data: Dataset, text: str) -> int:
    return int(str(next(rows(data, text))[0]))
