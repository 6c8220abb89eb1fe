"""Other names that the text gives an actor: "Wan Kuok-koi, also known as Broken Tooth", "Dang Xu, alias Big Boss"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extract.coreference.names.name import Name, NamesBySentence
from extract.lexicon.loader import lexicon
from extract.parsing.abbreviations import is_alias
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token, TokenSpan
from ontology.model import EntityType
from ontology.registry import Registry

OPENING = frozenset({",", "(", "–", "—", "-", "who", "which", "is", "was"})
"""What may stand between a name and the words that lead to the other name."""
MAX_WORDS = 5


def aliases(names: NamesBySentence, sentences: Sequence[ParsedSentence], registry: Registry) -> dict[str, Name]:
    """By alias, the name that the document gives it to; without places, and without aliases that the registry knows."""
    found: dict[str, Name] = {}
    for parsed in sentences:
        for name, alias in _introduced(parsed, names[parsed.sentence.index]):
            is_place = name.entity.type in {EntityType.COUNTRY, EntityType.PLACE}
            if not is_place and registry.find(alias.text) is None and alias.text != name.text(parsed.span.doc):
                found.setdefault(alias.text, name)
    return found


def with_aliases(
    names: NamesBySentence, sentences: Sequence[ParsedSentence], found: Mapping[str, Name]
) -> NamesBySentence:
    """The names of a document, with every occurrence of an alias as a name of its own."""
    if not found:
        return names
    return {parsed.sentence.index: _with_aliases(names[parsed.sentence.index], parsed, found) for parsed in sentences}


def _with_aliases(names: Sequence[Name], parsed: ParsedSentence, found: Mapping[str, Name]) -> list[Name]:
    kept = list(names)
    for alias, name in found.items():
        for start, end in _occurrences(parsed, alias):
            overlapping = [other for other in kept if other.start < end and start < other.end]
            if all(start <= other.start and other.end <= end for other in overlapping):
                kept = [other for other in kept if other not in overlapping]
                kept.append(Name(start, end, name.entity, known=name.known))
    return sorted(kept, key=lambda each: each.start)


def _occurrences(parsed: ParsedSentence, alias: str) -> Iterator[tuple[int, int]]:
    """The tokens from and to which the words of an alias stand in a sentence."""
    starts = {token.idx: token.i for token in parsed.span}
    ends = {token.idx + len(token.text): token.i + 1 for token in parsed.span}
    offset = parsed.span[0].idx if starts else 0
    for match in re.finditer(re.escape(alias), parsed.span.text):
        start, end = starts.get(offset + match.start()), ends.get(offset + match.end())
        if start is not None and end is not None:
            yield start, end


def _introduced(parsed: ParsedSentence, names: Sequence[Name]) -> Iterator[tuple[Name, TokenSpan]]:
    """Each name of a sentence that an alias follows, with the words of the alias."""
    for name in names:
        start = _after_cue(parsed, name.end)
        alias = None if start is None else _capitalised_run(parsed, start)
        if alias is not None:
            yield name, alias


def _after_cue(parsed: ParsedSentence, index: int) -> int | None:
    """Where the alias begins if "also known as" or the like begins at a token; None if nothing of the kind does."""
    words, tokens, end = lexicon().mentions.aliases, parsed.span.doc.tokens, parsed.span.end
    while index < end and (tokens[index].text in OPENING or tokens[index].lower_ in words.adverbs):
        index += 1
    if index < end and (is_alias(tokens[index].text) or tokens[index].lower_ in words.participles):
        return index + 1
    if index >= end or tokens[index].lower_ not in words.known:
        return None
    index += 1
    while index < end and (tokens[index].lower_ in words.known_as or tokens[index].lower_ in words.adverbs):
        index += 1
    leads = tokens[index - 1].lower_ in words.known_as
    return index if leads else None


def _capitalised_run(parsed: ParsedSentence, index: int) -> TokenSpan | None:
    """The capitalised words that begin at a token, without article and quotation marks."""
    doc, end = parsed.span.doc, parsed.span.end
    while index < end and (doc[index].is_quote or doc[index].lower_ == "the"):
        index += 1
    last = index
    while last < min(end, index + MAX_WORDS) and _is_part(doc[last], is_first=last == index):
        last += 1
    while last > index and doc[last - 1].text == "-":
        last -= 1
    return doc[index:last] if last > index else None


def _is_part(token: Token, *, is_first: bool) -> bool:
    is_joint = token.text == "-" or token.lower_ in lexicon().mentions.names.particles
    return token.text[:1].isupper() or (is_joint and not is_first)
