"""What the map page holds, as columns: each text stands once, everything else refers to it by its number.

`page_data` is what the picture and the filters need and is read when the page opens; `evidence` (sentences, places of
the words, rules) is read when somebody first looks at a claim. Entities stand in order of importance, claims in the
order of their relations.
"""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import log2
from types import MappingProxyType
from typing import Any, Generic, TypeVar

import networkx as nx
from pyvis.network import Network

from graph.map.labels import BOLD, label_lines, text_width
from graph.map.layout import FRAME, Place, communities, opening, positions, simple_graph
from graph.map.network import network
from graph.map.overlap import Box, Frame
from graph.rdf.relations import RelationKey, claim_date, period, relation_key
from graph.rdf.stored_claim import StoredClaim
from graph.resources import template
from ontology.model import ACTOR_TYPES, Claim, Modality, Polarity, Span

SHOW_ALL, SHOW_FIRST = 150, 110
"""A graph of up to `SHOW_ALL` nodes is drawn whole; of a larger one the first `SHOW_FIRST` and what links them."""
LABELLED = 60
"""So many labels have room when the map opens."""
LINE, PAD = 14.4, 2.5
"""Pixels of a line (of the bold labels) and round a label at zoom 1, for the layout."""
DIFFERENCE_FRAME: Frame = (830.0, 570.0)
"""Room of a map of a difference, whose panel is wider."""
GAP = 2.0
"""Pixels between a symbol and its label."""
SMALLEST, GROWTH, LARGEST = 4.5, 2.3, 14.0
NEGATED, ALLEGED = 4, 8
"""What is added to the number of the modality for a claim that is denied or alleged."""
NOTHING: Mapping[Any, Any] = MappingProxyType({})

Data = dict[str, Any]
T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Difference:
    """For a map of a difference: its two sides, and what became of relations and actors (names of `look.toml`)."""

    sides: tuple[str, str]
    """Before and after: the names of two batches."""
    changes: Mapping[RelationKey, str]
    """By relation; others are the same."""
    actors: Mapping[str, str] = field(default_factory=dict)
    """By id of an actor; nothing is said of others."""
    matches: Sequence[Sequence[RelationKey]] = ()
    """Relations that are one, but are worded differently on the two sides."""
    moved: Sequence[tuple[str, Sequence[str]]] = ()
    """Developments: the title, and the ids of the claims that tell it."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the page says beside the claims; all of it may be empty."""

    aliases: Mapping[str, Sequence[str]]
    """Other names by entity id, for the search."""
    memberships: Mapping[str, Sequence[str]]
    """By the id of a country, the labels of the blocs that it belongs to."""
    start: Mapping[str, Place]
    """Where things stood on an earlier map."""
    difference: Difference | None
    """For a map of a difference."""


@cache
def look() -> Data:
    """Colours, shapes and dashes: `templates/look.toml`."""
    return tomllib.loads(template("look.toml"))


class Numbered(Generic[T]):
    """Values by number, each once, in the order in which they were first asked for."""

    def __init__(self) -> None:
        self._numbers: dict[T, int] = {}

    def __call__(self, value: T | None) -> int:
        """The number of a value; -1 for None."""
        return -1 if value is None else self._numbers.setdefault(value, len(self._numbers))

    def values(self) -> list[T]:
        """The values, by number."""
        return list(self._numbers)


