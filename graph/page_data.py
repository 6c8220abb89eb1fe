"""What the map page holds: entities, relations, claims, sentences and documents, each once, as plain data.

The page's script refers to everything by its index in these lists; entities stand in order of importance.
"""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import log2
from textwrap import wrap
from typing import Any

import networkx as nx
from pyvis.network import Network

from graph.layout import Box, positions
from graph.network import RelationKey, claim_date, flags, network, period, relation_key
from graph.stored import StoredClaim
from ontology.model import Span

SHOW_ALL, SHOW_FIRST = 400, 300
"""A graph of up to `SHOW_ALL` nodes is drawn whole; of a larger one the first `SHOW_FIRST`."""
LABEL_WIDTH, LABEL_LINES = 22, 3
LETTER, LINE, PAD = 6.6, 14.0, 4.0
"""Pixels of a letter, of a line and round a label at zoom 1, for the layout."""
SMALLEST, GROWTH, LARGEST = 8.0, 3.6, 26.0
ROUNDNESS = (0.12, 0.17)
"""Bend of the first line between two nodes, and what each further one adds."""

Data = dict[str, Any]


@cache
def look() -> Data:
    """Colours, shapes and dashes: `templates/look.toml`."""
    return tomllib.loads(template("look.toml"))


def template(name: str) -> str:
    """The text of a file of `graph/templates`."""
    return files("graph").joinpath("templates", name).read_text(encoding="utf-8")


def page_data(claims: Sequence[StoredClaim], aliases: Mapping[str, Sequence[str]]) -> Data:
    """All that the page's script needs, the same for any order of the claims."""
    graph = network(claims)
    ranked = sorted(graph, key=lambda node: (-graph.nodes[node]["weight"], -graph.degree(node), node))
    rank = {node: index for index, node in enumerate(ranked)}
    relations = _relations(graph)
    places = _Places(relations)
    return {
        "look": look(),
        "limits": {"all": SHOW_ALL, "first": SHOW_FIRST},
        "entities": [_entity(graph, node, aliases) for node in ranked],
        "relations": [_relation(key, found, rank) for key, found in relations.items()],
        "claims": [places.claim(stored) for found in relations.values() for stored in found],
        "sentences": places.sentences,
        "documents": places.documents,
        "vis": _vis(graph, ranked, relations, rank),
    }


def _relations(graph: nx.MultiDiGraph) -> dict[RelationKey, list[StoredClaim]]:
    """The claims of every relation and of every act without a target, in a fixed order."""
    found: dict[RelationKey, list[StoredClaim]] = {}
    for actor, target, concept, about in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3]):
        found[actor, concept, target] = about["claims"]
    for node in sorted(graph):
        by_action: dict[RelationKey, list[StoredClaim]] = defaultdict(list)
        for stored in graph.nodes[node]["acts"]:
            by_action[relation_key(stored.claim)].append(stored)
        for key in sorted(by_action, key=lambda key: key[1]):
            found[key] = by_action[key]
    return found


def _entity(graph: nx.MultiDiGraph, node: str, aliases: Mapping[str, Sequence[str]]) -> Data:
    about = graph.nodes[node]
    return _filled(
        id=node,
        label=about["label"],
        type=about["type"],
        country=about["country"],
        weight=about["weight"],
        aliases=sorted(set(aliases.get(node, ())) - {about["label"]}),
    )


def _relation(key: RelationKey, claims: Sequence[StoredClaim], rank: Mapping[str, int]) -> Data:
    actor, concept, target = key
    action = claims[0].claim.action
    return {
        "actor": rank[actor],
        "concept": concept,
        "label": action.label,
        "group": _group(action.class_),
        "target": None if target is None else rank[target],
    }


def _group(class_: str) -> str:
    groups = look()["groups"]
    return str(next((group["name"] for group in groups if class_ in group["classes"]), groups[-1]["name"]))


