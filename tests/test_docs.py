"""What the documents promise is there."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import click
import pytest
from support.commands import GROUPS, all_commands

from actorgraph.cli.main import COMMANDS
from graph.query.catalogue import named_queries

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
TREES = "actorgraph|extract|graph|ontology|bench|seeds"
BUILT = ("graph.trig", "graph.nq")
"""Files that commands write; they look like modules of the package graph."""


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


def test_the_ontology_page_is_fresh() -> None:
    made = script("make_ontology").page()
    assert (ROOT / "docs" / "ontology.md").read_text(encoding="utf-8") == made, "run: python docs/make_ontology.py"


@pytest.mark.slow
def test_the_page_of_questions_is_fresh(questions: ModuleType, seeds_build: Path) -> None:
    made = questions.page(seeds_build)
    assert (ROOT / "docs" / "queries.md").read_text(encoding="utf-8") == made, "run: python docs/make_queries.py"


@pytest.mark.slow
def test_each_question_has_an_answer(questions: ModuleType, seeds_build: Path) -> None:
    for example in questions.EXAMPLES:
        lines = questions.answer(example, seeds_build).splitlines()
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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_to_headings_lead_to_a_heading(page: Path) -> None:
    for link, heading in re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", page.read_text(encoding="utf-8")):
        target = page.parent / link if link else page
        assert heading in _headings(target.read_text(encoding="utf-8")), f"{link}#{heading}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_paths_and_modules_in_the_text_exist(page: Path) -> None:
    """A repository path or dotted module in backticks, or a page like docs/map.md anywhere, names something."""
    text = page.read_text(encoding="utf-8")
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    words = {word for code in re.findall(r"`([^`]+)`", prose) for word in code.split()}
    words |= set(re.findall(r"(?<![\w/:.])(?:docs|bench)/[\w/.-]*\w", text))
    missing = sorted(word for word in words if _is_path(word) and not _exists(word, page.parent))
    assert missing == [], f"{page.name} names what is not there"


def test_every_page_stands_in_the_table_of_contents() -> None:
    contents = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    for page in sorted((ROOT / "docs").glob("**/*.md")):
        name = page.relative_to(ROOT / "docs").as_posix()
        assert name == "index.md" or f"]({name})" in contents, name


def _headings(text: str) -> set[str]:
    """The anchors that a page's headings get: lower case, without punctuation, hyphens for blanks."""
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def _is_path(word: str) -> bool:
    """True for what can only be meant as a path or a module of this repository."""
    if any(mark in word for mark in "*<>{}$=…:") or word.startswith("-"):
        return False
    if "/" not in word:
        return bool(re.fullmatch(rf"(?:{TREES})(?:\.[a-z_]\w*)+", word)) and word not in BUILT
    return bool(re.match(rf"(?:\.\./)?(?:{TREES}|tests|docs|web)/", word))


def _exists(word: str, folder: Path) -> bool:
    """True for a file or folder, or for a module, or for a name in a module."""
    if "/" in word:
        return (ROOT / word).exists() or (folder / word).exists()
    path = ROOT / word.replace(".", "/")
    names = word.rpartition(".")
    return path.is_dir() or path.with_suffix(".py").is_file() or _has(ROOT / names[0].replace(".", "/"), names[2])


def _has(module: Path, name: str) -> bool:
    sources = [source for source in (module.with_suffix(".py"), module / "__init__.py") if source.is_file()]
    return any(re.search(rf"\b{name}\b", source.read_text(encoding="utf-8")) for source in sources)


def test_every_command_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        assert f"actorgraph {name}" in readme, name


def test_commands_and_queries_of_the_readme_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command, argument in re.findall(r"^(?:    |\$ )(?:\.venv/bin/)?actorgraph (\w+) *(\S*)", readme, re.MULTILINE):
        assert command in COMMANDS
        if command == "query" and re.fullmatch(r"[a-z-]+", argument) and not argument.startswith("-"):
            assert argument in named_queries()


def test_options_of_the_readme_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    known = {option for command in all_commands().values() for parameter in command.params for option in parameter.opts}
    assert set(re.findall(r"(?<!\S)`?(--[a-z-]+)", readme)) <= known


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_of_every_page_have_these_options(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for line in re.findall(r"^(?:    |\$ )(?:\.venv/bin/)?actorgraph (.+)$", text, re.MULTILINE):
        command, *words = re.sub(r"\s#\s.*$", "", line).split()
        assert command == "--help" or command in COMMANDS, line
        known = all_commands().get(" ".join([command, *words[:1]]) if command in GROUPS else command)
        options = {word.partition("=")[0].strip("[]") for word in words if re.match(r"\[?--?[a-z]", word)}
        assert options <= _options(known), line


def _options(command: click.Command | None) -> set[str]:
    parameters = command.params if command is not None else []
    return {"--help", *(option for parameter in parameters for option in parameter.opts)}
