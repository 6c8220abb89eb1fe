"""The map of a difference in a real Chromium: slider, sentences of both sides, new and gone actors, what moved."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from support.map_page import MapPage, Pages
from support.samples import claim, entity, stored

from graph.diff import diff
from graph.diff.render.as_map import to_map
from ontology.model import Modality

pytestmark = [pytest.mark.chromium, pytest.mark.slow]
TREATY, REPORT = entity("Hanoi Accord", "law"), entity("Report of Rome", "law")
PERU_SIGNS = "actor/peru sign thing/hanoi-accord"
KENYA_BANS = "actor/kenya ban thing/report-of-rome"
THAILAND_HOSTS = "actor/thailand host thing/conference"
NEPAL_JOINS = "actor/nepal join thing/hanoi-accord"
SAME = claim("Nepal", "join", TREATY, start=180)
BEFORE = [
    stored(claim("Thailand", "host", modality=Modality.PLANNED)),
    stored(claim("Peru", "sign", TREATY, start=90)),
    stored(SAME),
]
AFTER = [
    stored(claim("Thailand", "host", document="2026-01/b")),
    stored(claim("Kenya", "ban", REPORT, document="2026-01/c", start=90)),
    stored(SAME),
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, chrome: Browser) -> Iterator[Pages]:
    path = tmp_path_factory.mktemp("difference") / "map.html"
    path.write_text(to_map(diff(BEFORE, AFTER, before_name="old", after_name="new")), encoding="utf-8")
    opened = Pages(chrome, path.as_uri())
    yield opened
    opened.close()


def test_lines_have_the_colour_of_their_change_and_chips_filter(shown: MapPage) -> None:
    look = shown.js("Object.fromEntries(actorgraph.model.look.changes.map((one) => [one.name, [one.light, one.dark]]))")
    drawn = shown.js(
        "actorgraph.map.edges.get().map(({ id, color }) => [actorgraph.model.relations[id].id, color.color])"
    )
    colours = dict(drawn)
    assert colours[KENYA_BANS] in look["added"]
    assert colours[PERU_SIGNS] in look["gone"]
    assert colours[THAILAND_HOSTS] in look["changed"]
    assert colours[NEPAL_JOINS] in look["same"]
    shown.press('.chip[data-change="added"]')
    assert shown.relations() == [KENYA_BANS]
    assert shown.find('.chip[data-change="gone"]').get_attribute("aria-pressed") == "false"


def test_the_slider_goes_from_before_over_both_to_after(shown: MapPage) -> None:
    slider = shown.find("#sides input")
    assert shown.find("#sides button").all_inner_texts() == ["old", "new"]
    assert slider.get_attribute("aria-valuetext") == "both"
    every = shown.relations()
    slider.press("ArrowLeft")
    assert slider.get_attribute("aria-valuetext") == "old"
    assert set(shown.relations()) == {THAILAND_HOSTS, PERU_SIGNS, NEPAL_JOINS}
    assert shown.find("#batch").input_value() == "old"
    slider.press("End")
    assert set(shown.relations()) == {THAILAND_HOSTS, KENYA_BANS, NEPAL_JOINS}
    assert "batch=new" in shown.page.url
    shown.open(shown.page.url.partition("#")[2])
    assert slider.input_value() == "2"
    shown.press(shown.find("#sides button").first)
    assert slider.input_value() == "0"
    shown.press("#undo")
    assert slider.input_value() == "2"
    shown.press("#reset")
    assert shown.relations() == every


def test_a_relation_shows_the_sentences_of_both_sides_beside_each_other(shown: MapPage) -> None:
    shown.js("(id) => actorgraph.act.relation(actorgraph.model.relationAt.get(id))", THAILAND_HOSTS)
    boxes = [shown.find(f'#card [data-side="{side}"]').bounding_box() for side in ("old", "new")]
    first, second = (box for box in boxes if box is not None)
    is_wide = shown.js("innerWidth > 760")
    assert (first["y"] == second["y"]) == is_wide
    assert (first["x"] + first["width"] <= second["x"]) == is_wide
    old, new = (shown.find(f'#card [data-side="{side}"]') for side in ("old", "new"))
    assert "planned" in old.inner_text()
    assert "planned" not in new.inner_text()
    assert old.locator("blockquote").count() == new.locator("blockquote").count() == 1


@pytest.mark.parametrize(
    ("relation", "counts"),
    [
        (KENYA_BANS, ["0 claims", "1 claim"]),
        (PERU_SIGNS, ["1 claim", "0 claims"]),
        (NEPAL_JOINS, ["1 claim", "1 claim"]),
    ],
)
def test_a_side_that_says_nothing_says_so(shown: MapPage, relation: str, counts: list[str]) -> None:
    shown.find("#sides input").press("Home")
    shown.js("(id) => actorgraph.act.relation(actorgraph.model.relationAt.get(id))", relation)
    assert [text.strip() for text in shown.find("#card .both .count").all_inner_texts()] == counts
    assert shown.find("#card .both").get_by_text("Says nothing of it.").count() == counts.count("0 claims")


def test_new_and_gone_actors_have_a_ring_and_a_chip(shown: MapPage) -> None:
    borders = shown.js(
        "Object.fromEntries(actorgraph.map.nodes.get().map("
        "({ id, color }) => [actorgraph.model.entities[id].id, color.border]))"
    )
    look = shown.js("Object.fromEntries(actorgraph.model.look.changes.map((one) => [one.name, [one.light, one.dark]]))")
    assert borders["actor/kenya"] in look["added"]
    assert borders["actor/peru"] in look["gone"]
    assert borders["actor/nepal"] == borders["actor/thailand"] == shown.js("actorgraph.map.colours.node")
    chip = shown.find('.chip[data-ends="gone"]')
    shown.press(chip)
    assert shown.relations() == [PERU_SIGNS]
    assert "ends=gone" in shown.page.url
    shown.press(chip)
    assert len(shown.relations()) > 1
    shown.js("actorgraph.act.actor(actorgraph.model.entityAt.get('actor/peru'))")
    assert shown.find("#card .badge.gone").first.inner_text() == "not mentioned"


def test_new_and_gone_differ_by_more_than_colour(shown: MapPage) -> None:
    signs = shown.js("Object.fromEntries(actorgraph.model.look.changes.map((one) => [one.name, one.sign]))")
    assert len({signs[name] for name in ("added", "gone", "changed")} - {""}) == 3
    drawn = [actor["sign"] for actor in shown.js("actorgraph.map.signs()")]
    # the new and the gone line and their new and gone ends; what is the same has no sign
    assert {name: drawn.count(signs[name]) for name in ("added", "gone", "changed")} == {
        "added": 2,
        "gone": 2,
        "changed": 1,
    }
    in_legend = (
        "(selector) => document.querySelector(selector).querySelector('.sign path:last-of-type').getAttribute('d')"
    )
    for name in ("added", "gone"):
        assert shown.js(in_legend, f'.chip[data-change="{name}"]') == signs[name]
        assert shown.js(in_legend, f'.chip[data-ends="{name}"]') == signs[name]


def test_an_address_with_a_development_opens_on_it(shown: MapPage) -> None:
    before = shown.js("actorgraph.map.network.getScale()")
    shown.open("moved=The+conference%3A+planned+%E2%86%92+held")
    assert shown.js("actorgraph.map.network.getScale()") > before
    places = [shown.point_of(end) for end in ("actor/thailand", "thing/conference")]
    width, height = shown.js("[actorgraph.map.container.clientWidth, actorgraph.map.container.clientHeight]")
    assert all(0 < x < width and 0 < y < height for x, y in places)


def test_what_moved_is_told_first_and_shown_on_the_map(shown: MapPage) -> None:
    moved = shown.find("#card .moved")
    assert moved.all_inner_texts() == ["The conference: planned → held"]
    shown.press(moved)
    assert shown.find("#card h2").inner_text() == "The conference: planned → held"
    marked = shown.js("[...actorgraph.map.marked.edges].map((at) => actorgraph.model.relations[at].id)")
    assert marked == [THAILAND_HOSTS]
    assert shown.find("#card .both blockquote").count() == 2
    shown.open(shown.page.url.partition("#")[2])
    assert shown.find("#card h2").inner_text() == "The conference: planned → held"
    shown.page.keyboard.press("Escape")
    assert moved.count() == 1


def test_axe_finds_no_serious_violation(shown: MapPage) -> None:
    shown.press("#card .moved")
    assert shown.find("#card .both").count() == 1
    assert shown.axe() == []
    assert shown.js("document.documentElement.scrollWidth <= innerWidth")