class PageData:
    """The claims as a graph, ranked and placed, and the data of the page that come of it."""

    def __init__(self, claims: Sequence[StoredClaim], known: Known) -> None:
        self.known = known
        self.graph = network(claims)
        self.ranked = sorted(self.graph, key=self._importance)
        self.rank = {node: number for number, node in enumerate(self.ranked)}
        self.relations = _relations(self.graph)
        self.simple = simple_graph(self.graph, self.ranked)
        self.positions = self._positions()

    def _importance(self, node: str) -> tuple[int, int, bool, str]:
        about = self.graph.nodes[node]
        return -about["weight"], -self.graph.degree(node), about["type"] not in ACTOR_TYPES, node

    def _positions(self) -> dict[str, Place]:
        linked = [node for node in self.ranked if self.simple.degree(node)] or self.ranked  # the others are not drawn
        first = opening(self.simple, linked, len(linked) if len(linked) <= SHOW_ALL else SHOW_FIRST)
        boxes = {node: self._box(node) for node in first}
        frame = DIFFERENCE_FRAME if self.known.difference else FRAME
        return positions(self.graph, self.ranked, first, boxes, self.known.start, frame=frame)

    def _box(self, node: str) -> Box:
        about = self.graph.nodes[node]
        size = node_size(about["weight"])
        if self.rank[node] >= LABELLED:
            return Box(size + PAD, size + PAD, size + PAD)
        lines = label_lines(about["label"])
        width = max(text_width(line, bold=self.rank[node] < BOLD) for line in lines)
        return Box(max(width / 2, size) + PAD, size + PAD, size + GAP + len(lines) * LINE + PAD)

    def core(self) -> Data:
        """What the picture and the filters need."""
        countries: Numbered[str] = Numbered()
        data = {
            "look": look(),
            "options": json.loads(template("vis.json")),
            "limits": {"all": SHOW_ALL, "first": SHOW_FIRST},
            "entities": self._entities(countries),
            "countries": countries.values(),
            "blocs": self._blocs(),
        }
        return data | self._relation_columns() | self._claim_columns() | self._difference()

    def _entities(self, countries: Numbered[str]) -> Data:
        nodes = [self.graph.nodes[node] for node in self.ranked]
        types = [kind["name"] for kind in look()["types"]]
        drawn = self._drawn()
        return {
            "id": self.ranked,
            "label": [about["label"] for about in nodes],
            "type": [types.index(about["type"]) for about in nodes],
            "country": [countries(about["country"]) for about in nodes],
            "weight": [about["weight"] for about in nodes],
            "aliases": {
                str(number): names
                for number, node in enumerate(self.ranked)
                if (names := sorted(set(self.known.aliases.get(node, ())) - {nodes[number]["label"]}))
            },
            "community": communities(self.simple, self.ranked),
            **{key: [node[key] for node in drawn] for key in ("x", "y", "size")},
        }

    def _drawn(self) -> list[Data]:
        """The nodes as pyvis hands them to vis-network; positions are final, so physics is off."""
        page = Network(directed=True)
        for node in self.ranked:
            (x, y), about = self.positions[node], self.graph.nodes[node]
            page.add_node(self.rank[node], label=about["label"], x=x, y=y, size=node_size(about["weight"]))
        nodes, *_ = page.get_network_data()
        return list(nodes)

    def _blocs(self) -> list[Data]:
        """Blocs with the numbers of those who are of them: countries, and what is of such a country."""
        members: dict[str, list[int]] = defaultdict(list)
        for number, node in enumerate(self.ranked):
            about = self.graph.nodes[node]
            country = about["country"] or node
            for bloc in self.known.memberships.get(country, ()):
                members[bloc].append(number)
        return [{"label": bloc, "members": members[bloc]} for bloc in sorted(members)]

    def _relation_columns(self) -> Data:
        actions: Numbered[tuple[str, str, str]] = Numbered()
        columns: dict[str, list[int]] = {"actor": [], "target": [], "action": [], "claims": []}
        for (actor, concept, target), found in self.relations.items():
            action = found[0].claim.action
            columns["actor"].append(self.rank[actor])
            columns["target"].append(-1 if target is None else self.rank[target])
            columns["action"].append(actions((concept, action.label, action.class_)))
            columns["claims"].append(len(found))
        return {"relations": columns, "actions": actions.values()}

    def _difference(self) -> Data:
        """Sides, and what became of each relation and entity, by number; -1 for an entity of which nothing is said."""
        known = self.known.difference
        if known is None:
            return {}
        numbers = {change["name"]: number for number, change in enumerate(look()["changes"])}
        at = {key: number for number, key in enumerate(self.relations)}
        claims = {one.claim.id: at[key] for key, found in self.relations.items() for one in found}
        return {
            "difference": {
                "sides": known.sides,
                "relations": [numbers[known.changes.get(key, "same")] for key in self.relations],
                "entities": [numbers[known.actors[node]] if node in known.actors else -1 for node in self.ranked],
                "matches": [sorted(at[key] for key in keys if key in at) for keys in known.matches],
                "moved": [
                    {"title": title, "relations": sorted({claims[claim] for claim in ids if claim in claims})}
                    for title, ids in known.moved
                ],
            }
        }

    def claims(self) -> Iterable[StoredClaim]:
        """The claims, those of a relation together."""
        return (stored for found in self.relations.values() for stored in found)

    def _claim_columns(self) -> Data:
        named = {(stored.batch, stored.claim.document): stored for stored in self.claims()}
        documents = {key: number for number, key in enumerate(sorted(named))}
        batches: Numbered[str] = Numbered()
        periods: Numbered[tuple[str, str]] = Numbered()
        speakers: Numbered[tuple[str, str]] = Numbered()
        columns: dict[str, list[int]] = {"document": [], "stated": [], "period": [], "by": []}
        for stored in self.claims():
            claim, date, by = stored.claim, claim_date(stored), stored.claim.attribution
            columns["document"].append(documents[stored.batch, claim.document])
            columns["stated"].append(stated(claim))
            columns["period"].append(periods(period(claim.id, date) if date else None))
            columns["by"].append(speakers((by.id, by.label) if by else None))
        return {
            "documents": [_document(named[key], batches(key[0])) for key in documents],
            "batches": batches.values(),
            "claims": columns,
            "periods": periods.values(),
            "speakers": speakers.values(),
        }


