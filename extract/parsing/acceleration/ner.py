"""Fast inference for spaCy's transition-based entity recogniser: a batch is decoded with one matrix product.

The recogniser assigns a move to each token: begin, continue or end an entity, mark a one-token entity, or stay outside
(BILUO). Outside an entity the next move depends on the token alone, so the moves of all tokens are scored at once.
Only inside an entity must tokens be visited in order, and there the only choice is to continue or to end. spaCy steps
through all tokens and checks at each step which moves are valid, which takes most of its time. The moves are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span

from extract.parsing.acceleration.replacement import replace_component

FACTORY = "batched_entity_recognizer"
STATE_FEATURES = 3
"""What the model sees of a parser state: the token, the first token of the open entity, the token before."""
INVALID = np.float32("-inf")

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class BiluoMoves:
    """Indices of a recogniser's moves.

    `begin` and `unit` map indices to entity labels, `inside` and `last` map labels to indices; `outside` is the index
    of the move that leaves a token outside any entity, and `count` the number of all moves.
    """

    begin: dict[int, str]
    unit: dict[int, str]
    inside: dict[str, int]
    last: dict[str, int]
    outside: int
    count: int

    @staticmethod
    def of(names: Sequence[str]) -> BiluoMoves | None:
        """Sort moves by their names ("B-ORG", "O"); return None if a kind is unknown or missing."""
        kinds: dict[str, dict[int, str]] = {"B": {}, "I": {}, "L": {}, "U": {}, "O": {}}
        for index, name in enumerate(names):
            kind, _, label = name.partition("-")
            if kind not in kinds:
                return None
            if label or kind == "O":
                kinds[kind][index] = label
        inside, last = ({label: index for index, label in kinds[kind].items()} for kind in "IL")
        is_complete = set(kinds["B"].values()) == set(inside) == set(last) and len(kinds["O"]) == 1
        if not is_complete:
            return None
        return BiluoMoves(kinds["B"], kinds["U"], inside, last, next(iter(kinds["O"])), len(names))


class BatchedEntityRecognizer:
    """Recognises the same entities as a stock recogniser, from the same model, but many tokens at a time.

    Texts that have entities before are left to `original`, because those constrain the moves.
    """

    def __init__(self, original: EntityRecognizer, moves: BiluoMoves) -> None:
        self.original = original
        self.moves = moves
        self._tok2vec, self._lower, self._upper = (original.model.get_ref(n) for n in ("tok2vec", "lower", "upper"))
        outside_moves = [*moves.begin, *moves.unit, moves.outside]
        self._inside_moves = np.setdiff1d(np.arange(moves.count), outside_moves)
        """Moves that need an open entity, or an entity set before."""
        self._begin, self._entity_moves = np.array(list(moves.begin)), np.array([*moves.begin, *moves.unit])

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of one text."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 256) -> Iterator[Doc]:
        """Set the entities of many texts."""
        remaining = iter(stream)
        while docs := list(islice(remaining, batch_size)):
            batched = [doc for doc in docs if len(doc) and not np.any(doc.to_array("ENT_IOB"))]
            self._set_entities(batched)
            done = set(map(id, batched))
            yield from (doc if id(doc) in done or not len(doc) else self.original(doc) for doc in docs)

    def _set_entities(self, docs: Sequence[Doc]) -> None:
        if not docs:
            return
        # (1 + tokens, STATE_FEATURES, hidden, pieces): what each token contributes to the hidden layer as a feature;
        # the first row stands for a missing token
        contributions: Floats = self._lower.predict(self._tok2vec.predict(docs))
        ends = list(accumulate(map(len, docs)))
        can_continue, is_space = self._constraints(docs, ends)
        best_moves = self._best_outside_moves(contributions, can_continue, is_space)
        for doc, (start, end) in zip(docs, pairwise([0, *ends]), strict=True):
            entities = self._decode(contributions, best_moves, can_continue, range(start, end))
            doc.set_ents([Span(doc, first - start, after - start, label) for first, after, label in entities])

    @staticmethod
    def _constraints(docs: Sequence[Doc], ends: Sequence[int]) -> tuple[Bools, Bools]:
        """Return for each token whether an entity can continue after it (no sentence ends), and whether it is space."""
        table = np.concatenate([doc.to_array(["SENT_START", "IS_SPACE"]) for doc in docs])
        can_continue = np.append(table[1:, 0] != 1, False)
        can_continue[np.array(ends) - 1] = False
        return can_continue, table[:, 1].astype(bool)

    def _best_outside_moves(self, contributions: Floats, can_continue: Bools, is_space: Bools) -> list[int]:
        """Return the best valid move for each token, given that no entity is open."""
        missing, (weights, bias) = contributions[0], self._output_layer()
        scores = self._hidden(contributions[1:, 0] + missing[1] + missing[2]) @ weights.T + bias
        scores[:, self._inside_moves] = INVALID
        scores[np.ix_(~can_continue, self._begin)] = INVALID
        scores[np.ix_(is_space, self._entity_moves)] = INVALID
        return list(map(int, scores.argmax(axis=1)))

    def _hidden(self, sums: Floats) -> Floats:
        hidden: Floats = (sums + self._lower.get_param("b")).max(axis=-1)
        return hidden

    def _output_layer(self) -> tuple[Floats, Floats]:
        """Return weights (moves, hidden) and bias (moves)."""
        return self._upper.get_param("W"), self._upper.get_param("b")

    def _decode(
        self, contributions: Floats, best_moves: Sequence[int], can_continue: Bools, tokens: range
    ) -> Iterator[tuple[int, int, str]]:
        """Yield (first token, token after the last, label) for each entity among these tokens."""
        i = tokens.start
        while i < tokens.stop:
            move, first = best_moves[i], i
            i += 1
            if move in self.moves.unit:
                yield first, i, self.moves.unit[move]
            elif move in self.moves.begin:
                label = self.moves.begin[move]
                inside, last = self.moves.inside[label], self.moves.last[label]
                while can_continue[i] and self._continues(contributions, first, i, (inside, last)):
                    i += 1
                i += 1
                yield first, i, label

    def _continues(self, contributions: Floats, first: int, i: int, moves: tuple[int, int]) -> bool:
        """Return whether the entity that is open since `first` does not end with token `i`."""
        weights, bias = self._output_layer()
        hidden = self._hidden(contributions[i + 1, 0] + contributions[first + 1, 1] + contributions[i, 2])
        inside, last = (float(hidden @ weights[move] + bias[move]) for move in moves)
        return bool(inside > last or (inside == last and moves[0] < moves[1]))  # spaCy takes the first of equal moves


@Language.factory(FACTORY)
def _make(nlp: Language, name: str, original: str) -> BatchedEntityRecognizer:
    recognizer = nlp.get_pipe(original)
    moves = supported_moves(recognizer)
    if moves is None:
        raise ValueError(f"{name}: {original} is not a recogniser that can be decoded in batches")
    return BatchedEntityRecognizer(recognizer, moves)


def supported_moves(recognizer: object) -> BiluoMoves | None:
    """Return the moves of a recogniser that can be decoded in batches; None for any other component."""
    if not isinstance(recognizer, EntityRecognizer) or type(recognizer) is not EntityRecognizer:
        return None  # a subclass may do anything
    model = recognizer.model
    is_known = model.name == "parser_model" and model.attrs["has_upper"] and not model.attrs["unseen_classes"]
    lower = model.get_ref("lower") if is_known else None
    if lower is None or lower.get_dim("nF") != STATE_FEATURES or lower.get_dim("nP") < 2:
        return None
    return BiluoMoves.of(recognizer.move_names)


def accelerate_ner(nlp: Language, name: str, undo: ExitStack) -> bool:
    """Replace the entity recogniser of this name; return False, and leave it, if it is not supported.

    Callbacks that take the replacement back are added to `undo`.
    """
    if supported_moves(nlp.get_pipe(name)) is None:
        return False
    replace_component(nlp, name, FACTORY, undo)
    return True
