"""The other views of the map page, what is saved, sent and printed, and what holds everywhere, in a real Chromium."""

import csv
import io
import re
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser
from support.map_page import ALIASES, CLAIMS, HOSTILE, SCHEMES, MapPage, Pages, wait_until

from graph.map.page import Map
from graph.store.remarks import EntityRemarks

pytestmark = [pytest.mark.chromium, pytest.mark.slow]
BACKGROUND = "getComputedStyle(document.documentElement).backgroundColor"
VIEWS = ("map", "table", "timeline", "matrix")
THAILAND_PROPOSES = "actor/thailand propose thing/conference"
PARTS_OF_PICTURE = """(text) => {
  const svg = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  document.body.append(svg);
  const frame = svg.querySelector('g[clip-path]'), clip = svg.querySelector('clipPath rect');
  const titles = [...svg.children].filter(({ tagName }) => tagName === 'text');
  const boxes = titles.map((title) => title.getBBox());
  const found = { width: Number(svg.getAttribute('width')), titles: titles.length,
    outside: [...svg.children].filter(({ tagName }) => ['circle', 'polygon', 'path'].includes(tagName)).length,
    widest: Math.max(...boxes.map(({ x, width }) => x + width)),
    title: Math.max(...boxes.map(({ y, height }) => y + height)),
    top: frame.getCTM().f - svg.getCTM().f + Number(clip.getAttribute('y') ?? 0) };
  svg.remove();
  return found;
}"""
BROKEN_WORDS = """() => {
  const broken = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (parentElement.closest("script, style, noscript") || !parentElement.checkVisibility()) continue;
    for (const { 0: word, index } of data.matchAll(/(?<![^\\s-])[^\\s-]{2,25}(?![^\\s-])/gu)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, index);
      range.setEnd(texts.currentNode, index + word.length);
      const lines = new Set([...range.getClientRects()].filter(({ width }) => width).map(({ top }) => Math.round(top)));
      if (lines.size > 1) broken.push(word);
    }
  }
  return broken;
}"""
PLAIN = 5
"""Relations of the sample beside those of the hostile names."""


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
    dated = {tuple(row[:3]): row[rows[0].index("Date from")] for row in rows}
    assert dated["Thailand", "proposes", "conference"] == "sentence"
    assert dated["Thailand", "hosts", "conference"] == "document"
    when = shown.find("#rows td.when .reported").first
    assert when.inner_text().startswith("reported on")


def test_the_timeline_shows_when(shown: MapPage) -> None:
    shown.press("#tab-timeline")
    mark = shown.find('#lanes .mark[aria-label^="Thailand, week of 5 Jan 2026: 1 claim"]')
    assert "January 2026" in shown.find("#chronicle h3").first.inner_text()
    shown.press(mark)
    assert shown.relations() == ["actor/thailand host thing/conference"]
    assert shown.find("#card h2").inner_text() == "Thailand"


def test_the_timeline_tells_acts_with_a_date_from_reports(shown: MapPage) -> None:
    shown.press("#tab-timeline")
    own = [bool(stored.claim.when) for stored in CLAIMS if stored.claim.when or stored.date]
    counts = re.findall(r"\d+", shown.find("#dated").inner_text())
    assert [int(count) for count in counts] == [len(own), sum(own), len(own) - sum(own)]
    reported = shown.find("#chronicle time.reported")
    assert reported.count() == len(own) - sum(own)
    assert reported.first.inner_text().startswith("reported on ")
    hollow = shown.find('#lanes .mark[aria-label*="by the date of the report"] circle')
    assert {mark.get_attribute("fill") for mark in hollow.all()} == {"var(--paper)"}


def test_a_card_says_which_date_is_that_of_the_report(shown: MapPage) -> None:
    shown.js(
        "(id) => actorgraph.act.relation(actorgraph.model.relationAt.get(id))", "actor/thailand host thing/conference"
    )
    assert "reported on 5 January 2026" in shown.card()
    shown.js("(id) => actorgraph.act.relation(actorgraph.model.relationAt.get(id))", THAILAND_PROPOSES)
    assert "27 October 2025" in shown.card()
    assert "reported on" not in shown.card()


