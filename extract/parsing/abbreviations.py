"""Abbreviations that the parser misreads: "questioned Wu Jun.", "Sgt. Ana Cruz", "fined Vertex Ltd. Ghana fined".

Such words are parsed as others of the same length that are no abbreviations, or that the parser knows. So are those for
"also known as"; "(ret.)" after the name of an officer is left out.
"""

from __future__ import annotations

import re

from extract.lexicon.loader import lexicon

MONTH_AS_NAME = re.compile(
    r"(?<=[a-z] )(?P<name>(?:[A-Z][a-z'-]+ ){1,3})(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r"(?=\.(?:$|\s+[^\s\d]|[\"”’]))"
)
"""A month after a capitalised word and before no number is the last word of a name."""
WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
NUMBER = re.compile(r"(?<=[A-Za-z.] )(?:Nos?|Secs?|Arts?|Paras?|Reg|Ch)\. ?(?=\d)")
COMPANY_AT_END = re.compile(
    r"(?<= )(?P<ending>Ltd|Inc|Corp|Co)(?=\.\s+(?:(?:The|An?)\s+)?(?P<next>[A-Z][\w'’-]+)(?:\s[A-Z][\w'’-]+){0,3}\s+"
    r"(?P<verb>[a-z]+))"
)
COMPANY_STAND_INS = {"Ltd": "LLC", "Inc": "LLC", "Corp": "GmbH", "Co": "AG"}
TITLE = re.compile(r"(?<![\w.])(?P<title>[A-Z][a-z]{1,5}\.)(?= (?P<next>[A-Z][\w'’-]*))")
TITLE_STAND_INS = {3: "Dr.", 4: "Gen.", 5: "Prof.", 6: "Doctor", 7: "General"}
"""By length, a title that the parser knows: it takes "Sgt." for the end of a sentence."""
RETIRED = re.compile(r"\((?:[Rr]et(?:['’]?d)?\.?|[Rr]etired)\)")
ALIAS = re.compile(r"\b(?:a/k/a|a\.k\.a\.|aka|AKA)(?= )|(?:(?<=, )|(?<=\())alias(?= [A-Z\"“‘'])")
ALIAS_STAND_INS = {3: "via", 5: "named", 6: "called"}
"""By length, a word by which the parser attaches the other name to the first one, and not to the verb."""
LOWER_WORD = re.compile(r"(?:^|\s)[a-z]+\b[^.!?]*$")


def without_abbreviations(text: str) -> str:
    """The text with stand-ins for words that only look like abbreviations; its length stays the same."""
    text = MONTH_AS_NAME.sub(_named, text)
    text = NUMBER.sub(lambda number: "1" * len(number[0]), text)
    text = RETIRED.sub(lambda retired: " " * len(retired[0]), text)
    text = TITLE.sub(_titled, text)
    text = ALIAS.sub(lambda alias: ALIAS_STAND_INS[len(alias[0])], text)
    return COMPANY_AT_END.sub(_ended, text)


def is_alias(word: str) -> bool:
    """True for a word that stands for "also known as"."""
    return word.lower() in {"alias", "aka", "a/k/a", "a.k.a."}


def _titled(match: re.Match[str]) -> str:
    """The stand-in of "Sgt." before a name; "Sec." before "The" ends its sentence."""
    words = lexicon()
    is_title = match["title"].lower() in words.actors.titles.abbreviations
    is_name = match["next"].lower() not in words.syntax.function_words
    return TITLE_STAND_INS[len(match["title"])] if is_title and is_name else match["title"]


def _named(match: re.Match[str]) -> str:
    return match[0] if WEEKDAY.search(match["name"]) else match["name"] + "Kim"


def _ended(match: re.Match[str]) -> str:
    """The stand-in of "Ltd" if a sentence has begun before it, and another one, with its verb, begins after it."""
    words = lexicon()
    is_verb = match["verb"].endswith("ed") or match["verb"] in words.mentions.names.past_tenses
    is_title = match["next"].lower() in words.actors.titles.words
    begun = LOWER_WORD.search(match.string[max(0, match.start() - 200) : match.start()]) is not None
    return COMPANY_STAND_INS[match["ending"]] if is_verb and begun and not is_title else match["ending"]
