"""The commands on claims: list and show them, and decide which are right."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from actorgraph.cli.commands.decision_context import DecisionContext
from actorgraph.cli.exit_codes import UNREADABLE
from actorgraph.cli.options.claims import ClaimFilters, claim_filters
from actorgraph.cli.options.common import (
    ProjectOptions,
    PublishOptions,
    output_option,
    project_options,
    publish_options,
)
from actorgraph.cli.options.groups import option_group
from actorgraph.cli.output.messages import notify
from ontology.errors import InputError
from ontology.model import EntityType, ReviewState

if TYPE_CHECKING:
    from actorgraph.builder.review.claim_index import ClaimIndex, ReviewedClaim
    from graph.review.claims import ClaimDecision

DEFAULT_LIMIT = 50
TYPES = click.Choice([kind.value for kind in EntityType])
IDS = "ID is the id of a claim, as shown by claims list and the map; its first characters are enough."


@click.group()
def claims() -> None:
    """List and show claims, confirm, correct or reject them.

    Decisions are stored in decisions.txt beside the build, a text file that you can edit and put under version control;
    every build applies it. A rejected claim no longer appears in maps, tables, query results or
    diffs; the graph keeps it, marked as rejected.
    """


@claims.command("list")
@claim_filters
@click.option(
    "--limit", default=DEFAULT_LIMIT, show_default=True, type=click.IntRange(min=0), help="Number of rows; 0 for all."
)
@click.option("--format", "form", default="table", show_default=True, type=click.Choice(["table", "csv", "jsonl"]))
@project_options
def list_claims(*, filters: ClaimFilters, limit: int, form: str, project: ProjectOptions) -> None:
    """List claims, those with the lowest confidence first.

    With TEXT, only claims with it in their actor, action, target or sentence.
    """
    from actorgraph.builder.review.claim_index import ClaimIndex
    from actorgraph.cli.output.claims import claim_row
    from actorgraph.cli.output.tables import write_rows

    opened = project.open()
    rows = ClaimIndex(opened).select(filters.wanted(opened))
    shown = rows[: limit or None]
    write_rows(map(claim_row, shown), form, csv_only=frozenset({"sentence"}))
    if len(shown) < len(rows):
        click.echo(f"{len(shown)} of {len(rows)} claims; --limit 0 shows all.", err=True)


@claims.command("show", help=f"Show a claim: its sentence, status and source, and the decision on it. {IDS}")
@click.argument("identifier", metavar="ID")
@project_options
def show_claim(*, identifier: str, project: ProjectOptions) -> None:
    """Show a claim."""
    from actorgraph.builder.review.claim_index import ClaimIndex
    from actorgraph.cli.output.claims import print_claim

    print_claim(ClaimIndex(project.open()).find(identifier))


why_option = click.option("--why", default="", help="A reason, stored as a comment.")
ids_argument = click.argument("identifiers", metavar="ID...", nargs=-1, required=True)


def _add_verdict_command(name: str, state: ReviewState, short: str) -> None:
    """Add the command that gives one verdict on claims."""

    @claims.command(name, help=f"{short} {IDS}")
    @ids_argument
    @why_option
    @project_options
    @publish_options
    def decide(*, identifiers: Sequence[str], why: str, project: ProjectOptions, server: PublishOptions) -> None:
        sys.exit(_decide(DecisionContext(project, server), identifiers, state, why))


_add_verdict_command("reject", ReviewState.REJECTED, "Reject claims: the sentence does not say this.")
_add_verdict_command(
    "confirm", ReviewState.CONFIRMED, "Confirm claims: the sentence says exactly this, with this status."
)


def _decide(context: DecisionContext, identifiers: Sequence[str], state: ReviewState, why: str) -> int:
    """Save one verdict on several claims, and apply it; the exit code."""
    from actorgraph.builder.review.claim_index import ClaimIndex
    from actorgraph.builder.review.claims import decision_on
    from graph.review.claims import Correction

    index = ClaimIndex(context.project)
    decisions = [decision_on(index.find(identifier), state, Correction(), why) for identifier in identifiers]
    return _save(context, decisions)


def _save(context: DecisionContext, decisions: Sequence[ClaimDecision]) -> int:
    opened = context.project
    for decision in decisions:
        before = opened.decisions.by_key.get(decision.key)
        if before is not None and before.statement() != decision.statement():
            notify(f"{opened.file}:{before.line}: replaced: {before.statement()}")
        now = decision.correction.text()
        click.echo(f"{decision.state.value}: {decision.why}" + (f"; now {now}" if now else ""), err=True)
    opened.save(opened.decisions.deciding(*decisions))
    return context.apply()


@dataclass(frozen=True, slots=True)
class CorrectionOptions:
    """What a claim should say instead."""

    actor: str | None
    actor_type: str | None
    action: str | None
    target: str | None
    target_type: str | None
    without_target: bool
    status: str | None


correction_options = option_group(
    "options",
    CorrectionOptions,
    click.option("--actor", metavar="NAME", help="Who acts: a name or id of the build, or a new name."),
    click.option("--actor-type", type=TYPES, help="Type of a new actor.  [default: group]"),
    click.option("--action", metavar="VERB", help="What is done: the base form, with its particle."),
    click.option("--target", metavar="NAME", help="Who or what is acted on."),
    click.option("--target-type", type=TYPES, help="Type of a new target.  [default: thing]"),
    click.option("--no-target", "without_target", is_flag=True, help="There is no target."),
    click.option(
        "--status",
        metavar="WORDS",
        help="asserted, planned, possible or obligated; with alleged or negated: --status planned,alleged",
    ),
)


@claims.command("correct", help=f"Correct a claim; give the parts that change. {IDS}")
@click.argument("identifier", metavar="ID")
@correction_options
@why_option
@project_options
@publish_options
def correct(
    *, identifier: str, options: CorrectionOptions, why: str, project: ProjectOptions, server: PublishOptions
) -> None:
    """Correct a claim."""
    from dataclasses import asdict

    from actorgraph.builder.review.claim_index import ClaimIndex
    from actorgraph.builder.review.claims import correction, decision_on

    if options.target is not None and options.without_target:
        raise InputError("--no-target", f"contradicts --target {options.target}; give one of the two")
    for name in ("actor", "action", "target"):
        if getattr(options, name) is not None and not getattr(options, name).strip():
            raise InputError(f"--{name}", "is empty; leave it out, or give a name")
    context = DecisionContext(project, server)
    new = correction(context.project, **asdict(options))
    claim = ClaimIndex(context.project).find(identifier)
    sys.exit(_save(context, [decision_on(claim, ReviewState.CORRECTED, new, why)]))


@claims.command("undo", help=f"Withdraw the decision on a claim. {IDS}")
@ids_argument
@project_options
@publish_options
def undo(*, identifiers: Sequence[str], project: ProjectOptions, server: PublishOptions) -> None:
    """Withdraw decisions."""
    from actorgraph.builder.review.claim_index import ClaimIndex
    from actorgraph.builder.review.claims import decision_made_on

    context = DecisionContext(project, server)
    opened, index = context.project, ClaimIndex(context.project)
    withdrawn = [decision_made_on(opened, index.find(identifier)) for identifier in identifiers]
    for decision in withdrawn:
        click.echo(f"withdrawn: {decision.text()}", err=True)
    opened.save(opened.decisions.without({decision.key for decision in withdrawn}))
    sys.exit(context.apply())


@dataclass(frozen=True, slots=True)
class ReviewOptions:
    """Whether claims are reviewed on the terminal or through a table."""

    form: str | None
    table: Path | None
    output: Path | None


review_options = option_group(
    "options",
    ReviewOptions,
    click.option("--format", "-f", "form", type=click.Choice(["csv"]), help="Print the claims as a table to fill in."),
    click.option(
        "--from", "table", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Read a filled-in table."
    ),
    output_option,
)


@claims.command()
@claim_filters
@review_options
@project_options
@publish_options
def review(*, filters: ClaimFilters, options: ReviewOptions, project: ProjectOptions, server: PublishOptions) -> None:
    """Review claims that nobody has decided on, those with the lowest confidence first.

    On a terminal with one key per claim, or as a table for a spreadsheet:

    \b
    actorgraph claims review -f csv -o claims-to-review.csv   # fill in the column verdict: confirm, correct or reject
    actorgraph claims review --from claims-to-review.csv
    """  # noqa: D301  # click's mark for lines to be left as they are
    from actorgraph.builder.review.claim_index import ClaimIndex
    from actorgraph.builder.review.claims import to_table
    from actorgraph.cli.output.files import write_or_print
    from actorgraph.cli.output.tables import counted

    context = DecisionContext(project, server)
    index = ClaimIndex(context.project)
    if options.table is not None:
        sys.exit(_take_table(context, index, options.table))
    waiting = index.select(filters.wanted(context.project, state="open"))
    if options.form == "csv":
        write_or_print(to_table(waiting), options.output, counted(len(waiting), "claim"))
    elif not waiting:
        click.echo("No such claim is waiting for a decision.")
    else:
        sys.exit(_review_on_terminal(context, waiting))


def _take_table(context: DecisionContext, index: ClaimIndex, table: Path) -> int:
    """Apply the verdicts of a filled-in table; the exit code."""
    from actorgraph.builder.review.claims import from_table
    from actorgraph.cli.output.tables import counted

    decisions, errors = from_table(context.project, index, table)
    for problem in errors:
        notify(problem)
    click.echo(f"{counted(len(decisions), 'verdict')} read, {counted(len(errors), 'row')} skipped.", err=True)
    return _save(context, decisions) or (UNREADABLE if errors else 0)


def _review_on_terminal(context: DecisionContext, waiting: Sequence[ReviewedClaim]) -> int:
    """Ask about each claim with one key; the exit code. Raises InputError if this is no terminal."""
    from actorgraph.builder.review.session import Session, run_on_terminal
    from actorgraph.cli.keys import key_reader
    from actorgraph.cli.output.claims import KEY_LABELS, ClaimReview, print_claim_to_review

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InputError(
            "review", f"{len(waiting)} claims to review, but this is not a terminal; use --format csv, then --from"
        )
    opened, read_key = context.project, key_reader(KEY_LABELS)
    decide = ClaimReview(opened).decision_of_key
    run_on_terminal(Session(waiting, decide, opened.save, opened.decisions), print_claim_to_review, read_key)
    return context.apply()
