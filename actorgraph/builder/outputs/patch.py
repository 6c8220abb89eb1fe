"""A build made anew of a patched graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from actorgraph.builder.outputs.files import ClaimFiles, digests, title_of, write_map
from actorgraph.builder.storage.transaction import locked, transaction
from actorgraph.builder.storage.workspace import GRAPH, MANIFEST, STORE, Workspace, manifest_bytes
from graph.store.claims import batches, stored_claims
from graph.store.loader import write_store
from graph.store.oxigraph import block_of, graph_lines, opened_store, write_trig


def rewrite(root: Path, lines: Iterable[str]) -> None:
    """Make the files of a build of another graph, all at once; the next build makes them of its documents again.

    Raises StoreError if nothing is built there, or if what the graph holds cannot be read as claims.
    """
    space = Workspace(root)
    space.store()
    with locked(root):
        manifest = space.known_manifest()
        with transaction(root) as staged:
            write_store(staged / STORE, lines)
            with opened_store(staged / STORE) as data:
                with (staged / GRAPH).open("wb") as file:
                    write_trig(file, (block_of(found) for _, found in graph_lines(data)))
                with ClaimFiles(staged) as claims:
                    claims.add(stored_claims(data))
                write_map(staged, data, claims.tally.few, title_of(batches(data)))
            # without a digest of the views no build takes these files for its own
            patched = replace(manifest, views="", files=digests(staged))
            (staged / MANIFEST).write_bytes(manifest_bytes(patched))
