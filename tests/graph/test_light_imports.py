"""`actorgraph serve`, its query workers and `actorgraph query` start without the libraries that only drawing needs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support.serving import write_build

HEAVY = ("networkx", "pyvis", "scipy", "IPython", "spacy", "pyshacl")
REPORT = "import json, sys; print(json.dumps([name for name in {heavy!r} if name in sys.modules]))"


def loaded(code: str, *arguments: str) -> list[str]:
    """The heavy libraries that a fresh interpreter has loaded after running the code."""
    script = f"{code}\n{REPORT.format(heavy=HEAVY)}"
    run = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True)
    names: list[str] = json.loads(run.stdout.splitlines()[-1])
    return names


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("light") / "out"
    write_build(folder)
    return folder


def test_serve_loads_no_drawing_library(out: Path) -> None:
    """Runs the command up to the point where the server would listen."""
    code = """
import sys
import graph.server.app
from actorgraph.cli.main import main
graph.server.app.serve = lambda build, settings, on_ready, more: on_ready("http://127.0.0.1:1/")
main(["serve", "--out", sys.argv[1]], standalone_mode=False)
"""
    assert loaded(code, str(out)) == []


def test_a_query_worker_loads_no_drawing_library(out: Path) -> None:
    code = """
import sys
from pathlib import Path
from graph.server.query_worker import NamedQueryRequest, ReloadedStore, VocabularyRequest, reply_to
from graph.server.results import QueryRequest, QueryResult, accepted_types
store = ReloadedStore(Path(sys.argv[1]) / "store")
text = reply_to(NamedQueryRequest("top-actors", ()), store)
assert isinstance(text, QueryResult), text
for request in (QueryRequest(text.content.decode(), accepted_types("text/csv", None), 10), VocabularyRequest()):
    reply = reply_to(request, store)
    assert isinstance(reply, QueryResult), reply
"""
    assert loaded(code, str(out)) == []


def test_a_named_query_on_the_command_line_loads_no_drawing_library(out: Path) -> None:
    code = """
import sys
from actorgraph.cli.main import main
main(["query", "top-actors", "--out", sys.argv[1]], standalone_mode=False)
"""
    assert loaded(code, str(out)) == []


def test_drawing_a_map_does_load_them() -> None:
    assert {"networkx", "pyvis", "scipy"} <= set(loaded("import graph.map.page"))
