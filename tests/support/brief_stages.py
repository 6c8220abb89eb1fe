"""Checks the words for stages in a brief ("charged and arrested (extradition planned)") against claims."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from graph.diff.alignment.tables import Stage, nouns, stages
from graph.diff.findings.measures import measure_sequence
from graph.diff.findings.steps import ALLEGED, CONDITION, DONE, NEGATED, OPEN, is_demand, status_of
from graph.diff.inflection import forms, participle
from graph.diff.render.english import mention
from graph.diff.render.grammar import english
from ontology.model import Claim, Modality

STATUSES = {
    "planned": {Modality.PLANNED, Modality.OBLIGATED},
    "due": {Modality.OBLIGATED},
    "possible": {Modality.POSSIBLE},
    "still to come": {CONDITION, OPEN, DONE},
    "called for": {Modality.OBLIGATED},
    "wanted": {Modality.PLANNED},
}
"""Words for what is still to come, and the statuses that they express."""
TIME_WORDS = frozenset(
    "later then finally also again since on in today yesterday last this week month year "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December".split()
)
"""What may stand between "was" and what was done; anything else may mean that it was not done."""
DEMANDS = frozenset({"called for", "wanted"})


def stage_holds(text: str, cited: Sequence[Claim]) -> bool:
    """True if each stage that the text names is one that a claim reaches, with its status and its target."""
    parts = _parts(text)
    return bool(cited) and all(
        not _is_contradicted(part, cited)
        and _is_count(part, cited)
        and (any(_is_reached(part, claim) for claim in cited) or _holds_beside(part, cited))
        for part in parts
    )


def _parts(text: str) -> list[str]:
    """Split at commas and "and" outside brackets."""
    marked = re.sub(r"\([^)]*\)", lambda match: match[0].replace(" and ", "\0").replace(", ", "\1"), text)
    return [part.replace("\0", " and ").replace("\1", ", ") for part in re.split(r", | and ", marked)]


def _holds_beside(part: str, cited: Sequence[Claim]) -> bool:
    """True for a stage with others in brackets: "adopted (signing planned)"."""
    match = re.fullmatch(r"(?P<main>.+) \((?P<beside>.+)\)", part)
    if match is None or match["main"].startswith("not "):
        return False  # what is denied stands in the brackets
    beside = (
        any(_is_reached(one, claim) for claim in cited) and _is_count(one, cited) for one in _parts(match["beside"])
    )
    return stage_holds(match["main"], cited) and all(beside)


def _is_contradicted(part: str, cited: Sequence[Claim]) -> bool:
    """True for "not paid" outside brackets where a claim says that it was paid."""
    affirmed = part.removeprefix("not ")
    return affirmed != part and any(status_of(claim) == DONE and _is_reached(affirmed, claim) for claim in cited)


def _is_count(part: str, cited: Sequence[Claim]) -> bool:
    """True unless the part has another number of those who did not act: "not signed by 5"."""
    match = re.fullmatch(r"not (?P<word>.+) by (?P<number>\d+)", part)
    if match is None:
        return True
    denials = [claim for claim in cited if status_of(claim) == NEGATED and _has_verb(match["word"], claim)]
    return len({claim.actor.entity.id for claim in denials}) == int(match["number"])


def _is_reached(part: str, claim: Claim) -> bool:
    match = re.fullmatch(r"(?P<word>.+?)(?: \((?P<target>[^)]*)\))?", part)
    word, target = match["word"], match["target"]
    return (target is None or _is_target(target, claim)) and _has_stage(word, claim)


def _is_target(text: str, claim: Claim) -> bool:
    """True if the claim has the target; a particle of its verb may stand in the brackets: "handed (over 3 euros)"."""
    return claim.target is not None and text in {mention(claim.target), claim.target.span.text}


def is_suffered(word: str, claim: Claim) -> bool:
    """True for a stage that the sentence says of the actor it begins with: "Chen Zhi was on Monday convicted".

    The word may be the name of the stage: "adopted" of what "was passed".
    """
    done = {*english().done.values()}
    named = [stage for stage in _stages() if stage.predicate == word or (stage.id == "done" and word in done)]
    known = {one for stage in _stages() for one in stage.participles}
    words = {*({word} & known), *(one for stage in named for one in stage.participles)}
    return status_of(claim) != NEGATED and any(_suffers(one, claim) for one in sorted(words))


def _suffers(word: str, claim: Claim) -> bool:
    name = re.escape(claim.actor.span.text.split()[-1])
    fronted = r"(?:(?:In|On|At|After|Before|Since|During|Under|With|By|For)\b[^;“”]*, )?(?:[Mm]eanwhile, )?"
    subject = rf"^(?:[^–—]{{0,60}}[–—] ?)?(?:[^;“”]* that |[^“”]*(?:;|, (?:and|but|while)) )?{fronted}"
    subject += r"(?:(?:[Tt]he|an?|its|his|her) [^,;]*, |(?:The|A|An) (?:[a-z]+ )*)?"
    subject += rf"(?:(?:[A-Z][\w.’'&-]*|of|on|for|and|the|against) )*{name}(?: \(\w+\))?(?:, \d+)?(?:,(?:[^,;:]*,)?)?"
    is_planned = status_of(claim) == Modality.PLANNED
    was = (
        "(?:will|would|(?:is|are)(?: due| set| expected)? to) be"
        if is_planned
        else "(?:was|were|has been|have been|had been|had to be)"
    )
    match = re.search(rf"{subject} {was} (.*?)\b{re.escape(word)}\b", claim.sentence.text)
    if match is None:
        return False
    first, *others = match[1].split(" and ")
    suffered = {one for stage in _stages() for one in stage.participles}
    done = " ".join(itertools.dropwhile(_is_time, first.split()))
    is_list = done.startswith(tuple(suffered)) if others else not done
    return is_list and all(one == "was" or _is_time(one) for words in others[-1:] for one in words.split())


def _is_time(word: str) -> bool:
    return word in TIME_WORDS or word.isdecimal()


def _has_stage(word: str, claim: Claim) -> bool:
    status = status_of(claim)
    if (status == DONE and word == participle(claim.action.lemma)) or is_suffered(word, claim):
        return True
    for pending, statuses in STATUSES.items():
        noun = word.removesuffix(pending).strip()
        if word.endswith(pending):
            is_so = status in statuses and (pending in DEMANDS) <= is_demand(claim)
            is_noun = not noun or _has_noun(noun, claim) or _is_to_suffer(noun, claim)
            return (is_so and is_noun) or (not noun and _is_planning(claim))
    first, _, rest = word.partition(" ")
    if first in {"not", "allegedly"}:
        is_so = status == (NEGATED if first == "not" else ALLEGED)
        return is_so and _has_verb(re.sub(r" by \d+$", "", rest), claim)
    if rest in {"friction", "cooperation"}:
        return status in STATUSES.get(first, ()) and _has_noun(rest, claim)
    is_stated = status in {DONE, ALLEGED, Modality.PLANNED} and _has_verb(word, claim)
    return is_stated or _has_noun(word, claim)


def _is_to_suffer(noun: str, claim: Claim) -> bool:
    return any(_suffers(one, claim) for stage in _stages() if stage.noun == noun for one in stage.participles)


def _is_planning(claim: Claim) -> bool:
    return claim.action.class_ in {"plan", "pledge"}


def _has_noun(noun: str, claim: Claim) -> bool:
    return any(stage.noun == noun and _reaches(stage, claim) for stage in _stages())


def _has_verb(word: str, claim: Claim) -> bool:
    """True if the word is the participle of the verb of the claim, of one over its noun, or the name of its stage."""
    if word in {participle(claim.action.lemma), participle(claim.action.lemma.split()[0])}:
        return True
    in_sentence = set(re.findall(r"\w+", claim.sentence.text.casefold()))
    measure = measure_sequence()
    over = (verb for stage in measure.stage for verb in stage.verbs if participle(verb) == word)
    if in_sentence & measure.heads and any(forms(verb) & in_sentence for verb in over):
        return True
    named = [stage for stage in _stages() if stage.predicate == word]
    named += [stage for stage in _stages() if stage.id == "done"] if word in {*english().done.values(), "done"} else []
    return any(_reaches(stage, claim) for stage in named)


def _stages() -> Iterator[Stage]:
    return (stage for sequence in stages().sequence for stage in sequence.stage)


def _reaches(stage: Stage, claim: Claim) -> bool:
    """True if the act of the claim, or a phrase of its sentence, is one of the stage."""
    action = claim.action
    text = claim.sentence.text
    in_name = (
        {nouns().acts[word] for word in re.findall(r"\w+", claim.target.entity.label) if word in nouns().acts}
        if claim.target
        else set()
    )
    is_act = bool({action.class_, action.concept, *in_name} & {*stage.actions, *stage.refused})
    is_verb = action.lemma in {*stage.verbs, *stage.lemmas}
    is_presented = action.lemma in stage.presenting and any(head in text.casefold() for head in stage.heads)
    is_phrase = any(re.search(pattern, text) for pattern in (*stage.phrases, *stage.open))
    is_own = any(re.search(pattern.removeprefix("^"), text) for pattern in stage.own)
    is_joint = stage.id == "cooperation" and re.search(stages().cues.joint, text) is not None
    return is_act or is_verb or is_presented or is_phrase or is_own or is_joint
