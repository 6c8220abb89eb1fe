"""Fits a cost model to measured figures, and estimates with it the needs of larger clusters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.speed.scaling.figures import LARGE, SMALL, ScaleFigures

CORES, SHARD_OF = 16, 2000
"""Assumptions of the estimates: processors per machine, documents per shard."""


@dataclass(frozen=True, slots=True)
class CostModel:
    """Costs per document, shard and build: CPU seconds and bytes."""

    words: float
    start: float
    """Seconds to start Ray and load the model."""
    document: float
    shard: float
    graph: float
    """Seconds per document in the process that builds the graph."""
    claims: float
    triples: float
    store: float
    memory: float
    results: float
    slowdown: float
    """Measured time of two Ray workers relative to the model; they share processors with other programs."""


def fit_costs(measured: ScaleFigures, small: int = SMALL, large: int = LARGE) -> CostModel:
    """Fit the costs: the seconds of a worker are load + document * documents + shard * shards, in three runs.

    Raises ValueError if a larger run did not cost more, which happens on a busy machine.
    """
    runs = [measured.runs[f"worker {which}"] for which in (small, large, "tiny")]
    coefficients = np.array([[1.0, run["documents"], run["shards"]] for run in runs])
    seconds = np.array([run["seconds"] for run in runs])
    load, document, shard = map(float, np.linalg.lstsq(coefficients, seconds, rcond=None)[0])
    ray, small_graph, large_graph = (
        measured.runs[name] for name in (f"ray-2 {large}", f"graph {small}", f"graph {large}")
    )
    predicted = load + (document * ray["documents"] + shard * ray["shards"]) / 2

    def slope(name: str) -> float:
        return (large_graph[name] - small_graph[name]) / (large_graph["documents"] - small_graph["documents"])

    if min(document, slope("seconds"), slope("memory"), slope("store")) <= 0:
        raise ValueError("more documents took no more time or room; run this on a machine that has nothing else to do")
    return CostModel(
        words=measured.words,
        start=load + ray["start"],
        document=document,
        shard=max(0.0, shard),
        graph=slope("seconds"),
        claims=large_graph["claims"] / large_graph["documents"],
        triples=slope("triples"),
        store=slope("store"),
        memory=slope("memory"),
        results=ray["bytes"] / ray["documents"],
        slowdown=ray["seconds"] / predicted,
    )


@dataclass(frozen=True, slots=True)
class BuildEstimate:
    """Estimated needs of a build of a number of documents."""

    documents: float
    machines: int
    extraction: float
    """Hours on these machines."""
    graph: float
    """Hours of the process that builds the graph."""
    memory: float
    """Gigabytes of memory of that process."""
    claims: float
    triples: float
    store: float
    """Gigabytes."""
    results: float
    """Gigabytes of Parquet files."""


def estimate(
    costs: CostModel, documents: float, machines: int, cores: int = CORES, in_shard: int = SHARD_OF
) -> BuildEstimate:
    """Estimate the needs of a build from the costs, assuming linear speed-up over workers."""
    work = documents * costs.document + documents / in_shard * costs.shard
    return BuildEstimate(
        documents,
        machines,
        (costs.start + work / (machines * cores)) / 3600,
        documents * costs.graph / 3600,
        documents * costs.memory / 1e9,
        documents * costs.claims,
        documents * costs.triples,
        documents * costs.store / 1e9,
        documents * costs.results / 1e9,
    )
