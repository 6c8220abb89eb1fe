"""What every process that extracts needs, loaded once: they are forked from one that has imported this.

It has the default pipeline, and has read a sentence with it, so that nothing is left to load. Only this module is
imported for what importing it does.
"""

from __future__ import annotations

import contextlib

import actorgraph.builder.extraction.pool  # noqa: F401  # what the forked processes run
from extract.multilingual import MultilingualExtractor
from extract.parsing.defaults import DEFAULT_MODEL
from ontology.errors import DataError, ModelError
from ontology.model import Document

with contextlib.suppress(ModelError, DataError):  # the process that extracts will tell of it
    MultilingualExtractor((DEFAULT_MODEL,)).extraction(Document("preloaded", "Kenya met Peru in Lima on Monday."))
