"""The commands that extract and store nothing: `extract`, `entities`, `explain`, `evaluate`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, cast

import click

from actorgraph.cli.exit_codes import UNREADABLE
from actorgraph.cli.options.common import paths_argument
from actorgraph.cli.options.extraction import ExtractorOptions, extractor_options
from actorgraph.cli.options.groups import option_group
from actorgraph.cli.options.reading import ReadingOptions, reading_options
from actorgraph.cli.output.messages import notify, notify_warning
from extract.extractors import OPEN_NEEDS_RULES, RULES
from ontology.errors import InputError, NotExtractedError

if TYPE_CHECKING:
    from actorgraph.builder.extraction.single import SingleExtractor
    from actorgraph.cli.output.tables import OutputRow
    from extract.documents.reader import ReadDocument
    from extract.extractors import DocumentExtractor
    from ontology.model import Claim, Document, DocumentEntity, Extraction, OpenTriple

form_option = click.option(
    "--format", "form", default="jsonl", show_default=True, type=click.Choice(["jsonl", "csv", "table"])
)


class DocumentSource:
    """The documents of paths; files that cannot be read are reported on standard error and skipped.

    `paths`: files, folders, or - for standard input. `options`: how they are read. `languages`: documents in others are
    skipped; None for all.
    """

    def __init__(
        self, paths: tuple[str, ...], options: ReadingOptions, languages: frozenset[str] | None = None
    ) -> None:
        self._paths = paths
        self._options = replace(options.reader_options(), languages=languages)
        self.has_errors = False

    def read_documents(self) -> Iterator[ReadDocument]:
        """Each document with what was dropped from it."""
        from extract.documents.guarded import read_guarded

        return read_guarded(self._paths, on_error=self.report, on_warning=notify_warning, options=self._options)

    def documents(self) -> Iterator[Document]:
        """Each document."""
        return (reading.document for reading in self.read_documents())

    def report(self, error: InputError) -> None:
        """Print an error as one line."""
        self.has_errors = True
        notify(error)

    @property
    def exit_code(self) -> int:
        """Says whether everything could be read, once the documents are read."""
        return UNREADABLE if self.has_errors else 0


@dataclass(frozen=True, slots=True)
class ExtractModes:
    """What `extract` prints instead of claims."""

    is_open: bool
    nominal: bool
    is_text: bool
    is_why: bool

    def check(self, extractor: str) -> None:
        """Raises UsageError for options that exclude each other, or that this extractor has nothing for."""
        if self.is_open + self.is_text + self.is_why > 1:
            raise click.UsageError("--open, --text and --why cannot be combined; choose one")
        if self.nominal and not self.is_open:
            raise click.UsageError("--nominal needs --open")
        if self.is_open and extractor != RULES:
            raise click.UsageError(OPEN_NEEDS_RULES)


extract_modes = option_group(
    "modes",
    ExtractModes,
    click.option("--open", "is_open", is_flag=True, help="Print open triples: each clause in the words of the text."),
    click.option(
        "--nominal", is_flag=True, help='With --open: also appositions ("X is Y") and possessives ("X has Y").'
    ),
    click.option(
        "--text", "is_text", is_flag=True, help="Print the text taken from each document; offsets refer to it."
    ),
    click.option(
        "--why",
        "is_why",
        is_flag=True,
        help="Print what was removed from each document and why, and where its date was found.",
    ),
)


@click.command()
@paths_argument
@reading_options
@extract_modes
@form_option
@extractor_options
def extract(
    *, paths: tuple[str, ...], reading: ReadingOptions, modes: ExtractModes, form: str, extraction: ExtractorOptions
) -> None:
    """Print the claims of PATHs, one per line, without storing them."""
    from actorgraph.cli.output import reading as reading_output
    from actorgraph.cli.output.tables import write_rows

    modes.check(extraction.extractor)
    if modes.is_why or modes.is_text:
        source = DocumentSource(paths, reading)
        if modes.is_why:
            reading_output.print_dropped(source.read_documents(), _given_format())
        else:
            reading_output.print_texts(source.documents(), _given_format())
    else:
        source = DocumentSource(paths, reading, extraction.languages())
        with _extractor(extraction, reading, source) as extractor:
            rows = _open_rows(extractor, source, modes.nominal) if modes.is_open else _claim_rows(extractor, source)
            write_rows(rows, form)
    sys.exit(source.exit_code)


def _given_format() -> str | None:
    """The value of --format if the user gave it; None for the default."""
    context = click.get_current_context()
    origin = context.get_parameter_source("form")
    return context.params["form"] if origin is click.core.ParameterSource.COMMANDLINE else None


@click.command()
@paths_argument
@reading_options
@form_option
@extractor_options
def entities(*, paths: tuple[str, ...], reading: ReadingOptions, form: str, extraction: ExtractorOptions) -> None:
    """Print the entities that the documents name, one per document and line, with all mentions."""
    from actorgraph.builder.extraction.single import Wanted
    from actorgraph.cli.output.tables import OutputRow, entity_cells, write_rows
    from ontology.records import entity_record

    source = DocumentSource(paths, reading, extraction.languages())
    with _extractor(extraction, reading, source) as extractor:
        rows = (
            OutputRow(entity_record(entity), entity_cells(entity))
            for document in source.documents()
            for entity in cast("Sequence[DocumentEntity]", extractor.extract(document, Wanted.ENTITIES))
        )
        write_rows(rows, form)
    sys.exit(source.exit_code)


@click.command()
@click.argument("sentence")
@extractor_options
def explain(*, sentence: str, extraction: ExtractorOptions) -> None:
    """Show how SENTENCE is analysed: tokens, clauses, claims with their rules, and what was rejected and why.

    With an extractor other than the rules, show its claims, and what verification left out and why.
    """
    from actorgraph.cli.output.explanation import print_explanation, print_verification
    from extract.explain import explain as explain_sentence

    if not sentence.strip():
        raise InputError("explain", "the sentence is empty; give one")
    if os.path.exists(sentence):  # noqa: PTH110  # Path.exists fails for a name as long as a sentence may be
        why = "is a file or folder, but `explain` takes a sentence"
        raise InputError(sentence, f"{why}; to see its claims: actorgraph extract {quote(sentence)}")
    if extraction.extractor == RULES:
        print_explanation(explain_sentence(extraction.rules().first, sentence))
    else:
        print_verification(_extraction_of(extraction, sentence))


def _extraction_of(extraction: ExtractorOptions, text: str) -> Extraction:
    """The extraction of a text of a few sentences. Raises InputError if there is none."""
    from extract.documents.content.language import language_of
    from extract.extractors import prepared
    from ontology.model import Document

    document, extractor = Document("explain", text, language=language_of(text)), extraction.loaded()
    reasons = prepared(extractor, [document])
    try:
        found = extractor.extraction(document)
    except NotExtractedError as error:
        raise InputError(document.id, reasons.explained(document.id, str(error))) from error
    if found.missing:
        notify_warning(InputError(document.id, reasons.explained(document.id, found.missing)))
    return found


@click.command()
@click.argument("gold", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@paths_argument
@click.option("--format", "form", default="table", show_default=True, type=click.Choice(["table", "json"]))
@click.option(
    "--errors", "shown", default=20, show_default=True, type=click.IntRange(min=0), help="Number of errors to list."
)
@extractor_options
def evaluate(*, gold: Path, paths: tuple[str, ...], form: str, shown: int, extraction: ExtractorOptions) -> None:
    """Score the claims of PATHs against the annotated sentences in GOLD (JSONL; format in docs/evaluation.md)."""
    from actorgraph.cli.output.evaluation import print_evaluation
    from actorgraph.evaluation.gold import read_gold
    from actorgraph.evaluation.scoring import evaluate as score

    sentences = read_gold(gold)
    annotated = {sentence.document for sentence in sentences}
    source = DocumentSource(paths, ReadingOptions())
    documents = [document for document in source.documents() if document.id in annotated]
    missing = sorted(annotated - {document.id for document in documents})
    if missing:
        raise InputError(str(gold), f"annotates {missing[0]!r}, which is not among the documents of PATH")
    claims = _claims_of(extraction.loaded(), documents, source)
    print_evaluation(score(sentences, claims), form, shown)
    sys.exit(source.exit_code)


def _claims_of(extractor: DocumentExtractor, documents: Sequence[Document], source: DocumentSource) -> list[Claim]:
    """The claims of documents; a document that nothing can be extracted from is reported."""
    from extract.extractors import prepared

    reasons = prepared(extractor, documents)
    claims: list[Claim] = []
    for document in documents:
        try:
            found = extractor.extraction(document)
        except NotExtractedError as error:
            source.report(InputError(document.id, reasons.explained(document.id, str(error))))
            continue
        if found.missing:
            notify_warning(InputError(document.id, reasons.explained(document.id, found.missing)))
        claims += found.claims
    return claims


def _extractor(extraction: ExtractorOptions, reading: ReadingOptions, source: DocumentSource) -> SingleExtractor:
    from actorgraph.builder.extraction.single import SingleExtractor, SingleOptions

    limits = (reading.max_seconds, reading.memory)
    return SingleExtractor(SingleOptions(extraction.settings(), *limits), source.report, notify_warning)


def _claim_rows(extractor: SingleExtractor, source: DocumentSource) -> Iterator[OutputRow]:
    from actorgraph.builder.extraction.single import Wanted
    from actorgraph.cli.output.tables import OutputRow, claim_cells
    from ontology.records import claim_record

    for document in source.documents():
        for claim in cast("Sequence[Claim]", extractor.extract(document, Wanted.CLAIMS)):
            yield OutputRow(claim_record(claim), claim_cells(claim, document))


def _open_rows(extractor: SingleExtractor, source: DocumentSource, nominal: bool) -> Iterator[OutputRow]:
    from actorgraph.builder.extraction.single import Wanted
    from actorgraph.cli.output.tables import OutputRow, open_triple_cells
    from ontology.records import open_triple_record

    wanted = Wanted.NOMINAL if nominal else Wanted.OPEN
    for document in source.documents():
        for triple in cast("Sequence[OpenTriple]", extractor.extract(document, wanted)):
            yield OutputRow(open_triple_record(triple), open_triple_cells(triple))
