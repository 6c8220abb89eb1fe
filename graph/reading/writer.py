"""Writes the library of a build: documents with their text, and the full-text index (SQLite FTS5)."""

from __future__ import annotations

import logging
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Self

from pydantic_core import to_json

from graph.rdf.relations import period
from graph.rdf.stored_claim import claim_order
from ontology.errors import InputError
from ontology.model import Claim, Document, DocumentEntity, Entity, Extraction, Sentence
from ontology.records import Record, claim_record
from ontology.text_gaps import gaps_of

log = logging.getLogger(__name__)

VERSION = 1
"""Changes with the tables; kept in SQLite's `user_version`."""
TOKENIZER = "porter unicode61 remove_diacritics 2"
"""Words without accents and endings: `extradited` finds `extradition`."""
CONTENT = "content='passage', content_rowid='number'"
INDEX = (
    f"CREATE VIRTUAL TABLE passage_words USING fts5(text, names, {CONTENT}, tokenize='{TOKENIZER}')",
    f"CREATE VIRTUAL TABLE entity_words USING fts5(names, tokenize='{TOKENIZER}')",
)
FILL_INDEX = "INSERT INTO passage_words(passage_words) VALUES ('rebuild')"
KEYS = """
CREATE INDEX passage_of_document ON passage(document, position);
CREATE INDEX document_of_day ON document(first_day, last_day);
"""
NAMES = (
    "CREATE TEMP TABLE alias (id TEXT, name TEXT, PRIMARY KEY (id, name)) WITHOUT ROWID",
    "CREATE TEMP TABLE folded (name TEXT, number INT)",
)
NAMED = """
SELECT entity.number, entity.label, alias.name FROM entity LEFT JOIN temp.alias ON alias.id = entity.id
ORDER BY entity.number, alias.name
"""
METADATA = ("url", "byline", "standfirst", "dateline", "language", "date_from", "copy_of")


