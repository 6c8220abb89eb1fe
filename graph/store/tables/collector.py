"""Collects the columns of tables from N-Quads while they are loaded into a store."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path

from rdflib.namespace import RDF, RDFS, SKOS

from ontology.identifiers import BASE
from ontology.vocabulary import AG

CLAIM, SENTENCE, DOCUMENT, ACTION, FACT, MENTION = "claim", "sentence", "document", "action", "fact", "mention"
COLUMNS: Mapping[str, tuple[str, ...]] = {
    CLAIM: (
        *("actor", "action", "actionClass", "target", "polarity", "modality", "alleged", "attribution", "document"),
        *("sentence", "where", "when", "whenStart", "whenEnd", "repeats", "actionLabel", "lemma", "confidence"),
        "generatedBy",
    ),
    SENTENCE: ("text",),
    DOCUMENT: ("documentId", "date", "title", "url", "source"),
    ACTION: ("prefLabel",),
}
"""By table, the properties of its columns after the IRI. Other tables have a row per triple."""
FACTS = frozenset({b"label", b"altLabel", b"type", b"country", b"memberOf", b"firstSeen", b"lastSeen"})
NAMES = frozenset({b"label", b"altLabel"})
TABLE_OF = {
    b"claim": CLAIM,
    b"sentence": SENTENCE,
    b"document": DOCUMENT,
    b"action": ACTION,
    **dict.fromkeys((b"actor", b"thing", b"place"), FACT),
}
NAMESPACES = {
    **dict.fromkeys(("label",), str(RDFS)),
    **dict.fromkeys(("altLabel", "prefLabel"), str(SKOS)),
    "type": str(RDF),
}
PROPERTIES = {
    f"<{NAMESPACES.get(name, str(AG))}{name}>".encode(): name.encode()
    for name in sorted({*chain.from_iterable(COLUMNS.values()), *(fact.decode() for fact in FACTS), "mentions"})
}
"""By term, the name of each property that the tables need."""
HEAD_END = re.compile(r" (?:of|on|for|in|to|with|against|at|by|from) .*$")
HEAD_BEGIN = re.compile(r"^.* ")
SHORT_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
ESCAPE = re.compile(r'\\(?:([tbnrf"\'\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))')
NULL = b"\\N"
_BASE = BASE.encode()


class TableCollector:
    """Text files of rows in a folder, which the tables are made of.

    `claims`: the number of claims so far. The triples of a subject need not come together: then it has several rows.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.claims = 0
        self._files = {name: path_of(folder, name).open("wb") for name in (*COLUMNS, FACT, MENTION)}
        self._subject = self._iri = b""
        self._table: str | None = None
        self._row: dict[bytes, bytes] = {}

    def close(self) -> None:
        """Write the last row and close the files; nothing can be added after."""
        self._end_row()
        for file in self._files.values():
            file.close()

    def add(self, block: bytes) -> None:
        """Collect the rows of whole lines of N-Quads."""
        find = PROPERTIES.get
        for line in block.split(b"\n"):
            subject, _, rest = line.partition(b" ")
            predicate, _, rest = rest.partition(b" ")
            name = find(predicate)
            if name is None:
                continue
            if subject != self._subject:
                self._begin(subject)
            if self._table is not None:
                self._take(self._table, name, rest)

    def _begin(self, subject: bytes) -> None:
        """Take note of the subject of the next triples, and to which table they belong."""
        self._end_row()
        self._subject = subject
        self._iri = subject[len(_BASE) + 1 : -1]
        self._table = TABLE_OF.get(self._iri.partition(b"/")[0]) if subject.startswith(_BASE, 1) else None

    def _take(self, table: str, name: bytes, rest: bytes) -> None:
        """Keep the value that a line has after its property."""
        if rest.startswith(b"<"):
            value = rest[1 : rest.index(b">")].removeprefix(_BASE)
            text = None
        else:
            text = rest[1 : rest.rindex(b'"')]
            value = _field(text)
        if name == b"mentions":
            self._write(MENTION, (self._iri, value))
        elif table != FACT:
            self._row[name] = value
        elif name in FACTS:
            self._add_fact(name, value, text)

    def _end_row(self) -> None:
        if self._row:
            columns = _COLUMN_BYTES[str(self._table)]
            self._write(str(self._table), (self._iri, *(self._row.get(name, NULL) for name in columns)))
            self.claims += self._table == CLAIM
            self._row = {}

    def _add_fact(self, name: bytes, value: bytes, text: bytes | None) -> None:
        """A row of an entity; also its name as it is compared, and the head noun of its label."""
        folded = NULL
        if text is not None and name in NAMES:
            label = unescaped(text.decode())
            folded = _quoted(label.casefold())
            if name == b"label":
                self._write(FACT, (self._iri, b"head", _quoted(head_of(label)), NULL))
        self._write(FACT, (self._iri, name, value, folded))

    def _write(self, table: str, fields: Iterable[bytes]) -> None:
        self._files[table].write(b"\t".join(fields) + b"\n")


def path_of(folder: Path, table: str) -> Path:
    """The file of a table's rows."""
    return folder / f"{table}.tsv"


def head_of(label: str) -> str:
    """The head noun of a label as the query carried-out determines it: the last word before a preposition."""
    return HEAD_BEGIN.sub("", HEAD_END.sub("", label)).lower()


def _field(text: bytes) -> bytes:
    return _quoted(unescaped(text.decode())) if b"\\" in text or b"\t" in text else text


def unescaped(text: str) -> str:
    """The characters of a literal in N-Triples."""
    if "\\" not in text:
        return text
    return ESCAPE.sub(lambda it: SHORT_ESCAPES[it[1]] if it[1] else chr(int(it[2] or it[3], 16)), text)


def _quoted(text: str) -> bytes:
    """A field of the file: quoted if it has a character that means something there."""
    needs_quotes = '"' in text or "\t" in text or "\n" in text or "\r" in text or text == NULL.decode()
    return ('"' + text.replace('"', '""') + '"' if needs_quotes else text).encode()


_COLUMN_BYTES = {table: [name.encode() for name in columns] for table, columns in COLUMNS.items()}
