"""Named queries answered from tables: the same rows, in the same order, as their SPARQL gives."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Dataset
from support.corpora import corpus, lines_of

from graph.query import engine
from graph.query.catalogue import NamedQuery, named_queries
from graph.query.tables import answers
from graph.query.tables.answers import answer, has_sql, recognised
from graph.store import loader
from graph.store.loader import write_store
from graph.store.oxigraph import open_store, rows, tables_of
from graph.store.tables.database import opened_tables
from ontology.identifiers import BASE
from ontology.vocabulary import PREFIXES

VALUES = {
    "entity": ("Thailand", "Kenya", "Ministry of Truth", "conference on scams", "ASEAN"),
    "action": ("sign", "other", "investigate"),
    "date": ("2025", "2025-11", "2026-01-05"),
    "number": ("1", "7", "100000"),
    "share": ("0.8",),
}
TEXTS = {"type": ("person", "COUNTRY", "ß"), "alike": ("action", "target", "action and target"), "state": ("joined",)}
REQUIRED = {"bloc": "ASEAN", "action": "sign", "b": "Laos"}
NAMES = [name for name in named_queries() if has_sql(name)]
RELATIONS = """SELECT ?relation ?claims ?documents ?first ?last (GROUP_CONCAT(?each; separator=", ") AS ?statuses)
WHERE {
  SELECT * WHERE {
    ?relation a ag:Relation ; ag:claimCount ?claims ; ag:documentCount ?documents ; ag:status ?each
    OPTIONAL { ?relation ag:firstDate ?first ; ag:lastDate ?last }
  } ORDER BY ?each
} GROUP BY ?relation ?claims ?documents ?first ?last"""
OF_TABLES = """SELECT count(*), any_value(r.documents), min(nullif("date", '')),
  max(coalesce(ends, nullif(published, ''))), string_agg(DISTINCT stated, ', ' ORDER BY stated)
FROM relation r JOIN claim c ON c.relation = r.id WHERE NOT c.is_repeat GROUP BY r.id"""


@pytest.fixture(scope="module", params=[1, 2])
def data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dataset]:
    folder = tmp_path_factory.mktemp("tables")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "MIN_TABLE_CLAIMS", 0)
        write_store(folder / "store", lines_of(corpus(request.param, 24)))
    opened = open_store(folder / "store")
    yield opened
    opened.store.close()


@pytest.fixture
def kept_open(data: Dataset, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The tables stay open between the answers, which takes longer than most of them; each has its own connection."""
    store = tables_of(data)
    assert store is not None
    with opened_tables(store) as database:
        monkeypatch.setattr(answers, "opened_tables", lambda _: database.cursor())
        yield


def choices(query: NamedQuery) -> Iterator[dict[str, str]]:
    """Values for a query: the required ones alone, and each value of each other parameter; two filters at once."""
    required = {it.name: REQUIRED.get(it.name, VALUES[it.kind][0]) for it in query.parameters if it.default is None}
    yield required
    several = dict(required)
    for parameter in query.parameters:
        values = TEXTS[parameter.name] if parameter.kind == "text" else VALUES[parameter.kind]
        yield from (required | {parameter.name: value} for value in values)
        if parameter.kind != "number" and len(several) < len(required) + 2:
            several[parameter.name] = values[0]
    yield several


@pytest.mark.slow
@pytest.mark.usefixtures("kept_open")
@pytest.mark.parametrize("name", NAMES)
def test_tables_and_sparql_give_the_same_rows(data: Dataset, name: str) -> None:
    found = 0
    for given in choices(named_queries()[name]):
        text = engine.bound(data, name, given)
        from_tables, from_sparql = answer(data, text), data.query(text, initNs=PREFIXES)
        assert from_tables is not None
        assert from_tables.vars == from_sparql.vars
        assert [*map(_terms, from_tables)] == [*map(_terms, from_sparql)], given
        found += len(from_tables)
    assert found, "a query without rows compares nothing"


def _terms(row: object) -> list[str | None]:
    assert isinstance(row, tuple)
    return [None if term is None else term.n3() for term in row]


