"""Sends the graph of a build to a SPARQL server: only what has changed since the last time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from actorgraph.builder.storage.workspace import Workspace
from graph.store.oxigraph import open_store, store_lines
from graph.store.remote.address import Address
from graph.store.remote.endpoint import Endpoint
from graph.store.remote.sync import RemoteWriter, WriteSummary
from ontology.errors import StoreError


def writer(store: str | None, update_store: str | None) -> RemoteWriter | None:
    """The server to write to; None without an address. Raises StoreError if the server cannot be reached or refuses."""
    if store is not None:
        return RemoteWriter(Endpoint(Address.of(store, update_store)))
    if update_store is not None:
        raise StoreError("--update-store needs --store: the content of the server is queried before it is changed")
    return None


def publish(out: Path, server: RemoteWriter, progress: Callable[[int, int], None] | None = None) -> WriteSummary:
    """Make the server hold the graph of the build in `out`. Raises StoreError; the build itself is not changed."""
    return server.write(store_lines(open_store(Workspace(out).store())), progress)
