"""The files of a build that are made of its graph, and a build made anew of a patched graph."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rdflib import Dataset

from actorgraph.transaction import locked, transaction
from actorgraph.workspace import (
    CLAIMS_CSV,
    CLAIMS_JSONL,
    GRAPH,
    MANIFEST,
    MAP,
    POSITIONS,
    STORE,
    Workspace,
    manifest_bytes,
    positions_bytes,
)
from graph.export_tables import claims_csv
from graph.page import Map
from graph.page_data import NOTHING
from graph.read import aliases, batches, memberships, stored_claims
from graph.store import memory_store, trig, write_store
from graph.stored import StoredClaim
from ontology.records import claim_line

TITLE = "Who did what: {names}"
BATCHES_IN_TITLE = 4


def title_of(names: Sequence[str]) -> str:
    """The title of a map of these batches, sorted."""
    if len(names) > BATCHES_IN_TITLE:
        return TITLE.format(names=f"{names[0]} to {names[-1]}, {len(names)} batches")
    return TITLE.format(names=", ".join(names))


def views(
    data: Dataset,
    lines: Sequence[str],
    claims: Sequence[StoredClaim],
    title: str,
    *,
    start: Mapping[str, tuple[int, int]] = NOTHING,
) -> dict[str, bytes]:
    """By name, the content of every file that is made of the graph; `start`: where things stood on the map before."""
    page = Map(claims, title=title, aliases=aliases(data), memberships=memberships(data), start=start)
    return {
        MAP: page.html.encode(),
        POSITIONS: positions_bytes(page.positions),
        CLAIMS_JSONL: "".join(claim_line(stored.claim) for stored in claims).encode(),
        CLAIMS_CSV: claims_csv(claims).encode(),
        GRAPH: trig(lines),
    }


def digests(contents: Mapping[str, bytes]) -> dict[str, str]:
    """By name, the SHA-256 of a file's content."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}


def rewrite(root: Path, lines: Sequence[str]) -> None:
    """Make the files of a build of another graph, all at once; the next build makes them of its documents again.

    Raises StoreError if nothing is built there, or if what the graph holds cannot be read as claims.
    """
    space = Workspace(root)
    space.store()
    with locked(root):
        manifest = space.known_manifest()
        data = memory_store(lines)
        contents = views(data, lines, list(stored_claims(data)), title_of(batches(data)))
        # without a digest of the views no build takes these files for its own
        patched = replace(manifest, views="", files=digests(contents))
        with transaction(root) as staged:
            write_store(staged / STORE, lines)
            for name, content in (contents | {MANIFEST: manifest_bytes(patched)}).items():
                (staged / name).write_bytes(content)
