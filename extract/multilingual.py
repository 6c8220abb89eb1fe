"""Documents in several languages: each is read with the pipeline of its language, and never with that of another."""

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
    from spacy.language import Language

GIVEN = re.compile(r"(?:([a-z]{2,3})=)?(.+)")


class Polyglot:
    """Extractors by language. `models` are names or paths of spaCy pipelines, `es=NAME` for the language of that code.

    A name alone is for the language that the pipeline says it is for. Without a name alone the default
    is there too. Raises ModelError for two pipelines of one language.
    """

    def __init__(self, models: Sequence[str] = (DEFAULT_MODEL,), known: Registry | None = None) -> None:
        self.registry = known or registry()
        given = [(match[1], match[2]) for match in filter(None, map(GIVEN.fullmatch, models))]
        if all(code for code, _ in given):
            given.insert(0, (None, DEFAULT_MODEL))
        self.first = Extractor(next(name for code, name in given if code is None), self.registry)
        self._by_language: dict[str, Extractor] = {}
        self._fingerprints: dict[str, str] = {}
        for code, name in given:
            extractor = self.first if name == self.first.model and code is None else Extractor(name, self.registry)
            language = code or model_language(name)
            if language in self._by_language:
                raise ModelError(
                    f"model {name!r}: there is {self._by_language[language].model!r} for {language} already; "
                    "give one of each language, as --model es=NAME"
                )
            self._by_language[language] = extractor

    @property
    def languages(self) -> frozenset[str]:
        """Codes of the languages that can be read."""
        return frozenset(self._by_language)

    @property
    def pipeline(self) -> Language:
        """The pipeline of texts whose language cannot be told."""
        return self.first.pipeline

    def of(self, document: Document) -> Extractor:
        """The extractor for a document; the first one, where its language is not known."""
        return self._by_language.get(document.language or "", self.first)

    def extraction(self, document: Document) -> Extraction:
        """All that one document gives."""
        return self.of(document).extraction(document)

    def open_triples(self, document: Document, *, nominal: bool = False) -> Iterator[OpenTriple]:
        """The clauses of a document in the words of the text."""
        return self.of(document).open_triples(document, nominal=nominal)

    def fingerprint(self) -> str:
        """Changes whenever some document could give other claims."""
        parts = [f"{code} {self._by_language[code].fingerprint()}" for code in sorted(self._by_language)]
        return hashlib.sha256("|".join([*parts, self.first.model]).encode()).hexdigest()[:16]

    def fingerprint_of(self, language: str | None) -> str:
        """Changes whenever the same document in this language could give other claims."""
        extractor = self._by_language.get(language or "", self.first)
        if extractor.model not in self._fingerprints:
            self._fingerprints[extractor.model] = extractor.fingerprint()
        return self._fingerprints[extractor.model]
