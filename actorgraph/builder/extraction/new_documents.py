"""Extracts from the new documents of a build, one after the other, into the journal of its workspace."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from actorgraph.builder.extraction.pool import ExtractionPool
from actorgraph.builder.inputs.input_set import InputDocument, InputSet
from actorgraph.builder.options import BuildProgress, ProgressCallback
from actorgraph.builder.storage.workspace import Workspace
from extract.extractors import DocumentExtractor, Reasons, prepared
from ontology.errors import InputError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ExtractionOutcome:
    """How the extraction ended.

    `left`: ids of documents that nothing was extracted from: they killed their process, or Ctrl-C came first.
    `is_interrupted`: by Ctrl-C.
    """

    left: frozenset[str] = frozenset()
    is_interrupted: bool = False


ExtractFunction = Callable[[Workspace, Sequence[str]], ExtractionOutcome]
"""Extracts from the documents of these ids, and appends what it extracts to the journal of a workspace."""


def extract_new(  # noqa: PLR0913  # a step of `build`, with what it has
    workspace: Workspace,
    fresh: Sequence[str],
    *,
    pool: ExtractionPool,
    inputs: InputSet,
    extractor: DocumentExtractor,
    progress: BuildProgress,
) -> ExtractionOutcome:
    """Extract from new documents and append what is extracted to the journal, document by document."""
    left = dict.fromkeys(fresh)
    reasons = _prepared(extractor, fresh, inputs, progress.asking)
    places = {document.entry.id: document.where for document in inputs.documents}
    size = len(fresh), sum(document.characters for document in inputs.documents if document.entry.id in left)
    submitted = pool.submitted
    documents = inputs.load(identifier for identifier in fresh if identifier not in submitted)

    def on_lost(document: InputDocument, why: str) -> None:
        inputs.errors.append(InputError(document.where, reasons.explained(document.entry.id, why)))

    with workspace.journal() as append:
        try:
            for number, line in enumerate(pool.lines(documents, size, on_lost), 1):
                append(line.content)
                del left[line.id]
                if line.missing:
                    inputs.warnings.append(InputError(places[line.id], reasons.explained(line.id, line.missing)))
                log.debug("extracted %s", line.id)
                if progress.extracting is not None:
                    progress.extracting(number, len(fresh))
        except KeyboardInterrupt:
            return ExtractionOutcome(frozenset(left), is_interrupted=True)
    return ExtractionOutcome(frozenset(left))


def _prepared(
    extractor: DocumentExtractor, fresh: Sequence[str], inputs: InputSet, progress: ProgressCallback | None
) -> Reasons:
    """Let an extractor do what it must before extraction; the reasons of what it could not do."""
    on_document = None if progress is None else lambda done: progress(done, len(fresh))
    return prepared(extractor, (document for document, _ in inputs.load(fresh)), on_document)
