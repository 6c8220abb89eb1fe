"""A builder of ONNX graphs whose results are the same bits on every processor.

Floating-point sums depend on the order of summation, and processors sum in different orders. So here only whole numbers
are summed: products of weights and activations are integers (`MatMulInteger`, single precision below 2^24, or double
below 2^53), and the mean and variance of a row are computed from whole numbers. Everything else is element by element,
which IEEE 754 defines exactly. Weights have 7 bits, so that no kernel saturates (`reduced range` of ONNX Runtime's
documentation).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
EXACT = 2**24
"""Single precision holds every whole number up to this one."""
FINE = 4095.0
"""Range of the activations that are multiplied in double precision."""
HEAD_RANGE = 700.0
"""Range of queries and keys: the product of two rows of 32 stays below EXACT."""
SHARE_RANGE, VALUE_RANGE = 4000.0, 2047.0
"""Ranges of the shares of attention, which sum up to the first, and of the values: their product stays below EXACT."""
POWER = 32
"""e^-x is (1 - x/POWER)^POWER."""
GELU_SLOPE = 0.4
GELU_LEAST = 0.25
"""The activation is never below -GELU_LEAST."""
Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear layer in whole numbers: `weight` of shape (in, out) is to be multiplied with `steps` of shape (out)."""

    weight: Array
    steps: Array
    bias: Array

    @staticmethod
    def of(weight: Array, bias: Array) -> Linear:
        """A layer with these weights, rounded."""
        steps = np.maximum(np.abs(weight).max(axis=0), 1e-8) / WEIGHT_RANGE
        return Linear(np.rint(weight / steps), steps, bias)

    def columns(self, first: int, last: int | None = None) -> Linear:
        """The layer for some of the outputs."""
        return Linear(self.weight[:, first:last], self.steps[first:last], self.bias[first:last])


