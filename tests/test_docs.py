"""What the documents promise is there."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from actorgraph.cli.actors import actors
from actorgraph.cli.main import main
from graph.query.catalogue import named_queries

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def script(name: str) -> ModuleType:
    """A script of docs/ as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def questions() -> ModuleType:
    return script("make_queries")


@pytest.fixture(scope="module")
def seeds(questions: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out: Path = tmp_path_factory.mktemp("seeds") / "out"
    questions.build(out)
    return out


def test_the_ontology_page_is_fresh() -> None:
    made = script("make_ontology").page()
    assert (ROOT / "docs" / "ontology.md").read_text(encoding="utf-8") == made, "run: python docs/make_ontology.py"


@pytest.mark.slow
def test_the_page_of_questions_is_fresh(questions: ModuleType, seeds: Path) -> None:
    made = questions.page(seeds)
    assert (ROOT / "docs" / "queries.md").read_text(encoding="utf-8") == made, "run: python docs/make_queries.py"


@pytest.mark.slow
def test_each_question_has_an_answer(questions: ModuleType, seeds: Path) -> None:
    for example in questions.EXAMPLES:
        lines = questions.answer(example, seeds).splitlines()
        is_said_to_have_none = "no such pair" in example.note
        assert (len(lines) > 2) is not is_said_to_have_none, example.question


def test_every_named_query_has_a_question(questions: ModuleType) -> None:
    asked = {example.command.split()[1] for example in questions.EXAMPLES}
    assert set(named_queries()) <= asked


def test_the_page_shows_sparql_and_explain_too(questions: ModuleType) -> None:
    commands = [example.command for example in questions.EXAMPLES]
    assert len(set(commands)) == len(commands)
    assert any("--explain" in command for command in commands)
    assert any("SELECT" in command for command in commands)


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
