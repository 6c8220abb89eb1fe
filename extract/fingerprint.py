"""The cache key of extraction by rules: digest of code, data, known actors and model; and the key of reading.

A document is extracted again when its key changes. `extract.multilingual` and `extract.proposals` build their keys on
these; local builds and the cluster use the key of their extractor.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from extract.documents.content.options import ReaderOptions
from extract.near_duplicates import method
from extract.parsing.sentences import load
from ontology.code_digest import code_digest
from ontology.registry import Registry

PACKAGES = ("extract", "ontology")
LIBRARIES = (
    "anyascii", "charset-normalizer", "feedparser", "htmldate", "lxml", "markdown-it-py", "numpy", "puremagic",
    "py3langid", "pypdfium2", "python-docx", "rapidfuzz", "spacy", "thinc", "trafilatura", "warcio",
)  # fmt: skip
"""Distributions whose version decides what text is read from a file, how it is parsed, or which proposals hold."""


@cache
def extraction_code() -> str:
    """Digest of all code and data of `extract` and `ontology`, and of the versions of `LIBRARIES`."""
    return code_digest(PACKAGES, LIBRARIES)


def reading_key(options: ReaderOptions) -> str:
    """Changes whenever the same file could be read as another document: the code and the reader options."""
    columns = [options.columns.text, options.columns.date]
    limits = None if options.limits is None else [options.limits.seconds, options.limits.memory]
    languages = [sorted(options.languages or ()), options.languages is None]
    chosen = [columns, options.teasers, languages, options.max_size, limits]
    return _short(extraction_code(), json.dumps(chosen))


def extraction_key(model: str, registry: Registry, *, contextual: bool) -> str:
    """Changes whenever the same document could give other claims: the code, the model, the known actors, the scorer."""
    actors = hashlib.sha256()
    for entry in registry.entries():
        actors.update(repr(entry).encode())
    scorer = "contextual" if contextual else "linear"
    return _short(extraction_code(), model_identity(model), actors.hexdigest(), method(), scorer)


@cache
def model_identity(model: str) -> str:
    """Name and version of an installed pipeline; digest of all files of one given as a folder.

    Raises ModelError if there is neither.
    """
    try:
        return f"{model}-{version(model.replace('_', '-'))}"
    except PackageNotFoundError:
        folder = Path(model)
        if folder.is_dir():
            return f"{folder.name}-{code_digest([folder], ())}"
        meta = load(model).meta
        return f"{meta.get('lang')}-{meta.get('name')}-{meta.get('version')}"


def _short(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]
