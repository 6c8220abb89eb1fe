"""The figures of docs/quality.md are those of the code, and they do not fall below what was promised."""

from pathlib import Path

import pytest

from bench.accuracy import quality, quality_page
from bench.accuracy.corpus import score_corpus, total
from bench.accuracy.seeds import SeedScores, score_seeds
from extract.claims import Extractor

PAGE = Path(__file__).resolve().parents[2] / "docs" / "quality.md"


@pytest.fixture(scope="module")
def measured(extractor: Extractor) -> SeedScores:
    return score_seeds(extractor)


@pytest.mark.slow
def test_quality_on_the_seeds(measured: SeedScores) -> None:
    report = measured.report
    assert report["counts"]["system_unaligned"] == 0
    assert report["f1"] >= 0.80
    assert report["noise_false_positives"] == 0
    assert measured.clusters.f1 >= 0.80
    assert (measured.clusters.merged_bodies, measured.clusters.split_countries) == ((), ())
    right, asked = report["on_marked_gold"]["anaphora_resolved_to_canonical"]
    assert right >= 0.65 * asked


@pytest.mark.slow
@pytest.mark.long  # extracts from all annotated documents, as `make quality` does too
def test_quality_on_real_documents_and_the_page(extractor: Extractor, measured: SeedScores) -> None:
    corpus = score_corpus(extractor)
    fast = score_corpus(Extractor(fast=True), quality_page.UNSEEN)
    assert total(corpus.of("split", "dev")).figures()["F1"] >= 63
    written = PAGE.read_text(encoding="utf-8").partition(quality_page.BENCHMARKS_HEADING)[0]
    assert written == quality_page.render_page(measured, corpus, fast), "run: make bench"


@pytest.mark.parametrize(
    ("now", "losses"),
    [(60.0, 0), (59.0, 0), (58.9, 1), (70.0, 0)],
)
def test_a_figure_that_falls_by_more_than_a_point_is_told(now: float, losses: int) -> None:
    assert len(list(quality.regressions({"set": {"F1": now}, "new": {"F1": 1.0}}, {"set": {"F1": 60.0}}))) == losses
