"""Turns relations and contradictions into English: a clause for each side, with the claims that support it."""

from __future__ import annotations

from collections.abc import Iterable

from graph.diff.alignment.reports import REPORT
from graph.diff.alignment.tables import stages
from graph.diff.alignment.topics import PARTY
from graph.diff.alignment.wording.counts import COUNT
from graph.diff.alignment.wording.noun_phrases import source_phrase
from graph.diff.findings.model import Claims, Contradiction, RelationChange, firmest, size
from graph.diff.findings.steps import DONE, NEGATED, PENDING, status_of
from graph.diff.inflection import past
from graph.diff.render.english import according, clause, mention, name, source
from graph.diff.render.grammar import joined
from graph.diff.render.reporting import reporting_verb

Line = tuple[str, Claims]


def lines(section: str, change: RelationChange) -> list[Line]:
    """The clauses that the brief writes for a relation of this section of a `Diff`, in their order."""
    both = (*change.before, *change.after)
    if section == "changed":
        before, after = restated(change)
        word = "later" if _is_done_since(change) else "now"
        return [(before, change.before), (f"{word}, {after}", change.after)]
    if section == "numbers":
        return [(f"{relation(change, side=change.before)}; now the number is {change.quantities[1]}", both)]
    if section == "repeated":
        old, new = again(change)
        verb = past((change.after or change.before)[0].claim.action.lemma)
        first = f"{name(change.actor_phrase)} {verb} {joined(old)}"
        return [(first, change.before), (f"later it was {joined(new)}", change.after)]
    if section == "attributed":
        new_sources = joined([source(phrase) for phrase in change.new_sources])
        return [(f"{relation(change, side=change.after)}, now also according to {new_sources}", change.after)]
    if section in {"strengthened", "weakened"}:
        word = "more" if section == "strengthened" else "fewer"
        extents = f"{size(change.before)[0]} before, {size(change.after)[0]} now"
        return [(f"{word} documents say that {relation(change)} ({extents})", both)]
    return [(relation(change), both)]


def _is_done_since(change: RelationChange) -> bool:
    """True if what was only planned or demanded before is done now."""
    before, after = (status_of(firmest(side).claim) for side in (change.before, change.after))
    return before in PENDING and after == DONE


def relation(change: RelationChange, *, side: Claims | None = None) -> str:
    """A relation as a clause: "Thailand proposed a conference", in the words of one side if it is given."""
    claim = firmest(side or change.before or change.after).claim
    return clause([claim]) if claim.rule != COUNT else claim.actor.span.text


def contradiction(finding: Contradiction) -> str:
    """A contradiction in one sentence: "prosecutors accused the Prince Group; the Prince Group denied wrongdoing".

    Of one who says both: "the bank first denied, and later admitted, that it opened accounts".
    """
    if finding.source is not None:
        verbs = ("denied", _saying(finding.affirmed))
        first, later = verbs if finding.is_denied_first else verbs[::-1]
        return f"{source(finding.source)} first {first}, and later {later}, that {_told(finding)}"
    if all(stored.claim.rule == REPORT for stored in (*finding.affirmed, *finding.denied)):
        return _account_of_two(finding)
    return "; ".join(_clauses(finding.affirmed) + _clauses(finding.denied))


def _told(finding: Contradiction) -> str:
    """What is admitted, as a clause behind "that"."""
    reported = [stored.claim.target for stored in finding.affirmed if stored.claim.rule == REPORT]
    told = next((target.entity.label for target in reported if target), None)
    return told or max(_clauses(finding.affirmed, with_source=False), key=len)


def _account_of_two(finding: Contradiction) -> str:
    """'Marble Bank denied, and later Ann Holt admitted, that …': who speaks for it admits what it denied."""
    denied = (mention(finding.denied[0].claim.actor), "denied")
    said = (mention(finding.affirmed[0].claim.actor), _saying(finding.affirmed))
    first, later = (denied, said) if finding.is_denied_first else (said, denied)
    return f"{' '.join(first)}, and later {' '.join(later)}, that {_told(finding)}"


def _saying(claims: Claims) -> str:
    """The past tense of the verb with which the text admits or confirms the claims; "said" for any other."""
    admitting = stages().cues.admitting
    verbs = {reporting_verb(stored.claim, admitting) for stored in claims}
    verbs |= {stored.claim.action.lemma for stored in claims if stored.claim.rule == REPORT}
    return next((past(verb) for verb in admitting if verb in verbs), "said")


def _clauses(claims: Claims, *, with_source: bool = True) -> list[str]:
    """The clauses of claims, each once, without those that another one begins with: "denied spying on reporters"."""
    texts = _each_once(clause([stored.claim]) + (according(stored.claim) if with_source else "") for stored in claims)
    return [text for text in texts if not any(other.startswith(f"{text} ") for other in texts)]


def restated(change: RelationChange) -> tuple[str, str]:
    """Both sides of a relation with another status, each with whom its text quotes, and with its denial."""
    before, after = (_with_denial(side) for side in (change.before, change.after))
    return before, after


def _with_denial(claims: Claims) -> str:
    denied = [stored for stored in claims if status_of(stored.claim) == NEGATED]
    return "; ".join(_clauses((firmest(claims), *denied[:1])))


def quoted(change: RelationChange) -> tuple[str, str]:
    """', according to Thailand' for each side of a relation that one side denies: whom the texts quote for it."""
    if not any(status_of(stored.claim) == NEGATED for stored in (*change.before, *change.after)):
        return "", ""
    return _quoted(change.before), _quoted(change.after)


def _quoted(claims: Claims) -> str:
    denied = [stored for stored in claims if status_of(stored.claim) == NEGATED]
    phrases = (source_phrase(stored.claim) for stored in denied or claims)
    sources = _each_once(source(phrase) for phrase in phrases if phrase is not None)
    return f", according to {joined(sources)}" if sources else ""


def again(change: RelationChange) -> tuple[list[str], list[str]]:
    """The targets of a repeated act before and after, with the numbers of the texts."""
    return _targets(change.before), _targets(change.after)


def _targets(claims: Claims) -> list[str]:
    """The targets, each once; without other participants of an act, and only those with a number if some have one."""
    targets = [stored.claim.target for stored in claims if stored.claim.target and stored.claim.rule != PARTY]
    counted = [target for target in targets if target.quantity]
    return _each_once(mention(target) for target in counted or targets)


def _each_once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
