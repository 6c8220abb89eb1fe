"""The query page in a real Chromium: typed into, completed, run, broken; narrow and wide, light and dark."""

import csv
import io
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select
from support.query_page import Page, screen
from support.serving import HOSTILE, Running

pytestmark = [pytest.mark.chromium, pytest.mark.slow]
SCREENS = [
    (1280, "light"),
    pytest.param(1280, "dark", marks=pytest.mark.long),
    pytest.param(390, "light", marks=pytest.mark.long),
    (390, "dark"),
]
OVERLAPS = """
const boxes = [...document.querySelectorAll("header *, label, select, button, #keys, #error, #count, .cm-editor")]
  .filter((node) => node.offsetParent && !node.closest(".cm-editor *"))
  .map((node) => [node, node.getBoundingClientRect()]);
const found = [];
for (const [one, a] of boxes) for (const [two, b] of boxes) {
  if (one === two || one.contains(two) || two.contains(one)) continue;
  if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) {
    found.push([one.outerHTML.slice(0, 60), two.outerHTML.slice(0, 60)]);
  }
}
return found;
"""
CUT = """
return [...document.querySelectorAll("header *, button, #keys, #error, #count, label, th, td")]
  .filter((node) => node.offsetParent && node.scrollWidth > node.clientWidth + 1
    && getComputedStyle(node).display !== "inline")
  .map((node) => node.outerHTML.slice(0, 80));
"""


@pytest.fixture
def page(browser: Chrome, server: Running) -> Iterator[Page]:
    found = Page(browser, server)
    found.open()
    browser.get_log("browser")
    yield found
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_type_complete_run_break(page: Page, tmp_path: Path, width: int, scheme: str) -> None:
    screen(page.browser, width, scheme)
    page.open()
    assert "ag:actor" in page.complete("SELECT ?c WHERE { ?c ag:acto")
    assert "ag:actorText" in page.complete("SELECT ?t WHERE { ?c ag:actorTe")
    ActionChains(page.browser).send_keys(Keys.ENTER, " ?t ").perform()
    assert page.query() == "SELECT ?t WHERE { ?c ag:actorText ?t }"
    page.press(Keys.CONTROL, Keys.ENTER)
    page.wait(lambda: len(page.rows()) == 3)
    assert page.rows().count("Thailand") == 2
    assert page.text("#count").startswith("3 rows, ")
    assert page.browser.execute_script(OVERLAPS) == []
    assert page.browser.execute_script(CUT) == []
    _readable(page.browser, scheme)
    page.browser.save_screenshot(str(tmp_path / f"rows-{width}-{scheme}.png"))
    page.type("SELECT ?t WHERE { ?c ag:actorText ?t LIMIT 3")  # the editor has closed the bracket
    page.press(Keys.CONTROL, Keys.ENTER)
    page.wait(lambda: "not valid SPARQL: error at 1:" in page.text("#error"))
    assert not page.browser.find_element(By.ID, "answer").is_displayed()
    assert page.browser.find_elements(By.CSS_SELECTOR, ".cm-lintRange-error, .cm-lintPoint-error")
    assert page.browser.execute_script(OVERLAPS) == []
    assert page.browser.execute_script("return document.documentElement.scrollWidth") <= width
    page.browser.save_screenshot(str(tmp_path / f"error-{width}-{scheme}.png"))


def _readable(browser: Chrome, scheme: str) -> None:
    """Words stand out from their ground, which is as dark as the scheme says."""
    ground = browser.execute_script("return getComputedStyle(document.documentElement).backgroundColor")
    assert (sum(map(int, ground[4:-1].split(","))) < 300) == (scheme == "dark")
    colours = browser.execute_script(
        "return ['.cm-content', '#keys', 'label', 'td', '.cm-line span'].map((name) => "
        "getComputedStyle(document.querySelector(name)).color)"
    )
    light = [_luminance(colour) for colour in (ground, *colours)]
    for one in light[1:]:
        assert (max(one, light[0]) + 0.05) / (min(one, light[0]) + 0.05) >= 4.5


