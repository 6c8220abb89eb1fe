"""What a build did, for whoever prints or writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from actorgraph.builder.inputs.input_set import InputSet
from actorgraph.builder.storage.workspace import BuildCounts, BuildManifest, DocumentEntry


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    `counts`: what the build holds. `new`, `changed`, `kept`, `gone`: documents beside the build before. `again`:
    documents that are as before, but were extracted again by other rules or options. `unchanged`: nothing had to be
    written. `inputs`: what was read and what could not be read. `problems` and `notes`: a line for each decision that
    could not be applied, or that names what is not in these documents. `applied`: the number of decisions that apply.
    `duplicates`: by the id of each copy of a document, the id of the original. `left`: documents that an interrupted
    build has not extracted. `reread`: files have changed, but not the documents in them. `batches`: those of the whole
    build, by the dates of their documents, the latest last. `undated`: documents of the whole build without a date.
    """

    counts: BuildCounts
    new: int = 0
    changed: int = 0
    again: int = 0
    kept: int = 0
    gone: int = 0
    unchanged: bool = False
    inputs: InputSet = field(default_factory=InputSet)
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    applied: int = 0
    duplicates: Mapping[str, str] = field(default_factory=dict)
    left: int = 0
    reread: bool = False
    batches: tuple[str, ...] = ()
    undated: int = 0


def report_of(manifest: BuildManifest) -> BuildReport:
    """What is known of a build from its manifest alone."""
    return BuildReport(
        manifest.counts,
        problems=manifest.problems,
        notes=manifest.pending,
        applied=manifest.applied,
        duplicates=manifest.duplicates,
        batches=_batches(manifest.documents),
        undated=sum(1 for entry in manifest.documents if entry.date is None),
    )


PERIOD = re.compile(r"\d{4}(?:-\d\d){0,2}")
"""The name of a batch that says when: 2026-09."""


def _batches(documents: Iterable[DocumentEntry]) -> tuple[str, ...]:
    """The batches of documents, by their names if these are all years, months or days, else by their latest dates.

    Of two that are as late, the larger one is last.
    """
    dates: dict[str, list[str]] = {}
    for entry in documents:
        dates.setdefault(entry.batch, []).append(entry.date or "")
    if all(map(PERIOD.fullmatch, dates)):
        return tuple(sorted(dates))
    return tuple(sorted(dates, key=lambda batch: (max(dates[batch]), len(dates[batch]), batch)))
