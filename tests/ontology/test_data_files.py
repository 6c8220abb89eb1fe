"""Data files: what is loaded, and that every mistake is reported with file, place and reason."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import AfterValidator, Field, RootModel, ValidationError

from ontology import data_files
from ontology.actions import SchemeFile
from ontology.data_files import DataTable, load_toml, parse_toml, validated
from ontology.errors import DataError


class Colour(StrEnum):
    """Values of an enumeration."""

    RED = "red"
    BLUE = "blue"


def _small(number: int) -> int:
    if number > 9:
        raise ValueError(f"{number} is more than 9")
    return number


class Flag(DataTable):
    """A table of an array of tables."""

    label: str
    colours: tuple[Colour, ...]
    stripes: Annotated[int, AfterValidator(_small)] = 0
    but_not: str | None = Field(default=None, alias="not")


class Flags(DataTable):
    """A whole file."""

    words: frozenset[str]
    flag: tuple[Flag, ...] = ()


GOOD = 'words = ["a"]\n[[flag]]\nlabel = "Poland"\ncolours = ["red"]\nnot = "x"\n'


def test_a_file_becomes_an_instance_that_cannot_be_changed() -> None:
    flags = parse_toml(GOOD, "flags.toml", Flags)
    assert flags.flag[0].colours == (Colour.RED,)
    assert flags.flag[0].but_not == "x"
    with pytest.raises(ValidationError):
        flags.flag[0].label = "Monaco"


def test_a_file_of_a_package_is_loaded() -> None:
    assert "propose" in load_toml("ontology", "data/actions.toml", SchemeFile).root


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[flag]", "flags.toml: Expected .* line 1"),
        ("", "flags.toml: 'words' is missing"),
        ('words = "a"', "flags.toml: words: input should be a valid frozenset, not 'a'"),
        (
            GOOD + "wind = 1",
            r"flags.toml: \[\[flag\]\] Poland: unknown key 'wind'; the known keys are colours, label, not, str",
        ),
        (GOOD.replace('colours = ["red"]', ""), r"flags.toml: \[\[flag\]\] Poland: 'colours' is missing"),
        (GOOD.replace('label = "Poland"', ""), r"flags.toml: \[\[flag\]\] number 1: 'label' is missing"),
        (GOOD.replace("red", "green"), r"\[\[flag\]\] Poland: colours.number 1: 'green' is not one of 'red' or 'blue'"),
        (GOOD + "stripes = 10", r"\[\[flag\]\] Poland: stripes: 10 is more than 9"),
        (GOOD.replace("[[flag]]", "[flag]"), r"\[flag\]: input should be a valid tuple, not {'label'"),
    ],
)
def test_a_mistake_is_reported_with_file_place_and_reason(text: str, message: str) -> None:
    with pytest.raises(DataError, match=message) as caught:
        parse_toml(text, "flags.toml", Flags)
    assert caught.value.file == "flags.toml"


def test_a_table_of_tables_is_named_in_brackets() -> None:
    with pytest.raises(DataError, match=r"flags.toml: \[poland\]: label: input should be a valid string, not 1"):
        validated({"poland": {"label": 1, "colours": []}}, "flags.toml", RootModel[dict[str, Flag]])


def test_no_other_module_parses_toml() -> None:
    root = Path(data_files.__file__).parents[1]
    modules = [path for name in ("actorgraph", "extract", "graph", "ontology") for path in (root / name).rglob("*.py")]
    parsing = [path for path in modules if "tomllib" in path.read_text(encoding="utf-8")]
    assert parsing == [Path(data_files.__file__)]
