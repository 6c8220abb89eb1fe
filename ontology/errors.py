"""The errors a user can cause. Each is one clear line: what, where, why, what to do."""

from __future__ import annotations


class ActorgraphError(Exception):
    """Base of every error that is shown to the user as one line, without a traceback."""


class InputError(ActorgraphError):
    """A document that cannot be read, decoded or parsed. The others go on."""

    def __init__(self, where: str, why: str) -> None:
        self.where = where
        self.why = why
        super().__init__(f"{where}: {why}")

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str]]:
        """How it is sent to another process."""
        return type(self), (self.where, self.why)


class DataError(ActorgraphError):
    """A data file of the project (lexicon, scheme, registry) that breaks its rules."""

    def __init__(self, file: str, line: int | None, why: str) -> None:
        self.file = file
        self.line = line
        self.why = why
        super().__init__(f"{file}:{line}: {why}" if line else f"{file}: {why}")

    def __reduce__(self) -> tuple[type[DataError], tuple[str, int | None, str]]:
        """How it is sent to another process."""
        return type(self), (self.file, self.line, self.why)


class ModelError(ActorgraphError):
    """The spaCy pipeline that was asked for is not installed or cannot parse."""


class StoreError(ActorgraphError):
    """The graph store is missing, locked or damaged."""


class QueryError(ActorgraphError):
    """A query that is unknown, lacks a parameter or is not valid SPARQL."""
