"""Patterns for what stands before and behind the subject of a clause: datelines, phrases of time, titles, asides."""

from __future__ import annotations

import re

from graph.diff.alignment.tables import sentence_words
from graph.diff.alignment.wording.clauses import DATELINE

WORDS = sentence_words().subject
ASIDE = re.compile(r"(?: \([^()]*\))?(?:, \d+)?(?:,(?: (?!and\b|but\b|or\b)[^,;:“”\"]*,)?)?$")
"""What may stand between a name and its verb: an acronym, an age, an aside."""
FRONTED = (
    rf"(?:(?:{'|'.join(word.capitalize() for word in WORDS.fronted)}|"
    r"\w+ (?:hours?|days?|weeks?|months?|years?) (?:after|before|ago|later))\b"
    r"[^;:“”\"]*, (?:(?:meanwhile|however|too), )?)?"
)
"""A phrase of time or place before the subject."""
APPOSITION = r"(?:(?:the|a|an|its|their|his|her|(?:[\w-]+ ){0,3}[\w-]+[’']s) (?P<before>[^,;:“”\"]{1,80}), )"
TITLE = r"(?:[Tt]he|[Aa]n?|Former|former) (?P<title>(?:[a-z-]+ ){0,4})"
OFFICE = r"(?P<office>(?:(?:Former|former|[Tt]he) )?(?:[A-Z][\w’'-]+ (?:(?:of|for)(?: the)? )?){1,6})"
"""The office of a person: "Foreign Minister" of "Foreign Minister Ann Holt"."""
REPORTED = rf"(?P<reported>[^;“”\"]+? (?:{'|'.join(WORDS.saying)}) (?:[^,;:“”\"]*? )?that )"
"""What somebody says, as a fact, before the subject: "the spokeswoman told reporters that"."""
CLAUSE = r"(?P<clause>[^“”\"]*(?:;|, (?:and|but|while|whereas)) )"
"""The clauses before the one of the subject."""
LEAD_IN = rf"(?:{DATELINE.pattern})?(?:{REPORTED}|{CLAUSE})?(?P<fronted>{FRONTED})"
OWNER = r"(?:(?:[A-Z][\w-]+ ){0,2}[A-Z][\w-]+[’']s? )"
"""The country of a body: "Bulgaria's" of "Bulgaria's State Agency for Migration"."""
SUBJECT = re.compile(rf"{LEAD_IN}(?:(?i:{APPOSITION})|{TITLE}|{OFFICE}|{OWNER})?")
ROLE = rf"(?:[a-z]+ ){{0,2}}(?:{'|'.join(WORDS.speakers)})"
"""The role of somebody who speaks for a body: "managing director"."""
SPEAKER = re.compile(rf"(?:[Tt]he|[Aa]n?|[Oo]ne|[Ii]ts) {ROLE} (?:for|of|at) (?:the )?$")
"""Somebody who speaks for those who are named next."""
RELATIVE = re.compile(r"(?P<aside>(?: \([^()]*\))?(?:, \d+)?), (?:who|which)$")
"""The pronoun that a relative clause begins with, behind a name."""
WHOSE = re.compile(rf", whose {ROLE}, (?:(?:the|an?) (?:[a-z-]+ ){{1,3}})?$")
"""The words before the subject of a relative clause: "the company, whose president, Ann Holt"."""
UNCERTAIN = re.compile(rf"(?i)\b(?:{'|'.join(WORDS.uncertain)})\b")
"""Words before the subject that leave open whether the clause is true."""


def is_uncertain(lead_in: re.Match[str]) -> bool:
    """True if the words before a subject leave open whether its clause is true."""
    return any(UNCERTAIN.search(lead_in[part] or "") for part in ("reported", "clause", "fronted"))
