"""Named queries: each answers, parameters are checked, and nothing but this store can be asked."""

import csv
import io
import json
import re
from typing import Any

import pytest
from rdflib import Dataset
from support.samples import claim, entity, extraction

from graph.identity.entities import unified
from graph.identity.quads import entity_quads
from graph.query.catalogue import named_queries, read_query
from graph.query.engine import entity_iri, rows, run, run_named, serialize, short
from graph.rdf.claim_quads import extraction_quads, reference_quads
from graph.store.oxigraph import memory_store, nquads_lines
from ontology.errors import ActorgraphError, InputError, QueryError
from ontology.model import Claim, Document, Modality, Polarity
from ontology.registry import registry

REQUIRED = {
    "actor": {"actor": "Thailand"},
    "acts-in": {"place": "Thailand"},
    "between": {"a": "Cambodia", "b": "South Korea"},
    "not-said": {"bloc": "ASEAN", "action": "sign"},
    "said-of": {"about": "Thailand"},
}
CONVENTION = entity("treaty", "law")


@pytest.fixture(scope="module")
def data() -> Dataset:
    early, late = "2025-10/a", "2026-01/b"
    before = [
        claim("Thailand", "propose", "conference", document=early, modality=Modality.PLANNED, when="2025-12"),
        claim("Cambodia", "extradite", entity("South Korea"), document=early, start=50, index=1),
        claim(
            "Vietnam", "sign", CONVENTION, document=early, start=100, index=2, attribution=entity("UNODC", "company")
        ),
        claim("Laos", "sign", CONVENTION, document=early, start=150, index=3),
    ]
    after = [
        claim("Thailand", "host", "conference", document=late),
        claim("Vietnam", "sign", CONVENTION, document=late, start=50, index=1, polarity=Polarity.NEGATED),
    ]
    made = unified(
        [
            extraction(
                Document(early, "", date="2025-10-27", batch="2025-10", title="First", source="The Nation"), before
            ),
            extraction(Document(late, "", date="2026-01-05", batch="2026-01"), after),
        ],
        registry(),
    )
    quads = [*reference_quads(registry()), *entity_quads(made, registry())]
    return memory_store(nquads_lines([*quads, *(quad for one in made for quad in extraction_quads(one))]))


ROWS_OF_CLAIMS = [name for name, query in named_queries().items() if "GROUP BY" not in query.text]


@pytest.mark.parametrize("name", ROWS_OF_CLAIMS)
def test_the_order_of_rows_is_total(name: str) -> None:
    """Every column takes part: rows that are equal in all named ones would come in the order of the store."""
    text = named_queries()[name].text
    columns = re.findall(r"\?\w+", re.split(r"\bWHERE\b", text)[0].rpartition("SELECT")[2])
    order = re.findall(r"\?\w+", text.rpartition("ORDER BY")[2])
    assert set(columns) - set(order) == set()
    assert "ORDER BY" in text


def answer(data: Dataset, name: str, **given: str) -> list[dict[str, str]]:
    columns, found = rows(run_named(data, name, given))
    return [dict(zip(columns, row, strict=True)) for row in found]


@pytest.mark.parametrize("name", sorted(named_queries()))
def test_every_named_query_runs_and_says_what_it_answers(data: Dataset, name: str) -> None:
    assert named_queries()[name].help.endswith(".")
    assert rows(run_named(data, name, REQUIRED.get(name, {})))[0]


def test_the_promised_queries_are_there() -> None:
    assert set(named_queries()) >= set(
        """who-did-what actor between timeline top-actors co-actors proposals-and-their-fate contradictions sources-of
        by-bloc accusations acts-in carried-out matches not-said one-source planned said-of seen""".split()
    )


def test_who_did_what(data: Dataset) -> None:
    found = answer(data, "who-did-what", actor="Thai", action="propose")
    assert found == [
        {"actor": "Thailand", "does": "proposes", "target": "conference", "stated": "planned", "claims": "1",
         "documents": "1"},
    ]  # fmt: skip
    assert len(answer(data, "who-did-what")) == 5
    assert len(answer(data, "who-did-what", since="2026")) == 2
    assert len(answer(data, "who-did-what", until="2025-12")) == 4
    assert len(answer(data, "who-did-what", limit="1")) == 1
    signs = answer(data, "who-did-what", actor="Vietnam")
    assert signs[0]["stated"] == "asserted, negated"


def test_actor(data: Dataset) -> None:
    found = answer(data, "actor", actor="UNODC")
    assert [row["said_by"] for row in found] == ["UNODC"]
    assert {row["action"] for row in answer(data, "actor", actor="South Korea")} == {"extradites"}


