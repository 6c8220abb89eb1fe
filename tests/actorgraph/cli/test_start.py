"""`actorgraph --help` is answered from a file, with the words that click would make, before anything is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import actorgraph.__main__ as start

FILE = Path(start.__file__).with_name(start.HELP)


def run(code: str, **variables: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"} | variables
    done = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)
    return done.stdout


def started(*words: str) -> str:
    return f"import sys, actorgraph.__main__ as start; sys.argv = ['actorgraph', *{words!r}]; start.main()"


@pytest.mark.parametrize("word", ["-h", "--help"])
def test_the_file_says_what_click_says(word: str) -> None:
    made_by_click = run(started(word), COLUMNS="80")
    assert FILE.read_text(encoding="utf-8") == made_by_click, "make help-text writes it anew"
    assert run(started(word)) == made_by_click


def test_nothing_is_imported_for_it() -> None:
    code = started("--help") + "; print({'click', 'typing', 'spacy', 'rdflib'} & sys.modules.keys())"
    assert run(code).endswith("set()\n")


@pytest.mark.parametrize("words", [["build", "--help"], ["--version"], [], ["--help", "map"]])
def test_other_commands_are_left_to_click(words: list[str]) -> None:
    assert not start.is_plain_help(words)


@pytest.mark.parametrize(("columns", "plain"), [(80, True), (79, False), (200, False)])
def test_a_terminal_of_another_width_gets_its_own(monkeypatch: pytest.MonkeyPatch, columns: int, plain: bool) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((columns, 24)))
    assert start.is_plain_help(["--help"]) is plain


@pytest.mark.parametrize("name", ["COLUMNS", "_ACTORGRAPH_COMPLETE"])
def test_a_width_that_is_set_and_completion_are_left_to_click(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "80")
    assert not start.is_plain_help(["--help"])
