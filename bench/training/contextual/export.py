"""Exports the network as an ONNX model of whole numbers (see `graph`)."""

from __future__ import annotations

import math

import numpy as np
import onnx
from onnx import TensorProto

from bench.training.contextual.graph import ACTIVATION_RANGE, FINE, Array, Graph
from bench.training.contextual.network import SIZE, Network
from extract.judge.encoder.pieces import DISTANCES

MASKED = 1e4
"""Taken from the score of padding before the softmax."""


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
        rows = graph.bytes(hidden)
        names = [f"{prefix}attention.self.{part}" for part in ("query", "key", "value")]
        query, key, value = (self._by_head(self._linear(rows, name)) for name in names)
        size = math.sqrt(self._weight(names[0] + ".weight").shape[0] / self.heads)
        scores = graph.product(graph.quantised(query, FINE), graph.quantised(key, FINE), (0, 1, 3, 2))
        shares = graph.softmax(graph.op("Add", graph.op("Div", scores, graph.constant(size)), absent))
        across = graph.op("Transpose", value, perm=[0, 1, 3, 2])
        mixed = self._mixed(shares, across, absent)
        attended = self._linear(graph.bytes(mixed), prefix + "attention.output.dense")
        hidden = self._normalised(graph.op("Add", attended, hidden), prefix + "attention.output.LayerNorm")
        inner = graph.gelu(self._linear(graph.bytes(hidden), prefix + "intermediate.dense"))
        outer = self._linear(graph.bytes(inner), prefix + "output.dense")
        return self._normalised(graph.op("Add", outer, hidden), prefix + "output.LayerNorm")

    def _mixed(self, shares: str, values: str, absent: str) -> str:
        """The values of all pieces by their shares; padding has no part in the step of the values."""
        graph = self.graph
        present = graph.op("Add", graph.op("Div", absent, graph.constant(MASKED)), graph.constant(1.0))
        kept = graph.op("Mul", values, present)
        parts = graph.op("Round", graph.op("Mul", shares, graph.constant(FINE))), graph.constant(1 / FINE)
        whole, step = graph.quantised(kept, FINE)
        one, other = (graph.op("Cast", part, to=TensorProto.DOUBLE) for part in (parts[0], whole))
        product = graph.op("MatMul", one, graph.op("Transpose", other, perm=[0, 1, 3, 2]))
        scaled = graph.op("Mul", graph.op("Cast", product, to=TensorProto.FLOAT), parts[1])
        mixed = graph.op("Mul", scaled, graph.op("Transpose", step, perm=[0, 1, 3, 2]))
        back = graph.op("Transpose", mixed, perm=[0, 2, 1, 3])
        return graph.op("Reshape", back, graph.constant([0, 0, -1], np.int64))

    def _by_head(self, rows: str) -> str:
        shaped = self.graph.op("Reshape", rows, self.graph.constant([0, 0, self.heads, -1], np.int64))
        return self.graph.op("Transpose", shaped, perm=[0, 2, 1, 3])

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
        scores = graph.op("Div", graph.product(predicates, arguments, (0, 1, 3, 2)), graph.constant(math.sqrt(SIZE)))
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
