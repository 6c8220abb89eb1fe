"""What the commands on who is who print: an actor's card, and a match to be judged."""

from __future__ import annotations

from dataclasses import asdict

import click
from rich.text import Text

from actorgraph.builder.review.session import MORE_QUOTES, Case, Side
from actorgraph.cli.output import console, counted
from graph.query.actors import Card, by_role
from ontology.records import json_line

FEW_QUOTES = 2
KEY_WORDS = {
    "s": "same",
    "S": "same, the name of B stays",
    "d": "different",
    "u": "undecided",
    "l": "later",
    "m": "more sentences",
    "b": "back",
    "q": "quit",
}
CASE_KEYS = "  [s]ame  [S]ame, the name of B stays  [d]ifferent  [u]ndecided  [l]ater  [m]ore sentences  [b]ack  [q]uit"
MATCH_WORDS = {
    "joined": "merged",
    "same": "merged by you",
    "proposed": "perhaps",
    "different": "not",
    "undecided": "undecided",
}


def actor_card(found: Card, form: str) -> None:
    """All about one actor, a line for each thing that is known, or one JSON object."""
    if form == "json":
        click.echo(json_line(asdict(found)), nl=False)
        return
    row = found.row
    click.echo(f"{click.style(row.label, bold=True)}  {row.type}{f', {row.country}' if row.country else ''}")
    seen = f"{row.first} to {row.last}" if row.first else "in no dated document"
    lines: list[tuple[str, str]] = [
        ("also called", "; ".join(found.names)),
        ("member of", "; ".join(found.member_of)),
        ("members", "; ".join(found.members)),
        ("part of", "; ".join(found.part_of)),
        ("codes", "; ".join(found.codes)),
        ("same as", "; ".join(found.same_as)),
        ("source", found.source or ""),
        ("seen", f"{seen}; in {counted(row.documents, 'document')} and {counted(row.claims, 'claim')}"),
        *((role, ", ".join(acts)) for role, acts in by_role(found.does).items()),
        ("id", "; formerly ".join((row.id, *found.formerly))),
    ]
    for name, text in lines:
        if text:
            click.echo(f"  {name:<13} {text}")
    for match in found.matches:
        reasons = "; ".join(match.reasons) or "a person says so"
        why = f" ({match.why})" if match.why else ""
        other = f"{match.label}, {match.other}" if match.label else match.other
        score = f"{match.score:.2f}, " if match.reasons else ""
        click.echo(f"  {MATCH_WORDS[match.state]:<13} {other}: {score}{reasons}{why}")


def pressed() -> str:
    """A key, which is shown by what it means; an interrupt is `q`."""
    try:
        key = click.getchar(echo=False)
    except (KeyboardInterrupt, EOFError):
        key = "q"
    word = KEY_WORDS.get(key)
    click.echo(f"  -> {word}" if word else f"  {key!r} is no key here: s S d u l m b q")
    return key


def case(found: Case, number: int, total: int, more: bool) -> None:
    """A match to be judged: the two sides with sentences that name them, the reasons, the keys."""
    out = console()
    out.rule(Text(f"{number} of {total}   score {found.match.score:.2f}"))
    for letter, side in (("A", found.first), ("B", found.second)):
        _side(letter, side, more)
    click.echo("  " + "\n  ".join(found.match.reasons))
    click.echo(CASE_KEYS)


def _side(letter: str, side: Side, more: bool) -> None:
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
