"""Labels sentences that nobody has annotated by the judge itself, so that the contextual scorer learns from them too.

    python -m bench.training.pseudo_labels DOCUMENTS OUT

DOCUMENTS are gzipped JSON lines with `text` (paragraphs separated by a blank line) and `date`. OUT gets gzipped JSON
lines, one a sentence: its tokens, its actions and nouns by position, and by role the links with their probability.

The method is self-training (Scudder 1965; Yarowsky 1995): rules, linear scorer and encoder together know more than the
encoder alone, which learns here what they say of much more text. Paragraphs that share eight words in a row with an
annotated document are left out, so no split is learnt from.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bench.accuracy.corpus import FOLDER
from extract.claim_builder import ClaimBuilder
from extract.claims import Extractor
from extract.coreference.resolver import Resolver
from extract.documents.reader import iter_documents
from extract.judge.judge import Judge, JudgedSentence
from extract.parsing.sentences import parse
from ontology.model import Document

SHARED_WORDS = 8
MAX_WORDS = 600
"""Words of a document that are labelled: the first ones, so that long documents do not outweigh others."""
REJECTED = 0.5
"""Factor of the probability of candidate claims that the judge does not keep: a better one excludes them."""
LEAST = 0.02
"""Less probable links count as none."""
Row = dict[str, Any]
Words = tuple[str, ...]


def labelled(extractor: Extractor, judge: Judge, document: Document) -> Iterator[Row]:
    """The sentences of a document that have an action and a noun, with the judge's links."""
    sentences = parse(extractor.pipeline, document)
    resolver = Resolver(document.id, sentences, extractor.registry)
    builder = ClaimBuilder(document, resolver, extractor.actions)
    for sentence in judge.judge([(parsed, builder.proposals(parsed)) for parsed in sentences], builder, complete=True):
        found = sentence.candidates
        if found.actions and found.nouns:
            start = found.parsed.span.start
            yield {
                "tokens": [token.text for token in found.parsed.span],
                "predicates": [action.token.i - start for action in found.actions],
                "arguments": [noun.token.i - start for noun in found.nouns],
                "links": [_links(sentence, start, "actor_noun"), _links(sentence, start, "target_noun")],
            }


def _links(sentence: JudgedSentence, start: int, end: str) -> list[tuple[int, int, float]]:
    """Predicate, argument and probability of the best claim that links them."""
    best: dict[tuple[int, int], float] = {}
    for judgement in sentence.judgements:
        noun = getattr(judgement.candidate, end)
        probability = round(judgement.probability * (1.0 if judgement.kept else REJECTED), 3)
        if noun is not None and probability >= LEAST:
            for anchor in judgement.candidate.anchors:
                edge = anchor - start, noun.i - start
                best[edge] = max(probability, best.get(edge, 0.0))
    return [(*edge, probability) for edge, probability in sorted(best.items())]


def unannotated(text: str, known: frozenset[Words]) -> Iterator[str]:
    """The first paragraphs of a text without those that share words in a row with the annotated documents."""
    words = 0
    for paragraph in text.split("\n\n"):
        if words >= MAX_WORDS:
            return
        if known.isdisjoint(sequences(paragraph)):
            words += len(paragraph.split())
            yield paragraph


def sequences(text: str) -> frozenset[Words]:
    """All sequences of `SHARED_WORDS` words of a text, in lower case."""
    words = text.lower().split()
    return frozenset(tuple(words[at : at + SHARED_WORDS]) for at in range(len(words) - SHARED_WORDS + 1))


def _documents(rows: Iterable[Row], known: frozenset[Words]) -> Iterator[Document]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "document.txt"
        for row in rows:
            text = "\n\n".join(unannotated(row["text"], known))
            if text.strip():
                file.write_text(f"{row['date'] or ''}\n\n{text}\n", encoding="utf-8")
                yield from iter_documents([file], on_error=_stop)


def _stop(error: Exception) -> None:
    raise error


def main() -> None:
    """Label the documents of a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    extractor = Extractor()
    judge = extractor.judge
    if judge is None or not judge.is_contextual:
        parser.error("the contextual scorer is needed: pip install onnxruntime")
    texts = (file.read_text(encoding="utf-8") for file in (FOLDER / "docs").glob("*.txt"))
    known = frozenset().union(*map(sequences, texts))
    seen: set[Words] = set()
    with (
        gzip.open(arguments.documents, "rt", encoding="utf-8") as lines,
        gzip.GzipFile(arguments.out, "wb", mtime=0) as out,
    ):
        for document in _documents(map(json.loads, lines), known):
            for row in labelled(extractor, judge, document):
                if tuple(row["tokens"]) not in seen:
                    seen.add(tuple(row["tokens"]))
                    out.write(json.dumps(row, separators=(",", ":")).encode() + b"\n")


if __name__ == "__main__":
    main()
