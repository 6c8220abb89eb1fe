"""A builder of ONNX graphs whose results are the same bits on every processor.

Floating-point sums depend on the order of summation, and processors sum in different orders. So here only whole numbers
are summed: products of weights and activations are integers (`MatMulInteger`, or double precision below 2^53), and the
mean and variance of a row are computed from fixed-point numbers. Everything else is element by element, which IEEE 754
defines exactly. Weights have 7 bits, so that no kernel saturates (`reduced range` of ONNX Runtime's documentation).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
WEIGHT_RANGE = 63
ACTIVATION_RANGE = 127
ZERO = 128
"""What stands for zero in unsigned bytes; signed ones have no fast kernel on many processors."""
FINE = 4095.0
"""Range of the activations that are multiplied in double precision."""
FIXED = 1024.0
"""Fixed-point numbers of rows count in this fraction."""
GELU_SLOPE = 0.4
Array = NDArray[Any]


class Graph:
    """Collects nodes and constants; each method adds nodes and returns the name of their result."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}
        self._count = 0

    def op(self, kind: str, *inputs: str, outputs: int = 1, **attributes: Any) -> str:  # noqa: ANN401  # ONNX's
        """Add a node; the name of its first result."""
        self._count += 1
        names = [f"v{self._count}_{number}" for number in range(outputs)]
        self._nodes.append(helper.make_node(kind, list(inputs), names, **attributes))
        return names[0]

    def constant(self, value: Array | float | Sequence[int], dtype: Any = np.float32) -> str:  # noqa: ANN401  # numpy's
        """Add a constant; equal constants are shared."""
        array = np.ascontiguousarray(np.asarray(value, dtype=dtype))
        name = f"c{len(self._constants)}"
        for known, tensor in self._constants.items():
            if array.size <= 4 and tensor == numpy_helper.from_array(array, known):
                return known
        self._constants[name] = numpy_helper.from_array(array, name)
        return name

    def model(
        self, inputs: Sequence[tuple[str, Sequence[str]]], outputs: Sequence[tuple[str, str, Sequence[str]]]
    ) -> onnx.ModelProto:
        """The finished model: inputs of whole numbers by name and axes; outputs by name, result and axes."""
        nodes = [*self._nodes, *(helper.make_node("Identity", [result], [name]) for name, result, _ in outputs)]
        graph = helper.make_graph(
            nodes,
            "scorer",
            [helper.make_tensor_value_info(name, TensorProto.INT64, list(axes)) for name, axes in inputs],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, list(axes)) for name, _, axes in outputs],
            list(self._constants.values()),
        )
        made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)
        onnx.checker.check_model(made)
        return made

    # ---- exact arithmetic

    def quantised(self, values: str, limit: float) -> tuple[str, str]:
        """Rows as whole numbers up to `limit`, and the step of each row."""
        largest = self.op("ReduceMax", self.op("Abs", values), axes=[-1], keepdims=1)
        largest = self.op("Max", largest, self.constant(1e-6))
        scaled = self.op("Mul", values, self.op("Div", self.constant(limit), largest))
        return self.op("Round", scaled), self.op("Div", largest, self.constant(limit))

    def bytes(self, values: str) -> tuple[str, str]:
        """Rows as bytes, and the step of each row."""
        whole, step = self.quantised(values, ACTIVATION_RANGE)
        return self.op("Cast", self.op("Add", whole, self.constant(float(ZERO))), to=TensorProto.UINT8), step

    def linear(self, rows: tuple[str, str], weight: Array, bias: Array) -> str:
        """A linear layer of rows of bytes; `weight` is of shape (in, out)."""
        steps = np.maximum(np.abs(weight).max(axis=0), 1e-8) / WEIGHT_RANGE
        whole = self.constant(np.rint(weight / steps), np.int8)
        product = self.op("MatMulInteger", rows[0], whole, self.constant(ZERO, np.uint8))
        scaled = self.op("Mul", self.op("Cast", product, to=TensorProto.FLOAT), rows[1])
        return self.op("Add", self.op("Mul", scaled, self.constant(steps)), self.constant(bias))

    def product(self, left: tuple[str, str], right: tuple[str, str], transposed: Sequence[int]) -> str:
        """The product of quantised rows with the transpose of others, in double precision, scaled back."""
        one, other = (self.op("Cast", part[0], to=TensorProto.DOUBLE) for part in (left, right))
        whole = self.op("MatMul", one, self.op("Transpose", other, perm=list(transposed)))
        scaled = self.op("Mul", self.op("Cast", whole, to=TensorProto.FLOAT), left[1])
        return self.op("Mul", scaled, self.op("Transpose", right[1], perm=list(transposed)))

    def normalised(self, values: str, weight: Array, bias: Array, epsilon: float) -> str:
        """Layer normalisation of rows, from fixed-point numbers."""
        size = float(len(weight))
        fixed = self.op("Cast", self.op("Round", self.op("Mul", values, self.constant(FIXED))), to=TensorProto.DOUBLE)
        total = self.op("ReduceSum", fixed, self.constant([-1], np.int64), keepdims=1)
        mean = self.op("Round", self.op("Div", total, self.constant(size, np.float64)))
        apart = self.op("Sub", fixed, mean)
        squares = self.op("ReduceSum", self.op("Mul", apart, apart), self.constant([-1], np.int64), keepdims=1)
        variance = self.op("Div", squares, self.constant(size * FIXED * FIXED, np.float64))
        deviation = self.op("Sqrt", self.op("Add", variance, self.constant(epsilon, np.float64)))
        # rounded, so that the last bit of a square root does not matter
        grain = self.constant(2.0**24, np.float64)
        deviation = self.op("Div", self.op("Round", self.op("Mul", deviation, grain)), grain)
        scaled = self.op("Div", apart, self.op("Mul", deviation, self.constant(FIXED, np.float64)))
        rows = self.op("Cast", scaled, to=TensorProto.FLOAT)
        return self.op("Add", self.op("Mul", rows, self.constant(weight)), self.constant(bias))

    def softmax(self, values: str) -> str:
        """Softmax of rows, as 14-bit whole numbers over their sum; e^-x is (1 - x/256)^256."""
        apart = self.op("Sub", self.op("ReduceMax", values, axes=[-1], keepdims=1), values)
        power = self.op(
            "Max", self.op("Sub", self.constant(1.0), self.op("Div", apart, self.constant(256.0))), self.constant(0.0)
        )
        for _ in range(8):
            power = self.op("Mul", power, power)
        whole = self.op("Round", self.op("Mul", power, self.constant(16383.0)))
        return self.op("Div", whole, self.op("ReduceSum", whole, self.constant([-1], np.int64), keepdims=1))

    def gelu(self, values: str) -> str:
        """GELU with the error function as a polynomial of degree 2 (after Kim et al. 2021, I-BERT).

        x (1/2 + u - u|u|/2), where u is x/2.5 cut to [-1, 1]: no function that libraries compute in their own ways.
        """
        one = self.constant(1.0)
        cut = self.op("Clip", self.op("Mul", values, self.constant(GELU_SLOPE)), self.constant(-1.0), one)
        bend = self.op("Sub", one, self.op("Mul", self.op("Abs", cut), self.constant(0.5)))
        share = self.op("Add", self.op("Mul", cut, bend), self.constant(0.5))
        return self.op("Mul", values, share)
