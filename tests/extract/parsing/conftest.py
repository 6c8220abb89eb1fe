"""Pipelines that tests of parsing share."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language

from extract.parsing.acceleration import accelerate
from extract.parsing.defaults import DEFAULT_MODEL


@pytest.fixture(scope="session")
def stock() -> Language:
    """The default pipeline as spaCy loads it. A test must not change it."""
    return spacy.load(DEFAULT_MODEL)


@pytest.fixture
def fast() -> Language:
    """The default pipeline, accelerated."""
    return accelerate(spacy.load(DEFAULT_MODEL))
