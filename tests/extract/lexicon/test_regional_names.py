"""Names of known actors in languages of the region."""

from __future__ import annotations

import pytest

from extract.lexicon.regional_names import month_names, regional_entity, regional_names
from ontology.registry import registry


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("กัมพูชา", "Cambodia"),
        ("Kamboja", "Cambodia"),
        ("ထိုင်း", "Thailand"),
        ("Việt Nam", "Vietnam"),
        ("ភូមា", "Myanmar"),
        ("สหรัฐฯ", "United States"),
        ("中国", "China"),
        ("태국", "Thailand"),
        ("Pilipinas", "Philippines"),
        ("อาเซียน", "ASEAN"),
        ("AS", "United States"),
        ("as", None),
        ("PBB", "United Nations"),
        ("nobody", None),
        ("", None),
    ],
)
def test_a_name_finds_its_actor(name: str, label: str | None) -> None:
    entity = regional_entity(name, registry())
    assert (None if entity is None else entity.label) == label


def test_names_do_not_reach_the_registry_that_rules_ask() -> None:
    assert registry().find("กัมพูชา") is None
    assert "กัมพูชา" in regional_names("actor/cambodia")


def test_every_language_has_twelve_months() -> None:
    assert {len(names) for names in month_names().values()} == {12}
