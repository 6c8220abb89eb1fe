"""What every command that decides needs: the build, its decisions, and the SPARQL server that is to hold the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from actorgraph.cli.exit_codes import UNREADABLE
from actorgraph.cli.options.common import ProjectOptions, PublishOptions
from actorgraph.cli.output.messages import notify, notify_published

if TYPE_CHECKING:
    from actorgraph.builder.review.project import Project
    from graph.store.remote.sync import RemoteWriter


class DecisionContext:
    """A build whose decisions a command changes, and the SPARQL server that is to hold the result.

    The server is contacted first: a wrong address is reported before anything is decided.
    """

    def __init__(self, project: ProjectOptions, server: PublishOptions) -> None:
        self._writer: RemoteWriter | None = server.writer()
        self.project: Project = project.open()

    def apply(self) -> int:
        """Apply the decisions to the build and the server, print what changed; the exit code."""
        from actorgraph.builder.outputs.publish import publish
        from actorgraph.cli.output.tables import counted

        applied = self.project.apply()
        for problem in applied.problems:
            notify(problem)
        decisions, claims = counted(applied.decisions, "decision"), counted(applied.moved, "claim")
        reviewed = ", ".join(f"{number:,} {state}" for state, number in applied.reviewed.items() if number)
        waiting = f", {applied.waiting} of them waiting for what is not in these documents" if applied.waiting else ""
        states = f" Claims: {reviewed}." if reviewed else ""
        moved = f"{claims} moved to another actor or target"
        click.echo(f"{self.project.file}: {decisions}{waiting}. {moved}.{states}", err=True)
        if self._writer is not None:
            notify_published(publish(self.project.out, self._writer))
        return UNREADABLE if applied.problems else 0
