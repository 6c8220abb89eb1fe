"""The style of the map: colours of action groups, shapes of entity types, line styles of statuses (`style.toml`)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from graph.rdf.relations import STATUSES
from ontology.data_files import DataTable, load_toml
from ontology.model import EntityType

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Shape = Literal["dot", "square", "hexagon", "diamond", "triangle", "triangleDown", "star"]
"""Shapes of vis-network that the page uses."""


class ActionGroupStyle(DataTable):
    """A group of action classes with its colours: on light and dark ground, and for text."""

    name: str
    label: str
    light: Colour
    dark: Colour
    text: Colour
    classes: tuple[str, ...]


class EntityTypeStyle(DataTable):
    """The symbol of a type of entity."""

    name: EntityType
    label: str
    shape: Shape
    hollow: bool


class StatusStyle(DataTable):
    """The line style of a status; `dash`: lengths of strokes and gaps in pixels, none for a solid line."""

    name: str
    label: str
    line: str
    dash: tuple[int, ...]


class ChangeStyle(DataTable):
    """Colours and sign (an SVG path) of a change on the map of a diff."""

    name: Literal["added", "gone", "changed", "same"]
    label: str
    light: Colour
    dark: Colour
    sign: str


class MapStyle(DataTable):
    """The content of `style.toml`; `faint`: confidence in percent below which a line is faint."""

    faint: Annotated[int, Field(ge=0, le=100)]
    groups: tuple[ActionGroupStyle, ...]
    types: tuple[EntityTypeStyle, ...]
    statuses: tuple[StatusStyle, ...]
    changes: tuple[ChangeStyle, ...]

    @model_validator(mode="after")
    def _complete(self) -> MapStyle:
        """Check that every type, status and change has exactly one style, and that the last group takes the rest."""
        _check_names("types", [style.name for style in self.types], list(EntityType))
        _check_names("changes", [style.name for style in self.changes], ["added", "gone", "changed", "same"])
        if tuple(style.name for style in self.statuses) != STATUSES:
            raise ValueError(f"statuses must be {', '.join(STATUSES)}, in this order")
        classes = [name for group in self.groups for name in group.classes]
        if len(classes) != len(set(classes)) or self.groups[-1].name != "other":
            raise ValueError("a class belongs to one group, and the last group is 'other'")
        return self


@cache
def map_style() -> MapStyle:
    """The validated style. Raises DataError if `style.toml` is invalid."""
    return load_toml("graph.map", "style.toml", MapStyle)


@cache
def vis_options() -> dict[str, Any]:
    """The options of the vis-network library: `vis_options.json`."""
    options: dict[str, Any] = json.loads(files("graph.map").joinpath("vis_options.json").read_text(encoding="utf-8"))
    return options


def _check_names(table: str, names: Sequence[str], expected: Sequence[str]) -> None:
    if sorted(names) != sorted(expected):
        raise ValueError(f"{table} must be {', '.join(expected)}, each once")
