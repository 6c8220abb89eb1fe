"""What a build is asked to do, and whom it notifies of its progress."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from extract.documents.content.options import ReaderOptions
from extract.extractors import RULES, ExtractorSettings

if TYPE_CHECKING:
    from extract.llm.settings import ModelSettings

ProgressCallback = Callable[[int, int], None]
"""Called with what is done and what there is to do in all."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What to build, from what, and how.

    `paths`: files, folders, addresses, or - for standard input. `out`: the folder of the build. `models`: spaCy
    pipelines, one for each language. `batch`: the name of the batch, if not that of each folder. `actors`: the user's
    actors.toml. `decisions`: the user's decisions.txt. `add`: keep the documents of earlier builds that are not in
    `paths`. `jobs`: processes that extract; None for one for each processor, where there is enough to read.
    `reading`: how documents are read. `document_seconds` and `worker_memory`: how long a worker process may take for
    100,000 characters of a document, and how many bytes it may use for one; if both are None, this process may extract
    itself. `fast`: leave out
    the contextual scorer. `extractor`: the name of what extracts. `llm`: the language model, if it uses one.
    `pages`: write a page for each document; None for as the last build did.
    """

    paths: Sequence[str]
    out: Path
    models: tuple[str, ...]
    batch: str | None = None
    actors: Path | None = None
    decisions: Path | None = None
    add: bool = False
    jobs: int | None = 1
    reading: ReaderOptions = field(default_factory=ReaderOptions)
    document_seconds: float | None = None
    worker_memory: int | None = None
    fast: bool = False
    extractor: str = RULES
    llm: ModelSettings | None = None
    pages: bool | None = None

    def extractor_settings(self) -> ExtractorSettings:
        """What extracts, for this process and for its workers."""
        return ExtractorSettings(tuple(self.models), self.actors, self.fast, self.extractor, self.llm)


@dataclass(frozen=True, slots=True)
class BuildProgress:
    """Progress callbacks of a build.

    Bytes read, documents that a model was asked about, documents extracted, and shards finished by a cluster.
    """

    reading: ProgressCallback | None = None
    asking: ProgressCallback | None = None
    extracting: ProgressCallback | None = None
    shards: ProgressCallback | None = None
