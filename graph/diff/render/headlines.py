"""Turns a development into one line: a headline ("the treaty: signed -> ratified"), or a clause for prose."""

from __future__ import annotations

from graph.diff.alignment.tables import nouns
from graph.diff.findings.model import FORWARD, Development
from graph.diff.findings.steps import ALLEGED, DONE, NEGATED, PENDING, Step
from graph.diff.render.english import mention
from graph.diff.render.verbalisation import (
    about,
    clauses_of_batch,
    first_news,
    is_in_clauses,
    movement,
    quotation,
    title,
)
from ontology.model import Polarity

MOST_IN_HEADLINE = 110
"""Letters of a sentence that a headline quotes."""


def headline(development: Development) -> str:
    """A development in one line: "the conference: proposed -> held"."""
    if about(development) == "quotation":
        return f"{title(development)}: {quotation(development.news[-1], MOST_IN_HEADLINE)}"
    before, after = movement(development)
    if about(development) == "story":
        return story(development)
    line = f"{before} -> {after}"
    return line if is_in_clauses(development) else f"{title(development)}: {line}"


def story(development: Development) -> str:
    """A development in one clause: "the conference went from proposed (planned) to held"."""
    before, after = movement(development)
    common, subject = about(development), title(development)
    if common == "story":
        return f"{subject} had been {before}; the text that takes this up tells of {after}"
    if development.direction != FORWARD and common not in {"pair", "stance"}:
        first = first_news(development)
        return _contrasted(_last_known(development, first), _first_new(development, first), development)
    if is_in_clauses(development) or _is_only_planned(development) or any(map(_ends_in_preposition, (before, after))):
        return _in_clauses(development)
    return f"{subject} went from {before} to {after}"


def _is_only_planned(development: Development) -> bool:
    """True for a party against which something was only planned: nobody goes from "sanctions planned" to anything."""
    before = [step for step in development.steps if step.batch < first_news(development)]
    return about(development) == "party" and all(step.status in PENDING for step in before)


def _in_clauses(development: Development) -> str:
    """'Laos signed the pact; later Fiji ratified the pact'; one actor is named once: "…, and later ratified it"."""
    news = first_news(development)
    begun = next(batch for batch in range(news + 1) if clauses_of_batch(development, batch))
    first, second = _clause(development, begun), _clause(development, news)
    actor = _only_actor(development)
    is_one = actor and first.startswith(f"{actor} ") and second.startswith(f"{actor} ")
    return f"{first}, and later {second.removeprefix(f'{actor} ')}" if is_one else f"{first}; later {second}"


def _contrasted(first: str, second: str, development: Development) -> str:
    """'Laos planned to host the forum, but postponed the forum': one actor is named once."""
    actor = _only_actor(development)
    is_one = actor and first.startswith(f"{actor} ") and second.startswith(f"{actor} ")
    return f"{first}, but {second.removeprefix(f'{actor} ') if is_one else second}"


def _only_actor(development: Development) -> str:
    """The actor of all claims, in the words of the first; empty for several."""
    claims = [claim.claim for step in development.steps for claim in step.claims]
    return mention(claims[0].actor) if len({claim.actor.entity.id for claim in claims}) == 1 else ""


def _ends_in_preposition(words: str) -> bool:
    """True for "acceded to" and "approved for": a topic does not go from one to the other."""
    return words.rpartition(" ")[2] in nouns().prepositions


def _clause(development: Development, batch: int) -> str:
    """Who did what, in one batch: the first of its news, as far as it has news."""
    known = clauses_of_batch(development, batch)
    return next((clause.text for clause in known if clause.is_new), known[0].text)


def _last_known(development: Development, first: int) -> str:
    """What was wanted or planned, if that is refused; else the latest stage that was reached; else what was said."""
    clauses = [clause for batch in range(first - 1, -1, -1) for clause in clauses_of_batch(development, batch)]
    steps = [step for step in development.steps if step.batch < first and step.status in {DONE, ALLEGED}]
    refused = {step.rank for step in development.steps if step.is_new and step.status == NEGATED}
    wanted = [
        step for step in development.steps if step.batch < first and step.rank in refused and step.status != NEGATED
    ]
    chosen = wanted or _on_topic(development, first) or [step for step in steps if step.rank == steps[-1].rank]
    last = {claim.claim.id for step in chosen for claim in step.claims}
    of_last = (clause for clause in clauses if last & {stored.claim.id for stored in clause.claims})
    return next(of_last, clauses[0]).text


def _on_topic(development: Development, first: int) -> list[Step]:
    """The steps on the topic itself, where the latest stage that was reached is one of a part of it."""
    core = development.core
    before = [step for step in development.steps if step.batch < first]
    own = [step for step in before if any(c.claim.target and c.claim.target.entity.id in core for c in step.claims)]
    done = [step for step in before if step.status in {DONE, ALLEGED}]
    return own[-1:] if own and done and done[-1] not in own else []


def _first_new(development: Development, batch: int) -> str:
    """What is new; what is refused comes before what else was done."""
    new = [clause for clause in clauses_of_batch(development, batch) if clause.is_new]
    refused = [clause for clause in new if all(stored.claim.polarity is Polarity.NEGATED for stored in clause.claims)]
    return (*refused, *new)[0].text