class Graph:
    """Collects nodes and constants; each method adds nodes and returns the name of their result."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def op(self, kind: str, *inputs: str, **attributes: Any) -> str:  # noqa: ANN401  # ONNX's
        """Add a node; the name of its result."""
        name = f"v{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def constant(self, value: Array | float | Sequence[int], dtype: Any = np.float32) -> str:  # noqa: ANN401  # numpy's
        """Add a constant; equal constants are shared."""
        array = np.asarray(value, dtype=dtype, order="C")
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

    def largest(self, values: str, axis: int = -1) -> str:
        """The largest absolute value of each row (or along another axis), never zero; without that axis.

        ONNX Runtime is slow where a scalar meets an array whose last axis is 1, so the axis comes back at the end only.
        """
        least = self.op("Neg", self.op("ReduceMin", values, axes=[axis], keepdims=0))
        return self.op("Max", self.op("ReduceMax", values, axes=[axis], keepdims=0), least, self.constant(1e-6))

    def quantised(self, values: str, limit: float, axis: int = -1) -> tuple[str, str]:
        """Rows (or what lies along another axis) as whole numbers up to `limit`, and the step of each."""
        largest = self.largest(values, axis)
        factor = self.op("Div", self.constant(limit), largest)
        scaled = self.op("Mul", values, self.as_column(factor, axis))
        return self.op("Round", scaled), self.as_column(self.op("Mul", largest, self.constant(1 / limit)), axis)

    def bytes(self, values: str, largest: str | None = None) -> tuple[str, str]:
        """Rows as bytes, and the step of each row; `largest` is no smaller than any absolute value of a row."""
        largest = largest or self.largest(values)
        factor = self.op("Div", self.constant(float(ACTIVATION_RANGE)), largest)
        scaled = self.op("Mul", values, self.as_column(factor))
        # the cast cuts the fraction off
        whole = self.op("Cast", self.op("Add", scaled, self.constant(ZERO + 0.5)), to=TensorProto.UINT8)
        return whole, self.op("Mul", largest, self.constant(1 / ACTIVATION_RANGE))

    def as_column(self, values: str, axis: int = -1) -> str:
        """Values of rows with a last axis of 1 (or another axis)."""
        return self.op("Unsqueeze", values, self.constant([axis], np.int64))

    def linear(self, rows: tuple[str, str], layer: Linear) -> str:
        """A linear layer of rows of bytes."""
        product = self.op("MatMulInteger", rows[0], self.constant(layer.weight, np.int8), self.constant(ZERO, np.uint8))
        # one node that casts and multiplies with the step of the row; it knows rows of two axes only
        flat = self.op("Reshape", product, self.constant([-1, layer.weight.shape[1]], np.int64))
        steps = self.op("Reshape", rows[1], self.constant([-1], np.int64))
        scaled = self.op("Reshape", self.op("DequantizeLinear", flat, steps, axis=0), self.op("Shape", product))
        return self.op("Add", self.op("Mul", scaled, self.constant(layer.steps)), self.constant(layer.bias))

    def product(self, left: tuple[str, str], right: tuple[str, str], dtype: int, scale: float) -> str:
        """The product of quantised rows with the transpose of others, summed in `dtype`, and `scale` times it."""
        down = [0, 1, 3, 2]
        one, other = (
            self.op("Cast", part[0], to=dtype) if dtype != TensorProto.FLOAT else part[0] for part in (left, right)
        )
        whole = self.op("MatMul", one, self.op("Transpose", other, perm=down))
        if dtype != TensorProto.FLOAT:
            whole = self.op("Cast", whole, to=TensorProto.FLOAT)
        axes = self.constant([-1], np.int64)
        steps = self.as_column(self.op("Mul", self.op("Squeeze", left[1], axes), self.constant(scale)))
        scaled = self.op("Mul", whole, steps)
        return self.op("Mul", scaled, self.op("Transpose", right[1], perm=down))

    def normalised(self, values: str, weight: Array, bias: Array, epsilon: float) -> str:
        """Layer normalisation of rows; their mean and variance are those of rows of whole numbers."""
        size = len(weight)
        limit = float(int(np.sqrt(EXACT / size)))
        whole, step = self.quantised(values, limit)
        axes = self.constant([-1], np.int64)
        sums = [self.op("ReduceSum", part, axes, keepdims=0) for part in (whole, self.op("Mul", whole, whole))]
        mean, square = (
            self.op("Div", self.op("Cast", part, to=TensorProto.DOUBLE), self.constant(float(size), np.float64))
            for part in sums
        )
        unit = self.op("Cast", self.op("Squeeze", step, axes), to=TensorProto.DOUBLE)
        variance = self.op("Mul", self.op("Sub", square, self.op("Mul", mean, mean)), self.op("Mul", unit, unit))
        deviation = self.op("Sqrt", self.op("Add", variance, self.constant(epsilon, np.float64)))
        factor = self.op("Div", self.constant(1.0, np.float64), deviation)
        shift = self.op("Mul", self.op("Mul", mean, unit), factor)
        factor, shift = (self.as_column(self.op("Cast", part, to=TensorProto.FLOAT)) for part in (factor, shift))
        rows = self.op("Sub", self.op("Mul", values, factor), shift)
        return self.op("Add", self.op("Mul", rows, self.constant(weight)), self.constant(bias))

    def shares(self, values: str) -> str:
        """Softmax of rows, times SHARE_RANGE, in whole numbers; `values` are the scores divided by POWER."""
        top = self.op("Sub", self.op("ReduceMax", values, axes=[-1], keepdims=0), self.constant(1.0))
        power = self.op("Relu", self.op("Sub", values, self.as_column(top)))
        for _ in range(POWER.bit_length() - 1):
            power = self.op("Mul", power, power)
        whole = self.op("Round", self.op("Mul", power, self.constant(SHARE_RANGE)))
        total = self.op("ReduceSum", whole, self.constant([-1], np.int64), keepdims=0)
        factor = self.as_column(self.op("Div", self.constant(SHARE_RANGE), total))
        return self.op("Round", self.op("Mul", whole, factor))

    def gelu(self, values: str) -> str:
        """GELU with the error function as a polynomial of degree 2 (after Kim et al. 2021, I-BERT).

        x (1/2 + u - u|u|/2), where u is x/2.5 cut to [-1, 1]: no function that libraries compute in their own ways.
        """
        one = self.constant(1.0)
        cut = self.op("Clip", self.op("Mul", values, self.constant(GELU_SLOPE)), self.constant(-1.0), one)
        bend = self.op("Sub", one, self.op("Mul", self.op("Abs", cut), self.constant(0.5)))
        share = self.op("Add", self.op("Mul", cut, bend), self.constant(0.5))
        return self.op("Mul", values, share)
