"""Documents, search and the start page in a real Chromium: narrow and wide, light and dark, without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize
from support.library_samples import written
from support.map_page import AXE, SERIOUS, Scheme
from support.serving import Running, serving, write_build

pytestmark = [pytest.mark.chromium, pytest.mark.slow]
SCREENS = [(1280, "light"), (390, "dark")]
PATHS = ["", "documents", "document/2025-10/raid", "document/2026-01/duty", "search?q=the+compound"]


@pytest.fixture(scope="module")
def reading_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server whose documents hold markup, a long paragraph, and an id that browsers would shorten."""
    out: Path = tmp_path_factory.mktemp("reading") / "out"
    write_build(out)
    (out / "documents.sqlite").unlink()
    written(out / "documents.sqlite")
    with serving(out) as running:
        yield running


@pytest.fixture
def page(chrome: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in which no script of ours runs; nothing may have gone wrong on it after the test."""
    width, scheme = request.param
    size: ViewportSize = {"width": width, "height": 900}
    context = chrome.new_context(viewport=size, color_scheme=scheme, java_script_enabled=False)
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    yield page
    assert problems == []
    context.close()


def width_of(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize("page", SCREENS, indirect=True)
def test_from_the_start_page_to_the_sentence(page: Page, reading_server: Running) -> None:
    size = page.viewport_size
    assert size is not None
    page.goto(reading_server.address)
    page.fill(".find input", "denied")
    page.press(".find input", "Enter")
    assert page.inner_text(".hits mark") == "denied"
    assert width_of(page) <= size["width"]
    page.click(".hits a")
    assert page.url.endswith("/document/2025-10/raid#s3")
    target = page.locator("#s3")
    assert target.inner_text().endswith("He denied it.")
    box = target.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < size["height"]
    assert "1 of 4 sentences have a claim" in page.inner_text(".coverage")
    page.click("summary")
    assert page.locator(".without li").count() == 3
    assert width_of(page) <= size["width"]


@pytest.mark.parametrize("page", SCREENS, indirect=True)
def test_every_document_of_the_list_opens(page: Page, reading_server: Running) -> None:
    size = page.viewport_size
    assert size is not None
    page.goto(f"{reading_server.address}documents")
    addresses = [link.evaluate("node => node.href") for link in page.locator(".documents a").all()]
    assert len(addresses) == 3
    for address in addresses:
        reply = page.goto(address)
        assert reply is not None
        assert reply.status == 200
        assert page.locator(".sentence").count() > 0
        assert width_of(page) <= size["width"]


@pytest.fixture(scope="module")
def narrow(chrome: Browser) -> Iterator[Page]:
    """A page that any script may be added to, for all addresses: a page of its own takes longer than a check."""
    size: ViewportSize = {"width": 390, "height": 844}
    context = chrome.new_context(viewport=size, bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(narrow: Page, reading_server: Running, path: str, scheme: Scheme) -> None:
    page = narrow
    page.emulate_media(color_scheme=scheme)
    page.goto(reading_server.address + path)
    page.add_script_tag(content=AXE)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)")
    assert [(one["id"], one["nodes"][0]["html"][:90]) for one in found if one["impact"] in SERIOUS] == []
    assert page.evaluate("window.hacked === undefined")


def test_the_served_map_leads_to_documents_and_search(chrome: Browser, reading_server: Running) -> None:
    page = chrome.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{reading_server.address}map#actor=actor%2Fthailand")
    page.wait_for_selector("#card h2")
    page.click("#card .relation")
    page.wait_for_selector("#card a.reading")
    address = page.get_attribute("#card a.reading", "href") or ""
    assert re.fullmatch(r"/document/2025-10/a#s[12]", address)
    page.fill("#search-input", "extradited to")
    page.press("#search-input", "Enter")
    page.wait_for_url("**/search?q=extradited+to")
    assert page.inner_text(".hits mark >> nth=0") == "extradited"
    page.close()


def test_what_the_server_does_not_have(reading_server: Running) -> None:
    assert reading_server.get("document/none").status == 404
    assert reading_server.get("original?id=2025-10/raid").status == 404
    assert reading_server.get("search?q=-a").status == 400
    assert reading_server.get("search?q=the&since=soon").status == 400
    assert reading_server.get("search?q=the&offset=-1").status == 200
    assert reading_server.get("review/x/").status == 404
