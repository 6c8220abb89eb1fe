"""The tables of a store: what is damaged or incomplete is an error or absent, never a wrong answer."""

from pathlib import Path

import pytest
from hypothesis import given
from support.samples import LABELS

from graph.rdf.ntriples import string_term
from graph.store.tables.collector import TableCollector, head_of, path_of, unescaped
from graph.store.tables.database import TABLES, make_tables, opened_tables
from ontology.errors import StoreError


def test_incomplete_tables_are_not_left_behind(tmp_path: Path) -> None:
    rows, store = tmp_path / "rows", tmp_path / "store"
    for folder in (rows, store):
        folder.mkdir()
    TableCollector(rows).close()
    path_of(rows, "claim").write_bytes(b"too\tfew\tcolumns\n")
    with pytest.raises(StoreError, match="cannot be written"):
        make_tables(rows, store)
    assert list(store.iterdir()) == []


def test_damaged_tables_are_named(tmp_path: Path) -> None:
    (tmp_path / TABLES).write_bytes(b"no database")
    with pytest.raises(StoreError, match=r"tables\.duckdb: cannot be opened"), opened_tables(tmp_path):
        pass


@given(LABELS)
def test_literals_are_read_as_they_were_written(label: str) -> None:
    text = f'{label}\t"\n\\'
    assert unescaped(string_term(text)[1:-1]) == text


@pytest.mark.parametrize(
    ("label", "head"),
    [
        ("international Conference on scams", "conference"),
        ("treaty", "treaty"),
        ("on the run", "run"),
        ("a in b at c", "a"),
    ],
)
def test_the_head_of_a_label(label: str, head: str) -> None:
    assert head_of(label) == head
