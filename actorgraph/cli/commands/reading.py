"""The commands on the text of the documents: `read` and `search`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from actorgraph.cli.options.common import out_option, output_option
from actorgraph.cli.options.groups import option_group
from ontology.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from graph.reading.library import Library, LibraryDocument
    from graph.reading.search import Search
    from ontology.model import Sentence

DEFAULT_LIMIT = 20
CLAIM_ID = re.compile(r"[0-9a-f]{4,16}")
"""The id of a claim or its first characters, as `actorgraph claims list` prints it."""


def _library(out: Path) -> Library:
    from actorgraph.builder.storage.workspace import Workspace

    return Workspace(out).library()


@click.command()
@click.argument("identifier", metavar="[ID]", required=False)
@click.option("--sentence", "number", type=click.IntRange(min=1), help="Only this sentence and those around it.")
@click.option(
    "--format", "form", default="text", show_default=True, type=click.Choice(["text", "json", "html"]), help="Format."
)
@output_option
@out_option
def read(*, identifier: str | None, number: int | None, form: str, output: Path | None, out: Path) -> None:
    """Read a document, its mentions and claims marked, or list all documents.

    ID is the id of a document or a part of it, or the id of a claim (claim/…), which opens its document at its
    sentence. Without ID, all documents are listed with the number of sentences that have a claim.
    """
    from actorgraph.cli.output.documents import print_documents

    library = _library(out)
    if identifier is None:
        if number is not None or form == "html" or output is not None:
            raise click.UsageError("give the ID of a document; actorgraph read lists them")
        print_documents(library.documents(), form)
        return
    if number is not None and form == "html":
        raise click.UsageError("--sentence is for text and json; in the HTML page, open #s and the number")
    document, at = _found(library, identifier)
    if number is not None:
        if number > len(document.sentences):
            raise InputError(
                document.summary.id, f"has only {len(document.sentences)} sentences; there is no sentence {number}"
            )
        at = document.sentences[number - 1]
    _write(document, at, form, output, out)


def _found(library: Library, identifier: str) -> tuple[LibraryDocument, Sentence | None]:
    """The document, and its sentence if a claim is named: with or without `claim/`, as other commands print it."""
    if identifier.startswith("claim/"):
        return library.find_claim(identifier)
    try:
        return library.find(identifier), None
    except NotFoundError:
        if CLAIM_ID.fullmatch(identifier) is None:
            raise
        return library.find_claim(f"claim/{identifier}")


def _write(document: LibraryDocument, at: Sentence | None, form: str, output: Path | None, out: Path) -> None:
    from actorgraph.builder.inputs.snapshot import original_file
    from actorgraph.builder.storage.workspace import Workspace
    from actorgraph.cli.output.documents import document_json, document_text, print_document
    from actorgraph.cli.output.files import write_or_print
    from actorgraph.cli.output.tables import counted

    original = original_file(Workspace(out), document.summary.id)
    if form == "text" and output is None:
        print_document(document, original, at)
    elif form == "text":
        write_or_print(document_text(document, original, at), output, counted(len(document.sentences), "sentence"))
    elif form == "json":
        write_or_print(document_json(document, at), output, counted(len(document.sentences), "sentence"))
    else:
        from graph.reading.page import single_page

        write_or_print(single_page(document), output, counted(len(document.sentences), "sentence"))


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """The filters of `search`: see `graph.reading.search.Search`."""

    since: str | None
    until: str | None
    source: str | None
    actor: str | None
    batch: str | None
    without_claims: bool
    limit: int

    def search(self, words: tuple[str, ...]) -> Search:
        """What is looked for. Raises UsageError if that is nothing."""
        from graph.reading.search import Search

        filters = (self.since, self.until, self.source, self.actor, self.batch, self.without_claims)
        wanted = Search(" ".join(words), *filters, self.limit or -1)
        if wanted.is_empty:
            raise click.UsageError(
                "give WORDS, or one of --since, --until, --source, --actor, --batch, --without-claims"
            )
        return wanted


search_filters = option_group(
    "filters",
    SearchFilters,
    click.option("--since", help="Only documents from this date on (2025, 2025-10 or 2025-10-27)."),
    click.option("--until", help="Only documents up to this date."),
    click.option("--source", metavar="NAME", help="Only documents whose source contains NAME."),
    click.option("--actor", metavar="NAME", help="Only sentences that mention this actor or thing, by any name."),
    click.option("--batch", metavar="NAME", help="Only documents of this batch."),
    click.option("--without-claims", is_flag=True, help="Only sentences without claims."),
    click.option(
        "--limit",
        default=DEFAULT_LIMIT,
        show_default=True,
        type=click.IntRange(min=0),
        help="Number of sentences; 0 for all.",
    ),
)


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})  # -h: "-hanoi"
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
@search_filters
@click.option(
    "--format", "form", default="text", show_default=True, type=click.Choice(["text", "csv", "jsonl"]), help="Format."
)
@out_option
def search(*, words: tuple[str, ...], filters: SearchFilters, form: str, out: Path) -> None:
    """Find WORDS in all sentences, titles and names, best match first.

    A sentence matches if it contains all words, in any grammatical form; a word may also be in the name of someone whom
    the sentence mentions. '"two words"' finds a phrase, -word excludes a word, word* finds words that begin like this.
    """
    from actorgraph.cli.output.documents import print_hits
    from graph.reading.search import search as find

    unknown = next((word for word in words if word.startswith("--")), None)
    if unknown is not None:
        raise click.NoSuchOption(unknown)
    wanted = filters.search(words)
    print_hits(find(_library(out), wanted), form)
