"""The seeds and two servers that are not ours."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Dataset
from support.servers import SERVERS, Oxigraph, Server

from graph.store.oxigraph import open_store, store_lines


@pytest.fixture(scope="session")
def seeds(seeds_build: Path) -> Dataset:
    """The store of the seeds."""
    return open_store(seeds_build / "store")


@pytest.fixture(scope="session")
def lines(seeds: Dataset) -> list[str]:
    return list(store_lines(seeds))


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with request.param(tmp_path_factory.mktemp(request.param.name)) as started:
        yield started


@pytest.fixture
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """A server with nothing in it; Oxigraph unless a test asks for another."""
    with getattr(request, "param", Oxigraph)(tmp_path / "server") as started:
        yield started
