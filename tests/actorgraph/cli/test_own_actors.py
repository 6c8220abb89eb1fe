"""With a user's own actors, nothing looks a name up in the project's registry behind them."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from actorgraph.cli.main import main
from ontology.registry import Registry, registry

pytestmark = pytest.mark.usefixtures("in_process")
ACTORS = '[[body]]\nlabel = "Mekong Desk"\ntype = "international-organisation"\naliases = ["MD"]\nsource = "me"\n'


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture
def actors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's file of actors; asking for the project's registry, except to extend it by the file, raises."""

    def guarded() -> Registry:
        caller = sys._getframe(1)
        assert caller.f_code.co_name == "known_actors", f"the project's registry is asked by {caller.f_code}"
        assert caller.f_locals["path"] is not None
        return registry()

    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in {"actorgraph", "extract", "graph", "ontology"}:
            for key in [key for key, value in vars(module).items() if value is registry]:
                monkeypatch.setattr(module, key, guarded)
    file = tmp_path / "mine.toml"
    file.write_text(ACTORS, encoding="utf-8")
    return file


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    for batch, text in (("2025-10", "MD trained South Korean officers."), ("2026-01", "MD did not train the Thais.")):
        (tmp_path / "docs" / batch).mkdir(parents=True)
        (tmp_path / "docs" / batch / "a.txt").write_text(f"Thailand plans a summit. {text}\n", encoding="utf-8")
    return tmp_path / "docs"


@pytest.mark.slow
def test_the_projects_registry_is_never_asked_behind_a_users_actors(actors: Path, docs: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    extracted = run("extract", docs, "--actors", actors)
    assert "Mekong Desk" in {json.loads(line)["actor"]["label"] for line in extracted.stdout.splitlines()}
    assert run("build", docs, "--out", out, "--actors", actors, "--jobs", 1).exit_code == 0
    assert "Mekong Desk" in run("query", "actor", "--param", "actor=the MD", "--out", out).stdout
    assert run("query", "actor", "--param", "actor=Thais", "--out", out).exit_code == 0
    assert "Mekong Desk" in run("diff", "2025-10", "2026-01", "--out", out).stdout
    assert run("diff", docs / "2025-10", docs / "2026-01", "--actors", actors).exit_code == 1
    assert "Mekong Desk" in run("actors", "show", "MD", "--out", out).stdout
    assert run("explain", "MD trained officers.", "--actors", actors).exit_code == 0
    decided = ("actors", "different", "actor/mekong-desk", "actor/thailand", "--out", out, "--actors", actors)
    assert run(*decided, "--decisions", tmp_path / "decisions.txt").exit_code == 0
