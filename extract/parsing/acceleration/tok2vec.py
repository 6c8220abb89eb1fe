"""Fast inference for spaCy's tok2vec models (`spacy.Tok2Vec.v2` with hash embeddings and a maxout window encoder).

The model has two halves. The embedding depends on the token's form alone: it is computed once per form and cached. The
encoder mixes in the neighbours with residual convolutions over windows of three tokens: it runs without the bookkeeping
that only training needs, in arrays that are allocated once per batch. Sums are taken in another order than in thinc, so
vectors differ by about one part in a million, which changed no annotation in 180,000 words
(docs/decisions/extraction.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from thinc.api import Model, Ops

from extract.parsing.acceleration.threads import one_thread

Floats = NDArray[np.float32]
EMBED_LAYERS = ("extract_features", "list2ragged", "with_array", "with_array", "ragged2list")
"""Names of the layers that `TokenEmbedding` replaces, up to their first bracket."""
HASH_EMBED = "ints-getitem>>hashembed"
CONV_LAYERS = ("expand_window", "maxout", "layernorm", "dropout")
"""Names of the layers that `ConvLayer` replaces."""
MAX_FORMS = 50_000
"""Cached forms, of 96 numbers each; when there are more, the cache is emptied."""
MAX_TOKENS = 4_096
"""Tokens that are encoded at once: it bounds the memory that a batch of long texts takes."""
EPSILON = np.float32(1e-8)


@dataclass(frozen=True, slots=True)
class MaxoutNorm:
    """Parameters of a maxout layer and the layer normalisation after it, with the pieces laid out one after the other.

    `weights` has shape (inputs, pieces * width) and `bias` (pieces * width); `scale` and `shift` have shape (width).
    Pieces come first, unlike in thinc, so that their maximum is taken over contiguous columns.
    """

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats

    @staticmethod
    def of(model: Model[Any, Any]) -> MaxoutNorm:
        """Take the parameters from the only maxout layer and the only layer normalisation in a model."""
        maxout, norm = (_only(model, name) for name in ("maxout", "layernorm"))
        weights, bias, scale, shift = map(_parameter, (maxout, maxout, norm, norm), ("W", "b", "G", "b"))
        weights = weights.transpose(1, 0, 2)
        table = np.ascontiguousarray(weights.reshape(-1, weights.shape[2]).T)
        return MaxoutNorm(table, np.ascontiguousarray(bias.T.ravel()), scale, shift)

    def activate(self, products: Floats) -> Floats:
        """Finish the layers, given inputs times `weights`, (tokens, pieces * width). Overwrites its argument."""
        width = len(self.scale)
        products += self.bias
        best: Floats = np.maximum(products[:, :width], products[:, width : 2 * width])
        for start in range(2 * width, products.shape[1], width):
            np.maximum(best, products[:, start : start + width], out=best)
        best -= best.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", best, best) / np.float32(width) + EPSILON
        best *= (np.float32(1) / np.sqrt(variance))[:, None]
        best *= self.scale
        best += self.shift
        return best


@dataclass(frozen=True, slots=True)
class HashTable:
    """Embedding rows of one token attribute, multiplied in advance by the weights of the layer that mixes them."""

    column: int
    seed: int
    rows: Floats

    def products(self, ops: Ops, attributes: NDArray[np.uint64]) -> Floats:
        """Share of this attribute in the products of the mixing layer: the sum of four rows for each form."""
        rows: Any = self.rows  # thinc has array types of its own
        ids: Any = np.ascontiguousarray(attributes[:, self.column])
        return np.asarray(ops.gather_add(rows, ops.hash(ids, self.seed) % len(rows)))


class TokenEmbedding:
    """Embeddings of tokens, computed once per form.

    A form's embedding must not depend on what else is computed with it, or results would depend on the order of
    documents and the number of workers. Products of matrices do not grant that: some BLAS kernels (OpenBLAS on Zen and
    Haswell processors) add up the rows of one product in different orders, by their position. So the hash tables are
    multiplied by the mixing layer's weights when the pipeline is loaded. What is left to do for a form is to look up
    rows and add them, always in the same order, which also is quicker than a product.
    """

    def __init__(self, embed: Model[Any, Any]) -> None:
        self._columns = embed.layers[0].attrs["columns"]
        self._mix = MaxoutNorm.of(embed.layers[3])
        self._ops = embed.ops
        with one_thread():  # the shares of several threads depend on their number
            self._tables = list(_hash_tables(embed.layers[2].layers[0].layers, self._mix.weights))
        self._indices: dict[bytes, int] = {}
        self._vectors: Floats = np.empty((1024, len(self._mix.scale)), np.float32)

    def __call__(self, docs: Sequence[Doc]) -> Floats:
        """Return the embeddings of all tokens of all texts, (tokens, width)."""
        if len(self._indices) > MAX_FORMS:
            self._indices.clear()
        width = len(self._columns)
        rows = np.concatenate([doc.to_array(self._columns).reshape(len(doc), width) for doc in docs])
        keys: list[Any] = rows.view(np.dtype((np.void, rows.itemsize * rows.shape[1]))).ravel().tolist()
        new = {key: row for row, key in enumerate(keys) if key not in self._indices}
        if new:
            self._add(list(new), rows[list(new.values())])
        return self._vectors[[self._indices[key] for key in keys]]

    def _add(self, keys: Sequence[bytes], attributes: NDArray[np.uint64]) -> None:
        first, after = len(self._indices), len(self._indices) + len(keys)
        if after > len(self._vectors):
            self._vectors = np.resize(self._vectors, (2 * after, self._vectors.shape[1]))
        products = self._tables[0].products(self._ops, attributes)
        for table in self._tables[1:]:
            products += table.products(self._ops, attributes)
        self._vectors[first:after] = self._mix.activate(products)
        self._indices |= {key: index for index, key in enumerate(keys, first)}


def _hash_tables(embeddings: Sequence[Model[Any, Any]], weights: Floats) -> Iterator[HashTable]:
    """Hash tables times the rows of the weights that are theirs: attributes stand side by side in the layer's input."""
    start = 0
    for embedding in embeddings:
        table = _only(embedding, "hashembed")
        rows = _parameter(table, "E")
        share = weights[start : start + rows.shape[1]]
        start += rows.shape[1]
        yield HashTable(embedding.attrs["column"], table.attrs["seed"], rows @ share)


