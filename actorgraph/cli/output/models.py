"""What requests to a language model would take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from actorgraph.cli.output.tables import print_table

if TYPE_CHECKING:
    from extract.llm.estimate import Estimate


def print_estimate(estimate: Estimate, price: tuple[float, float] | None) -> None:
    """Print the documents and requests, and about how many tokens the unanswered ones take.

    `price`: that of a million tokens in and out, by which the cost is printed too.
    """
    open_requests = estimate.requests - estimate.answered
    figures = (estimate.documents, estimate.requests, estimate.answered, open_requests)
    tokens = (estimate.tokens_in, estimate.tokens_out)
    names = ["documents", "requests", "answered", "to send", "tokens in", "tokens out"]
    row = [f"{number:,}" for number in (*figures, *tokens)]
    if price is not None:
        names, row = [*names, "cost"], [*row, f"{estimate.cost(*price):,.2f}"]
    print_table(names, [row], justify="right")
    if open_requests:
        hint = "" if price is not None else "; --llm-price IN OUT shows the cost"
        click.echo(f"Tokens are estimated{hint}.")
