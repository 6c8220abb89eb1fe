"""The JSON report of `actorgraph diff` for two batches of documents, and the claims of its findings."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from click.testing import CliRunner
from pydantic import BaseModel, ConfigDict

from actorgraph.cli.main import main as actorgraph

ROOT = Path(__file__).resolve().parents[2]
Record = Mapping[str, Any]


class TomlTable(BaseModel):
    """A table of a list of expected findings."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Table = TypeVar("Table", bound=TomlTable)


def read_toml(path: Path, table: type[Table]) -> Table:
    """Read and validate a list of expected findings."""
    return table.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def run_json(documents: Path, batches: tuple[str, str], out: Path) -> Record:
    """Build the documents in the folder `out` and return the JSON report of `actorgraph diff` for two batches."""
    _run("build", str(documents), "--out", str(out))
    report: Record = json.loads(_run("diff", *batches, "--format", "json", "--out", str(out), code=1))
    return report


def _run(*arguments: str, code: int = 0) -> str:
    """Run an actorgraph command and return its standard output. Raises SystemExit on another exit code than `code`."""
    result = CliRunner().invoke(actorgraph, arguments)
    if result.exit_code != code or not isinstance(result.exception, SystemExit | None):
        raise SystemExit(f"actorgraph {' '.join(arguments)}: exit code {result.exit_code}\n{result.output}")
    return result.stdout


def claims_by_batch(finding: Record, batches: tuple[str, str]) -> tuple[list[Record], list[Record]]:
    """Return the claims of a finding in the first and in the second batch."""
    first, second = (
        [claim for claim in _claims(finding) if claim["document"].startswith(f"{batch}/")] for batch in batches
    )
    return first, second


def _claims(finding: Record) -> Iterator[Record]:
    for step in finding.get("steps", ()):
        yield from step["claims"]
    for key in ("affirmed", "denied", "before", "after"):
        yield from finding.get(key, ())
