"""Damaged builds: the next build makes the graph that was there before, or says why not."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from actorgraph.builder.options import BuildOptions
from actorgraph.builder.pipeline import build
from actorgraph.builder.storage.workspace import Workspace
from bench.fuzz.damage import damaged
from bench.fuzz.files import Fault
from extract.parsing.defaults import DEFAULT_MODEL
from graph.store.oxigraph import open_store, store_lines
from ontology.errors import ActorgraphError


def fuzz_states(count: int, seed: int) -> Iterator[Fault]:
    """Damage files of a build at random; the next build must make the graph that was there before."""
    chance = random.Random(seed)  # noqa: S311  # inputs that can be made again, no secret
    with tempfile.TemporaryDirectory() as name:
        docs, whole, out = (Path(name) / part for part in ("docs", "whole", "out"))
        docs.mkdir()
        for number, who in enumerate(("Kenya", "Peru", "Japan")):
            (docs / f"{who}.txt").write_text(f"{who} arrested {number + 2} suspects.\n", encoding="utf-8")
        build(_options(docs, whole))
        expected = list(store_lines(open_store(Workspace(whole).store())))
        for _ in range(count):
            shutil.rmtree(out, ignore_errors=True)
            shutil.copytree(whole, out)
            what = damage_state(out, chance)
            try:
                build(_options(docs, out))
                found = list(store_lines(open_store(Workspace(out).store())))
            except ActorgraphError as error:
                yield Fault(what, f"not healed: {error}")
            except Exception as error:  # noqa: BLE001  # whatever it is, it is a fault
                yield Fault(what, f"raised {type(error).__name__}: {error}")
            else:
                if found != expected:
                    yield Fault(what, f"{len(found)} quads in the place of {len(expected)}")


def damage_state(out: Path, chance: random.Random) -> str:
    """Damage a file of a build; what was done."""
    files = sorted(path for path in out.rglob("*") if path.is_file() and not path.name.startswith((".lock", "LOCK")))
    path, kind = chance.choice(files), chance.choice(("deleted", "emptied", "folder", "damaged"))
    data = path.read_bytes()
    path.unlink()
    if kind == "folder":
        path.mkdir()
    elif kind != "deleted":
        path.write_bytes(b"" if kind == "emptied" else damaged(data, chance))
    return f"{path.relative_to(out)} {kind}"


def _options(docs: Path, out: Path) -> BuildOptions:
    return BuildOptions([str(docs)], out, (DEFAULT_MODEL,), fast=True)
