"""Scratch databases: larger than memory, sorted as in Python, and gone when they are no longer used."""

from __future__ import annotations

import gc
import sqlite3
import warnings

from hypothesis import given
from hypothesis import strategies as st

from ontology.scratch import scratch_database

words = st.text(st.characters(exclude_categories=("Cs",)), max_size=4)


@given(st.lists(words))
def test_text_is_sorted_by_code_points(found: list[str]) -> None:
    database = scratch_database("CREATE TABLE word (text TEXT)")
    database.executemany("INSERT INTO word VALUES (?)", ((word,) for word in found))
    rows = database.execute("SELECT DISTINCT text FROM word ORDER BY text")
    assert [word for (word,) in rows] == sorted(set(found))


def test_two_databases_know_nothing_of_each_other() -> None:
    first, second = (scratch_database("CREATE TABLE word (text TEXT)") for _ in range(2))
    first.execute("INSERT INTO word VALUES ('a')")
    assert second.execute("SELECT count(*) FROM word").fetchone() == (0,)


def test_what_is_no_longer_used_is_closed() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        scratch_database("CREATE TABLE word (text TEXT)")
        gc.collect()


def test_it_does_not_keep_everything_in_memory() -> None:
    database = scratch_database("CREATE TABLE word (text BLOB)")
    size = int(database.execute("PRAGMA cache_size").fetchone()[0])
    assert -100_000 < size < 0  # a limit in KiB
    assert database.execute("PRAGMA temp_store").fetchone() != (2,)  # 2: in memory
    assert isinstance(database, sqlite3.Connection)
