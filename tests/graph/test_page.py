"""The map page as text: complete, the same every time, and no text of a document can become markup."""

import json
import random
import re
from html import unescape

import pytest
from support.samples import claim, entity, stored

from graph.page import embedded, render
from graph.page_data import label_lines, look, page_data
from graph.stored import StoredClaim
from ontology.actions import CLASSES
from ontology.model import EntityType, Polarity

CLAIMS = [
    stored(claim("Thailand", "propose", "conference", start=3, when="2025-10-27"), title="Offer"),
    stored(claim("Thailand", "sign", "conference"), title="Offer"),
    stored(claim("Thailand", "sign", "conference", document="2026-01/b", polarity=Polarity.NEGATED)),
    stored(claim("Kenya", "meet", None, attribution=entity("Interpol", "international-organisation"))),
]


def data_of(page: str) -> dict:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_the_same_bytes_for_any_order() -> None:
    mixed = CLAIMS[:]
    random.Random(2).shuffle(mixed)  # noqa: S311  # no secret
    assert render(CLAIMS, title="t") == render(mixed, title="t")


def test_every_claim_leads_to_its_words() -> None:
    data = data_of(render(CLAIMS, title="t", aliases={"actor/thailand": ["Siam", "Thailand"]}))
    assert len(data["claims"]) == 4
    for made in data["claims"]:
        text = data["sentences"][made["sentence"]]["text"]
        relation = data["relations"][made["relation"]]
        start, end = made["spans"]["actor"]
        assert text[start:end] == data["entities"][relation["actor"]]["label"]
    thailand = next(one for one in data["entities"] if one["id"] == "actor/thailand")
    assert thailand["aliases"] == ["Siam"]


def test_a_relation_is_an_edge_and_an_act_is_not() -> None:
    data = page_data(CLAIMS, {})
    edges = {edge["id"] for edge in data["vis"]["edges"]}
    assert edges == {number for number, one in enumerate(data["relations"]) if one["target"] is not None}
    assert len(edges) == 2
    bends = {edge["smooth"]["roundness"] for edge in data["vis"]["edges"]}
    assert len(bends) == 2  # two lines between the same two do not lie on each other


def test_a_denied_claim_is_marked() -> None:
    assert sorted(made["flags"][0] for made in page_data(CLAIMS, {})["claims"]) == [
        "asserted", "asserted", "asserted", "denied",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--", "&lt;", "\u2028", '"', "\\"])
def test_text_cannot_leave_the_data(text: str) -> None:
    kept = embedded({"a": text})
    assert not set(kept) & set("<>&\u2028\u2029")
    assert json.loads(kept) == {"a": text}


def test_a_hostile_title_is_text() -> None:
    page = render(CLAIMS, title="<img src=x onerror=alert(1)>")
    assert "<img" not in page
    assert "&lt;img src=x" in page


def test_the_page_names_no_other_file() -> None:
    page = unescape(render(CLAIMS, title="t"))
    assert "default-src 'none'" in page
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=[\"'](?!data:)", page)
    assert "sourceMappingURL" not in page


def test_an_empty_map() -> None:
    assert data_of(render([], title="t"))["entities"] == []


def test_the_look_covers_every_class_and_type() -> None:
    named = {name for group in look()["groups"] for name in group["classes"]}
    assert named == set(CLASSES)
    assert {kind["name"] for kind in look()["types"]} == {kind.value for kind in EntityType}


@pytest.mark.parametrize("label", ["a", "", "word " * 30, "x" * 90, "ไทย" * 20])
def test_labels_are_short_lines(label: str) -> None:
    lines = label_lines(label)
    assert 1 <= len(lines) <= 3
    assert all(0 < len(line) <= 24 for line in lines)


def test_a_large_graph_is_said_to_be_cut() -> None:
    many: list[StoredClaim] = [stored(claim(f"Actor {i}", "sign", f"Paper {i}", document=f"b/{i}")) for i in range(250)]
    data = page_data(many, {})
    assert data["limits"]["all"] < len(data["entities"]) == 500
