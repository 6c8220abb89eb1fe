"""What requests to a language model would take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from actorgraph.cli.output.tables import print_table

if TYPE_CHECKING:
    from extract.llm.estimate import Estimate


def print_estimate(estimate: Estimate) -> None:
    """Print the documents and requests, and about how many tokens the unanswered ones take."""
    open_requests = estimate.requests - estimate.answered
    figures = (estimate.documents, estimate.requests, estimate.answered, open_requests)
    tokens = (estimate.tokens_in, estimate.tokens_out)
    names = ["documents", "requests", "answered", "to send", "tokens in", "tokens out"]
    print_table(names, [[f"{number:,}" for number in (*figures, *tokens)]], justify="right")
    if open_requests:
        click.echo("Tokens are estimated. The cost is tokens x price; a local model costs time only.")
