"""The registry: names, people, seats, members, and the user's own file."""

import re
from collections import Counter
from pathlib import Path

import pytest
from rdflib import OWL, Literal, URIRef

from ontology.errors import DataError
from ontology.identifiers import iri
from ontology.model import EntityType
from ontology.reference import registry_triples
from ontology.registry import registry
from ontology.vocabulary import AG

WEB_ADDRESS = re.compile(r"https?://[\w.-]+\.[a-z]+(/[^\s,]*)?(,? .+)?")
NAMED_DOCUMENT = re.compile(r".*\b\d+.*")
"""A document that can be found: by its date, its year or its number."""

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
        ("UN Convention on Cybercrime", "United Nations Convention against Cybercrime"),
        ("Convention on Cybercrime", "Budapest Convention"),
        ("DPRK", "North Korea"),
        ("Democratic People’s Republic of Korea", "North Korea"),
        ("People’s Republic of China", "China"),
        ("Great Britain", "United Kingdom"),
        ("Holland", "Netherlands"),
        ("Czechia", "Czech Republic"),
        ("Swaziland", "Eswatini"),
        ("Burma's", "Myanmar"),
        ("Cape Verde", "Cape Verde"),
        ("Cabo Verde", "Cape Verde"),
        ("East Timor", "Timor-Leste"),
        ("Côte d’Ivoire", "Ivory Coast"),
        ("Turkiye", "Türkiye"),
        ("Georgia", "Georgia"),
        ("the Vatican", "Vatican City"),
        ("Macao", "Macau"),
        ("Taiwan", "Taiwan"),
        ("Kosovo", "Kosovo"),
        ("State of Palestine", "Palestine"),
        ("the Gambia’s", "Gambia"),
        ("St. Vincent and the Grenadines", "Saint Vincent and the Grenadines"),
        ("St. Vincent", "Saint Vincent and the Grenadines"),
        ("Perú", "Peru"),
        ("Việt Nam", "Vietnam"),
        ("FBI", "Federal Bureau of Investigation"),
        ("National Police Agency (Japan)", "National Police Agency (Japan)"),
        ("Justice Department (United States)", "Department of Justice (United States)"),
        ("PNP-ACG", "PNP Anti-Cybercrime Group"),
        ("UNODC", "UNODC"),
        ("ALPHV", "BlackCat"),
        ("Association of Southeast Asian Nations", "ASEAN"),
    ],
)
def test_find(name: str, label: str) -> None:
    found = registry().find(name)
    assert found is not None
    assert found.label == label


NO_NAMES = ["us", "thai", "it", "turkey", "the", "", "Thai", "Bangkok", "Atlantis", "who", "Kiwi", "Jersey", "quad"]
SHARED_ACRONYMS = [
    "NCA",
    "CSA",
    "NIS",
    "NCSC",
    "NCSA",
    "ACSC",
    "DICT",
    "DOJ",
    "AFP",
    "CID",
    "NPA",
    "CIS",
    "AMLO",
    "DGSN",
]
SHARED_NAMES = [
    "Ministry of Justice",
    "Justice Department",
    "National Police Agency",
    "Policía Nacional",
    "National Police",
]


@pytest.mark.parametrize("name", [*NO_NAMES, *SHARED_ACRONYMS, *SHARED_NAMES])
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
        ("Ivorians'", "Ivory Coast"),
        ("Burkinabe", "Burkina Faso"),
        ("Burkinabè", "Burkina Faso"),
        ("Ni-Vanuatu", "Vanuatu"),
        ("Timorese", "Timor-Leste"),
        ("Lao", "Laos"),
        ("Laotians", "Laos"),
        ("Emirati", "United Arab Emirates"),
        ("Emiratis’", "United Arab Emirates"),
        ("Dutch", "Netherlands"),
        ("Swiss", "Switzerland"),
        ("Filipinas", "Philippines"),
        ("Nigerien", "Niger"),
        ("Nigerian", "Nigeria"),
        ("Basotho", "Lesotho"),
        ("Motswana", "Botswana"),
        ("Seychellois", "Seychelles"),
        ("Briton", "United Kingdom"),
        ("New Zealander", "New Zealand"),
        ("American Samoan", "American Samoa"),
        ("North Korean's", "North Korea"),
        ("Salvadoran", "El Salvador"),
    ],
)
def test_country_of_an_adjective_or_people(word: str, country: str) -> None:
    found = registry().country_of(word)
    assert found is not None
    assert found.label == country


@pytest.mark.parametrize("word", ["Asian", "polish", "turkey", "Kiwi", "Arab", "European", "English"])
def test_no_country_of_other_words(word: str) -> None:
    assert registry().country_of(word) is None


