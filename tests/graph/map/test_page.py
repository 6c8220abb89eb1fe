"""The map page as text: complete, the same every time, and no text of a document can become markup."""

import hashlib
import json
import random
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from support.patience import PATIENCE
from support.samples import claim, entity
from support.samples import stored as stored_claim

from graph.map.labels import label_lines
from graph.map.page import Map, embedded
from graph.map.page_context import MapDifference
from graph.map.page_data import SHOW_ALL, SHOW_FIRST, stated
from graph.map.style import map_style
from graph.rdf.relations import relation_key
from graph.resources import static_text
from ontology.actions import CLASSES
from ontology.model import Claim, EntityType, Modality, Polarity

CLAIMS = [
    stored_claim(claim("Thailand", "propose", "conference", start=3, when="2025-10-27"), title="Offer"),
    stored_claim(claim("Thailand", "sign", "conference"), title="Offer"),
    stored_claim(claim("Thailand", "sign", "conference", document="2026-01/b", polarity=Polarity.NEGATED)),
    stored_claim(claim("Kenya", "meet", None, attribution=entity("Interpol", "international-organisation"))),
]


ROOT = Path(__file__).resolve().parents[3]


def block(page: str, name: str) -> dict:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from texts_in(list(value.values()))
    elif isinstance(value, list):
        for one in value:
            yield from texts_in(one)


def test_the_same_bytes_for_any_order() -> None:
    mixed = CLAIMS[:]
    random.Random(2).shuffle(mixed)  # noqa: S311  # no secret
    assert Map(CLAIMS, title="t").html == Map(mixed, title="t").html


def test_every_claim_leads_to_its_words() -> None:
    page = Map(CLAIMS, title="t", aliases={"actor/thailand": ["Siam", "Thailand"]}).html
    core, evidence = block(page, "data"), block(page, "evidence")
    relations = [at for at, count in enumerate(core["relations"]["claims"]) for _ in range(count)]
    assert len(relations) == len(evidence["claims"]["sentence"]) == len(core["claims"]["document"]) == 4
    for number, relation in enumerate(relations):
        text = evidence["sentences"][evidence["claims"]["sentence"][number]]
        start, end = evidence["claims"]["spans"][number * 6 : number * 6 + 2]
        assert text[start:end] == core["entities"]["label"][core["relations"]["actor"][relation]]
    thailand = core["entities"]["id"].index("actor/thailand")
    assert core["entities"]["aliases"] == {str(thailand): ["Siam"]}


def test_an_act_without_a_target_is_no_line() -> None:
    relations = block(Map(CLAIMS, title="t").html, "data")["relations"]
    assert sorted(target < 0 for target in relations["target"]) == [False, False, True]


@pytest.mark.parametrize(
    ("made", "number"),
    [
        (claim(), 0),
        (claim(modality=Modality.PLANNED), 1),
        (claim(modality=Modality.OBLIGATED), 3),
        (claim(polarity=Polarity.NEGATED), 4),
        (claim(alleged=True, modality=Modality.POSSIBLE, polarity=Polarity.NEGATED), 14),
    ],
)
def test_how_a_claim_is_stated_is_one_number(made: Claim, number: int) -> None:
    assert stated(made) == number


def test_members_of_a_bloc_are_countries_and_what_is_of_them() -> None:
    police = entity("Kenyan police", "government-body", country="actor/kenya")
    claims = [stored_claim(claim(police, "meet", entity("Kenya"))), stored_claim(claim("Peru", "meet", None, start=90))]
    core = block(Map(claims, title="t", memberships={"actor/kenya": ["African Union"]}).html, "data")
    (bloc,) = core["blocs"]
    assert bloc["label"] == "African Union"
    assert {core["entities"]["label"][number] for number in bloc["members"]} == {"Kenya", "Kenyan police"}


def test_no_text_is_repeated() -> None:
    long = "the very same long name of a conference"
    many = [
        stored_claim(claim(f"Actor {i}", "sign", long, document=f"b/{i}"), title=f"A long title {i}") for i in range(40)
    ]
    page = Map(many, title="t").html
    core = {key: value for key, value in block(page, "data").items() if key not in {"look", "options"}}
    texts = Counter(text for text in texts_in([core, block(page, "evidence")]) if len(text) > 12)
    assert texts[long] == 1
    assert [text for text, count in texts.items() if count > 1] == []


