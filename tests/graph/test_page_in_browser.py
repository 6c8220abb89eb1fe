"""What a person does on the map page, in a real Chromium: wide and narrow, light and dark."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser
from support.map_page import ALIASES, CLAIMS, EVERY, HOSTILE, SCHEMES, MapPage, Pages, wait_until, written

from graph.page import Map

pytestmark = [pytest.mark.chromium, pytest.mark.slow]
BACKGROUND = "getComputedStyle(document.documentElement).backgroundColor"
VIEWS = ("map", "table", "timeline", "matrix")
THAILAND_PROPOSES = "actor/thailand propose thing/conference"
CAMBODIA_JOINS = "actor/cambodia join thing/conference"
KENYA_ARRESTS = "actor/kenya arrest actor/nine-suspects"
PLAIN = 5
"""Relations of the sample beside those of the hostile names."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, chrome: Browser) -> Iterator[Pages]:
    opened = Pages(chrome, written(tmp_path_factory.mktemp("map") / "map.html"))
    yield opened
    opened.close()


@pytest.fixture(params=EVERY, ids=" ".join)
def shown(request: pytest.FixtureRequest, pages: Pages) -> Iterator[MapPage]:
    page = pages.fresh(*request.param)
    yield page
    page.check()


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


@pytest.mark.parametrize(
    ("key", "gone"),
    [
        ('[data-field="statuses"][data-key="planned"]', {THAILAND_PROPOSES}),
        ('[data-field="statuses"][data-key="denied"]', {CAMBODIA_JOINS}),
        ('[data-field="statuses"][data-key="alleged"]', {KENYA_ARRESTS}),
        ('[data-field="types"][data-key="group"]', {KENYA_ARRESTS}),
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


def test_the_table_sorts_and_is_saved(shown: MapPage) -> None:
    shown.press("#tab-table")
    assert shown.find("#rows tr").count() == PLAIN + len(HOSTILE)
    if shown.is_touched:  # no room for heads of columns
        shown.find("#sort").select_option("Actor")
        shown.press("#turn")
        assert shown.find("#columns th").first.get_attribute("aria-sort") == "descending"
        shown.press("#turn")
    else:
        shown.press(shown.find("#columns button").first)
    names = shown.find("#rows td.actor").all_inner_texts()
    assert names.index("Cambodia") < names.index("Kenya") < names.index("Thailand")
    assert shown.find("#columns th").first.get_attribute("aria-sort") == "ascending"
    shown.press("#save > summary")
    with shown.page.expect_download() as saved:
        shown.press("#save-csv")
    rows = list(csv.reader(io.StringIO(Path(saved.value.path()).read_text(encoding="utf-8-sig"))))
    assert rows[0][:4] == ["Actor", "Action", "Target", "Stated"]
    assert ["Kenya", "arrests", "nine suspects", "alleged"] in [row[:4] for row in rows]
    assert len(rows) == 1 + PLAIN + len(HOSTILE)


def test_the_timeline_shows_when(shown: MapPage) -> None:
    shown.press("#tab-timeline")
    mark = shown.find('#lanes .mark[aria-label^="Thailand, week of 5 Jan 2026: 1 claim"]')
    assert "January 2026" in shown.find("#chronicle h3").first.inner_text()
    shown.press(mark)
    assert shown.relations() == ["actor/thailand host thing/conference"]
    assert shown.find("#card h2").inner_text() == "Thailand"


def test_the_matrix_shows_who_acts_on_whom(shown: MapPage) -> None:
    shown.press("#tab-matrix")
    shown.press('.cell[aria-label^="Thailand on conference: 2 claims"]')
    assert "Thailand propose conference." in shown.card()
    assert "Thailand host conference." in shown.card()


@pytest.mark.parametrize(("button", "start"), [("#save-svg", b"<svg "), ("#save-png", b"\x89PNG")])
def test_the_map_is_saved_as_a_picture(shown: MapPage, button: str, start: bytes) -> None:
    shown.press("#save > summary")
    with shown.page.expect_download() as saved:
        shown.press(button)
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


def test_a_saved_picture_has_what_the_screen_has(shown: MapPage) -> None:
    shown.js("(id) => actorgraph.act.relation(actorgraph.model.relationAt.get(id))", THAILAND_PROPOSES)
    shown.press("#save > summary")
    with shown.page.expect_download() as saved:
        shown.press("#save-svg")
    picture = Path(saved.value.path()).read_text(encoding="utf-8")
    words = re.findall(r">([^<]+)</text>", picture)
    assert {"Thailand", "conference", "proposes"} <= set(words)
    assert "Kenya" not in words  # it stands back, as on the screen
    faded = shown.js("actorgraph.map.nodes.get().filter(({ opacity }) => opacity < 1).length")
    assert len(re.findall(r'<(?:circle|polygon)[^>]* stroke-width="1.6" opacity="0\.2"', picture)) == faded > 3


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


@pytest.mark.parametrize("view", VIEWS)
def test_hostile_text_stays_text(shown: MapPage, view: str) -> None:
    shown.press(f"#tab-{view}")
    for name in HOSTILE:
        shown.js(
            "(label) => actorgraph.act.actor(actorgraph.model.entities.find((one) => one.label === label).index)",
            HOSTILE[name],
        )
        assert (
            HOSTILE[name].strip()[:40].replace("\u0000", "")
            in shown.js("document.querySelector('#card h2').textContent").replace("\ufffd", "").replace("\u0000", "")
            or name == "turned"
        )
    assert shown.js("window.hacked === undefined && document.querySelector('main img, main b b, main script') === null")
    assert shown.js("document.documentElement.scrollWidth <= innerWidth")


def test_a_foreign_script_does_not_run(pages: Pages) -> None:
    """What the page's policy forbids does not depend on size and colours."""
    page = pages.fresh()
    page.js(
        "document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.hacked = 1' }))"
    )
    assert page.js("window.hacked === undefined")
    assert any("Content Security Policy" in error for error in page.errors)
    page.errors.clear()
    assert page.js("fetch('https://example.org/').then(() => 'asked', () => 'refused')") == "refused"
    page.errors.clear()
    page.requests = [one for one in page.requests if "example.org" not in one]
    page.check()


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_stands_out_of_the_screen(shown: MapPage, view: str) -> None:
    shown.press(f"#tab-{view}")
    assert shown.js("document.documentElement.scrollWidth <= innerWidth")
    for selector in ("#search-input", "#undo", "#save > summary", f"#tab-{view}"):
        assert shown.find(selector).is_visible()


@pytest.mark.parametrize(
    "fragment",
    [*(f"view={view}" for view in VIEWS), "actor=actor/thailand", f"relation={THAILAND_PROPOSES.replace(' ', '+')}"],
)
def test_axe_finds_no_serious_violation(shown: MapPage, fragment: str) -> None:
    shown.go(fragment)
    assert shown.axe() == []


def test_axe_finds_no_serious_violation_in_the_filters(shown: MapPage) -> None:
    shown.filters()
    assert shown.axe() == []


def test_print_is_light_and_shows_the_claims_and_no_controls(shown: MapPage) -> None:
    shown.go(f"relation={THAILAND_PROPOSES.replace(' ', '+')}")
    shown.page.emulate_media(media="print", color_scheme=shown.scheme)
    shown.js("window.dispatchEvent(new Event('beforeprint'))")
    assert shown.find("#card blockquote").is_visible()
    assert not shown.find("#search").is_visible()
    assert not shown.find("#filters").is_visible()
    assert shown.js(BACKGROUND) == "rgb(255, 255, 255)"
    assert shown.js("actorgraph.map.colours.isDark") is False
    shown.js("window.dispatchEvent(new Event('afterprint'))")
    shown.page.emulate_media(media="screen", color_scheme=shown.scheme)
    assert shown.js("actorgraph.map.colours.isDark") is (shown.scheme == "dark")


def test_the_map_is_printed_as_a_picture_and_lists_whole(shown: MapPage) -> None:
    shown.js("window.dispatchEvent(new Event('beforeprint'))")
    shown.page.emulate_media(media="print", color_scheme=shown.scheme)
    assert "Thailand" in shown.find("#printed svg text").all_text_contents()
    assert not shown.find(".canvas").is_visible()
    assert shown.js("document.documentElement.scrollWidth <= innerWidth")
    shown.js("window.dispatchEvent(new Event('afterprint'))")
    shown.page.emulate_media(media="screen", color_scheme=shown.scheme)
    assert shown.find("#printed svg").count() == 0
    assert shown.find(".canvas").is_visible()


def test_paper_shows_the_map(pages: Pages, tmp_path: Path) -> None:
    """Paper has its own size and is light."""
    page = pages.fresh("wide", "dark")
    page.page.pdf(path=tmp_path / "map.pdf", format="A4")
    paper = pypdfium2.PdfDocument(tmp_path / "map.pdf")
    words = paper[0].get_textpage().get_text_range()
    assert {"Thailand", "Cambodia", "planned", "denied"} <= set(words.split())
    picture = paper[0].render(scale=1).to_numpy()
    assert picture[0, 0].tolist()[:3] == [255, 255, 255]
    page.check()


def test_the_address_of_the_view_is_copied(shown: MapPage) -> None:
    shown.go("actor=actor/thailand")
    shown.press("#save > summary")
    shown.press("#copy")
    wait_until(shown.page, "document.getElementById('summary').textContent.startsWith('Copied')")
    shown.find("#search-input").focus()
    shown.page.keyboard.press("Control+V")
    assert shown.find("#search-input").input_value() == shown.page.url


def test_the_reader_chooses_light_or_dark(shown: MapPage) -> None:
    own = shown.js(BACKGROUND)
    for chosen in SCHEMES:
        shown.find("#scheme").select_option(chosen)
        assert (shown.js(BACKGROUND) == own) is (chosen == shown.scheme)
        assert shown.js("actorgraph.map.colours.isDark") is (chosen == "dark")
        shown.open()
        assert shown.find("#scheme").input_value() == chosen
        assert (shown.js(BACKGROUND) == own) is (chosen == shown.scheme)
    shown.find("#scheme").select_option("")
    assert shown.js(BACKGROUND) == own
    assert "scheme" not in shown.page.url


def test_it_runs_in_the_frame_of_a_notebook(chrome: Browser, tmp_path: Path) -> None:
    """The frame decides what the page may do; its size is the notebook's."""
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
