"""Near duplicates are found; other stories are not taken for them."""

from __future__ import annotations

import base64
import itertools
from pathlib import Path

import numpy as np
import pytest
from datasketch import MinHash, MinHashLSH
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.accuracy.reading import EDIT_LEVELS, duplicate_scores, edited_copy
from extract.documents.reader import iter_documents
from extract.near_duplicates import (
    BANDS,
    MIN_CONTAINMENT,
    PERMUTATIONS,
    ROWS,
    SCHEME,
    SEED,
    DocumentSignature,
    find_near_duplicates,
    signature,
)

SEEDS = Path(__file__).parents[2] / "seeds"
STORY = (SEEDS / "2025-10" / "03-korea-cambodia-flight.txt").read_text(encoding="utf-8")
OTHER = (SEEDS / "2026-01" / "04-korea-73-returned.txt").read_text(encoding="utf-8")


def signed(**texts: tuple[str, str | None]) -> list[DocumentSignature]:
    return [DocumentSignature(name, date, signature(text)) for name, (text, date) in texts.items()]


def test_the_earliest_is_the_original_whatever_its_name_and_the_order() -> None:
    documents = signed(
        a=(STORY, "2025-10-19"), b=(STORY + " More.", "2025-10-18"), c=(OTHER, "2025-10-18"), d=(STORY, None)
    )
    for order in itertools.permutations(documents):
        assert find_near_duplicates(order) == {"a": "b", "d": "b"}


@pytest.mark.parametrize(
    ("one", "other", "is_duplicate"),
    [
        ("Kenya arrested nine suspects.", "Kenya arrested nine suspects.", True),
        ("Kenya arrested nine suspects.", "KENYA ARRESTED NINE SUSPECTS", True),
        ("Kenya arrested nine suspects.", "Kenya arrested ten suspects.", False),  # too short to be told by likeness
        (STORY, OTHER, False),  # the same kind of event three months later
        (STORY, STORY[: len(STORY) * 2 // 3], True),
        (STORY, STORY + OTHER, True),
        ("", "", False),
    ],
)
def test_what_is_a_duplicate(one: str, other: str, is_duplicate: bool) -> None:  # a column of the table
    assert bool(find_near_duplicates(signed(a=(one, None), b=(other, None)))) is is_duplicate


@given(st.lists(st.sampled_from([STORY, OTHER, STORY[:900], OTHER + STORY[:300], "Kenya arrested nine."]), max_size=6))
@settings(deadline=None, max_examples=25)
def test_originals_are_no_duplicates(texts: list[str]) -> None:
    original_of = find_near_duplicates(
        [DocumentSignature(str(i), None, signature(text)) for i, text in enumerate(texts)]
    )
    assert not set(original_of) & set(original_of.values())
    assert all(original < duplicate for duplicate, original in original_of.items())


def test_the_index_on_disk_finds_what_the_one_of_datasketch_finds() -> None:
    words = (STORY + OTHER).split()
    texts = [" ".join(words[start : start + length]) for start in range(0, 300, 25) for length in (40, 90, 200)]
    documents = [DocumentSignature(f"{number:02d}", None, signature(text)) for number, text in enumerate(texts)]
    found = find_near_duplicates(documents)
    assert found == _with_datasketch(documents)
    assert 10 < len(found) < len(texts)


def _with_datasketch(documents: list[DocumentSignature]) -> dict[str, str]:
    """The method as datasketch's own index gives it."""
    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    originals: dict[str, tuple[int, MinHash]] = {}
    original_of = {}
    for document in documents:
        size, _, values = document.signature.partition(":")
        hashes = np.frombuffer(base64.b64decode(values), dtype="<u4").astype(np.uint32)
        sketch = MinHash(num_perm=PERMUTATIONS, seed=SEED, scheme=SCHEME, hashvalues=hashes)
        shared = {key: float(sketch.jaccard(originals[key][1])) for key in sorted(index.query(sketch))}
        held = {
            key: likeness * (int(size) + originals[key][0]) / (1 + likeness) / min(int(size), originals[key][0])
            for key, likeness in shared.items()
        }
        best = max(held, key=lambda key: min(1.0, held[key]), default=None)
        if best is not None and held[best] >= MIN_CONTAINMENT:
            original_of[document.id] = best
        else:
            originals[document.id] = int(size), sketch
            index.insert(document.id, sketch)
    return original_of


def test_the_seeds_hold_no_duplicates() -> None:
    documents = iter_documents([SEEDS], on_error=lambda error: pytest.fail(str(error)))
    signatures = [DocumentSignature(document.id, document.date, signature(document.text)) for document in documents]
    assert find_near_duplicates(signatures) == {}


@pytest.mark.slow
def test_reworded_duplicates_of_the_briefs_are_found() -> None:
    precision, recall = next((p, r) for name, p, r, _ in duplicate_scores() if name == "all")
    assert precision >= 0.98
    assert recall >= 0.95


def test_rewording_changes_the_text_and_is_the_same_each_time() -> None:
    document = next(iter_documents([SEEDS / "2025-10" / "02-prince-group-sanctions.txt"], on_error=lambda _: None))
    one, again = (edited_copy(document, EDIT_LEVELS[3], 5) for _ in range(2))
    assert one == again
    assert "slapped" in one.text
    assert one.text.split("\n")[1:] != document.text.split("\n")[1:]
