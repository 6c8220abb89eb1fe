"""The commands on identity: list and show actors, review possible matches, decide on two names, undo a merge."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from actorgraph.cli.commands.decision_context import DecisionContext
from actorgraph.cli.exit_codes import UNREADABLE
from actorgraph.cli.options.actors import ActorFilters, actor_filters
from actorgraph.cli.options.common import (
    ProjectOptions,
    PublishOptions,
    StoreOptions,
    output_option,
    project_options,
    publish_options,
    store_options,
)
from actorgraph.cli.options.groups import option_group
from actorgraph.cli.output.messages import notify
from ontology.errors import InputError

if TYPE_CHECKING:
    from actorgraph.builder.review.matches import Case

DEFAULT_LIMIT = 50


@click.group()
def actors() -> None:
    """List and show actors, decide which names are the same actor, undo merges.

    Decisions are stored in decisions.txt beside the build, a text file that you can edit and put under version control;
    every build applies it.
    """


@actors.command("list")
@actor_filters
@click.option(
    "--limit", default=DEFAULT_LIMIT, show_default=True, type=click.IntRange(min=0), help="Number of rows; 0 for all."
)
@click.option("--format", "form", default="table", show_default=True, type=click.Choice(["table", "csv", "jsonl"]))
@store_options
def list_actors(*, filters: ActorFilters, limit: int, form: str, source: StoreOptions) -> None:
    """List actors, those with most claims first.

    With TEXT, only actors with a name that contains it.
    """
    from actorgraph.cli.output.tables import OutputRow, write_rows
    from graph.query.actors import actor_rows, bloc_members
    from graph.store.entities import aliases
    from graph.store.remarks import remarks

    data = source.open()
    tags = {identifier: about.tags for identifier, about in remarks(data).items()}
    members = None if filters.bloc is None else bloc_members(data, filters.bloc)
    rows = filters.select(actor_rows(data), aliases(data), tags, members)
    shown = rows[: limit or None]
    write_rows((OutputRow(asdict(row), {**asdict(row), "actor id": row.id}) for row in shown), form)
    if len(shown) < len(rows):
        click.echo(f"{len(shown)} of {len(rows)} actors; --limit 0 shows all.", err=True)


@actors.command("show")
@click.argument("name")
@click.option("--format", "form", default="text", show_default=True, type=click.Choice(["text", "json"]))
@store_options
def show_actor(*, name: str, form: str, source: StoreOptions) -> None:
    """Show everything known about an actor.

    Other names, country, memberships, first and last seen, its actions, and merges with their reasons.
    """
    from actorgraph.cli.output.actors import print_card
    from graph.query.actors import card

    print_card(card(source.open(), name), form)


@dataclass(frozen=True, slots=True)
class ReviewOptions:
    """Which matches are reviewed, and whether on the terminal or through a table."""

    form: str | None
    table: Path | None
    min_score: float
    again: bool
    output: Path | None


review_options = option_group(
    "options",
    ReviewOptions,
    click.option("--format", "-f", "form", type=click.Choice(["csv"]), help="Print the matches as a table to fill in."),
    click.option(
        "--from", "table", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Read a filled-in table."
    ),
    click.option(
        "--min-score", default=0.5, show_default=True, type=click.FloatRange(0, 1), help="Minimum score of a match."
    ),
    click.option("--again", is_flag=True, help="Also ask about matches that you left undecided."),
    output_option,
)


@actors.command()
@review_options
@project_options
@publish_options
def review(*, options: ReviewOptions, project: ProjectOptions, server: PublishOptions) -> None:
    """Review possible matches.

    On a terminal with one key per match, or as a table for a spreadsheet:

    \b
    actorgraph actors review -f csv -o matches.csv   # fill in the column verdict: same, different or undecided
    actorgraph actors review --from matches.csv
    """  # noqa: D301  # click's mark for lines to be left as they are
    from actorgraph.builder.review.matches import cases, to_table
    from actorgraph.cli.output.files import write_or_print
    from actorgraph.cli.output.tables import counted

    context = DecisionContext(project, server)
    if options.table is not None:
        sys.exit(_take_table(context, options.table))
    opened = context.project
    waiting = cases(
        opened.identities, opened.extractions, opened.registry, min_score=options.min_score, again=options.again
    )
    if options.form == "csv":
        write_or_print(to_table(waiting), options.output, counted(len(waiting), "match"))
    elif not waiting:
        click.echo("No match is waiting for a decision.")
    else:
        sys.exit(_review_on_terminal(context, waiting))


def _take_table(context: DecisionContext, table: Path) -> int:
    """Apply the verdicts of a filled-in table; the exit code."""
    from actorgraph.cli.output.tables import counted

    taken, errors = context.project.import_table(table)
    for error in errors:
        notify(error)
    click.echo(f"{counted(taken, 'verdict')} read, {counted(len(errors), 'row')} skipped.", err=True)
    return context.apply() or (UNREADABLE if errors else 0)


def _review_on_terminal(context: DecisionContext, waiting: Sequence[Case]) -> int:
    """Ask about each match with one key; the exit code. Raises InputError if this is no terminal."""
    from actorgraph.builder.review.matches import Case
    from actorgraph.builder.review.session import Session, run_on_terminal
    from actorgraph.cli.keys import key_reader
    from actorgraph.cli.output.actors import KEY_LABELS, print_case

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InputError(
            "review", f"{len(waiting)} matches to review, but this is not a terminal; use --format csv, then --from"
        )
    opened, read_key = context.project, key_reader(KEY_LABELS)
    run_on_terminal(Session(waiting, Case.decision_of_key, opened.save, opened.decisions), print_case, read_key)
    return context.apply()


@actors.command()
@click.argument("name")
@click.argument("text")
@project_options
@publish_options
def note(*, name: str, text: str, project: ProjectOptions, server: PublishOptions) -> None:
    """Store a note on an actor or thing; an empty TEXT removes it.

    Notes and tags are lines of decisions.txt. They are in the graph (ag:note, ag:tag), in actors show and on the map.
    """
    from graph.review.remarks import RemarkKind

    context = DecisionContext(project, server)
    context.project.remark(RemarkKind.NOTE, name, [text.strip()], is_removed=not text.strip())
    sys.exit(context.apply())


@actors.command()
@click.argument("name")
@click.argument("tags", nargs=-1, required=True)
@click.option("--remove", is_flag=True, help="Remove the tags.")
@project_options
@publish_options
def tag(*, name: str, tags: tuple[str, ...], remove: bool, project: ProjectOptions, server: PublishOptions) -> None:
    """Mark an actor or thing with TAGS, words such as watch-list; actors list --tag lists those that have one."""
    from graph.review.remarks import RemarkKind

    context = DecisionContext(project, server)
    context.project.remark(RemarkKind.TAG, name, tags, is_removed=remove)
    sys.exit(context.apply())


NAMES = "FIRST and SECOND are names or ids as in the documents (actors list, actors show)."


def _add_decision_command(verdict: str, short: str, more: str) -> None:
    """Add the command that stores a verdict on two names."""

    @actors.command(verdict, help=f"{short} {more}", short_help=short)
    @click.argument("first")
    @click.argument("second")
    @click.option("--why", default="", help="A reason, stored as a comment.")
    @project_options
    @publish_options
    def decide(*, first: str, second: str, why: str, project: ProjectOptions, server: PublishOptions) -> None:
        from graph.review.identity import Verdict

        context = DecisionContext(project, server)
        opened = context.project
        before = opened.decide(Verdict(verdict), first, second, why)
        if before is not None:
            notify(f"{opened.file}:{before.line}: was {before.verdict.value!r}, is now {verdict!r}")
        code = context.apply()
        ids = {opened.id_of(first), opened.id_of(second)}
        for merged, kept in sorted(opened.identities.merged.items()):
            if ids & {merged, kept}:
                click.echo(f"{opened.identities.labels[merged]} is now merged into {opened.label(kept)}.", err=True)
        sys.exit(code)


_add_decision_command(
    "same",
    "Record that FIRST and SECOND are the same actor.",
    f"The name of FIRST is kept, unless SECOND is in the registry. {NAMES}",
)
_add_decision_command(
    "different",
    "Record that FIRST and SECOND are different actors.",
    f"{NAMES} For two people with the same name, give ID and ID@DOCUMENT.",
)
_add_decision_command("undecided", "Keep FIRST and SECOND apart, and do not ask again.", NAMES)


@actors.command()
@click.argument("first")
@click.argument("second", required=False)
@project_options
@publish_options
def split(*, first: str, second: str | None, project: ProjectOptions, server: PublishOptions) -> None:
    """Undo the merge of FIRST and SECOND, or of FIRST with all others.

    If a decision made the merge, it is withdrawn; if a rule made it, the two are kept apart from now on.
    """
    from actorgraph.builder.review.split import split as undo_merge

    context = DecisionContext(project, server)
    opened = context.project
    ids = [opened.id_of(name) for name in (first, second) if name]
    changed, messages = undo_merge(opened.identities, opened.decisions, ids)
    for message in messages:
        click.echo(message, err=True)
    if changed == opened.decisions:
        reason = (
            "is not merged with any actor" if second is None else f"there is no merge of only this actor and {second}"
        )
        raise InputError(first, reason)
    opened.save(changed)
    sys.exit(context.apply())
