"""What the commands on identity print: the card of an actor, and a possible match to review."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

import click
from rich.text import Text

from actorgraph.builder.review.matches import MORE_QUOTES, Case, Side
from actorgraph.cli.output.tables import console, counted
from graph.query.actors import ActorCard, MatchRow, by_role
from ontology.records import json_line

FEW_QUOTES = 2
KEY_LABELS = {
    "s": "same",
    "S": "same, keep the name of B",
    "d": "different",
    "u": "undecided",
    "l": "later",
    "m": "more sentences",
    "b": "back",
    "q": "quit",
}
KEYS_LINE = "  [s]ame  [S]ame, keep the name of B  [d]ifferent  [u]ndecided  [l]ater  [m]ore sentences  [b]ack  [q]uit"
MATCH_LABELS = {
    "joined": "merged",
    "same": "merged by you",
    "proposed": "perhaps",
    "different": "not",
    "undecided": "undecided",
}


def print_card(card: ActorCard, form: str) -> None:
    """Print everything about one actor, a line per property, or one JSON object (`form` "json")."""
    if form == "json":
        click.echo(json_line(asdict(card)), nl=False)
        return
    row = card.row
    click.echo(f"{click.style(row.label, bold=True)}  {row.type}{f', {row.country}' if row.country else ''}")
    for name, text in _properties(card):
        if text:
            click.echo(f"  {name:<13} {text}")
    for match in card.matches:
        click.echo(_match_line(match))


def _properties(card: ActorCard) -> Iterator[tuple[str, str]]:
    row = card.row
    seen = f"{row.first} to {row.last}" if row.first else "in no dated document"
    yield "note", card.note or ""
    yield "tags", ", ".join(card.tags)
    yield "also called", "; ".join(card.names)
    yield "member of", "; ".join(card.member_of)
    yield "members", "; ".join(card.members)
    yield "part of", "; ".join(card.part_of)
    yield "codes", "; ".join(card.codes)
    yield "same as", "; ".join(card.same_as)
    yield "source", card.source or ""
    yield "seen", f"{seen}; in {counted(row.documents, 'document')} and {counted(row.claims, 'claim')}"
    for role, acts in by_role(card.does).items():
        yield role, ", ".join(acts)
    yield "id", "; formerly ".join((row.id, *card.formerly))


def _match_line(match: MatchRow) -> str:
    reasons = "; ".join(match.reasons) or "decided by a person"
    why = f" ({match.why})" if match.why else ""
    other = f"{match.label}, {match.other}" if match.label else match.other
    score = f"{match.score:.2f}, " if match.reasons else ""
    return f"  {MATCH_LABELS[match.state]:<13} {other}: {score}{reasons}{why}"


def print_case(case: Case, number: int, total: int, more: bool) -> None:
    """Print a match to review: both sides with sentences that name them, the reasons, and the keys."""
    out = console()
    out.rule(Text(f"{number} of {total}   score {case.match.score:.2f}"))
    for letter, side in (("A", case.first), ("B", case.second)):
        _print_side(letter, side, more)
    click.echo("  " + "\n  ".join(case.match.reasons))
    click.echo(KEYS_LINE)


def _print_side(letter: str, side: Side, more: bool) -> None:
    entity = side.entity
    documents = counted(len(side.documents), "document")
    about = ", ".join(part for part in (entity.type.value, side.country, documents) if part)
    console().print(Text.assemble(f"{letter}  ", (entity.label, "bold"), f"   {about}   {side.id}"))
    if side.names:
        console().print(Text(f"   also: {'; '.join(side.names)}"))
    for quote in side.quotes[: MORE_QUOTES if more else FEW_QUOTES]:
        text = Text(quote.text)
        for start, end in quote.marks:
            text.stylize("bold underline", start, end)
        console().print(Text.assemble("   ", text, (f"  {quote.document}, {quote.date or 'no date'}", "dim")))
    if not side.quotes:
        console().print(Text("   known from the registry; no document names it"))