def _luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in colour[4:-1].split(",")]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("SELECT * { ?s act", "action:"),
        ("SELECT * { ?s a ag:Gov", "ag:GovernmentBody"),
        ("SELECT * { ?s action:sanc", "action:sanction"),
        ("SELECT * { actor:thai", "actor:thailand"),
        ("SELECT * { Thai", "Thailand"),
        ("SELECT * { ?whom ?b ?wh", "?whom"),
        ("top-a", "top-actors"),
        ("sel", "SELECT"),
    ],
)
def test_what_is_completed(page: Page, typed: str, offered: str) -> None:
    assert offered in page.complete(typed)


def test_nothing_is_completed_in_a_string(page: Page) -> None:
    page.type("SELECT * { ?s ?p 'actor:thai")
    time.sleep(0.6)
    assert not page.browser.find_elements(By.CSS_SELECTOR, ".cm-tooltip-autocomplete")


def test_a_ready_made_question(page: Page) -> None:
    assert page.complete("sources-o") == ["sources-of"]
    ActionChains(page.browser).send_keys(Keys.ENTER).perform()
    page.wait(lambda: page.browser.find_element(By.ID, "parameters").is_displayed())
    field = page.browser.find_element(By.CSS_SELECTOR, "#parameters [name=actor]")
    assert field == page.browser.switch_to.active_element
    field.send_keys("Tailand", Keys.ENTER)
    page.wait(lambda: "did you mean Thailand" in page.text("#error"))
    field.clear()
    field.send_keys("Thailand", Keys.ENTER)
    page.wait(lambda: len(page.rows()) == 2)
    assert "actor/thailand>" in page.query()
    assert not page.browser.find_element(By.ID, "error").is_displayed()


def test_values_lead_to_the_map_and_to_documents(page: Page) -> None:
    page.type("SELECT * { ?c ag:actor ?a ; ag:document ?d . ?d ag:documentId ?id . ?a rdfs:label 'Thailand' ; ?p ?o }")
    page.browser.find_element(By.ID, "run").click()
    page.wait(page.rows)
    links = {link.text: link.get_attribute("href") for link in page.browser.find_elements(By.CSS_SELECTOR, "#rows a")}
    assert links["actor:thailand"] == f"{page.server.address}map#actor=actor%2Fthailand"
    assert links["2025-10/a"] == links["document:2025-10/a"]
    assert "DESCRIBE" in next(address for text, address in links.items() if text.startswith("claim:"))
    page.browser.get(links["2025-10/a"])
    page.wait(lambda: page.browser.execute_script("return window.actorgraph && actorgraph.state.document"))
    page.browser.get("about:blank")
    page.browser.get(links["actor:thailand"])
    page.wait(lambda: page.text("#card h2") == "Thailand")


def test_labels_stand_beside_ids(page: Page) -> None:
    page.type("SELECT DISTINCT ?a ?b ?d { ?c ag:actor ?a ; ag:action ?b ; ag:document ?d } ORDER BY ?b")
    page.browser.find_element(By.ID, "run").click()
    page.wait(lambda: len(page.rows()) == 3)
    page.wait(lambda: "actor:thailand\nThailand" in "\n".join(page.rows()))
    rows = "\n".join(page.rows())
    assert "action:sanction\nsanction" in rows
    assert "document:2025-10/a\nThe offer" in rows
    assert HOSTILE in rows
    assert not page.browser.execute_script("return window.hacked")


def test_labels_that_the_vocabulary_lacks_are_fetched(page: Page) -> None:
    page.type("SELECT ?a { BIND(actor:kenya AS ?a) }")  # of the registry: no claim names it
    page.browser.find_element(By.ID, "run").click()
    page.wait(lambda: page.rows() == ["actor:kenya\nKenya"])


def test_the_address_holds_the_query(page: Page) -> None:
    page.type("ASK { actor:thailand ?p ?o }")
    page.press(Keys.CONTROL, Keys.ENTER)
    page.wait(lambda: page.rows() == ["yes"])
    address = page.browser.current_url
    page.browser.get("about:blank")
    page.browser.get(address)
    page.wait(lambda: page.rows() == ["yes"])


