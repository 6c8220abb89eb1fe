"""The bench of the diff: its list is sound, it tells what is missed, and the figure is reached."""

import json
import shutil
from pathlib import Path

import pytest
from pydantic import ValidationError

from bench.accuracy.diff import (
    BATCHES,
    ExpectedDiff,
    ExpectedFinding,
    read_expected,
    score_report,
    write_sample_graphs,
)
from bench.accuracy.diff_reports import ROOT, claims_by_batch, run_json
from graph.diff.rdf.lines import diff_of_files

EMPTY = {
    name: []
    for name in (
        "developments", "contradictions", "changed", "added", "gone", "strengthened", "weakened", "repeated", "same",
        "numbers", "attributed", "actors_added", "actors_gone",
    )
}  # fmt: skip
KNOWN_WRONG = {
    "other names of actors that both batches have",
    "South Korea's Foreign Ministry and Thailand's as one",
}
"""The Border Guard Force and the foreign ministry of a text that does not say whose they are: they stay open."""


def claim(document: str, actor: str, act: str, target: str, *, polarity: str = "affirmed") -> dict:
    return {
        "document": document, "actor": {"label": actor}, "action": {"class": act, "concept": act},
        "target": {"label": target}, "polarity": polarity, "sentence": {"text": f"{actor} {act} {target}."},
        "attribution": None,
    }  # fmt: skip


def test_nothing_is_found_in_an_empty_report() -> None:
    result = score_report(EMPTY, read_expected())
    assert result.recall == 0
    assert len(result.missed) == 15


def test_a_part_needs_both_sides_in_one_finding() -> None:
    part = ExpectedFinding.model_validate(
        {
            "in": ["developments"],
            "before": [{"actor": ["A"], "act": ["sign"]}],
            "after": [{"target": ["X"], "denied": True}],
        }
    )
    before = claim("2025-10/a", "A", "sign", "T")
    after = claim("2026-01/b", "B", "sign", "X", polarity="negated")
    whole = {"steps": [{"claims": [before]}, {"claims": [after]}]}
    apart = [{"steps": [{"claims": [before]}]}, {"steps": [{"claims": [after]}]}]
    assert claims_by_batch(whole, BATCHES) == ([before], [after])
    assert part.is_in({**EMPTY, "developments": [whole]})
    assert not part.is_in({**EMPTY, "developments": apart})
    assert not part.is_in({**EMPTY, "contradictions": [whole]})


def test_what_must_not_be_reported_is_noticed() -> None:
    wrong = {**EMPTY, "actors_added": [{"label": "Thailand"}]}
    assert "new actors that both batches have" in [
        forbidden.text for forbidden in score_report(wrong, read_expected()).wrong
    ]


def test_a_wrong_list_is_refused() -> None:
    with pytest.raises(ValidationError):
        ExpectedDiff.model_validate({"row": [{"table": "moved", "text": "x", "parts": []}], "never": []})


@pytest.mark.slow
def test_the_recall_of_the_seeds(seeds_build: Path, tmp_path: Path) -> None:
    out = Path(shutil.copytree(seeds_build, tmp_path / "out"))
    report = run_json(ROOT / "seeds", BATCHES, out)
    assert (report["before"], report["after"]) == BATCHES
    result = score_report(report, read_expected())
    assert result.recall >= 0.6
    assert {finding.text for finding in result.wrong} == KNOWN_WRONG
    assert json.dumps(report)


def test_the_made_files_are_sorted_and_differ(tmp_path: Path) -> None:
    first, second = write_sample_graphs(tmp_path, 3_000)
    lines = first.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(lines)
    found = diff_of_files(first, second)
    assert found.added
    assert found.gone
