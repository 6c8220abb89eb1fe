"""The map page in a real Chromium: opened from disk, clicked, filtered, sent on as an address."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from support.samples import claim, entity, stored

from actorgraph.cli import main
from graph.page import render
from ontology.model import Modality, Polarity

pytestmark = [pytest.mark.chromium, pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]
HOSTILE = '<img src=x onerror="window.hacked=1">'
CLAIMS = [
    replace(
        stored(
            claim("Thailand", "propose", "conference", when="2025-10-27", modality=Modality.PLANNED), title="The offer"
        ),
        also=("The Post", "2025-10/copy"),
    ),
    stored(claim("Thailand", "host", "conference", document="2026-01/b"), date="2026-01-05"),
    stored(claim("Cambodia", "join", "conference", polarity=Polarity.NEGATED, start=90)),
    stored(claim("Kenya", "arrest", entity("nine suspects", "group"), start=200, alleged=True)),
    stored(claim(entity(HOSTILE, "company"), "sign", entity("</script><b>paper", "law"), start=400)),
]
EDGE_POINT = """
const at = actorgraph.data.relations.findIndex((r) => r.id === arguments[0]);
actorgraph.map.fit(undefined, false);
const found = actorgraph.map.middles().find((middle) => middle.at === at);
const box = document.querySelector('#map').getBoundingClientRect();
return [box.left + found.x, box.top + found.y];
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("map") / "map.html"
    path.write_text(render(CLAIMS, title="Sample", aliases={"actor/thailand": ["Siam"]}), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def opened(browser: Chrome, page: str) -> Chrome:
    browser.get("about:blank")
    browser.get(page)
    wait(browser, lambda: browser.execute_script("return Boolean(window.actorgraph)"))
    return browser


def wait(browser: Chrome, holds: Callable[[], Any]) -> None:
    WebDriverWait(browser, 10).until(lambda _: holds())


def click_at(browser: Chrome, x: float, y: float) -> None:
    ActionChains(browser).move_by_offset(int(x), int(y)).click().move_by_offset(-int(x), -int(y)).perform()


def text(browser: Chrome, selector: str) -> str:
    return browser.find_element(By.CSS_SELECTOR, selector).text


def test_it_opens_without_any_request_and_draws_every_relation(opened: Chrome) -> None:
    assert opened.execute_script("return actorgraph.view.edges.length") == 5
    drawn = opened.execute_script("return actorgraph.map.edges.getIds().length")
    assert drawn == len({(c.claim.actor.entity.id, c.claim.action.concept, c.claim.target.entity.id) for c in CLAIMS})
    requested = [
        message["params"]["request"]["url"]
        for entry in opened.get_log("performance")
        if (message := json.loads(entry["message"])["message"])["method"] == "Network.requestWillBeSent"
    ]
    assert {urlsplit(address).scheme for address in requested} <= {"file", "data", "about"}
    assert [entry for entry in opened.get_log("browser") if entry["level"] == "SEVERE"] == []


@pytest.mark.parametrize(
    ("relation", "words"),
    [
        (
            "actor/thailand propose thing/conference",
            ["Thailand propose conference.", "planned", "The offer", "2025-10", "also in The Post, 2025-10/copy"],
        ),
        ("actor/cambodia join thing/conference", ["Cambodia join conference.", "denied"]),
        ("actor/kenya arrest actor/nine-suspects", ["Kenya arrest nine suspects.", "alleged"]),
    ],
)
def test_a_click_on_a_line_shows_its_sentences(opened: Chrome, relation: str, words: list[str]) -> None:
    time.sleep(0.3)
    click_at(opened, *opened.execute_script(EDGE_POINT, relation))
    wait(opened, lambda: "‹ Overview" in text(opened, "#card"))
    shown = text(opened, "#card")
    for word in words:
        assert word in shown
    assert opened.find_elements(By.CSS_SELECTOR, "#card mark.actor, #card mark.action, #card mark.target")


def test_a_click_on_an_actor_shows_its_card(opened: Chrome) -> None:
    script = """
    actorgraph.map.fit(undefined, false);
    const index = actorgraph.data.entities.findIndex((e) => e.id === arguments[0]);
    const at = actorgraph.map.network.canvasToDOM(actorgraph.map.network.getPositions([index])[index]);
    const box = document.querySelector('#map').getBoundingClientRect();
    return [box.left + at.x, box.top + at.y];
    """
    click_at(opened, *opened.execute_script(script, "actor/thailand"))
    wait(opened, lambda: "As actor" in text(opened, "#card"))
    assert "Also: Siam" in text(opened, "#card")
    assert "Country" in text(opened, "#card")


def test_search_knows_other_names(opened: Chrome) -> None:
    box = opened.find_element(By.ID, "search")
    box.send_keys("siam")
    wait(opened, lambda: "Thailand" in text(opened, "#found"))
    box.send_keys(Keys.ENTER)
    assert text(opened, "#card h2") == "Thailand"


def test_filters_and_the_address_keep_the_view(opened: Chrome) -> None:
    opened.find_element(By.CSS_SELECTOR, '.chip[data-group="diplomacy"]').click()
    left = opened.execute_script("return actorgraph.view.edges.length")
    assert left == 1
    address = opened.current_url
    assert "hide-groups=diplomacy" in address
    opened.get("about:blank")
    opened.get(address)
    wait(opened, lambda: opened.execute_script("return Boolean(window.actorgraph)"))
    assert opened.execute_script("return actorgraph.view.edges.length") == left
    opened.find_element(By.ID, "reset").click()
    assert opened.execute_script("return actorgraph.view.edges.length") == 5


def test_statuses_can_be_hidden(opened: Chrome) -> None:
    opened.find_element(By.CSS_SELECTOR, "#filters summary").click()
    opened.find_element(By.CSS_SELECTOR, '#statuses input[value="denied"]').click()
    shown = opened.execute_script("return actorgraph.view.edges.map((at) => actorgraph.data.relations[at].id)")
    assert "actor/cambodia join thing/conference" not in shown
    assert len(shown) == 4


def test_dates_can_be_chosen(opened: Chrome) -> None:
    opened.find_element(By.CSS_SELECTOR, "#filters summary").click()
    opened.find_element(By.ID, "from").send_keys("2026")
    wait(opened, lambda: opened.execute_script("return actorgraph.view.edges.length") == 1)


def test_the_table_sorts_filters_and_exports(opened: Chrome) -> None:
    opened.find_element(By.ID, "tab-table").click()
    rows = opened.find_elements(By.CSS_SELECTOR, "#rows tr")
    assert len(rows) == 5
    opened.find_element(By.ID, "text").send_keys("kenya")
    wait(opened, lambda: len(opened.find_elements(By.CSS_SELECTOR, "#rows tr")) == 1)
    lines = opened.execute_script("return actorgraph.table.csv()").splitlines()
    assert lines[0].startswith("Actor,Action,Target,Stated")
    assert lines[1].startswith("Kenya,arrests,nine suspects,alleged")


def test_hostile_text_stays_text(opened: Chrome) -> None:
    opened.find_element(By.ID, "tab-table").click()
    assert HOSTILE in text(opened, "#rows")
    assert "</script><b>paper" in text(opened, "#rows")
    assert opened.execute_script("return window.hacked === undefined && !document.querySelector('img, #rows b')")


def test_it_fits_a_narrow_screen(opened: Chrome) -> None:
    size = {"width": 420, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        assert opened.execute_script("return document.documentElement.scrollWidth") <= 420
        assert opened.find_element(By.ID, "search").is_displayed()
    finally:
        opened.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


ZOOMED_EDGE_POINT = """
const at = arguments[0], relation = actorgraph.data.relations[at];
actorgraph.map.fit([relation.actor, relation.target], false);
actorgraph.map.network.redraw();
const box = document.querySelector('#map').getBoundingClientRect();
const line = actorgraph.map.network.body.edges[at].edgeType;
// Where no label lies over the line:
for (const share of [0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75, 0.2, 0.8]) {
  const exact = actorgraph.map.network.canvasToDOM(line.getPoint(share));
  const [x, y] = [Math.floor(box.left + exact.x), Math.floor(box.top + exact.y)];  // a mouse clicks whole pixels
  const point = {x: x - box.left, y: y - box.top};
  if (actorgraph.map.nodeAt(point) === null && actorgraph.map.network.getEdgeAt(point) === at) return [x, y];
}
return null;
"""


@pytest.fixture(scope="module")
def seeds(browser: Chrome, tmp_path_factory: pytest.TempPathFactory) -> tuple[Chrome, list[dict[str, Any]]]:
    """The map of the seeds as `make map` builds it, opened, and its claims."""
    out = tmp_path_factory.mktemp("seeds")
    result = CliRunner().invoke(main, ["build", str(ROOT / "seeds"), "--out", str(out)])
    assert result.exit_code == 0, result.output
    browser.get((out / "map.html").as_uri())
    wait(browser, lambda: browser.execute_script("return Boolean(window.actorgraph)"))
    return browser, [json.loads(line) for line in (out / "claims.jsonl").read_text(encoding="utf-8").splitlines()]


def test_every_relation_of_the_seeds_is_drawn(seeds: tuple[Chrome, list[dict[str, Any]]]) -> None:
    browser, claims = seeds
    told = {f"{c['actor']['id']} {c['action']['concept']} {c['target']['id']}" for c in claims if c["target"]}
    drawn = browser.execute_script("return actorgraph.map.edges.getIds().map((at) => actorgraph.data.relations[at].id)")
    assert set(drawn) == told
    assert len(drawn) == len(told) > 200


def test_lines_of_the_seeds_lead_to_their_sentences(seeds: tuple[Chrome, list[dict[str, Any]]]) -> None:
    browser, claims = seeds
    ids = browser.execute_script("return actorgraph.data.relations.map((r) => r.target === null ? null : r.id)")
    lines = [number for number, name in enumerate(ids) if name]
    for chosen in range(0, len(lines), 25):
        browser.execute_script("actorgraph.map.handlers.nothing()")
        # a line may be covered whole by labels and by other lines: then one of the next
        points = ((at, browser.execute_script(ZOOMED_EDGE_POINT, at)) for at in lines[chosen : chosen + 5])
        at, point = next((found for found in points if found[1] is not None), (lines[chosen], None))
        assert point is not None, f"no free point on the line {ids[at]} and on four more"
        click_at(browser, *point)
        wait(browser, lambda wanted=at: browser.execute_script("return actorgraph.state.relation") == wanted)
        shown = " ".join(text(browser, "#card").split())
        actor, concept, target = ids[at].split(" ")
        behind = [
            made
            for made in claims
            if (made["actor"]["id"], made["action"]["concept"]) == (actor, concept)
            and made["target"]
            and made["target"]["id"] == target
        ]
        assert behind
        for made in behind:
            words = made["sentence"]["text"].split()
            assert sum(word in shown for word in words) > 0.9 * len(words), (ids[at], shown)