def test_relations_of_the_tables_are_those_of_the_graph(data: Dataset) -> None:
    graph = sorted(tuple("" if term is None else str(term) for term in row[1:]) for row in rows(data, RELATIONS))
    store = tables_of(data)
    assert store is not None
    with opened_tables(store) as database:
        table = database.execute(OF_TABLES).fetchall()
    assert sorted(tuple("" if value is None else str(value) for value in row) for row in table) == graph


def test_pairs_are_found_whatever_the_bound(data: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """With two busy actors the bound of co-actors is low, and with a window of one plan carried-out tries again."""
    texts = {name: engine.bound(data, name, {"limit": "5"}) for name in ("co-actors", "carried-out")}
    usual = {name: answer(data, text) for name, text in texts.items()}
    small = answers.sql("co-actors").replace("LIMIT 100", "LIMIT 2")
    monkeypatch.setattr(answers, "FIRST_WINDOW", 1)
    monkeypatch.setattr(answers, "WINDOW_GROWTH", 2)
    monkeypatch.setattr(answers, "sql", lambda name: small if name == "co-actors" else SQL[name])
    for name, text in texts.items():
        expected, found = usual[name], answer(data, text)
        assert expected is not None
        assert found is not None
        assert [*map(_terms, found)] == [*map(_terms, expected)] != []


SQL = {name: answers.sql(name) for name in NAMES}


def test_names_are_found_in_tables_as_in_the_store(data: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("thailand", "ÅSA ØDEGÅRD", 'The "ring"; of\nseven', "conference ON scams", "asean", "Republic of Kenya")
    found = [engine.entity_iri(data, name) for name in names]
    monkeypatch.setattr(engine, "named_in_tables", lambda *_: None)
    assert found == [engine.entity_iri(data, name) for name in names]


def test_only_the_text_of_a_named_query_is_recognised(data: Dataset) -> None:
    text = engine.bound(data, "top-actors", {"type": 'x" } #'})
    known = recognised(text)
    assert known is not None
    assert (known[0].name, known[1]["type"]) == ("top-actors", r'"x\" } #"')
    wrong = [text.replace("LIMIT 20", f"LIMIT {term}") for term in ("UNDEF", '"x"', "9" * 20)]
    for other in (text + " ", text.replace("LIMIT 20", "LIMIT ?x"), "ASK {}", text.replace("20", "<x>  <y>"), *wrong):
        assert recognised(other) is None


def test_the_values_of_one_parameter_must_agree() -> None:
    """`who-did-what` names its limit once, `timeline` twice: another second limit is another query."""
    query = named_queries()["timeline"]
    text = query.body.replace("$limit", "5").replace("$actor", f"<{BASE}actor/x>")
    text = text.replace("$action", "UNDEF").replace("$since", "UNDEF").replace("$until", "UNDEF")
    text = text.replace("$min_confidence", "0")
    assert recognised(text) is not None
    head, _, tail = text.rpartition("LIMIT 5")
    assert recognised(f"{head}LIMIT 6{tail}") is None


def test_a_small_store_has_no_tables(tmp_path: Path) -> None:
    write_store(tmp_path / "store", lines_of(corpus(1, 2)))
    data = open_store(tmp_path / "store")
    assert tables_of(data) is None
    assert answer(data, engine.bound(data, "top-actors", {})) is None
    assert len(engine.run_named(data, "top-actors", {}))


def test_both_forms_know_the_same_verbs_that_set_back() -> None:
    name = "proposals-and-their-fate"
    sparql = re.search(r"\?lemma IN \((.*?)\)", named_queries()[name].body, re.DOTALL)
    sql = re.search(r"c\.lemma IN \((.*?)\)", answers.sql(name), re.DOTALL)
    assert sparql is not None
    assert sql is not None
    verbs = [re.findall(r"[\"']([^\"']+)[\"']", form[1]) for form in (sparql, sql)]
    assert "postpone" in verbs[0]
    assert verbs[0] == verbs[1]
