"""Near-duplicate detection: finds documents whose text repeats that of an earlier one, exactly or with small edits.

Method: MinHash over runs of three words (Broder 1997; datasketch), with locality-sensitive hashing for the candidate
pairs, whose index is on disk. The measure is containment, not resemblance: how much of the shorter text the longer one
holds. So a cut or reworded text is still found, and a background paragraph that two articles share is not enough.
"""

from __future__ import annotations

import base64
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ontology.scratch import scratch_database

SHINGLE_WORDS = 3
SCHEME = "affine32"
PERMUTATIONS, SEED = 256, 1
BANDS, ROWS = 85, 3
"""LSH parameters: 90 % of the pairs that share 30 % of their shingles are compared, 1 % of those that share 5 %."""
MIN_CONTAINMENT = 0.42
"""Share of the shorter text's shingles that a duplicate has in common (bench/accuracy/reading.py: 0.26 is as good)."""
MIN_SHINGLES = 8
"""A text with fewer shingles is a duplicate only of the same text: an estimate would not be reliable."""
AFTER_ALL_DATES = "9999-99-99"
"""Sorts documents without a date last."""
VALUES = np.dtype("<u4")
"""Type of the values of a sketch."""
TABLES = (
    "CREATE TABLE document (id TEXT PRIMARY KEY, date TEXT, size INTEGER, sketch BLOB) WITHOUT ROWID",
    "CREATE TABLE band (key BLOB, document TEXT, PRIMARY KEY (key, document)) WITHOUT ROWID",
)
Sketch = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class DocumentSignature:
    """The id and date of a document with the signature of its text (see `signature`)."""

    id: str
    date: str | None
    signature: str


def signature(text: str) -> str:
    """The signature of a text: the number of its distinct shingles and their MinHash values in base 64."""
    from datasketch import MinHash

    shingles = _shingles(text)
    sketch = MinHash(num_perm=PERMUTATIONS, seed=SEED, scheme=SCHEME)
    sketch.update_batch([shingle.encode() for shingle in sorted(shingles)])
    values = np.asarray(sketch.hashvalues, dtype=VALUES).tobytes()
    return f"{len(shingles)}:{base64.b64encode(values).decode('ascii')}"


def method() -> str:
    """Identifies the signature method; changes whenever the same text could get another signature."""
    return f"minhash {SCHEME} {SHINGLE_WORDS} {PERMUTATIONS} {SEED}"


def find_near_duplicates(documents: Iterable[DocumentSignature]) -> dict[str, str]:
    """Map the id of each duplicate to the id of its original.

    The original is the earliest document with that text; among documents of one day, the one with the first id. A
    duplicate is compared with originals only, never with other duplicates, so a chain of small differences does not
    join two different texts. The result does not depend on the order of the documents. Memory grows with the number of
    duplicates, not of documents.
    """
    original_of: dict[str, str] = {}
    with closing(scratch_database(*TABLES)) as database:
        database.executemany("INSERT INTO document VALUES (?, ?, ?, ?)", map(_row, documents))
        originals = _Originals(database)
        for key, size, values in database.execute("SELECT id, size, sketch FROM document ORDER BY date, id"):
            sketch = np.frombuffer(values, dtype=VALUES)
            original = originals.text_of(size, sketch)
            if original is not None:
                original_of[key] = original
            elif size:
                originals.add(key, sketch)
    return original_of


class _Originals:
    """The originals so far, with an index of their bands (locality-sensitive hashing, Indyk and Motwani 1998)."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def text_of(self, size: int, sketch: Sketch) -> str | None:
        """The original that holds the most of a text, if that is enough; of several the first by id."""
        marks = ", ".join("?" * BANDS)
        rows = self._database.execute(
            "SELECT id, size, sketch FROM document WHERE id IN"  # noqa: S608  # question marks
            f" (SELECT document FROM band WHERE key IN ({marks})) ORDER BY id",
            _bands(sketch),
        )
        best, original = 0.0, None
        for key, other_size, values in rows:
            containment = _containment(size, other_size, _similarity(sketch, np.frombuffer(values, dtype=VALUES)))
            if containment > best:
                best, original = containment, key
        return original if best >= MIN_CONTAINMENT else None

    def add(self, key: str, sketch: Sketch) -> None:
        """Add an original."""
        self._database.executemany("INSERT INTO band VALUES (?, ?)", ((band, key) for band in _bands(sketch)))


def _row(document: DocumentSignature) -> tuple[str, str, int, bytes]:
    size, _, values = document.signature.partition(":")
    return document.id, document.date or AFTER_ALL_DATES, int(size), base64.b64decode(values)


def _bands(sketch: Sketch) -> list[bytes]:
    """The keys of a sketch: texts that share one are compared."""
    values = sketch[: BANDS * ROWS].tobytes()
    length = ROWS * sketch.itemsize
    return [bytes((band,)) + values[band * length : (band + 1) * length] for band in range(BANDS)]


def _shingles(text: str) -> set[str]:
    """The distinct runs of `SHINGLE_WORDS` words; a shorter text is one shingle, an empty text has none."""
    words = re.findall(r"\w+", text.casefold())
    starts = range(max(1, len(words) - SHINGLE_WORDS + 1))
    return {" ".join(words[i : i + SHINGLE_WORDS]) for i in starts} if words else set()


def _similarity(sketch: Sketch, other: Sketch) -> float:
    """The Jaccard similarity of two texts' shingles: the share of equal values in their sketches."""
    return np.count_nonzero(sketch == other) / PERMUTATIONS


def _containment(size: int, other_size: int, similarity: float) -> float:
    """The share of the shorter text's shingles that both texts have, estimated from their Jaccard similarity."""
    if min(size, other_size) < MIN_SHINGLES:
        return similarity if similarity == 1.0 else 0.0
    return min(1.0, similarity * (size + other_size) / (1 + similarity) / min(size, other_size))
