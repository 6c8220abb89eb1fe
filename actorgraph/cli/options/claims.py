"""The filters of `claims list` and `claims review`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from actorgraph.cli.options.common import action_option, since_option, until_option
from actorgraph.cli.options.groups import option_group
from ontology.model import ReviewState

if TYPE_CHECKING:
    from actorgraph.builder.review.claim_index import ReviewFilter
    from actorgraph.builder.review.project import Project

STATUSES = "asserted alleged planned obligated possible negated".split()
"""As in `graph.rdf.relations`, which is not imported before it is needed."""


@dataclass(frozen=True, slots=True)
class ClaimFilters:
    """Which claims are listed or reviewed."""

    text: str | None
    state: str | None
    document: str | None
    actor: str | None
    action: str | None
    status: str | None
    since: str | None
    until: str | None
    at_most: float

    def wanted(self, project: Project, state: str | None = None) -> ReviewFilter:
        """The filter; `state` holds if none is given. Raises InputError for an unknown actor."""
        from actorgraph.builder.review.claim_index import ReviewFilter

        return ReviewFilter(
            self.text,
            self.state or state,
            self.document,
            self.at_most,
            actors=None if self.actor is None else project.current_ids(self.actor),
            action=self.action,
            status=self.status,
            since=self.since,
            until=self.until,
        )


claim_filters = option_group(
    "filters",
    ClaimFilters,
    click.argument("text", required=False),
    click.option(
        "--state",
        type=click.Choice(["open", *(state.value for state in ReviewState)]),
        help="Only claims in this state; open: nobody has decided.",
    ),
    click.option("--document", metavar="ID", help="Only claims of this document."),
    click.option("--actor", metavar="NAME", help="Only claims with this actor, as actor or target."),
    action_option,
    click.option("--status", type=click.Choice(STATUSES), help="Only claims that are stated like this."),
    since_option,
    until_option,
    click.option(
        "--max-confidence",
        "at_most",
        default=1.0,
        show_default=True,
        type=click.FloatRange(0, 1),
        help="Only claims with at most this confidence.",
    ),
)
"""Passes `filters: ClaimFilters` to the command."""
