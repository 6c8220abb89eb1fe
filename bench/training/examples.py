"""Training examples of the judge: annotated sentences with their candidates, and which of them are right."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.accuracy.corpus import FOLDER, Annotations
from bench.domain.alignment import AnnotatedSentence, choose
from bench.domain.alignment import candidates as overlapping
from bench.domain.matching import action_match, part_match, sentence_tokens
from extract.claim_builder import ClaimBuilder
from extract.claims import Extractor
from extract.coreference.resolver import Resolver
from extract.documents.reader import iter_documents
from extract.judge.candidates import ActionCandidate, Candidates, NounCandidate, candidates
from extract.judge.features import Edge, Proposed
from extract.judge.triples import CandidateClaim, Placed, place, proposed_links
from extract.parsing.sentences import parse
from ontology.model import Document

Row = dict[str, Any]
TRAINING_SPLITS = ("train", "extra")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with its candidates and proposals, its annotated triples, and the right links."""

    document: str
    split: str
    candidates: Candidates
    placed: Sequence[Placed]
    proposed: Proposed
    gold: Sequence[Row]
    actors: frozenset[Edge]
    targets: frozenset[Edge]

    @property
    def text(self) -> str:
        """The text of the sentence."""
        return self.candidates.parsed.sentence.text


def examples(extractor: Extractor, annotations: Annotations, splits: Iterable[str]) -> Iterator[Example]:
    """The annotated sentences of these splits. Sentences that no annotated one matches are left out."""
    wanted = {doc: source["split"] for doc, source in annotations.sources.items() if source["split"] in set(splits)}
    for document in iter_documents([FOLDER / "docs"], on_error=lambda error: sys.exit(str(error))):
        name = document.id.removesuffix(".txt")
        if name in wanted:
            yield from _of_document(extractor, annotations, document, name, wanted[name])


def _of_document(
    extractor: Extractor, annotations: Annotations, document: Document, name: str, split: str
) -> Iterator[Example]:
    sentences = parse(extractor.pipeline, document)
    resolver = Resolver(document.id, sentences, extractor.registry)
    builder = ClaimBuilder(document, resolver, extractor.actions)
    places = {row["sent"]: AnnotatedSentence.of(row) for row in annotations.sentences[name]}
    by_sentence: dict[str, list[Row]] = defaultdict(list)
    for triple in annotations.triples.get(name, []):
        by_sentence[triple["sent"]].append(triple)
    for parsed in sentences:
        proposals = builder.proposals(parsed)
        near = overlapping(sentence_tokens(parsed.sentence.text), places.values())
        if near:
            gold = by_sentence[choose(near, lambda _: 0).text]
            found = candidates(parsed, resolver, extractor.actions)
            placed = place(found, proposals)
            actors, targets = _right_links(found, resolver, gold)
            yield Example(name, split, found, placed, proposed_links(placed), gold, actors, targets)


def _right_links(found: Candidates, resolver: Resolver, gold: Sequence[Row]) -> tuple[frozenset[Edge], frozenset[Edge]]:
    """The links of actions to actors and to targets that the annotated triples make."""
    actors: set[Edge] = set()
    targets: set[Edge] = set()
    words = {noun.token.i: resolver.words(found.parsed, noun.token).text for noun in found.nouns}
    for triple in gold:
        acts = best_actions(found.actions, triple)
        of_actor = [noun.token.i for noun in found.nouns if _means(noun, words, triple, "actor")]
        of_target = [noun.token.i for noun in found.nouns if triple["target"] and _means(noun, words, triple, "target")]
        if of_actor and (of_target or not triple["target"]):
            actors.update((action, noun) for action in acts for noun in of_actor if action != noun)
            targets.update((action, noun) for action in acts for noun in of_target if action != noun)
    return frozenset(actors), frozenset(targets)


def best_actions(actions: Sequence[ActionCandidate], triple: Row, *, same_lemma: bool = False) -> list[int]:
    """The positions of the actions of a triple: with its lemma, else (unless `same_lemma`) with its class."""
    of_lemma, of_class = [], []
    for candidate in actions:
        for action in candidate.actions:
            if action_match({"action": action.lemma, "action_class": None}, triple):
                of_lemma.append(candidate.token.i)
            elif action_match({"action": action.lemma, "action_class": action.class_}, triple):
                of_class.append(candidate.token.i)
    return of_lemma or ([] if same_lemma else of_class)


def _means(noun: NounCandidate, words: Mapping[int, str], triple: Row, role: str) -> bool:
    names = [*(entity.label for entity in noun.entities), words[noun.token.i]]
    return part_match(names, triple[role], triple[f"{role}_alternatives"])


class RightClaims:
    """Says which candidate claims of one sentence an annotated triple also says."""

    def __init__(self, example: Example) -> None:
        self.example = example
        self._matching: dict[tuple[str, ...], frozenset[int]] = {}

    def is_right(self, one: CandidateClaim) -> bool:
        """True if a triple has the same actor, action and target."""
        ends = self._actors(one), self._actions(one), self._targets(one)
        return bool(frozenset.intersection(*ends))

    def _actors(self, one: CandidateClaim) -> frozenset[int]:
        return self._end("actor", [one.actor.label])

    def _targets(self, one: CandidateClaim) -> frozenset[int]:
        words = [] if one.target is None else [one.target.label]
        if one.proposal is not None and one.proposal.claim.target is not None:
            words.append(one.proposal.claim.target.span.text)
        return self._end("target", words)

    def _end(self, role: str, names: Sequence[str]) -> frozenset[int]:
        key = (role, *names)
        if key not in self._matching:
            matches = (part_match(names, triple[role], triple[f"{role}_alternatives"]) for triple in self.example.gold)
            self._matching[key] = frozenset(at for at, is_match in enumerate(matches) if is_match)
        return self._matching[key]

    def _actions(self, one: CandidateClaim) -> frozenset[int]:
        key = ("action", one.action.lemma, one.action.class_)
        if key not in self._matching:
            row = {"action": one.action.lemma, "action_class": one.action.class_}
            matches = (action_match(row, triple) for triple in self.example.gold)
            self._matching[key] = frozenset(at for at, is_match in enumerate(matches) if is_match)
        return self._matching[key]
