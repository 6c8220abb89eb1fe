"""Loads the text files shipped with the package: page templates, style sheets and scripts."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def template(name: str) -> str:
    """The text of a file in `graph/templates`."""
    return files("graph").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def static_text(name: str) -> str:
    """The text of a style sheet or bundled script in `graph/static`; the sources of the scripts are in `web`."""
    return files("graph").joinpath("static", name).read_text(encoding="utf-8")
