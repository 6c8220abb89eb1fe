"""Accelerate a spaCy pipeline, or keep the stock one if the result is not the same.

The accelerated components use internals of spaCy and thinc that a new version may rename. So they are checked when a
pipeline is loaded, and nothing here is needed for correct results.
"""

from __future__ import annotations

import logging
import os
from contextlib import AbstractContextManager, ExitStack, nullcontext
from typing import TYPE_CHECKING

from thinc.api import use_ops

from extract.parsing.acceleration.threads import one_thread

if TYPE_CHECKING:
    from spacy.language import Language

log = logging.getLogger(__name__)

VARIABLE = "ACTORGRAPH_ACCELERATE"
"""Environment variable; the value 0 turns acceleration off."""
CHECK_TEXTS = (
    "Thailand's Foreign Ministry said on 17 December 2025 that it would host talks with the U.S. Treasury.",
    "They're gonna sue the Bank of New York Mellon, ain't they? \"Let's wait,\" Chen Zhi told Reuters  \n in Hanoi.",
    "Ms Tan hadn't paid $15 billion",
)
"""Texts that take all branches of the fast components: long and short entities, spaces, longer ruler patterns."""
ANNOTATIONS: list[int | str] = ["TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "ENT_TYPE", "ENT_IOB", "SENT_START"]
INTERNALS_CHANGED = (ImportError, AttributeError, TypeError, ValueError, LookupError, RuntimeError)
"""What code raises that relies on a name, a signature, a layer or a parameter that is no longer there."""


class AnnotationsDifferError(ValueError):
    """The accelerated pipeline annotates a check text differently from the stock one."""


def is_enabled() -> bool:
    """Return whether pipelines are to be accelerated."""
    return os.environ.get(VARIABLE) != "0"


def numpy_products() -> AbstractContextManager[None]:
    """Let pipelines loaded in this context use numpy's BLAS, which is two to three times as fast as thinc's default.

    A third of a pipeline's time goes into matrix products (docs/decisions/extraction.md).
    """
    return use_ops("numpy", use_blis=False) if is_enabled() else nullcontext()


def accelerate(nlp: Language) -> Language:
    """Replace the supported components of a pipeline by faster ones with the same annotations; return the pipeline.

    Components are recognised by factory and type; others are left as they are. If the annotations of `CHECK_TEXTS`
    change, or an internal that the fast components need is missing, the pipeline stays as it was and the log gets one
    warning.
    """
    if not is_enabled():
        return nlp
    expected = _annotations(nlp)
    with ExitStack() as undo:
        try:
            _replace_components(nlp, undo)
            _check_annotations(nlp, expected)
        except INTERNALS_CHANGED as error:
            log.warning("keeping spaCy's own, slower components: %s: %s", type(error).__name__, error)
        else:
            undo.pop_all()
    return nlp


def _replace_components(nlp: Language, undo: ExitStack) -> None:
    """Replace what is supported. The imports are here because those modules import private names of spaCy."""
    from extract.parsing.acceleration.attribute_ruler import accelerate_attribute_ruler
    from extract.parsing.acceleration.lemmatizer import accelerate_lemmatizer
    from extract.parsing.acceleration.ner import accelerate_ner
    from extract.parsing.acceleration.tok2vec import accelerate_tok2vec

    accelerate_tok2vec(nlp, undo)  # first: the recogniser takes over the tok2vec model of the component it replaces
    by_factory = {
        "attribute_ruler": accelerate_attribute_ruler,
        "lemmatizer": accelerate_lemmatizer,
        "ner": accelerate_ner,
    }
    for name in list(nlp.pipe_names):
        replace = by_factory.get(nlp.get_pipe_meta(name).factory)
        if replace is not None and not replace(nlp, name, undo):
            log.info("component %r is of another kind: not accelerated", name)


def _check_annotations(nlp: Language, expected: list[object]) -> None:
    if _annotations(nlp) != expected:
        raise AnnotationsDifferError("the accelerated pipeline gives other annotations")


def _annotations(nlp: Language) -> list[object]:
    with one_thread():
        return [doc.to_array(ANNOTATIONS).tolist() for doc in nlp.pipe(CHECK_TEXTS)]
