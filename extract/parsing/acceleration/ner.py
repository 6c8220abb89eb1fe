"""spaCy's entity recogniser, decoded in one product of matrices for a whole batch.

Honnibal's transition-based recogniser reads a text word by word: each is begun, carried on, ended or left out (BILUO).
Outside of an entity the next move depends on the word alone, so the moves of all words are scored at once; only inside
of one the words must be gone through, where nothing is left to choose but to go on or to end. spaCy steps through all
of them, and checks the validity of every move at every step, which takes most of its time. The moves are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span

NER = "ner"
FACTORY = "batched_entity_recognizer"
FEATURES = 3
"""The word, the first one of the entity that is open, the one before the word."""
NEVER = np.float32("-inf")

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Moves:
    """Numbers of a recogniser's moves: those that begin an entity, those that are one, those that go on and end it."""

    begin: dict[int, str]
    unit: dict[int, str]
    inside: dict[str, int]
    last: dict[str, int]
    out: int
    count: int

    @staticmethod
    def of(names: Sequence[str]) -> Moves | None:
        """The moves by their names ("B-ORG", "O"); None if there are others."""
        kinds: dict[str, dict[int, str]] = {"B": {}, "I": {}, "L": {}, "U": {}, "O": {}}
        for number, name in enumerate(names):
            kind, _, label = name.partition("-")
            if kind not in kinds:
                return None
            if label or kind == "O":
                kinds[kind][number] = label
        inside, last = ({label: number for number, label in kinds[kind].items()} for kind in "IL")
        whole = set(kinds["B"].values()) == set(inside) == set(last) and len(kinds["O"]) == 1
        return Moves(kinds["B"], kinds["U"], inside, last, next(iter(kinds["O"])), len(names)) if whole else None


class BatchedRecognizer:
    """Gives the entities of another recogniser. Texts with entities set before are left to that one."""

    def __init__(self, original: EntityRecognizer, moves: Moves) -> None:
        self.original = original
        self.moves = moves
        self._tok2vec, self._lower, self._upper = (original.model.get_ref(n) for n in ("tok2vec", "lower", "upper"))
        outside = [*moves.begin, *moves.unit, moves.out]
        self._other = np.setdiff1d(np.arange(moves.count), outside)
        """Moves that need an open entity, or an entity set before."""
        self._begin, self._entities = np.array(list(moves.begin)), np.array([*moves.begin, *moves.unit])

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of one text."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 256) -> Iterator[Doc]:
        """Set the entities of many."""
        coming = iter(stream)
        while docs := list(islice(coming, batch_size)):
            free = [doc for doc in docs if len(doc) and not np.any(doc.to_array("ENT_IOB"))]
            self._recognise(free)
            free_ids = set(map(id, free))
            yield from (doc if id(doc) in free_ids or not len(doc) else self.original(doc) for doc in docs)

    def _recognise(self, docs: Sequence[Doc]) -> None:
        if not docs:
            return
        # (1 + words, FEATURES, hidden, pieces): what each word adds to a move's score as one of the features
        parts: Floats = self._lower.predict(self._tok2vec.predict(docs))
        ends = list(accumulate(map(len, docs)))
        may_go_on, is_space = self._limits(docs, ends)
        chosen = self._outside(parts, may_go_on, is_space)
        for doc, (start, end) in zip(docs, pairwise([0, *ends]), strict=True):
            spans = self._entities_of(parts, chosen, may_go_on, (start, end))
            doc.set_ents([Span(doc, first - start, after - start, label) for first, after, label in spans])

    @staticmethod
    def _limits(docs: Sequence[Doc], ends: Sequence[int]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """For each word whether an entity may go on after it (no end of a sentence or text), and if it is a space."""
        table = np.concatenate([doc.to_array(["SENT_START", "IS_SPACE"]) for doc in docs])
        may_go_on = np.append(table[1:, 0] != 1, False)  # the last word
        may_go_on[np.array(ends) - 1] = False
        return may_go_on, table[:, 1].astype(bool)

    def _outside(self, parts: Floats, may_go_on: NDArray[np.bool_], is_space: NDArray[np.bool_]) -> list[int]:
        """The best valid move of each word if no entity is open."""
        nothing, (weights, bias) = parts[0], self._weights()
        scores = self._hidden(parts[1:, 0] + nothing[1] + nothing[2]) @ weights.T + bias
        scores[:, self._other] = NEVER
        scores[np.ix_(~may_go_on, self._begin)] = NEVER
        scores[np.ix_(is_space, self._entities)] = NEVER
        return list(map(int, scores.argmax(axis=1)))

    def _hidden(self, summed: Floats) -> Floats:
        hidden: Floats = (summed + self._lower.get_param("b")).max(axis=-1)
        return hidden

    def _weights(self) -> tuple[Floats, Floats]:
        """(moves, hidden) and (moves): what the hidden values say for each move."""
        return self._upper.get_param("W"), self._upper.get_param("b")

    def _entities_of(
        self, parts: Floats, chosen: Sequence[int], may_go_on: NDArray[np.bool_], place: tuple[int, int]
    ) -> Iterator[tuple[int, int, str]]:
        """(first word, word after, label) of the entities between two words."""
        word, end = place
        while word < end:
            move, first = chosen[word], word
            word += 1
            if move in self.moves.unit:
                yield first, word, self.moves.unit[move]
            elif move in self.moves.begin:
                label = self.moves.begin[move]
                pair = (self.moves.inside[label], self.moves.last[label])
                while may_go_on[word] and self._goes_on(parts, first, word, pair):
                    word += 1
                word += 1
                yield first, word, label

    def _goes_on(self, parts: Floats, first: int, word: int, pair: tuple[int, int]) -> bool:
        """Whether an open entity does not end with this word."""
        weights, bias = self._weights()
        hidden = self._hidden(parts[word + 1, 0] + parts[first + 1, 1] + parts[word, 2])
        inside, last = (float(hidden @ weights[move] + bias[move]) for move in pair)
        return bool(inside > last or (inside == last and pair[0] < pair[1]))


@Language.factory(FACTORY)
def _make(nlp: Language, name: str) -> BatchedRecognizer:
    found = nlp.get_pipe(NER)
    moves = moves_of(found)
    if moves is None:
        raise ValueError(f"{name}: a recogniser of another kind")
    return BatchedRecognizer(found, moves)


def moves_of(recognizer: object) -> Moves | None:
    """The moves of a recogniser that can be decoded this way; None for any other component."""
    if not isinstance(recognizer, EntityRecognizer) or type(recognizer) is not EntityRecognizer:
        return None  # of a subclass nothing is known
    model = recognizer.model
    is_known = model.name == "parser_model" and model.attrs["has_upper"] and not model.attrs["unseen_classes"]
    lower = model.get_ref("lower") if is_known else None
    if lower is None or lower.get_dim("nF") != FEATURES or lower.get_dim("nP") < 2:
        return None
    return Moves.of(recognizer.move_names)


def batched(pipeline: Language) -> None:
    """Let a pipeline's recogniser be decoded in batches; one of another kind is left as it is."""
    if NER in pipeline.pipe_names and moves_of(pipeline.get_pipe(NER)) is not None:
        pipeline.add_pipe(FACTORY, after=NER)
        pipeline.remove_pipe(NER)
