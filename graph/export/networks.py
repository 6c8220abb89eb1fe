"""Claims -> a network for Gephi, Cytoscape, igraph and the like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

from graph.map.network import network
from graph.rdf.stored_claim import StoredClaim

INVALID = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML file may hold."""


def flat_network(claims: Iterable[StoredClaim]) -> nx.MultiDiGraph:
    """The network with plain attributes only, as file formats for graphs need it: one edge per relation."""
    graph = network(claims)
    flat = nx.MultiDiGraph()
    for node, about in graph.nodes(data=True):
        flat.add_node(
            node,
            label=_xml(about["label"]),
            type=about["type"],
            country=about["country"] or "",
            claims=about["weight"],
        )
    for actor, target, concept, about in graph.edges(keys=True, data=True):
        flat.add_edge(
            actor,
            target,
            key=concept,
            label=_xml(_said(about)),
            action_class=about["class_"],
            weight=about["weight"],
            asserted=about["status"]["asserted"],
            stated=", ".join(f"{name} {count}" for name, count in about["status"].items()),
            documents=_xml(", ".join(sorted({stored.claim.document for stored in about["claims"]}))),
        )
    return flat


def graphml(claims: Iterable[StoredClaim]) -> bytes:
    """The network as GraphML."""
    return "\n".join([*nx.generate_graphml(flat_network(claims)), ""]).encode()


def gexf(claims: Iterable[StoredClaim]) -> bytes:
    """The network as GEXF."""
    text = "\n".join([*nx.generate_gexf(flat_network(claims)), ""])
    # networkx writes today's date, which the format does not ask for; the same graph must give the same bytes
    return re.sub(r' lastmodifieddate="[^"]*"', "", text).encode()


def _said(about: Mapping[str, Any]) -> str:
    """The action as the label of an edge; where no text says it plainly, the label says how it is said."""
    how = list(about["status"])
    return str(about["label"]) if "asserted" in how else f"{about['label']} ({', '.join(how)})"


def _xml(text: str) -> str:
    return INVALID.sub("\ufffd", text)
