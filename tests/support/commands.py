"""The commands of the command line, as click objects."""

from __future__ import annotations

import click

from actorgraph.cli.commands.actors import actors
from actorgraph.cli.main import COMMANDS, main


def all_commands() -> dict[str, click.Command]:
    """Every command by its words, `build` or `actors list`."""
    context = click.Context(main)
    found = {name: main.get_command(context, name) for name in COMMANDS}
    found |= {f"actors {name}": command for name, command in actors.commands.items()}
    return {name: command for name, command in found.items() if command is not None}
