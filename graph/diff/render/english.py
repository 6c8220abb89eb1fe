"""Turns a claim into English: names with their articles, verbs with their status, and a clause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from graph.diff.alignment.tables import nouns, stages
from graph.diff.alignment.topics import PARTY
from graph.diff.alignment.wording.noun_phrases import NounPhrase, is_definite, phrase_of, source_phrase
from graph.diff.findings.measures import measure_sequence
from graph.diff.findings.steps import (
    ALLEGED,
    CONDITION,
    DONE,
    NEGATED,
    OPEN,
    is_demand,
    promised_verb,
    status_of,
    wanting_verb,
)
from graph.diff.inflection import gerund, past
from graph.diff.render.grammar import dated, english, joined, possessive
from graph.diff.render.reporting import reporting_verb
from ontology.model import Claim, Entity, EntityType, Modality, Participant

OF_COUNTRY = re.compile(r"(?P<body>.+) \((?P<country>[^)]+)\)")
TWO_PREPOSITIONS = re.compile(r" (?:on|in|to|of|about|for)( (?:with|to|from|in))$")
"""Another participant of a verb with a preposition: "cooperate on with"."""
COUNTED = re.compile(r"^(?:[\d,.]+|about|more than|at least|nearly|over)\b", re.IGNORECASE)
OTHERS, CALLED_FOR = "others", "called for"
SELF_DENIED, DEMANDED = "denied by the actor", "demanded by others"
CLAUSES: Mapping[str, str] = {
    DONE: "{past}",
    ALLEGED: "allegedly {past}",
    NEGATED: "did not {base}",
    SELF_DENIED: "denied {gerund}",
    DEMANDED: "to {base}",
    Modality.PLANNED: "planned to {base}",
    Modality.OBLIGATED: "{be} expected to {base}",
    Modality.POSSIBLE: "might {base}",
    CONDITION: "had yet to {base}",
    OPEN: "had yet to {base}",
}
NOMINAL = frozenset({"nominal-event", "light-verb", "judged", "idiom", "purpose-clause"})
"""Rules of claims whose action may be a noun: "attacks on hospitals" is to attack hospitals."""
NEGATED_PLAN, NEGATED_DUTY = "would not {base}", "should not {base}"
NOUN_STEM = 5
"""Letters that a verb has in common with the noun of its act: "assist" and "assistance"."""
COUNTABLE = frozenset({"gathering", "text", "operation", "body", "place"})


def name(phrase: NounPhrase) -> str:
    """An entity by its label, with the article of its name: "the United States", "Thailand's Ministry of …"."""
    of_country = OF_COUNTRY.fullmatch(phrase.label)
    kind = phrase.entity.type
    if of_country and kind is EntityType.GOVERNMENT_BODY and of_country["country"][:1].isupper():
        return f"{possessive(_with_article(of_country['country']))} {of_country['body']}"
    if kind is EntityType.PERSON:
        label = _of_the(phrase.label)
        return f"the {label}" if " of " in label else label
    return _with_article(phrase.label) if phrase.is_named else _common_with_article(phrase)


def _of_the(label: str) -> str:
    """'Ambassador of United States' -> 'Ambassador of the United States'."""
    before, of, after = label.rpartition(" of ")
    return f"{before}{of}the {after}" if of and after.split()[0] in english().first else label


def source(phrase: NounPhrase) -> str:
    """Who is quoted: with "the" before a body without a name, "the foreign ministry"."""
    text = name(phrase)
    is_bare = text[:1].islower() and text == phrase.label and not phrase.is_plural
    return f"the {text}" if is_bare else text


def _with_article(label: str) -> str:
    """A name, with "the" if it has a common noun: "the Bonn Pact"."""
    words = label.split()
    if any(word.endswith(("’s", "'s")) for word in words):
        return label
    common = {word.casefold().strip("()") for word in words}
    return f"the {label}" if words[0] in english().first or common & english().article or "of" in words else label


def _common_with_article(phrase: NounPhrase) -> str:
    """A label that is no name, with "the" if it has a name within it: "the Peruvian court"."""
    label = phrase.label
    begins_with_name = label[:1].isupper() and " " in label.strip() and label.replace(" ", "").isalpha()
    is_known = phrase.rest[:1].isupper() or begins_with_name
    return f"the {label}" if is_known and not phrase.is_plural else label


def mention(participant: Participant) -> str:
    """A participant in the words of its text if they say what it is, else by its name."""
    entity, text, phrase = participant.entity, participant.span.text, phrase_of(participant)
    if entity.type is EntityType.COUNTRY:
        return name(phrase)  # "two Philippines": the number is of its officials
    if phrase.is_named or entity.label[:1].isupper():
        return _counted_name(participant, phrase)
    words = text.casefold().split()
    if participant.quantity and is_definite(text):
        return text
    if words and phrase.label.casefold().split()[-1] in words and not is_definite(text):
        return _small(text if words[0] in english().determiners else _indefinite(text, phrase), entity)
    plain = name(phrase)
    is_word = phrase.head.replace(" ", "").isalpha()
    is_vague = phrase.is_generic and not is_definite(text)
    return plain if plain != entity.label or phrase.is_plural or is_vague or not is_word else f"the {plain}"


def _counted_name(participant: Participant, phrase: NounPhrase) -> str:
    """A name, or a group of somebody with a name, with its number: "two Thai officials"."""
    label, text = phrase.label, participant.span.text
    has_number = COUNTED.match(text) and text.casefold().endswith(label.split()[-1].casefold())
    if participant.quantity and phrase.is_plural and not has_number:
        return f"{participant.quantity.replace(' - ', '-')} {label}"
    return text if has_number else name(phrase)


def _indefinite(text: str, phrase: NounPhrase) -> str:
    """With the article that a headline leaves out."""
    if phrase.is_plural or not phrase.kinds & COUNTABLE or COUNTED.match(text):
        return text
    return f"{'an' if text[0].casefold() in 'aeiou' else 'a'} {text}"


def _small(text: str, entity: Entity) -> str:
    """The text without the capital of a sentence's first word."""
    first, space, rest = text.partition(" ")
    is_common = first.casefold() in english().determiners or entity.is_unnamed
    return first.lower() + space + rest if (is_common and first[1:].islower()) or first == "A" else text


