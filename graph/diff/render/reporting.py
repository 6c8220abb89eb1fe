"""Finds the verb with which a sentence reports a claim: "the bank admitted on Monday that it had opened accounts"."""

from __future__ import annotations

import re
from functools import cache

from graph.diff.alignment.tables import nouns
from graph.diff.alignment.wording.clauses import WHEN
from graph.diff.inflection import forms
from ontology.model import Claim

GAP = r"(?:(?!(?:and|but|or|that|who|which)\b)[\w’'-]+ ){0,6}"
"""Words between a verb and "that"."""
SUBJECT = (
    r"(?:(?:it|they|he|she|its|their|his|her|the|a|an|any|some|\d[\d,.]*|"
    r"has|have|had|was|were|did|not|ever|also|having) )*"
)
"""Words before the actor, or between a pronoun for the actor and what it did."""
SPEAKER = r"(?!(?:and|but|or|who|which|that|as|after|before|when)\b)(?:[\w’'.&-]+ ){1,5}?"


def reporting_verb(claim: Claim, verbs: tuple[str, ...]) -> str | None:
    """The verb of these that governs the clause of a claim, or follows it after a comma; None if it is another one."""
    text, start = claim.sentence.text, claim.sentence.start
    ends = (claim.actor.span.start - start, claim.action_span.start - start)
    spans = (claim.action_span, *([claim.target.span] if claim.target else []))
    before, after = _patterns(verbs)
    matches = [before.search(text[:end]) for end in ends if end > 0]
    matches.append(after.match(text[max(span.end for span in spans) - start :]))
    match = next(filter(None, matches), None)
    return None if match is None else next(verb for verb in verbs if match["verb"].casefold() in forms(verb))


@cache
def _patterns(verbs: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before a clause, and what follows one."""
    verb = f"(?P<verb>{'|'.join(sorted(form for verb in verbs for form in forms(verb)))})"
    accusation = f"(?:(?:all|any|the|these|those|such) )?(?:{'|'.join(sorted(nouns().accusation))})s? (?:of )?"
    before = rf"(?i)(?<!not )(?<!never )\b{verb} (?:{GAP}that |{WHEN}(?:{accusation})?){SUBJECT}$"
    return re.compile(before), re.compile(rf"(?i)[^.;]*?,[”\"’']? {SPEAKER}{verb}\b")
