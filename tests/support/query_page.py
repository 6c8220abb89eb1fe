"""The query page in Chromium, as a person uses it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from support.patience import PATIENCE
from support.serving import Running


class Page:
    """The query page, as a person uses it."""

    def __init__(self, browser: Chrome, server: Running) -> None:
        self.browser = browser
        self.server = server

    def open(self, path: str = "sparql") -> None:
        """Open the page anew, and wait until it knows its names."""
        self.browser.get("about:blank")
        self.browser.get(self.server.address + path)
        self.wait(lambda: self.browser.execute_script("return document.body.dataset.ready"))

    def wait(self, holds: Callable[[], Any]) -> Any:  # noqa: ANN401  # what `holds` gives
        """Wait until something holds."""
        waiting = WebDriverWait(self.browser, PATIENCE, ignored_exceptions=[StaleElementReferenceException])
        return waiting.until(lambda _: holds())

    def type(self, *words: str) -> None:
        """Write keys in place of the query that is there."""
        self.browser.execute_script("document.querySelector('.cm-content').focus()")
        self.press(Keys.CONTROL, "a")
        ActionChains(self.browser).send_keys(Keys.DELETE, *words).perform()

    def press(self, held: str, key: str) -> None:
        """Press two keys at once."""
        ActionChains(self.browser).key_down(held).send_keys(key).key_up(held).perform()

    def text(self, selector: str) -> str:
        """The text of an element."""
        return self.browser.find_element(By.CSS_SELECTOR, selector).text

    def query(self) -> str:
        """The query in the editor."""
        lines = "return [...document.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\\n')"
        return str(self.browser.execute_script(lines))

    def rows(self) -> list[str]:
        """The text of each row of the answer."""
        return [row.text for row in self.browser.find_elements(By.CSS_SELECTOR, "#rows tr")]

    def complete(self, *words: str) -> list[str]:
        """What is offered after these words."""
        self.type(*words)
        self.wait(lambda: self.browser.find_elements(By.CSS_SELECTOR, ".cm-tooltip-autocomplete li[aria-selected]"))
        time.sleep(0.2)  # the editor takes no choice in the first moments, lest a typed key makes one
        return [one.text for one in self.browser.find_elements(By.CSS_SELECTOR, ".cm-completionLabel")]


def screen(browser: Chrome, width: int, scheme: str) -> None:
    """Show a page as a screen of this width shows it, light or dark."""
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
