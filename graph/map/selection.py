"""The chief actors of a graph that is too large for one map, and what is said of them, chosen by the engine.

SPARQL counts who takes part in most claims and groups the claims between those by actor, action and target. What gets
into Python is the ranking's head, one actor's relations at a time, and the claims that the map shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate, takewhile

from rdflib import Dataset, URIRef

from graph.query.literals import string_literal
from graph.rdf.relations import RelationKey, period, select
from graph.rdf.stored_claim import StoredClaim
from graph.store.claims import claims_of_ids
from graph.store.oxigraph import rows
from ontology.identity import BASE, action_id, id_of, iri, slug

PASSING = "SELECT ?claim WHERE { $claims ?claim a ag:Claim } LIMIT $most"
COUNT = f"SELECT (COUNT(*) AS ?n) WHERE {{ {PASSING} }}"
ROLES = """
  { $claims ?claim ag:actor ?entity . BIND(1 AS ?one) }
  UNION { $claims ?claim ag:target ?entity . BIND(1 AS ?one) }
  # what repeats a claim of the text that it is copied from does not count again
  UNION { ?claim ag:repeats ?first . $claims ?claim ag:actor ?entity . BIND(-1 AS ?one) }
  UNION { ?claim ag:repeats ?first . $claims ?claim ag:target ?entity . BIND(-1 AS ?one) }"""
COUNTED = f"SELECT ?entity (SUM(?one) AS ?n) WHERE {{{ROLES}\n}} GROUP BY ?entity"
HOW_MANY = f"SELECT ?n (COUNT(?entity) AS ?many) WHERE {{ {{ {COUNTED} }} }} GROUP BY ?n ORDER BY DESC(?n)"
RANKED = f"{COUNTED} HAVING (SUM(?one) >= $least) ORDER BY DESC(?n) STR(?entity) LIMIT $most"
RELATIONS = """SELECT ?action ?target (COUNT(DISTINCT ?said) AS ?n) (GROUP_CONCAT(?told; separator=" ") AS ?claims)
WHERE {
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
  BIND(COALESCE(?first, ?claim) AS ?said)
  BIND(CONCAT(COALESCE(STR(?date), ""), "|", STRAFTER(STR(?claim), "$base")) AS ?told)
} GROUP BY ?action ?target HAVING (COUNT(DISTINCT ?said) >= $least) ORDER BY STR(?action) STR(?target)"""

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


@dataclass(frozen=True, slots=True)
class Filter:
    """The claims that a map is of: see `graph.map.network.select`; `actor` is an id."""

    actor: str | None = None
    action: str | None = None
    since: str | None = None
    until: str | None = None
    min_claims: int = 1

    def pattern(self) -> str:
        """The group graph patterns that bind `?claim` to the claims that pass, but for `min_claims`.

        Raises InputError for a date that is none.
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
        return " ".join(parts)


EVERYTHING = Filter()


@dataclass(frozen=True, slots=True)
class Limits:
    """What a map can hold: claims in all, actors and things, and claims of one relation."""

    claims: int = 50_000
    entities: int = 300
    evidence: int = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """The claims chosen; how many actors and things they are of, and how many there are."""

    claims: list[StoredClaim]
    shown: int
    among: int
    cut: bool
    """True if a relation has more claims than are shown of it."""


@dataclass(frozen=True, slots=True)
class _Relation:
    key: RelationKey
    size: int
    claims: Sequence[str]
    """Ids, the latest first."""


def is_large(data: Dataset, most: int, which: Filter = EVERYTHING) -> bool:
    """True if more claims than so many pass; it does not count further. Raises InputError for a date that is none."""
    return _number(data, COUNT.replace("$claims", which.pattern()).replace("$most", str(most + 1))) > most


def passing(data: Dataset, which: Filter) -> list[StoredClaim]:
    """The claims that pass, looked up one by one: for a small choice of a large store. Raises InputError likewise."""
    text = PASSING.partition("LIMIT")[0].replace("$claims", which.pattern()) + "ORDER BY STR(?claim)"
    return select(claims_of_ids(data, [id_of(str(claim)) for (claim,) in rows(data, text)]), **asdict(which))


def chosen(data: Dataset, which: Filter, limits: Limits) -> Choice:
    """The claims between those who take part in most claims, the strongest relations first, the latest of each.

    Raises InputError for a date that is none.
    """
    pattern = which.pattern()
    ranked, among = _ranked(data, pattern, limits.entities)
    kept: list[_Relation] = []
    waiting = 0
    for who in ranked:
        for relation in _relations(data, pattern, who, ranked, max(1, which.min_claims)):
            kept.append(_Relation(relation.key, relation.size, relation.claims[: limits.evidence]))
            waiting += len(kept[-1].claims)
        if waiting > 2 * limits.claims:
            kept = _in_order(kept)[: _fitting(kept, limits.claims) + 1]  # with the one that ends the row
            waiting = sum(len(one.claims) for one in kept)
    kept = _in_order(kept)[: _fitting(kept, limits.claims)]
    claims = claims_of_ids(data, sorted(claim for one in kept for claim in one.claims))
    tied = {end for actor, _, target in (one.key for one in kept) if target is not None for end in (actor, target)}
    shown = tied or {one.key[0] for one in kept}  # a map leaves out who only acts without a target, if others do not
    return Choice(claims, len(shown), among, any(one.size > len(one.claims) for one in kept))


def _in_order(found: Iterable[_Relation]) -> list[_Relation]:
    """The relations with most claims first."""
    return sorted(found, key=lambda it: (-it.size, it.key[0], it.key[1], it.key[2] or ""))


def _fitting(found: Iterable[_Relation], most: int) -> int:
    """How many of the strongest relations bring no more claims than `most`; the first that brings more ends the row."""
    totals = accumulate(len(one.claims) for one in _in_order(found))
    return sum(1 for _ in takewhile(lambda total: total <= most, totals))


def _ranked(data: Dataset, pattern: str, most: int) -> tuple[list[URIRef], int]:
    """Those who take part in most claims, and how many there are.

    An engine that orders everybody by IRI looks each up for each comparison; so first how many claims the last of those
    asked for has, and then only who has as many.
    """
    among, least = 0, 0
    for size, many in rows(data, HOW_MANY.replace("$claims", pattern)):
        least = int(str(size)) if among < most else least
        among += int(str(many))
    text = RANKED.replace("$claims", pattern).replace("$least", str(least)).replace("$most", str(most))
    return [URIRef(str(entity)) for entity, _ in rows(data, text)], among


def _relations(data: Dataset, pattern: str, who: URIRef, ranked: Sequence[URIRef], least: int) -> Iterator[_Relation]:
    """The relations of one of those who are ranked with the others, and its acts without a target."""
    text = RELATIONS.replace("$claims", pattern).replace("$who", who.n3()).replace("$base", BASE)
    text = text.replace("$others", ", ".join(one.n3() for one in ranked)).replace("$least", str(least))
    for action, target, size, told in rows(data, text):
        key = (id_of(str(who)), str(action).rpartition("/")[2], None if target is None else id_of(str(target)))
        latest = sorted(sorted(str(told).split(" "), key=lambda it: it.partition("|")[2]), key=_date, reverse=True)
        yield _Relation(key, int(str(size)), [one.partition("|")[2] for one in latest])


def _date(told: str) -> str:
    return told.partition("|")[0]


def _number(data: Dataset, text: str) -> int:
    return int(str(next(rows(data, text))[0]))
