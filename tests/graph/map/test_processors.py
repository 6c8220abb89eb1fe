"""The layout is the same with the arithmetic of every kind of processor that numpy and OpenBLAS have code for."""

import json
import os
import subprocess
import sys
from functools import cache

import networkx as nx
import numpy as np
import pytest

from graph.map.layout import positions
from graph.map.overlap import Box

KERNELS = (
    "Prescott",
    pytest.param("Nehalem", marks=pytest.mark.long),  # between the oldest and the newest
    pytest.param("Sandybridge", marks=pytest.mark.long),
    "Haswell",
)
"""Kernels of OpenBLAS; any x86-64 processor of the last ten years runs each of them."""


def graph_of_size(nodes: int) -> tuple[nx.MultiDiGraph, list[str]]:
    made = nx.barabasi_albert_graph(nodes, 2, seed=3)
    graph = nx.MultiDiGraph((f"n{a:03}", f"n{b:03}") for a, b in made.edges())
    return graph, sorted(graph, key=lambda node: (-graph.degree(node), node))


@cache
def placed() -> dict[str, tuple[int, int]]:
    graph, ranked = graph_of_size(260)
    return positions(graph, ranked, ranked[:110], dict.fromkeys(ranked[:110], Box(40, 8, 24)))


@pytest.mark.slow
@pytest.mark.parametrize("kernel", KERNELS)
def test_processors_place_everything_alike(kernel: str) -> None:
    """Neither OpenBLAS's code for a kind of processor nor numpy's own code for its vector units matters."""
    vectors = np.show_config(mode="dicts")["SIMD Extensions"]["found"]
    environment = {
        **os.environ,
        "OPENBLAS_CORETYPE": kernel,
        "NPY_DISABLE_CPU_FEATURES": " ".join(vectors),
    }
    script = f"import runpy, json; print(json.dumps(runpy.run_path({__file__!r})['placed']()))"
    done = subprocess.run([sys.executable, "-c", script], env=environment, check=True, capture_output=True, text=True)
    assert json.loads(done.stdout) == {node: list(place) for node, place in placed().items()}
