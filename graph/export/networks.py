"""Exports claims as a network for Gephi, Cytoscape, igraph and similar programs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

from graph.map.network import network
from graph.rdf.stored_claim import StoredClaim

INVALID = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that are not allowed in XML."""


def flat_network(claims: Iterable[StoredClaim]) -> nx.MultiDiGraph:
    """The network with scalar attributes only, as graph file formats require; one edge per relation."""
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
            label=_xml(_edge_label(about)),
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
    # networkx writes the current date, which is optional; without it the output is reproducible
    return re.sub(r' lastmodifieddate="[^"]*"', "", text).encode()


def _edge_label(about: Mapping[str, Any]) -> str:
    """The label of an edge: the action, followed by the statuses if no claim is asserted."""
    how = list(about["status"])
    return str(about["label"]) if "asserted" in how else f"{about['label']} ({', '.join(how)})"


def _xml(text: str) -> str:
    return INVALID.sub("\ufffd", text)
