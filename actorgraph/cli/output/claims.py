"""What the commands on claims print: rows, the card of a claim, and a claim to review with its keys."""

from __future__ import annotations

import click
from rich.text import Text

from actorgraph.builder.review.claim_index import ReviewedClaim
from actorgraph.builder.review.claims import corrected, decision_on, shown_parts
from actorgraph.builder.review.project import Project
from actorgraph.cli.output.messages import notify
from actorgraph.cli.output.tables import OutputRow, console
from graph.review.claims import ClaimDecision, Correction, status_of
from ontology.errors import InputError
from ontology.model import Claim, ReviewState
from ontology.records import claim_record

KEY_LABELS = {
    "c": "confirm",
    "r": "reject",
    "R": "reject, with a reason",
    "e": "edit",
    "l": "later",
    "m": "more about it",
    "b": "back",
    "q": "quit",
}
KEYS_LINE = "  [c]onfirm  [r]eject  [R]eject with a reason  [e]dit  [l]ater  [m]ore about it  [b]ack  [q]uit"


def claim_row(claim: ReviewedClaim) -> OutputRow:
    """The row of a claim in a list."""
    now = claim.now
    cells: dict[str, object] = {
        "claim": now.id.removeprefix("claim/"),
        "confidence": f"{now.confidence:.2f}",
        "status": status_of(now).text(),
        "actor": now.actor.entity.label,
        "action": now.action.label,
        "target": now.target.entity.label if now.target else None,
        "document": now.document,
        "decided": claim.state,
        "sentence": now.sentence.text,
    }
    return OutputRow(claim_record(now), cells)


def print_claim(claim: ReviewedClaim) -> None:
    """Print everything about one claim."""
    now, document = claim.now, claim.document
    console().print(_statement(now, claim.state))
    console().print(Text.assemble("  ", _marked(now)))
    review = now.review
    lines = {
        "document": f"{now.document}, {document.date or 'no date'}",
        "source": " ".join(filter(None, (document.source, document.url))),
        "said by": now.attribution.label if now.attribution else "",
        "when": now.when or "",
        "where": now.where.label if now.where else "",
        "class": now.action.class_,
        "confidence": f"{now.confidence:.2f}, rule {now.rule}",
        "decision": "" if review is None else f"{review.state.value}; extracted as {review.why}",
        "id": now.id,
    }
    for name, text in lines.items():
        if text:
            click.echo(f"  {name:<11} {text}")


def print_claim_to_review(claim: ReviewedClaim, number: int, total: int, more: bool) -> None:
    """Print a claim to review: what it says, its sentence with the words it is made of, and the keys."""
    out = console()
    out.rule(Text(f"{number} of {total}   confidence {claim.now.confidence:.2f}"))
    if more:
        print_claim(claim)
    else:
        out.print(_statement(claim.now, claim.state))
        out.print(Text.assemble("  ", _marked(claim.now)))
        source = f", said by {claim.now.attribution.label}" if claim.now.attribution else ""
        click.echo(f"  {claim.now.document}, {claim.document.date or 'no date'}{source}")
    click.echo(KEYS_LINE)


def _statement(claim: Claim, state: str) -> Text:
    target = "" if claim.target is None else f" → {claim.target.entity.label}"
    line = f"{claim.actor.entity.label} → {claim.action.label}{target}"
    return Text.assemble((line, "bold"), f"   {status_of(claim).text()}   {state}")


def _marked(claim: Claim) -> Text:
    text = Text(claim.sentence.text)
    for span in (claim.actor.span, claim.action_span, *([claim.target.span] if claim.target else [])):
        text.stylize("bold underline", span.start - claim.sentence.start, span.end - claim.sentence.start)
    return text


class ClaimReview:
    """Turns keys into decisions on claims of a build; asks for what a key leaves open."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def decision_of_key(self, claim: ReviewedClaim, key: str) -> ClaimDecision | None:
        """The decision that a key makes; None for another key, or if nothing is corrected."""
        if key == "c":
            return decision_on(claim, ReviewState.CONFIRMED, Correction(), "")
        if key in {"r", "R"}:
            why = click.prompt("  why", default="", show_default=False) if key == "R" else ""
            return decision_on(claim, ReviewState.REJECTED, Correction(), why)
        return self._corrected(claim) if key == "e" else None

    def _corrected(self, claim: ReviewedClaim) -> ClaimDecision | None:
        given = {key: click.prompt(f"  {key}", default=value) for key, value in shown_parts(claim).items()}
        try:
            return corrected(self._project, claim, given)
        except InputError as error:
            notify(error)
            return None
