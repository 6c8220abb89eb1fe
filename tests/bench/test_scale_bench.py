"""The cost model of many machines: it finds the costs that times were made of, and forecasts with them."""

from pathlib import Path

import pytest

from bench.speed.scaling.costs import CostModel, estimate, fit_costs
from bench.speed.scaling.figures import LARGE, SMALL, ScaleFigures, write_documents
from bench.speed.scaling.page import render_page

START, DOCUMENT, SHARD = 4.0, 0.05, 0.02


def run(documents: int, shards: int, workers: int = 1) -> dict[str, float]:
    seconds = START + (documents * DOCUMENT + shards * SHARD) / workers
    return {"documents": documents, "shards": shards, "seconds": seconds, "start": 6.0, "bytes": 900.0 * documents}


def graph(documents: int) -> dict[str, float]:
    per = {"claims": 12, "triples": 300, "seconds": 0.01, "memory": 40_000, "store": 30_000}
    return {"documents": documents, **{name: value * documents for name, value in per.items()}}


@pytest.fixture
def made() -> ScaleFigures:
    """Figures of which the costs are known."""
    counts = (SMALL, LARGE)
    runs = {f"ray-{workers} {count}": run(count, count // 20, workers) for workers in (1, 2) for count in counts}
    runs |= {f"worker {count}": run(count, count // 20) for count in counts}
    runs |= {f"graph {count}": graph(count) for count in counts}
    runs |= {"worker tiny": run(100, 100), "ray-2 again": run(0, 15, 2)}
    runs |= {f"{stage} {LARGE}": {"documents": LARGE, "seconds": 20.0} for stage in ("serial", "jobs-2")}
    return ScaleFigures(300.0, runs)


def test_the_model_finds_what_the_times_were_made_of(made: ScaleFigures) -> None:
    fitted = fit_costs(made)
    wanted = CostModel(300.0, START + 6, DOCUMENT, SHARD, 0.01, 12, 300, 30_000, 40_000, 900, slowdown=1.0)
    for name in CostModel.__slots__:
        assert getattr(fitted, name) == pytest.approx(getattr(wanted, name), abs=1e-6), name


@pytest.mark.parametrize(("name", "part"), [("worker", "seconds"), ("graph", "seconds"), ("graph", "memory")])
def test_times_of_a_busy_machine_make_no_model(made: ScaleFigures, name: str, part: str) -> None:
    made.runs[f"{name} {LARGE}"][part] = made.runs[f"{name} {SMALL}"][part] / 2
    with pytest.raises(ValueError, match="more documents took no more"):
        fit_costs(made)


def test_twice_the_machines_need_half_the_time_and_all_else_stays(made: ScaleFigures) -> None:
    one, two = (estimate(fit_costs(made), 1e7, machines) for machines in (100, 200))
    start = fit_costs(made).start / 3600
    assert two.extraction - start == pytest.approx((one.extraction - start) / 2)
    assert (one.claims, one.store, one.graph) == (two.claims, two.store, two.graph)
    assert one.triples == pytest.approx(3e9)


def test_the_page_has_every_figure(made: ScaleFigures) -> None:
    text = render_page(made, fit_costs(made))
    assert "| Ray, two workers |" in text
    assert "| 1,000,000,000 | 1,000 |" in text
    assert "{" not in text


def test_documents_are_the_same_every_time(tmp_path: Path) -> None:
    words = [write_documents(tmp_path / name, 5, in_shard=2) for name in "ab"]
    assert words[0] == words[1] > 5 * 100
    assert write_documents(tmp_path / "tiny", 5, is_tiny=True) < words[0] / 5
    files = sorted((tmp_path / "a").iterdir())
    assert [path.name for path in files] == ["part-0000000.jsonl", "part-0000002.jsonl", "part-0000004.jsonl"]
    for path in files:
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
