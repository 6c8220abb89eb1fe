"""The report of a build, as JSON and as a page: what was read, what was left out and why, which are copies."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader

from actorgraph.builder.storage.workspace import REPORT_HTML, REPORT_JSON
from ontology.errors import InputError

if TYPE_CHECKING:
    from actorgraph.builder.outputs.summary import BuildReport


def write_report(report: BuildReport, out: Path) -> None:
    """Write report.json and report.html beside the build; a file that would not change is left alone."""
    found = report_record(report)
    page = Environment(
        loader=PackageLoader("actorgraph.builder.outputs"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    page.filters["zip"] = zip
    contents = {
        REPORT_JSON: json.dumps(found, ensure_ascii=False, indent=1) + "\n",
        REPORT_HTML: page.get_template("report.html").render(found),
    }
    for name, text in contents.items():
        path = out / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8", newline="\n")


def report_record(report: BuildReport) -> dict[str, Any]:
    """The report as data; there is no clock in it."""
    given = sorted(report.inputs.documents, key=lambda one: one.entry.id)
    return {
        "documents": len(given),
        "kinds": report.inputs.kinds(),
        "languages": _counted(one.language or "not told" for one in given),
        "left_out": _listed(report.inputs.errors),
        "passed_over": _listed(report.inputs.notes),
        "without_date": [one.entry.id for one in given if one.entry.date is None],
        "dates": _counted(_place(one.date_from) for one in given if one.entry.date is not None),
        "copies": [{"document": copy, "of": report.duplicates[copy]} for copy in sorted(report.duplicates)],
        "still_to_read": report.left,
    }


def _listed(errors: Iterable[InputError]) -> list[dict[str, str]]:
    return [{"where": error.where, "why": error.why} for error in errors]


def _place(date_from: str | None) -> str:
    """Where dates stand, without the words of the line."""
    return (date_from or "not told").partition(" “")[0] if not (date_from or "").startswith("“") else "age of a teaser"


def _counted(names: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))
