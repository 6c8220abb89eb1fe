"""A document as paragraphs of sentences, their text cut where mentions and the words of claims begin and end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from graph.rdf.relations import qualifiers
from graph.reading.library import EntityMention, LibraryDocument
from ontology.model import Sentence
from ontology.records import Record

ROLES = ("actor", "action", "target")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text within one mention, or outside of any. `parts`: text, and the roles it has in claims."""

    mention: EntityMention | None
    parts: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def text(self) -> str:
        """The text."""
        return "".join(text for text, _ in self.parts)


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence, its text with marks, and its claims. `before`: the text between it and the one before."""

    sentence: Sentence
    runs: tuple[Run, ...]
    claims: Sequence[Record]
    before: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The sentences of a paragraph. `after`: text that was not analysed, after its last sentence."""

    sentences: tuple[MarkedSentence, ...]
    after: str = ""

    @property
    def claims(self) -> list[tuple[Sentence, Record]]:
        """Its claims, each with its sentence."""
        return [(marked.sentence, claim) for marked in self.sentences for claim in marked.claims]


def paragraphs(document: LibraryDocument) -> list[Paragraph]:
    """The paragraphs of a document, in order; nothing of its text is left out but line breaks."""
    mentions = mentions_by_sentence(document)
    found: list[Paragraph] = []
    current: list[MarkedSentence] = []
    for sentence, gap in zip(document.sentences, document.gaps, strict=False):
        *above, before = gap.split("\n")
        if above:
            found.append(Paragraph(tuple(current), above[0]))
            found += (Paragraph((), line) for line in above[1:])
            current = []
        claims = document.claims.get(sentence.start, [])
        runs = tuple(_runs(sentence, mentions[sentence.index], claims))
        current.append(MarkedSentence(sentence, runs, claims, before))
    rest = "".join(document.gaps[len(document.sentences) :]).split("\n")
    found += (Paragraph(tuple(current), rest[0]), *(Paragraph((), line) for line in rest[1:]))
    return [paragraph for paragraph in found if paragraph.sentences or paragraph.after.strip()]


def mentions_by_sentence(document: LibraryDocument) -> Mapping[int, list[EntityMention]]:
    """By index of the sentence, the mentions in it."""
    found: dict[int, list[EntityMention]] = defaultdict(list)
    waiting = iter(document.mentions)
    mention = next(waiting, None)
    for sentence in document.sentences:
        while mention is not None and mention.start < sentence.end:
            if sentence.start <= mention.start and mention.end <= sentence.end:
                found[sentence.index].append(mention)
            mention = next(waiting, None)
    return found


def _runs(sentence: Sentence, mentions: Sequence[EntityMention], claims: Sequence[Record]) -> Iterator[Run]:
    spans = [(role, claim[role]["start"], claim[role]["end"]) for claim in claims for role in ROLES if claim[role]]
    edges = {sentence.start, sentence.end}
    edges.update(edge for mention in mentions for edge in (mention.start, mention.end))
    edges.update(edge for _, *both in spans for edge in both if sentence.start <= edge <= sentence.end)
    pieces = []
    for start, end in pairwise(sorted(edges)):
        roles = tuple(role for role in ROLES if any(one == role and a <= start and end <= b for one, a, b in spans))
        around = [mention for mention in mentions if mention.start <= start and end <= mention.end]
        # of mentions in one another, the words belong to the shortest
        inner = min(around, key=lambda mention: mention.end - mention.start, default=None)
        pieces.append((inner, (sentence.text[start - sentence.start : end - sentence.start], roles)))
    for inner, group in groupby(pieces, key=lambda piece: piece[0]):
        yield Run(inner, tuple(part for _, part in group))


def statuses(claim: Record) -> tuple[str, ...]:
    """The qualifiers of the record of a claim, in the words of the map; empty if it has none."""
    return qualifiers(claim["polarity"], claim["modality"], is_alleged=claim["alleged"])
