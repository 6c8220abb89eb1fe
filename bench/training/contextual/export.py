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
)
from bench.training.contextual.network import SIZE, Network
from extract.judge.encoder.pieces import DISTANCES

MASKED = 1e4
"""Taken from the score of padding before the softmax."""
QUERY_KEY_VALUE = ("query", "key", "value")


class Export:
    """Builds the ONNX graph of a network.

    Inputs: `pieces` and `mask` of shape (sentences, pieces), `first` of (sentences, words). Output: `links` of shape
    (sentences, 2, words as predicate, words as argument).
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
        absent = graph.op("Unsqueeze", absent, graph.constant([1, 2], np.int64))
        for layer in range(self.layers):
            hidden = self._layer(hidden, absent, f"encoder.encoder.layer.{layer}.")
        words = self._words(hidden)
        return graph.model(
            [("pieces", ("B", "P")), ("mask", ("B", "P")), ("first", ("B", "W"))],
            [("links", self._links(words), ("B", "R", "W", "V"))],
        )

    def _weight(self, name: str) -> Array:
        return self.weights[name]

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

    def _layer(self, hidden: str, absent: str, prefix: str) -> str:
        graph = self.graph
        query, key, value = self._heads(graph.bytes(hidden), prefix + "attention.self.")
        size = self._weight(prefix + "attention.self.query.weight").shape[0] / self.heads
        queries, keys = (graph.quantised(part, HEAD_RANGE) for part in (query, key))
        scores = graph.product(queries, keys, TensorProto.FLOAT, 1 / (math.sqrt(size) * POWER))
        mixed = self._mixed(graph.shares(graph.op("Add", scores, absent)), value, absent)
        attended = self._linear(graph.bytes(mixed), prefix + "attention.output.dense")
        hidden = self._normalised(graph.op("Add", attended, hidden), prefix + "attention.output.LayerNorm")
        inner = graph.gelu(self._linear(graph.bytes(hidden), prefix + "intermediate.dense"))
        largest = graph.op("ReduceMax", inner, axes=[-1], keepdims=1)
        rows = graph.bytes(inner, graph.op("Max", largest, graph.constant(GELU_LEAST)))
        return self._normalised(
            graph.op("Add", self._linear(rows, prefix + "output.dense"), hidden), prefix + "output.LayerNorm"
        )

    def _heads(self, rows: tuple[str, str], prefix: str) -> list[str]:
        """Queries, keys and values of shape (sentences, heads, pieces, size), from one product."""
        graph = self.graph
        weights = [self._weight(f"{prefix}{part}.weight").T for part in QUERY_KEY_VALUE]
        biases = [self._weight(f"{prefix}{part}.bias") for part in QUERY_KEY_VALUE]
        together = graph.linear(rows, np.concatenate(weights, axis=1), np.concatenate(biases))
        shaped = graph.op("Reshape", together, graph.constant([0, 0, len(QUERY_KEY_VALUE), self.heads, -1], np.int64))
        parts = graph.op("Transpose", shaped, perm=[2, 0, 3, 1, 4])
        return [graph.op("Gather", parts, graph.constant(at, np.int64), axis=0) for at in range(len(QUERY_KEY_VALUE))]

    def _mixed(self, shares: str, values: str, absent: str) -> str:
        """The values of all pieces by their shares; padding has no part in the step of the values."""
        graph = self.graph
        present = graph.op("Add", graph.op("Div", absent, graph.constant(MASKED)), graph.constant(1.0))
        across = graph.op("Mul", graph.op("Transpose", values, perm=[0, 1, 3, 2]), present)
        whole, step = graph.quantised(across, VALUE_RANGE)
        product = graph.op("MatMul", shares, graph.op("Transpose", whole, perm=[0, 1, 3, 2]))
        steps = graph.op("Transpose", graph.op("Mul", step, graph.constant(1 / SHARE_RANGE)), perm=[0, 1, 3, 2])
        back = graph.op("Transpose", graph.op("Mul", product, steps), perm=[0, 2, 1, 3])
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
        return graph.op("Add", scores, self._distances())

    def _distances(self) -> str:
        """The score of the distance of each pair of words."""
        graph = self.graph
        count = graph.op("Gather", graph.op("Shape", "first"), graph.constant(1, np.int64))
        index = graph.op("Range", graph.constant(0, np.int64), count, graph.constant(1, np.int64))
        across, down = (graph.op("Unsqueeze", index, graph.constant([axis], np.int64)) for axis in (0, 1))
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
        return self.graph.linear(
            rows, self._weight(name + ".weight").T[:, :outputs], self._weight(name + ".bias")[:outputs]
        )

    def _normalised(self, values: str, name: str) -> str:
        weight, bias = self._weight(name + ".weight"), self._weight(name + ".bias")
        return self.graph.normalised(values, weight, bias, self.epsilon)