class _Places:
    """Sentences and documents by index, each stored once."""

    def __init__(self, relations: Mapping[RelationKey, Sequence[StoredClaim]]) -> None:
        self.index = {key: number for number, key in enumerate(relations)}
        every = [stored for found in relations.values() for stored in found]
        named = {(stored.batch, stored.claim.document): stored for stored in every}
        self._document = {key: number for number, key in enumerate(sorted(named))}
        self.documents = [_document(named[key]) for key in sorted(named)]
        spoken = {self._sentence_key(stored): stored.claim.sentence.text for stored in every}
        self._sentence = {key: number for number, key in enumerate(sorted(spoken))}
        self.sentences = [{"document": key[0], "text": spoken[key]} for key in sorted(spoken)]

    def _sentence_key(self, stored: StoredClaim) -> tuple[int, int, int]:
        sentence = stored.claim.sentence
        return self._document[stored.batch, stored.claim.document], sentence.start, sentence.end

    def claim(self, stored: StoredClaim) -> Data:
        """A claim, its spans counted from the start of its sentence."""
        claim = stored.claim
        start, date = claim.sentence.start, claim_date(stored)
        return _filled(
            relation=self.index[relation_key(claim)],
            sentence=self._sentence[self._sentence_key(stored)],
            flags=list(flags(claim)),
            spans=_filled(
                actor=_offsets(claim.actor.span, start),
                action=_offsets(claim.action_span, start),
                target=_offsets(claim.target.span, start) if claim.target else None,
            ),
            verb=claim.action.label,
            when=claim.when,
            period=list(period(claim.id, date)) if date else None,
            by={"id": claim.attribution.id, "label": claim.attribution.label} if claim.attribution else None,
            place=claim.where.label if claim.where else None,
            also=list(stored.also) or None,
            rule=claim.rule,
            confidence=claim.confidence,
        )


def _document(stored: StoredClaim) -> Data:
    return _filled(
        id=stored.claim.document,
        batch=stored.batch,
        title=stored.title,
        date=stored.date,
        url=stored.url,
        source=stored.source,
    )


def _offsets(span: Span, start: int) -> list[int]:
    return [span.start - start, span.end - start]


def _filled(**values: object) -> Data:
    """The values that say something: an absent key costs no bytes."""
    return {key: value for key, value in values.items() if value not in (None, [], "")}


def _vis(
    graph: nx.MultiDiGraph,
    ranked: Sequence[str],
    relations: Mapping[RelationKey, Sequence[StoredClaim]],
    rank: Mapping[str, int],
) -> Data:
    """Nodes, edges and options as pyvis hands them to vis-network; positions are final, so physics is off."""
    lines = {node: label_lines(graph.nodes[node]["label"]) for node in ranked}
    sizes = {node: _size(graph.nodes[node]["weight"]) for node in ranked}
    placed = positions(graph, ranked, {node: _box(lines[node], sizes[node]) for node in ranked})
    shapes = {kind["name"]: kind["shape"] for kind in look()["types"]}
    page = Network(directed=True)
    for node in ranked:
        x, y = placed[node]
        label, shape = "\n".join(lines[node]), shapes[graph.nodes[node]["type"]]
        page.add_node(rank[node], label=label, x=x, y=y, size=sizes[node], shape=shape)
    bends: dict[tuple[str, str], int] = defaultdict(int)
    edges = []
    for number, (actor, _, target) in enumerate(relations):
        if target is None:
            continue
        smooth = {"enabled": True, "type": "curvedCW", "roundness": _bend(bends[actor, target])}
        bends[actor, target] += 1
        page.add_edge(rank[actor], rank[target], id=number, smooth=smooth)
        edges.append(number)
    nodes, lines_drawn, *_ = page.get_network_data()
    keep_node, keep_edge = ("id", "label", "x", "y", "size", "shape"), ("id", "from", "to", "smooth")
    return {
        "nodes": [{key: node[key] for key in keep_node} for node in nodes],
        "edges": [{key: edge[key] for key in keep_edge} for edge in lines_drawn],
        "options": json.loads(template("vis.json")),
    }


def _bend(number: int) -> float:
    first, more = ROUNDNESS
    return round(min(first + number * more, 0.95), 2)


def _size(weight: int) -> float:
    return round(min(LARGEST, SMALLEST + GROWTH * log2(weight)), 1)


def label_lines(label: str) -> list[str]:
    """A label in up to three short lines; what does not fit ends in "…"."""
    return wrap(label, LABEL_WIDTH, max_lines=LABEL_LINES, placeholder=" …") or [label[:LABEL_WIDTH] or "?"]


def _box(lines: Sequence[str], size: float) -> Box:
    width = max(len(line) for line in lines) * LETTER
    return Box(max(width / 2, size) + PAD, size + PAD, size + len(lines) * LINE + PAD)
