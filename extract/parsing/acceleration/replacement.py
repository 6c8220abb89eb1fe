"""Replace a component of a spaCy pipeline in a way that can be taken back."""

from __future__ import annotations

from contextlib import ExitStack

from spacy.language import Language


def replace_component(nlp: Language, name: str, factory: str, undo: ExitStack) -> None:
    """Disable a component and put another one after it, made by `factory` with the setting `original=name`.

    The stock component stays in the pipeline, disabled. Callbacks that take the replacement back are added to `undo`.
    """
    replacement = f"accelerated_{name}"
    # Not validated: confection 0.1 (spaCy 3.8.7) validates with pydantic 1, which cannot resolve postponed annotations.
    nlp.add_pipe(factory, name=replacement, after=name, config={"original": name}, validate=False)
    undo.callback(nlp.remove_pipe, replacement)
    nlp.disable_pipe(name)
    undo.callback(nlp.enable_pipe, name)
