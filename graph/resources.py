"""Text files that come with the package: page templates, style sheets and scripts."""

from __future__ import annotations

from importlib.resources import files


def template(name: str) -> str:
    """The text of a file of `graph/templates`."""
    return files("graph").joinpath("templates", name).read_text(encoding="utf-8")
