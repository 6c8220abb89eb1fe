"""The map page in a real Chromium, for its tests: a small page, and what a person does on it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, Position
from support.patience import PATIENCE
from support.samples import claim, entity, stored

from graph.map.page import Map
from graph.rdf.stored_claim import StoredClaim
from ontology.model import Modality, Polarity

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
SERIOUS = {"serious", "critical"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
Scheme = Literal["light", "dark"]
SIZES = {"wide": (1280, 860), "middle": (1024, 768), "narrow": (390, 844)}
"""Pixels of a laptop's window, of a small one, of a telephone: this one is touched, not clicked."""
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
EVERY = [
    pytest.param(("wide", "light"), id="wide light"),
    pytest.param(("wide", "dark"), id="wide dark", marks=pytest.mark.long),
    pytest.param(("narrow", "light"), id="narrow light", marks=pytest.mark.long),
    pytest.param(("narrow", "dark"), id="narrow dark"),
]
"""How people see the page: each size and each scheme once in `make test`, all pairs in `make test-all`."""
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
    claim("Kenya", "arrest", entity("nine suspects", "group"), start=200, alleged=True, confidence=0.6),
    claim("Cambodia", "meet", entity("Kenya"), start=300, attribution=SPEAKER),
    *(
        claim(entity(text, "company"), "sign", entity(f"paper {name}", "law"), start=400 + 20_000 * number)
        for number, (name, text) in enumerate(HOSTILE.items())
    ),
]
CLAIMS = [
    replace(stored(OFFER[0], title="The offer"), also_in=("The Post", "2025-10/copy")),
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
    switches = ["--no-sandbox", "--disable-gpu"]
    return playwright.chromium.launch(executable_path=program, args=switches, timeout=PATIENCE * 1000)


def wait_until(page: Page, holds: str, seconds: float = PATIENCE) -> None:
    """Wait until an expression holds. Playwright's own way has the page evaluate text, which its policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(holds):
        assert time.monotonic() < end, f"never true: {holds}"
        page.wait_for_timeout(20)


def written(path: Path, claims: Sequence[StoredClaim] = CLAIMS) -> str:
    """The address of a map page of the claims."""
    path.write_text(Map(claims, title="Sample", aliases=ALIASES, memberships=BLOCS).html, encoding="utf-8")
    return path.as_uri()


class MapPage:
    """A map page that is open, and what went wrong on it."""

    def __init__(self, browser: Browser, address: str, size: str = "wide", scheme: Scheme = "light") -> None:
        width, height = SIZES[size]
        self.is_touched = size == "narrow"
        self.scheme = scheme
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="reduce",
            accept_downloads=True,
            has_touch=self.is_touched,
        )
        self.context.set_default_timeout(PATIENCE * 1000)
        self.address = address
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.page: Page = self.context.new_page()
        self.thumb = self.context.new_cdp_session(self.page)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        self.open()

    def open(self, fragment: str = "") -> None:
        """Open the page anew, with what an address says after #."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}#{fragment}" if fragment else self.address)
        wait_until(self.page, "window.actorgraph !== undefined")

    def go(self, fragment: str) -> None:
        """Change what the address says after #, on the page that is open."""
        self.js("(fragment) => { location.hash = fragment; }", fragment)
        wait_until(
            self.page,
            f"actorgraph.view !== undefined && location.hash.length === {len(fragment) and len(fragment) + 1}",
        )
        self.page.wait_for_timeout(30)

    def fresh(self) -> None:
        """As the page was when it opened: nothing chosen, filtered, moved, typed or scrolled."""
        self.js(FRESH)

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
            self.press("#filters > summary")

    def press(self, what: str | Locator) -> None:
        """Click on it, or touch it on a telephone."""
        found = self.find(what) if isinstance(what, str) else what
        if self.is_touched:
            found.tap()
        else:
            found.click()

    def click_map(self, point: Sequence[float]) -> None:
        """Click on a point of the map, in its own pixels, or touch it."""
        at: Position = {"x": point[0], "y": point[1]}
        if self.is_touched:
            self.find("#map").tap(position=at)
            self.page.wait_for_timeout(350)  # or the next one would make it a double tap
        else:
            self.find("#map").click(position=at)

    def drag(self, start: Sequence[float], end: Sequence[float]) -> None:
        """Drag from one point of the window to another, by mouse or thumb."""
        if self.is_touched:
            self._swipe(start, end)
            return
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move(*end, steps=4)
        mouse.up()

    def _swipe(self, start: Sequence[float], end: Sequence[float]) -> None:
        self._touch("touchStart", start)
        for share in (0.25, 0.5, 0.75, 1.0):
            self._touch("touchMove", [a + (b - a) * share for a, b in zip(start, end, strict=True)])
            self.page.wait_for_timeout(20)
        self._touch("touchEnd", None)

    def long_press(self, what: str, seconds: float = 0.8) -> None:
        """Hold a thumb on something."""
        button = self.find(what)
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box is not None
        self._touch("touchStart", (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2))
        self.page.wait_for_timeout(seconds * 1000)
        self._touch("touchEnd", None)

    def _touch(self, kind: str, point: Sequence[float] | None) -> None:
        points = [] if point is None else [{"x": point[0], "y": point[1]}]
        self.thumb.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def axe(self) -> list[str]:
        """Serious violations of the rules of accessibility that axe-core finds on the page as it is."""
        if not self.js("'axe' in window"):
            self.js(AXE + "; undefined")
        found = self.js("axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)")
        return [f"{one['id']}: {one['nodes'][0]['html'][:150]}" for one in found if one["impact"] in SERIOUS]

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

    def check(self) -> None:
        """Nothing has gone wrong on the page, and nothing been asked of a network, since the last check."""
        errors, asked = self.errors[:], {address.partition(":")[0] for address in self.requests}
        self.errors.clear()
        self.requests.clear()
        assert errors == []
        assert asked <= {"file", "data", "about", "blob"}

    def close(self) -> None:
        """Close the page and check it."""
        self.context.close()
        self.check()


class Pages:
    """One open page for each way of seeing it, as new for each test: opening takes longer than most tests."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        self.address = address
        self.open: dict[tuple[str, str], MapPage] = {}

    def fresh(self, size: str = "wide", scheme: Scheme = "light") -> MapPage:
        """The page of a size and scheme, as it was when it opened."""
        found = self.open.get((size, scheme))
        if found is None:
            found = self.open[size, scheme] = MapPage(self.browser, self.address, size, scheme)
        elif not found.js("window.actorgraph !== undefined"):  # the last test went back to before it was opened
            found.open()
        found.page.emulate_media(media="screen", color_scheme=scheme)
        found.fresh()
        return found

    def close(self) -> None:
        """Close them all."""
        for page in self.open.values():
            page.context.close()


FRESH = """
(() => {
  const { act, table } = actorgraph;
  document.activeElement.blur();
  const field = document.getElementById("scheme");
  if (field.value) { field.value = ""; field.dispatchEvent(new Event("change")); }
  table.sort = { column: 4, down: true };
  act.reset();
  act.change({ view: "map" });
  actorgraph.map.fit(undefined, false);
  actorgraph.map.network.redraw();  // labels take their places when the map is drawn
  for (const box of document.querySelectorAll("details")) box.open = false;
  document.getElementById("search-input").value = "";
  for (const part of document.querySelectorAll("#panel, .scroll")) part.scrollTop = 0;
  window.scrollTo(0, 0);
})()
"""
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
