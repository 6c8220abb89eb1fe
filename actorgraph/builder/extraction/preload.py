"""Loads the default pipeline into the fork server from which extraction workers are forked.

Importing this module does the work: it also extracts from one sentence, because parts of the pipeline are loaded on
first use. It is the only module that is imported for its side effect.
"""

from __future__ import annotations

import contextlib

import actorgraph.builder.extraction.pool  # noqa: F401  # what the forked processes run
from extract.multilingual import MultilingualExtractor
from extract.parsing.defaults import DEFAULT_MODEL
from ontology.errors import DataError, ModelError
from ontology.model import Document

with contextlib.suppress(ModelError, DataError):  # the worker reports the error
    MultilingualExtractor((DEFAULT_MODEL,)).extraction(Document("preloaded", "Kenya met Peru in Lima on Monday."))
