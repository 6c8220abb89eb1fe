"""Trains the judge of facts on the annotated claims; writes `extract/judge/facts.json`: the last step of `make train`.

    python -m bench.training.facts [--check]

`--check` writes nothing: it prints, by documents that were held out, how many false facts would be found and how many
true ones lost. The claims are those of the extractor as it is, so that the judge of claims is trained first.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bench.accuracy.corpus import FOLDER, Annotations, is_fact, matches, read_annotations
from bench.accuracy.records import system_record
from bench.training.examples import TRAINING_SPLITS
from extract.claims import Extractor
from extract.coreference.resolver import Resolver
from extract.documents.reader import iter_documents
from extract.judge.facts import FILE, FactWeights, Features, LinearModel, document_features, fact_features
from extract.parsing.sentences import parse

logger = logging.getLogger(__name__)
PROBABILITY = 0.2
"""Probability from which a claim is taken for no fact, chosen on the split dev."""
STRENGTH = 0.6
"""Inverse of the L2 penalty."""
LEAST_DOCUMENTS = 2
"""Documents in which a feature must stand."""
FOLDS = 8


@dataclass(frozen=True, slots=True)
class FactExample:
    """A claim that rules take for a fact, with its document and features.

    `is_none`: whether the annotation says that it is no fact; `is_alleged`: whether it says that it is alleged.
    """

    document: str
    features: Features
    is_none: bool
    is_alleged: bool


def fact_examples(extractor: Extractor, annotations: Annotations, splits: Sequence[str]) -> Iterator[FactExample]:
    """The claims of these splits that an annotated triple says and that rules take for facts."""
    wanted = {doc for doc, source in annotations.sources.items() if source["split"] in splits}
    for document in iter_documents([FOLDER / "docs"], on_error=lambda error: logger.error("%s", error)):
        name = document.id.removesuffix(".txt")
        if name not in wanted:
            continue
        sentences = parse(extractor.pipeline, document)
        resolver = Resolver(document.id, sentences, extractor.registry)
        claims = extractor.document_claims(document, sentences, resolver).as_ruled
        by_index = {parsed.sentence.index: parsed for parsed in sentences}
        of_document = document_features(sentences)
        rows = [{**system_record(claim), "actor_text": None, "claim": claim} for claim in claims]
        for row, triples in matches(rows, annotations.triples.get(name, []), annotations.sentences[name]):
            claim = row["claim"]
            if triples and claim.is_fact:
                features = fact_features(claim, by_index[claim.sentence.index], of_document)
                is_none = not any(map(is_fact, triples))
                yield FactExample(name, features, is_none, is_none and triples[0]["alleged"])


def fit(examples: Sequence[FactExample]) -> FactWeights:
    """The weights that examples give."""
    none = [example for example in examples if example.is_none]
    return FactWeights(
        doubtful=_model(examples, [example.is_none for example in examples], PROBABILITY),
        alleged=_model(none, [example.is_alleged for example in none], 1 / 2),
    )


def _model(examples: Sequence[FactExample], answers: Sequence[bool], probability: float) -> LinearModel:
    """A logistic regression that says yes from a probability."""
    documents = defaultdict(set)
    for example in examples:
        for feature in example.features:
            documents[feature].add(example.document)
    kept = {feature for feature, names in documents.items() if len(names) >= LEAST_DOCUMENTS}
    vectors = DictVectorizer()
    rows = vectors.fit_transform([dict.fromkeys(sorted(example.features & kept), 1.0) for example in examples])
    model = LogisticRegression(C=STRENGTH, max_iter=5_000)
    model.fit(rows, np.array(answers))
    values: NDArray[np.float64] = model.coef_[0]
    weights = {name: round(1_000 * value) for name, value in zip(vectors.get_feature_names_out(), values, strict=True)}
    threshold = round(1_000 * (log(probability / (1 - probability)) - model.intercept_[0]))
    return LinearModel(weights={name: weight for name, weight in weights.items() if weight}, threshold=threshold)


def held_out_counts(examples: Sequence[FactExample]) -> Counter[str]:
    """How many false facts are found and how many true ones lost, by models that have not seen their documents."""
    documents = sorted({example.document for example in examples})
    counts: Counter[str] = Counter()
    for fold in range(FOLDS):
        held = set(documents[fold::FOLDS])
        counts += counts_of(
            [it for it in examples if it.document in held], fit([it for it in examples if it.document not in held])
        )
    return counts


def counts_of(examples: Sequence[FactExample], weights: FactWeights) -> Counter[str]:
    """How many false facts are found and left, and how many true ones lost and left."""
    names = {
        (True, True): "false found",
        (True, False): "false left",
        (False, True): "true lost",
        (False, False): "true left",
    }
    return Counter(names[example.is_none, weights.doubtful.says_yes(example.features)] for example in examples)


def main() -> None:
    """Train, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="print held-out counts, write nothing")
    arguments = parser.parse_args()
    annotations, extractor = read_annotations(), Extractor()
    examples = list(fact_examples(extractor, annotations, TRAINING_SPLITS))
    if arguments.check:
        print("held out:", dict(held_out_counts(examples)))
        chosen = list(fact_examples(extractor, annotations, ("dev",)))
        print("dev:", dict(counts_of(chosen, fit(examples))))
        return
    path = FOLDER.parents[1] / "extract" / "judge" / FILE
    path.write_text(json.dumps(fit(examples).model_dump(), indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
