"""Every file of a build, damaged in every way: commands tell it in one line or answer as before; a build heals it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from actorgraph.builder.storage.workspace import Workspace
from actorgraph.cli.main import main
from graph.store.oxigraph import open_store, store_lines

pytestmark = [pytest.mark.long, pytest.mark.slow, pytest.mark.usefixtures("in_process")]
USAGE = 2
"""The exit code for an option that names what is no file or folder, or what may not be read."""
WHO = ("Kenya", "Peru", "Japan")
COMMANDS = (("query", "top-actors"), ("claims", "list"), ("search", "Kenya"), ("read", "Kenya"))
Damage = Callable[[Path], object]


def run(*words: object) -> Result:
    """A command; it may fail, but raises nothing."""
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def build(out: Path, *options: object) -> Result:
    return run("build", out.parent / "docs", "--out", out, "--fast", *options)


def lines(out: Path) -> list[str]:
    return list(store_lines(open_store(Workspace(out).store())))


def answers(out: Path) -> list[Result]:
    return [run(*words, "--out", out) for words in COMMANDS]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    (folder / "docs").mkdir()
    for who in WHO:
        (folder / "docs" / f"{who}.txt").write_text(f"{who} arrested two suspects.\n", encoding="utf-8")
    assert build(folder / "out").exit_code == 0
    return folder / "out"


@pytest.fixture(scope="module")
def expected(whole: Path) -> tuple[list[str], list[str]]:
    """The lines of the store, and what the commands print."""
    found = answers(whole)
    assert [one.exit_code for one in found] == [0] * len(COMMANDS)
    return lines(whole), [one.output for one in found]


@pytest.fixture
def out(whole: Path) -> Iterator[Path]:
    """A copy of the build, beside the same documents."""
    copy = whole.with_name("copy")
    shutil.copytree(whole, copy, symlinks=True)
    yield copy
    shutil.rmtree(copy) if copy.is_dir() and not copy.is_symlink() else copy.unlink(missing_ok=True)


# ---- damage


def gone(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: -max(1, min(100, len(data) // 2))])


def changed(path: Path) -> None:
    """Some bytes amid a file are others."""
    data = bytearray(path.read_bytes())
    middle = slice(len(data) // 2, len(data) // 2 + 40)
    data[middle] = bytes(byte ^ 0x55 for byte in data[middle])
    path.write_bytes(data)


def folder(path: Path) -> None:
    gone(path)
    path.mkdir()
    (path / "mine").touch()


def file(path: Path) -> None:
    gone(path)
    path.write_bytes(b"mine")


def loop(path: Path) -> None:
    gone(path)
    path.symlink_to(path)


def dangling(path: Path) -> None:
    gone(path)
    path.symlink_to(path.parent / "nowhere")


def another_version(path: Path) -> None:
    """The library as another version of the program has it."""
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 999")
    database.close()


def replaced(old: bytes, new: bytes) -> Damage:
    def replace(path: Path) -> None:
        content = path.read_bytes()
        assert old in content
        path.write_bytes(content.replace(old, new))

    return replace


def written(content: bytes) -> Damage:
    return lambda path: path.write_bytes(content)


FILES = (
    "build.json claims.csv claims.jsonl documents.sqlite extractions.jsonl graph.trig map.html positions.json "
    "readings.json report.json report.html "
    "store/CURRENT store/MANIFEST-* store/*.sst store/digests.json store/OPTIONS-* store/IDENTITY"
).split()
DAMAGES: tuple[Damage, ...] = (gone, emptied, cut, changed, folder, loop, dangling)
OTHERS: tuple[tuple[str, Damage], ...] = (
    ("store", gone),
    ("store", file),
    ("store", loop),
    ("store/*.log", gone),
    ("store/LOCK", gone),
    ("documents.sqlite", another_version),
    ("build.json", replaced(b'"documents"', b'"papers"')),  # as an older version may have named it
    ("build.json", replaced(b'"views"', b'"newer": 1, "views"')),
    ("build.json", written(b"null")),
    ("build.json", written(b"[" * 100_000)),
    ("extractions.jsonl", replaced(b'"layout"', b'"outline"')),
    ("extractions.jsonl", replaced(b'"claims":[{', b'"claims":[{"newer":1,')),
    ("extractions.jsonl", replaced(b"\n", b"\n\xff\xfe\0\n")),
    ("positions.json", written(b'{"a": 1}')),
    ("readings.json", written(b"{}")),
    ("extractions.partial.jsonl", written(b'{"layout": 1, "document"')),
    ("extractions.partial.jsonl", written(b"null\n[]\n\0\n")),
    ("extractions.partial.jsonl", Path.mkdir),
    (".next", Path.mkdir),
    (".next", Path.touch),
    (".next", lambda path: path.symlink_to(path)),
    (".old", Path.mkdir),
    (".old", Path.touch),
    (".lock", gone),
    (".lock-holder", written(b"no number")),
    (".lock-holder", Path.mkdir),
    ("readings.json.new", Path.mkdir),
)
STATES = [*((name, damage) for name in FILES for damage in DAMAGES), *OTHERS]


@pytest.mark.parametrize(("name", "damage"), STATES)
def test_damage_is_told_and_healed(out: Path, expected: tuple[list[str], list[str]], name: str, damage: Damage) -> None:
    damage(max(out.glob(name)) if "*" in name else out / name)
    for found, printed in zip(answers(out), expected[1], strict=True):
        if found.exit_code:
            assert len(found.output.splitlines()) == 1, found.output
        elif name != "readings.json" or not isinstance(
            damage, type(gone)
        ):  # where a file lies is known from nowhere else
            assert found.output == printed
    assert build(out).exit_code == 0
    assert lines(out) == expected[0]
    assert [one.output for one in answers(out)] == expected[1]


def test_each_changed_file_of_the_store_is_told(out: Path) -> None:
    """A query over changed data could take all memory: none begins."""
    for path in sorted((out / "store").glob("*.sst")):
        whole = path.read_bytes()
        changed(path)
        for found in answers(out):
            assert found.exit_code != 0
            assert path.name in found.output
            assert len(found.output.splitlines()) == 1, found.output
        path.write_bytes(whole)
    assert [found.exit_code for found in answers(out)] == [0] * len(COMMANDS)


# ---- damage that a person must heal


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("decisions.txt", b"\xff\xfe\0", "cannot be read"),
        ("decisions.txt", b"same actor:", "decisions.txt:1: "),
        ("decisions.txt", None, "cannot be read"),
        ("actors.toml", b"[[actor]", "actors.toml"),
        ("actors.toml", b"\xff\xfe", "actors.toml"),
        ("actors.toml", None, "actors.toml"),
    ],
)
def test_a_damaged_file_of_the_user_is_told_and_left_as_it_is(
    out: Path, expected: tuple[list[str], list[str]], name: str, content: bytes | None, told: str
) -> None:
    own = out.parent / name
    own.mkdir() if content is None else own.write_bytes(content)
    result = build(out)
    assert own.is_dir() if content is None else own.read_bytes() == content
    gone(own)
    assert result.exit_code != 0
    assert told in result.output
    assert len(result.output.splitlines()) == 1, result.output
    assert lines(out) == expected[0]


@pytest.mark.parametrize("damage", [file, loop, dangling])
def test_a_place_that_is_no_folder_is_told(out: Path, damage: Damage) -> None:
    damage(out)
    for result in (build(out), *answers(out)):
        if damage is not dangling:
            assert result.exit_code != 0
        assert len(result.output.splitlines()) == 1 or result.exit_code == 0, result.output


@pytest.mark.parametrize("name", [".", "store", "build.json", "extractions.jsonl", "documents.sqlite", "readings.json"])
@pytest.mark.parametrize("mode", [0o000, 0o444])
def test_what_may_not_be_read_or_written_is_told_or_healed(
    out: Path, expected: tuple[list[str], list[str]], name: str, mode: int
) -> None:
    usual = (out / name).stat().st_mode
    (out / name).chmod(mode)
    if os.access(out / name, os.W_OK):
        pytest.skip("this user may write everywhere")
    results = [*answers(out), build(out)]
    if (out / name).exists():
        (out / name).chmod(usual)
    assert all(len(one.output.splitlines()) == 1 or one.exit_code in {0, USAGE} for one in results), results
    assert build(out).exit_code == 0
    assert lines(out) == expected[0]
