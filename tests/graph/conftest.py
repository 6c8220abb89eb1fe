"""A real Chromium for the tests of pages, which are skipped where there is none; a server of a small build."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from support.map_page import BROWSERS, EVERY, MapPage, Pages, chromium, launched, written
from support.serving import Running, serving, write_build

SWITCHES = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1280,900")


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    """Chromium with its log of network requests."""
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    driver = shutil.which("chromedriver")
    if program is None or driver is None:
        pytest.skip("no Chromium with chromedriver on this machine (Debian: apt install chromium chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for switch in SWITCHES:
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = webdriver.Chrome(options=options, service=Service(driver))
    try:
        yield chrome
    finally:
        chrome.quit()


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """One Chromium for all tests of the map; each page has a context of its own."""
    program = chromium()
    if program is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        found = launched(playwright, program)
        yield found
        found.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory, chrome: Browser) -> Iterator[Pages]:
    """The map page of the sample; other modules have pages of their own."""
    opened = Pages(chrome, written(tmp_path_factory.mktemp("map") / "map.html"))
    yield opened
    opened.close()


@pytest.fixture(params=EVERY)
def shown(request: pytest.FixtureRequest, pages: Pages) -> Iterator[MapPage]:
    """The page in each way that people see it; nothing may have gone wrong on it after the test."""
    page = pages.fresh(*request.param)
    yield page
    page.check()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server of a build of one document, as a process of its own."""
    out = tmp_path_factory.mktemp("served") / "out"
    write_build(out)
    with serving(out, "--limit", "500", "--timeout", "30") as running:
        yield running
