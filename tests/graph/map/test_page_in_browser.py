"""What a person does on the map page, in a real Chromium: wide and narrow, light and dark, by mouse and by thumb."""

import re

import pytest
from support.map_page import HOSTILE, MapPage, wait_until

pytestmark = [pytest.mark.chromium, pytest.mark.slow]
THAILAND_PROPOSES = "actor/thailand propose thing/conference"
CAMBODIA_JOINS = "actor/cambodia join thing/conference"
KENYA_ARRESTS = "actor/kenya arrest actor/nine-suspects"
PLAIN = 5
"""Relations of the sample beside those of the hostile names."""


def test_every_relation_is_drawn_and_nothing_is_asked_of_a_network(shown: MapPage) -> None:
    assert shown.js("actorgraph.map.edges.getIds().length") == PLAIN + len(HOSTILE)
    assert re.match(r"\d+ actors and things, 10 relations, from 2 documents\.", shown.find("#summary").inner_text())


@pytest.mark.parametrize(
    ("relation", "words"),
    [
        (
            THAILAND_PROPOSES,
            [
                "Thailand propose conference.",
                "planned",
                "The offer",
                "27 October 2025",
                "also in The Post, 2025-10/copy",
            ],
        ),
        (CAMBODIA_JOINS, ["Cambodia join conference.", "negated"]),
        (KENYA_ARRESTS, ["Kenya arrest nine suspects.", "alleged"]),
        ("actor/cambodia meet actor/kenya", ["Cambodia meet Kenya.", "according to Interpol"]),
    ],
)
def test_a_click_on_a_line_shows_its_sentences(shown: MapPage, relation: str, words: list[str]) -> None:
    at = shown.js("(id) => actorgraph.model.relationAt.get(id)", relation)
    point = shown.free_point_on(at)
    assert point is not None
    shown.click_map(point)
    shown.find("#card .claim").wait_for()
    assert all(word in shown.card() for word in words)
    marked = {role: shown.find(f"#card mark.{role}").first.inner_text() for role in ("actor", "action", "target")}
    assert " ".join(marked.values()) + "." == shown.find("#card blockquote").first.inner_text()


def test_a_click_on_an_actor_shows_its_card(shown: MapPage) -> None:
    shown.click_map(shown.point_of("actor/thailand"))
    card = shown.card()
    for words in (
        "Thailand",
        "Country · 2 claims",
        "Member of ASEAN",
        "Also called Kingdom of Thailand, Siam",
        "As actor 2",
        "proposes conference",
    ):
        assert words in card
    assert "most in" in str(shown.find("#card .spark").get_attribute("aria-label"))
    shown.press(shown.find("#card .relation").first)
    assert "Thailand propose conference." in shown.card() or "Thailand host conference." in shown.card()


def test_search_completes_every_name(shown: MapPage) -> None:
    box = shown.find("#search-input")
    box.press_sequentially("siam")
    assert "Thailand" in shown.find("#search-found").inner_text()
    assert "Siam" in shown.find("#search-found small").inner_text()
    box.press("Enter")
    assert shown.find("#card h2").inner_text() == "Thailand"
    box.fill("no such thing")
    assert shown.find("#search-found").inner_text().startswith("Nothing found by this name")


@pytest.mark.parametrize(
    ("control", "value", "left"),
    [
        ("#polarity", "negated", [CAMBODIA_JOINS]),
        ("#alleged", "only", [KENYA_ARRESTS]),
        ("#batch", "2026-01", ["actor/thailand host thing/conference"]),
        ("#document", "2026-01/b", ["actor/thailand host thing/conference"]),
        (
            "#bloc",
            "ASEAN",
            [
                CAMBODIA_JOINS,
                "actor/cambodia meet actor/kenya",
                "actor/thailand host thing/conference",
                THAILAND_PROPOSES,
            ],
        ),
        ("#from", "2026", ["actor/thailand host thing/conference"]),
        ("#min", "2", []),
        (
            "#actor-min",
            "2",
            [
                CAMBODIA_JOINS,
                "actor/cambodia meet actor/kenya",
                "actor/thailand host thing/conference",
                THAILAND_PROPOSES,
            ],
        ),
        ("#text", "nine suspects", [KENYA_ARRESTS]),
    ],
)
def test_filters(shown: MapPage, control: str, value: str, left: list[str]) -> None:
    shown.filters()
    field = shown.find(control)
    if shown.js("(id) => document.querySelector(id).tagName", control) == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)
    wait_until(shown.page, f"actorgraph.view.found.size === {len(left)}")
    assert sorted(shown.relations()) == sorted(left)
    assert "1 on" in shown.find("#filters > summary").inner_text()
    shown.press("#reset")
    assert len(shown.relations()) == PLAIN + len(HOSTILE)


