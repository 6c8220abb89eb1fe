"""A short run of the fuzzing bench: no fault with these seeds, and the same inputs each time."""

from __future__ import annotations

import random
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest

from bench.fuzz.damage import damaged
from bench.fuzz.files import DATA, Tally, fuzz_files, sources_in
from bench.fuzz.layers import LAYERS, damaged_within
from bench.fuzz.samples import SAMPLES
from bench.fuzz.states import fuzz_states
from bench.fuzz.texts import fuzz_texts

PACKED = [sample for sample in SAMPLES if any(magic.search(sample[1]) for magic, _ in LAYERS)]


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  # no secret


@pytest.mark.parametrize("damage", [damaged, damaged_within])
def test_damage_is_the_same_with_the_same_seed(damage: type) -> None:
    data = (DATA / "statement.docx").read_bytes()
    first, again, other = (damage(data, chance(seed)) for seed in (1, 1, 2))
    assert first == again != other


@pytest.mark.parametrize("content", [pytest.param(content, id=suffix) for suffix, content in PACKED])
def test_what_is_packed_is_packed_again(content: bytes) -> None:
    opener = next(opener for magic, opener in LAYERS if magic.search(content))
    seen: list[bytes] = []

    def change(inner: bytes) -> bytes:
        seen.append(inner)
        return inner

    opener(content, change, chance(1))
    assert len(seen) == 1
    assert seen[0] not in {b"", content}


def test_damage_inside_a_word_file_leaves_a_sound_archive() -> None:
    data = (DATA / "statement.docx").read_bytes()
    assert sum(is_sound(damaged_within(data, chance(seed))) for seed in range(20)) > 10


def is_sound(data: bytes) -> bool:
    """True for an archive of which every member can be unpacked."""
    try:
        return zipfile.ZipFile(BytesIO(data)).testzip() is None
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError):
        return False


@pytest.mark.long
@pytest.mark.parametrize("seed", [11, 12])
def test_damaged_files(tmp_path: Path, seed: int) -> None:
    tally = Tally(tmp_path)
    assert list(fuzz_files(sources_in([DATA]), 100, seed, tally)) == []
    assert tally.counts["files"] >= 100


@pytest.mark.long
def test_hostile_texts() -> None:
    assert list(fuzz_texts(40, 13)) == []


@pytest.mark.long
def test_damaged_states() -> None:
    assert list(fuzz_states(10, 14)) == []
