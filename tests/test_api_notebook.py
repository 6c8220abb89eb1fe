"""The notebook of the API: its cells run in order, and it holds small outputs."""

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from test_docs import script

NOTEBOOK = Path(__file__).resolve().parents[1] / "docs" / "api.ipynb"
MOST = 40_000
"""Bytes."""


@pytest.fixture
def notebook() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return content


def outputs(content: dict[str, Any]) -> list[tuple[str, str]]:
    """What each code cell printed or gave, with its source."""
    return [
        ("".join(cell["source"]), "".join(output.get("text") or output["data"]["text/plain"]))
        for cell in content["cells"]
        for output in cell.get("outputs", [])
    ]


def test_it_is_small_and_its_outputs_are_there(notebook: dict[str, Any]) -> None:
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert NOTEBOOK.stat().st_size < MOST
    assert all(cell["execution_count"] for cell in notebook["cells"] if cell["cell_type"] == "code")
    assert len(outputs(notebook)) > 5


@pytest.mark.slow
def test_its_cells_run_and_give_what_stands_there(
    notebook: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pandas", reason="pandas is an optional dependency")
    module: ModuleType = script("make_notebook")
    monkeypatch.chdir(tmp_path)
    before = outputs(notebook)
    after = outputs(module.executed(notebook))
    assert [source for source, _ in after] == [source for source, _ in before]
    plain = [(source, text) for source, text in before if "frame" not in source]
    assert [(source, text) for source, text in after if "frame" not in source] == plain, "run: docs/make_notebook.py"