def evidence(claims: Iterable[StoredClaim]) -> Data:
    """Sentences, and for each claim where its words stand: offsets of actor, action and target in its sentence."""
    sentences: Numbered[str] = Numbered()
    words: Numbered[str] = Numbered()
    columns: dict[str, list[Any]] = {
        key: [] for key in ("sentence", "spans", "verb", "when", "place", "rule", "confidence")
    }
    also: dict[str, list[str]] = {}
    for number, (claim, others) in enumerate((stored.claim, stored.also_in) for stored in claims):
        if others:
            also[str(number)] = list(others)
        columns["sentence"].append(sentences(claim.sentence.text))
        for span in (claim.actor.span, claim.action_span, claim.target.span if claim.target else None):
            columns["spans"] += _offsets(span, claim.sentence.start)
        columns["verb"].append(words(claim.action.label))
        columns["when"].append(words(claim.when))
        columns["place"].append(words(claim.where.label if claim.where else None))
        columns["rule"].append(words(claim.rule))
        columns["confidence"].append(claim.confidence)
    return {"sentences": sentences.values(), "words": words.values(), "claims": columns, "also": also}


def stated(claim: Claim) -> int:
    """How a claim is stated, as one number: its modality, plus `NEGATED`, plus `ALLEGED`."""
    denied = NEGATED if claim.polarity is Polarity.NEGATED else 0
    return list(Modality).index(claim.modality) + denied + (ALLEGED if claim.alleged else 0)


def node_size(weight: int) -> float:
    """Radius of a symbol in pixels at zoom 1, by the claims that it takes part in."""
    return round(min(LARGEST, SMALLEST + GROWTH * log2(weight)), 1)


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


def _document(stored: StoredClaim, batch: int) -> Data:
    found = {
        "id": stored.claim.document,
        "title": stored.title,
        "date": stored.date,
        "url": stored.url,
        "source": stored.source,
    }
    return {"batch": batch} | {key: value for key, value in found.items() if value}


def _offsets(span: Span | None, start: int) -> list[int]:
    return [-1, -1] if span is None else [span.start - start, span.end - start]
