"""Claims are judged in a real Chromium: keys, undo, decisions.txt, and the map after Apply."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser
from support.serving import Running, serving

from actorgraph.cli.main import main
from graph.review.decisions import read_decisions

pytestmark = pytest.mark.usefixtures("in_process")
TEXT = "Police in Cambodia arrested Chen Bo. Interpol praised the Cambodian police. Interpol warned Laos.\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a document and its build."""
    folder: Path = tmp_path_factory.mktemp("review")
    (folder / "docs").mkdir()
    (folder / "docs" / "raid.txt").write_text(f"2025-10-05\n\n{TEXT}", encoding="utf-8")
    arguments = ["build", str(folder / "docs"), "--fast", "--out", str(folder / "out")]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(built, tmp_path / "p"))


def review_address(server: Running) -> str:
    assert server.process.stdout is not None
    found = re.search(r"http://\S+/review/\S+", server.process.stdout.readline())
    assert found is not None
    return found[0]


@pytest.mark.chromium
@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_judging_in_the_browser(project: Path, chrome: Browser, width: int) -> None:
    with serving(project / "out", "--review") as server:
        address = review_address(server)
        page = chrome.new_page(viewport={"width": width, "height": 900})
        problems: list[str] = []
        page.on("console", lambda message: problems.append(message.text))
        page.goto(f"{address}claims/0")
        page.keyboard.press("c")
        page.wait_for_url("**/claims/1")
        page.fill("[name=why]", "it says otherwise")
        page.press("[name=why]", "Enter")
        assert page.url.endswith("/claims/1"), "Enter decides nothing"
        page.keyboard.press("Escape")
        page.keyboard.press("r")
        page.wait_for_url("**/claims/2")
        decided = read_decisions(project / "decisions.txt").on_claims
        assert [one.state.value for one in decided] == ["confirmed", "rejected"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.keyboard.press("b")
        page.wait_for_url("**/claims/1")
        assert len(read_decisions(project / "decisions.txt").on_claims) == 1
        page.goto(address)
        page.click("[name=apply]")
        page.wait_for_selector(".message")
        assert "1 confirmed" in page.inner_text(".message")
        assert problems == []
        assert server.get("review/wrong/").status == 404
        page.close()
    assert len(read_decisions(project / "decisions.txt").on_claims) == 1