def test_a_map_of_a_difference_says_how_each_relation_has_changed() -> None:
    changes = {relation_key(one.claim): "added" for one in CLAIMS}
    page = Map(CLAIMS, difference=MapDifference(("a", "b"), changes))
    assert set(block(page.html, "data")["difference"]["relations"]) == {0}
    assert set(block(page.html, "data")["difference"]["entities"]) == {-1}
    assert "difference" not in block(Map(CLAIMS, title="t").html, "data")


def test_a_notebook_gets_the_map_in_a_frame_that_may_do_little() -> None:
    shown = Map(CLAIMS, title='"><script>')._repr_html_()
    assert shown.startswith(
        '<iframe sandbox="allow-scripts allow-downloads allow-popups" title="&quot;&gt;&lt;script&gt;"'
    )
    assert Map(CLAIMS, title='"><script>').html in unescape(shown)
    assert shown.count("<") == shown.count(">") == 2


def test_a_map_is_saved(tmp_path: Path) -> None:
    path = Map(CLAIMS).save(tmp_path / "map.html")
    assert path.read_text(encoding="utf-8") == Map(CLAIMS, title="Who did what").html


def test_what_stood_on_an_earlier_map_stays() -> None:
    earlier = Map(CLAIMS).positions
    added = [
        *CLAIMS,
        stored_claim(claim("Peru", "host", "conference", start=500)),
        stored_claim(claim("Peru", "meet", "pact", start=600)),
    ]
    later = Map(added, start=earlier).positions
    assert {"actor/peru", "thing/pact"} == later.keys() - earlier.keys()
    assert all(abs(later[key][0] - x) + abs(later[key][1] - y) < 90 for key, (x, y) in earlier.items())


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--", "&lt;", "\u2028", '"', "\\"])
def test_text_cannot_leave_the_data(text: str) -> None:
    kept = embedded({"a": text})
    assert not set(kept) & set("<>&\u2028\u2029")
    assert json.loads(kept) == {"a": text}


def test_a_hostile_title_is_text() -> None:
    page = Map(CLAIMS, title="<img src=x onerror=alert(1)>").html
    assert "<img" not in page
    assert "&lt;img src=x" in page


def test_the_page_names_no_other_file() -> None:
    page = unescape(Map(CLAIMS, title="t").html)
    assert "default-src 'none'; connect-src 'none'" in page
    assert "unsafe" not in page.partition("<style>")[0]
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=[\"'](?!data:)", page)
    assert "sourceMappingURL" not in page


def test_an_empty_map() -> None:
    assert block(Map([], title="t").html, "data")["entities"]["id"] == []


def test_the_look_covers_every_class_and_type() -> None:
    named = {name for group in map_style().groups for name in group.classes}
    assert named == set(CLASSES)
    assert {style.name for style in map_style().types} == set(EntityType)


def test_labels_break_as_the_script_breaks_them() -> None:
    table = json.loads((Path(__file__).parent / "label_lines.json").read_text(encoding="utf-8"))
    assert len(table) > 10
    for label, lines in table:
        assert label_lines(label) == lines


def test_a_large_graph_is_drawn_in_part() -> None:
    many = [stored_claim(claim(f"Actor {i}", "sign", f"Paper {i}", document=f"b/{i}")) for i in range(250)]
    core = block(Map(many, title="t").html, "data")
    assert core["limits"] == {"all": SHOW_ALL, "first": SHOW_FIRST}
    assert len(core["entities"]["id"]) == 500


def test_the_bundle_is_made_from_the_sources() -> None:
    folder = ROOT / "web" / "map"
    digest = hashlib.sha256((ROOT / "web" / "build_map.mjs").read_bytes())
    for source in sorted(folder.glob("*.mjs")):
        digest.update(source.read_bytes())
    assert f"sources: {digest.hexdigest()}" in static_text("map.js"), "run: make page"


def test_the_script_passes_its_own_tests() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node on this machine: the tests of web/map are not run")
    result = subprocess.run(
        [node, "--test", "tests/"], cwd=ROOT / "web", capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert result.returncode == 0, result.stdout
    assert re.search(r"^# pass [1-9]\d+$", result.stdout, re.MULTILINE)
