"""Load the project's TOML data files and validate them with pydantic: the one validator of rule data.

A data file is described by a subclass of `DataTable`, one field per key. `load_toml` reads a file of a package,
`parse_toml` a text, `validated` tables that are parsed already; all three turn whatever is wrong into a `DataError`
that names the file, the table and the reason in plain words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails

from ontology.errors import DataError

NAME_KEYS = ("label", "id", "name", "title", "lemmas", "verb", "pattern")
"""Keys by which an error message names a table in an array of tables; the first that is there."""
SHOWN_CHARACTERS = 60


class DataTable(BaseModel):
    """Base class of the tables of data files: unknown keys are refused, instances cannot be changed.

    Subclasses declare one field per key; a field without a default is required.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, table: Any) -> Any:  # noqa: ANN401  # any TOML value
        """Refuse unknown keys with a message that lists the known ones."""
        if isinstance(table, Mapping):
            known = sorted(field.alias or name for name, field in cls.model_fields.items())
            unknown = sorted(set(table) - set(known))
            if unknown:
                raise ValueError(f"unknown key {unknown[0]!r}; the known keys are {', '.join(known)}")
        return table


Model = TypeVar("Model", bound=BaseModel)


def load_toml(package: str, file: str, model: type[Model]) -> Model:
    """The validated content of a TOML file inside an importable package.

    `file` is the path below the package: "actions.toml" or "data/actions.toml". Raises DataError where the file
    breaks the rules of `model`.
    """
    text = files(package).joinpath(*file.split("/")).read_text(encoding="utf-8")
    return parse_toml(text, file.rpartition("/")[2], model)


def parse_toml(text: str, file: str, model: type[Model]) -> Model:
    """The validated content of a TOML text; error messages call it `file`. Raises DataError."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(file, None, str(error)) from error
    return validated(tables, file, model)


def validated(tables: object, file: str, model: type[Model]) -> Model:
    """Parsed tables as an instance of `model`; error messages call their file `file`. Raises DataError."""
    try:
        return model.model_validate(tables)
    except ValidationError as error:
        details = error.errors(include_url=False)[0]
        place, reason = _place(details, tables), _reason(details)
        raise DataError(file, None, f"{place}: {reason}" if place else reason) from error


def _place(details: ErrorDetails, tables: object) -> str:
    """Where in the file the error is: "[[body]] Mekong Cyber Desk: aliases", "[propose]: plover"."""
    location = details["loc"][:-1] if details["type"] == "missing" else details["loc"]
    steps: list[str] = []
    values = [tables]
    for step in location:
        values.append(_inside(values[-1], step))
        steps.append(_name(values[-1], step) if isinstance(step, int) else step)
    if len(steps) > 1 and isinstance(location[1], int) and isinstance(values[2], Mapping):
        return ": ".join(filter(None, (f"[[{steps[0]}]] {steps[1]}", ".".join(steps[2:]))))
    if steps and isinstance(values[1], Mapping):
        return ": ".join(filter(None, (f"[{steps[0]}]", ".".join(steps[1:]))))
    return ".".join(steps)


def _inside(value: object, step: int | str) -> object:
    """The value of a key or the item of an array; None if there is none."""
    if isinstance(value, Mapping):
        return value.get(step)
    return value[step] if isinstance(value, list) and isinstance(step, int) and step < len(value) else None


def _name(value: object, index: int) -> str:
    """What a message calls the item of an array: its label or the like, else its number."""
    names = [value[key] for key in NAME_KEYS if value.get(key)] if isinstance(value, Mapping) else []
    return str(names[0])[:SHOWN_CHARACTERS] if names else f"number {index + 1}"


def _reason(details: ErrorDetails) -> str:
    match details["type"]:
        case "missing":
            return f"{details['loc'][-1]!r} is missing"
        case "value_error":
            return str(details["ctx"]["error"])
        case "enum" | "literal_error":
            return f"{details['input']!r} is not one of {details['ctx']['expected']}"
        case _:
            message = details["msg"]
            return f"{message[0].lower()}{message[1:]}, not {details['input']!r:.{SHOWN_CHARACTERS}}"
