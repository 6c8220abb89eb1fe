"""The catalogue of named queries: files in `graph/query/queries` with their help and parameters in comments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ontology.errors import QueryError

PARAMETER_KINDS = ("entity", "action", "date", "number", "share", "text")
SHARE = r"0(?:\.[0-9]{1,6})?|1(?:\.0{1,6})?"
"""A value of the kind share: a number from 0 to 1."""
PARAMETER = re.compile(r"# @param (\w+) (\w+) (\S+) (.+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query. `default` is None for a required parameter and "-" for an optional one."""

    name: str
    kind: str
    default: str | None
    help: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query file: its first comment is the help text, `# @param` lines declare the parameters."""

    name: str
    help: str
    parameters: tuple[Parameter, ...]
    text: str

    @property
    def body(self) -> str:
        """The query with its help text, without the parameter declarations."""
        lines = (line for line in self.text.splitlines() if not line.startswith("# @param"))
        return "\n".join(lines) + "\n"


@cache
def named_queries() -> Mapping[str, NamedQuery]:
    """The named queries by name, sorted. Raises QueryError for a malformed file."""
    folder = files("graph.query").joinpath("queries")
    queries = [
        read_query(entry.name.removesuffix(".rq"), entry.read_text(encoding="utf-8")) for entry in folder.iterdir()
    ]
    return {query.name: query for query in sorted(queries, key=lambda query: query.name)}


def read_query(name: str, text: str) -> NamedQuery:
    """Parse the text of a query file. Raises QueryError if its comments are malformed."""
    help_lines, parameters = [], []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        if line.startswith("# @param"):
            parameters.append(_parameter(name, line))
        else:
            help_lines.append(line.removeprefix("#").strip())
    if not help_lines:
        raise QueryError(f"{name}.rq: the first line must be a comment that says what it answers")
    return NamedQuery(name, " ".join(help_lines), tuple(parameters), text)


def _parameter(query: str, line: str) -> Parameter:
    match = PARAMETER.fullmatch(line)
    if match is None or match[2] not in PARAMETER_KINDS:
        raise QueryError(
            f"{query}.rq: {line!r} is not of the form '# @param NAME {'|'.join(PARAMETER_KINDS)} DEFAULT HELP'"
        )
    return Parameter(match[1], match[2], None if match[3] == "required" else match[3], match[4])
