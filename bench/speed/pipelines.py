"""Compares the accelerated pipeline with the stock pipeline, for any Python environment and model.

    python bench/speed/pipelines.py                        # this interpreter, the default model
    /path/to/python bench/speed/pipelines.py MODEL         # another environment, another model or folder

Prints the versions, the replaced components, the number of tokens of the seeds with different annotations, and times.
The exit code is 1 if any annotation differs.
"""

from __future__ import annotations

import sys
import time
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # the project may not be installed in this environment

import spacy  # noqa: E402  # must follow the change of sys.path
from spacy.language import Language  # noqa: E402

from extract.documents.reader import iter_documents  # noqa: E402
from extract.parsing.acceleration import accelerate, numpy_products  # noqa: E402
from extract.parsing.acceleration.threads import one_thread  # noqa: E402
from extract.parsing.defaults import DEFAULT_MODEL  # noqa: E402

ANNOTATIONS: list[int | str] = ["TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "ENT_TYPE", "ENT_IOB", "SENT_START"]
DISTRIBUTIONS = ("spacy", "thinc", "numpy")


def annotate(nlp: Language, documents: list[list[str]]) -> tuple[list[list[int]], float]:
    """Return the annotations of each token as integer ids, and the seconds of the second of two runs."""
    for _ in range(2):
        start = time.process_time()
        with one_thread():
            rows = [row for texts in documents for doc in nlp.pipe(texts) for row in doc.to_array(ANNOTATIONS).tolist()]
        seconds = time.process_time() - start
    return rows, seconds


def main(model: str) -> int:
    """Compare the two pipelines and print the result. Return exit code 1 if an annotation differs."""
    documents = [document.text.split("\n") for document in iter_documents([ROOT / "seeds"], on_error=print)]
    expected, stock_seconds = annotate(spacy.load(model), documents)
    with numpy_products():
        nlp = spacy.load(model)
    stock_components = dict(nlp.pipeline)
    accelerate(nlp)
    replaced = [name for name, component in nlp.pipeline if stock_components.get(name) is not component]
    models = [name for name, component in nlp.pipeline if "accelerated_tok2vec" in _layers(component)]
    rows, seconds = annotate(nlp, documents)
    different = sum(row != stock_row for row, stock_row in zip(rows, expected, strict=True))
    print(*(f"{name} {version(name)}" for name in DISTRIBUTIONS), f"python {sys.version.split()[0]}", sep=", ")
    print(f"{model}: replaced {', '.join(replaced) or 'nothing'}; fast tok2vec in {', '.join(models) or 'nothing'}")
    print(f"{len(rows)} tokens, {different} differ; {stock_seconds:.2f} s stock, {seconds:.2f} s accelerated")
    return int(different > 0)


def _layers(component: object) -> set[str]:
    model = getattr(component, "model", None)
    return set() if model is None else {layer.name for layer in model.walk()}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1] if len(sys.argv) > 1 else DEFAULT_MODEL))
