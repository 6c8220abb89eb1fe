"""The CSV files for Neo4j, read by a strict reader of the format that its manual documents: there is no Neo4j here.

The reader knows nothing of the writer: head fields, id spaces, types and quoting are taken from the head rows alone.
"""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

import pytest
from support import samples
from support.stores import RING, sample_claims, sample_store, store_of

from graph.export.formats import MULTI_FILE_EXPORTS
from ontology.model import Document

FIELD = re.compile(
    r"(?P<name>[A-Za-z_]\w*)?(?::(?P<type>ID|START_ID|END_ID|LABEL|TYPE|int|long|float|double|boolean|string)"
    r"(?P<array>\[\])?(?:\((?P<space>\w+)\))?)?"
)
CHECKS = {
    "int": re.compile(r"-?\d+"),
    "double": re.compile(r"-?\d+(\.\d+)?([eE]-?\d+)?"),
    "boolean": re.compile("true|false"),
    "string": re.compile(r"[^\r\n]*"),
}


@dataclass(frozen=True)
class Field:
    """A field of a head row: `name:type[](id space)`."""

    name: str
    type: str
    is_array: bool
    space: str | None


def fields(row: list[str]) -> list[Field]:
    found = []
    for text in row:
        match = FIELD.fullmatch(text)
        assert match, text
        assert match["name"] or match["type"], text
        found.append(Field(match["name"] or "", match["type"] or "string", bool(match["array"]), match["space"]))
    names = [field.name for field in found if field.name]
    assert len(names) == len(set(names)), "a property twice"
    return found


def read(content: bytes) -> tuple[list[Field], list[list[str]]]:
    """Head and rows; as many cells in each row as in the head, no line break in any cell, values of their types."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    assert content.count(b"\n") == len(rows)
    head = fields(rows[0])
    for row in rows[1:]:
        assert len(row) == len(head)
        for field, cell in zip(head, row, strict=True):
            for value in cell.split(";") if field.is_array else [cell]:
                assert not cell or field.type not in CHECKS or CHECKS[field.type].fullmatch(value), (field, cell)
    return head, rows[1:]


def column(head: list[Field], kind: str) -> int:
    """Where the only field of this type stands."""
    places = [place for place, field in enumerate(head) if field.type == kind]
    assert len(places) == 1, kind
    return places[0]


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return dict(MULTI_FILE_EXPORTS["neo4j-csv"](sample_store(), 0))


def nodes(files: dict[str, bytes]) -> dict[str | None, dict[str, dict[str, str]]]:
    """By id space and id: the properties of each node, and its labels under ":LABEL"."""
    found: dict[str | None, dict[str, dict[str, str]]] = {}
    for name in (name for name in files if name.startswith("nodes-")):
        head, rows = read(files[name])
        at, labels = column(head, "ID"), column(head, "LABEL")
        space = found.setdefault(head[at].space, {})
        for row in rows:
            assert row[at] not in space, "an id twice in its space"
            assert row[labels]
            assert all(re.fullmatch(r"[A-Z]\w*", label) for label in row[labels].split(";"))
            space[row[at]] = {field.name or ":LABEL": cell for field, cell in zip(head, row, strict=True)}
    return found


def relationships(files: dict[str, bytes]) -> list[tuple[str, str, str]]:
    """Start, type and end of each relationship, each end defined in its id space."""
    known, found = nodes(files), []
    for name in (name for name in files if name.startswith("relationships-")):
        head, rows = read(files[name])
        start, end, kind = (column(head, one) for one in ("START_ID", "END_ID", "TYPE"))
        for row in rows:
            assert row[start] in known[head[start].space], row
            assert row[end] in known[head[end].space], row
            assert re.fullmatch(r"[A-Z][A-Z_]*", row[kind])
            found.append((row[start], row[kind], row[end]))
    assert len(found) == len(set(found)), "a relationship twice"
    return found


def test_every_file_keeps_to_the_format(files: dict[str, bytes]) -> None:
    assert {name.partition("-")[0] for name in files} == {"nodes", "relationships"}
    assert relationships(files)


def test_claims_are_nodes_with_their_roles(files: dict[str, bytes]) -> None:
    claims, found = nodes(files)["Claim"], Counter(relationships(files))
    early, late = sample_claims()
    assert set(claims) == {claim.id for claim in (*early, *late)}
    for claim in (*early, *late):
        node = claims[claim.id]
        assert (node["polarity"], node["modality"]) == (claim.polarity.value, claim.modality.value)
        assert node["alleged"] == ("true" if claim.alleged else "false")
        assert float(node["confidence"]) == claim.confidence
        ends = {
            "ACTOR": claim.actor.entity, "TARGET": claim.target and claim.target.entity, "SAID_BY": claim.attribution,
            "WHERE": claim.where,
        }  # fmt: skip
        for kind, entity in ends.items():
            assert sum(count for (start, name, _), count in found.items() if (start, name) == (claim.id, kind)) == (
                entity is not None
            )
            assert entity is None or found[claim.id, kind, entity.id] == 1
        assert found[claim.id, "FROM", claim.document] == 1


def test_only_plain_claims_join_two_entities(files: dict[str, bytes]) -> None:
    acts = {
        edge for edge in relationships(files)
        if not edge[0].startswith("claim/") and edge[1] not in {"MENTIONS", "OF_COUNTRY", "MEMBER_OF", "PART_OF"}
    }  # fmt: skip
    early, late = sample_claims()
    assert acts == {
        (claim.actor.entity.id, claim.action.concept.upper().replace("-", "_"), claim.target.entity.id)
        for claim in (*early, *late) if claim.target is not None and claim.is_fact
    }  # fmt: skip
    assert acts


def test_what_a_name_holds_breaks_no_row(files: dict[str, bytes]) -> None:
    ring = nodes(files)["Entity"][RING.id]
    assert ring["label"] == 'The "Ring"; of seven'
    assert ring[":LABEL"] == "Entity;Actor;CriminalGroup"


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_is_a_formula(start: str) -> None:
    formula = f'{start}HYPERLINK("http://evil.example")'
    name = f"{start}docs/a"
    company, law = samples.entity(formula, "company"), samples.entity(formula, "law")
    made = samples.claim(company, "sign", law, document=name)
    document = Document(name, "", title=formula, source=f"\t{formula}", batch=formula)
    written = dict(MULTI_FILE_EXPORTS["neo4j-csv"](store_of([samples.extraction(document, [made])]), 0))
    for content in written.values():
        for row in read(content)[1]:
            assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert (made.id, "FROM", f"'{name}") in relationships(written)


def test_countries_come_with_their_blocs(files: dict[str, bytes]) -> None:
    assert ("actor/thailand", "MEMBER_OF", "actor/asean") in relationships(files)
    assert "TH" in nodes(files)["Entity"]["actor/thailand"]["codes"].upper().split(";")


def test_documents_keep_their_dates_as_they_are(files: dict[str, bytes]) -> None:
    assert [node["date"] for node in nodes(files)["Document"].values()] == ["2025-10-27", "", "2026-01"]


def test_the_store_of_the_registry_alone_gives_heads_only() -> None:
    assert all(read(one)[1] == [] for one in MULTI_FILE_EXPORTS["neo4j-csv"](store_of([]), 0).values())
