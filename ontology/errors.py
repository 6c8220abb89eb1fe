"""The errors that a user can cause. Each message is one line: where, why, and what to do."""

from __future__ import annotations

import re

UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
"""Ends of lines, other control characters, and half surrogates, which no terminal and no file can take."""
MOST = 1000
"""Characters of a line that quotes an input."""


def printable_line(text: str) -> str:
    """The text as one line that can be printed anywhere; its middle is left out if it is long."""
    line = UNPRINTABLE.sub(" ", text)
    return line if len(line) <= MOST else f"{line[: MOST - 300]} … {line[-300:]}"


class ActorgraphError(Exception):
    """Base of every error that is shown to the user as one line, without a traceback."""


class InputError(ActorgraphError):
    """An input that cannot be read, decoded or parsed: `where` it is, and `why`. It is reported and skipped."""

    def __init__(self, where: str, why: str) -> None:
        self.where = where
        self.why = printable_line(why)
        super().__init__(f"{printable_line(where)}: {self.why}")

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str]]:
        """Support pickling, for errors that cross process boundaries."""
        return type(self), (self.where, self.why)


class NotFoundError(InputError):
    """Nothing has the name or id that was given."""


class DataError(ActorgraphError):
    """A data file (lexicon, scheme, registry, decisions) that breaks its rules: `file`, `line` if known, and `why`."""

    def __init__(self, file: str, line: int | None, why: str) -> None:
        self.file = file
        self.line = line
        self.why = why
        super().__init__(f"{file}:{line}: {why}" if line else f"{file}: {why}")

    def __reduce__(self) -> tuple[type[DataError], tuple[str, int | None, str]]:
        """Support pickling, for errors that cross process boundaries."""
        return type(self), (self.file, self.line, self.why)


class ModelError(ActorgraphError):
    """A spaCy pipeline that is not installed or cannot parse."""


class StoreError(ActorgraphError):
    """The graph store is missing, locked or damaged."""


class QueryError(ActorgraphError):
    """A query that is unknown, lacks a parameter or is invalid SPARQL."""


class NotExtractedError(ActorgraphError):
    """A document that nothing can be extracted from now; the message says why and what to do. Others go on."""
