"""The vectors of words, as spaCy's own model gives them, in half of its time.

A word's vector depends on its form and then, layer by layer, on its neighbours' (`spacy.Tok2Vec.v2`: hashed embeddings,
mixed by a maxout layer; then residual convolutions over windows of three words). What depends on the form alone is
worked out once for each form and remembered. The convolutions are gone through without what only training needs, in
arrays that are made once for a batch. Sums are taken in another order than spaCy's: vectors differ by about one part in
a million, which changed no annotation of 180,000 words (docs/decisions/extraction.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model

Floats = NDArray[np.float32]
EMBED = ("extract_features", "list2ragged", "with_array", "with_array", "ragged2list")
"""Names of the layers that `Words` stands for, to their first bracket."""
ENCODE = ("expand_window", "maxout", "layernorm", "dropout")
"""Names of those of each convolution."""
BLOCK = 64
"""Forms that are worked out at once, filled up with nothing: so that a vector does not depend on what else is new."""
MOST = 50_000
"""Forms that are remembered at most, of 96 numbers each; then all are forgotten."""
TOGETHER = 4_096
"""Words whose convolutions are worked out at once, for a batch of long texts not to take too much memory."""
TINY = np.float32(1e-8)


class Words:
    """Vectors of words by their form alone."""

    def __init__(self, embed: Model[Any, Any]) -> None:
        self._columns = embed.layers[0].attrs["columns"]
        self._hashed, self._mixed = (embed.layers[number].layers[0] for number in (2, 3))
        self._known: dict[bytes, int] = {}
        self._vectors: Floats = np.empty((1024, self._mixed.get_dim("nO")), np.float32)

    def __call__(self, docs: Sequence[Doc]) -> Floats:
        """(words of all texts, width)."""
        if len(self._known) > MOST:
            self._known.clear()
        width = len(self._columns)
        rows = np.concatenate([doc.to_array(self._columns).reshape(len(doc), width) for doc in docs])
        keys: list[Any] = rows.view(np.dtype((np.void, rows.itemsize * rows.shape[1]))).ravel().tolist()
        new = {key: number for number, key in enumerate(keys) if key not in self._known}
        if new:
            self._learn(list(new), rows[list(new.values())])
        return self._vectors[[self._known[key] for key in keys]]

    def _learn(self, keys: Sequence[bytes], rows: NDArray[np.uint64]) -> None:
        after = len(self._known) + len(keys)
        if after > len(self._vectors):
            self._vectors = np.resize(self._vectors, (2 * after, self._vectors.shape[1]))
        for start in range(0, len(keys), BLOCK):
            hashed = self._hashed.predict(rows[start : start + BLOCK])
            filled = np.zeros((BLOCK, hashed.shape[1]), np.float32)
            filled[: len(hashed)] = hashed
            first = len(self._known)
            self._vectors[first : first + len(hashed)] = self._mixed.predict(filled)[: len(hashed)]
            self._known |= {key: first + number for number, key in enumerate(keys[start : start + BLOCK])}


@dataclass(frozen=True, slots=True)
class Convolution:
    """Numbers of a layer: weights (3 width, pieces width) and bias by piece; scale and shift of what is normalised."""

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats

    @staticmethod
    def of(residual: Model[Any, Any]) -> Convolution:
        """That of a residual layer."""
        maxout, norm = (_only(residual, name) for name in ("maxout", "layernorm"))
        weights, bias, scale, shift = map(_numbers, (maxout, maxout, norm, norm), ("W", "b", "G", "b"))
        weights = weights.transpose(1, 0, 2)  # pieces first: the largest of them are whole rows
        table = np.ascontiguousarray(weights.reshape(-1, weights.shape[2]).T)
        return Convolution(table, np.ascontiguousarray(bias.T.ravel()), scale, shift)


@dataclass(slots=True)
class Encoder:
    """Convolutions over texts that stand one after the other, `pad` rows apart."""

    layers: Sequence[Convolution]
    pad: int
    width: int
    _windows: Floats = field(init=False, repr=False)
    _sums: Floats = field(init=False, repr=False)

    def __call__(self, words: Floats, lengths: Sequence[int]) -> list[Floats]:
        """The vectors of each text."""
        found: list[Floats] = []
        start = 0
        for group in _groups(lengths):
            found += self._encoded(words[start : start + sum(group)], group)
            start += sum(group)
        return found

    def _encoded(self, words: Floats, lengths: Sequence[int]) -> list[Floats]:
        starts = [1 + self.pad * (number + 1) + before for number, before in enumerate(accumulate([0, *lengths]))]
        count = starts[-1] - 1
        rows = np.zeros((count + 2, self.width), np.float32)  # nothing stands before the first row and after the last
        places = list(zip(starts, lengths, strict=False))
        for (start, length), (first, after) in zip(places, pairwise(accumulate([0, *lengths])), strict=True):
            rows[start : start + length] = words[first:after]
        self._windows = np.empty((count, 3 * self.width), np.float32)
        self._sums = np.empty((count, self.layers[0].weights.shape[1]), np.float32)
        for layer in self.layers:
            rows[1:-1] += self._convolved(rows, layer)
        return [rows[start : start + length] for start, length in places]

    def _convolved(self, rows: Floats, layer: Convolution) -> Floats:
        width = self.width
        for place, part in enumerate((rows[:-2], rows[1:-1], rows[2:])):
            self._windows[:, place * width : (place + 1) * width] = part
        np.matmul(self._windows, layer.weights, out=self._sums)
        self._sums += layer.bias
        best: Floats = np.maximum(self._sums[:, :width], self._sums[:, width : 2 * width])
        for start in range(2 * width, self._sums.shape[1], width):
            np.maximum(best, self._sums[:, start : start + width], out=best)
        best -= best.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", best, best) / np.float32(width) + TINY
        best *= (np.float32(1) / np.sqrt(variance))[:, None]
        best *= layer.scale
        best += layer.shift
        return best


def _numbers(model: Model[Any, Any], name: str) -> Floats:
    found: Floats = np.asarray(model.get_param(name))
    return found


def _groups(lengths: Sequence[int]) -> Iterator[list[int]]:
    """The lengths in parts of about `TOGETHER`."""
    group: list[int] = []
    for length in lengths:
        if group and sum(group) + length > TOGETHER:
            yield group
            group = []
        group.append(length)
    yield group


def lean_vectors(model: Model[Any, Any]) -> Model[Any, Any] | None:
    """A model that gives what a spaCy model of words' vectors gives; None for one of another architecture."""
    if not _is_known(model):
        return None
    embed, encode = model.layers
    words = Words(embed)
    layers = [Convolution.of(residual) for residual in _residuals(encode)]
    encoder = Encoder(layers, encode.attrs["pad"], encode.get_dim("nO"))

    def forward(_: Model[Any, Any], docs: Sequence[Doc], is_train: bool) -> tuple[list[Floats], Any]:
        if is_train:
            raise ValueError("a pipeline that was made faster cannot be trained")
        return encoder(words(docs), list(map(len, docs))), None

    return Model("lean_tok2vec", forward, dims={"nO": encoder.width})


