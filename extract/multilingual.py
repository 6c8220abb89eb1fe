"""Extraction from documents in several languages: each document is read by the pipeline of its own language."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from extract.claims import Extractor
from extract.parsing.defaults import DEFAULT_MODEL
from extract.parsing.sentences import model_language
from ontology.errors import ModelError
from ontology.model import Document, Extraction, OpenTriple
from ontology.registry import Registry, registry

if TYPE_CHECKING:
    from extract.parsing.model import Pipeline

MODEL_OPTION = re.compile(r"(?:([a-z]{2,3})=)?(.+)")
"""A language code (optional) and the name or path of a pipeline: `es=NAME`."""


class MultilingualExtractor:
    """One `Extractor` per language, chosen by the language of each document.

    `models` are names or paths of spaCy pipelines. `es=NAME` assigns a pipeline to a language code; a name without a
    code serves the language that the pipeline declares. If every entry has a code, the default pipeline is added.
    `known` is the registry of actors; `fast` leaves out the contextual scorer. Raises ModelError if two pipelines serve
    one language.
    """

    def __init__(
        self, models: Sequence[str] = (DEFAULT_MODEL,), known: Registry | None = None, *, fast: bool = False
    ) -> None:
        self.registry = known or registry()
        options = [(match[1], match[2]) for match in filter(None, map(MODEL_OPTION.fullmatch, models))]
        if all(code for code, _ in options):
            options.insert(0, (None, DEFAULT_MODEL))
        self.first = Extractor(next(name for code, name in options if code is None), self.registry, fast=fast)
        self._by_language: dict[str, Extractor] = {}
        self._fingerprints: dict[str, str] = {}
        for code, name in options:
            is_first = name == self.first.model and code is None
            extractor = self.first if is_first else Extractor(name, self.registry, fast=fast)
            language = code or model_language(name)
            if language in self._by_language:
                raise ModelError(
                    f"model {name!r}: there is {self._by_language[language].model!r} for {language} already; "
                    "give one for each language, as in --model es=NAME"
                )
            self._by_language[language] = extractor

    @property
    def languages(self) -> frozenset[str]:
        """Codes of the languages that have a pipeline."""
        return frozenset(self._by_language)

    @property
    def pipeline(self) -> Pipeline:
        """The pipeline for documents whose language is unknown."""
        return self.first.pipeline

    def load(self) -> Pipeline:
        """Load the default pipeline now. Raises ModelError if it is not installed or cannot parse."""
        return self.pipeline

    def of(self, document: Document) -> Extractor:
        """The extractor for the language of a document; the first extractor if the language is unknown."""
        return self._by_language.get(document.language or "", self.first)

    def extraction(self, document: Document) -> Extraction:
        """The claims and entities of one document."""
        return self.of(document).extraction(document)

    def open_triples(self, document: Document, *, nominal: bool = False) -> Iterator[OpenTriple]:
        """The open triples of one document; `nominal` adds appositions and possessives."""
        return self.of(document).open_triples(document, nominal=nominal)

    def fingerprint(self) -> str:
        """Cache key of all pipelines: changes whenever any document could give other claims."""
        parts = [f"{code} {self._by_language[code].fingerprint()}" for code in sorted(self._by_language)]
        return hashlib.sha256("|".join([*parts, self.first.model]).encode()).hexdigest()[:16]

    def fingerprint_of(self, language: str | None) -> str:
        """Cache key of the pipeline for one language."""
        extractor = self._by_language.get(language or "", self.first)
        if extractor.model not in self._fingerprints:
            self._fingerprints[extractor.model] = extractor.fingerprint()
        return self._fingerprints[extractor.model]
