"""The folder of a build: files change only when their bytes do, and what is remembered is checked."""

from pathlib import Path

import pytest

from actorgraph.builder.storage.extraction_cache import document_digest
from actorgraph.builder.storage.soundness import STORE_DIGESTS, file_digest, seal_store
from actorgraph.builder.storage.workspace import (
    MANIFEST,
    BuildCounts,
    BuildManifest,
    DocumentEntry,
    Workspace,
    manifest_bytes,
    views_digest,
)
from ontology.errors import StoreError
from ontology.model import Document


def manifest(**files: str) -> BuildManifest:
    return BuildManifest("e", "v", (DocumentEntry("a", "b", None, "d"),), BuildCounts(1, 1, 1, 1, 1), files)


def test_no_store_yet(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing is built here yet"):
        Workspace(tmp_path).store()


def test_the_manifest_comes_back(tmp_path: Path) -> None:
    space = Workspace(tmp_path)
    assert space.manifest() is None
    (tmp_path / MANIFEST).write_bytes(manifest_bytes(manifest(a="digest")))
    assert space.manifest() == manifest(a="digest")
    (tmp_path / MANIFEST).write_text("{")
    assert space.manifest() is None


def test_a_build_holds_while_its_files_are_as_it_left_them(tmp_path: Path) -> None:
    space = Workspace(tmp_path)
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "data").write_text("quads")
    seal_store(tmp_path / "store")
    (tmp_path / "a").write_text("one")
    made = manifest(a=file_digest(tmp_path / "a"))
    assert space.holds(made)
    (tmp_path / "store" / "data").write_text("other")
    assert list(space.damage(made)) == ["store/data"]
    (tmp_path / "store" / "data").write_text("quads")
    (tmp_path / "store" / STORE_DIGESTS).unlink()
    assert list(space.damage(made)) == ["store"]
    seal_store(tmp_path / "store")
    (tmp_path / "a").write_text("changed by hand")
    assert not space.holds(made)
    (tmp_path / "a").unlink()
    assert not space.holds(made)


def test_digests_see_every_field() -> None:
    base = Document("a", "text")
    others = [
        Document("b", "text"), Document("a", "other"), Document("a", "text", title="t"),
        Document("a", "text", date="2025"), Document("a", "text", batch="b"), Document("a", "text", extra={"k": 1}),
    ]  # fmt: skip
    assert len({document_digest(one) for one in [base, *others]}) == 7
    assert views_digest() == views_digest()
