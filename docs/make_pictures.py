"""Writes docs/pictures/*.png and docs/map.png: the pages of the seeds as a person sees them (needs Chromium).

PYTHONPATH=.:tests python docs/make_pictures.py
"""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path

from click.testing import CliRunner
from PIL import Image
from playwright.sync_api import Browser, FloatRect, sync_playwright
from support.map_page import SIZES, chromium, launched

from actorgraph.cli.main import main as cli
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
    "planned": ("hide-statuses=asserted,alleged,denied,obligated,possible", "wide", "light"),
}
"""By name: what the address says after #, size and colours."""
MOVED = "moved=Chen+Zhi%3A+indicted+%E2%86%92+arrested+and+extradited"
DIFFERENCES = {
    "diff-map": ("map", "", "wide", "light"),
    "diff-map-moved": ("map", MOVED, "wide", "light"),
    "diff": ("html", "", "wide", "light"),
}
"""By name: the form of the difference of the two batches; the rest likewise."""


def shoot(browser: Browser, file: Path, how: tuple[str, str, str], path: Path) -> None:
    """A picture of a page."""
    fragment, size, scheme = how
    width, height = SIZES[size]
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page.goto(f"{file.as_uri()}#{fragment}")
    page.wait_for_timeout(600)
    if size == "narrow":  # down to the end of the legend
        height = int(page.evaluate("document.querySelector('.legend').getBoundingClientRect().bottom"))
    clip: FloatRect = {"x": 0, "y": 0, "width": width, "height": height}
    path.write_bytes(small(page.screenshot(animations="disabled", full_page=True, clip=clip)))
    page.close()


def small(picture: bytes) -> bytes:
    """A PNG with a palette of 256 colours: a third of the size, and no difference that one sees."""
    shrunk = BytesIO()
    with Image.open(BytesIO(picture)) as image:
        few = image.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
        few.save(shrunk, "PNG", optimize=True)
    return shrunk.getvalue()


def differences(out: Path, folder: Path) -> dict[str, Path]:
    """The difference of the two batches of a build as pages, by form."""
    files = {form: folder / f"{form}.html" for form in ("map", "html")}
    for form, path in files.items():
        asked = ["diff", "2025-10", "2026-01", "--out", str(out), "--format", form, "-o", str(path)]
        ran(path, asked)
    return files


def ran(path: Path, words: list[str]) -> None:
    """Run a command that makes a file. Raises StoreError if it does not."""
    result = CliRunner().invoke(cli, words)
    if not path.exists():
        raise StoreError(f"{words[0]} made no {path.name}: {result.output}")


def main() -> None:
    """Build the seeds, open each view, take its picture."""
    program = chromium()
    if program is None:
        raise StoreError("no Chromium on this machine")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        out = Path(folder) / "out"
        ran(out / "map.html", ["build", str(ROOT / "seeds"), "--out", str(out)])
        browser = launched(playwright, program)
        for name, (fragment, size, scheme) in PICTURES.items():
            path = ROOT / "docs" / "map.png" if name == "map" else FOLDER / f"{name}.png"
            shoot(browser, out / "map.html", (fragment, size, scheme), path)
        pages = differences(out, Path(folder))
        for name, (form, *how) in DIFFERENCES.items():
            shoot(browser, pages[form], (how[0], how[1], how[2]), FOLDER / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
