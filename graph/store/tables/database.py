"""Makes the tables of a store from collected rows, and opens them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from graph.store.tables.collector import COLUMNS, FACT, MENTION, path_of
from ontology.errors import StoreError

if TYPE_CHECKING:
    import duckdb

TABLES = "tables.duckdb"
"""The file in the folder of a store."""
MEMORY_MB = 700
"""Memory that the engine uses before it moves what it holds to temporary files."""
ROW_COLUMNS = {**COLUMNS, FACT: ("property", "value", "folded"), MENTION: ()}
FIRST_COLUMNS = {MENTION: ("document", "entity")}

# a name without a database means the temporary table, if there is one
CONFIDENT_CLAIMS = (
    "CREATE TEMP TABLE claim AS SELECT * FROM $store.claim WHERE confidence >= $least::DECIMAL(9, 6) ORDER BY id"
)
CONFIDENT_ENTITIES = """CREATE TEMP TABLE entity AS
SELECT e.* REPLACE (coalesce(t.acts, 0) AS acts, coalesce(t.acted_on, 0) AS acted_on,
                    coalesce(t.claim_documents, 0) AS claim_documents)
FROM $store.entity e LEFT JOIN tally t ON t.id = e.id ORDER BY e.id"""


def make_tables(rows: Path, store: Path) -> None:
    """Make the tables of a store from the rows in a folder. Raises StoreError if they cannot be written."""
    import duckdb

    path = store / TABLES
    staged = path.with_suffix(".new")  # an incomplete file must not count as tables
    staged.unlink(missing_ok=True)
    try:
        with duckdb.connect(str(staged), config=_settings(rows)) as database:
            for table, columns in ROW_COLUMNS.items():
                database.execute(_view(rows, table, FIRST_COLUMNS.get(table, ("iri", *columns))))
            for file in ("tables.sql", "counts.sql", "entities.sql"):
                database.execute(_sql(file).replace("$temp ", ""))
            for table in ROW_COLUMNS:
                database.execute(f"DROP VIEW raw_{table}")
        staged.replace(path)
    except duckdb.Error as error:
        staged.unlink(missing_ok=True)
        raise StoreError(f"{path}: the tables cannot be written: {error}") from error


@contextmanager
def opened_tables(store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables of a store, opened read-only. Raises StoreError if they are damaged."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="actorgraph-") as folder:
        try:
            database = duckdb.connect(str(store / TABLES), read_only=True, config=_settings(Path(folder)))
        except duckdb.Error as error:
            raise StoreError(f"{store / TABLES}: cannot be opened: {error}; build it again") from error
        try:
            with database:
                yield database
        except duckdb.Error as error:
            raise StoreError(f"{store / TABLES}: cannot answer: {error}; build it again") from error


def keep_confident(database: duckdb.DuckDBPyConnection, least: str) -> None:
    """Have queries see only the claims with at least this confidence, and what is counted of them: temporary tables."""
    row = database.execute("SELECT current_database()").fetchone()
    store = f'"{row[0] if row else ""}"'
    database.execute(CONFIDENT_CLAIMS.replace("$store", store), {"least": least})
    database.execute(_sql("counts.sql").replace("$temp", "TEMP"))
    database.execute(CONFIDENT_ENTITIES.replace("$store", store))


def _sql(file: str) -> str:
    return files("graph.store.tables").joinpath(file).read_text(encoding="utf-8")


def _settings(folder: Path) -> dict[str, str | bool | int | float | list[str]]:
    """Offline, in bounded memory, without a setting of the user's."""
    return {
        "memory_limit": f"{MEMORY_MB}MB",
        "temp_directory": str(folder),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": False,
        "default_null_order": "nulls_first_on_asc_last_on_desc",
    }


def _view(folder: Path, table: str, columns: tuple[str, ...]) -> str:
    types = ", ".join(f"'{column}': 'VARCHAR'" for column in columns)
    path = str(path_of(folder, table)).replace("'", "''")
    return (
        f"CREATE VIEW raw_{table} AS SELECT * FROM read_csv('{path}', columns = {{{types}}}, delim = '\t', "  # noqa: S608
        "quote = '\"', escape = '\"', nullstr = '\\N', header = false, auto_detect = false, parallel = false)"
    )
