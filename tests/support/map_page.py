"""The map page in a real Chromium, for its tests: a small page, and what a person does on it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright
from support.samples import claim, entity, stored

from graph.page import render
from graph.stored import StoredClaim
from ontology.model import Modality, Polarity

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
Scheme = Literal["light", "dark"]
SIZES = {"wide": (1280, 860), "middle": (1024, 768), "narrow": (390, 844)}
HOSTILE = {
    "script": "</script><script>window.hacked=1</script>",
    "image": '<img src=x onerror="window.hacked=1">',
    "quotes": "\" onmouseover='window.hacked=1' x=\"",
    "turned": "safe\u202egnp.exe\u202c \u0000\u0007end",
    "long": "word " * 2000,
}
SPEAKER = entity("Interpol", "international-organisation")
OFFER = [
    claim("Thailand", "propose", "conference", when="2025-10-27", modality=Modality.PLANNED),
    claim("Cambodia", "join", "conference", polarity=Polarity.NEGATED, start=90),
    claim("Kenya", "arrest", entity("nine suspects", "group"), start=200, alleged=True),
    claim("Cambodia", "meet", entity("Kenya"), start=300, attribution=SPEAKER),
    *(
        claim(entity(text, "company"), "sign", entity(f"paper {name}", "law"), start=400 + 20_000 * number)
        for number, (name, text) in enumerate(HOSTILE.items())
    ),
]
CLAIMS = [
    replace(stored(OFFER[0], title="The offer"), also=("The Post", "2025-10/copy")),
    *(stored(made, title="The offer") for made in OFFER[1:]),
    stored(claim("Thailand", "host", "conference", document="2026-01/b"), date="2026-01-05"),
]
ALIASES = {"actor/thailand": ["Siam", "Kingdom of Thailand"]}
BLOCS = {"actor/thailand": ["ASEAN"], "actor/cambodia": ["ASEAN"]}


def chromium() -> str | None:
    """The path of a Chromium on this machine; None if there is none."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def launched(playwright: Playwright, program: str) -> Browser:
    """A headless Chromium."""
    return playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])


def wait_until(page: Page, holds: str, seconds: float = 30.0) -> None:
    """Wait until an expression holds. Playwright's own way has the page evaluate text, which its policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(holds):
        assert time.monotonic() < end, f"never true: {holds}"
        page.wait_for_timeout(20)


def written(path: Path, claims: Sequence[StoredClaim] = CLAIMS) -> str:
    """The address of a map page of the claims."""
    path.write_text(render(claims, title="Sample", aliases=ALIASES, memberships=BLOCS), encoding="utf-8")
    return path.as_uri()


class MapPage:
    """A map page that is open, and what went wrong on it."""

    def __init__(
        self, browser: Browser, address: str, size: str = "wide", scheme: Literal["light", "dark"] = "light"
    ) -> None:
        width, height = SIZES[size]
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="reduce",
            accept_downloads=True,
        )
        self.address = address
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        self.open()

    def open(self, fragment: str = "") -> None:
        """Open the page anew, with what an address says after #."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}#{fragment}" if fragment else self.address)
        wait_until(self.page, "window.actorgraph !== undefined")

    def js(self, script: str, argument: object = None) -> Any:  # noqa: ANN401  # JSON
        """What an expression of JavaScript gives on the page."""
        return self.page.evaluate(script, argument)

    def find(self, selector: str) -> Locator:
        """What a selector finds."""
        return self.page.locator(selector)

    def card(self) -> str:
        """The words of the card in the side panel."""
        return " ".join(self.find("#card").inner_text().split())

    def relations(self) -> list[str]:
        """Ids of the relations that pass the filters."""
        return self.js("[...actorgraph.view.found.keys()].map((at) => actorgraph.model.relations[at].id)")

    def filters(self) -> None:
        """Open the filters."""
        if self.find("#filters").get_attribute("open") is None:
            self.find("#filters > summary").click()

    def click_map(self, point: Sequence[float]) -> None:
        """Click on a point of the map, in its own pixels."""
        self.find("#map").click(position={"x": point[0], "y": point[1]})

    def point_of(self, entity_id: str) -> list[float]:
        """Where an entity stands, in pixels of the map."""
        return self.js(
            """(id) => { const { map, model } = actorgraph;
            const at = map.network.canvasToDOM(map.network.body.nodes[model.entityAt.get(id)]);
            return [at.x, at.y]; }""",
            entity_id,
        )

    def free_point_on(self, relation: int) -> list[float] | None:
        """A point on a line where neither a symbol nor a label lies over it; None if there is none."""
        return self.js(FREE_POINT, relation)

    def close(self) -> None:
        """Close the page; nothing may have gone wrong on it, and nothing been asked of a network."""
        self.context.close()
        assert self.errors == []
        assert {address.partition(":")[0] for address in self.requests} <= {"file", "data", "about", "blob"}


FREE_POINT = """
(at) => {
  const { map, model } = actorgraph, relation = model.relations[at];
  map.fit([relation.actor, relation.target], false);
  map.network.redraw();
  const line = map.network.body.edges[at]?.edgeType;
  if (!line) return null;
  for (const share of [0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75, 0.2, 0.8]) {
    const exact = map.network.canvasToDOM(line.getPoint(share));
    const point = { x: Math.round(exact.x), y: Math.round(exact.y) };
    if (map.nodeAt(point) === null && map.network.getEdgeAt(point) === at) return [point.x, point.y];
  }
  return null;
}
"""
