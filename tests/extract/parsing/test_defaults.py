"""The default model is named once in the code, and pinned to the same version in the project's dependencies."""

import tomllib
from pathlib import Path

from extract.parsing.defaults import DEFAULT_MODEL, install_name

ROOT = Path(__file__).resolve().parents[3]


def test_the_default_model_is_a_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert install_name(DEFAULT_MODEL) in project["dependencies"]


def test_the_default_model_is_named_in_one_place() -> None:
    folders = ("actorgraph", "extract", "graph", "ontology")
    modules = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    naming = [
        path.relative_to(ROOT).as_posix() for path in modules if DEFAULT_MODEL in path.read_text(encoding="utf-8")
    ]
    assert naming == ["extract/parsing/defaults.py"]
