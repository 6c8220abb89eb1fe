"""The data of the map page as columns: every text occurs once and is referred to by its number.

`PageData.core` has what the network and the filters need and is parsed when the page opens; `graph.map.evidence` has
the rest. Entities are in order of importance, claims in the order of their relations.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import log2

import networkx as nx
from pyvis.network import Network

from graph.map.columns import Data, Numbering
from graph.map.labels import BOLD, label_lines, text_width
from graph.map.layout import FRAME, Place, communities, opening, positions, simple_graph
from graph.map.network import network
from graph.map.overlap import Box, Frame
from graph.map.page_context import PageContext
from graph.map.style import map_style, vis_options
from graph.rdf.relations import RelationKey, claim_date, period, relation_key
from graph.rdf.stored_claim import StoredClaim
from graph.reading.page_names import FOLDER, page_name
from ontology.model import ACTOR_TYPES, Claim, EntityType, Modality, Polarity

SHOW_ALL, SHOW_FIRST = 150, 110
"""A graph of up to `SHOW_ALL` nodes is drawn completely; a larger one opens with the first `SHOW_FIRST`."""
LABELLED = 60
"""The number of labels shown when the map opens."""
LINE, PAD = 14.4, 2.5
"""Height of a line of a bold label, and padding around a label, in pixels at zoom 1."""
DIFFERENCE_FRAME: Frame = (830.0, 570.0)
"""Size of the map of a diff, whose panel is wider."""
GAP = 2.0
"""Pixels between a symbol and its label."""
SMALLEST, GROWTH, LARGEST = 4.5, 2.3, 14.0
NEGATED, ALLEGED = 4, 8
"""Added to the number of the modality for a negated or alleged claim."""
REPORTED = 1
"""Third value of the period of a claim whose sentence gives no date: the period is that of its document."""


class PageData:
    """The network of the claims with ranks and positions, and the page data derived from it."""

    def __init__(self, claims: Sequence[StoredClaim], context: PageContext) -> None:
        self.context = context
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
        linked = [node for node in self.ranked if self.simple.degree(node)] or self.ranked  # others are not drawn
        first = opening(self.simple, linked, len(linked) if len(linked) <= SHOW_ALL else SHOW_FIRST)
        boxes = {node: self._box(node) for node in first}
        frame = DIFFERENCE_FRAME if self.context.difference else FRAME
        return positions(self.graph, self.ranked, first, boxes, self.context.start, frame=frame)

    def _box(self, node: str) -> Box:
        about = self.graph.nodes[node]
        size = node_size(about["weight"])
        if self.rank[node] >= LABELLED:
            return Box(size + PAD, size + PAD, size + PAD)
        lines = label_lines(about["label"])
        width = max(text_width(line, bold=self.rank[node] < BOLD) for line in lines)
        return Box(max(width / 2, size) + PAD, size + PAD, size + GAP + len(lines) * LINE + PAD)

    def core(self) -> Data:
        """The data of the network and the filters."""
        countries: Numbering[str] = Numbering()
        data = {
            "look": map_style().model_dump(mode="json"),
            "options": vis_options(),
            "limits": {"all": SHOW_ALL, "first": SHOW_FIRST},
            "entities": self._entities(countries),
            "countries": countries.values(),
            "blocs": self._blocs(),
        }
        return data | self._relation_columns() | self._claim_columns() | self._difference()

    def _entities(self, countries: Numbering[str]) -> Data:
        nodes = [self.graph.nodes[node] for node in self.ranked]
        types = [style.name for style in map_style().types]
        drawn = self._drawn()
        return {
            "id": self.ranked,
            "label": [about["label"] for about in nodes],
            "type": [types.index(EntityType(about["type"])) for about in nodes],
            "country": [countries(about["country"]) for about in nodes],
            "weight": [about["weight"] for about in nodes],
            "aliases": {
                str(number): names
                for number, node in enumerate(self.ranked)
                if (names := sorted(set(self.context.aliases.get(node, ())) - {nodes[number]["label"]}))
            },
            "remarks": {
                str(number): [remark.note, *remark.tags]
                for number, node in enumerate(self.ranked)
                if (remark := self.context.remarks.get(node)) is not None
            },
            "community": communities(self.simple, self.ranked),
            **{key: [node[key] for node in drawn] for key in ("x", "y", "size")},
        }

    def _drawn(self) -> list[Data]:
        """The nodes as pyvis passes them to vis-network, with final positions (physics is off)."""
        page = Network(directed=True)
        for node in self.ranked:
            (x, y), about = self.positions[node], self.graph.nodes[node]
            page.add_node(self.rank[node], label=about["label"], x=x, y=y, size=node_size(about["weight"]))
        nodes, *_ = page.get_network_data()
        return list(nodes)

    def _blocs(self) -> list[Data]:
        """Blocs with the numbers of their members: countries, and entities of these countries."""
        members: dict[str, list[int]] = defaultdict(list)
        for number, node in enumerate(self.ranked):
            about = self.graph.nodes[node]
            country = about["country"] or node
            for bloc in self.context.memberships.get(country, ()):
                members[bloc].append(number)
        return [{"label": bloc, "members": members[bloc]} for bloc in sorted(members)]

    def _relation_columns(self) -> Data:
        actions: Numbering[tuple[str, str, str]] = Numbering()
        columns: dict[str, list[int]] = {"actor": [], "target": [], "action": [], "claims": []}
        for (actor, concept, target), claims in self.relations.items():
            action = claims[0].claim.action
            columns["actor"].append(self.rank[actor])
            columns["target"].append(-1 if target is None else self.rank[target])
            columns["action"].append(actions((concept, action.label, action.class_)))
            columns["claims"].append(len(claims))
        return {"relations": columns, "actions": actions.values()}

    def _difference(self) -> Data:
        """The changes of a diff by number of relation and entity; -1 for an entity without one."""
        difference = self.context.difference
        if difference is None:
            return {}
        numbers: dict[str, int] = {style.name: number for number, style in enumerate(map_style().changes)}
        at = {key: number for number, key in enumerate(self.relations)}
        claims = {
            stored.claim.id: at[key]
            for key, claims_of_relation in self.relations.items()
            for stored in claims_of_relation
        }
        return {
            "difference": {
                "sides": difference.sides,
                "relations": [numbers[difference.changes.get(key, "same")] for key in self.relations],
                "entities": [
                    numbers[difference.actors[node]] if node in difference.actors else -1 for node in self.ranked
                ],
                "matches": [sorted(at[key] for key in keys if key in at) for keys in difference.matches],
                "moved": [
                    {"title": title, "relations": sorted({claims[claim] for claim in ids if claim in claims})}
                    for title, ids in difference.moved
                ],
            }
        }

    def claims(self) -> Iterable[StoredClaim]:
        """The claims, grouped by relation."""
        return (stored for claims in self.relations.values() for stored in claims)

    def _claim_columns(self) -> Data:
        named = {(stored.batch, stored.claim.document): stored for stored in self.claims()}
        documents = {key: number for number, key in enumerate(sorted(named))}
        batches: Numbering[str] = Numbering()
        periods: Numbering[tuple[str, str] | tuple[str, str, int]] = Numbering()
        speakers: Numbering[tuple[str, str]] = Numbering()
        columns: dict[str, list[int]] = {key: [] for key in ("document", "stated", "period", "by", "confidence")}
        for stored in self.claims():
            claim, date, by = stored.claim, claim_date(stored), stored.claim.attribution
            columns["document"].append(documents[stored.batch, claim.document])
            columns["stated"].append(stated(claim))
            days = period(claim.id, date) if date else None
            columns["period"].append(periods(days if days is None or claim.when else (*days, REPORTED)))
            columns["by"].append(speakers((by.id, by.label) if by else None))
            columns["confidence"].append(round(100 * claim.confidence))
        return {
            "documents": [self._document(named[key], batches(key[0])) for key in documents],
            "batches": batches.values(),
            "claims": columns,
            "periods": periods.values(),
            "speakers": speakers.values(),
        }

    def _document(self, stored: StoredClaim, batch: int) -> Data:
        metadata = {
            "id": stored.claim.document,
            "title": stored.title,
            "date": stored.date,
            "url": stored.url,
            "source": stored.source,
            "page": f"{FOLDER}/{page_name(stored.claim.document)}" if self.context.has_pages else None,
        }
        return {"batch": batch} | {key: value for key, value in metadata.items() if value}


def stated(claim: Claim) -> int:
    """Modality, polarity and allegation as one number: the index of the modality, plus `NEGATED`, plus `ALLEGED`."""
    negated = NEGATED if claim.polarity is Polarity.NEGATED else 0
    return list(Modality).index(claim.modality) + negated + (ALLEGED if claim.alleged else 0)


def node_size(weight: int) -> float:
    """The radius of a symbol in pixels at zoom 1, by its number of claims."""
    return round(min(LARGEST, SMALLEST + GROWTH * log2(weight)), 1)


def _relations(graph: nx.MultiDiGraph) -> dict[RelationKey, list[StoredClaim]]:
    """The claims of every relation, including those without a target, in a fixed order."""
    relations: dict[RelationKey, list[StoredClaim]] = {}
    for actor, target, concept, about in sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[:3]):
        relations[actor, concept, target] = about["claims"]
    for node in sorted(graph):
        by_action: dict[RelationKey, list[StoredClaim]] = defaultdict(list)
        for stored in graph.nodes[node]["acts"]:
            by_action[relation_key(stored.claim)].append(stored)
        for key in sorted(by_action, key=lambda key: key[1]):
            relations[key] = by_action[key]
    return relations
