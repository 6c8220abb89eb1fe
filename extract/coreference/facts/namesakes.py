"""Places that bear the name of a country or a capital: "Lebanon, Ohio", "Paris in Texas", the state of Georgia.

One sense per document (Gale, Church & Yarowsky 1992): where a document says once that Paris is in Texas, it is so
everywhere in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extract.lexicon.actor_words import NamesakeWords
from extract.lexicon.loader import lexicon
from extract.parsing.sentences import ParsedSentence
from ontology.model import EntityType
from ontology.registry import Registry

NAME = r"(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?)"


def namesakes(sentences: Sequence[ParsedSentence], registry: Registry) -> frozenset[str]:
    """The names of countries and capitals that a document gives to other places."""
    text = "\n".join(parsed.sentence.text for parsed in sentences)
    words = lexicon().mentions.namesakes
    states = {state for state in words.states if state in text and _is_region(state, text)}
    found = set(states)
    for match in _in_region().finditer(text):
        name, region = match["name"], match["region"]
        names = [name, name.rsplit(maxsplit=1)[-1]]
        if region not in words.states or region in states or registry.government_seat(name) is not None:
            found.update(each for each in names if _is_known(each, registry))
    return frozenset(found)


def _is_known(name: str, registry: Registry) -> bool:
    """True for the name of a country or a capital."""
    entity = registry.find(name)
    return registry.government_seat(name) is not None or (entity is not None and entity.type is EntityType.COUNTRY)


def _is_region(state: str, text: str) -> bool:
    """True if the text speaks of the state in the United States and not of the country with its name."""
    words = lexicon().mentions.namesakes
    if any(re.search(rf"\b{re.escape(cue)}", text) for cue in words.country_cues):
        return False
    return re.search(_state_pattern(state, words), text) is not None


@cache
def _in_region() -> re.Pattern[str]:
    """A name with the region that it is in: "Lebanon, Ohio", "Lebanon (Ohio)", "Lebanon, in the US state of Ohio"."""
    words = lexicon().mentions.namesakes
    regions = "|".join(re.escape(each) for each in sorted(words.regions | words.abbreviations | words.states))
    joint = r"(?:, | \(|,? in (?:the )?(?:(?:US|U\.S\.|American|Canadian) )?(?:(?:state|province) of )?)"
    return re.compile(rf"\b{NAME}{joint}(?P<region>{regions})(?!\w)(?! and | City\b)")


def _state_pattern(state: str, words: NamesakeWords) -> str:
    regions = "|".join(re.escape(each) for each in sorted(words.regions))
    cues = "|".join(re.escape(each) for each in sorted(words.state_cues))
    nation = r"(?:(?:US|U\.S\.|American|southern|southeastern) )"
    return (
        rf"\b(?:{cues})\b|\bstate of {state}\b|\b{state},? (?:a|the|is a|is the) {nation}+state\b"
        rf"|\b{state} state\b|\b(?:{regions})(?:,| and|, and) {state}\b|\b{state}(?:,| and|, and) (?:{regions})\b"
    )
