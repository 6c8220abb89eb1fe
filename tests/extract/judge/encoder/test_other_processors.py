"""The encoder gives the same bits on older processors, which an emulator stands for."""

import os
import platform
import shutil
import subprocess
import sys

import pytest

pytest.importorskip("onnxruntime", reason="onnxruntime is not installed")
EMULATOR = shutil.which("qemu-x86_64-static") or shutil.which("qemu-x86_64")
PROGRAM = """
import hashlib
from importlib.resources import files
import numpy as np, onnxruntime as ort
options = ort.SessionOptions()
options.intra_op_num_threads = options.inter_op_num_threads = 1
options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
model = str(files("extract.judge.encoder") / "encoder.onnx")
session = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
chance, digest = np.random.default_rng(7), hashlib.sha256()
for length in (7, 38):
    pieces, mask = chance.integers(1000, 20000, (2, length)), np.ones((2, length), np.int64)
    mask[1, length - 3 :] = 0
    first = np.tile(np.arange(1, length - 3), (2, 1))
    inputs = {"pieces": pieces, "mask": mask, "first": first, "places": first - 1}
    digest.update(session.run(["links"], inputs)[0].tobytes())
print(digest.hexdigest())
"""


def digest(*emulator: str) -> str:
    """The digest of the scores of some word pieces."""
    # the emulator may lock up in programs with several threads, such as those of numpy's products
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    command = [*emulator, sys.executable, "-c", PROGRAM]
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.skipif(EMULATOR is None, reason="qemu-user is not installed")
@pytest.mark.skipif(platform.machine() != "x86_64", reason="the emulated programs are for x86-64")
@pytest.mark.parametrize("processor", ["Nehalem", "SandyBridge", "Haswell"])
def test_the_same_bits_on_an_older_processor(processor: str) -> None:
    assert digest(str(EMULATOR), "-cpu", processor) == digest() != ""
