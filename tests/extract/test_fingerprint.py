"""The cache key of extraction changes with everything that decides what is extracted."""

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from extract import fingerprint
from extract.documents.content.options import ColumnNames, ReaderOptions
from extract.fingerprint import LIBRARIES, PACKAGES, extraction_key, model_identity, reading_key
from extract.parsing.defaults import DEFAULT_MODEL, DEFAULT_MODEL_VERSION
from ontology.code_digest import code_digest
from ontology.errors import ModelError
from ontology.registry import Registry, registry

ROOT = Path(str(files("extract"))).parent
FOLDERS = sorted(
    path.relative_to(ROOT).as_posix()
    for package in PACKAGES
    for path in [ROOT / package, *(ROOT / package).rglob("*")]
    if path.is_dir() and path.name != "__pycache__" and any(inner.is_file() for inner in path.iterdir())
)


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("code")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture
def restored(copied: Path) -> Iterator[Path]:
    yield copied
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, copied / package, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
        )


def digest(folder: Path) -> str:
    return code_digest([folder / package for package in PACKAGES], ())


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_change_in_any_folder_changes_the_key(restored: Path, folder: str) -> None:
    before = digest(restored)
    edited = min(path for path in (restored / folder).rglob("*") if path.is_file())
    edited.write_bytes(edited.read_bytes() + b"\n")
    assert digest(restored) != before


def test_a_new_file_changes_the_key_and_compiled_code_does_not(restored: Path) -> None:
    before = digest(restored)
    (restored / "extract" / "__pycache__").mkdir(exist_ok=True)
    (restored / "extract" / "__pycache__" / "claims.pyc").write_bytes(b"1")
    assert digest(restored) == before
    (restored / "extract" / "new.toml").write_text("a = 1")
    assert digest(restored) != before
    (restored / "extract" / "new.toml").unlink()


@pytest.mark.parametrize("library", ["spacy", "thinc", "numpy", "trafilatura", "rapidfuzz", "anyascii"])
def test_another_version_of_a_library_changes_the_key(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    assert library in LIBRARIES
    before = code_digest([], LIBRARIES)
    monkeypatch.setattr("ontology.code_digest.version", lambda name: "0" if name == library else version(name))
    from importlib.metadata import version  # noqa: PLC0415  # the real one, for the others

    assert code_digest([], LIBRARIES) != before


def test_reader_options_change_the_key() -> None:
    options = [
        ReaderOptions(),
        ReaderOptions(teasers=True),
        ReaderOptions(languages=frozenset()),
        ReaderOptions(languages=frozenset({"en"})),
        ReaderOptions(max_size=1),
        ReaderOptions(columns=ColumnNames(text="body")),
        ReaderOptions(columns=ColumnNames(date="body")),
    ]
    assert len({reading_key(one) for one in options}) == len(options)
    assert reading_key(ReaderOptions()) == reading_key(ReaderOptions())


def test_the_model_changes_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = extraction_key(DEFAULT_MODEL, registry(), contextual=True)
    monkeypatch.setattr(fingerprint, "model_identity", lambda _: "another")
    assert extraction_key(DEFAULT_MODEL, registry(), contextual=True) != before


def test_known_actors_change_the_key() -> None:
    keys = {extraction_key(DEFAULT_MODEL, known, contextual=True) for known in (registry(), Registry(()))}
    assert len(keys) == 2


def test_the_scorer_changes_the_key() -> None:
    keys = {extraction_key(DEFAULT_MODEL, registry(), contextual=contextual) for contextual in (True, False)}
    assert len(keys) == 2


def test_a_package_is_identified_by_its_version() -> None:
    assert model_identity(DEFAULT_MODEL) == f"{DEFAULT_MODEL}-{DEFAULT_MODEL_VERSION}"


def test_a_folder_is_identified_by_its_content(tmp_path: Path) -> None:
    model_identity.cache_clear()
    (tmp_path / "meta.json").write_text("{}")
    before = model_identity(str(tmp_path))
    model_identity.cache_clear()
    (tmp_path / "meta.json").write_text('{"version": "2"}')
    assert model_identity(str(tmp_path)) != before
    model_identity.cache_clear()


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such folder"):
        model_identity(str(tmp_path / "none"))
