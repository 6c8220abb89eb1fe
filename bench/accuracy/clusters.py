"""Who is who, measured: the entities found in the seeds against bench/domain/entities.jsonl, by mention-level B³.

An annotated mention is a wording of one document ("the ministry"); its cluster is every mention of the same canonical
name over all documents. The system's cluster of it is every annotated mention that the system gives the same id: in
each document the commonest id among the places where the wording stands and is not part of a longer annotated one, by
the system's mention that shares most characters with that place (at least 0.4 of those that either covers).

B³ (Bagga & Baldwin 1998) is the mean over mentions: of a mention's own gold cluster the share that is in its system
cluster (recall), of its system cluster the share that is in its gold cluster (precision). A mention that the system
does not see is a cluster of its own for recall and left out of precision; what the system sees beside the annotated
mentions is left out of both (Cai & Strube 2010).

Anaphora, from the matched claims of the domain scorer: wordings that stand for a canonical name which they don't hold.
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
LEAST_SHARED = 0.4
Item = tuple[str, str]
"""A document's id and a wording in it."""


@dataclass(frozen=True, slots=True)
class Gold:
    """The annotated wordings, with the canonical name and the type of each."""

    canonical: Mapping[Item, str]
    types: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Clusters:
    """B³ in parts of one, and the pairs that matter most: ministries merged, countries split."""

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


def read_gold(path: Path = ENTITIES) -> Gold:
    """The annotation of a file: a record a line, {doc, canonical, type, mentions}."""
    canonical, types = {}, {}
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        types[record["canonical"]] = record["type"]
        for wording in record["mentions"]:
            canonical[record["doc"], wording] = record["canonical"]
    return Gold(canonical, types)


def score(extractions: Iterable[Extraction], gold: Gold) -> Clusters:
    """The figures for what was found in the annotated documents."""
    by_document = {extraction.document.id: extraction for extraction in extractions}
    system: dict[Item, str] = {}
    wordings = defaultdict(list)
    for document, wording in gold.canonical:
        wordings[document].append(wording)
    for document, texts in wordings.items():
        if document in by_document:
            for wording, identifier in _answers(by_document[document], texts):
                system[document, wording] = identifier
    recall, precision = b_cubed(gold.canonical, system)
    return Clusters(
        recall, precision, len(system), len(gold.canonical), _merged(gold, system), _split(gold, by_document, system)
    )


def b_cubed(gold: Mapping[Item, str], system: Mapping[Item, str]) -> tuple[float, float]:
    """Recall and precision; items that `system` lacks are alone for recall and left out of precision."""
    ours, theirs = _clusters(gold), _clusters(system)
    recall = sum(
        len(ours[gold[item]] & theirs[system[item]]) / len(ours[gold[item]])
        if item in system
        else 1 / len(ours[gold[item]])
        for item in gold
    )
    precision = sum(len(ours[gold[item]] & theirs[system[item]]) / len(theirs[system[item]]) for item in system)
    return recall / len(gold), precision / len(system) if system else 0.0


def _clusters(names: Mapping[Item, str]) -> dict[str, set[Item]]:
    found: dict[str, set[Item]] = defaultdict(set)
    for item, name in names.items():
        found[name].add(item)
    return found


def _answers(extraction: Extraction, wordings: Sequence[str]) -> Iterator[tuple[str, str]]:
    text = extraction.document.text
    taken = [False] * len(text)
    for wording in sorted(wordings, key=lambda it: (-len(it), it)):
        votes: Counter[str] = Counter()
        for start in _places(text, wording):
            if not any(taken[start : start + len(wording)]):
                taken[start : start + len(wording)] = [True] * len(wording)
                identifier = _best(extraction.entities, start, start + len(wording))
                if identifier is not None:
                    votes[identifier] += 1
        if votes:
            yield wording, min(votes, key=lambda it: (-votes[it], it))


def _places(text: str, wording: str) -> Iterator[int]:
    for match in re.finditer(rf"(?<!\w){re.escape(wording)}(?!\w)", text):
        yield match.start()


def _best(entities: Iterable[DocumentEntity], start: int, end: int) -> str | None:
    """The id of the mention that shares most with the place; of several ids on it the one that ends where it ends."""
    found = [
        (-_shared(mention.span, start, end), abs(mention.span.end - end), one.entity.id)
        for one in entities
        for mention in one.mentions
    ]
    best = min(found, default=None)
    return best[2] if best is not None and -best[0] >= LEAST_SHARED else None


def _shared(span: Span, start: int, end: int) -> float:
    """Characters that two stretches share, as a part of those that either covers (Jaccard)."""
    shared = min(span.end, end) - max(span.start, start)
    return max(0.0, shared / (max(span.end, end) - min(span.start, start)))


def _merged(gold: Gold, system: Mapping[Item, str]) -> tuple[tuple[str, str], ...]:
    """Pairs of different annotated government bodies under one id."""
    bodies = _clusters({i: key for i, key in system.items() if gold.types[gold.canonical[i]] == "government body"})
    pairs = {pair for items in bodies.values() for pair in combinations(sorted({gold.canonical[i] for i in items}), 2)}
    return tuple(sorted(pairs))


def _split(
    gold: Gold, extractions: Mapping[str, Extraction], system: Mapping[Item, str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Annotated countries that have several ids of type country."""
    countries = {
        one.entity.id for it in extractions.values() for one in it.entities if one.entity.type is EntityType.COUNTRY
    }
    found = defaultdict(set)
    for item, identifier in system.items():
        name = gold.canonical[item]
        if gold.types[name] == "country" and identifier in countries:
            found[name].add(identifier)
    return tuple((name, tuple(sorted(ids))) for name, ids in sorted(found.items()) if len(ids) > 1)
