"""Exports the network as an ONNX model of whole numbers (see `graph`)."""

from __future__ import annotations

import math

import numpy as np
import onnx
from onnx import TensorProto

from bench.training.contextual.graph import (
    ACTIVATION_RANGE,
    FINE,
    GELU_LEAST,
    HEAD_RANGE,
    POWER,
    SHARE_RANGE,
    VALUE_RANGE,
    Array,
    Graph,
    Linear,
)
from bench.training.contextual.network import SIZE, Network
from extract.judge.encoder.pieces import DISTANCES

MASKED = 1e4
"""Taken from the score of padding before the softmax."""
QUERY_KEY_VALUE = ("query", "key", "value")


class Export:
    """Builds the ONNX graph of a network.

    Inputs: `pieces` and `mask` of shape (sentences, pieces); of the words that can be linked the numbers of their first
    pieces, `first`, and their places in the sentence, `places`, of shape (sentences, words). Output: `links` of shape
    (sentences, 2, words as predicate, words as argument). The last layer is computed for these words only.
    """

    def __init__(self, network: Network) -> None:
        self.weights = {name: value.detach().numpy() for name, value in network.state_dict().items()}
        self.heads = network.encoder.config.num_attention_heads
        self.layers = network.encoder.config.num_hidden_layers
        self.epsilon = network.encoder.config.layer_norm_eps
        self.graph = Graph()

    def model(self) -> onnx.ModelProto:
        """The finished model."""
        graph = self.graph
        flags = graph.op("Cast", "mask", to=TensorProto.FLOAT)
        hidden = self._embeddings()
        absent = graph.op("Mul", graph.op("Sub", flags, graph.constant(1.0)), graph.constant(MASKED))
        masks = (
            graph.op("Unsqueeze", absent, graph.constant([1, 2], np.int64)),
            graph.op("Unsqueeze", flags, graph.constant([1, 3], np.int64)),
        )
        for layer in range(self.layers - 1):
            hidden = self._layer(hidden, hidden, masks, f"encoder.encoder.layer.{layer}.")
        words = self._layer(self._words(hidden), hidden, masks, f"encoder.encoder.layer.{self.layers - 1}.")
        return graph.model(
            [("pieces", ("B", "P")), ("mask", ("B", "P")), ("first", ("B", "W")), ("places", ("B", "W"))],
            [("links", self._links(words), ("B", "R", "W", "V"))],
        )

    def _weight(self, name: str) -> Array:
        weight: Array = self.weights[name]
        return weight

    def _embeddings(self) -> str:
        graph, prefix = self.graph, "encoder.embeddings."
        table = self._weight(prefix + "word_embeddings.weight")
        steps = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-8) / ACTIVATION_RANGE
        rows = graph.op("Gather", graph.constant(np.rint(table / steps), np.int8), "pieces")
        words = graph.op(
            "Mul", graph.op("Cast", rows, to=TensorProto.FLOAT), graph.op("Gather", graph.constant(steps), "pieces")
        )
        places = (
            self._weight(prefix + "position_embeddings.weight")
            + self._weight(prefix + "token_type_embeddings.weight")[0]
        )
        length = graph.op("Gather", graph.op("Shape", "pieces"), graph.constant([1], np.int64))
        used = graph.op(
            "Slice", graph.constant(places), graph.constant([0], np.int64), length, graph.constant([0], np.int64)
        )
        return self._normalised(graph.op("Add", words, used), prefix + "LayerNorm")

    def _layer(self, rows: str, hidden: str, masks: tuple[str, str], prefix: str) -> str:
        """The layer's output for some rows; they attend to all of `hidden`. `masks`: see `_mixed`."""
        graph = self.graph
        query, key, value = self._heads(rows, hidden, prefix + "attention.self.")
        size = self._weight(prefix + "attention.self.query.weight").shape[0] / self.heads
        queries, keys = (graph.quantised(part, HEAD_RANGE) for part in (query, key))
        scores = graph.product(queries, keys, TensorProto.FLOAT, 1 / (math.sqrt(size) * POWER))
        mixed = self._mixed(graph.shares(graph.op("Add", scores, masks[0])), value, masks[1])
        attended = self._linear(graph.bytes(mixed), prefix + "attention.output.dense")
        rows = self._normalised(graph.op("Add", attended, rows), prefix + "attention.output.LayerNorm")
        inner = graph.gelu(self._linear(graph.bytes(rows), prefix + "intermediate.dense"))
        largest = graph.op("ReduceMax", inner, axes=[-1], keepdims=0)
        whole = graph.bytes(inner, graph.op("Max", largest, graph.constant(GELU_LEAST)))
        return self._normalised(
            graph.op("Add", self._linear(whole, prefix + "output.dense"), rows), prefix + "output.LayerNorm"
        )

    def _heads(self, rows: str, hidden: str, prefix: str) -> list[str]:
        """Queries of some rows, keys and values of all, of shape (sentences, heads, rows, size)."""
        layer, size = self._attention(prefix), self._weight(prefix + "query.weight").shape[0]
        if rows == hidden:
            return self._parts(self.graph.linear(self.graph.bytes(hidden), layer), 3)
        queries = self.graph.linear(self.graph.bytes(rows), layer.columns(0, size))
        others = self.graph.linear(self.graph.bytes(hidden), layer.columns(size))
        return [*self._parts(queries, 1), *self._parts(others, 2)]

    def _parts(self, together: str, count: int) -> list[str]:
        """The parts of one product, by heads."""
        graph = self.graph
        shaped = graph.op("Reshape", together, graph.constant([0, 0, count, self.heads, -1], np.int64))
        parts = graph.op("Transpose", shaped, perm=[2, 0, 3, 1, 4])
        return [graph.op("Gather", parts, graph.constant(at, np.int64), axis=0) for at in range(count)]

    def _attention(self, prefix: str) -> Linear:
        """The layer for queries, keys and values together."""
        weights = [self._weight(f"{prefix}{part}.weight").T for part in QUERY_KEY_VALUE]
        biases = [self._weight(f"{prefix}{part}.bias") for part in QUERY_KEY_VALUE]
        return Linear.of(np.concatenate(weights, axis=1), np.concatenate(biases))

    def _mixed(self, shares: str, values: str, present: str) -> str:
        """The values of all pieces by their shares; `present` is 0 for padding, which has no part in their steps."""
        graph = self.graph
        whole, step = graph.quantised(graph.op("Mul", values, present), VALUE_RANGE, axis=-2)
        steps = graph.op("Mul", step, graph.constant(1 / SHARE_RANGE))
        back = graph.op("Transpose", graph.op("Mul", graph.op("MatMul", shares, whole), steps), perm=[0, 2, 1, 3])
        return graph.op("Reshape", back, graph.constant([0, 0, -1], np.int64))

    def _words(self, hidden: str) -> str:
        """The encoding of the first piece of each word."""
        return self.graph.op(
            "GatherND", hidden, self.graph.op("Unsqueeze", "first", self.graph.constant([-1], np.int64)), batch_dims=1
        )

    def _links(self, words: str) -> str:
        graph = self.graph
        rows = graph.bytes(words)
        predicates, arguments = (
            graph.quantised(graph.op("Relu", self._by_role(self._linear(rows, name, 2 * SIZE))), FINE)
            for name in ("predicate", "argument")
        )
        scores = graph.product(predicates, arguments, TensorProto.DOUBLE, 1 / math.sqrt(SIZE))
        of_word = [
            graph.op("Transpose", self._linear(rows, name, 2), perm=[0, 2, 1])
            for name in ("predicate_bias", "argument_bias")
        ]
        scores = graph.op("Add", scores, graph.op("Unsqueeze", of_word[0], graph.constant([3], np.int64)))
        scores = graph.op("Add", scores, graph.op("Unsqueeze", of_word[1], graph.constant([2], np.int64)))
        return graph.op("Add", scores, graph.op("Transpose", self._distances(), perm=[1, 0, 2, 3]))

    def _distances(self) -> str:
        """The score of the distance of each pair of words, of shape (2, sentences, words, words)."""
        graph = self.graph
        across, down = (graph.op("Unsqueeze", "places", graph.constant([axis], np.int64)) for axis in (1, 2))
        apart = graph.op("Unsqueeze", graph.op("Sub", across, down), graph.constant([-1], np.int64))
        reached = graph.op("GreaterOrEqual", apart, graph.constant(list(DISTANCES), np.int64))
        bucket = graph.op(
            "ReduceSum", graph.op("Cast", reached, to=TensorProto.INT64), graph.constant([-1], np.int64), keepdims=0
        )
        return graph.op("Gather", graph.constant(self._weight("distance")[:2]), bucket, axis=1)

    def _by_role(self, rows: str) -> str:
        shaped = self.graph.op("Reshape", rows, self.graph.constant([0, 0, 2, SIZE], np.int64))
        return self.graph.op("Transpose", shaped, perm=[0, 2, 1, 3])

    def _linear(self, rows: tuple[str, str], name: str, outputs: int | None = None) -> str:
        return self.graph.linear(rows, self._layer_of(name, outputs))

    def _layer_of(self, name: str, outputs: int | None) -> Linear:
        return Linear.of(self._weight(name + ".weight").T[:, :outputs], self._weight(name + ".bias")[:outputs])

    def _normalised(self, values: str, name: str) -> str:
        weight, bias = self._weight(name + ".weight"), self._weight(name + ".bias")
        return self.graph.normalised(values, weight, bias, self.epsilon)
