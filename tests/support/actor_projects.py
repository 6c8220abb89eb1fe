"""A project whose actors are reviewed: its texts, the commands and their results."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from actorgraph.cli.main import main

OCTOBER = """\
The River Guard Force (RGF) arrested nine suspects in Myanmar. Myanmar's RGF left the compound.
Foreign Minister Sihasak Phuangketkeow of Thailand met Kenyan officials. Thailand condemned the raid.
"""
JANUARY = """\
The Salween River Guard Force (RGF) demolished the compound in Myanmar.
Thai Foreign Minister Sihasak Puangketkaew proposed a conference. Sihasak Puangketkaew praised Kenya.
"""
ONE, TWO = "actor/sihasak-phuangketkeow", "actor/sihasak-puangketkaew"
RGF = "River Guard Force (Myanmar)"


def write_batches(project: Path, october: str, january: str) -> None:
    """Write a document of each of two batches."""
    for name, text, date in (("2025-10/a", october, "2025-10-05"), ("2026-01/b", january, "2026-01-09")):
        path = project / "docs" / f"{name}.txt"
        path.parent.mkdir(parents=True)
        path.write_text(f"{date}\n\n{text}", encoding="utf-8")


def run(*arguments: object, text: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=text)


def build(project: Path) -> Result:
    result = run("build", project / "docs", "--out", project / "out")
    assert result.exit_code in {0, 1}, result.output
    return result


def actors(project: Path, *arguments: object) -> Result:
    return run("actors", *arguments, "--out", project / "out")


def listed_labels(project: Path, *arguments: object) -> list[str]:
    """The labels that `actors list` gives, in its order."""
    result = actors(project, "list", *arguments, "--format", "jsonl")
    assert result.exit_code == 0, result.output
    return [json.loads(line)["label"] for line in result.stdout.splitlines()]


def files_of(project: Path) -> dict[str, bytes]:
    out = project / "out"
    names = ("map.html", "claims.jsonl", "claims.csv", "graph.trig", "build.json")
    return {name: (out / name).read_bytes() for name in names}


def parties(project: Path) -> dict[str, tuple[str, str | None]]:
    lines = (project / "out" / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    return {it["id"]: (it["actor"]["id"], it["target"] and it["target"]["id"]) for it in records}
