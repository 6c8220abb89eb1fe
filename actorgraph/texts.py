"""Claims of texts, without a build."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from os import PathLike
from pathlib import Path

from extract.extractors import RULES, DocumentExtractor, ExtractorSettings, Reasons, extractor_of, prepared
from extract.llm.settings import ModelSettings
from extract.parsing.defaults import DEFAULT_MODEL
from ontology.errors import InputError, NotExtractedError
from ontology.model import Claim, Document

log = logging.getLogger(__name__)


def extract(  # noqa: PLR0913  # one keyword per option of the command
    texts: str | Document | Iterable[str | Document],
    *,
    models: Sequence[str] = (DEFAULT_MODEL,),
    actors: str | PathLike[str] | None = None,
    fast: bool = False,
    extractor: str = RULES,
    llm: ModelSettings | None = None,
) -> list[Claim]:
    """Extract the claims of texts, without storing anything.

    `texts`: a text, a `Document`, or an iterable of both. A text gets the document id `text-0`, `text-1` … by its
    position; pass Documents to give ids, dates and titles (relative dates such as "on Monday" are resolved only if the
    document has a date). `models`: names or paths of installed spaCy pipelines, `es=NAME` for another language than
    that of the pipeline. `actors`: a TOML file with additional known actors. `fast`: leave out the contextual scorer.
    `extractor`: rules, llm, rules+llm, or the name of an installed one; `llm`: the language model of the two
    (docs/models.md).

    Returns one flat list: the claims of all texts, in the order of the texts and of their sentences; `claim.document`
    is the id of the text that a claim is from.

    Raises InputError if two documents have one id or a document is in a language that no model reads, ModelError if a
    pipeline is not installed, DataError if the file of actors is invalid, NotExtractedError if a language model has not
    answered.
    """
    reader = _extractor(
        ExtractorSettings(tuple(models), None if actors is None else Path(actors), fast, extractor, llm)
    )
    documents = list(_documents(texts))
    log.info("extracting claims from %d texts", len(documents))
    reasons = prepared(reader, documents)
    return [claim for document in documents for claim in _claims(reader, document, reasons)]


def _claims(reader: DocumentExtractor, document: Document, reasons: Reasons) -> Sequence[Claim]:
    """The claims of a document. Raises InputError for its language, NotExtractedError."""
    is_known = document.language is None or reader.languages is None or document.language in reader.languages
    if not is_known:
        raise InputError(
            document.id,
            f"is in the language {document.language!r}, for which there is no spaCy pipeline; add one to `models`",
        )
    try:
        extraction = reader.extraction(document)
    except NotExtractedError as error:
        raise NotExtractedError(f"{document.id}: {reasons.explained(document.id, str(error))}") from error
    if extraction.missing:
        log.warning("%s: %s", document.id, reasons.explained(document.id, extraction.missing))
    return extraction.claims


@lru_cache(maxsize=4)
def _extractor(settings: ExtractorSettings) -> DocumentExtractor:
    """An extractor that is loaded once per process."""
    return extractor_of(settings)


def _documents(texts: str | Document | Iterable[str | Document]) -> Iterator[Document]:
    ids: set[str] = set()
    for index, text in enumerate([texts] if isinstance(texts, str | Document) else texts):
        document = Document(f"text-{index}", text) if isinstance(text, str) else text
        if document.id in ids:
            raise InputError(document.id, "two documents have this id; give each its own")
        ids.add(document.id)
        yield document
