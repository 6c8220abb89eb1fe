"""What A and B of `actorgraph diff` stand for: batches, date ranges, folders of documents, builds or RDF files."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from actorgraph.cli.options.common import StoreOptions, actors_file
from actorgraph.cli.options.extraction import ExtractorOptions
from actorgraph.cli.options.groups import option_group
from actorgraph.cli.output.messages import notify
from ontology.errors import InputError, StoreError

if TYPE_CHECKING:
    from rdflib import Dataset

    from graph.diff.inputs import DiffInput

RANGE = ".."
DateRange = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class DateFilters:
    """The date ranges of the documents of A and B; None where a side is open."""

    since_a: str | None
    until_a: str | None
    since_b: str | None
    until_b: str | None

    @property
    def ranges(self) -> tuple[DateRange, DateRange]:
        """The range of A and that of B."""
        return (self.since_a, self.until_a), (self.since_b, self.until_b)


date_filters = option_group(
    "dates",
    DateFilters,
    click.option("--since-a", metavar="DATE", help="A: only documents from this date on."),
    click.option("--until-a", metavar="DATE", help="A: only documents up to this date."),
    click.option("--since-b", metavar="DATE", help="B: only documents from this date on."),
    click.option("--until-b", metavar="DATE", help="B: only documents up to this date."),
)
"""Passes `dates: DateFilters` to the command."""


class InputResolver:
    """Turns words of the command line into inputs of a comparison.

    `source`: the graph whose batches and dates are named. `extraction`: how folders of documents are read. `stack`:
    keeps the temporary builds of such folders until the comparison is done.
    """

    def __init__(self, source: StoreOptions, extraction: ExtractorOptions, stack: ExitStack) -> None:
        self._source = source
        self._extraction = extraction
        self._stack = stack
        self._builds: list[tuple[Dataset, Path]] = []

    def pair(self, words: Sequence[str], dates: DateFilters) -> tuple[DiffInput, DiffInput]:
        """The two inputs. Raises UsageError unless there are two, InputError for a word that names nothing."""
        from graph.diff.inputs import of_batch, of_dates

        ranges = dates.ranges
        if not words and all(any(span) for span in ranges):
            return of_dates(self._data, *ranges[0]), of_dates(self._data, *ranges[1])
        if len(words) != 2:
            raise click.UsageError("give two inputs, A and B: batches, date ranges, folders or RDF files; or use --log")
        if not any(map(any, ranges)) and all(map(self._is_documents, words)):
            data, names = self._build_folders([Path(word) for word in words])
            return of_batch(data, names[0]), of_batch(data, names[1])
        first, second = (self.one(word, span) for word, span in zip(words, ranges, strict=True))
        short = _short(first), _short(second)
        return (first, second) if short[0].name == short[1].name else short

    def one(self, word: str, dates: DateRange = (None, None)) -> DiffInput:
        """What a word stands for. Raises InputError if it is nothing that can be compared."""
        path = Path(word)
        if path.exists() and not self._is_batch(word):
            if any(dates):
                raise InputError(word, "dates select documents of a build: leave out --since-… and --until-… here")
            return self._of_path(path)
        return self._of_build(word, dates)

    def are_read_differently(self, before: DiffInput, after: DiffInput) -> bool:
        """True if other rules or options extracted the documents of one language on each side, as far as known."""
        old, new = self._readers(before), self._readers(after)
        return any(old[language] != new[language] for language in old.keys() & new.keys())

    def _readers(self, side: DiffInput) -> dict[str, set[str]]:
        """By language of the documents of a side, the fingerprints of what extracted them; none if it is no build."""
        from actorgraph.builder.storage.workspace import Workspace
        from graph.store.documents import languages

        build = next((folder for data, folder in self._builds if data is side.origin), None)
        if build is None or side.origin is None:
            return {}
        index, language_of = Workspace(build).cache_index(), languages(side.origin)
        readers: dict[str, set[str]] = {}
        for document in {stored.claim.document for stored in side.claims}:
            if document in index:
                readers.setdefault(language_of.get(document, ""), set()).add(index[document].extractor)
        return readers

    def series(self, words: Sequence[str]) -> list[DiffInput]:
        """Several inputs in order; without words all batches of the build, by document date."""
        if words:
            if len(words) < 2:
                raise click.UsageError("--log needs at least two batches")
            return [self.one(word) for word in words]
        return self._dated_batches()

    @cached_property
    def _data(self) -> Dataset:
        data = self._source.open()
        if self._source.store is None:
            self._builds.append((data, self._source.out))
        return data

    @cached_property
    def _batches(self) -> frozenset[str]:
        """The batches of the build; none if nothing is built: folders can be compared without a build."""
        from graph.store.batches import batches

        try:
            return frozenset(batches(self._data))
        except StoreError:
            return frozenset()

    def _is_batch(self, word: str) -> bool:
        return word in self._batches

    def _is_documents(self, word: str) -> bool:
        from actorgraph.builder.two_folders import is_documents

        return is_documents(Path(word)) and not self._is_batch(str(Path(word)))

    def _of_build(self, word: str, dates: DateRange) -> DiffInput:
        """A batch or a date range of the build."""
        from graph.diff.inputs import of_batch, of_dates

        if RANGE in word and not self._is_batch(word):
            since, _, until = word.partition(RANGE)
            return of_dates(self._data, since or None, until or None)
        try:
            return of_dates(self._data, *dates, batch=word) if any(dates) else of_batch(self._data, word)
        except InputError as error:
            raise InputError(error.where, f"{error.why}; there is no file or folder with this name either") from None

    def _of_path(self, path: Path) -> DiffInput:
        """An RDF file, a build, a store, or documents, which are built in a temporary folder."""
        from actorgraph.builder.storage.workspace import MANIFEST, Workspace
        from graph.diff.inputs import of_batch, of_file, of_store
        from graph.diff.rdf.lines import is_rdf
        from graph.store.oxigraph import open_store

        if path.is_file():
            if not is_rdf(path):
                reason = "is neither a batch nor an RDF file; to compare a text file, give the folder that contains it"
                raise InputError(str(path), reason)
            return of_file(path)
        if self._is_documents(str(path)):
            data, names = self._build_folders([path])
            return of_batch(data, names[0])
        is_build = (path / MANIFEST).is_file()
        data = open_store(Workspace(path).store() if is_build else path)
        if is_build:
            self._builds.append((data, path))
        return of_store(data, str(path))

    def _build_folders(self, folders: Sequence[Path]) -> tuple[Dataset, list[str]]:
        """The graph of folders of documents, and the batch of each."""
        from actorgraph.builder.options import BuildOptions
        from actorgraph.builder.two_folders import build_folders

        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="actorgraph-")))
        actors = actors_file(self._extraction.actors, self._source.out)
        options = BuildOptions(
            [],
            folder,
            self._extraction.models,
            actors=actors,
            fast=self._extraction.fast,
            extractor=self._extraction.extractor,
            llm=self._extraction.llm(self._source.out),
        )
        return build_folders(folders, folder, options, notify)

    def _dated_batches(self) -> list[DiffInput]:
        from graph.diff.inputs import of_batch
        from graph.store.batches import batches

        sides = [of_batch(self._data, name) for name in batches(self._data)]
        return sorted(
            sides, key=lambda side: (max((stored.date or "" for stored in side.claims), default=""), side.name)
        )


def _short(side: DiffInput) -> DiffInput:
    """The input under the last part of its path, which is what tells two folders apart if anything does."""
    return replace(side, name=Path(side.name).name or side.name) if Path(side.name).exists() else side
