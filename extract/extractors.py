"""Extractors by name: the built-in ones, and those of third parties.

An extractor takes a `Document` and returns an `Extraction`: its sentences, claims and entities. Third parties register
a factory under the entry point group `actorgraph.extractors`; it gets `ExtractorSettings` and returns an extractor. The
usual one wraps a `Proposer`:

    def my_extractor(settings: ExtractorSettings) -> DocumentExtractor:
        return VerifyingExtractor(MyProposer(), settings.pipelines())
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from extract.llm.settings import LLM, RULES_AND_LLM, ModelSettings
from extract.parsing.defaults import DEFAULT_MODEL
from ontology.errors import ModelError

if TYPE_CHECKING:
    from extract.multilingual import MultilingualExtractor
    from ontology.model import Document, Extraction
    from ontology.registry import Registry

RULES = "rules"
BUILT_IN = (RULES, LLM, RULES_AND_LLM)
OPEN_NEEDS_RULES = f"--open needs --extractor {RULES}: open triples come from the parse"
GROUP = "actorgraph.extractors"
"""The entry point group of extractors of third parties."""


class DocumentExtractor(Protocol):
    """What extracts from documents. It must be a pure function of document and fingerprint, in any process."""

    @property
    def registry(self) -> Registry:
        """The known actors."""

    @property
    def languages(self) -> frozenset[str] | None:
        """ISO 639 codes of the languages that are read; None for all. Other documents are reported and skipped."""

    def load(self) -> object:
        """Load what extraction needs now, so that a problem shows early. Raises ModelError."""

    def extraction(self, document: Document) -> Extraction:
        """What a document says. Raises NotExtractedError if nothing can be extracted from this document now.

        What can be extracted only in part has the reason in `missing`.
        """

    def fingerprint(self) -> str:
        """Cache key: changes whenever any document could give other claims."""

    def fingerprint_of(self, language: str | None) -> str:
        """Cache key for documents in one language."""


@runtime_checkable
class PreparedExtractor(Protocol):
    """An extractor with something to do before extraction, such as requests to another machine.

    `prepare` is called in the main process only, with the documents that are about to be extracted from.
    """

    def prepare(
        self,
        documents: Iterable[Document],
        on_document: Callable[[int], None] | None = None,
        on_problem: Callable[[str, str], None] | None = None,
    ) -> None:
        """Do it. `on_document`: called with how many documents are done; `on_problem`: with an id and a reason."""


class Reasons:
    """Why documents lack what an extractor prepares, to be told with what its extraction says of them."""

    def __init__(self) -> None:
        self._reasons: dict[str, str] = {}

    def add(self, document: str, reason: str) -> None:
        """Note a reason; the first one of a document counts."""
        self._reasons.setdefault(document, reason)

    def explained(self, document: str, why: str) -> str:
        """What extraction says of a document, after the reason if there is one."""
        reason = self._reasons.get(document)
        return why if reason is None else f"{reason}; {why}"


def prepared(
    extractor: DocumentExtractor, documents: Iterable[Document], on_document: Callable[[int], None] | None = None
) -> Reasons:
    """Let an extractor prepare, if it has something to do before extraction; the reasons of what it could not do."""
    reasons = Reasons()
    if isinstance(extractor, PreparedExtractor):
        extractor.prepare(documents, on_document, reasons.add)
    return reasons


@dataclass(frozen=True, slots=True)
class ExtractorSettings:
    """What extracts: the `name` of the extractor, spaCy pipelines, the user's own actors, and a language model.

    `fast` leaves out the contextual scorer of the rules.
    """

    models: tuple[str, ...] = (DEFAULT_MODEL,)
    actors: Path | None = None
    fast: bool = False
    name: str = RULES
    llm: ModelSettings | None = None

    def pipelines(self) -> MultilingualExtractor:
        """The rules, with a pipeline for each language. Raises ModelError or DataError."""
        from extract.multilingual import MultilingualExtractor
        from ontology.registry import known_actors

        return MultilingualExtractor(self.models, known_actors(self.actors), fast=self.fast)


def extractor_of(settings: ExtractorSettings) -> DocumentExtractor:
    """The extractor of these settings. Raises ModelError for an unknown name or a model that is not named."""
    if settings.name == RULES:
        return settings.pipelines()
    if settings.name in BUILT_IN:
        return _model_extractor(settings)
    from importlib.metadata import entry_points

    for point in entry_points(group=GROUP, name=settings.name):
        factory = cast("Callable[[ExtractorSettings], DocumentExtractor]", point.load())
        return factory(settings)
    raise ModelError(f"no extractor named {settings.name!r}; choose one of: {', '.join(extractor_names())}")


def _model_extractor(settings: ExtractorSettings) -> DocumentExtractor:
    from extract.llm.extractor import CombinedExtractor, ModelExtractor

    if settings.llm is None or not settings.llm.model:
        raise ModelError(f"--extractor {settings.name} needs a model; name one with --llm-model")
    kind = CombinedExtractor if settings.name == RULES_AND_LLM else ModelExtractor
    return kind(settings.llm, settings.pipelines())


def extractor_names() -> tuple[str, ...]:
    """The names of all extractors that are installed: the built-in ones first."""
    from importlib.metadata import entry_points

    others = {point.name for point in entry_points(group=GROUP)}
    return (*BUILT_IN, *sorted(others - set(BUILT_IN)))