@pytest.mark.parametrize(
    ("box", "gone"),
    [
        ('#modalities input[value="planned"]', {THAILAND_PROPOSES}),
        ('#types input[value="event"]', {THAILAND_PROPOSES, CAMBODIA_JOINS, "actor/thailand host thing/conference"}),
        ('#classes input[value="arrest"]', {KENYA_ARRESTS}),
    ],
)
def test_boxes_hide_and_show(shown: MapPage, box: str, gone: set[str]) -> None:
    everything = set(shown.relations())
    shown.filters()
    shown.find(box).uncheck()
    assert everything - set(shown.relations()) == gone
    shown.find(box).check()
    assert set(shown.relations()) == everything


def test_uncertain_claims_are_faint_and_can_be_hidden(shown: MapPage) -> None:
    opacity = "(id) => actorgraph.map.edges.get(actorgraph.model.relationAt.get(id)).color.opacity"
    assert shown.js(opacity, KENYA_ARRESTS) < shown.js(opacity, THAILAND_PROPOSES)
    everything = set(shown.relations())
    shown.filters()
    shown.find("#confidence").select_option("70")
    assert everything - set(shown.relations()) == {KENYA_ARRESTS}
    shown.go("confidence=55")
    assert set(shown.relations()) == everything
    assert shown.find("#confidence").input_value() == "55"


def test_only_what_has_a_name(shown: MapPage) -> None:
    shown.filters()
    shown.find("#named").check()
    assert "actor/cambodia meet actor/kenya" in shown.relations()
    assert not {KENYA_ARRESTS, THAILAND_PROPOSES} & set(shown.relations())


def test_the_legend_filters(shown: MapPage) -> None:
    chip = '.chip[data-group="enforcement"]'
    shown.press(chip)
    assert KENYA_ARRESTS not in shown.relations()
    assert shown.find(chip).get_attribute("aria-pressed") == "false"
    shown.press(chip)
    assert KENYA_ARRESTS in shown.relations()
    if shown.is_touched:
        shown.long_press(chip)
    else:
        shown.find(chip).click(modifiers=["Shift"])
    assert shown.relations() == [KENYA_ARRESTS]


def test_the_legend_counts_what_is_shown(shown: MapPage) -> None:
    enforcement = shown.find('.chip[data-group="enforcement"] .count')
    countries = shown.find('#filters .check:has(input[value="country"]) .count')
    assert (enforcement.text_content(), countries.text_content()) == ("1", "3")
    shown.go("confidence=70")
    assert (enforcement.text_content(), countries.text_content()) == ("0 of 1", "3")
    shown.go("batch=2026-01")
    assert (enforcement.text_content(), countries.text_content()) == ("0 of 1", "1/3")


@pytest.mark.parametrize(
    ("key", "gone"),
    [
        ('[data-field="statuses"][data-key="planned"]', {THAILAND_PROPOSES}),
        ('[data-field="statuses"][data-key="negated"]', {CAMBODIA_JOINS}),
        ('[data-field="statuses"][data-key="alleged"]', {KENYA_ARRESTS}),
        ('[data-field="types"][data-key="group"]', {KENYA_ARRESTS}),
        ('[data-key="faint"]', {KENYA_ARRESTS}),
    ],
)
def test_lines_and_shapes_of_the_legend_filter(shown: MapPage, key: str, gone: set[str]) -> None:
    everything = set(shown.relations())
    button = f"#key {key}"
    shown.press(button)
    assert everything - set(shown.relations()) == gone
    assert shown.find(button).get_attribute("aria-pressed") == "false"
    shown.press(button)
    assert set(shown.relations()) == everything
    if "statuses" in key:
        if shown.is_touched:
            shown.long_press(button)
        else:
            shown.find(button).click(modifiers=["Shift"])
        assert set(shown.relations()) == gone


def test_a_stretch_of_time_is_brushed(shown: MapPage) -> None:
    chart = shown.find(".histogram")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box is not None
    right = box["x"] + box["width"]
    shown.drag((right - 4, box["y"] + 20), (right - 8, box["y"] + 20))
    assert shown.relations() == ["actor/thailand host thing/conference"]
    assert "2026" in shown.find(".span").inner_text()
    first = shown.find(".handle").first
    first.focus()
    first.press("Home")
    assert len(shown.relations()) == PLAIN + len(HOSTILE)


def test_the_way_between_two_actors(shown: MapPage) -> None:
    shown.js("actorgraph.act.actor(actorgraph.model.entityAt.get('actor/thailand'))")
    shown.find("#path-input").fill("nine")
    shown.find("#path-input").press("Enter")
    assert "A shortest path: 4 steps" in shown.card()
    names = shown.js("actorgraph.view.path.nodes.map((at) => actorgraph.model.entities[at].label)")
    assert names == ["Thailand", "conference", "Cambodia", "Kenya", "nine suspects"]
    shown.open("path=actor/thailand+thing/paper-image")
    assert "No path joins the two" in shown.card()


