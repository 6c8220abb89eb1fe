"""Tables about persons: the pronoun model (`pronouns.toml`) and first names (`first_names.toml`)."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, StrictFloat

from ontology.data_files import DataTable


def _words(text: object) -> object:
    """Split a text into words; anything else is left to pydantic."""
    return text.split() if isinstance(text, str) else text


class PronounModel(DataTable):
    """Words that tell a person's gender, and the weights of the features that rank antecedents."""

    feminine: frozenset[str]
    masculine: frozenset[str]
    weights: dict[str, StrictFloat]


class FirstNames(DataTable):
    """First names, in small letters, by gender."""

    feminine: Annotated[frozenset[str], BeforeValidator(_words)]
    masculine: Annotated[frozenset[str], BeforeValidator(_words)]
