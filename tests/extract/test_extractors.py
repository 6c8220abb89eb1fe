"""Extractors by name: the built-in ones, and one of another package, as docs/models.md shows how to write it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from extract.claims import Extractor
from extract.extractors import (
    BUILT_IN,
    GROUP,
    DocumentExtractor,
    ExtractorSettings,
    PreparedExtractor,
    extractor_names,
    extractor_of,
)
from extract.llm.extractor import CombinedExtractor, ModelExtractor
from extract.llm.settings import ModelSettings
from extract.multilingual import MultilingualExtractor
from ontology.errors import ModelError, NotExtractedError
from ontology.model import Document

PAGE = Path(__file__).resolve().parents[2] / "docs" / "models.md"
TEXT = "Kenya signed a treaty with Peru. Nothing else happened in Lima."


@pytest.fixture
def other_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package on the path that registers the extractor of the documentation, as an installed one does."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (table,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "my_package.py").write_text(code, encoding="utf-8")
    info = tmp_path / "my_package-1.0.dist-info"
    info.mkdir()
    name, value = re.findall(r'(\w+) = "(.+)"', table)[0]
    assert GROUP in table
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: my-package\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[{GROUP}]\n{name} = {value}\n")
    monkeypatch.syspath_prepend(str(tmp_path))


def test_the_rules_are_the_extractor_that_they_were() -> None:
    rules = extractor_of(ExtractorSettings(fast=True))
    assert isinstance(rules, MultilingualExtractor)
    assert not isinstance(rules, PreparedExtractor)
    document = Document("d", TEXT)
    assert rules.extraction(document) == Extractor(fast=True).extraction(document)
    assert rules.fingerprint() == MultilingualExtractor(fast=True).fingerprint()


@pytest.mark.usefixtures("other_package")
def test_an_extractor_of_another_package_is_found_and_verified() -> None:
    assert extractor_names() == (*BUILT_IN, "mine")
    mine: DocumentExtractor = extractor_of(ExtractorSettings(name="mine", fast=True))
    assert mine.languages is None
    extraction = mine.extraction(Document("d", TEXT))
    assert [(one.actor.entity.id, one.action.lemma, one.rule) for one in extraction.claims] == [
        ("actor/kenya", "sign", "mine")
    ]
    assert extraction.claims[0].provenance is None
    assert mine.fingerprint() != MultilingualExtractor(fast=True).fingerprint()


@pytest.mark.slow
@pytest.mark.usefixtures("other_package")
def test_a_build_uses_it_in_its_workers(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    for name in "ab":
        (tmp_path / "texts" / f"{name}.txt").write_text(TEXT + f" Case {name}.", encoding="utf-8")
    words = ["build", str(tmp_path / "texts"), "--out", str(tmp_path / "out"), "--extractor", "mine", "--jobs", "2"]
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from actorgraph.cli.main import main; main({words!r})"
    environment = {"PYTHONPATH": f"{tmp_path}:{Path(__file__).resolve().parents[2]}", "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "claims.jsonl").read_text(encoding="utf-8").count('"rule": "mine"') == 2


def test_an_unknown_one_is_an_error_that_names_the_others() -> None:
    with pytest.raises(ModelError, match="no extractor named 'magic'; choose one of: rules, llm, rules"):
        extractor_of(ExtractorSettings(name="magic"))


@pytest.mark.parametrize("llm", [None, ModelSettings("")])
@pytest.mark.parametrize("name", BUILT_IN[1:])
def test_a_model_must_be_named(name: str, llm: ModelSettings | None) -> None:
    with pytest.raises(ModelError, match="--llm-model"):
        extractor_of(ExtractorSettings(name=name, llm=llm))


@pytest.mark.parametrize(("name", "kind"), [("llm", ModelExtractor), ("rules+llm", CombinedExtractor)])
def test_models_extract_from_their_cache_only(tmp_path: Path, name: str, kind: type) -> None:
    settings = ModelSettings("m", "http://127.0.0.1:9/v1", tmp_path / "answers.jsonl", offline=True)
    extractor = extractor_of(ExtractorSettings(name=name, llm=settings, fast=True))
    assert type(extractor) is kind
    assert isinstance(extractor, PreparedExtractor)
    extractor.prepare([Document("d", TEXT)])
    document = Document("d", "He frobnicated with Kenya and signed a treaty with the victims.")
    if name == "llm":
        with pytest.raises(NotExtractedError, match="have no answer"):
            extractor.extraction(document)
    else:
        assert "have no answer" in extractor.extraction(document).missing
    assert not settings.cache.exists()


def test_fingerprints_differ_by_model_and_parameters(tmp_path: Path) -> None:
    def key(**changes: object) -> str:
        settings = ModelSettings(**{"model": "m", "cache": tmp_path / "a", **changes})  # type: ignore[arg-type]
        return extractor_of(ExtractorSettings(name="llm", llm=settings, fast=True)).fingerprint_of("en")

    assert key() == key(url="http://elsewhere/v1", parallel=2, offline=True)
    assert len({key(), key(model="n"), key(segment=10), key(parameters='{"seed": 1}')}) == 4
