"""Load and accelerate a spaCy pipeline.

Importing spaCy takes half a second, so other modules import this one only when they parse.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path
from typing import Any, TypeAlias

import spacy
from spacy.language import Language

from extract.lexicon.loader import lemma_corrections
from extract.parsing.acceleration import accelerate, numpy_products
from extract.parsing.defaults import install_name
from ontology.errors import ModelError

Pipeline: TypeAlias = Language
"""The type of a loaded pipeline, for annotations outside this package."""
SHORT_VERB = re.compile(r"[^aeiou]*(?:qu)?[aeiouy][bcdfgklmnprstvz]")
"""A verb of one syllable whose last consonant doubles: "hop"."""
REQUIRED_COMPONENTS = ("parser", "ner")


def load_pipeline(model: str) -> Pipeline:
    """Load the spaCy pipeline of this name or folder. Raises ModelError, which says how to install it."""
    try:
        with numpy_products():
            nlp = spacy.load(model)
    except (OSError, ImportError, ValueError) as error:
        raise ModelError(f"model {model!r}: {_explain_failure(model)}") from error
    missing = [name for name in REQUIRED_COMPONENTS if name not in nlp.pipe_names]
    if missing:
        raise ModelError(
            f"model {model!r}: has no {' and no '.join(missing)}; choose an English pipeline that has both"
        )
    _correct_lemmas(nlp)
    return accelerate(nlp)


def _correct_lemmas(nlp: Pipeline) -> None:
    """Add the forms that a rule lemmatizer gets wrong to its tables; leave other lemmatizers as they are."""
    if "lemmatizer" not in nlp.pipe_names:
        return
    lookups = getattr(nlp.get_pipe("lemmatizer"), "lookups", None)
    if lookups is None or not lookups.has_table("lemma_exc"):
        return
    data = lemma_corrections()
    tokenizer: Any = nlp.tokenizer
    for form in (form for forms in data.verbs.values() for form in forms if "-" in form):
        tokenizer.add_special_case(form, [{"ORTH": form}])  # "co-hosted" is one token
    exceptions, index = (lookups.get_table(table) for table in ("lemma_exc", "lemma_index"))
    exceptions["verb"] = exceptions.get("verb", {}) | {
        form: [verb] for verb, forms in data.verbs.items() for form in forms
    }
    exceptions["noun"] = exceptions.get("noun", {}) | {
        form: [noun] for noun, forms in data.nouns.items() for form in forms
    }
    verbs = (set(index.get("verb", ())) | set(data.verbs)) - set(data.rare)
    index["verb"] = verbs - {verb for verb in verbs if _hides_longer_verb(verb, verbs, exceptions["verb"])}


def _hides_longer_verb(verb: str, verbs: Collection[str], exceptions: Collection[str]) -> bool:
    """True for "hop", for a form of which the rules take "hoped"; its own, "hopped", is among the exceptions."""
    doubled = f"{verb}{verb[-1]}"
    own = {f"{doubled}ed", f"{doubled}ing"}
    return f"{verb}e" in verbs and bool(SHORT_VERB.fullmatch(verb)) and any(form in exceptions for form in own)


def _explain_failure(model: str) -> str:
    """Say why a pipeline cannot be loaded and what to do about it."""
    if "/" in model or "\\" in model:
        problem = "there is no spaCy pipeline in this folder" if Path(model).is_dir() else "there is no such folder"
        return f"{problem}; give the name of an installed pipeline or the folder of one (with its config.cfg)"
    return f"it is not installed; install it with: pip install {install_name(model)}"
