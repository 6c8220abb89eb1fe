"""Full-text search in the library of a build: SQLite FTS5, ranked by bm25, the same result each time."""

from __future__ import annotations

import difflib
import re
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.rdf.relations import period
from graph.reading.library import Library, Row
from ontology.errors import InputError, StoreError
from ontology.identifiers import slug

WORD = re.compile(r'-?"[^"]*"?|\S+')
OPENING, CLOSING = "\x02", "\x03"
"""Around each word found, in what FTS5 returns."""
SNIPPET_WORDS = 48
NAMES_WEIGHT, TEXT_WEIGHT = 0.3, 1.0
ENTITIES = 8
"""Actors and things shown whose name has the words."""
SECONDS = 10.0
STEPS = 10_000
"""SQLite instructions between two looks at the clock."""
SUGGESTIONS = 3
HIT = """
SELECT d.id, d.title, d.date, d.source, d.batch, p.position, p.claims, p.text, p.names, {snippet}
FROM {tables} JOIN document d ON d.number = p.document
WHERE {conditions} ORDER BY {order} LIMIT ? OFFSET ?
"""
COUNT = """
SELECT count(*), count(DISTINCT p.document) FROM {tables} JOIN document d ON d.number = p.document WHERE {conditions}
"""
NAMED = """
SELECT e.id, e.label, e.type, (SELECT count(*) FROM mentioned m WHERE m.entity = e.number) AS sentences
FROM entity_words JOIN entity e ON e.number = entity_words.rowid
WHERE entity_words MATCH ? ORDER BY sentences DESC, e.id LIMIT ?
"""

ENTITIES_NAMED = """
SELECT number FROM entity WHERE id IN (?, ?, ?, ?) UNION SELECT entity FROM name WHERE folded = ? ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for.

    `words`: all of them must be in a sentence, a title, or the names of those whom the sentence mentions; "several
    words" in quotes stand together, -word must not be there, word* is the beginning of one. `since`, `until`: ISO 8601
    dates, possibly partial, of the document. `source`: in the name of its source. `actor`: id or name of someone whom
    the sentence mentions. `without_claims`: only sentences that no claim was taken from.
    """

    words: str = ""
    since: str | None = None
    until: str | None = None
    source: str | None = None
    actor: str | None = None
    batch: str | None = None
    without_claims: bool = False
    limit: int = 20
    offset: int = 0

    @property
    def is_empty(self) -> bool:
        """True if nothing is looked for."""
        filters = (self.words.strip(), self.since, self.until, self.source, self.actor, self.batch)
        return not any(filters) and not self.without_claims


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence, or a title if `position` is None.

    `names`: of those whom it mentions in other words. `parts`: a piece of its text, and for each part if it was found.
    """

    document: str
    title: str | None
    date: str | None
    source: str | None
    batch: str
    position: int | None
    claims: int
    text: str
    names: str
    parts: tuple[tuple[str, bool], ...]

    @property
    def reason(self) -> str | None:
        """Whom the sentence mentions, where its own words do not show why it was found."""
        return f"mentions {self.names}" if self.names and not any(is_found for _, is_found in self.parts) else None


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """An actor or thing whose name was found. `sentences`: how many mention it."""

    id: str
    label: str
    type: str
    sentences: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """`hits`, the best first; `total` of them in `documents`, of which a page is here; `entities`: names found.

    `undated`: sentences that only `since` or `until` leaves out, because their documents have no date.
    """

    hits: tuple[Hit, ...]
    total: int
    documents: int
    entities: tuple[FoundEntity, ...]
    undated: int = 0


def search(library: Library, wanted: Search) -> SearchResult:
    """Search a library. Raises InputError for words or filters that cannot be used, StoreError without a library."""
    with library.opened() as database:
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'passage_words'").fetchone():
            raise StoreError(
                "this build was made without the SQLite extension FTS5, so its documents cannot be searched"
            )
        numbers = None if wanted.actor is None else _entities_named(database, wanted.actor)
        query = _Query(wanted, numbers)
        end = time.monotonic() + SECONDS
        database.set_progress_handler(lambda: time.monotonic() > end, STEPS)
        try:
            return _result(database, query)
        except sqlite3.OperationalError as error:
            if time.monotonic() > end:
                raise InputError(
                    wanted.words, f"takes more than {SECONDS:g} seconds; search for rarer words"
                ) from error
            raise


def _result(database: sqlite3.Connection, query: _Query) -> SearchResult:
    rows = database.execute(query.sql(HIT), (*query.values, query.wanted.limit, query.wanted.offset)).fetchall()
    total, documents = database.execute(query.sql(COUNT), query.values).fetchone()
    entities: list[Row] = []
    if query.match is not None and query.wanted.offset == 0 and not query.wanted.without_claims:
        entities = database.execute(NAMED, (query.match, ENTITIES)).fetchall()
    undated = query.undated()
    left_out = 0 if undated is None else database.execute(undated.sql(COUNT), undated.values).fetchone()[0]
    hits = tuple(_hit(row) for row in rows)
    return SearchResult(hits, total, documents, tuple(FoundEntity(*row) for row in entities), left_out)


def _hit(row: Row) -> Hit:
    *columns, marked = row
    document, title, date, source, batch, position, claims, text, names = columns
    return Hit(document, title, date, source, batch, position, claims, text, names, _parts(marked))


def _parts(marked: str) -> tuple[tuple[str, bool], ...]:
    """The text between the marks of FTS5, and whether it was found."""
    parts = re.split(f"{OPENING}([^{OPENING}{CLOSING}]*){CLOSING}", marked)
    return tuple((text, number % 2 == 1) for number, text in enumerate(parts) if text)


class _Query:
    """The SQL of a search: its conditions and their values.

    `numbers`: of the entities of which a sentence must mention one; None if it need not.
    """

    def __init__(self, wanted: Search, numbers: Sequence[int] | None = None) -> None:
        self.wanted = wanted
        self._numbers = numbers
        self.match = match_expression(wanted.words)
        self.values: tuple[object, ...] = ()
        self._conditions: list[str] = []
        if self.match is not None:
            self._require("passage_words MATCH ?", self.match)
        if wanted.since:
            self._require("d.last_day >= ?", period("since", wanted.since)[0])
        if wanted.until:
            self._require("d.first_day <= ?", period("until", wanted.until)[1])
        if wanted.source:
            self._require("instr(d.source_folded, ?)", wanted.source.casefold())
        if wanted.batch:
            self._require("d.batch = ?", wanted.batch)
        if wanted.without_claims:
            self._require("p.claims = 0 AND p.position IS NOT NULL")
        if numbers is not None:
            self._require_entities(numbers)

    def undated(self) -> _Query | None:
        """The same search in documents without a date; None if dates are not asked for."""
        if not (self.wanted.since or self.wanted.until):
            return None
        query = _Query(replace(self.wanted, since=None, until=None), self._numbers)
        query._require("d.first_day IS NULL")
        return query

    def _require(self, condition: str, *values: object) -> None:
        self._conditions.append(condition)
        self.values += values

    def _require_entities(self, numbers: Sequence[int]) -> None:
        """Only passages that mention one of these."""
        places = ", ".join("?" * len(numbers))
        self._require(f"p.number IN (SELECT passage FROM mentioned WHERE entity IN ({places}))", *numbers)  # noqa: S608

    def sql(self, text: str) -> str:
        """The statement; without words, passages are in the order of their documents' dates."""
        snippet, tables, order = "p.text", "passage p", "d.first_day IS NULL, d.first_day, d.id, p.number"
        if self.match is not None:
            snippet = f"snippet(passage_words, 0, char({ord(OPENING)}), char({ord(CLOSING)}), ' … ', {SNIPPET_WORDS})"
            tables = "passage_words JOIN passage p ON p.number = passage_words.rowid"
            order = f"round(bm25(passage_words, {TEXT_WEIGHT}, {NAMES_WEIGHT}), 6), p.number"
        conditions = " AND ".join(self._conditions) or "1"
        return text.format(snippet=snippet, tables=tables, order=order, conditions=conditions)


