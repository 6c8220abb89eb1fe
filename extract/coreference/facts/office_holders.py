"""Who holds which office in a document: the words before a name, "Secretary of State Ann Holt"."""

from __future__ import annotations

from collections.abc import Sequence

from extract.coreference.countries import Countries
from extract.coreference.names.name import Name, NamesBySentence, name_at
from extract.coreference.names.scope import is_sole_office
from extract.lexicon.loader import lexicon
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Doc, Token
from ontology.model import EntityType

MAX_TITLE = 12
"""Tokens of the title before a name."""
JOINTS = frozenset({"of", "the", "and", "for", "&", "in"})


class OfficeHolders:
    """The titles that the persons of one document bear, each with the name after it."""

    def __init__(self, sentences: Sequence[ParsedSentence], names: NamesBySentence, countries: Countries) -> None:
        self._titles: list[tuple[str, ParsedSentence, Name]] = []
        self._sole: set[str] = set()
        for parsed in sentences:
            for name in names[parsed.sentence.index]:
                if name.entity.type is EntityType.PERSON and not name.office:
                    for title in _titles(parsed, name, names, countries):
                        self._titles.append((title, parsed, name))

    def of(self, office: str) -> list[tuple[ParsedSentence, Name]]:
        """The names after this title, whatever the portfolio if it has none: "Secretary" of "Secretary of State"."""
        title = office.casefold()
        return [
            (parsed, name) for held, parsed, name in self._titles if held == title or held.startswith(f"{title} of ")
        ]

    def are_high(self) -> frozenset[str]:
        """The last words of the names after the title of a high office: "Putin" after "President"."""
        scope = lexicon().mentions.scope
        held = ((title.split(), parsed, name) for title, parsed, name in self._titles)
        return frozenset(
            name.words(parsed.span.doc)[-1].text
            for words, parsed, name in held
            if words and (words[0] in scope.portfolio_offices or is_sole_office(" ".join(words)))
        )


def _titles(parsed: ParsedSentence, name: Name, names: NamesBySentence, countries: Countries) -> list[str]:
    """The title before a name, and the office in apposition to it."""
    head = name.head(parsed.span.doc)
    beside = [name_at(names, parsed, child) for child in head.children if child.dep_ == "appos" and child.i > head.i]
    offices = [other.text(parsed.span.doc).casefold() for other in beside if other is not None and other.office]
    before = _title_before(parsed.span.doc, name.start, parsed.span.start, countries)
    return [before, *offices] if before else offices


def _title_before(doc: Doc, end: int, limit: int, countries: Countries) -> str:
    """The capitalised words before a name without those of a country: "secretary of state"."""
    start = end
    while start > max(limit, end - MAX_TITLE) and _is_of_title(doc[start - 1]):
        start -= 1
    words = [token for token in doc[start:end] if countries.of_word(token) is None]
    while words and words[0].lower_ in JOINTS:
        words = words[1:]
    return " ".join(token.lower_ for token in words)


def _is_of_title(token: Token) -> bool:
    return (token.text[:1].isupper() and token.pos_ != "VERB") or token.lower_ in JOINTS
