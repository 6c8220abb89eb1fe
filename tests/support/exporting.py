"""Exports as their bytes."""

from __future__ import annotations

import io

from rdflib import Dataset

from graph.export.formats import export_to


def exported(data: Dataset, form: str) -> bytes:
    """What an export of one file writes."""
    out = io.BytesIO()
    export_to(data, form, out)
    return out.getvalue()
