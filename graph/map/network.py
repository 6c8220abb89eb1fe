"""Builds the networkx graph of actors and relations from claims."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import networkx as nx

from graph.rdf.relations import RelationKey, claim_date, participants, relation_key, status
from graph.rdf.stored_claim import StoredClaim, without_duplicates
from ontology.model import EntityType


def network(claims: Iterable[StoredClaim]) -> nx.MultiDiGraph:
    """The graph of the claims: a node per entity, an edge per relation. It does not depend on the order of claims.

    Claims of duplicate texts count once (`graph.identity.duplicate_claims`).

    Nodes (by entity id) have the attributes `label`, `type`, `country`, `weight` (number of claims) and `acts` (claims
    without a target). Edges (key: the action concept) have `label`, `class_`, `claims` (by date and position in the
    text), `weight`, `status` (see `graph.rdf.relations.status`) and `dates` (sorted).
    """
    ordered = sorted(without_duplicates(claims), key=_reading_order)
    relations: dict[RelationKey, list[StoredClaim]] = defaultdict(list)
    acts: dict[str, list[StoredClaim]] = defaultdict(list)
    for stored in ordered:
        actor, concept, target = relation_key(stored.claim)
        if target is None:
            acts[actor].append(stored)
        else:
            relations[actor, concept, target].append(stored)
    graph = nx.MultiDiGraph()
    for identifier, node in _nodes(ordered).items():
        graph.add_node(identifier, **node, acts=acts.get(identifier, []))
    for (actor, concept, target), relation_claims in sorted(relations.items()):
        graph.add_edge(actor, target, key=concept, **_edge(relation_claims))
    return graph


def _reading_order(stored: StoredClaim) -> tuple[str, str, str, int, int, str]:
    claim = stored.claim
    where = (stored.batch, claim.document, claim.sentence.start, claim.action_span.start, claim.id)
    return (claim_date(stored) or "", *where)


def _nodes(claims: Sequence[StoredClaim]) -> dict[str, dict[str, Any]]:
    seen: dict[str, Counter[tuple[str, EntityType, str]]] = defaultdict(Counter)
    weights: Counter[str] = Counter()
    for stored in claims:
        entities = {part.id: part for part in participants(stored.claim)}
        weights.update(entities.keys())
        for entity in entities.values():
            seen[entity.id][entity.label, entity.type, entity.country or ""] += 1
    nodes = {}
    for identifier in sorted(seen):
        # the commonest description; of two as common the first in the alphabet
        label, kind, country = min(
            seen[identifier], key=lambda description: (-seen[identifier][description], description)
        )
        nodes[identifier] = {
            "label": label,
            "type": kind.value,
            "country": country or None,
            "weight": weights[identifier],
        }
    return nodes


def _edge(claims: list[StoredClaim]) -> dict[str, Any]:
    names = Counter((stored.claim.action.label, stored.claim.action.class_) for stored in claims)
    label, class_ = min(names, key=lambda name: (-names[name], name))
    return {
        "label": label,
        "class_": class_,
        "claims": claims,
        "weight": len(claims),
        "status": status(claims),
        "dates": sorted({date for stored in claims if (date := claim_date(stored))}),
    }
