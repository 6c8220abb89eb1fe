"""What a person does on the map page, in a real Chromium: wide and narrow, light and dark."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from support.map_page import ALIASES, CLAIMS, HOSTILE, SIZES, MapPage, wait_until, written

from graph.page import Map

pytestmark = [pytest.mark.chromium, pytest.mark.slow]
AXE = (Path(__file__).resolve().parents[1] / "support" / "axe" / "axe.min.js").read_text(encoding="utf-8")
VIEWS = ("map", "table", "timeline", "matrix")
THAILAND_PROPOSES = "actor/thailand propose thing/conference"
CAMBODIA_JOINS = "actor/cambodia join thing/conference"
KENYA_ARRESTS = "actor/kenya arrest actor/nine-suspects"
PLAIN = 5
"""Relations of the sample beside those of the hostile names."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("map") / "map.html")


@pytest.fixture(params=[("wide", "light"), ("narrow", "dark")], ids=" ".join)
def shown(request: pytest.FixtureRequest, chrome: Browser, address: str) -> Iterator[MapPage]:
    page = MapPage(chrome, address, *request.param)
    yield page
    page.close()


@pytest.fixture
def wide(chrome: Browser, address: str) -> Iterator[MapPage]:
    page = MapPage(chrome, address)
    yield page
    page.close()


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
        (CAMBODIA_JOINS, ["Cambodia join conference.", "denied"]),
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
    shown.find("#card .relation").first.click()
    assert "Thailand propose conference." in shown.card() or "Thailand host conference." in shown.card()


def test_search_completes_every_name(shown: MapPage) -> None:
    box = shown.find("#search-input")
    box.press_sequentially("siam")
    assert "Thailand" in shown.find("#search-found").inner_text()
    assert "Siam" in shown.find("#search-found small").inner_text()
    box.press("Enter")
    assert shown.find("#card h2").inner_text() == "Thailand"
    box.fill("no such thing")
    assert shown.find("#search-found").inner_text() == "Nothing found"


