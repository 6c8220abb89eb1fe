"""Which names stand for one actor everywhere: bodies and offices of which a country has one."""

import pytest

from extract.coreference.names.scope import is_class_name, is_sole_body, is_sole_office, name_words

BODIES = [
    ("Congress (United States)", True),
    ("Ministry of Finance (Kenya)", True),
    ("Federal Foreign Office (Germany)", True),
    ("Supreme Court (Kenya)", True),
    ("Thai immigration police", True),
    # any of many
    ("Committee (United States)", False),
    ("Attorney’s Office (United States)", False),
    ("Department (United States)", False),
    ("Police Department (United States)", False),
    ("Drug Task Force (United States)", False),
    ("Central Authority (United States)", False),
]


@pytest.mark.parametrize(("name", "is_sole"), BODIES)
def test_bodies_of_which_a_country_has_one(name: str, is_sole: bool) -> None:
    assert is_sole_body(name_words(name)) is is_sole


OFFICES = [
    ("Attorney General", True),
    ("President", True),
    ("Secretary of State", True),
    ("Foreign Minister", True),
    ("Secretary", False),
    ("Special Agent", False),
    ("Assistant Secretary of State", False),
    ("Deputy Prime Minister", False),
]


@pytest.mark.parametrize(("title", "is_sole"), OFFICES)
def test_offices_of_which_a_country_has_one(title: str, is_sole: bool) -> None:
    assert is_sole_office(title) is is_sole


CLASS_NAMES = [
    ("Special Agent", True),
    ("Cyber Crimes Unit", True),
    ("Group", True),
    ("Putin", False),
    ("South Hills Police Agency", False),
    ("House Select Committee on China", False),
]


@pytest.mark.parametrize(("name", "is_class"), CLASS_NAMES)
def test_names_without_a_proper_word(name: str, is_class: bool) -> None:
    assert is_class_name(name) is is_class
