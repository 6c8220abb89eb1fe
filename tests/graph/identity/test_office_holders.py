"""Persons under the same high office and family name: which are one, and which stay apart."""

import pytest
from support.samples import entity

from graph.identity.office_holders import same_holders, title_in

TITLES = [
    ("President Joseph R. Tan, Jr.", "president tan"),
    ("Secretary of State Rosa Tan", "secretary tan"),
    ("Kenyan President Tan", "president tan"),
    ("Deputy Secretary Tan", None),
    ("Judge Tan", None),
    ("Rosa Tan", None),
]


@pytest.mark.parametrize(("name", "title"), TITLES)
def test_title_in_a_name(name: str, title: str | None) -> None:
    assert title_in(name) == title


HOLDERS = [
    (("Tan", "Joseph R. Tan, Jr."), True),
    (("Joe Tan", "Joseph Tan"), True),
    (("Tony Tan", "Antony J. Tan"), True),
    (("Rosa Tan", "Joseph Tan"), False),
    (("George W. Tan", "George H. W. Tan"), False),
]


@pytest.mark.parametrize(("names", "is_one"), HOLDERS)
def test_holders(names: tuple[str, str], is_one: bool) -> None:
    persons = [entity(name, "person") for name in names]
    assert bool(list(same_holders(persons))) is is_one


def test_a_family_name_of_two_holders_stays_alone() -> None:
    persons = [entity(name, "person") for name in ("Tan", "Rosa Tan", "Joseph Tan")]
    assert list(same_holders(persons)) == []


def test_two_countries_are_two_persons() -> None:
    persons = [entity("Tan", "person", "actor/kenya"), entity("Rosa Tan", "person", "actor/peru")]
    assert list(same_holders(persons)) == []
