"""Exports as their bytes."""

from __future__ import annotations

import io

from rdflib import Dataset

from graph.export.formats import EXPORTS


def exported(data: Dataset, form: str) -> bytes:
    """What an export of one file writes."""
    out = io.BytesIO()
    EXPORTS[form](data, out)
    return out.getvalue()
