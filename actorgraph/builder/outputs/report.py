"""Writes the report of a build as JSON and HTML: documents read, inputs left out and why, near-duplicates."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader

from actorgraph.builder.storage.transaction import make_way
from actorgraph.builder.storage.workspace import REPORT_HTML, REPORT_JSON
from ontology.errors import InputError

if TYPE_CHECKING:
    from actorgraph.builder.outputs.summary import BuildReport


def write_report(report: BuildReport, out: Path) -> None:
    """Write report.json and report.html to the folder of the build; a file that would not change is not written."""
    record = report_record(report)
    page = Environment(
        loader=PackageLoader("actorgraph.builder.outputs"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    page.filters["zip"] = zip
    contents = {
        REPORT_JSON: json.dumps(record, ensure_ascii=False, indent=1) + "\n",
        REPORT_HTML: page.get_template("report.html").render(record),
    }
    for name, text in contents.items():
        path = out / name
        make_way(path)
        if not path.is_file() or path.read_bytes() != text.encode():
            path.write_text(text, encoding="utf-8", newline="\n")


def report_record(report: BuildReport) -> dict[str, Any]:
    """The report as data. It has no timestamp, so that equal builds have equal reports."""
    documents = sorted(report.inputs.documents, key=lambda document: document.entry.id)
    return {
        "documents": len(documents),
        "kinds": report.inputs.kinds(),
        "languages": _counted(document.language or "unknown" for document in documents),
        "left_out": _listed(report.inputs.errors),
        "warnings": _listed(report.inputs.warnings),
        "passed_over": _listed(report.inputs.notes),
        "without_date": [document.entry.id for document in documents if document.entry.date is None],
        "dates": _counted(
            _date_source(document.date_from) for document in documents if document.entry.date is not None
        ),
        "copies": [{"document": copy, "of": report.duplicates[copy]} for copy in sorted(report.duplicates)],
        "still_to_read": report.left,
        **({"verification": dict(report.counts.verification)} if report.counts.verification else {}),
    }


def _listed(errors: Iterable[InputError]) -> list[dict[str, str]]:
    return [{"where": error.where, "why": error.why} for error in errors]


def _date_source(date_from: str | None) -> str:
    """The kind of place that a date was read from, without the quoted text."""
    return (date_from or "unknown").partition(" “")[0] if not (date_from or "").startswith("“") else "age of a teaser"


def _counted(names: Iterable[str]) -> dict[str, int]:
    """How often each name occurs, most frequent first."""
    counts = Counter(names)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
