"""The same story twice: documents that are copies of others, exact or nearly so, by MinHash (Broder 1997; datasketch).

Two texts are compared by the runs of three words that they share. Of the shorter one so much must be in the longer one
that a shared background paragraph does not suffice, and an editor's cuts and rewordings do not hide it.
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

WORDS = 3
SCHEME = "affine32"
PERMUTATIONS, SEED = 256, 1
BANDS, ROWS = 85, 3
"""Of pairs that share 30 % of their runs of words 90 % are compared, of those that share 5 % one in a hundred."""
SHARED = 0.42
"""Of the shorter text's runs of words, so many are in the other. By bench/reading.py 0.26 would do as well."""
FEWEST = 8
"""Runs of words below which only the same text is a copy."""
LAST = "9999-99-99"


@dataclass(frozen=True, slots=True)
class Signed:
    """A document, its date, and the signature of its text."""

    id: str
    date: str | None
    signature: str


def signature(text: str) -> str:
    """The number of different runs of words of a text, and their MinHash values in base 64."""
    from datasketch import MinHash

    runs = _runs(text)
    sketch = MinHash(num_perm=PERMUTATIONS, seed=SEED, scheme=SCHEME)
    sketch.update_batch([run.encode() for run in sorted(runs)])
    values = np.asarray(sketch.hashvalues, dtype="<u4").tobytes()
    return f"{len(runs)}:{base64.b64encode(values).decode('ascii')}"


def method() -> str:
    """Changes whenever the same text could get another signature."""
    return f"minhash {SCHEME} {WORDS} {PERMUTATIONS} {SEED}"


def copies(documents: Iterable[Signed]) -> dict[str, str]:
    """By the id of each copy, the id of its original: the earliest document of the story, and of one day the first id.

    Copies are copies of originals, never of copies, so that a chain of small differences makes no two stories one.
    The same for any order of the documents.
    """
    from datasketch import MinHashLSH

    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    originals: dict[str, tuple[int, MinHash]] = {}
    found: dict[str, str] = {}
    for document in sorted(documents, key=lambda one: (one.date or LAST, one.id)):
        size, sketch = _sketch(document.signature)
        candidates = [(_shared(size, sketch, *originals[key]), key) for key in sorted(index.query(sketch))]
        best = max(candidates, key=lambda one: one[0], default=(0.0, ""))
        if best[0] >= SHARED:
            found[document.id] = best[1]
        elif size:
            originals[document.id] = size, sketch
            index.insert(document.id, sketch)
    return found


def _runs(text: str) -> set[str]:
    words = re.findall(r"\w+", text.casefold())
    return {" ".join(words[i : i + WORDS]) for i in range(max(1, len(words) - WORDS + 1))} if words else set()


def _sketch(text: str) -> tuple[int, MinHash]:
    from datasketch import MinHash

    size, _, values = text.partition(":")
    hashes = np.frombuffer(base64.b64decode(values), dtype="<u4").astype(np.uint32)
    return int(size), MinHash(num_perm=PERMUTATIONS, seed=SEED, scheme=SCHEME, hashvalues=hashes)


def _shared(size: int, sketch: MinHash, other_size: int, other: MinHash) -> float:
    """The share of the shorter text's runs that both have, as estimated from that of all runs of both."""
    alike = float(sketch.jaccard(other))
    if min(size, other_size) < FEWEST:
        return alike if alike == 1.0 else 0.0
    return min(1.0, alike * (size + other_size) / (1 + alike) / min(size, other_size))
