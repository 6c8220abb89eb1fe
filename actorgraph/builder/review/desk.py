"""The reviews of a build for pages in a browser: the sessions of the terminal, with cards instead of lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import RLock

from actorgraph.builder.review.claim_index import UNDECIDED, ClaimIndex, ReviewedClaim, ReviewFilter
from actorgraph.builder.review.claims import corrected, decision_on, shown_parts
from actorgraph.builder.review.matches import Case, Side, cases
from actorgraph.builder.review.project import Project
from actorgraph.builder.review.session import Session
from graph.review.claims import ClaimDecision, Correction, status_of
from graph.review.identity import Decision
from graph.server.review_pages import ReviewCard, ReviewQuote, ReviewSide
from ontology.errors import InputError
from ontology.model import ReviewState

CLAIM_KEYS = {"c": "confirm", "r": "reject", "e": "correct", "l": "later", "b": "back, undo"}
MATCH_KEYS = {
    "s": "same",
    "S": "same, keep the name of B",
    "d": "different",
    "u": "undecided",
    "l": "later",
    "b": "back, undo",
}
MIN_SCORE = 0.0


class ProjectDesk:
    """The claims and matches of a build that wait for a decision: see `graph.server.review_pages.ReviewDesk`."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._lock = RLock()
        self._given: Mapping[str, str] = {}
        self._open()

    def _open(self) -> None:
        """Start both sessions, with what waits now."""
        project = self._project
        waiting = ClaimIndex(project).select(ReviewFilter(state=UNDECIDED))
        pending = cases(project.identities, project.extractions, project.registry, min_score=MIN_SCORE, again=False)
        self._claims = Session(waiting, self._claim_decision, project.save, project.decisions)
        self._matches = Session(pending, self._match_decision, project.save, project.decisions)

    def _claim_decision(self, claim: ReviewedClaim, key: str) -> ClaimDecision | None:
        why = self._given.get("why", "")
        if key == "c":
            return decision_on(claim, ReviewState.CONFIRMED, Correction(), why)
        if key == "r":
            return decision_on(claim, ReviewState.REJECTED, Correction(), why)
        if key == "e":
            parts = {name: self._given[name] for name in shown_parts(claim) if name in self._given}
            return corrected(self._project, claim, parts, why)
        return None

    def _match_decision(self, case: Case, key: str) -> Decision | None:
        decision = case.decision_of_key(key)
        why = self._given.get("why", "")
        if decision is None or not why:
            return decision
        return case.decision(decision.verdict, second_stays=key == "S", why=why)

    def size(self, kind: str) -> tuple[int, int]:
        """How many items there are, and on how many a decision was made."""
        with self._lock:
            session = self._session(kind)
            return len(session.items), len(session.made)

    def _session(self, kind: str) -> Session[ReviewedClaim] | Session[Case]:
        return self._claims if kind == "claims" else self._matches

    def card(self, kind: str, index: int) -> ReviewCard:
        """An item with its evidence."""
        with self._lock:
            made = self._session(kind).made.get(index)
            decision = None if made is None else made.text()
            if kind == "claims":
                return _claim_card(self._claims.items[index], decision)
            return _match_card(self._matches.items[index], decision)

    def press(self, kind: str, index: int, identity: str, key: str, given: Mapping[str, str]) -> int:
        """Handle a key. Raises InputError if it means nothing, or if the form was made for another item."""
        with self._lock:
            session = self._session(kind)
            is_past = index == len(session.items) and key == "b"
            if not is_past and (index >= len(session.items) or self.card(kind, index).identity != identity):
                raise InputError("review", "this page is out of date; nothing was saved; decide on what is shown now")
            # the other session, a terminal or an editor may have changed them since
            session.decisions = self._project.decisions
            self._given = given
            following = session.press(index, key)
            if following is None:
                raise InputError("review", f"{key!r} is not one of the keys")
            return following

    def apply(self) -> str:
        """Rebuild by the decisions. Returns what changed, in words."""
        with self._lock:
            applied = self._project.apply()
            self._open()
        reviewed = ", ".join(f"{number:,} {state}" for state, number in applied.reviewed.items() if number)
        problems = "".join(f" {problem}" for problem in applied.problems)
        moved = f"{applied.moved:,} claims moved to another actor or target"
        return f"Applied {applied.decisions:,} decisions: {moved}; claims: {reviewed or 'none reviewed'}.{problems}"


def _claim_card(claim: ReviewedClaim, decision: str | None) -> ReviewCard:
    now, document = claim.now, claim.document
    target = "" if now.target is None else f" → {now.target.entity.label}"
    facts = (
        status_of(now).text(),
        f"according to {now.attribution.label}" if now.attribution else None,
        now.when,
        f"in {now.where.label}" if now.where else None,
        f"confidence {now.confidence:.2f}",
        f"rule {now.rule}",
        document.source,
    )
    spans = [("actor", now.actor.span), ("action", now.action_span)]
    spans += [] if now.target is None else [("target", now.target.span)]
    start = now.sentence.start
    marks = [(span.start - start, span.end - start, role) for role, span in spans]
    quote = ReviewQuote(now.document, document.date, now.sentence.index, _parts(now.sentence.text, marks))
    statement = f"{now.actor.entity.label} → {now.action.label}{target}"
    side = ReviewSide(statement, [fact for fact in facts if fact], [quote])
    return ReviewCard(now.id, [side], (), CLAIM_KEYS, shown_parts(claim), decision)


def _match_card(case: Case, decision: str | None) -> ReviewCard:
    sides = [_side(letter, side) for letter, side in (("A", case.first), ("B", case.second))]
    reasons = (f"score {case.match.score:.2f}", *case.match.reasons)
    return ReviewCard(" ".join(case.match.pair), sides, reasons, MATCH_KEYS, {}, decision)


def _side(letter: str, side: Side) -> ReviewSide:
    also = f"also called {'; '.join(side.names)}" if side.names else None
    number = len(side.documents)
    documents = f"{number} document{'' if number == 1 else 's'}" if number else "known from the registry only"
    facts = (side.entity.type.value, side.country, documents, also, side.id)
    quotes = [
        ReviewQuote(
            quote.document,
            quote.date,
            quote.index,
            _parts(quote.text, [(start, end, "mention") for start, end in quote.marks]),
        )
        for quote in side.quotes
    ]
    return ReviewSide(f"{letter}  {side.entity.label}", [fact for fact in facts if fact], quotes)


def _parts(text: str, marks: Sequence[tuple[int, int, str]]) -> list[tuple[str, str]]:
    """The text in parts, each with its mark; where marks overlap, the first to begin wins."""
    parts, done = [], 0
    for start, end, mark in sorted(marks):
        if end <= done or start < 0 or end > len(text):
            continue
        parts += [(text[done : max(start, done)], ""), (text[max(start, done) : end], mark)]
        done = end
    return [(piece, mark) for piece, mark in [*parts, (text[done:], "")] if piece]