@dataclass(slots=True)
class ConvEncoder:
    """Residual convolutions over windows of three tokens, for several texts at once.

    Texts are laid out one after the other, with `pad` rows of zeros between them. `width` is that of a token's vector.
    """

    layers: Sequence[MaxoutNorm]
    pad: int
    width: int
    _windows: Floats = field(init=False, repr=False)
    _products: Floats = field(init=False, repr=False)

    def __call__(self, embeddings: Floats, lengths: Sequence[int]) -> list[Floats]:
        """Encode texts of these lengths, given the embeddings of all their tokens; return an array for each text."""
        encoded: list[Floats] = []
        start = 0
        for group in _groups(lengths):
            encoded += self._encode(embeddings[start : start + sum(group)], group)
            start += sum(group)
        return encoded

    def _encode(self, embeddings: Floats, lengths: Sequence[int]) -> list[Floats]:
        starts = [1 + self.pad * (number + 1) + before for number, before in enumerate(accumulate([0, *lengths]))]
        count = starts[-1] - 1
        rows = np.zeros((count + 2, self.width), np.float32)  # one more row at each end, for the outermost windows
        places = list(zip(starts, lengths, strict=False))
        for (start, length), (first, after) in zip(places, pairwise(accumulate([0, *lengths])), strict=True):
            rows[start : start + length] = embeddings[first:after]
        self._windows = np.empty((count, 3 * self.width), np.float32)
        self._products = np.empty((count, self.layers[0].weights.shape[1]), np.float32)
        for layer in self.layers:
            rows[1:-1] += self._convolve(rows, layer)
        return [rows[start : start + length] for start, length in places]

    def _convolve(self, rows: Floats, layer: MaxoutNorm) -> Floats:
        width = self.width
        for place, part in enumerate((rows[:-2], rows[1:-1], rows[2:])):
            self._windows[:, place * width : (place + 1) * width] = part
        np.matmul(self._windows, layer.weights, out=self._products)
        return layer.activate(self._products)


def _groups(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Split the lengths into groups of about `MAX_TOKENS` tokens."""
    group: list[int] = []
    for length in lengths:
        if group and sum(group) + length > MAX_TOKENS:
            yield group
            group = []
        group.append(length)
    yield group


def accelerated_tok2vec(model: Model[Any, Any]) -> Model[Any, Any] | None:
    """Return a model with the same output as a spaCy tok2vec model; None if its architecture is another one."""
    if not _is_supported(model):
        return None
    embed, encode = model.layers
    embedding = TokenEmbedding(embed)
    layers = [MaxoutNorm.of(residual) for residual in _residuals(encode)]
    encoder = ConvEncoder(layers, encode.attrs["pad"], encode.get_dim("nO"))

    def forward(_: Model[Any, Any], docs: Sequence[Doc], is_train: bool) -> tuple[list[Floats], Any]:
        if is_train:
            raise ValueError("an accelerated pipeline cannot be trained")
        return encoder(embedding(docs), list(map(len, docs))), None

    return Model("accelerated_tok2vec", forward, dims={"nO": encoder.width})


def accelerate_tok2vec(nlp: Language, undo: ExitStack) -> None:
    """Replace every supported tok2vec model in the trainable components; leave others as they are.

    Callbacks that take the replacements back are added to `undo`.
    """
    for _, component in nlp.pipeline:
        if not isinstance(component, TrainablePipe):
            continue
        for node in list(component.model.walk()):
            accelerated = accelerated_tok2vec(node)
            if accelerated is not None:
                _replace_model(component, node, accelerated)
                undo.callback(_replace_model, component, accelerated, node)


def _replace_model(component: TrainablePipe, old: Model[Any, Any], new: Model[Any, Any]) -> None:
    if component.model is old:
        component.model = new
    else:
        component.model.replace_node(old, new)


def _is_supported(model: Model[Any, Any]) -> bool:
    if len(model.layers) != 2:
        return False
    embed, encode = model.layers
    if tuple(layer.name.partition("(")[0] for layer in embed.layers) != EMBED_LAYERS:
        return False
    hashed, mixed = (embed.layers[number].layers[0] for number in (2, 3))
    if mixed.name != "maxout>>layernorm>>dropout" or {layer.name for layer in hashed.layers} != {HASH_EMBED}:
        return False
    residuals = _residuals(encode) if encode.name.startswith("with_array(") else []
    return bool(residuals) and all(map(_is_convolution, residuals))


def _residuals(encode: Model[Any, Any]) -> list[Model[Any, Any]]:
    inner = encode.layers[0]
    return [inner] if len(inner.layers) == 1 else list(inner.layers)


def _is_convolution(residual: Model[Any, Any]) -> bool:
    if residual.name != f"residual({'>>'.join(CONV_LAYERS)})":
        return False
    return bool(_only(residual, "expand_window").attrs["window_size"] == 1)


def _only(model: Model[Any, Any], name: str) -> Model[Any, Any]:
    (layer,) = (layer for layer in model.walk() if layer.name == name)
    return layer


def _parameter(model: Model[Any, Any], name: str) -> Floats:
    parameter: Floats = np.asarray(model.get_param(name))
    return parameter
