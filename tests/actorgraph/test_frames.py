"""Claims as pandas DataFrames."""

import sys

import pytest
from support.samples import claim, stored

from actorgraph.frames import DOCUMENT_COLUMNS, FRAME_COLUMNS, claims_frame


def test_claims_of_texts_have_no_columns_of_documents() -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is an optional dependency")
    made = [claim(), claim("Kenya", "meet", None)]
    frame = claims_frame(made)
    assert tuple(frame.columns) == FRAME_COLUMNS
    assert list(frame["id"]) == [one.id for one in made]
    assert list(pandas.isna(frame["target"])) == [False, True]


def test_claims_of_a_build_have_them_too() -> None:
    pytest.importorskip("pandas", reason="pandas is an optional dependency")
    frame = claims_frame([stored(claim(), "2026-01-05", "A title")])
    assert tuple(frame.columns) == FRAME_COLUMNS + DOCUMENT_COLUMNS
    assert (frame["document_date"][0], frame["title"][0]) == ("2026-01-05", "A title")
    assert tuple(claims_frame([]).columns) == FRAME_COLUMNS + DOCUMENT_COLUMNS


def test_a_missing_pandas_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match="pip install"):
        claims_frame([])