def test_between(data: Dataset) -> None:
    assert [row["action"] for row in answer(data, "between", a="Cambodia", b="Korea")] == ["extradites"]
    assert answer(data, "between", a="Cambodia", b="Laos") == []


def test_timeline_is_in_order(data: Dataset) -> None:
    dates = [row["date"] for row in answer(data, "timeline")]
    assert dates == sorted(dates)
    assert set(dates) == {"2025-10-27", "2025-12", "2026-01-05"}
    of_sentences = [row["date"] for row in answer(data, "timeline") if row["date_from"] == "sentence"]
    assert of_sentences == ["2025-12"]


def test_top_actors(data: Dataset) -> None:
    first = answer(data, "top-actors")[0]
    assert (first["actor"], first["acts"]) == ("Thailand", "2")
    assert all(row["type"] == "Country" for row in answer(data, "top-actors", type="country"))


def test_co_actors(data: Dataset) -> None:
    assert [(row["first"], row["second"]) for row in answer(data, "co-actors")] == [("Laos", "Vietnam")]
    assert [row["second"] for row in answer(data, "co-actors", action="sign")] == ["Vietnam"]
    assert answer(data, "co-actors", action="host") == []


def test_proposals_and_their_fate(data: Dataset) -> None:
    found = answer(data, "proposals-and-their-fate", bloc="ASEAN")
    assert [(row["target"], row["later_action"], row["later_stated"]) for row in found] == [
        ("conference", "hosts", "done"),
    ]
    assert answer(data, "proposals-and-their-fate", bloc="G7") == []


def test_contradictions(data: Dataset) -> None:
    found = answer(data, "contradictions")
    assert [(row["actor"], row["affirmed_in"], row["denied_in"]) for row in found] == [
        ("Vietnam", "2025-10/a", "2026-01/b"),
    ]
    assert found[0]["affirmed_by"] == "UNODC"


def rows_of(name: str, early: Claim, late: Claim) -> list[dict[str, str]]:
    """The answer of a named query on two documents of one claim each."""
    texts = [
        extraction(Document(one.document, "", date=date, batch=date), [one])
        for one, date in ((early, "2025-10-27"), (late, "2026-01-05"))
    ]
    made = unified(texts, registry())
    quads = [*reference_quads(registry()), *entity_quads(made, registry())]
    return answer(memory_store(nquads_lines([*quads, *(quad for one in made for quad in extraction_quads(one))])), name)


@pytest.mark.parametrize(
    ("early", "late", "expected"),
    [
        ({}, {"polarity": Polarity.NEGATED}, True),
        ({"modality": Modality.OBLIGATED}, {"polarity": Polarity.NEGATED}, False),
        ({"modality": Modality.PLANNED}, {"polarity": Polarity.NEGATED}, False),
        ({"modality": Modality.PLANNED}, {"modality": Modality.PLANNED, "polarity": Polarity.NEGATED}, True),
        ({"polarity": Polarity.NEGATED}, {}, False),  # done meanwhile
        ({"polarity": Polarity.NEGATED}, {"attribution": entity("UNODC", "company")}, True),
    ],
)
def test_a_demand_or_a_later_act_contradicts_no_denial(
    early: dict[str, Any], late: dict[str, Any], expected: bool
) -> None:
    one = claim("Kenya", "sign", CONVENTION, document="a", **early)
    other = claim("Kenya", "sign", CONVENTION, document="b", **late)
    assert bool(rows_of("contradictions", one, other)) is expected


@pytest.mark.parametrize(("action", "stated"), [("adopt", "done"), ("postpone", "set back"), ("reject", "set back")])
def test_what_is_postponed_is_not_done(action: str, stated: str) -> None:
    one = claim("Kenya", "propose", CONVENTION, document="a", modality=Modality.PLANNED)
    other = claim("Kenya", action, CONVENTION, document="b")
    assert [row["later_stated"] for row in rows_of("proposals-and-their-fate", one, other)] == [stated]


def test_sources_of(data: Dataset) -> None:
    found = answer(data, "sources-of", actor="Thailand", action="propose", target="conference")
    assert [(row["document_id"], row["title"], row["sentence"]) for row in found] == [
        ("2025-10/a", "First", "Thailand propose conference."),
    ]
    assert [(row["date"], row["publisher"], row["when"]) for row in found] == [("2025-10-27", "The Nation", "2025-12")]
    assert [(row["publisher"], row["when"]) for row in answer(data, "sources-of", actor="Laos")] == [("The Nation", "")]
    for since, count in (("2025", 1), ("2025-10-27", 1), ("2025-10-28", 0), ("2026", 0)):
        assert len(answer(data, "sources-of", actor="Thailand", action="propose", since=since)) == count, since


