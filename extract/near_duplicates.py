"""Near-duplicate detection: finds documents whose text repeats that of an earlier one, exactly or with small edits.

Method: MinHash over runs of three words (Broder 1997), with locality-sensitive hashing for the candidate pairs
(datasketch). The measure is containment, not resemblance: how much of the shorter text the longer one holds. So a cut
or reworded text is still found, and a background paragraph that two articles share is not enough.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from datasketch import MinHash

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
    values = np.asarray(sketch.hashvalues, dtype="<u4").tobytes()
    return f"{len(shingles)}:{base64.b64encode(values).decode('ascii')}"


def method() -> str:
    """Identifies the signature method; changes whenever the same text could get another signature."""
    return f"minhash {SCHEME} {SHINGLE_WORDS} {PERMUTATIONS} {SEED}"


def find_near_duplicates(documents: Iterable[DocumentSignature]) -> dict[str, str]:
    """Map the id of each duplicate to the id of its original.

    The original is the earliest document with that text; among documents of one day, the one with the first id. A
    duplicate is compared with originals only, never with other duplicates, so a chain of small differences does not
    join two different texts. The result does not depend on the order of the documents.
    """
    from datasketch import MinHashLSH

    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    originals: dict[str, tuple[int, MinHash]] = {}
    original_of: dict[str, str] = {}
    for document in sorted(documents, key=lambda signed: (signed.date or AFTER_ALL_DATES, signed.id)):
        size, sketch = _decoded(document.signature)
        candidates = [(_containment(size, sketch, *originals[key]), key) for key in sorted(index.query(sketch))]
        containment, original = max(candidates, key=lambda candidate: candidate[0], default=(0.0, ""))
        if containment >= MIN_CONTAINMENT:
            original_of[document.id] = original
        elif size:
            originals[document.id] = size, sketch
            index.insert(document.id, sketch)
    return original_of


def _shingles(text: str) -> set[str]:
    """The distinct runs of `SHINGLE_WORDS` words; a shorter text is one shingle, an empty text has none."""
    words = re.findall(r"\w+", text.casefold())
    starts = range(max(1, len(words) - SHINGLE_WORDS + 1))
    return {" ".join(words[i : i + SHINGLE_WORDS]) for i in starts} if words else set()


def _decoded(text: str) -> tuple[int, MinHash]:
    """The number of shingles and the sketch of a signature."""
    from datasketch import MinHash

    size, _, values = text.partition(":")
    hashes = np.frombuffer(base64.b64decode(values), dtype="<u4").astype(np.uint32)
    return int(size), MinHash(num_perm=PERMUTATIONS, seed=SEED, scheme=SCHEME, hashvalues=hashes)


def _containment(size: int, sketch: MinHash, other_size: int, other: MinHash) -> float:
    """The share of the shorter text's shingles that both texts have, estimated from their Jaccard similarity."""
    similarity = float(sketch.jaccard(other))
    if min(size, other_size) < MIN_SHINGLES:
        return similarity if similarity == 1.0 else 0.0
    return min(1.0, similarity * (size + other_size) / (1 + similarity) / min(size, other_size))
