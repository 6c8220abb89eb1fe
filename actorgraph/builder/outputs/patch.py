"""Rewrites the files of a build from a patched graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from actorgraph.builder.outputs.files import ClaimFiles, digests, title_of, write_map
from actorgraph.builder.outputs.pages import remove_pages
from actorgraph.builder.storage.transaction import locked, transaction
from actorgraph.builder.storage.workspace import GRAPH, LIBRARY, MANIFEST, STORE, Workspace, manifest_bytes
from graph.reading.writer import LibraryWriter
from graph.store.batches import batches
from graph.store.claims import stored_claims
from graph.store.documents import stored_extractions
from graph.store.entities import aliases
from graph.store.loader import write_store
from graph.store.oxigraph import block_of, graph_lines, opened_store, write_trig


def rewrite(root: Path, lines: Iterable[str]) -> None:
    """Replace the files of a build by those of another graph, given as N-Quads lines, in one transaction.

    The next build makes the files from its documents again; pages of documents are deleted. Raises StoreError if there
    is no build in `root`, or if the claims of the graph cannot be read.
    """
    workspace = Workspace(root)
    workspace.store()
    with locked(root):
        manifest = workspace.known_manifest()
        with transaction(root) as staging:
            write_store(staging / STORE, lines)
            with opened_store(staging / STORE) as data:
                with (staging / GRAPH).open("wb") as file:
                    write_trig(file, (block_of(quads) for _, quads in graph_lines(data)))
                with ClaimFiles(staging) as claims:
                    claims.add(stored_claims(data))
                write_map(staging, data, claims.tally.few, title_of(batches(data)))
                with LibraryWriter(staging / LIBRARY) as library:
                    for extraction in stored_extractions(data):
                        library.add(extraction)
                    library.finish(aliases(data).items())
            # without the digest of the views the next build does not take these files for up to date
            patched = replace(manifest, views="", files=digests(staging), pages=False)
            (staging / MANIFEST).write_bytes(manifest_bytes(patched))
        if manifest.pages:
            remove_pages(root)
