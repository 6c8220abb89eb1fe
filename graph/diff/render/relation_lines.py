"""Words a changed relation: one clause for each side, with the claims that support it."""

from __future__ import annotations

from graph.diff.findings.model import Claims, RelationChange, size
from graph.diff.render.english import joined, name, past, source
from graph.diff.render.verbalisation import again, relation, restated

Line = tuple[str, Claims]


def lines(section: str, change: RelationChange) -> list[Line]:
    """The clauses that the brief writes for a relation of this section of a `Diff`, in their order."""
    both = (*change.before, *change.after)
    if section == "changed":
        before, after = restated(change)
        return [(before, change.before), (f"now, {after}", change.after)]
    if section == "numbers":
        return [(f"{relation(change, side=change.before)}; now the number is {change.quantities[1]}", both)]
    if section == "repeated":
        old, new = again(change)
        verb = past((change.after or change.before)[0].claim.action.lemma)
        first = f"{name(change.actor_phrase)} {verb} {joined(old)}"
        return [(first, change.before), (f"later it was {joined(new)}", change.after)]
    if section == "attributed":
        new_sources = joined([source(phrase) for phrase in change.new_sources])
        return [(f"{relation(change)}, now also according to {new_sources}", change.after)]
    if section in {"strengthened", "weakened"}:
        word = "more" if section == "strengthened" else "fewer"
        extents = f"{size(change.before)[0]} before, {size(change.after)[0]} now"
        return [(f"{word} documents or claims say that {relation(change)} (documents: {extents})", both)]
    return [(relation(change), both)]
