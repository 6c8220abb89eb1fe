"""What the documents promise is there."""

import importlib.util
import re
from pathlib import Path

import pytest

from actorgraph.actors import actors
from actorgraph.cli import main
from graph.named import named_queries

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def test_the_ontology_page_is_fresh() -> None:
    spec = importlib.util.spec_from_file_location("make_ontology", ROOT / "docs" / "make_ontology.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert (ROOT / "docs" / "ontology.md").read_text(encoding="utf-8") == module.page(), (
        "run: python docs/make_ontology.py"
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / link).exists(), link


def test_every_command_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in main.commands:
        assert f"actorgraph {name}" in readme, name


def test_commands_and_queries_of_the_readme_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command, argument in re.findall(r"^(?:    |\$ )(?:\.venv/bin/)?actorgraph (\w+) *(\S*)", readme, re.MULTILINE):
        assert command in main.commands
        if command == "query" and re.fullmatch(r"[a-z-]+", argument) and not argument.startswith("-"):
            assert argument in named_queries()


def test_options_of_the_readme_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [*main.commands.values(), *actors.commands.values()]
    known = {option for command in commands for parameter in command.params for option in parameter.opts}
    assert set(re.findall(r"(?<!\S)`?(--[a-z-]+)", readme)) <= known
