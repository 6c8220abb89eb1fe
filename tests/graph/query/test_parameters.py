"""No value of a parameter becomes syntax, whatever it holds; and what --explain prints answers as the query does."""

import re

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rdflib import Dataset, Graph
from support.stores import sample_store

from graph.query.catalogue import PARAMETER_KINDS, NamedQuery, Parameter, named_queries
from graph.query.engine import bound, explained, rows, run, run_named
from graph.query.literals import prefixed, string_literal
from ontology.errors import ActorgraphError, QueryError

PIECES = st.sampled_from(
    [
        '"', "'", '"""', "'''", "\\", "\\\\", "\\u0022", "\\U00000022", "\\n", "\n", "\r", "\t",
        "\x00", "\u2028", "\x85", "{", "}", "(", ")", "#", ";", ".", "$limit", "?x", "<", ">", "<http://x/>",
        "UNDEF", " } UNION { ",        'x" } } #', "DROP ALL", "SERVICE", "\N{FULLWIDTH QUOTATION MARK}", "٣",
        "é", "e\u0301", "Thailand", "2025-10", "propose", "T",
    ]
)  # fmt: skip
NASTY = st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join)
LONG = st.tuples(PIECES, st.integers(1, 20_000)).map(lambda it: it[0] * it[1])
VALUES = NASTY | st.text() | LONG
STRING = re.compile(r'"(?:[^"\\\n\r]|\\[tbnrf"\\]|\\U000000(?:75|55))*"')
TERMS = {
    "entity": re.compile(r"<https://w3id\.org/actorgraph/[\w.~%/-]+>"),
    "action": re.compile(r"<https://w3id\.org/actorgraph/action/[a-z-]+>"),
    "number": re.compile(r"[0-9]{1,10}"),
    "date": re.compile(r'"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"'),
    "share": re.compile(r"[01](\.[0-9]{1,6})?"),
    "text": STRING,
}
SHOULD_BE = 'FILTER(?before = $value) # it\'s "here"'
REQUIRED = {"entity": "Thailand", "action": "sign", "number": "3", "date": "2025-10", "text": "Country", "share": "0.5"}


@pytest.fixture(scope="module")
def data() -> Dataset:
    return sample_store()


def one_parameter(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    query = NamedQuery("one", "Help.", (Parameter("value", kind, None, "A value."),), f"# Help.\n{SHOULD_BE}\n")
    monkeypatch.setattr("graph.query.engine.named_queries", lambda: {"one": query})


@given(VALUES)
@example('\n\\"')
@example("\\u0022 } } #")
@example("\\\\u000A")
def test_a_text_stays_a_text(value: str) -> None:
    """For Oxigraph, which runs our queries, and for rdflib, which replaces code points before it looks for strings."""
    literal = string_literal(value)
    assert STRING.fullmatch(literal)
    query = f"SELECT ?x WHERE {{ VALUES ?x {{ {literal} }} }}"
    found = list(ox.Store().query(query))
    assert [row["x"].value for row in found] == [value]
    if len(value) < 200:  # rdflib is slow
        assert [str(row[0]) for row in Graph().query(query)] == [value]


@pytest.mark.parametrize("kind", PARAMETER_KINDS)
def test_a_value_is_a_term_or_is_refused(data: Dataset, kind: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        one_parameter(patch, kind)
        before, after = f"# Help.\n{SHOULD_BE}\n".split("$value")

        @given(VALUES)
        def check(value: str) -> None:
            try:
                text = bound(data, "one", {"value": value})
            except ActorgraphError as error:
                told = str(error)
            else:
                told, inside = "", text.removeprefix(before).removesuffix(after)
                assert text == f"{before}{inside}{after}"
                assert TERMS[kind].fullmatch(inside)
            assert len(told) < 1000
            assert kind != "text" or not told

        check()


@settings(max_examples=60, deadline=None)
@given(NASTY)
def test_a_nasty_type_finds_nothing(data: Dataset, value: str) -> None:
    assert rows(run_named(data, "top-actors", {"type": value}))[1] == []


@pytest.mark.parametrize("value", ["\udcff", "x\ud800"])
def test_what_is_no_text_is_told(value: str) -> None:
    with pytest.raises(QueryError, match="not text"):
        string_literal(value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [("number", "9" * 5000), ("number", "-1"), ("date", "2025-10-27T10:00"), ("date", "٢٠٢٥"), ("date", "2025-13")],
)
def test_what_only_looks_like_a_value_is_refused(
    data: Dataset, monkeypatch: pytest.MonkeyPatch, kind: str, value: str
) -> None:
    one_parameter(monkeypatch, kind)
    with pytest.raises(ActorgraphError):
        bound(data, "one", {"value": value})


def given_to(query: NamedQuery, *, everything: bool) -> dict[str, str]:
    return {it.name: REQUIRED[it.kind] for it in query.parameters if everything or it.default is None}


@pytest.mark.parametrize("everything", [False, True])
@pytest.mark.parametrize("name", sorted(named_queries()))
def test_what_explain_prints_gives_the_same_rows(data: Dataset, name: str, everything: bool) -> None:
    values = given_to(named_queries()[name], everything=everything)
    text = explained(bound(data, name, values))
    assert re.search(r"\$\w", text) is None
    assert "# @param" not in text
    assert rows(run(data, text)) == rows(run_named(data, name, values))


def test_what_explain_prints_needs_no_prefixes_of_ours(data: Dataset) -> None:
    store = ox.Store()
    for name in named_queries():
        store.query(explained(bound(data, name, given_to(named_queries()[name], everything=True))))


@settings(max_examples=40, deadline=None)
@given(NASTY)
def test_explained_with_any_text_gives_the_same_rows(data: Dataset, value: str) -> None:
    text = explained(bound(data, "top-actors", {"type": value}))
    assert rows(run(data, text)) == rows(run_named(data, "top-actors", {"type": value}))


def test_prefixes_are_declared_once() -> None:
    known = {"ag": "https://x/", "agx": "https://y/", "owl": "https://z/"}
    assert prefixed("SELECT * { ?s ag:p ?o }", known) == "PREFIX ag: <https://x/>\nSELECT * { ?s ag:p ?o }"
    declared = "PREFIX ag: <https://mine/>\nSELECT * { ?s ag:p agx:o }"
    assert prefixed(declared, known) == f"PREFIX agx: <https://y/>\n{declared}"