def test_less_certain_claims_are_left_out() -> None:
    claims = [
        claim("Kenya", "sign", CONVENTION, confidence=0.9),
        claim("Laos", "sign", CONVENTION, start=50, index=1, confidence=0.5),
    ]
    made = unified([extraction(Document("2025-10/a", "", date="2025-10-01", batch="2025-10"), claims)], registry())
    quads = [*reference_quads(registry()), *entity_quads(made, registry())]
    data = memory_store(nquads_lines([*quads, *(quad for one in made for quad in extraction_quads(one))]))
    for given, actors in (
        ({}, {"Kenya", "Laos"}),
        ({"min_confidence": "0.7"}, {"Kenya"}),
        ({"min_confidence": "1"}, set()),
    ):
        for name in ("top-actors", "who-did-what", "sources-of", "timeline"):
            column = "sentence" if name == "sources-of" else "actor"
            assert {row[column].split()[0] for row in answer(data, name, **given)} == actors, name


@pytest.mark.parametrize("value", ["2", "-1", "0,7", "high", "0.7 }", "1.5", ""])
def test_a_confidence_is_a_share(data: Dataset, value: str) -> None:
    with pytest.raises(QueryError, match="write a number from 0 to 1"):
        run_named(data, "timeline", {"min_confidence": value})


def test_every_query_on_claims_has_a_confidence() -> None:
    without = [name for name, query in named_queries().items() if "$min_confidence" not in query.text]
    assert without == ["matches", "seen"]


def test_by_bloc(data: Dataset) -> None:
    found = answer(data, "by-bloc", bloc="ASEAN", action="agree")
    assert {row["member"] for row in found} == {"Laos", "Vietnam"}
    assert {row["bloc"] for row in found} == {"ASEAN"}


def test_the_readme_of_the_graph_holds(data: Dataset) -> None:
    assert rows(run(data, "ASK { actor:thailand action:host thing:conference }"))[1] == [["yes"]]
    assert rows(run(data, "ASK { actor:thailand action:propose thing:conference }"))[1] == [["no"]]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }",
        "select * { service silent ?x { ?s ?p ?o } }",
        "INSERT DATA { <a:a> <a:a> <a:a> }",
        "DROP ALL",
        "LOAD <http://example.org/x>",
        "CLEAR GRAPH <x:y>",
    ],
)
def test_no_query_leaves_or_changes_the_store(data: Dataset, text: str) -> None:
    with pytest.raises(QueryError, match="not allowed"):
        run(data, text)


def test_such_words_in_texts_and_names_are_no_commands(data: Dataset) -> None:
    text = 'SELECT ?move { ?move rdfs:label "service" } # insert'
    assert rows(run(data, text)) == (["move"], [])


@pytest.mark.parametrize("text", ["", "select", "SELECT ?x WHERE { ?x", "{}", "SELECT ?x { ?x foo:bar ?y }"])
def test_what_is_no_sparql_is_told(data: Dataset, text: str) -> None:
    with pytest.raises(QueryError, match="not valid SPARQL"):
        run(data, text)


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("actr", {}, "did you mean actor"),
        ("actor", {}, "needs --param actor="),
        ("actor", {"who": "x"}, "no parameter 'who'; it has: actor, limit, min_confidence, since, until"),
        ("actor", {"actor": "Tailand"}, "did you mean Thailand"),
        ("timeline", {"limit": "many"}, "whole number"),
        ("timeline", {"limit": "1 } #"}, "whole number"),
        ("timeline", {"limit": "9" * 30}, "at most"),
        ("timeline", {"since": "October"}, "is not a date"),
        ("timeline", {"action": "propse"}, "did you mean propose"),
    ],
)
def test_bad_parameters_are_told(data: Dataset, name: str, given: dict[str, str], message: str) -> None:
    with pytest.raises(ActorgraphError, match=message):
        run_named(data, name, given)


def test_a_parameter_cannot_become_syntax(data: Dataset) -> None:
    assert answer(data, "top-actors", type='x" } } #') == []


@pytest.mark.parametrize(
    "name", ["Thailand", "Thai", "thailand", "actor/thailand", "Siam", "siam", "Thailand’s", "the Kingdom of Thailand"]
)
def test_entities_by_any_name(data: Dataset, name: str) -> None:
    assert short(entity_iri(data, name)) == "actor:thailand"


def test_an_unknown_entity(data: Dataset) -> None:
    with pytest.raises(InputError, match="no entity with this name"):
        entity_iri(data, "Zzyzx")