def actors(claims: Iterable[Claim]) -> list[str]:
    """Those who act, each once, in order."""
    return list(dict.fromkeys(mention(claim.actor) for claim in claims))


def verb(claim: Claim, *, several: bool = False) -> str:
    """The verb with the status of the claim: "signed", "did not sign", "planned to host", "allegedly sold"."""
    status, lemma = status_of(claim), _support_verb(claim) or _with_object(claim)
    form = CLAUSES[SELF_DENIED if is_own_denial(claim) else DEMANDED if is_demand(claim) else status]
    if status == NEGATED and claim.modality is Modality.PLANNED:
        form = NEGATED_PLAN
    elif status == NEGATED and claim.modality is Modality.OBLIGATED:
        form = NEGATED_DUTY
    return form.format(past=past(lemma), base=lemma, gerund=gerund(lemma), be="were" if several else "was")


def _with_object(claim: Claim) -> str:
    """The verb; for another participant with the words between both in its sentence: "suspend cooperation with"."""
    lemma = TWO_PREPOSITIONS.sub(r"\1", claim.action.lemma)
    base, space, preposition = lemma.rpartition(" ")
    if claim.target is None:
        return lemma
    start = claim.sentence.start
    between = claim.sentence.text[claim.action_span.end - start : claim.target.span.start - start]
    promised = promised_verb(claim)
    if promised is not None:
        return f"{lemma} to {promised}"
    if claim.rule != PARTY or not space:
        return f"{lemma}{_preposition(claim, between)}"
    words = re.fullmatch(rf" ((?:[a-z-]+ ){{1,4}}){preposition} (?:the )?", between)
    return f"{base} {words[1]}{preposition}" if words else lemma


def _preposition(claim: Claim, between: str) -> str:
    """The preposition before the target that the verb of the claim lacks: " with" of "lives with the result"."""
    start = claim.sentence.start
    acted = claim.sentence.text[claim.action_span.start - start : claim.action_span.end - start].split()
    words = [word for word in between.split() if word not in nouns().articles] or acted[1:][-1:]
    is_one = len(words) == 1 and words[0] in nouns().prepositions - {"of"} - set(claim.action.lemma.split())
    is_verb = is_one and (claim.rule not in NOMINAL or f"{claim.action.lemma} {words[0]}" in stages().verbs)
    return f" {words[0]}" if is_verb else ""


def is_half(claim: Claim) -> bool:
    """True for a claim that is half a sentence: "urged Cambodia", "called the accord", "told reporters"."""
    target = claim.target.entity if claim.target else None
    if target is not None and claim.action.lemma in english().speaking:
        return True
    is_party = target is not None and (target.is_actor or target.type is EntityType.LAW)
    return is_party and claim.rule != PARTY and claim.action.lemma in english().incomplete


def is_own_denial(claim: Claim) -> bool:
    """True if the actors themselves are quoted that they did not act, with a verb of denial."""
    is_own = claim.attribution is not None and claim.attribution.id == claim.actor.entity.id
    is_own = is_own and status_of(claim) == NEGATED and claim.modality is Modality.ASSERTED
    return is_own and reporting_verb(claim, stages().cues.denying) is not None


def according(claim: Claim) -> str:
    """', according to the foreign ministry'; empty if nobody is quoted, or the actors themselves are."""
    phrase = source_phrase(claim)
    is_other = phrase is not None and phrase.entity.id != claim.actor.entity.id and not is_demand(claim)
    return f", according to {source(phrase)}" if phrase is not None and is_other else ""


def clause(claims: Sequence[Claim], target: str | None = None) -> str:
    """One clause for claims of one verb and one target: "Vietnam and Russia signed the convention"."""
    first = claims[0]
    who = actors(claims)
    words = [*_demanding(first), joined(who), verb(first, several=len(who) > 1 or phrase_of(first.actor).is_plural)]
    target_text = target if target is not None else mention(first.target) if first.target else ""
    if status_of(first) == NEGATED and target_text.startswith("no "):
        target_text = f"any {target_text.removeprefix('no ')}"
    whens = {claim.when for claim in claims}
    when = dated(first.when) if first.when and len(whens) == 1 else ""
    return " ".join(word for word in (*words, target_text, when) if word)


def _demanding(claim: Claim) -> list[str]:
    """'The traders called for' before what they want others to do; "wanted" or "hoped for" where that is the verb."""
    if not is_demand(claim):
        return []
    phrase, wanting = source_phrase(claim), wanting_verb(claim)
    verb_text = CALLED_FOR if wanting is None else past(wanting)
    return [source(phrase) if phrase else OTHERS, "hoped for" if wanting == "hope" else verb_text]


def _support_verb(claim: Claim) -> str | None:
    """The verb for a target that only repeats the act as a noun: to impose a ban, make 106 arrests, give assistance.

    None for any other target.
    """
    target, lemma = claim.target, claim.action.lemma
    if target is None:
        return None
    head, is_one_word = phrase_of(target).head, " " not in target.entity.label
    if head == lemma:
        return "impose" if head in measure_sequence().heads else "make"
    is_noun_of = is_one_word and len(lemma) >= NOUN_STEM and head.startswith(lemma[:NOUN_STEM])
    return ("make" if target.quantity else "give") if is_noun_of else None