def lighten(pipeline: Language) -> None:
    """Let a pipeline's parts get the vectors of words this way; parts of other kinds are left as they are."""
    parts: list[Any] = [part for _, part in pipeline.pipeline]
    for part in parts:
        model = getattr(part, "model", None)
        if not isinstance(model, Model):
            continue
        for node in list(model.walk()):
            lean = lean_vectors(node)
            if lean is not None and node is model:
                part.model = lean
            elif lean is not None:
                model.replace_node(node, lean)


def _is_known(model: Model[Any, Any]) -> bool:
    if len(model.layers) != 2:
        return False
    embed, encode = model.layers
    if tuple(layer.name.partition("(")[0] for layer in embed.layers) != EMBED:
        return False
    mixed = embed.layers[3].layers[0].name
    residuals = _residuals(encode) if encode.name.startswith("with_array(") else []
    return mixed == "maxout>>layernorm>>dropout" and bool(residuals) and all(map(_is_convolution, residuals))


def _residuals(encode: Model[Any, Any]) -> list[Model[Any, Any]]:
    inner = encode.layers[0]
    return [inner] if len(inner.layers) == 1 else list(inner.layers)


def _is_convolution(residual: Model[Any, Any]) -> bool:
    if residual.name != f"residual({'>>'.join(ENCODE)})":
        return False
    return bool(_only(residual, "expand_window").attrs["window_size"] == 1)


def _only(model: Model[Any, Any], name: str) -> Model[Any, Any]:
    (found,) = (node for node in model.walk() if node.name == name)
    return found