def test_a_graph_is_shown_as_turtle(page: Page) -> None:
    page.type("DESCRIBE actor:thailand")
    page.press(Keys.CONTROL, Keys.ENTER)
    page.wait(lambda: "@prefix" in page.text("#graph"))
    assert not page.browser.find_element(By.ID, "csv").is_displayed()


def test_a_long_answer_is_shown_in_steps_and_says_that_it_was_cut(page: Page) -> None:
    page.type("SELECT * { ?s ?p ?o }")
    page.press(Keys.CONTROL, Keys.ENTER)
    page.wait(lambda: page.text("#count").startswith("Cut at 500; there is more. 500 rows"))
    assert len(page.rows()) == 200
    page.browser.find_element(By.ID, "more").click()
    assert len(page.rows()) == 400


def test_a_running_query_can_be_stopped(page: Page) -> None:
    page.type("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    page.press(Keys.CONTROL, Keys.ENTER)
    stop = page.browser.find_element(By.ID, "stop")
    page.wait(stop.is_displayed)
    stop.click()
    page.wait(lambda: page.text("#error") == "Stopped.")
    assert page.browser.find_element(By.ID, "run").is_enabled()


def test_answers_are_saved(page: Page, tmp_path: Path) -> None:
    where = {"behavior": "allow", "downloadPath": str(tmp_path)}
    page.browser.execute_cdp_cmd("Browser.setDownloadBehavior", where)
    page.type("SELECT ?who { ?who action:sanction ?x }")
    page.press(Keys.CONTROL, Keys.ENTER)
    page.wait(page.rows)
    for name in ("csv", "json"):
        page.browser.find_element(By.ID, name).click()
        page.wait((tmp_path / f"answer.{name}").is_file)
    saved = (tmp_path / "answer.csv").read_text(encoding="utf-8")
    assert next(csv.DictReader(io.StringIO(saved)))["who"].endswith("actor/thailand")
    assert len(json.loads((tmp_path / "answer.json").read_text(encoding="utf-8"))["results"]["bindings"]) == 1


def test_hostile_text_stays_text_and_nothing_else_is_asked(page: Page) -> None:
    page.browser.get_log("performance")
    page.type("SELECT ?label (IRI('javascript:alert(1)') AS ?j) { ?c ag:actor|ag:target/rdfs:label ?label }")
    page.type("SELECT ?label ('javascript:hacked=1' AS ?j) { ?c (ag:actor|ag:target)/rdfs:label ?label }")
    page.press(Keys.CONTROL, Keys.ENTER)
    page.wait(page.rows)
    shown = "\n".join(page.rows())
    assert HOSTILE in shown
    assert "</script><b>paper" in shown
    page.type("SELECT (<javascript:hacked=1> AS ?j) {}")
    page.press(Keys.CONTROL, Keys.ENTER)
    page.wait(lambda: page.rows() == ["javascript:hacked=1"])
    assert page.browser.execute_script(
        "return window.hacked === undefined && !document.querySelector('img, #rows b, [href^=javascript]')"
    )
    asked = [
        message["params"]["request"]["url"]
        for entry in page.browser.get_log("performance")
        if (message := json.loads(entry["message"])["message"])["method"] == "Network.requestWillBeSent"
    ]
    assert asked
    assert all(address.startswith((page.server.address, "data:", "about:")) for address in asked), asked
    assert [entry for entry in page.browser.get_log("browser") if entry["level"] == "SEVERE"] == []


def test_choosing_by_keyboard(page: Page) -> None:
    Select(page.browser.find_element(By.ID, "question")).select_by_value("top-actors")
    page.browser.switch_to.active_element.send_keys(Keys.TAB, Keys.TAB, "3", Keys.ENTER)
    page.wait(lambda: len(page.rows()) == 2)
    assert "LIMIT 3" in page.query()
