"""Maps from Python, and where things stand when documents are added."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.samples import claim, stored

import actorgraph
from actorgraph.cli.main import main
from graph.map.network import network
from graph.store.claims import stored_claims
from graph.store.oxigraph import open_store
from ontology.errors import InputError, StoreError

pytestmark = pytest.mark.usefixtures("in_process")
TEXTS = {
    "one": "Japan signed the treaty. Kenya arrested nine suspects. Thailand met Cambodia.",
    "two": "Peru accused Nepal of fraud. Thailand warned the company.",
}


def build(folder: Path, out: Path, *names: str, add: bool = False) -> None:
    folder.mkdir()
    for name in names:
        (folder / f"{name}.txt").write_text(TEXTS[name], encoding="utf-8")
    result = CliRunner().invoke(main, ["build", str(folder), "--out", str(out), *(["--add"] if add else [])])
    assert result.exit_code == 0, result.output


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("drawing")
    build(made / "docs", made / "out", "one")
    return made / "out"


def test_show_takes_a_folder_a_dataset_or_claims(out: Path) -> None:
    data = open_store(out / "store")
    claims = list(stored_claims(data))
    shown = actorgraph.show(str(out))
    assert shown.claims == len(claims) == 3
    assert shown.html == actorgraph.show(data).html == actorgraph.show(out).html
    assert actorgraph.show(claims).positions.keys() == set(network(claims))
    assert shown._repr_html_().startswith("<iframe sandbox=")


def test_show_chooses_as_the_command_does(out: Path, tmp_path: Path) -> None:
    shown = actorgraph.show(out, actor="Kenya")
    result = CliRunner().invoke(
        main, ["map", "--actor", "Kenya", "--out", str(out), "-o", str(tmp_path / "kenya.html")]
    )
    assert result.exit_code == 0, result.output
    assert (tmp_path / "kenya.html").read_text(encoding="utf-8") == shown.html
    assert shown.title == "Who did what: Kenya"
    assert actorgraph.show([stored(claim("Peru"))], title="Mine").title == "Mine"


def test_show_says_what_is_wrong(out: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing is built here yet"):
        actorgraph.show(tmp_path)
    with pytest.raises(InputError, match="no claim matches"):
        actorgraph.show(out, since="2090")


def test_added_documents_leave_the_rest_about_where_it_was(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(tmp_path / "first", out, "one")
    before = json.loads((out / "positions.json").read_text(encoding="utf-8"))
    build(tmp_path / "second", out, "two", add=True)
    after = json.loads((out / "positions.json").read_text(encoding="utf-8"))
    assert before.keys() < after.keys()
    assert {"actor/peru", "actor/nepal"} <= after.keys() - before.keys()
    moved = [abs(after[key][0] - x) + abs(after[key][1] - y) for key, (x, y) in before.items()]
    assert max(moved) < 150
    assert sum(moved) / len(moved) < 60


def test_places_that_cannot_be_read_are_laid_out_anew(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(tmp_path / "first", out, "one")
    (out / "positions.json").write_text("{broken", encoding="utf-8")
    build(tmp_path / "second", out, "two", add=True)
    assert "actor/peru" in json.loads((out / "positions.json").read_text(encoding="utf-8"))