class LibraryWriter:
    """A new library, as a context manager: documents are added one by one, `finish` writes the index.

    Its bytes depend on the documents and the version of SQLite alone. Only one document is in memory.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._documents = self._passages = 0
        self._entities = 0

    def __enter__(self) -> Self:
        """The writer, its file empty."""
        self._database = sqlite3.connect(self._path, isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", f"user_version = {VERSION}"):
            self._database.execute(f"PRAGMA {setting}")
        self._database.executescript(files("graph").joinpath("reading", "schema.sql").read_text(encoding="utf-8"))
        self._database.execute("BEGIN")
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._database.close()

    def add(self, extraction: Extraction) -> None:
        """Add a document."""
        claims = sorted((claim for claim in extraction.claims if not claim.is_rejected), key=claim_order)
        claimed = Counter(claim.sentence.start for claim in claims)
        document, number = extraction.document, self._documents
        self._documents += 1
        with_claims = sum(sentence.start in claimed for sentence in extraction.sentences)
        counts = len(extraction.sentences), with_claims, len(claims)
        row = (number, *_columns(document), *counts, _content(extraction, claims))
        self._database.execute(f"INSERT INTO document VALUES ({_marks(row)})", row)  # noqa: S608  # question marks
        mentioned = _mentioned(extraction, claims)
        for sentence in extraction.sentences:
            place = (number, sentence.index, sentence.start, sentence.end, claimed[sentence.start])
            self._add_passage(place, sentence.text, mentioned.get(sentence.start, {}))
        if document.title and not any(_same(document.title, sentence.text) for sentence in extraction.sentences):
            self._add_passage((number, None, None, None, 0), document.title, {})

    def _add_passage(self, place: tuple[int | None, ...], text: str, entities: Mapping[str, Entity]) -> None:
        labels = (entity.label for _, entity in sorted(entities.items()))
        names = " · ".join(label for label in labels if label.casefold() not in text.casefold())
        row = (self._passages, *place, text, names)
        self._database.execute(f"INSERT INTO passage VALUES ({_marks(row)})", row)  # noqa: S608  # question marks
        numbers = [(self._number_of(entity), self._passages) for _, entity in sorted(entities.items())]
        self._database.executemany("INSERT INTO mentioned VALUES (?, ?)", numbers)
        self._passages += 1

    def _number_of(self, entity: Entity) -> int:
        known = self._database.execute("SELECT number FROM entity WHERE id = ?", (entity.id,)).fetchone()
        if known is not None:
            return int(known[0])
        row = (self._entities, entity.id, entity.label, entity.type.value)
        self._database.execute("INSERT INTO entity VALUES (?, ?, ?, ?)", row)
        self._entities += 1
        return self._entities - 1

    def finish(self, aliases: Iterable[tuple[str, Iterable[str]]]) -> None:
        """Write the names of the entities and the index. `aliases`: entity ids, each with the names besides its label.

        A SQLite without FTS5 leaves out the index: documents can be read, but not searched.
        """
        for statement in NAMES:
            self._database.execute(statement)
        pairs = ((identifier, name) for identifier, names in aliases for name in names)
        self._database.executemany("INSERT OR IGNORE INTO temp.alias VALUES (?, ?)", pairs)
        folded = ((name.casefold(), number) for number, names in self._named() for name in names)
        self._database.executemany("INSERT INTO temp.folded VALUES (?, ?)", folded)
        self._database.execute("INSERT INTO name SELECT DISTINCT name, number FROM temp.folded ORDER BY name, number")
        if can_index():
            for statement in INDEX:
                self._database.execute(statement)
            words = ((number, " · ".join(names)) for number, names in self._named())
            self._database.executemany("INSERT INTO entity_words(rowid, names) VALUES (?, ?)", words)
            self._database.execute(FILL_INDEX)
        else:
            log.warning("%s: SQLite has no extension FTS5 here; the documents cannot be searched", self._path)
        self._database.execute("COMMIT")
        self._database.executescript(KEYS)

    def _named(self) -> Iterator[tuple[int, list[str]]]:
        """The number of each entity with its label and its other names, which are sorted."""
        for (number, label), rows in groupby(self._database.execute(NAMED), key=itemgetter(0, 1)):
            yield number, [label, *(name for _, _, name in rows if name is not None)]


def can_index() -> bool:
    """True if SQLite has FTS5. Tried elsewhere: without a journal, a statement that fails cannot be taken back."""
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.execute(INDEX[1])
    except sqlite3.OperationalError:
        return False
    return True


def _columns(document: Document) -> tuple[str | None, ...]:
    first, last = _days(document.date)
    source = None if document.source is None else document.source.casefold()
    about = (document.id, document.title, document.date, document.source, document.batch)
    return (*about, first, last, source)


def _days(date: str | None) -> tuple[str | None, str | None]:
    try:
        return (None, None) if date is None else period("date", date)
    except InputError:  # a date that nothing can be compared with
        return None, None


def _marks(row: tuple[object, ...]) -> str:
    return ", ".join("?" * len(row))


def _same(title: str, sentence: str) -> bool:
    return " ".join(title.split()).casefold().rstrip(".") == " ".join(sentence.split()).casefold().rstrip(".")


def _mentioned(extraction: Extraction, claims: Iterable[Claim]) -> dict[int, dict[str, Entity]]:
    """By the start of each sentence, by id, the entities that it mentions or that take part in its claims."""
    found: dict[int, dict[str, Entity]] = {sentence.start: {} for sentence in extraction.sentences}
    for start, entity in (*_mentions_by_sentence(extraction), *_participants(claims)):
        found.setdefault(start, {})[entity.id] = entity
    return found


def _mentions_by_sentence(extraction: Extraction) -> Iterator[tuple[int, Entity]]:
    spans = sorted(
        ((mention.span.start, described.entity) for described in extraction.entities for mention in described.mentions),
        key=lambda pair: (pair[0], pair[1].id),
    )
    sentences = iter(sorted(extraction.sentences, key=lambda sentence: sentence.start))
    sentence: Sentence | None = next(sentences, None)
    for start, entity in spans:
        while sentence is not None and sentence.end <= start:
            sentence = next(sentences, None)
        if sentence is not None and sentence.start <= start:
            yield sentence.start, entity


def _participants(claims: Iterable[Claim]) -> Iterator[tuple[int, Entity]]:
    for claim in claims:
        target = None if claim.target is None else claim.target.entity
        for entity in (claim.actor.entity, target, claim.attribution, claim.where):
            if entity is not None:
                yield claim.sentence.start, entity


def _content(extraction: Extraction, claims: Iterable[Claim]) -> str:
    """The JSON of a document: what is in no column, the text around its sentences, mentions and claims."""
    document = extraction.document
    metadata = {key: value for key in METADATA if (value := getattr(document, key)) is not None}
    content = {
        "metadata": metadata,
        "gaps": gaps_of(document.text, extraction.sentences),
        "entities": [_mention_record(described) for described in extraction.entities],
        "claims": [_short_record(claim) for claim in claims],
    }
    return to_json(content).decode()


def _mention_record(described: DocumentEntity) -> Record:
    spans = [[mention.span.start, mention.span.end, mention.kind.value] for mention in described.mentions]
    entity = described.entity
    return {"id": entity.id, "label": entity.label, "type": entity.type.value, "mentions": spans}


def _short_record(claim: Claim) -> Record:
    """The record of a claim with the start of its sentence only."""
    record = {key: value for key, value in claim_record(claim).items() if key not in {"document", "sentence"}}
    return {**record, "sentence": claim.sentence.start}
