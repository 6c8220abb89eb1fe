"""Reads the library of a build: documents with their sentences, mentions and claims. Read-only, and at any time."""

from __future__ import annotations

import difflib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from graph.reading.writer import VERSION
from ontology.errors import InputError, NotFoundError, StoreError
from ontology.model import Document, EntityType, MentionKind, Sentence
from ontology.records import Record
from ontology.text_gaps import text_of

SUMMARY = "SELECT id, title, date, source, batch, sentences, with_claims, claims, number FROM document"
BY_DATE = "ORDER BY first_day IS NULL, first_day, id"
TOTALS = "SELECT count(*), sum(sentences), sum(with_claims) FROM document"
CONTENT = "SELECT content FROM document WHERE number = ?"
SENTENCES = """
SELECT position, start, "end", text FROM passage WHERE document = ? AND position IS NOT NULL ORDER BY number
"""
SUGGESTIONS = 3
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document in a list. `with_claims`: how many of its `sentences` have a claim."""

    id: str
    title: str | None
    date: str | None
    source: str | None
    batch: str
    sentences: int
    with_claims: int
    claims: int

    @property
    def coverage(self) -> str:
        """How many sentences have a claim, in words."""
        one = self.sentences == 1
        return f"{self.with_claims:,} of {self.sentences:,} {'sentence has' if one else 'sentences have'} a claim"


@dataclass(frozen=True, slots=True)
class EntityMention:
    """A stretch of the text that names an entity: `start` and `end` in code points of the document."""

    start: int
    end: int
    kind: MentionKind
    id: str
    label: str
    type: EntityType


@dataclass(frozen=True)
class LibraryDocument:
    """A document, whole. `claims`: by the start of their sentence, records as `ontology.records.claim_record` has them.

    Claims that a person has rejected are not among them.
    """

    summary: DocumentSummary
    document: Document
    sentences: tuple[Sentence, ...]
    gaps: tuple[str, ...]
    mentions: tuple[EntityMention, ...]
    claims: dict[int, list[Record]] = field(default_factory=dict)

    @cached_property
    def without_claims(self) -> tuple[Sentence, ...]:
        """The sentences that no claim was taken from."""
        return tuple(sentence for sentence in self.sentences if sentence.start not in self.claims)

    def sentences_of_claims(self, beginning: str) -> list[Sentence]:
        """For each claim whose id begins like this, its sentence."""
        sentences = {sentence.start: sentence for sentence in self.sentences}
        starts = (start for start, claims in self.claims.items() for one in claims if one["id"].startswith(beginning))
        return [sentences[start] for start in starts]


class Library:
    """The library of a build. `path`: its file, which is opened for each question: a build may replace it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """The file, read-only. Raises StoreError if there is none, or of another version."""
        # immutable: the file is replaced, never changed, so that a read-only folder needs no lock and no journal
        address = f"file:{quote(str(self.path.absolute()))}?mode=ro&immutable=1"
        try:
            with closing(sqlite3.connect(address, uri=True)) as database:
                if database.execute("PRAGMA user_version").fetchone()[0] != VERSION:
                    raise StoreError(f"{self.path}: was made by another version; run actorgraph build again")
                yield database
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: cannot be read ({error}); run actorgraph build again") from error

    def documents(self, limit: int = -1, offset: int = 0) -> list[DocumentSummary]:
        """The documents by date, those without a date last: all, or `limit` of them after the first `offset`."""
        with self.opened() as database:
            rows = database.execute(f"{SUMMARY} {BY_DATE} LIMIT ? OFFSET ?", (limit, offset))
            return [DocumentSummary(*row[:-1]) for row in rows]

    def totals(self) -> tuple[int, int, int]:
        """How many documents, sentences, and sentences with a claim there are."""
        with self.opened() as database:
            documents, sentences, with_claims = database.execute(TOTALS).fetchone()
        return documents, sentences or 0, with_claims or 0

    def document(self, identifier: str) -> LibraryDocument | None:
        """The document of an id; None if there is none."""
        with self.opened() as database:
            row = database.execute(f"{SUMMARY} WHERE id = ?", (identifier,)).fetchone()
            if row is None:
                return None
            *summary, number = row
            (content,) = database.execute(CONTENT, (number,)).fetchone()
            sentences = database.execute(SENTENCES, (number,)).fetchall()
        return _document(DocumentSummary(*summary), sentences, json.loads(content))

    def all(self) -> Iterator[LibraryDocument]:
        """All documents, one after the other."""
        for summary in self.documents():
            document = self.document(summary.id)
            if document is not None:
                yield document

    def find(self, words: str) -> LibraryDocument:
        """The document of an id, or of the end or another part of one.

        Raises InputError if there is none or more than one.
        """
        return self._required(self._id_like(words.removeprefix("document/")))

    def find_claim(self, claim: str) -> tuple[LibraryDocument, Sentence]:
        """The document and the sentence of a claim, by its id or the first characters of one.

        Raises InputError if there is none or more than one.
        """
        with self.opened() as database:
            query = "SELECT id FROM document WHERE instr(content, ?) ORDER BY number LIMIT 2"
            names = [row[0] for row in database.execute(query, (f'"id":{json.dumps(claim)[:-1]}',))]
        documents = [self._required(name) for name in names]
        found = [(document, one) for document in documents for one in document.sentences_of_claims(claim)]
        if not found:
            raise InputError(claim, "no claim with this id in the build; actorgraph claims list shows them")
        if len(found) > 1:
            raise InputError(claim, "several claims have ids that begin like this; give more of the id")
        return found[0]

    def _required(self, identifier: str) -> LibraryDocument:
        document = self.document(identifier)
        if document is None:
            raise StoreError(f"{self.path}: {identifier} is missing; run actorgraph build again")
        return document

    def _id_like(self, words: str) -> str:
        ids = [summary.id for summary in self.documents()]
        for fits in (words.__eq__, lambda name: name.endswith(f"/{words}"), lambda name: words in name):
            found = list(filter(fits, ids))
            if len(found) == 1:
                return found[0]
            if found:
                some = ", ".join(found[:SUGGESTIONS])
                raise InputError(words, f"{len(found)} documents match this name ({some} …); give the whole id")
        near = difflib.get_close_matches(words, ids, n=SUGGESTIONS, cutoff=0.5)
        hint = f"did you mean {', '.join(near)}?" if near else "actorgraph read lists the documents"
        raise NotFoundError(words, f"no document with this id in the build; {hint}")


def _document(summary: DocumentSummary, passages: list[Row], content: dict[str, Any]) -> LibraryDocument:
    sentences = tuple(Sentence(summary.id, *row) for row in passages)
    gaps = tuple(content["gaps"])
    document = Document(
        summary.id,
        text_of(gaps, sentences),
        title=summary.title,
        date=summary.date,
        source=summary.source,
        batch=summary.batch,
        **content["metadata"],
    )
    mentions = (
        EntityMention(start, end, MentionKind(kind), entity["id"], entity["label"], EntityType(entity["type"]))
        for entity in content["entities"]
        for start, end, kind in entity["mentions"]
    )
    in_order = tuple(sorted(mentions, key=lambda mention: (mention.start, -mention.end, mention.id)))
    claims: dict[int, list[Record]] = {}
    for claim in content["claims"]:
        claims.setdefault(claim["sentence"], []).append(claim)
    return LibraryDocument(summary, document, sentences, gaps, in_order, claims)
