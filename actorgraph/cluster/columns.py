"""Dataclasses as Arrow columns and back, by their types: a claim stays a claim for whoever opens the Parquet file."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import pyarrow as pa

NAMES = {str: pa.string(), bool: pa.bool_(), int: pa.int64(), float: pa.float64()}
Made = TypeVar("Made")


def fields_of(kind: type) -> list[pa.Field]:
    """A column for each field of a dataclass; mappings have none, and come back empty.

    Raises TypeError for a type that is none of str, bool, int, float, Enum, dataclass, tuple[X, ...] and X | None.
    """
    return [pa.field(name, _column(hint)) for name, hint in _hints(kind).items()]


def maker(kind: type[Made]) -> Callable[[Mapping[str, Any]], Made]:
    """What makes the dataclass of a row with these columns. The values are not checked: the file is ours."""
    makers = {name: _maker(hint) for name, hint in _hints(kind).items()}
    mappings = [name for name in _all_hints(kind) if name not in makers]

    def make(row: Mapping[str, Any]) -> Made:
        empty: dict[str, Any] = {name: {} for name in mappings}
        return kind(**{name: of(row[name]) for name, of in makers.items()}, **empty)

    return make


def _hints(kind: type) -> dict[str, Any]:
    return {name: hint for name, hint in _all_hints(kind).items() if get_origin(hint) is not Mapping}


def _all_hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def _column(hint: Any) -> pa.DataType:  # noqa: ANN401  # a type as written
    inner = _optional(hint)
    if inner is not None:
        return _column(inner)
    if get_origin(hint) is tuple:
        return pa.list_(_column(get_args(hint)[0]))
    if dataclasses.is_dataclass(hint):
        return pa.struct(fields_of(cast("type", hint)))
    if issubclass(hint, Enum):
        return pa.string()
    if hint not in NAMES:
        raise TypeError(f"no column for {hint}")
    return NAMES[hint]


def _maker(hint: Any) -> Callable[[Any], Any]:  # noqa: ANN401  # a type as written
    inner = _optional(hint)
    if inner is not None:
        of_inner = _maker(inner)
        return lambda value: None if value is None else of_inner(value)
    if get_origin(hint) is tuple:
        of_each = _maker(get_args(hint)[0])
        return lambda values: tuple(map(of_each, values))
    if dataclasses.is_dataclass(hint):
        return maker(cast("type", hint))
    if issubclass(hint, Enum):
        return {member.value: member for member in hint}.__getitem__
    return _as_it_is


def _as_it_is(value: Any) -> Any:  # noqa: ANN401  # any value
    return value


def _optional(hint: Any) -> Any:  # noqa: ANN401  # a type as written
    """X of `X | None`; None for other types."""
    if get_origin(hint) not in {types.UnionType, Union}:
        return None
    return next(member for member in get_args(hint) if member is not type(None))
