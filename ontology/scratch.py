"""Scratch databases: tables of SQLite in a temporary file, for what may be larger than memory."""

from __future__ import annotations

import sqlite3

CACHE_KIB = 16_384
"""Memory of a scratch database in KiB; what does not fit goes to its file."""


class _Scratch(sqlite3.Connection):
    """A connection that is closed with its last reference."""

    def __del__(self) -> None:
        self.close()


def scratch_database(*statements: str) -> sqlite3.Connection:
    """A new private database after these statements; it is gone when it is closed or no longer used.

    SQLite keeps it in memory while it is small (https://www.sqlite.org/inmemorydb.html, "temporary databases"). Text
    compares by code points, as in Python.
    """
    database = sqlite3.connect("", isolation_level=None, check_same_thread=False, factory=_Scratch)
    for setting in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{CACHE_KIB}"):
        database.execute(f"PRAGMA {setting}")
    for statement in statements:
        database.execute(statement)
    database.execute("BEGIN")
    return database
