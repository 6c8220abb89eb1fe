"""The style of the map is validated: every type, status and change has exactly one style."""

from typing import Any

import pytest

from graph.map.style import MapStyle, map_style
from ontology.data_files import validated
from ontology.errors import DataError


@pytest.fixture
def tables() -> dict[str, Any]:
    tables: dict[str, Any] = map_style().model_dump(mode="json")
    return tables


def test_the_shipped_style_is_valid(tables: dict[str, Any]) -> None:
    assert validated(tables, "style.toml", MapStyle) == map_style()


@pytest.mark.parametrize("table", ["types", "statuses", "changes"])
def test_a_missing_style_is_an_error(tables: dict[str, Any], table: str) -> None:
    tables[table] = tables[table][1:]
    with pytest.raises(DataError, match=table):
        validated(tables, "style.toml", MapStyle)


def test_a_class_in_two_groups_is_an_error(tables: dict[str, Any]) -> None:
    tables["groups"][0]["classes"] = tables["groups"][1]["classes"]
    with pytest.raises(DataError, match="one group"):
        validated(tables, "style.toml", MapStyle)


def test_a_malformed_colour_is_an_error(tables: dict[str, Any]) -> None:
    tables["groups"][0]["light"] = "blue"
    with pytest.raises(DataError, match="light"):
        validated(tables, "style.toml", MapStyle)
