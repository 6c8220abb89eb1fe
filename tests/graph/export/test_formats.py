"""Exports: the same bytes each time, files and archives, RDF 1.2, networks; and what docs/exports.md promises."""

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from rdflib import Dataset
from support import samples
from support.exporting import exported
from support.samples import extractions
from support.stores import sample_claims, sample_store, store_of

from actorgraph.cli.commands.views import EXPORT_FORMATS, SEVERAL_FILES
from actorgraph.cli.main import main
from graph.export.formats import CLAIM_EXPORTS, MULTI_FILE_EXPORTS, RDF_EXPORTS, export, export_to, write, zipped
from ontology.errors import InputError
from ontology.identifiers import iri
from ontology.model import Document, Extraction

ONE_FILE = {**RDF_EXPORTS, **CLAIM_EXPORTS}
PAGE = (Path(__file__).resolve().parents[3] / "docs" / "exports.md").read_text(encoding="utf-8")
REIFIED = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?claim ?actor ?action ?target ?asserted WHERE {
  GRAPH ?g { ?claim rdf:reifies <<( ?actor ?action ?target )>> }
  BIND(EXISTS { GRAPH ?h { ?actor ?action ?target } } AS ?asserted)
}"""


@pytest.fixture(scope="module")
def data() -> Dataset:
    return sample_store()


@pytest.mark.parametrize("form", sorted(ONE_FILE))
def test_exports_are_the_same_each_time(data: Dataset, form: str) -> None:
    assert exported(data, form) == exported(sample_store(), form) != b""


def test_the_command_knows_the_formats() -> None:
    assert set(EXPORT_FORMATS) == {*ONE_FILE, *MULTI_FILE_EXPORTS}
    assert set(MULTI_FILE_EXPORTS) == SEVERAL_FILES
    neo4j = MULTI_FILE_EXPORTS["neo4j-csv"]
    assert neo4j(sample_store(), 0) == neo4j(sample_store(), 0) != {}


def test_every_format_stands_in_the_page_with_a_command() -> None:
    table = PAGE.partition("**A claim is not a fact.**")[0]
    rows = dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", table, re.MULTILINE))
    assert set(rows) == {*ONE_FILE, *MULTI_FILE_EXPORTS}
    for form, cells in rows.items():
        assert len(cells.split(" | ")) == 3, form
        assert re.search(rf"^    actorgraph export --format {re.escape(form)}( -o \S+)?$", PAGE, re.MULTILINE), form


def test_the_commands_of_the_page_run(data: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("actorgraph.cli.options.common.StoreOptions.open", lambda _: data)
    commands = re.findall(r"^    actorgraph (export .+)$", PAGE, re.MULTILINE)
    for command in commands:
        result = CliRunner().invoke(main, command.split())
        assert result.exit_code == 0, (command, result.output)
    assert len(list(tmp_path.iterdir())) == len([command for command in commands if " -o " in command])


def store_with_an_uncertain_claim() -> tuple[Dataset, str]:
    """A store of two claims, by Kenya and less certain by Laos, and the id of the second."""
    made = samples.claim
    claims = [made("Kenya", "sign", confidence=0.9), made("Laos", "sign", start=50, index=1, confidence=0.5)]
    document = Document(claims[0].document, "", date="2025-10-01", batch="2025-10")
    return store_of([samples.extraction(document, claims)]), claims[1].id


@pytest.mark.parametrize("form", sorted(CLAIM_EXPORTS))
def test_less_certain_claims_are_left_out(form: str, tmp_path: Path) -> None:
    store, _ = store_with_an_uncertain_claim()
    export(store, form, tmp_path / "some", 0.7)
    export(store, form, tmp_path / "all")
    some, every = ((tmp_path / name).read_text(encoding="utf-8") for name in ("some", "all"))
    assert ["Kenya" in text for text in (some, every)] == [True, True]
    assert some.count("Laos") < every.count("Laos")


def test_neo4j_leaves_out_less_certain_claims() -> None:
    store, uncertain = store_with_an_uncertain_claim()
    sizes = [
        sum(uncertain.encode() in text for text in MULTI_FILE_EXPORTS["neo4j-csv"](store, least).values())
        for least in (0, 0.7)
    ]
    assert sizes[0] > 0
    assert sizes[1] == 0


@pytest.mark.parametrize("form", sorted(RDF_EXPORTS))
def test_rdf_is_complete(data: Dataset, form: str) -> None:
    with pytest.raises(InputError, match="RDF exports are complete"):
        export_to(data, form, io.BytesIO(), 0.7)
    help_text = CliRunner().invoke(main, ["export", "--help"]).output
    assert "RDF formats always hold the whole graph" in " ".join(help_text.split())


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(extractions())
def test_anything_can_be_exported(made: Extraction) -> None:
    """Whatever letters labels hold; the readers of each format are in the tests of that format."""
    store = store_of([made])
    assert exported(store, "csv") == exported(store, "csv")
    assert MULTI_FILE_EXPORTS["neo4j-csv"](store, 0) == MULTI_FILE_EXPORTS["neo4j-csv"](store, 0)
    for form, reader in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        reader(io.BytesIO(exported(store, form)))
    for line in exported(store, "plover-jsonl").decode().splitlines():
        json.loads(line)


def test_claims_are_reifiers_in_rdf_1_2(data: Dataset) -> None:
    """Read by Oxigraph, whose reader of RDF 1.2 is not the writer of the lines; rdflib has none yet."""
    store = ox.Store()
    store.load(exported(data, "trig-1.2"), format=ox.RdfFormat.TRIG)
    found = {str(row["claim"].value): row for row in store.query(REIFIED)}
    claims = [claim for claims in sample_claims() for claim in claims if claim.target is not None]
    assert set(found) == {iri(claim.id) for claim in claims}
    for claim in claims:
        row = found[iri(claim.id)]
        assert row["actor"].value == iri(claim.actor.entity.id)
        assert row["action"].value == iri(f"action/{claim.action.concept}")
        assert (row["asserted"].value == "true") is claim.is_fact


def test_rdf_1_2_has_all_the_rest_too(data: Dataset) -> None:
    plain, more = ox.Store(), ox.Store()
    plain.load(exported(data, "nq"), format=ox.RdfFormat.N_QUADS)
    more.load(exported(data, "trig-1.2"), format=ox.RdfFormat.TRIG)
    assert set(plain) < set(more)
    assert {quad.predicate.value.rpartition("#")[2] for quad in set(more) - set(plain)} == {"reifies"}


@pytest.mark.parametrize(("form", "reader"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_networks_say_how_an_act_is_stated(data: Dataset, form: str, reader: object) -> None:
    graph = reader(io.BytesIO(exported(data, form)))  # type: ignore[operator]
    said = {about["label"]: about["asserted"] for _, _, about in graph.edges(data=True)}
    assert said["arrests (negated)"] == said["scams (alleged)"] == said["proposes (planned)"] == 0
    assert said["signs"] == said["arrests"] == 1


def test_the_table_has_every_claim(data: Dataset) -> None:
    table = list(csv.DictReader(io.StringIO(exported(data, "csv").decode("utf-8"), newline=""), strict=True))
    claims = {claim.id: claim for claims in sample_claims() for claim in claims}
    assert {row["id"] for row in table} == set(claims)
    for row in table:
        claim = claims[row["id"]]
        stated = (claim.polarity.value, claim.modality.value, "yes" if claim.alleged else "no")
        assert (row["polarity"], row["modality"], row["alleged"]) == stated
        assert row["actor"] == claim.actor.entity.label


def test_several_files_go_into_a_folder_or_an_archive(tmp_path: Path) -> None:
    files = {"a.csv": b"x\n", "b.csv": b""}
    write(files, tmp_path / "new" / "folder")
    write(files, tmp_path / "x.zip")
    assert {path.name: path.read_bytes() for path in (tmp_path / "new" / "folder").iterdir()} == files
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == files
    assert zipped(files) == (tmp_path / "x.zip").read_bytes()


def test_several_files_are_not_written_over_one(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=r"a folder or a \.zip file"):
        write({"a.csv": b""}, tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_text(encoding="utf-8") == "mine"


def test_several_files_need_a_place(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["export", "--format", "neo4j-csv", "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert "several files: name a folder or a .zip file with -o" in result.stderr


def test_what_is_left_out_is_told_on_standard_error(data: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actorgraph.cli.options.common.StoreOptions.open", lambda _: data)
    told = {
        form: CliRunner().invoke(main, ["export", "--format", form]).stderr for form in ("plover-jsonl", "stix", "nq")
    }
    assert told == {
        "plover-jsonl": "actorgraph: 1 claim left out: PLOVER has no type for its action\n",
        "stix": "actorgraph: 1 document left out: it has no actors and no claims\n",
        "nq": "",
    }


def test_the_command_line_starts_without_the_libraries_of_exports() -> None:
    code = "import sys, actorgraph.cli.main; sys.exit(bool({'networkx', 'rdflib', 'pyoxigraph'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
