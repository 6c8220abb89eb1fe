"""Scores answers to the requests of the language-model extractor on annotated documents, beside the rules.

    python -m bench.accuracy.models bench/models/reader.jsonl

Each answer goes through verification as an answer of a model would. The scores are those of `bench.accuracy.corpus`:
one to one, with strict names. For `rules+llm` an answer holds only the claims of the sentences that are asked about.
Nothing is sent.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.accuracy.corpus import FOLDER, Annotations, Counts, Row, counts_of, read_annotations, total
from bench.accuracy.records import system_record
from extract.documents.reader import iter_documents
from extract.extractors import BUILT_IN, ExtractorSettings, extractor_of
from extract.llm.cache import Answer
from extract.llm.extractor import ModelExtractor
from extract.llm.settings import ModelSettings
from ontology.model import Document, Extraction

MODEL = "reader"


@dataclass(slots=True)
class Score:
    """The counts of each document, how many sentences were asked about, and what verification did."""

    counts: list[Counts] = field(default_factory=list)
    sentences: int = 0
    asked: int = 0
    notes: Counter[str] = field(default_factory=Counter)


def score(
    name: str, documents: Sequence[Document], recorded: Mapping[str, list[Any]], annotations: Annotations
) -> Score:
    """The score of an extractor on these documents, with the recorded claims as answers."""
    found = Score()
    with tempfile.TemporaryDirectory() as folder:
        llm = ModelSettings(MODEL, cache=Path(folder) / "answers.jsonl", offline=True)
        extractor = extractor_of(ExtractorSettings(name=name, llm=llm))
        for document in documents:
            if isinstance(extractor, ModelExtractor):
                found.asked += _answer(extractor, document, recorded[document.id])
            extraction = extractor.extraction(document)
            found.sentences += len(extraction.sentences)
            found.notes.update(f"{note.outcome.value}: {note.reason}" for note in extraction.notes)
            found.counts.append(counts_of(document.id, _rows(extraction), annotations))
    return found


def _answer(extractor: ModelExtractor, document: Document, claims: Sequence[Any]) -> int:
    """Answer the requests for a document; the number of sentences that they ask about."""
    asked = 0
    for request in extractor.requests(document):
        content = {"claims": [claim for claim in claims if claim["s"] in request.sentences]}
        extractor.cache.add(Answer(request.key, MODEL, json.dumps(content, ensure_ascii=False)))
        asked += len(request.sentences)
    return asked


def _rows(extraction: Extraction) -> list[Row]:
    """The claims of a document as input of the scorer, without the words of the actor."""
    doc = extraction.document.id
    return [{**system_record(claim), "doc": doc, "actor_text": None} for claim in extraction.claims]


def table(documents: Sequence[Document], recorded: Mapping[str, list[Any]]) -> Iterator[str]:
    """Markdown lines: the figures of the three extractors."""
    annotations = read_annotations()
    names = Counts().figures()
    yield f"| extractor | sentences asked about | claims | left out | {' | '.join(names)} |"
    yield "|---|---|---|---|" + "---|" * len(names)
    for name in BUILT_IN:
        found = score(name, documents, recorded, annotations)
        whole = total(found.counts)
        figures = " | ".join(f"{value:.1f}" for value in whole.figures().values())
        left_out = sum(count for reason, count in found.notes.items() if reason.startswith("rejected"))
        yield f"| {name} | {found.asked} of {found.sentences} | {whole.claims} | {left_out} | {figures} |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("answers", type=Path, help="file of recorded claims")
    lines = parser.parse_args().answers.read_text(encoding="utf-8").splitlines()
    recorded = {row["document"]: row["claims"] for row in map(json.loads, lines)}
    paths = [FOLDER / "docs" / f"{name}.txt" for name in recorded]
    documents = list(iter_documents(paths, on_error=_fail))
    print(*table(documents, recorded), sep="\n")


def _fail(error: Exception) -> None:
    raise error


if __name__ == "__main__":
    main()
