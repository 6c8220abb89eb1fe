"""Scores identity resolution on the seeds against bench/domain/entities.jsonl with mention-level B³.

An annotated mention is a string in one document ("the ministry"). Its gold cluster contains all mentions with the same
canonical name, over all documents. Its system cluster contains all annotated mentions to which the system gives the
same id. The id of a mention in a document is the most frequent id over its occurrences; occurrences inside a longer
annotated mention do not count. At each occurrence, the system mention with the largest overlap decides (Jaccard
overlap of characters, at least 0.4).

B³ (Bagga & Baldwin 1998) is a mean over mentions. Recall is the share of a mention's gold cluster that is in its
system cluster; precision is the share of its system cluster that is in its gold cluster. A mention that the system
does not detect is a singleton for recall and is excluded from precision. System mentions that are not annotated are
excluded from both (Cai & Strube 2010).
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from ontology.model import DocumentEntity, EntityType, Extraction, Span

ENTITIES = Path(__file__).resolve().parents[1] / "domain" / "entities.jsonl"
MIN_OVERLAP = 0.4
"""Jaccard overlap from which a system mention counts as the annotated one."""
AnnotatedMention = tuple[str, str]
"""The id of a document and a string in it."""


@dataclass(frozen=True, slots=True)
class GoldClusters:
    """The annotation: canonical name of each mention, and entity type of each canonical name."""

    canonical: Mapping[AnnotatedMention, str]
    types: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ClusterScores:
    """B³ recall and precision from 0 to 1, and the two most harmful kinds of error.

    `seen`: annotated mentions that the system detects, of `mentions`. `merged_bodies`: pairs of different government
    bodies under one id. `split_countries`: countries with several ids, and these ids.
    """

    recall: float
    precision: float
    seen: int
    mentions: int
    merged_bodies: tuple[tuple[str, str], ...]
    split_countries: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.recall + self.precision
        return 2 * self.recall * self.precision / total if total else 0.0


def read_gold(path: Path = ENTITIES) -> GoldClusters:
    """Read an annotation file: one JSON record {doc, canonical, type, mentions} per line."""
    canonical, types = {}, {}
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        types[record["canonical"]] = record["type"]
        for mention in record["mentions"]:
            canonical[record["doc"], mention] = record["canonical"]
    return GoldClusters(canonical, types)


def score(extractions: Iterable[Extraction], gold: GoldClusters) -> ClusterScores:
    """Score the entities of these extractions on the annotated documents."""
    by_document = {extraction.document.id: extraction for extraction in extractions}
    system: dict[AnnotatedMention, str] = {}
    mentions_of = defaultdict(list)
    for document, mention in gold.canonical:
        mentions_of[document].append(mention)
    for document, mentions in mentions_of.items():
        if document in by_document:
            for mention, identifier in _system_ids(by_document[document], mentions):
                system[document, mention] = identifier
    recall, precision = b_cubed(gold.canonical, system)
    return ClusterScores(
        recall,
        precision,
        len(system),
        len(gold.canonical),
        _merged_bodies(gold, system),
        _split_countries(gold, by_document, system),
    )


def b_cubed(gold: Mapping[AnnotatedMention, str], system: Mapping[AnnotatedMention, str]) -> tuple[float, float]:
    """B³ recall and precision; mentions missing in `system` are singletons for recall, excluded from precision."""
    gold_clusters, system_clusters = _clusters(gold), _clusters(system)
    shared = {
        mention: len(gold_clusters[gold[mention]] & system_clusters[identifier])
        for mention, identifier in system.items()
    }
    recall = sum(shared.get(mention, 1) / len(gold_clusters[name]) for mention, name in gold.items())
    precision = sum(shared[mention] / len(system_clusters[identifier]) for mention, identifier in system.items())
    return recall / len(gold), precision / len(system) if system else 0.0


def _clusters(names: Mapping[AnnotatedMention, str]) -> dict[str, set[AnnotatedMention]]:
    clusters: dict[str, set[AnnotatedMention]] = defaultdict(set)
    for mention, name in names.items():
        clusters[name].add(mention)
    return clusters


def _system_ids(extraction: Extraction, mentions: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the annotated mentions of a document that the system detects, each with its most frequent id."""
    text = extraction.document.text
    covered = [False] * len(text)  # characters inside a longer annotated mention
    for wording in sorted(mentions, key=lambda it: (-len(it), it)):
        votes: Counter[str] = Counter()
        for start in _occurrences(text, wording):
            if not any(covered[start : start + len(wording)]):
                covered[start : start + len(wording)] = [True] * len(wording)
                identifier = _id_at(extraction.entities, start, start + len(wording))
                if identifier is not None:
                    votes[identifier] += 1
        if votes:
            yield wording, min(votes, key=lambda it: (-votes[it], it))


def _occurrences(text: str, wording: str) -> Iterator[int]:
    for match in re.finditer(rf"(?<!\w){re.escape(wording)}(?!\w)", text):
        yield match.start()


def _id_at(entities: Iterable[DocumentEntity], start: int, end: int) -> str | None:
    """Return the id of the system mention with the largest overlap; of equal ones the one whose end is nearest."""
    candidates = [
        (-_overlap(mention.span, start, end), abs(mention.span.end - end), entity.entity.id)
        for entity in entities
        for mention in entity.mentions
    ]
    best = min(candidates, default=None)
    return best[2] if best is not None and -best[0] >= MIN_OVERLAP else None


def _overlap(span: Span, start: int, end: int) -> float:
    """Return the Jaccard overlap of the characters of two spans."""
    shared = min(span.end, end) - max(span.start, start)
    return max(0.0, shared / (max(span.end, end) - min(span.start, start)))


def _merged_bodies(gold: GoldClusters, system: Mapping[AnnotatedMention, str]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of different annotated government bodies that share an id."""
    bodies = _clusters(
        {
            mention: identifier
            for mention, identifier in system.items()
            if gold.types[gold.canonical[mention]] == "government body"
        }
    )
    names = [sorted({gold.canonical[mention] for mention in mentions}) for mentions in bodies.values()]
    return tuple(sorted({pair for shared in names for pair in combinations(shared, 2)}))


def _split_countries(
    gold: GoldClusters, extractions: Mapping[str, Extraction], system: Mapping[AnnotatedMention, str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the annotated countries that have several ids of type country."""
    countries = {
        entity.entity.id
        for extraction in extractions.values()
        for entity in extraction.entities
        if entity.entity.type is EntityType.COUNTRY
    }
    ids_of = defaultdict(set)
    for mention, identifier in system.items():
        name = gold.canonical[mention]
        if gold.types[name] == "country" and identifier in countries:
            ids_of[name].add(identifier)
    return tuple((name, tuple(sorted(ids))) for name, ids in sorted(ids_of.items()) if len(ids) > 1)