def test_neighbours_by_steps(shown: MapPage) -> None:
    shown.click_map(shown.point_of("actor/kenya"))
    shown.press(shown.find(".segments").get_by_text("1 step"))
    assert set(shown.relations()) == {KENYA_ARRESTS, "actor/cambodia meet actor/kenya"}
    shown.press(shown.find(".segments").get_by_text("3 steps"))
    assert len(shown.relations()) == PLAIN


def test_hide_pin_undo_redo_reset(shown: MapPage) -> None:
    shown.click_map(shown.point_of("actor/kenya"))
    shown.press(shown.find(".buttons").get_by_text("Hide", exact=True))
    assert not any("kenya" in one for one in shown.relations())
    assert "Hidden by you" in shown.card()
    shown.press("#undo")
    assert KENYA_ARRESTS in shown.relations()
    shown.page.keyboard.press("Control+y")
    assert KENYA_ARRESTS not in shown.relations()
    shown.page.keyboard.press("Control+z")
    shown.press(shown.find(".buttons").get_by_text("Pin"))
    assert "pins=actor%2Fkenya" in shown.page.url
    shown.press("#reset")
    assert shown.page.url.partition("#")[2] == ""
    assert shown.find("#reset").is_disabled()


def test_what_is_dragged_stays(shown: MapPage) -> None:
    x, y = shown.point_of("actor/kenya")
    box = shown.find("#map").bounding_box()
    assert box is not None
    shown.drag((box["x"] + x, box["y"] + y), (box["x"] + x + 60, box["y"] + y + 30))
    after = shown.point_of("actor/kenya")
    assert abs(after[0] - x - 60) < 8
    assert abs(after[1] - y - 30) < 8
    fragment = shown.page.url.partition("#")[2]
    assert "pins=actor%2Fkenya" in fragment
    place = "(({ x, y }) => [x, y])(actorgraph.map.network.body.nodes[actorgraph.model.entityAt.get('actor/kenya')])"
    dropped = shown.js(place)
    shown.open(fragment)
    assert shown.js(place) == pytest.approx(dropped, abs=1)


def test_the_address_keeps_the_view(shown: MapPage) -> None:
    shown.press("#tab-table")
    shown.find('.chip[data-group="enforcement"]').evaluate("(chip) => chip.click()")
    shown.filters()
    shown.find("#polarity").select_option("affirmed")
    left = shown.relations()
    fragment = shown.page.url.partition("#")[2]
    assert {"view=table", "polarity=affirmed"} <= set(fragment.split("&"))
    shown.open(fragment)
    assert shown.relations() == left
    assert shown.find("#table-view").is_visible()


def test_back_leads_to_what_was_chosen_before(shown: MapPage) -> None:
    shown.click_map(shown.point_of("actor/kenya"))
    shown.click_map(shown.point_of("actor/thailand"))
    shown.page.go_back()
    wait_until(shown.page, "document.querySelector('#card h2').textContent === 'Kenya'")


def test_a_community_folds_into_one_symbol(shown: MapPage) -> None:
    shown.js(
        "actorgraph.act.fold(actorgraph.model.entities[actorgraph.model.entityAt.get('actor/thailand')].community)"
    )
    assert "folded into 1 community" in shown.find("#summary").inner_text()
    folded = "actorgraph.map.network.body.nodes[actorgraph.map.nodes.getIds().at(-1)]"
    place = shown.js(f"actorgraph.map.network.canvasToDOM({folded})")
    shown.click_map([place["x"], place["y"]])
    assert shown.js("actorgraph.view.folded.size") == 0


def test_everything_by_keyboard(shown: MapPage) -> None:
    stops = shown.find("#stops")
    stops.focus()
    first = str(stops.get_attribute("aria-activedescendant"))
    assert shown.find(f"#{first}").inner_text() or shown.js("(id) => document.getElementById(id).textContent", first)
    reached = set()
    for key in ("ArrowLeft", "ArrowDown", "ArrowRight", "ArrowUp", "PageDown", "PageDown"):
        stops.press(key)
        reached.add(stops.get_attribute("aria-activedescendant"))
    assert len(reached) > 2
    stops.press("Home")
    stops.press("Enter")
    assert shown.find("#card h2").count() == 1
    shown.page.keyboard.press("Escape")
    assert shown.find("#card h2").count() == 0
    shown.find("#tab-map").focus()
    for name in ("table", "timeline", "matrix", "map"):
        shown.page.keyboard.press("ArrowRight")
        assert shown.find(f"#{name}-view").is_visible()
    shown.page.keyboard.press("/")
    assert shown.js("document.activeElement.id") == "search-input"
