"""Finds changed accounts: somebody denies something in one batch, and admits it in a later one, or the other way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from graph.diff.alignment.reports import Report, are_of_one_matter, is_admission, is_denial
from graph.diff.findings.model import Claims, Contradiction


def changed_accounts(reported: Sequence[Report], known: Sequence[Contradiction] = ()) -> tuple[Contradiction, ...]:
    """What was denied and then admitted; nothing of a party of which a known contradiction tells both sides.

    `reported`: see `graph.diff.alignment.reports`.
    """
    told = {(finding.about.id, *_documents(finding.affirmed), *_documents(finding.denied)) for finding in known}
    found: dict[tuple[str, ...], Contradiction] = {}
    for finding in _changed(reported):
        key = (finding.about.id, *_documents(finding.affirmed), *_documents(finding.denied))
        if key not in told:
            found.setdefault(key, finding)
    return tuple(found.values())


def _documents(claims: Claims) -> list[str]:
    return sorted({stored.claim.document for stored in claims})


def _changed(reported: Sequence[Report]) -> Iterator[Contradiction]:
    for first, second in combinations(reported, 2):
        denial, admission = (first, second) if is_denial(first) else (second, first)
        is_one = first.batch < second.batch and not first.parties.isdisjoint(second.parties)
        if is_one and is_denial(denial) and is_admission(admission) and are_of_one_matter(first, second):
            about = denial.claim.actor.entity
            yield Contradiction(about, False, (admission.stored,), (denial.stored,), denial is first)
