"""What `read` and `search` print: documents with marks, lists of documents, sentences that were found."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from actorgraph.cli.output.tables import OutputRow, console, counted, write_rows
from graph.reading.library import DocumentSummary, EntityMention, LibraryDocument
from graph.reading.marks import MarkedSentence, Paragraph, mentions_by_sentence, paragraphs, statuses
from graph.reading.page_names import anchor
from graph.reading.search import Hit, SearchResult
from ontology.model import Sentence
from ontology.records import Record, json_line

ROLE_STYLES = {"actor": "bold cyan", "action": "bold yellow", "target": "bold green"}
WIDTH = 100
"""Columns of a text at most."""
AROUND = 2
"""Sentences that are shown before and after one."""


def print_documents(documents: Sequence[DocumentSummary], form: str) -> None:
    """Print the list of documents with the number of their sentences that have a claim."""
    rows = (OutputRow(asdict(summary), _summary_cells(summary)) for summary in documents)
    write_rows(rows, "jsonl" if form == "json" else "table", csv_only=frozenset())
    if form != "json":
        with_claims, sentences = sum(one.with_claims for one in documents), sum(one.sentences for one in documents)
        click.echo(f"\n{counted(len(documents), 'document')}; {with_claims:,} of {sentences:,} sentences have a claim.")


def _summary_cells(summary: DocumentSummary) -> dict[str, object]:
    return {
        "document": summary.id,
        "date": summary.date,
        "source": summary.source,
        "with a claim": f"{summary.with_claims} of {summary.sentences}",
        "title": summary.title,
    }


def print_document(document: LibraryDocument, original: Path | None, at: Sentence | None) -> None:
    """Print a document to the terminal."""
    _print_document(_console(), document, original, at)


def _console() -> Console:
    """Standard output, in lines that are not too long to read."""
    out = console()
    return Console(width=min(out.width, WIDTH), highlight=False)


def document_text(document: LibraryDocument, original: Path | None, at: Sentence | None) -> str:
    """The same as plain text."""
    out = io.StringIO()
    _print_document(Console(file=out, width=WIDTH, highlight=False, color_system=None), document, original, at)
    return out.getvalue()


def _print_document(out: Console, document: LibraryDocument, original: Path | None, at: Sentence | None) -> None:
    about = document.document
    out.print(Text(about.title or about.id, "bold"))
    facts = (about.date, about.source, about.byline, f"batch {about.batch}", about.id)
    out.print(Text(" · ".join(filter(None, facts)), "dim"))
    for name, place in (("URL", about.url), ("file", original), ("copy of", about.copy_of)):
        if place:
            out.print(Text(f"{name}: {place}", "dim"), soft_wrap=True)
    out.print(Text(f"{document.summary.coverage}, {counted(document.summary.claims, 'claim')} in all."))
    for paragraph in paragraphs(document):
        shown = [marked for marked in paragraph.sentences if at is None or _is_near(marked.sentence, at)]
        if shown or (at is None and paragraph.after.strip()):
            out.print()
            _print_paragraph(out, Paragraph(tuple(shown), "" if at else paragraph.after), at)


def _is_near(sentence: Sentence, at: Sentence) -> bool:
    return abs(sentence.index - at.index) <= AROUND


def _print_paragraph(out: Console, paragraph: Paragraph, at: Sentence | None) -> None:
    text = Text()
    for marked in paragraph.sentences:
        text.append(marked.before)
        text.append_text(_sentence(marked, is_wanted=marked.sentence == at))
    text.append(paragraph.after, "dim")
    out.print(text)
    for sentence, claim in paragraph.claims:
        out.print(Padding(_claim(sentence, claim), (0, 0, 0, 4), expand=False))


def _sentence(marked: MarkedSentence, *, is_wanted: bool) -> Text:
    """The text of a sentence after its number: `·` after the number of one without a claim."""
    text = Text(f"[{marked.sentence.index + 1}{'' if marked.claims else '·'}] ", "reverse" if is_wanted else "dim")
    for run in marked.runs:
        for words, roles in run.parts:
            styles = [ROLE_STYLES[roles[0]]] if roles else []
            styles += ["underline"] if run.mention is not None else []
            styles += [] if marked.claims else ["italic"]
            text.append(words, " ".join(styles))
    return text


def _claim(sentence: Sentence, claim: Record) -> Text:
    target = "" if claim["target"] is None else f" → {claim['target']['label']}"
    source = None if claim["attribution"] is None else f"according to {claim['attribution']['label']}"
    rest = ", ".join(filter(None, (*statuses(claim), source, claim["when"])))
    statement = f"{claim['actor']['label']} → {claim['action']['label']}{target}"
    return Text.assemble((f"{sentence.index + 1}  ", "dim"), statement, (f"   {rest}" if rest else "", "dim"))


def document_json(document: LibraryDocument, at: Sentence | None) -> str:
    """The document as JSON: metadata, text, and each sentence with its mentions and claims."""
    about, summary = document.document, document.summary
    names = ("title", "date", "source", "url", "batch", "byline", "dateline", "language", "copy_of")
    near = [sentence for sentence in document.sentences if at is None or _is_near(sentence, at)]
    counts = {name: getattr(summary, name) for name in ("sentences", "with_claims", "claims")}
    mentions = mentions_by_sentence(document)
    return json_line(
        {
            "document": about.id,
            **{name: getattr(about, name) for name in names},
            "counts": counts,
            "text": about.text,
            "sentences": [_sentence_record(document, sentence, mentions[sentence.index]) for sentence in near],
        }
    )


def _sentence_record(document: LibraryDocument, sentence: Sentence, inside: Iterable[EntityMention]) -> Record:
    mentions = [
        {"start": mention.start, "end": mention.end, "kind": mention.kind.value, "id": mention.id} for mention in inside
    ]
    place = {"index": sentence.index, "start": sentence.start, "end": sentence.end, "text": sentence.text}
    return {**place, "mentions": mentions, "claims": document.claims.get(sentence.start, [])}


def print_hits(result: SearchResult, form: str) -> None:
    """Print what was found: names, then sentences with the words in bold; or as rows."""
    if form != "text":
        write_rows((OutputRow(_hit_record(hit), _hit_record(hit)) for hit in result.hits), form, csv_only=frozenset())
        return
    out = _console()
    if result.entities:
        names = ", ".join(f"{one.label} ({one.id}, {counted(one.sentences, 'sentence')})" for one in result.entities)
        out.print(Text.assemble(("Names: ", "bold"), names))
        out.print()
    _print_hits(out, result.hits)
    click.echo(_outcome(result))


def _print_hits(out: Console, hits: Iterable[Hit]) -> None:
    for hit in hits:
        text = Text()
        for words, is_found in hit.parts:
            text.append(words, "bold yellow" if is_found else "")
        out.print(text)
        out.print(Padding(Text(_place(hit), "dim"), (0, 0, 0, 4), expand=False))
        out.print()


def _place(hit: Hit) -> str:
    """Where a sentence stands, as `read` takes it, and how many claims it has."""
    if hit.position is None:
        facts: tuple[str | None, ...] = (hit.document, hit.date, hit.source, "title")
    else:
        claims = counted(hit.claims, "claim") if hit.claims else "no claim"
        facts = (f"{hit.document} --sentence {hit.position + 1}", hit.date, hit.source, claims, hit.reason)
    return " · ".join(filter(None, facts))


def _outcome(result: SearchResult) -> str:
    undated = f" {counted(result.undated, 'more sentence')} in documents without a date." if result.undated else ""
    return f"{_found(result)}{undated}"


def _found(result: SearchResult) -> str:
    if not result.total and result.undated:
        return "No sentence in the documents of these dates."
    if not result.total:
        return "No sentence matches; try fewer words, or the beginning of a word: extradit*"
    found = f"{counted(result.total, 'sentence')} in {counted(result.documents, 'document')}"
    if len(result.hits) < result.total:
        return f"{len(result.hits):,} of {found}; --limit 0 shows all. Read one: actorgraph read ID --sentence N"
    return f"{found}. Read one: actorgraph read ID --sentence N"


def _hit_record(hit: Hit) -> Record:
    is_title = hit.position is None
    return {
        "document": hit.document,
        "sentence": hit.position,
        "anchor": None if hit.position is None else anchor(hit.position),
        "date": hit.date,
        "source": hit.source,
        "batch": hit.batch,
        "title": hit.title,
        "claims": None if is_title else hit.claims,
        "text": hit.text,
    }
