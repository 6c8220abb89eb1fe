"""Trains the judge and writes its weights to `extract/judge`: `make train`.

    python -m bench.training [--linear] [--work FOLDER]

`--linear` leaves out the contextual scorer, which takes 90 minutes on two cores, and keeps its weights as they are.
FOLDER keeps intermediate networks; they are not trained again. On one machine the same data give the same weights.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.accuracy.corpus import read_annotations
from bench.training import claims, links
from bench.training.examples import TRAINING_SPLITS, Example, examples
from extract.claims import Extractor
from extract.judge.encoder.scorer import MODEL as MODEL_FILE
from extract.judge.encoder.scorer import VOCABULARY
from extract.judge.features import Edge
from extract.judge.judge import mean_links
from extract.judge.links import Link
from extract.judge.weight_index import Weights
from extract.judge.weights import FILE

ROOT = Path(__file__).resolve().parents[2]
JUDGE = ROOT / "extract" / "judge"
PROPBANK = ROOT / "bench" / "propbank" / "ewt.jsonl.gz"
PSEUDO_LABELS = ROOT / "bench" / "pseudo_labels"
THRESHOLDS = {"linear": 0.1, "contextual": 0.2}
"""Log odds from which a candidate claim is kept, chosen by the split dev."""
log = logging.getLogger("bench.training")


def train_linear(sentences: Sequence[Example]) -> tuple[Weights, dict[int, dict[Edge, Link]]]:
    """The weights of the linear scorer, and each sentence's scores by weights trained without its document."""
    rows = {at: links.rows_of(example) for at, example in enumerate(sentences)}
    held_out = dict(links.held_out(dict(enumerate(sentences)), rows))
    return links.fit([row for one in rows.values() for row in one]), held_out


def train_claims(
    sentences: Sequence[Example], scores: Mapping[int, Mapping[Edge, Link]], threshold: float
) -> dict[str, object]:
    """The weights of candidate claims, given the scores of the links of each sentence."""
    rows = [row for at, example in enumerate(sentences) for row in claims.labelled(example, scores[at])]
    return {"weights": claims.fit(rows), "threshold": threshold}


def train_contextual(sentences: Sequence[Example], work: Path) -> dict[int, dict[Edge, Link]]:
    """Train the contextual scorer and write it; each sentence's scores by a network that has not seen its document."""
    from bench.training.contextual.export import Export  # noqa: PLC0415  # torch is not needed for --linear
    from bench.training.contextual.network import MODEL  # noqa: PLC0415
    from bench.training.contextual.training import ContextualTraining  # noqa: PLC0415

    training = ContextualTraining(work)
    training.pretrain(PROPBANK, sorted(PSEUDO_LABELS.glob("*.jsonl.gz")))
    network, held_out = training.networks(dict(enumerate(sentences)))
    encoder = JUDGE / "encoder"
    (encoder / MODEL_FILE).write_bytes(Export(network).model().SerializeToString())
    (encoder / VOCABULARY).write_text((MODEL / "vocab.txt").read_text(encoding="utf-8"), encoding="utf-8")
    return held_out


def main() -> None:
    """Train what is asked for, and write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--linear", action="store_true", help="leave out the contextual scorer")
    parser.add_argument("--work", type=Path, default=ROOT / ".training", help="folder of intermediate networks")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    sentences = list(examples(Extractor(), read_annotations(), TRAINING_SPLITS))
    log.info("%d sentences", len(sentences))
    weights, linear = train_linear(sentences)
    made: dict[str, object] = {"links": weights, "linear": train_claims(sentences, linear, THRESHOLDS["linear"])}
    if arguments.linear:
        before = json.loads((JUDGE / FILE).read_text(encoding="utf-8"))
        made |= {name: before[name] for name in ("contextual", "encoder")}
    else:
        contextual = train_contextual(sentences, arguments.work)
        both = {at: mean_links(linear[at], contextual.get(at, {})) for at in linear}
        made["contextual"] = train_claims(sentences, both, THRESHOLDS["contextual"])
        made["encoder"] = hashlib.sha256((JUDGE / "encoder" / MODEL_FILE).read_bytes()).hexdigest()
    (JUDGE / FILE).write_text(json.dumps(made, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    log.info("wrote %s", JUDGE / FILE)


if __name__ == "__main__":
    main()
