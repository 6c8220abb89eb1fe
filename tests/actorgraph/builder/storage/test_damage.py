"""A build over damaged state: healed, or named; never "nothing has changed", and no document is lost in silence."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from actorgraph.builder.options import BuildOptions
from actorgraph.builder.pipeline import build
from actorgraph.builder.storage.workspace import CACHE, JOURNAL, MANIFEST, MAP, POSITIONS, STORE, Workspace
from extract.parsing.defaults import DEFAULT_MODEL
from graph.store.oxigraph import open_store, store_lines
from ontology.errors import StoreError

WHO = ("Kenya", "Peru", "Japan")
Damage = Callable[[Path], object]


def options(out: Path) -> BuildOptions:
    return BuildOptions([str(out.parent / "docs")], out, (DEFAULT_MODEL,), fast=True)


def lines(out: Path) -> list[str]:
    return list(store_lines(open_store(Workspace(out).store())))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    (folder / "docs").mkdir()
    for who in WHO:
        (folder / "docs" / f"{who}.txt").write_text(f"{who} arrested two suspects.\n", encoding="utf-8")
    build(options(folder / "out"))
    return folder


@pytest.fixture
def out(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "copy")
    return tmp_path / "copy" / "out"


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def folder(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.mkdir()
    (path / "mine").touch()


def as_file(path: Path) -> None:
    shutil.rmtree(path)
    path.touch()


ODD_LINES = b'null\n{"document": {"id": 1}, "digest": 2, "extractor": 3, "signature": 4}\n'
STATES: list[tuple[str, Damage]] = [
    ("store/CURRENT", Path.unlink),
    ("store/digests.json", Path.unlink),
    (STORE, shutil.rmtree),
    (STORE, as_file),
    (CACHE, cut),
    (CACHE, Path.unlink),
    (CACHE, folder),
    (MAP, folder),
    (POSITIONS, cut),
    (MANIFEST, cut),
    (MANIFEST, folder),
    (JOURNAL, folder),
    (
        JOURNAL,
        lambda path: path.write_bytes(ODD_LINES),
    ),
    (".next", Path.touch),
    (".old", Path.touch),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "damage"), STATES)
def test_what_is_damaged_is_made_anew(whole: Path, out: Path, name: str, damage: Damage) -> None:
    damage(out / name)
    report = build(options(out))
    assert lines(out) == lines(whole / "out")
    assert report.counts.documents == len(WHO)
    is_of_the_build = not name.startswith((".", JOURNAL))
    assert report.unchanged != is_of_the_build
    assert bool(report.inputs.warnings) == is_of_the_build
    assert build(options(out)).unchanged


@pytest.mark.slow
@pytest.mark.parametrize(("damage", "lost"), [(cut, 1), (Path.unlink, 3), (folder, 3)])
def test_what_is_lost_of_earlier_builds_is_named(out: Path, damage: Damage, lost: int) -> None:
    damage(out / CACHE)
    (out.parent / "more").mkdir()
    (out.parent / "more" / "France.txt").write_text("France arrested two suspects.\n", encoding="utf-8")
    report = build(replace(options(out), paths=[str(out.parent / "more")], add=True))
    assert (report.counts.documents, report.gone) == (1 + len(WHO) - lost, lost)
    assert len(report.inputs.errors) == lost
    assert all("add its file again" in error.why for error in report.inputs.errors)


@pytest.mark.slow
@pytest.mark.parametrize("pattern", ["CURRENT", "MANIFEST-*", "*.sst"])
@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:10]), folder])
def test_a_damaged_store_is_not_read(out: Path, pattern: str, damage: Damage) -> None:
    """Oxigraph takes a cut MANIFEST for an empty store."""
    path = next((out / STORE).glob(pattern))
    damage(path)
    with pytest.raises(StoreError, match="damaged or missing; run the last actorgraph build again"):
        Workspace(out).store()