@pytest.mark.parametrize(
    ("control", "value", "left"),
    [
        ("#polarity", "denied", [CAMBODIA_JOINS]),
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
    shown.find("#reset").click()
    assert len(shown.relations()) == PLAIN + len(HOSTILE)


@pytest.mark.parametrize(
    ("box", "gone"),
    [
        ('#modalities input[value="planned"]', {THAILAND_PROPOSES}),
        ('#types input[value="event"]', {THAILAND_PROPOSES, CAMBODIA_JOINS, "actor/thailand host thing/conference"}),
        ('#classes input[value="arrest"]', {KENYA_ARRESTS}),
    ],
)
def test_boxes_hide_and_show(wide: MapPage, box: str, gone: set[str]) -> None:
    everything = set(wide.relations())
    wide.filters()
    wide.find(box).uncheck()
    assert everything - set(wide.relations()) == gone
    wide.find(box).check()
    assert set(wide.relations()) == everything


def test_the_legend_filters(shown: MapPage) -> None:
    chip = shown.find('.chip[data-group="enforcement"]')
    chip.click()
    assert KENYA_ARRESTS not in shown.relations()
    assert chip.get_attribute("aria-pressed") == "false"
    chip.click()
    chip.click(modifiers=["Shift"])
    assert shown.relations() == [KENYA_ARRESTS]


def test_a_stretch_of_time_is_brushed(shown: MapPage) -> None:
    chart = shown.find(".histogram")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box is not None
    shown.page.mouse.move(box["x"] + box["width"] - 4, box["y"] + 20)
    shown.page.mouse.down()
    shown.page.mouse.move(box["x"] + box["width"] - 8, box["y"] + 20)
    shown.page.mouse.up()
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
    shown.find(".segments").get_by_text("1 step").click()
    assert set(shown.relations()) == {KENYA_ARRESTS, "actor/cambodia meet actor/kenya"}
    shown.find(".segments").get_by_text("3 steps").click()
    assert len(shown.relations()) == PLAIN


def test_hide_pin_undo_redo_reset(wide: MapPage) -> None:
    wide.click_map(wide.point_of("actor/kenya"))
    wide.find(".buttons").get_by_text("Hide", exact=True).click()
    assert not any("kenya" in one for one in wide.relations())
    assert "Hidden by you" in wide.card()
    wide.find("#undo").click()
    assert KENYA_ARRESTS in wide.relations()
    wide.page.keyboard.press("Control+y")
    assert KENYA_ARRESTS not in wide.relations()
    wide.page.keyboard.press("Control+z")
    wide.find(".buttons").get_by_text("Pin").click()
    assert "pins=actor%2Fkenya" in wide.page.url
    wide.find("#reset").click()
    assert wide.page.url.partition("#")[2] == ""
    assert wide.find("#reset").is_disabled()


def test_what_is_dragged_stays(wide: MapPage) -> None:
    x, y = wide.point_of("actor/kenya")
    box = wide.find("#map").bounding_box()
    assert box is not None
    wide.page.mouse.move(box["x"] + x, box["y"] + y)
    wide.page.mouse.down()
    wide.page.mouse.move(box["x"] + x + 60, box["y"] + y + 30, steps=4)
    wide.page.mouse.up()
    after = wide.point_of("actor/kenya")
    assert abs(after[0] - x - 60) < 8
    assert abs(after[1] - y - 30) < 8
    fragment = wide.page.url.partition("#")[2]
    assert "pins=actor%2Fkenya" in fragment
    place = "(({ x, y }) => [x, y])(actorgraph.map.network.body.nodes[actorgraph.model.entityAt.get('actor/kenya')])"
    dropped = wide.js(place)
    wide.open(fragment)
    assert wide.js(place) == pytest.approx(dropped, abs=1)


def test_the_address_keeps_the_view(shown: MapPage) -> None:
    shown.find("#tab-table").click()
    shown.find('.chip[data-group="enforcement"]').evaluate("(chip) => chip.click()")
    shown.filters()
    shown.find("#polarity").select_option("affirmed")
    left = shown.relations()
    fragment = shown.page.url.partition("#")[2]
    assert {"view=table", "polarity=affirmed"} <= set(fragment.split("&"))
    shown.open(fragment)
    assert shown.relations() == left
    assert shown.find("#table-view").is_visible()


def test_back_leads_to_what_was_chosen_before(wide: MapPage) -> None:
    wide.click_map(wide.point_of("actor/kenya"))
    wide.click_map(wide.point_of("actor/thailand"))
    wide.page.go_back()
    wait_until(wide.page, "document.querySelector('#card h2').textContent === 'Kenya'")


def test_the_table_sorts_and_is_saved(shown: MapPage) -> None:
    shown.find("#tab-table").click()
    assert shown.find("#rows tr").count() == PLAIN + len(HOSTILE)
    shown.js("document.querySelectorAll('#columns button')[0].click()")
    names = shown.find("#rows td.actor").all_inner_texts()
    assert names.index("Cambodia") < names.index("Kenya") < names.index("Thailand")
    assert shown.find("#columns th").first.get_attribute("aria-sort") == "ascending"
    shown.find("#save > summary").click()
    with shown.page.expect_download() as saved:
        shown.find("#save-csv").click()
    rows = list(csv.reader(io.StringIO(Path(saved.value.path()).read_text(encoding="utf-8-sig"))))
    assert rows[0][:4] == ["Actor", "Action", "Target", "Stated"]
    assert ["Kenya", "arrests", "nine suspects", "alleged"] in [row[:4] for row in rows]
    assert len(rows) == 1 + PLAIN + len(HOSTILE)


def test_the_timeline_shows_when(shown: MapPage) -> None:
    shown.find("#tab-timeline").click()
    mark = shown.find('#lanes .mark[aria-label^="Thailand, January 2026: 1 claim"]')
    assert "January 2026" in shown.find("#chronicle h3").first.inner_text()
    mark.click()
    assert shown.relations() == ["actor/thailand host thing/conference"]
    assert shown.find("#card h2").inner_text() == "Thailand"


def test_the_matrix_shows_who_acts_on_whom(shown: MapPage) -> None:
    shown.find("#tab-matrix").click()
    shown.find('.cell[aria-label^="Thailand on conference: 2 claims"]').click()
    assert "Thailand propose conference." in shown.card()
    assert "Thailand host conference." in shown.card()


@pytest.mark.parametrize(("button", "start"), [("#save-svg", b"<svg "), ("#save-png", b"\x89PNG")])
def test_the_map_is_saved_as_a_picture(shown: MapPage, button: str, start: bytes) -> None:
    shown.find("#save > summary").click()
    with shown.page.expect_download() as saved:
        shown.find(button).click()
    content = Path(saved.value.path()).read_bytes()
    assert content.startswith(start)
    assert len(content) > 3000
    if button == "#save-svg":
        assert b">Thailand</text>" in content
        assert b"<script" not in content
        read = shown.js(
            "(text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror') === null",
            content.decode(),
        )
        assert read


def test_a_community_folds_into_one_symbol(wide: MapPage) -> None:
    wide.js("actorgraph.act.fold(actorgraph.model.entities[actorgraph.model.entityAt.get('actor/thailand')].community)")
    assert "folded into 1 community" in wide.find("#summary").inner_text()
    folded = "actorgraph.map.network.body.nodes[actorgraph.map.nodes.getIds().at(-1)]"
    place = wide.js(f"actorgraph.map.network.canvasToDOM({folded})")
    wide.click_map([place["x"], place["y"]])
    assert wide.js("actorgraph.view.folded.size") == 0


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


@pytest.mark.parametrize("view", VIEWS)
def test_hostile_text_stays_text(wide: MapPage, view: str) -> None:
    wide.find(f"#tab-{view}").click()
    for name in HOSTILE:
        wide.js(
            "(label) => actorgraph.act.actor(actorgraph.model.entities.find((one) => one.label === label).index)",
            HOSTILE[name],
        )
        assert (
            HOSTILE[name].strip()[:40].replace("\u0000", "")
            in wide.js("document.querySelector('#card h2').textContent").replace("\ufffd", "").replace("\u0000", "")
            or name == "turned"
        )
    assert wide.js("window.hacked === undefined && document.querySelector('main img, main b b, main script') === null")
    assert wide.js("document.documentElement.scrollWidth <= innerWidth")


def test_a_foreign_script_does_not_run(chrome: Browser, address: str) -> None:
    page = MapPage(chrome, address)
    page.js(
        "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.hacked = 1' }))"
    )
    assert page.js("window.hacked === undefined")
    assert any("Content Security Policy" in error for error in page.errors)
    page.errors.clear()
    assert page.js("fetch('https://example.org/').then(() => 'asked', () => 'refused')") == "refused"
    page.errors.clear()
    page.requests = [one for one in page.requests if "example.org" not in one]
    page.close()


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_stands_out_of_the_screen(shown: MapPage, view: str) -> None:
    shown.find(f"#tab-{view}").click()
    assert shown.js("document.documentElement.scrollWidth <= innerWidth")
    for selector in ("#search-input", "#undo", "#save > summary", f"#tab-{view}"):
        assert shown.find(selector).is_visible()


@pytest.mark.parametrize("view", [*VIEWS, "actor", "relation", "filters"])
def test_axe_finds_no_serious_violation(chrome: Browser, address: str, view: str) -> None:
    for size in SIZES:
        for scheme in ("light", "dark"):
            page = MapPage(chrome, address, size, scheme)
            fragment = {
                "actor": "actor=actor/thailand",
                "relation": f"relation={THAILAND_PROPOSES.replace(' ', '+')}",
            }.get(view, f"view={view}")
            page.open(fragment)
            if view == "filters":
                page.filters()
            page.js(AXE + "; undefined")
            found = page.js("axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)")
            serious = [
                f"{one['id']}: {one['nodes'][0]['html'][:150]}"
                for one in found
                if one["impact"] in {"serious", "critical"}
            ]
            assert serious == [], (size, scheme)
            page.close()


def test_print_shows_the_claims_and_no_controls(wide: MapPage) -> None:
    wide.open(f"relation={THAILAND_PROPOSES.replace(' ', '+')}")
    wide.page.emulate_media(media="print")
    assert wide.find("#card blockquote").is_visible()
    assert not wide.find("#search").is_visible()
    assert not wide.find("#filters").is_visible()


def test_it_runs_in_the_frame_of_a_notebook(chrome: Browser, tmp_path: Path) -> None:
    notebook = tmp_path / "notebook.html"
    notebook.write_text(f"<!DOCTYPE html><body>{Map(CLAIMS, aliases=ALIASES)._repr_html_()}", encoding="utf-8")
    tab = chrome.new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(notebook.as_uri())
    inside = tab.frame_locator("iframe")
    inside.locator("#search-input").fill("siam")
    inside.locator("#search-input").press("Enter")
    assert inside.locator("#card h2").inner_text() == "Thailand"
    assert errors == []
    tab.close()