UN_MEMBERS = """
af al dz ad ao ag ar am au at az bs bh bd bb by be bz bj bt bo ba bw br bn bg bf bi cv kh cm ca cf td cl cn co
km cg cr ci hr cu cy cz kp cd dk dj dm do ec eg sv gq er ee sz et fj fi fr ga gm ge de gh gr gd gt gn gw gy ht
hn hu is in id ir iq ie il it jm jp jo kz ke ki kw kg la lv lb ls lr ly li lt lu mg mw my mv ml mt mh mr mu mx
fm md mc mn me ma mz mm na nr np nl nz ni ne ng mk no om pk pw pa pg py pe ph pl pt qa kr ro ru rw kn lc vc ws
sm st sa sn rs sc sl sg sk si sb so za ss es lk sd sr se ch sy tj th tl tg to tt tn tr tm tv ug ua ae gb tz us
uy uz vu ve vn ye zm zw
""".split()
OTHERS = "tw hk mo xk ps va ck nu gl fo nc pf pr bm ky gi im".split()


def test_every_member_of_the_un_and_the_usual_others() -> None:
    codes = {entry.codes["code"] for entry in registry().entries() if entry.codes}
    assert len(UN_MEMBERS) == 193
    assert not {*UN_MEMBERS, *OTHERS} - codes


def test_government_seat() -> None:
    seat = registry().government_seat("Phnom Penh")
    assert seat is not None
    assert seat.label == "Cambodia"
    assert registry().government_seat("Hà Nội") == registry().government_seat("Hanoi")
    assert registry().government_seat("Chiang Mai") is None


def test_members_and_blocs_agree() -> None:
    assert "actor/vietnam" in registry().members("actor/asean")
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
    shared = [
        f"{name}: {entry.entity.label} and {found.label if (found := registry().find(name)) else None}"
        for entry in registry().entries()
        for name in (entry.entity.label, *entry.aliases)
        if registry().find(name) != entry.entity
    ]
    assert not shared


def test_no_body_bears_the_name_of_a_people() -> None:
    bodies = [entry for entry in registry().entries() if not entry.codes]
    names = [name for entry in bodies for name in (entry.entity.label, *entry.aliases)]
    assert not [name for name in names if registry().country_of(name) is not None]


def test_every_source_can_be_found() -> None:
    bodies = [entry for entry in registry().entries() if not entry.codes]
    sources = {entry.entity.label: entry.source or "" for entry in bodies}
    wrong = [label for label, s in sources.items() if not (WEB_ADDRESS.fullmatch(s) or NAMED_DOCUMENT.fullmatch(s))]
    assert not wrong


def test_nothing_stands_twice_in_a_list() -> None:
    for entry in registry().entries():
        for listed in (
            (entry.entity.label, *entry.aliases),
            entry.adjectives,
            entry.people,
            entry.seats,
            entry.members,
        ):
            assert not [name for name, count in Counter(listed).items() if count > 1], entry.entity.label


def test_files_know_what_stands_in_those_before_them() -> None:
    found = {entry.entity.label: entry for entry in registry().entries()}
    bureau, protocol = found["Federal Bureau of Investigation"], found["Palermo Protocol"]
    assert bureau.part_of == "actor/department-of-justice-united-states"
    assert protocol.part_of == "thing/un-convention-against-transnational-organized-crime"
    assert found["CLOUD Act"].entity.country == "actor/united-states"


def test_wikidata_ids_are_the_same_countries() -> None:
    triples = set(registry_triples(registry()))
    thailand = URIRef(iri("actor/thailand"))
    assert (thailand, OWL.sameAs, URIRef("http://www.wikidata.org/entity/Q869")) in triples
    assert (thailand, AG.code, Literal("wikidata:Q869")) in triples
    countries = sum(bool(entry.codes) for entry in registry().entries())
    assert sum(predicate == OWL.sameAs for _, predicate, _ in triples) == countries


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
        (GOOD.replace('"th"', '"zz"'), re.escape("mine.toml: [[body]] Mekong Cyber Desk: 'zz'")),
        (GOOD + 'same_as = "Q1"', "same_as: .* is not an http"),
        (GOOD + 'same_as = "https://example.org/a b"', "same_as: .* is not an http"),
        (GOOD + "same_as = 1", "same_as: .* is not an http"),
        (GOOD.replace("international-organisation", "club"), "type: 'club' is not one of 'country', "),
        (GOOD.replace('"th"', '"zz"'), "'zz' is not the ISO 3166-1 code"),
        (GOOD.replace("@G7", "@G99"), "no entry 'G99'"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        registry().extended(path)


def test_the_same_entity_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD + 'same_as = "https://example.org/desk"', encoding="utf-8")
    triples = set(registry_triples(registry().extended(path)))
    assert (URIRef(iri("actor/mekong-cyber-desk")), OWL.sameAs, URIRef("https://example.org/desk")) in triples


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        registry().extended(tmp_path / "none.toml")
