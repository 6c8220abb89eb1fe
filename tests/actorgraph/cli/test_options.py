"""Options reach a command as one object; logging is silent unless -v asks for it; a command imports what it needs."""

import logging
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from actorgraph.cli.logs import PACKAGES, log_to_stderr
from actorgraph.cli.main import COMMANDS, main
from actorgraph.cli.options.groups import option_group


@dataclass(frozen=True, slots=True)
class Colours:
    """Two options."""

    front: str
    back: int


colour_options = option_group(
    "colours", Colours, click.option("--front", default="red", help="First."), click.option("--back", type=int)
)


def test_a_group_of_options_is_one_object() -> None:
    @click.command()
    @click.argument("name")
    @colour_options
    @click.option("--last")
    def paint(*, name: str, colours: Colours, last: str | None) -> None:
        click.echo(f"{name} {colours} {last}")

    result = CliRunner().invoke(paint, ["wall", "--back", "3"])
    assert result.stdout == "wall Colours(front='red', back=3) None\n"
    shown = CliRunner().invoke(paint, ["--help"]).stdout
    assert shown.index("--front") < shown.index("--back") < shown.index("--last")
    assert CliRunner().invoke(paint, ["wall", "--back", "x"]).exit_code == 2


@pytest.mark.parametrize("words", [[], ["build"], ["diff"], ["actors", "review"]])
def test_help_imports_no_library_that_reads_or_draws(words: list[str]) -> None:
    code = (
        "import sys\nfrom actorgraph.cli.main import main\n"
        f"main([*{words!r}, '--help'], standalone_mode=False)\n"
        "sys.exit(', '.join({'spacy', 'rdflib', 'networkx', 'pyvis', 'pydantic', 'rich'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.stderr.strip() == ""


def test_every_command_can_be_imported() -> None:
    assert all(isinstance(main.get_command(click.Context(main), name), click.Command) for name in COMMANDS)
    result = CliRunner().invoke(main, ["nonsense"])
    assert (result.exit_code, "No such command 'nonsense'" in result.stderr) == (2, True)


@pytest.fixture
def loggers() -> object:
    yield None
    for name in PACKAGES:
        logger = logging.getLogger(name)
        logger.setLevel(logging.NOTSET)
        logger.handlers[:] = [handler for handler in logger.handlers if isinstance(handler, logging.NullHandler)]


@pytest.mark.usefixtures("loggers")
@pytest.mark.parametrize(("verbosity", "shown"), [(1, ["INFO"]), (2, ["INFO", "DEBUG"])])
def test_verbosity(verbosity: int, shown: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr(verbosity)
    log_to_stderr(verbosity)
    for name in PACKAGES:
        logging.getLogger(f"{name}.x").info("progress")
        logging.getLogger(f"{name}.x").debug("details")
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(" ")[0] for line in lines] == shown * len(PACKAGES)


def test_a_build_logs_only_if_asked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Japan signed the treaty.", encoding="utf-8")
    command = [sys.executable, "-m", "actorgraph"]
    build = ["build", str(tmp_path / "a.txt"), "--out", str(tmp_path / "out"), "--fast"]
    quiet = subprocess.run([*command, *build], check=True, capture_output=True, text=True)
    assert quiet.stderr == ""
    loud = subprocess.run([*command, "-v", *build], check=True, capture_output=True, text=True)
    assert "INFO actorgraph.builder.pipeline: " in loud.stderr
    assert "DEBUG" not in loud.stderr
