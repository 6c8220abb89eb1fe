"""The commands on who is who: list, show, review, and decisions on two names. Heavy imports wait for their command."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from actorgraph.cli.notices import tell, tell_written
from actorgraph.cli.options import (
    DECISIONS,
    STORE,
    UNREADABLE,
    UPDATE_STORE,
    actors_option,
    beside,
    decisions_option,
    followed_store_options,
    known_registry,
    open_build,
    out_option,
    store_option,
    target_option,
)
from ontology.errors import InputError

if TYPE_CHECKING:
    from actorgraph.builder.review.project import Project

LISTED = 50
SERVER = "actorgraph.server"
"""Where click keeps the server that is to follow."""


@click.group()
def actors() -> None:
    """Who is who: list and show actors, judge which names are one, undo it.

    Decisions are kept in decisions.txt beside the build, a text file that is yours to edit and to version;
    every build applies it.
    """


@actors.command("list")
@click.argument("text", required=False)
@click.option("--type", "kind", help="Only this type: country, government-body, company, person …")
@click.option("--country", help="Only those of this country.")
@click.option("--limit", default=LISTED, show_default=True, type=click.IntRange(min=0), help="Rows; 0 for all.")
@click.option("--format", "form", default="table", show_default=True, type=click.Choice(["table", "csv", "jsonl"]))
@store_option
@out_option
def list_(text: str | None, kind: str | None, country: str | None, limit: int, form: str, out: Path) -> None:
    """List actors, those with most claims first.

    With TEXT only those with a name that holds it.
    """
    from actorgraph.cli import output as show
    from graph.query.actors import actor_rows
    from graph.store.claims import aliases

    data = open_build(out)
    everyone, names = actor_rows(data), aliases(data)
    kinds = sorted({row.type for row in everyone})
    if kind is not None and kind not in kinds:
        raise InputError(f"--type {kind}", f"no such type in the build; there are: {', '.join(kinds)}")
    rows = [
        row
        for row in everyone
        if (text is None or any(text.casefold() in name.casefold() for name in (row.label, *names.get(row.id, ()))))
        and (kind is None or row.type == kind)
        and (country is None or country.casefold() in {(row.country or "").casefold(), row.label.casefold()})
    ]
    if country is not None and not rows and text is None and kind is None:
        countries = sorted({row.country for row in everyone if row.country is not None})
        raise InputError(f"--country {country}", f"nobody of it in the build; there are: {', '.join(countries)}")
    shown = rows[: limit or None]
    show.write_rows((show.Row(asdict(row), {**asdict(row), "actor id": row.id}) for row in shown), form)
    if len(shown) < len(rows):
        click.echo(f"{len(shown)} of {len(rows)} actors; --limit 0 shows all.", err=True)


@actors.command("show")
@click.argument("name")
@click.option("--format", "form", default="text", show_default=True, type=click.Choice(["text", "json"]))
@store_option
@out_option
def show_(name: str, form: str, out: Path) -> None:
    """Show all that is known of an actor.

    Other names, country, memberships, first and last seen, what it does, merges and why they were made.
    """
    from actorgraph.cli.actor_output import actor_card
    from graph.query.actors import card

    actor_card(card(open_build(out), name), form)


@actors.command()
@click.option("--format", "-f", "form", type=click.Choice(["csv"]), help="The matches as a table, to fill in.")
@click.option("--from", "table", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Filled-in table.")
@click.option("--min-score", default=0.5, show_default=True, type=click.FloatRange(0, 1), help="Only surer matches.")
@click.option("--again", is_flag=True, help="Ask about those left undecided too.")
@target_option
@decisions_option
@actors_option
@followed_store_options
@out_option
def review(
    form: str | None,
    table: Path | None,
    min_score: float,
    again: bool,
    output: Path | None,
    decisions: Path | None,
    actors: Path | None,
    out: Path,
) -> None:
    """Judge the matches that wait.

    On a terminal with one key each, or as a table for a spreadsheet and back:

    \b
    actorgraph actors review -f csv -o matches.csv   # fill in the column verdict: same, different or undecided
    actorgraph actors review --from matches.csv
    """  # noqa: D301  # click's mark for lines to be left as they are
    from actorgraph.builder.review.session import Session, cases, to_table
    from actorgraph.cli import actor_output as show_actors
    from actorgraph.cli import output as show

    project = _open(out, decisions, actors)
    if table is not None:
        taken, errors = project.take_in(table)
        for error in errors:
            tell(error)
        click.echo(f"{show.counted(taken, 'verdict')} taken in, {show.counted(len(errors), 'row')} not.", err=True)
        sys.exit(_apply(project) or (UNREADABLE if errors else 0))
    waiting = cases(project.found, project.extractions, project.registry, least=min_score, again=again)
    if form == "csv":
        show.written_or_printed(to_table(waiting), output, show.counted(len(waiting), "match"))
        return
    if not waiting:
        click.echo("No match waits for a decision.")
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InputError("review", f"{len(waiting)} matches wait; this is no terminal: use --format csv and --from")
    session = Session(waiting, show_actors.case, show_actors.pressed, project.save, project.decisions)
    session.run()
    sys.exit(_apply(project))


def _deciding(verdict: str, short: str, more: str) -> None:
    """Add the command of a verdict."""

    @actors.command(verdict, help=f"{short} {more}", short_help=short)
    @click.argument("first")
    @click.argument("second")
    @click.option("--why", default="", help="A reason, kept as a comment.")
    @decisions_option
    @actors_option
    @followed_store_options
    @out_option
    def decide(first: str, second: str, why: str, decisions: Path | None, actors: Path | None, out: Path) -> None:
        from graph.identity.decisions import Verdict

        project = _open(out, decisions, actors)
        before = project.decide(Verdict(verdict), first, second, why)
        if before is not None:
            tell(f"{project.file}:{before.line}: was {before.verdict.value!r}, is now {verdict!r}")
        code = _apply(project)
        for gone, kept in sorted(project.found.merged.items()):
            if {project.id_of(first), project.id_of(second)} & {gone, kept}:
                click.echo(f"{project.found.labels[gone]} is found as {project.label(kept)} now.", err=True)
        sys.exit(code)


NAMES = "FIRST and SECOND are names or ids as documents have them (actors list, actors show)."
_deciding("same", "FIRST and SECOND are one.", f"The name of FIRST stays, unless SECOND is in the registry. {NAMES}")
_deciding("different", "FIRST and SECOND are two.", f"{NAMES} For two people of one name: ID and ID@DOCUMENT.")
_deciding("undecided", "Leave FIRST and SECOND apart, and do not ask again.", NAMES)


@actors.command()
@click.argument("first")
@click.argument("second", required=False)
@decisions_option
@actors_option
@followed_store_options
@out_option
def split(first: str, second: str | None, decisions: Path | None, actors: Path | None, out: Path) -> None:
    """Undo a merge: of FIRST and SECOND, or of FIRST with everyone.

    A decision is taken back; where a rule made the merge, the two are kept apart from now on.
    """
    from actorgraph.builder.review.split import split as undo

    project = _open(out, decisions, actors)
    changed, told = undo(project.found, project.decisions, [project.id_of(it) for it in (first, second) if it])
    for line in told:
        click.echo(line, err=True)
    if changed == project.decisions:
        raise InputError(first, "is merged with nobody" if second is None else f"no merge joins it and {second} alone")
    project.save(changed)
    sys.exit(_apply(project))


def _open(out: Path, decisions: Path | None, actors: Path | None) -> Project:
    from actorgraph.builder.outputs.publish import writer
    from actorgraph.builder.review.project import open_project

    meta = click.get_current_context().meta
    meta[SERVER] = writer(meta[STORE], meta[UPDATE_STORE])  # a wrong address is told before anything is decided
    return open_project(out, decisions or beside(out, DECISIONS), known_registry(actors, out))


def _apply(project: Project) -> int:
    """Apply the decisions, to the server of --store too, and say what moved. Returns the exit code."""
    from actorgraph.builder.outputs.publish import publish
    from actorgraph.cli.output import counted

    applied = project.apply()
    for problem in applied.problems:
        tell(problem)
    decisions, claims = counted(applied.decisions, "decision"), counted(applied.moved, "claim")
    click.echo(f"{project.file}: {decisions}. {claims} moved; none was lost.", err=True)
    server = click.get_current_context().meta[SERVER]
    if server is not None:
        tell_written(publish(project.out, server))
    return UNREADABLE if applied.problems else 0
