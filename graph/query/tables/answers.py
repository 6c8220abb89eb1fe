"""Recognises the SPARQL of a named query and answers it from the tables of the store.

Oxigraph joins and groups a million claims row by row, which takes minutes for a count over everything. The files in
`sql` ask the tables the same; tests compare their rows with those of the SPARQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from rdflib import Dataset, Literal, URIRef, Variable
from rdflib.namespace import XSD
from rdflib.query import Result
from rdflib.term import Identifier

from graph.query.catalogue import SHARE, NamedQuery, named_queries
from graph.store.oxigraph import tables_of
from graph.store.tables.collector import unescaped
from graph.store.tables.database import keep_confident, opened_tables
from ontology.identifiers import BASE, id_of

if TYPE_CHECKING:
    import duckdb

NODE, STRING, NUMBER = r'UNDEF|<[^<>\s"{}|^`\\]*>', r'UNDEF|"(?:[^"\\\n]|\\.)*"', "[0-9]{1,9}"
TERMS = {"entity": NODE, "action": NODE, "date": STRING, "text": STRING, "number": NUMBER, "share": SHARE}
"""By kind of parameter, what its terms look like."""
FIRST_WINDOW, WINDOW_GROWTH = 20, 20
"""Claims that a query with `$window` tries first, and by what this grows if they do not give all rows."""
MAX_WINDOW = 10**12
NOBODY = -1
"""Number of an entity or action that no claim has."""
LANGUAGES = {("by-bloc", "does"): "en"}
"""By query and column, the language of its values."""

Row = Sequence[str | int | None]


def answer(data: Dataset, text: str) -> Result | None:
    """The result of a named query whose SPARQL this is; None for other text, or if the store has no tables."""
    store = tables_of(data)
    found = None if store is None else recognised(text)
    if store is None or found is None:
        return None
    query, terms = found
    least = terms.get("min_confidence", "0")
    with opened_tables(store) as database:
        if float(least):
            keep_confident(database, least)
        values = {name: _value(database, query, name, term) for name, term in terms.items()}
        columns, rows = _rows(database, sql(query.name), values, int(terms["limit"]))
    return _result(query.name, columns, rows)


def named_in_tables(data: Dataset, term: URIRef, name: str) -> list[URIRef] | None:
    """The entities with this label or alternative name (`term`), ignoring case; None if the store has no tables."""
    store = tables_of(data)
    if store is None:
        return None
    kind = str(term).rpartition("#")[2]
    text = "SELECT DISTINCT e.iri FROM name n JOIN entity e ON e.id = n.entity WHERE n.folded = ? AND n.kind = ?"
    with opened_tables(store) as database:
        rows = database.execute(text, [name.casefold(), kind]).fetchall()
    return sorted(URIRef(BASE + found) for (found,) in rows)


def recognised(text: str) -> tuple[NamedQuery, Mapping[str, str]] | None:
    """The named query whose SPARQL this is, and by parameter its term; None if there is no such query."""
    for query in named_queries().values():
        match = _pattern(query.name).fullmatch(text) if has_sql(query.name) else None
        if match is not None:
            return query, match.groupdict()
    return None


def has_sql(name: str) -> bool:
    """True if a named query can be answered from tables."""
    return files("graph.query.tables").joinpath("sql", f"{name}.sql").is_file()


@cache
def sql(name: str) -> str:
    """The SQL of a named query."""
    return files("graph.query.tables").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """What the SPARQL of a named query looks like with any values."""
    query = named_queries()[name]
    kinds = {parameter.name: parameter.kind for parameter in query.parameters}
    parts = re.split(r"\$(\w+)", query.body)
    seen: set[str] = set()
    pattern = ""
    for number, part in enumerate(parts):
        if number % 2 == 0:
            pattern += re.escape(part)
        else:
            pattern += f"(?P={part})" if part in seen else f"(?P<{part}>{TERMS[kinds[part]]})"
            seen.add(part)
    return re.compile(pattern)


def _value(database: duckdb.DuckDBPyConnection, query: NamedQuery, name: str, term: str) -> str | int | None:
    """The value of a term: of an entity or action its number."""
    if term == "UNDEF":
        return None
    kind = next(parameter.kind for parameter in query.parameters if parameter.name == name)
    if kind in {"entity", "action"}:
        rows = database.execute(f"SELECT id FROM {kind} WHERE iri = ?", [id_of(term[1:-1])]).fetchone()  # noqa: S608
        return NOBODY if rows is None else int(rows[0])
    if kind == "share":
        return None  # the tables hold only these claims
    return int(term) if kind == "number" else unescaped(term[1:-1])


def _rows(
    database: duckdb.DuckDBPyConnection, text: str, values: Mapping[str, str | int | None], limit: int
) -> tuple[list[str], Sequence[Row]]:
    """Columns and rows; a query with `$window` is repeated with a larger one until nothing can be missing."""
    window, is_windowed = FIRST_WINDOW, "$window" in text
    while True:
        given: dict[str, Any] = {**values, "window": window, "base": BASE}
        used = {name: value for name, value in given.items() if re.search(rf"\${name}\b", text)}
        cursor = database.execute(text, used)
        columns = [column[0] for column in cursor.description or ()]
        rows: Sequence[Row] = cursor.fetchall()
        found = rows[0][columns.index("_found")] if rows and "_found" in columns else 0
        is_complete = isinstance(found, int) and found >= limit
        if not is_windowed or is_complete or window >= MAX_WINDOW:
            return columns, rows
        window = window * WINDOW_GROWTH if window < _claims(database) else MAX_WINDOW


def _claims(database: duckdb.DuckDBPyConnection) -> int:
    row = database.execute("SELECT count(*) FROM claim").fetchone()
    return 0 if row is None else int(row[0])


def _result(name: str, columns: Sequence[str], rows: Sequence[Row]) -> Result:
    result = Result("SELECT")
    shown = [column for column in columns if not column.startswith("_")]
    result.vars = [Variable(column) for column in shown]
    result.bindings = [dict(_bindings(name, columns, row)) for row in rows]
    return result


def _bindings(name: str, columns: Sequence[str], row: Row) -> Iterator[tuple[Variable, Identifier]]:
    for column, value in zip(columns, row, strict=True):
        if value is None or column.startswith("_"):
            continue
        language = LANGUAGES.get((name, column))
        datatype = XSD.integer if isinstance(value, int) else XSD.string
        yield Variable(column), Literal(value, lang=language, datatype=None if language else datatype)
