"""The public Python API: what it gives, what it refuses, and that `import actorgraph` stays light."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import actorgraph
from extract.parsing.defaults import DEFAULT_MODEL
from ontology.errors import InputError, QueryError, StoreError

DATA = Path(__file__).parents[1] / "data" / "documents"
EARLY = "Thailand proposed to host a conference. Kenya arrested nine suspects on 3 October 2025."
LATE = "Thailand hosted a conference. Kenya did not arrest nine suspects."


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> actorgraph.Build:
    root = tmp_path_factory.mktemp("api")
    for name, text in (("docs/2025-10/a.txt", EARLY), ("docs/2026-01/b.txt", LATE)):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    shutil.copy(DATA / "cut-off.docx", root / "docs" / "2026-01" / "bad.docx")
    return actorgraph.build(root / "docs", root / "out")


def test_importing_it_loads_nothing_heavy() -> None:
    code = (
        "import sys, actorgraph, actorgraph.__main__; assert 'build' in dir(actorgraph); "
        "print({'spacy', 'rdflib', 'networkx', 'click', 'pydantic', 'numpy', 'logging'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "set()\n"


def test_its_functions_are_not_replaced_by_modules() -> None:
    code = "import actorgraph, actorgraph.cli.main, actorgraph.builder.pipeline; print(callable(actorgraph.build))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "True\n"
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = actorgraph.nothing  # type: ignore[attr-defined]


def test_reading_files(built: actorgraph.Build) -> None:
    docs = built.path.parent / "docs"
    with pytest.raises(InputError, match="bad"):
        actorgraph.read(docs)
    errors: list[InputError] = []
    documents = actorgraph.read([docs], on_error=errors.append)
    assert [document.text for document in documents] == [EARLY, LATE]
    assert len(errors) == 1
    assert [claim.document for claim in actorgraph.extract(documents)] == [claim.document for claim in built.claims]


def test_a_build(built: actorgraph.Build) -> None:
    assert built.report is not None
    assert [Path(error.where).name for error in built.report.inputs.errors] == ["bad.docx"]
    opened = actorgraph.open(built.path)
    assert opened.report is None
    assert eval(repr(opened), {"actorgraph": actorgraph}).path == built.path  # noqa: S307  # what repr promises
    assert opened.claims == built.claims
    assert [claim.actor.entity.label for claim in opened.claims] == ["Thailand", "Kenya"] * 2
    assert opened.batches == ["2025-10", "2026-01"]


def test_documents_have_metadata_and_no_text(built: actorgraph.Build) -> None:
    assert [(document.id, document.batch, document.text) for document in built.documents] == [
        ("2025-10/a", "2025-10", ""),
        ("2026-01/b", "2026-01", ""),
    ]
    assert {stored.date for stored in built.stored_claims} == {document.date for document in built.documents}


def test_nothing_built(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing is built here yet"):
        actorgraph.open(tmp_path)


def test_graph_and_queries(built: actorgraph.Build) -> None:
    assert len(list(built.graph.graphs())) > 2
    labels = {str(row[0]) for row in built.query("SELECT ?l WHERE { actor:kenya rdfs:label ?l }")}
    assert labels == {"Kenya"}
    assert built.query("ASK { ?c a ag:Claim }").askAnswer is True
    assert len(built.query("actor", actor="Kenya").bindings) > 0
    assert len(built.query("top-actors", limit=1).bindings) == 1
    with pytest.raises(QueryError, match="no such query"):
        built.query("nonsense")
    with pytest.raises(QueryError, match="no parameter"):
        built.query("actor", actor="Kenya", who="x")
    with pytest.raises(QueryError, match="parameters are for named queries"):
        built.query("ASK { ?c a ag:Claim }", actor="Kenya")
    with pytest.raises(QueryError, match="not allowed"):
        built.query("INSERT DATA { <a:a> <a:b> <a:c> }")


def test_network(built: actorgraph.Build) -> None:
    network = built.network()
    assert network.nodes["actor/thailand"]["label"] == "Thailand"
    kenya = built.network(actor="Kenya")
    assert "actor/thailand" not in kenya
    assert {who for who, _, _ in kenya.edges} == {"actor/kenya"}
    assert len(built.network(since="2031")) == 0


def test_map(built: actorgraph.Build, tmp_path: Path) -> None:
    page = built.map(title="Mine")
    assert page.claims == len(built.claims)
    assert page.save(tmp_path / "map.html").read_text(encoding="utf-8") == page.html
    assert built.map(actor="Kenya").claims == 2
    assert actorgraph.show(built.stored_claims).claims == actorgraph.show(built.path).claims == 4
    with pytest.raises(InputError, match="no claim matches"):
        built.map(since="2031")


def test_diff(built: actorgraph.Build) -> None:
    difference = built.diff("2025-10", "2026-01")
    assert not difference.is_empty
    assert (difference.before_name, difference.after_name) == ("2025-10", "2026-01")
    assert built.diff("2025-10", "2025-10").is_empty
    with pytest.raises(InputError, match="2026-01"):
        built.diff("2025-10", "2027")


def test_frames_of_a_build(built: actorgraph.Build) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is an optional dependency")
    frame = built.claims_frame()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame["actor"]) == ["Thailand", "Kenya"] * 2
    assert list(frame["batch"]) == ["2025-10"] * 2 + ["2026-01"] * 2
    assert list(frame["alleged"]) == [False] * 4
    answer = built.query_frame("SELECT ?who WHERE { ?who rdfs:label 'Kenya' }")
    assert answer.to_dict("records") == [{"who": "actor:kenya"}]


def test_the_default_model_is_that_of_the_command_line(built: actorgraph.Build) -> None:
    again = actorgraph.build([built.path.parent / "docs"], built.path, models=[DEFAULT_MODEL])
    assert again.report is not None
    assert again.report.unchanged
