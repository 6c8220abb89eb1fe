"""The commands of the command line, as click objects."""

from __future__ import annotations

import click

from actorgraph.cli.commands.actors import actors
from actorgraph.cli.commands.claims import claims
from actorgraph.cli.commands.llm import llm
from actorgraph.cli.main import COMMANDS, main

GROUPS = {"actors": actors, "claims": claims, "llm": llm}


def all_commands() -> dict[str, click.Command]:
    """Every command by its words, `build`, `actors list` or `claims list`."""
    context = click.Context(main)
    found = {name: main.get_command(context, name) for name in COMMANDS}
    for name_of_group, group in GROUPS.items():
        found |= {f"{name_of_group} {name}": command for name, command in group.commands.items()}
    return {name: command for name, command in found.items() if command is not None}
