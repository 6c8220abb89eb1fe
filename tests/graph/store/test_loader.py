"""A store is open only inside its context, and can be read once it is closed."""

from pathlib import Path

import pytest

from graph.store.loader import StoreLoader
from graph.store.oxigraph import opened_store, store_lines
from ontology.errors import StoreError

LINE = "<https://example.org/s> <https://example.org/p> <https://example.org/o> <https://example.org/g> ."


@pytest.mark.parametrize("background", [False, True])
def test_what_is_added_is_stored_when_the_context_ends(tmp_path: Path, background: bool) -> None:
    with StoreLoader(tmp_path / "store", background=background) as loader:
        loader.add(f"{LINE}\n".encode())
    with opened_store(tmp_path / "store") as data:
        assert list(store_lines(data)) == [LINE]


def test_a_closed_store_takes_nothing_more(tmp_path: Path) -> None:
    with StoreLoader(tmp_path / "store") as loader:
        pass
    loader.add(f"{LINE}\n".encode())
    with pytest.raises(StoreError, match="not open"):
        loader._load()
