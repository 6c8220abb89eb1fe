"""Writes docs/pictures/*.png and docs/map.png: the map of the seeds as a person sees it (needs Chromium).

PYTHONPATH=.:tests python docs/make_pictures.py
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright
from support.map_page import MapPage, chromium, launched

from actorgraph.pipeline import Job, build
from extract.parsing import DEFAULT_MODEL
from ontology.errors import StoreError

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
SANCTIONS = "actor/united-states sanction actor/prince-group"
PICTURES = {
    "map": ("", "wide", "light"),
    "map-dark": ("", "wide", "dark"),
    "map-narrow": ("", "narrow", "light"),
    "actor": ("actor=actor/thailand", "wide", "light"),
    "evidence": (f"relation={SANCTIONS.replace(' ', '+')}", "wide", "light"),
    "path": ("path=actor/thailand+actor/anutin-charnvirakul", "wide", "light"),
    "table": ("view=table", "wide", "light"),
    "timeline": ("view=timeline", "wide", "light"),
    "matrix": ("view=matrix", "wide", "light"),
}
"""By name: what the address says after #, size and colours."""


def main() -> None:
    """Build the seeds, open each view, take its picture."""
    program = chromium()
    if program is None:
        raise StoreError("no Chromium on this machine")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        out = Path(folder) / "out"
        build(Job([str(ROOT / "seeds")], out, (DEFAULT_MODEL,)))
        browser = launched(playwright, program)
        for name, (fragment, size, scheme) in PICTURES.items():
            page = MapPage(browser, (out / "map.html").as_uri(), size, "dark" if scheme == "dark" else "light")
            page.open(fragment)
            page.page.wait_for_timeout(400)
            path = ROOT / "docs" / "map.png" if name == "map" else FOLDER / f"{name}.png"
            page.page.screenshot(path=path, animations="disabled")
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
