"""Ranks actors and relations with the tables of a large store: what `graph.map.selection` asks of SPARQL otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from graph.rdf.relations import BY_MODEL, RelationKey, maker_of, period
from graph.store.tables.database import opened_tables
from ontology.identifiers import action_id, slug

if TYPE_CHECKING:
    import duckdb

KEPT = """WITH kept AS (
  SELECT c.* FROM claim c
  WHERE ($actor IS NULL OR coalesce(actor = (SELECT id FROM entity WHERE iri = $actor), false)
         OR coalesce(target = (SELECT id FROM entity WHERE iri = $actor), false))
    AND ($lemma IS NULL OR lemma = $lemma
         OR coalesce((SELECT id FROM action WHERE iri = $action) IN (c.action, c.class), false))
    -- partial dates: the first and the last day that they may mean
    AND ($first IS NULL OR (coalesce(begins, nullif(published, '')) IS NOT NULL
      AND coalesce(begins, published) || substr('0000-01-01', length(coalesce(begins, published)) + 1) <= $last
      AND coalesce(ends, published) || substr('0000-12-31', length(coalesce(ends, published)) + 1) >= $first))
    AND ($sure IS NULL OR confidence >= $sure::DECIMAL(9, 6))
    AND ($by_model IS NULL OR by_model = $by_model)
)
"""
COUNT = "SELECT count(*) FROM kept"
IDS = "SELECT iri FROM kept ORDER BY iri"
# what repeats a claim of the text that it is copied from does not count again
RANKING = """, part AS (
  SELECT actor AS id, is_repeat FROM kept UNION ALL SELECT target, is_repeat FROM kept WHERE target IS NOT NULL
), tally AS (SELECT id, count(*) FILTER (NOT is_repeat) AS n FROM part GROUP BY id)
SELECT e.iri, (SELECT count(*) FROM tally) FROM tally JOIN entity e USING (id) ORDER BY n DESC, e.iri LIMIT $most"""
RELATIONS = """, chosen AS (SELECT id, iri, idx FROM entity JOIN (
  SELECT unnest($ranked) AS iri, generate_subscripts($ranked, 1) AS idx) USING (iri))
SELECT a.iri, k.iri, t.iri, count(DISTINCT c.said) AS n, list(c.iri ORDER BY c.published DESC, c.iri)[:$evidence]
FROM kept c JOIN chosen a ON a.id = c.actor JOIN action k ON k.id = c.action LEFT JOIN chosen t ON t.id = c.target
WHERE c.target IS NULL OR t.id IS NOT NULL
GROUP BY a.idx, a.iri, k.iri, t.iri HAVING n >= $least ORDER BY a.idx, k.iri, t.iri"""
ROWS = 1000
"""Relations read at once."""

Values = dict[str, str | bool | None]


class Filter(Protocol):
    """What `graph.map.selection.ClaimFilter` holds."""

    @property
    def actor(self) -> str | None:
        """Id of an actor or target."""

    @property
    def action(self) -> str | None:
        """A class, concept or lemma."""

    @property
    def since(self) -> str | None:
        """The first date."""

    @property
    def min_confidence(self) -> float:
        """The least confidence of a claim."""

    @property
    def made_by(self) -> str | None:
        """What made the claims: `BY_RULES` or `BY_MODEL`."""

    @property
    def until(self) -> str | None:
        """The last date."""


def values_of(which: Filter) -> Values:
    """The parameters of `KEPT`. Raises InputError for an invalid date or maker."""
    lemma = None if which.action is None else which.action.strip().casefold()
    is_dated = bool(which.since or which.until)
    return {
        "actor": which.actor,
        "lemma": lemma,
        "action": None if lemma is None else action_id(lemma if slug(lemma) else "none"),
        "first": (period("since", which.since)[0] if which.since else "") if is_dated else None,
        "by_model": None if which.made_by is None else maker_of(which.made_by) == BY_MODEL,
        "sure": f"{which.min_confidence:.6f}" if which.min_confidence else None,
        "last": (period("until", which.until)[1] if which.until else "9999-12-31") if is_dated else None,
    }


def number_of_claims(store: Path, which: Filter) -> int:
    """The number of claims that pass. Raises InputError for an invalid date."""
    with opened_tables(store) as database:
        row = database.execute(KEPT + COUNT, values_of(which)).fetchone()
    return 0 if row is None else int(row[0])


def claim_ids(store: Path, which: Filter) -> list[str]:
    """The ids of the claims that pass, sorted. Raises InputError for an invalid date."""
    with opened_tables(store) as database:
        return [str(claim) for (claim,) in database.execute(KEPT + IDS, values_of(which)).fetchall()]


def top_entities(store: Path, which: Filter, most: int) -> tuple[list[str], int]:
    """The ids of the entities with most claims, and the number of all entities."""
    with opened_tables(store) as database:
        rows = database.execute(KEPT + RANKING, {**values_of(which), "most": most}).fetchall()
    return [str(entity) for entity, _ in rows], int(rows[0][1]) if rows else 0


def relations_among(
    store: Path, which: Filter, ranked: Sequence[str], least: int, evidence: int
) -> Iterator[tuple[RelationKey, int, list[str]]]:
    """The relations between entities, and their acts without a target: key, number of claims, ids of the latest."""
    given = {**values_of(which), "ranked": list(ranked), "least": least, "evidence": evidence}
    with opened_tables(store) as database:
        cursor: duckdb.DuckDBPyConnection = database.execute(KEPT + RELATIONS, given)
        while rows := cursor.fetchmany(ROWS):
            for actor, action, target, size, claims in rows:
                yield (str(actor), str(action).rpartition("/")[2], target), int(size), claims
