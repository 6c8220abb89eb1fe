"""Turns a development into one line: a headline ("the treaty: signed -> ratified"), or a clause for prose."""

from __future__ import annotations

from graph.diff.findings.model import FORWARD, Development
from graph.diff.findings.steps import ALLEGED, DONE
from graph.diff.render.verbalisation import about, clauses_of_batch, first_news, movement, title


def headline(development: Development) -> str:
    """A development in one line: "the conference: proposed -> held"."""
    before, after = movement(development)
    if about(development) == "story":
        return story(development)
    line = f"{before} -> {after}"
    return line if about(development) == "act" else f"{title(development)}: {line}"


def story(development: Development) -> str:
    """A development in one clause: "the conference went from proposed (planned) to held"."""
    before, after = movement(development)
    common, subject = about(development), title(development)
    if common == "story":
        return f"{subject} had been {before}; the text that takes this up tells of {after}"
    if development.direction != FORWARD and common != "pair":
        first = first_news(development)
        return f"{_last_known(development, first)}, but {_first_new(development, first)}"
    if common == "act":
        return f"{before}; now {after}"
    return f"{subject} went from {before} to {after}"


def _last_known(development: Development, first: int) -> str:
    """The latest stage that was reached before; else whatever was said."""
    clauses = [clause for batch in range(first - 1, -1, -1) for clause in clauses_of_batch(development, batch)]
    steps = [step for step in development.steps if step.batch < first and step.status in {DONE, ALLEGED}]
    last = {claim.claim.id for step in steps if step.rank == steps[-1].rank for claim in step.claims}
    of_last = (clause for clause in clauses if last & {stored.claim.id for stored in clause.claims})
    return next(of_last, clauses[0]).text


def _first_new(development: Development, batch: int) -> str:
    return next(clause.text for clause in clauses_of_batch(development, batch) if clause.is_new)
