"""Relations (claims with the same actor, action and target): their status, their dates, and filters on claims."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TypeGuard

from graph.rdf.stored_claim import StoredClaim, without_duplicates
from ontology.errors import InputError
from ontology.identifiers import slug
from ontology.model import Claim, Entity, Modality, Polarity

STATUSES = ("asserted", "alleged", "planned", "obligated", "possible", "negated")
"""How a claim is stated in its text, from asserted to negated."""

RelationKey = tuple[str, str, str | None]
"""Actor id, action concept, target id (None for an action without a target)."""

PARTIAL_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?:T.*)?")
BY_RULES, BY_MODEL = "rules", "model"
MAKERS = (BY_RULES, BY_MODEL)
"""What makes claims, as filters name it."""


def flags(claim: Claim) -> tuple[str, ...]:
    """The qualifiers of a claim (negated, alleged, planned …); `("asserted",)` if it has none."""
    return qualifiers(claim.polarity, claim.modality, is_alleged=claim.alleged) or ("asserted",)


def qualifiers(polarity: str, modality: str, *, is_alleged: bool) -> tuple[str, ...]:
    """What keeps a claim with these values from being a plain fact: negated, alleged, planned …; none for a fact."""
    return (
        *(("negated",) if polarity == Polarity.NEGATED else ()),
        *(("alleged",) if is_alleged else ()),
        *((str(modality),) if modality != Modality.ASSERTED else ()),
    )


def status(claims: Iterable[StoredClaim]) -> Counter[str]:
    """The number of claims that are asserted, alleged, planned …, in the order of `STATUSES`."""
    counts = Counter(flags(stored.claim)[0] for stored in claims)
    return Counter({name: counts[name] for name in STATUSES if counts[name]})


def relation_key(claim: Claim) -> RelationKey:
    """The key that the claims of one relation share: actor, action concept and target."""
    return claim.actor.entity.id, claim.action.concept, claim.target.entity.id if claim.target else None


def select(  # noqa: PLR0913  # one keyword per filter, as the command line has them
    claims: Iterable[StoredClaim],
    *,
    actor: str | None = None,
    action: str | None = None,
    since: str | None = None,
    until: str | None = None,
    min_confidence: float = 0.0,
    made_by: str | None = None,
    min_claims: int = 1,
) -> list[StoredClaim]:
    """The claims that pass every filter given, in their order.

    `actor`: id, slug or label of a participant, either actor or target. `action`: class, concept or lemma.
    `since`, `until`: ISO 8601 dates, possibly partial; a claim passes if its date, or else its document's, may lie
    between them. `min_confidence`: least confidence of a claim, from 0 to 1. `made_by`: "rules" or "model".
    `min_claims`: least number of such claims in the relation. Raises InputError for an invalid date or maker.
    """
    first = period("since", since)[0] if since else ""
    last = period("until", until)[1] if until else "9999-12-31"
    maker = None if made_by is None else maker_of(made_by)
    dated = bool(since or until)
    kept = [
        stored
        for stored in claims
        if stored.claim.confidence >= min_confidence
        and (maker is None or maker == (BY_RULES if stored.claim.provenance is None else BY_MODEL))
        and (actor is None or _takes_part(stored.claim, actor))
        and (action is None or _does(stored.claim, action))
        and (not dated or _within(stored, first, last))
    ]
    counts = Counter(relation_key(stored.claim) for stored in without_duplicates(kept))
    return [stored for stored in kept if counts[relation_key(stored.claim)] >= min_claims]


def maker_of(name: str) -> str:
    """What made a claim, by the name that filters give it. Raises InputError for another name."""
    if name not in MAKERS:
        raise InputError("made_by", f"{name!r} cannot make claims; choose {' or '.join(MAKERS)}")
    return name


def makers(claims: Iterable[StoredClaim]) -> tuple[str, ...]:
    """What made claims, sorted: "rules", and each extractor with its model, as in "llm (qwen3:14b)"."""
    made = (stored.claim.provenance for stored in claims)
    return tuple(sorted({BY_RULES if one is None else f"{one.extractor} ({one.model})" for one in made}))


def period(where: str, text: str) -> tuple[str, str]:
    """First and last day covered by an ISO 8601 date, partial date or interval `start/end`.

    The last day of any month is 31, because it is only compared. Raises InputError, naming `where`, for other text.
    """
    start, _, end = text.partition("/")
    first, last = (PARTIAL_DATE.fullmatch(part) for part in (start, end or start))
    if first is None or last is None:
        raise InputError(where, f"{text!r} is not a date; write 2025, 2025-10 or 2025-10-27")
    return (
        f"{first[1]}-{first[2] or '01'}-{first[3] or '01'}",
        f"{last[1]}-{last[2] or '12'}-{last[3] or '31'}",
    )


def is_day(date: str | None) -> TypeGuard[str]:
    """True for a date with its day, not for a month, a year or an interval."""
    match = PARTIAL_DATE.fullmatch(date) if date else None
    return match is not None and match[3] is not None


def is_month(date: str) -> bool:
    """True for a date of a month without its day."""
    match = PARTIAL_DATE.fullmatch(date)
    return match is not None and match[2] is not None and match[3] is None


def claim_date(stored: StoredClaim) -> str | None:
    """The date of the action given in the text, else the date of the document."""
    return stored.claim.when or stored.date


def participants(claim: Claim) -> list[Entity]:
    """The actor of a claim and its target, if any."""
    return [claim.actor.entity, *([claim.target.entity] if claim.target else [])]


def _takes_part(claim: Claim, actor: str) -> bool:
    wanted = slug(actor)
    return any(
        actor == entity.id or wanted in (entity.id.partition("/")[2], slug(entity.label))
        for entity in participants(claim)
    )


def _does(claim: Claim, action: str) -> bool:
    wanted = action.strip().casefold()
    return wanted in {
        claim.action.class_.casefold(),
        claim.action.concept.casefold(),
        claim.action.lemma.casefold(),
    }


def _within(stored: StoredClaim, first: str, last: str) -> bool:
    date = claim_date(stored)
    if date is None:
        return False
    start, end = period(stored.claim.id, date)
    return start <= last and end >= first
