"""Reads one key from a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import click


def key_reader(labels: Mapping[str, str]) -> Callable[[], str]:
    """A function that waits for a key and prints its meaning; an interrupt counts as `q`. `labels`: meaning by key."""

    def read_key() -> str:
        try:
            key = click.getchar(echo=False)
        except (KeyboardInterrupt, EOFError):
            key = "q"
        label = labels.get(key)
        click.echo(f"  -> {label}" if label else f"  {key!r} is not one of the keys: {' '.join(labels)}")
        return key

    return read_key
