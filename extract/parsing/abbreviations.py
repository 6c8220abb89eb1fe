"""Abbreviations that the parser misreads: "questioned Wu Jun.", "Sgt. Ana Cruz", "fined Vertex Ltd. Ghana fined".

Such words are parsed as others of the same length that are no abbreviations, or that the parser knows. So are those for
"also known as"; "(ret.)" after the name of an officer is left out.
"""

from __future__ import annotations

import re

from extract.lexicon.loader import lexicon
from ontology.countries import is_country_name

MONTH_AS_NAME = re.compile(
    r"(?<=[a-z] )(?P<name>(?:[A-Z][a-z'-]+ ){1,3})(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
    r"(?=\.(?:$|\s+[^\s\d]|[\"”’]))"
)
"""A month after a capitalised word and before no number is the last word of a name."""
SURNAME = re.compile(
    r"(?<=[a-z] )(?P<name>(?:[A-Z][a-z'-]+ ){1,3})"
    r"(?P<last>Sen|Gen|Kan|Rep|Rev|Gov|Adm|Wis|Ill|Ky|Mo|Md|Pa|La|Prof|Wash|Ore)"
    r"(?=\.(?:$|[\"”’]|\s+(?P<next>[A-Z][a-z]*)\s[a-z]))"
)
"""What the parser knows as a title or a state is the last word of a name if no name follows it: "met Hun Sen."."""
SURNAME_STAND_INS = {2: "Li", 3: "Kim", 4: "Khan"}
WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
NUMBER = re.compile(r"(?<=[A-Za-z.] )(?:Nos?|Secs?|Arts?|Paras?|Reg|Ch)\. ?(?=\d)")
NAME_AT_END = re.compile(
    r"(?<= )(?P<ending>Ltd|Inc|Corp|Co|Bros|Jr|Sr)(?=\.\s+(?:(?:(?:The|An?)\s+)?(?P<next>[A-Z][\w'’-]+)"
    r"(?:\s[A-Z][\w'’-]+){0,3}\s+(?P<word>[a-z]+)))"
)
NAME_STAND_INS = {"Ltd": "LLC", "Inc": "LLC", "Corp": "Bank", "Co": "AG", "Bros": "Bank", "Jr": "II", "Sr": "II"}
TITLE = re.compile(r"(?<![\w.])(?P<title>[A-Z][a-z]{1,5}\.)(?= (?P<next>[A-Z][\w'’-]*))")
TITLE_STAND_INS = {3: "Dr.", 4: "Gen.", 5: "Prof.", 6: "Doctor", 7: "General"}
"""By length, a title that the parser knows: it takes "Sgt." for the end of a sentence."""
RETIRED = re.compile(r"\((?:[Rr]et(?:['’]?d)?\.?|[Rr]etired)\)")
ALIAS = re.compile(r"\b(?:a/k/a|a\.k\.a\.|aka|AKA)(?= )|(?:(?<=, )|(?<=\())alias(?= [A-Z\"“‘'])")
ALIAS_STAND_INS = {3: "via", 5: "named", 6: "called"}
"""By length, a word by which the parser attaches the other name to the first one, and not to the verb."""
LOWER_WORD = re.compile(r"(?:^|\s)[a-z]+\b(?:[^.!?]|(?<=\b[A-Z][a-z])\.|(?<=\b[A-Z][a-z]{2})\.)*$")
"""A word in small letters, after which no sentence ends: "Dr." and "Gen." end none."""


def without_abbreviations(text: str) -> str:
    """The text with stand-ins for words that only look like abbreviations; its length stays the same."""
    text = MONTH_AS_NAME.sub(_named, text)
    text = SURNAME.sub(_surnamed, text)
    text = NUMBER.sub(lambda number: "1" * len(number[0]), text)
    text = RETIRED.sub(lambda retired: " " * len(retired[0]), text)
    text = TITLE.sub(_titled, text)
    text = ALIAS.sub(lambda alias: ALIAS_STAND_INS[len(alias[0])], text)
    return NAME_AT_END.sub(_ended, text)


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


def _surnamed(match: re.Match[str]) -> str:
    """The stand-in of "Sen" at the end of a text, and before a country or a function word that begins a sentence."""
    following = match["next"]
    function_words = lexicon().syntax.function_words
    is_end = following is None or following.lower() in function_words or is_country_name(following)
    return match["name"] + SURNAME_STAND_INS[len(match["last"])] if is_end else match[0]


def _ended(match: re.Match[str]) -> str:
    """The stand-in of "Ltd" if a sentence has begun before it, and another one begins after it.

    That one has a verb after its first name, or begins with a function word.
    """
    words, following = lexicon(), match["next"].lower()
    is_verb = match["word"].endswith("ed") or match["word"] in words.mentions.names.past_tenses
    is_start = following in words.syntax.function_words or (is_verb and following not in words.actors.titles.words)
    begun = LOWER_WORD.search(match.string[max(0, match.start() - 200) : match.start()]) is not None
    return NAME_STAND_INS[match["ending"]] if is_start and begun else match["ending"]
