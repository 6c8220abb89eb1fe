"""Dataclasses as Arrow columns: what is written comes back, and a type without a column is refused."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.samples import extractions

from actorgraph.builder.storage.extraction_cache import CachedExtraction
from actorgraph.cluster.columns import fields_of, maker
from actorgraph.cluster.rows import ShardRow, SkippedInput, SourceInfo
from actorgraph.cluster.storage import ResultsWriter, footer, rows
from ontology.model import Extraction, Polarity


@dataclass(frozen=True)
class Inner:
    """A value with an enum and a list."""

    of: Polarity
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Outer:
    """A value of every type that has a column."""

    name: str | None
    number: int
    share: float
    is_so: bool
    inner: Inner | None
    several: tuple[Inner, ...]
    other: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Unwritable:
    """A value of a type that has none."""

    raw: bytes


INNER = st.builds(Inner, st.sampled_from(Polarity), st.lists(st.text(), max_size=2).map(tuple))
OUTER = st.builds(
    Outer,
    st.none() | st.text(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.booleans(),
    st.none() | INNER,
    st.lists(INNER, max_size=3).map(tuple),
)


@given(st.lists(OUTER, max_size=4))
def test_what_is_written_comes_back(values: list[Outer]) -> None:
    plain = [dataclasses.asdict(value) for value in values]
    table = pa.Table.from_pylist(plain, schema=pa.schema(fields_of(Outer)))
    assert [maker(Outer)(row) for row in table.to_pylist()] == values


def test_a_mapping_has_no_column_and_a_strange_type_is_refused() -> None:
    assert "other" not in {one.name for one in fields_of(Outer)}
    with pytest.raises(TypeError, match="no column for <class 'bytes'>"):
        fields_of(Unwritable)


@settings(deadline=None)
@given(made=st.lists(extractions(), max_size=3))
def test_what_was_taken_from_documents_comes_back(
    made: list[Extraction], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path: Path = tmp_path_factory.mktemp("results") / "a.parquet"
    written = [ShardRow(SourceInfo("text", "a.txt", 3), CachedExtraction.of(one, "rules")) for one in made]
    with ResultsWriter() as results:
        for row in written:
            results.add(row)
        results.finish(path, "key", [SkippedInput("b.txt", "empty")])
    assert list(rows(path)) == written
    about = footer(path)
    assert about is not None
    assert (about.key, about.rows, about.left_out) == ("key", len(made), (("b.txt", "empty"),))