def match_expression(words: str) -> str | None:
    """The words as an FTS5 expression; None without words. Raises InputError if all words are excluded."""
    wanted: list[str] = []
    excluded: list[str] = []
    for word in WORD.findall(words.replace("\0", " ")):
        is_excluded = word.startswith("-") and len(word) > 1
        text = word[1:] if is_excluded else word
        is_prefix = text.endswith("*") and '"' not in text
        text = text.strip('"').rstrip("*")
        if any(character.isalnum() for character in text):
            quoted = '"' + text.replace('"', '""') + '"' + (" *" if is_prefix else "")
            (excluded if is_excluded else wanted).append(quoted)
    if excluded and not wanted:
        raise InputError(words, "only excludes words; also give a word to find")
    if not wanted:
        if words.strip():
            raise InputError(words, "has no letters or digits; give a word to search for")
        return None
    return " AND ".join(wanted) + "".join(f" NOT {word}" for word in excluded)


def _entities_named(database: sqlite3.Connection, name: str) -> list[int]:
    """The numbers of the entities of an id or name. Raises InputError if there are none."""
    ids = [name, *(f"{kind}/{slug(name)}" for kind in ("actor", "thing", "place"))]
    numbers = [row[0] for row in database.execute(ENTITIES_NAMED, (*ids, name.casefold()))]
    if numbers:
        return numbers
    labels = {label.casefold(): label for (label,) in database.execute("SELECT label FROM entity ORDER BY number")}
    near = difflib.get_close_matches(name.casefold(), list(labels), n=SUGGESTIONS)
    hint = f"; did you mean {', '.join(labels[folded] for folded in near)}?" if near else ""
    raise InputError(name, f"no sentence mentions an actor or thing with this name{hint}")
