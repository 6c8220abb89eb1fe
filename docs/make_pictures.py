"""Writes docs/pictures/*.png and docs/map.png: screenshots of the pages of the seeds (needs Chromium).

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
    "planned": ("hide-statuses=asserted,alleged,negated,obligated,possible", "wide", "light"),
}
"""By name: URL fragment, size and colour scheme."""
MOVED = "moved=Chen+Zhi%3A+indicted+%E2%86%92+arrested+and+extradited"
DIFF_PICTURES = {
    "diff-map": ("map", "", "wide", "light"),
    "diff-map-moved": ("map", MOVED, "wide", "light"),
    "diff": ("html", "", "wide", "light"),
}
"""By name: output format of the diff of the two batches, URL fragment, size and colour scheme."""


def save_screenshot(browser: Browser, file: Path, view: tuple[str, str, str], path: Path) -> None:
    """Save a screenshot of a page to `path`; `view` is URL fragment, size and colour scheme."""
    fragment, size, scheme = view
    width, height = SIZES[size]
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page.goto(f"{file.as_uri()}#{fragment}")
    page.wait_for_timeout(600)
    if size == "narrow":  # include the legend below the map
        height = int(page.evaluate("document.querySelector('.legend').getBoundingClientRect().bottom"))
    clip: FloatRect = {"x": 0, "y": 0, "width": width, "height": height}
    path.write_bytes(compressed(page.screenshot(animations="disabled", full_page=True, clip=clip)))
    page.close()


def compressed(picture: bytes) -> bytes:
    """Return the PNG with a palette of 256 colours: a third of the size, without visible differences."""
    buffer = BytesIO()
    with Image.open(BytesIO(picture)) as image:
        quantized = image.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
        quantized.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def write_diffs(out: Path, folder: Path) -> dict[str, Path]:
    """Write the diff of the two batches of a build as map and as HTML page; return the paths by format."""
    files = {form: folder / f"{form}.html" for form in ("map", "html")}
    for form, path in files.items():
        arguments = ["diff", "2025-10", "2026-01", "--out", str(out), "--format", form, "-o", str(path)]
        run_command(path, arguments)
    return files


def run_command(path: Path, arguments: list[str]) -> None:
    """Run a command that writes the file `path`. Raises StoreError if it does not."""
    result = CliRunner().invoke(cli, arguments)
    if not path.exists():
        raise StoreError(f"{arguments[0]} wrote no {path.name}: {result.output}")


def main() -> None:
    """Build the seeds, open each view and save its screenshot."""
    program = chromium()
    if program is None:
        raise StoreError("no Chromium on this machine")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        out = Path(folder) / "out"
        run_command(out / "map.html", ["build", str(ROOT / "seeds"), "--out", str(out)])
        browser = launched(playwright, program)
        for name, (fragment, size, scheme) in PICTURES.items():
            path = ROOT / "docs" / "map.png" if name == "map" else FOLDER / f"{name}.png"
            save_screenshot(browser, out / "map.html", (fragment, size, scheme), path)
        pages = write_diffs(out, Path(folder))
        for name, (form, *view) in DIFF_PICTURES.items():
            save_screenshot(browser, pages[form], (view[0], view[1], view[2]), FOLDER / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
