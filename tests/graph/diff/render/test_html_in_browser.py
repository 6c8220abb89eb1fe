"""The page of a diff in a real Chromium: filter, slider, evidence, no request and no error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.samples import claim, entity, stored

from graph.diff import diff
from graph.diff.render.as_html import to_html
from ontology.model import Modality

webdriver = pytest.importorskip("selenium.webdriver")
BROWSER, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.chromium,
    pytest.mark.skipif(not (BROWSER.exists() and DRIVER.exists()), reason="no Chromium with its driver here"),
]
TREATY = entity("Hanoi Accord", "law")
CSS = "css selector"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    before = [stored(claim("Thailand", "host", modality=Modality.PLANNED)), stored(claim("Peru", "sign", TREATY))]
    after = [
        stored(claim("Thailand", "host", document="2026-01/b")),
        stored(claim("Kenya", "ban", entity("Accord of Rome", "law"), document="2026-01/c")),
    ]
    path = tmp_path_factory.mktemp("page") / "diff.html"
    path.write_text(to_html(diff(before, after, before_name="old", after_name="new")), encoding="utf-8")
    options = webdriver.ChromeOptions()
    options.binary_location = str(BROWSER)
    for flag in ("--headless=new", "--no-sandbox", "--window-size=1280,900"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService(str(DRIVER)))
    driver.get(path.as_uri())
    yield driver
    driver.quit()


def visible(page: object) -> list[str]:
    lines = page.find_elements(CSS, ".change:not([hidden]) > summary")
    return [element.text.replace("\n", " ").strip() for element in lines if element.is_displayed()]


def put(page: object, name: str, value: str) -> None:
    script = "const it = document.getElementById(arguments[0]); it.value = arguments[1];"
    script += "it.dispatchEvent(new Event('input'));"
    page.execute_script(script, name, value)


def test_the_filter(page: object) -> None:
    every = visible(page)
    assert any("The conference: planned → held" in line for line in every)
    put(page, "filter", "rome")
    assert 0 < len(visible(page)) < len(every)
    assert all("Rome" in line or "Kenya" in line for line in visible(page))
    assert page.find_element(CSS, "#left").text == f"{len(visible(page))} of {len(every)}"
    put(page, "filter", "")
    assert visible(page) == every


def test_the_slider_goes_from_before_to_after(page: object) -> None:
    def sides() -> set[str]:
        shown = (element for element in page.find_elements(CSS, "details[open] .side") if element.is_displayed())
        return {element.find_element(CSS, "h4").text for element in shown}

    assert sides() == {"old", "new"}
    put(page, "side", "0")
    assert sides() == {"old"}
    assert not any("Kenya" in line for line in visible(page))
    put(page, "side", "2")
    assert sides() == {"new"}
    assert not any("Peru" in line for line in visible(page))
    put(page, "side", "1")
    assert sides() == {"old", "new"}


def test_all_evidence_at_once(page: object) -> None:
    button = page.find_element(CSS, "#open")
    button.click()
    assert len(page.find_elements(CSS, "details[open]")) == len(page.find_elements(CSS, "details"))
    button.click()
    assert page.find_elements(CSS, "details[open]") == []


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_window(page: object, width: int) -> None:
    page.set_window_size(width, 900)
    assert page.execute_script("return document.documentElement.scrollWidth <= window.innerWidth")


def test_no_error_and_no_request(page: object) -> None:
    assert [entry for entry in page.get_log("browser") if entry["level"] == "SEVERE"] == []
    assert page.execute_script("return performance.getEntriesByType('resource').length") == 0