def test_formats(data: Dataset) -> None:
    def asked() -> object:
        return run_named(data, "top-actors", {"limit": "1"})

    table = list(csv.reader(io.StringIO(serialize(asked(), "csv").decode())))
    assert table[1][0] == "Thailand"
    assert json.loads(serialize(asked(), "json"))["results"]["bindings"][0]["actor"]["value"] == "Thailand"
    assert b"<sparql" in serialize(asked(), "xml")
    unbound = "SELECT ?a ?b { ?a a ag:Batch OPTIONAL { ?a ag:title ?b } }"
    for form in ("csv", "json", "xml"):
        assert b"batch/2025-10" in serialize(run(data, unbound), form)
    built = run(data, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . FILTER(?s = actor:thailand && ?p = rdfs:label) }")
    assert b'"Thailand"' in serialize(built, "ttl")


@pytest.mark.parametrize(("text", "form"), [("ASK { ?s ?p ?o }", "ttl"), ("CONSTRUCT WHERE { ?s a ag:Batch }", "csv")])
def test_a_form_that_does_not_fit_is_told(data: Dataset, text: str, form: str) -> None:
    with pytest.raises(QueryError, match="cannot be written as"):
        serialize(run(data, text), form)


# Text that a search takes for a string, a comment or an IRI, and the parser for a keyword, or the reverse.
HIDDEN = [
    r"SELECT * { ?s actor:a\' ?o . SERVICE <http://127.0.0.1:9/> { ?s ?p actor:\' } }",
    "SELECT * { VALUES ?x { <http://127.0.0.1:9/> } FILTER(1<2)SERVICE#>\n?x { ?s ?p ?o } }",
    "SELECT * {VALUES ?x{<http://127.0.0.1:9/>}FILTER(1<2)SERVICE?x{?s?p?o}FILTER(1>0)}",
    "SELECT * { ?s ?p true sErViCe<http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p actor: SERVICEactor:x { ?s ?p ?o } }",
    r"SELECT * { \u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { \u017fERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("text", HIDDEN)
@pytest.mark.parametrize("is_found", [True, False])
def test_no_other_server_is_asked_however_the_query_is_written(
    data: Dataset, monkeypatch: pytest.MonkeyPatch, text: str, is_found: bool
) -> None:
    if not is_found:  # as if the search for the word had been deceived
        monkeypatch.setattr("graph.query.engine.REFUSED_KEYWORD", re.compile("(?!)"))
    with pytest.raises(QueryError):
        run(data, text)


def test_the_word_may_stand_in_strings_names_and_iris(data: Dataset) -> None:
    text = """SELECT ("a secret SERVICE" AS ?service) (STR(<http://example.org/service>) AS ?b) ?secret_service
    { OPTIONAL { ?secret_service rdfs:label "service", 'Service', actor:service-of-x, actor:service } } # services"""
    assert rows(run(data, text))[1] == [["a secret SERVICE", "http://example.org/service", ""]]


@pytest.mark.parametrize(
    "text", ["SELECT ?x {}", "# help\n# @param x what - y\nSELECT ?x {}", "# h\n# @param x\nASK {}"]
)
def test_a_query_file_without_its_comments_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match=r"x\.rq"):
        read_query("x", text)


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("", "6"),
        ("FROM <https://w3id.org/actorgraph/document/2025-10/a>", "4"),
        ("from <https://w3id.org/actorgraph/document/nobody>", "0"),
    ],
)
def test_from_names_the_graph_that_is_read(data: Dataset, clause: str, expected: str) -> None:
    assert rows(run(data, f"SELECT (COUNT(*) AS ?n) {clause} {{ ?claim a ag:Claim }}"))[1] == [[expected]]
    graph = "<https://w3id.org/actorgraph/document/2026-01/b>"
    named = f"SELECT (COUNT(*) AS ?n) FROM NAMED {graph} {{ GRAPH ?g {{ ?claim a ag:Claim }} }}"
    assert rows(run(data, named))[1] == [["2"]]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "SELECT * { ?a nope:name ?b }",
            "error at 1:24: a prefix that is neither declared with PREFIX nor one of action,",
        ),
        ("SELECT * { FILTER( }", "error at 1:[0-9]+: unexpected here$"),
        ("SELECT *", "error at 1:9: expected one of "),
    ],
)
def test_what_is_wrong_with_a_query_is_told_in_short(data: Dataset, text: str, told: str) -> None:
    with pytest.raises(QueryError, match=f"not valid SPARQL: {told}"):
        run(data, text)
