"""The registry: names, people, seats, members, and the user's own file."""

from pathlib import Path

import pytest

from ontology.errors import DataError
from ontology.model import EntityType
from ontology.registry import registry

GOOD = """
[[body]]
label = "Mekong Cyber Desk"
type = "international-organisation"
aliases = ["MCD"]
members = ["th", "@G7"]
source = "https://example.org"
"""


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Thailand", "Thailand"),
        ("the Philippines", "Philippines"),
        ("Thailand's", "Thailand"),
        ("Republic of Korea", "South Korea"),
        ("U.S.", "United States"),
        ("UK", "United Kingdom"),
        ("Viet Nam", "Vietnam"),
        ("Lao PDR", "Laos"),
        ("Türkiye", "Türkiye"),
        ("Turkey", "Türkiye"),
        ("INTERPOL", "Interpol"),
        ("Hanoi Convention", "United Nations Convention against Cybercrime"),
        ("Association of Southeast Asian Nations", "ASEAN"),
    ],
)
def test_find(name: str, label: str) -> None:
    found = registry().find(name)
    assert found is not None
    assert found.label == label


@pytest.mark.parametrize("name", ["us", "thai", "it", "turkey", "the", "", "Thai", "Bangkok", "Atlantis", "who"])
def test_no_entity_of_this_name(name: str) -> None:
    assert registry().find(name) is None


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("Thai", "Thailand"),
        ("Thais", "Thailand"),
        ("Kenyans", "Kenya"),
        ("Burmese", "Myanmar"),
        ("South Korean", "South Korea"),
        ("Filipino", "Philippines"),
        ("British", "United Kingdom"),
        ("American", "United States"),
        ("Ivorian", "Ivory Coast"),
    ],
)
def test_country_of_an_adjective_or_people(word: str, country: str) -> None:
    found = registry().country_of(word)
    assert found is not None
    assert found.label == country


def test_no_country_of_other_words() -> None:
    assert registry().country_of("Asian") is None
    assert registry().country_of("polish") is None


def test_government_seat() -> None:
    seat = registry().government_seat("Phnom Penh")
    assert seat is not None
    assert seat.label == "Cambodia"
    assert registry().government_seat("Chiang Mai") is None


def test_members_and_blocs_agree() -> None:
    assert "actor/vietnam" in registry().members("actor/asean")
    assert "actor/asean" in registry().blocs_of("actor/vietnam")
    assert registry().members("actor/afripol") == registry().members("actor/african-union")
    assert registry().members("actor/thailand") == ()


def test_every_entry_is_sound() -> None:
    entries = list(registry().entries())
    ids = {entry.entity.id for entry in entries}
    assert len(ids) == len(entries)
    assert sum(entry.entity.type is EntityType.COUNTRY for entry in entries) > 195
    for entry in entries:
        assert entry.source
        assert set(entry.members) <= ids
        assert registry().find(entry.entity.label) == entry.entity


def test_names_are_not_shared() -> None:
    owners: dict[str, str] = {}
    for entry in registry().entries():
        for name in (entry.entity.label, *entry.aliases):
            assert owners.setdefault(name, entry.entity.id) == entry.entity.id, name


def test_aliases_and_adjective() -> None:
    assert {"Thai", "Thais", "Siam"} <= set(registry().aliases("actor/thailand"))
    assert registry().adjective("actor/south-korea") == "South Korean"
    assert registry().aliases("actor/nobody") == ()


def test_extended_by_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD, encoding="utf-8")
    mine = registry().extended(path)
    found = mine.find("MCD")
    assert found is not None
    assert found.type is EntityType.INTERNATIONAL_ORGANISATION
    assert {"actor/thailand", "actor/japan"} <= set(mine.members(found.id))
    assert registry().find("MCD") is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[body]", "mine.toml: "),
        (GOOD.replace("aliases", "alias"), "unknown key 'alias'"),
        (GOOD.replace('source = "https://example.org"', ""), "'source' is missing"),
        (GOOD.replace("international-organisation", "club"), "unknown entity type 'club'"),
        (GOOD.replace('"th"', '"zz"'), "'zz' is no ISO 3166-1 code"),
        (GOOD.replace("@G7", "@G99"), "no entry 'G99'"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        registry().extended(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        registry().extended(tmp_path / "none.toml")
