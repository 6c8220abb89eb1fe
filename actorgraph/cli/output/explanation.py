"""How a sentence was analysed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from actorgraph.cli.output.tables import print_table

if TYPE_CHECKING:
    from extract.explain import Explanation
    from extract.judge.explanation import JudgedClaim
    from ontology.model import Claim, Extraction


def print_explanation(explanation: Explanation) -> None:
    """Print tokens, references, clauses, claims and what was rejected, a table each."""
    _print_title("Tokens")
    print_table(
        ["token", "lemma", "tag", "dependency", "head"],
        [[row.text, row.lemma, row.tag, row.dependency, row.head] for row in explanation.tokens],
    )
    _print_title("References")
    print_table(
        ["words", "as", "stand for", "type", "certainty"],
        [
            [row.text, row.kind, row.entity.label, row.entity.type.value, row.certainty]
            for row in explanation.references
        ],
    )
    if explanation.open:
        _print_title("Open references")
        print_table(["words", "may stand for"], [[row.text, ", ".join(row.candidates)] for row in explanation.open])
    _print_title("Clauses")
    print_table(
        ["subject", "relation", "object", "rule"],
        [[row.subject, row.relation, row.object, row.rule] for row in explanation.clauses],
    )
    _print_claims(explanation.claims)
    _print_title("Status (from the top of the sentence down to the action)")
    print_table(
        ["action", "word", "because", "status"],
        [[row.action, row.word, row.reason, row.status] for row in explanation.statuses],
    )
    _print_title("Judged (log odds: what speaks for and against)")
    print_table(
        ["claim", "rule", "probability", "kept", "because", "actor", "target"],
        [_judged_row(judged) for judged in explanation.judged],
    )
    _print_title("Rejected")
    print_table(["words", "why"], [[rejected.text, rejected.reason] for rejected in explanation.rejected])


def print_verification(extraction: Extraction) -> None:
    """Print the verified claims of a text and what verification left out, a table each."""
    _print_claims(extraction.claims)
    _print_title("Verification")
    print_table(
        ["outcome", "proposal", "why"], [[note.outcome.value, note.words, note.reason] for note in extraction.notes]
    )


def _print_claims(claims: Iterable[Claim]) -> None:
    _print_title("Claims")
    print_table(
        ["actor", "action", "target", "class", "how", "said by", "rule", "confidence"],
        [_claim_row(claim) for claim in claims],
    )


def _claim_row(claim: Claim) -> list[object]:
    how = [claim.polarity.value, claim.modality.value, *(["alleged"] if claim.alleged else [])]
    return [
        claim.actor.entity.label,
        claim.action.label,
        claim.target.entity.label if claim.target else None,
        claim.action.class_,
        ", ".join(how),
        claim.attribution.label if claim.attribution else None,
        claim.rule,
        claim.confidence,
    ]


def _judged_row(judged: JudgedClaim) -> list[object]:
    return [
        " ".join(filter(None, [judged.actor, judged.action, judged.target])),
        judged.rule,
        judged.probability,
        "yes" if judged.kept else "no",
        *(_reasons(part) for part in (judged.of_claim, judged.of_actor, judged.of_target)),
    ]


def _reasons(reasons: Sequence[tuple[str, float]]) -> str:
    return ", ".join(f"{name} {weight:+.1f}" for name, weight in reasons)


def _print_title(title: str) -> None:
    click.echo(click.style(f"\n{title}", bold=True))
