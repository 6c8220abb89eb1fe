"""The command group: imports the module of a command, sets up logging, and reports errors as one line."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from actorgraph import __version__
from actorgraph.cli.exit_codes import FAILED
from actorgraph.cli.output.messages import notify
from ontology.errors import ActorgraphError

COMMANDS = {
    "actors": "actors:actors",
    "build": "build:build",
    "check": "query:check",
    "claims": "claims:claims",
    "diff": "diff:diff",
    "entities": "extract:entities",
    "evaluate": "extract:evaluate",
    "explain": "extract:explain",
    "export": "views:export",
    "extract": "extract:extract",
    "llm": "llm:llm",
    "map": "views:draw",
    "patch": "patch:patch",
    "query": "query:query",
    "read": "reading:read",
    "search": "reading:search",
    "serve": "serve:serve",
}
"""By command, the module below `actorgraph.cli.commands` and the name in it. Only the module that runs is imported."""


class CommandGroup(click.Group):
    """A group that imports the module of a command when the command is asked for, and reports the errors of users.

    An error that a user can cause is one line on standard error and exit code 2, without a traceback.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # as click calls it
        """The names of all commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # likewise
        """The command of a name; None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"actorgraph.cli.commands.{module}"), attribute)
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  # as click declares it
        """Run the command; report an error that a user can cause."""
        try:
            return super().invoke(ctx)
        except ActorgraphError as error:
            notify(error)
        except BrokenPipeError:  # `actorgraph extract … | head`
            raise
        except OSError as error:
            notify(f"{error.filename or 'file'}: {error.strerror or error}; check the path and its permissions")
        raise click.exceptions.Exit(FAILED)


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, package_name="actorgraph")
@click.option("-v", "--verbose", count=True, help="Log progress to standard error; -vv logs details too.")
def main(verbose: int) -> None:
    """Extract who did what from policy and news documents.

    Reads documents, extracts claims (actor, action, target) and draws them as an interactive map; every claim links to
    its sentence. Start with: actorgraph build FOLDER
    """
    if verbose:
        from actorgraph.cli.logs import log_to_stderr  # `logging` takes time to import

        log_to_stderr(verbose)