def test_a_profile_shows_notes_and_tags(chrome: Browser, tmp_path: Path) -> None:
    remarks = {"actor/thailand": EntityRemarks(HOSTILE["script"], ("watch-list", "asia"))}
    path = Map(CLAIMS, title="Sample", remarks=remarks).save(tmp_path / "map.html")
    page = MapPage(chrome, path.as_uri())
    page.js("(id) => actorgraph.act.actor(actorgraph.model.entityAt.get(id))", "actor/thailand")
    assert page.find("#card .remark").inner_text() == HOSTILE["script"]
    assert page.find("#card .kind .badge").all_inner_texts() == ["watch-list", "asia"]
    page.js("(id) => actorgraph.act.actor(actorgraph.model.entityAt.get(id))", "actor/cambodia")
    assert page.find("#card .remark").count() == 0
    assert not page.js("'hacked' in window")
    page.close()


def test_the_matrix_shows_who_acts_on_whom(shown: MapPage) -> None:
    shown.press("#tab-matrix")
    assert shown.find('.cell.framed.alleged[aria-label^="Kenya on nine suspects: 1 claim, alleged;"]').count() == 1
    shown.press('.cell:not(.planned)[aria-label^="Thailand on conference: 2 claims"]')
    assert "Thailand propose conference." in shown.card()
    assert "Thailand host conference." in shown.card()


@pytest.mark.parametrize("view", ["timeline", "matrix", "table"])
def test_a_view_shows_that_it_scrolls(shown: MapPage, view: str) -> None:
    shown.press(f"#tab-{view}")
    section, scrolled = f"#{view}-view", f"document.querySelector('#{view}-view .scroll')"
    shown.js(f"{scrolled}.style.maxWidth = '200px'")
    right = f"document.querySelector('{section}').dataset.more.includes('right')"
    is_wide = shown.js(f"{scrolled}.scrollWidth > {scrolled}.clientWidth + 1")
    wait_until(shown.page, f"{right} === {str(is_wide).lower()}")
    shown.js(f"{scrolled}.scrollLeft = 99999")
    wait_until(shown.page, f"!{right}")
    shown.js(f"{scrolled}.style.maxWidth = ''")


def test_the_map_stays_in_sight_after_a_search(shown: MapPage) -> None:
    shown.js("document.querySelector('#panel').scrollIntoView()")
    box = shown.find("#search-input")
    box.fill("Cambodia")
    box.press("Enter")
    top, bottom, height = shown.js(
        "(({ top, bottom }) => [top, bottom, innerHeight])(document.querySelector('.canvas').getBoundingClientRect())"
    )
    assert top >= -1
    assert bottom <= height
    x, y = shown.point_of("actor/cambodia")
    assert 0 < x < shown.js("actorgraph.map.container.clientWidth")
    assert 0 < y < shown.js("actorgraph.map.container.clientHeight")
    assert shown.find("#to-card").is_visible() == shown.is_touched
    if shown.is_touched:
        assert shown.find("#to-card").inner_text() == "About Cambodia ↓"
        shown.press("#to-card")
        assert shown.js("document.querySelector('#card h2').getBoundingClientRect().bottom < innerHeight")
    assert shown.find("#card h2").inner_text() == "Cambodia"


@pytest.mark.parametrize("view", VIEWS)
def test_no_word_is_broken(shown: MapPage, view: str) -> None:
    shown.filters()
    shown.press(f"#tab-{view}")
    shown.js("actorgraph.act.change({ confidence: 80 })")  # "4 of 12" takes more room than "12"
    assert shown.js(BROKEN_WORDS) == []


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


def test_a_saved_picture_keeps_to_its_frame(shown: MapPage) -> None:
    """A map that is zoomed in lies over neither title nor legend, a long title is whole, and arrows end at symbols."""
    shown.js("document.title = 'A title of many words that is longer than any screen is wide, or nearly so '.repeat(2)")
    shown.js("actorgraph.map.zoom(4)")
    shown.press("#save > summary")
    with shown.page.expect_download() as saved:
        shown.press("#save-svg")
    found = shown.js(PARTS_OF_PICTURE, Path(saved.value.path()).read_text(encoding="utf-8"))
    assert found["outside"] == 0, "symbols and lines out of the frame"
    assert found["titles"] > 1
    assert found["widest"] <= found["width"]
    assert found["top"] >= found["title"]


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
    assert {"Thailand", "Cambodia", "planned", "negated"} <= set(words.split())
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
