"""A diff for reading on a terminal: the most telling first, evidence on request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten

from graph.diff.findings.developments import Development
from graph.diff.findings.model import SECTIONS, ActorChange, Claims, Contradiction, Diff, RelationChange, counts, size
from graph.diff.render.english import clause, counted, is_half, joined, name, past, sentence, source
from graph.diff.render.shared_acts import act_lines
from graph.diff.render.verbalisation import Told, again, contradiction, headline, news, quoted, relation, told
from graph.rdf.stored_claim import StoredClaim

LIMIT, SIDE_LIMIT = 12, 3
"""Lines of a section, and clauses of a side of a development, unless more are asked for."""
MARKS = {
    "developments": "»",
    "contradictions": "!",
    "changed": "~",
    "numbers": "#",
    "repeated": "=",
    "strengthened": "↑",
    "weakened": "↓",
    "attributed": "“",
    "actors_added": "+",
    "added": "+",
    "actors_gone": "-",
    "gone": "-",
    "same": " ",
}
TITLES = {
    "developments": "What moved",
    "contradictions": "Contradictions",
    "changed": "Said in another way",
    "numbers": "Other numbers for the same thing",
    "repeated": "Done again, to another of the kind",
    "strengthened": "Stronger: more documents or claims",
    "weakened": "Weaker: fewer documents or claims",
    "attributed": "Said by a new source",
    "actors_added": "New actors",
    "added": "New relations",
    "actors_gone": "Actors gone",
    "gone": "Relations gone",
    "same": "Still said",
    "claims_added": "New claims",
    "claims_gone": "Claims gone",
}
"""The sections in their order."""
INDENT = "    "
CLAIMS = "claims"
KEPT = frozenset({"same", "numbers", "attributed"})
"""Sections that tell all of theirs, also what is told above."""
OF_LEVEL = {
    "actors": frozenset({"actors_added", "actors_gone"}),
    "relations": frozenset(TITLES) - {"developments", "contradictions", "actors_added", "actors_gone"},
}
"""The sections of the levels that have not all of them."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How much of everything is shown."""

    width: int = 100
    limit: int = LIMIT
    """Lines of a section; 0 for all."""
    evidence: bool = False


def summary(found: Diff) -> str:
    """One line: what was compared, and how much of it differs."""
    figures = counts(found)
    shown = [counted(figures["developments"], "development"), counted(figures["contradictions"], "contradiction")]
    names = ("changed", "repeated", "strengthened", "weakened")
    shown += [counted(figures["numbers"], "other number")] if figures["numbers"] else []
    shown += [f"{figures[key]:,} {key}" for key in names if figures[key]]
    relations = f"{figures['added']:,} relations new, {figures['gone']:,} gone, {len(found.same):,} the same"
    actors = f"{figures['actors new']:,} actors new, {figures['actors gone']:,} gone"
    return f"{found.before_name} -> {found.after_name}: {', '.join(shown)}; {relations}; {actors}"


def to_stat(found: Diff) -> str:
    """How many of each, with a bar for each, as `git diff --stat`."""
    rows = [*counts(found).items(), ("the same", len(found.same))]
    width = max(len(f"{number:,}") for _, number in rows)
    most = max(number for _, number in rows) or 1
    bars = ("▪" * max(1, round(30 * number / most)) if number else "" for _, number in rows)
    lines = [f"{key:<14} {number:>{width},} {bar}".rstrip() for (key, number), bar in zip(rows, bars, strict=True)]
    return "\n".join([f"{found.before_name} -> {found.after_name}", *lines, ""])


def to_text(found: Diff, shown: Shown | None = None, level: str = "developments") -> str:
    """The diff for reading: everything, or only the sections of a level (actors, relations, claims)."""
    shown = shown or Shown()
    lines = [summary(found)]
    chosen = _claims_of(found, shown) if level == CLAIMS else sections(found, shown)
    for key, blocks in chosen:
        if (blocks or _every(found, key)) and (level not in OF_LEVEL or key in OF_LEVEL[level]):
            lines += ["", heading(found, key, len(blocks))]
            kept = blocks[: shown.limit or None]
            lines += [line for block in kept for line in block]
            if len(kept) < len(blocks):
                lines.append(f"{INDENT}… and {len(blocks) - len(kept):,} more; --limit 0 shows all")
    if found.is_empty:
        lines += ["", "Both say the same."]
    return "\n".join([*lines, ""])


def heading(found: Diff, key: str, lines: int) -> str:
    """The title of a section with its number, which the first line has too, and why it has fewer lines than that."""
    every = _every(found, key)
    if len(every) == lines or not every:
        return f"{TITLES[key]} ({lines:,})"
    told = sum(found.is_told(one) for one in every) if key in SECTIONS and key not in KEPT else 0
    half = _halves(found, key)
    if told == len(every):
        return f"{TITLES[key]} ({told:,}: all told above)"
    reasons = [f"{told:,} told above"] if told else []
    reasons += [f"{half:,} left out: who was urged, and not to what"] if half else []
    if key in {"actors_added", "actors_gone"}:
        reasons.append("one line for those without a name")
    elif len(every) - told - half > lines:
        reasons.append("one line for what is one act")
    return f"{TITLES[key]} ({len(every):,}: {counted(lines, 'line')}; {', '.join(reasons)})"


def _every(found: Diff, key: str) -> Sequence[RelationChange]:
    """All findings of a section; none for claims, which are no field of their own."""
    every: Sequence[RelationChange] = getattr(found, key, ())
    return every


def _halves(found: Diff, key: str) -> int:
    """How many relations have no line because their claims are half a sentence."""
    if key not in {"added", "gone"}:
        return 0
    left: Sequence[RelationChange] = [one for one in getattr(found, key) if not found.is_told(one)]
    return sum(is_half((one.after or one.before)[0].claim) for one in left)


def sections(found: Diff, shown: Shown) -> Iterator[tuple[str, list[list[str]]]]:
    """Each section with its blocks of lines; relations that developments tell are not told twice."""
    makers: dict[str, Callable[[], Iterable[list[str]]]] = {
        "developments": lambda: (_development(found, one, shown) for one in found.developments),
        "contradictions": lambda: (_contradiction(one, shown) for one in found.contradictions),
        "repeated": lambda: (_repeated(one, shown) for one in found.repeated),
        "actors_added": lambda: _actors(found.actors_added, "+"),
        "actors_gone": lambda: _actors(found.actors_gone, "-"),
    }
    for key in MARKS:
        blocks = makers[key]() if key in makers else _relations(found, key, shown)
        yield key, list(blocks)


def _claims_of(found: Diff, shown: Shown) -> Iterator[tuple[str, list[list[str]]]]:
    """The claims that only one side has, a line each, in the order of the texts."""
    for key, claims in zip(("claims_added", "claims_gone"), found.claims, strict=True):
        mark = "+" if key == "claims_added" else "-"
        texts = ((sentence(clause([stored.claim])).rstrip("."), stored) for stored in claims)
        yield key, [[f"{mark} {text} [{source_text(s)}]", *_quotes((s,), shown)] for text, s in texts]


def _development(found: Diff, one: Development, shown: Shown) -> list[str]:
    lines = [f"{MARKS['developments']} {sentence(headline(one)).rstrip('.')}"]
    batches = sorted({step.batch for step in one.steps})
    names = {0: found.before_name, 1: found.after_name}
    for batch in batches:
        clauses = told(one, batch) if shown.evidence else news(one, batch)
        kept = clauses if shown.evidence else clauses[:SIDE_LIMIT]
        for number, line in enumerate(kept):
            lines.append(f"{INDENT}{names[batch] if number == 0 else '':<10} {_sourced(line)}")
            lines += _quotes(line.claims, shown)
        if len(kept) < len(clauses):
            lines.append(f"{INDENT}{'':<10} … {len(clauses) - len(kept)} more with --evidence")
    if shown.evidence:
        reasons = dict.fromkeys(f"{link.score:.2f}: {joined(link.reasons)}" for link in one.links)
        lines += [f"{INDENT}taken for one, {reason}" for reason in reasons]
    return lines


def _sourced(line: Told) -> str:
    documents = dict.fromkeys(stored.claim.document for stored in line.claims)
    return f"{line.text} [{', '.join(documents)}]"


def _quotes(claims: Claims, shown: Shown) -> Iterator[str]:
    if shown.evidence:
        sentences = {(s.claim.document, s.claim.sentence.start): s for s in claims}
        yield from (quote(stored, shown.width) for stored in sentences.values())


def quote(stored: StoredClaim, width: int) -> str:
    """A sentence and where it stands, in one line of the width."""
    source = f" [{source_text(stored)}]"
    room = max(40, width - 2 * len(INDENT) - len(source) - 2)
    return f"{INDENT * 2}“{shorten(stored.claim.sentence.text, room, placeholder=' …')}”{source}"


def source_text(stored: StoredClaim) -> str:
    """The document and its date."""
    return ", ".join(part for part in (stored.claim.document, stored.date) if part)


def _contradiction(one: Contradiction, shown: Shown) -> list[str]:
    claims = (*one.affirmed, *one.denied)
    documents = ", ".join(dict.fromkeys(stored.claim.document for stored in claims))
    return [
        f"{MARKS['contradictions']} {sentence(contradiction(one)).rstrip('.')} [{documents}]",
        *_quotes(claims, shown),
    ]


def _repeated(change: RelationChange, shown: Shown) -> list[str]:
    before, after = again(change)
    verb = past((change.after or change.before)[0].claim.action.lemma)
    line = f"{MARKS['repeated']} {sentence(name(change.actor)).rstrip('.')} {verb} "
    return [line + f"{joined(before)}; now {joined(after)}", *_quotes((*change.before, *change.after), shown)]


def _relations(found: Diff, key: str, shown: Shown) -> Iterator[list[str]]:
    changes: Sequence[RelationChange] = [one for one in getattr(found, key) if key in KEPT or not found.is_told(one)]
    if key in {"added", "gone"}:
        for line in act_lines(changes):
            yield [f"{MARKS[key]} {sentence(_sourced(line))[:-1]}", *_quotes(line.claims, shown)]
        return
    for change in changes:
        text = sentence(relation(change)).rstrip(".")
        yield [f"{MARKS[key]} {text}{note(key, change)}", *_quotes((*change.before, *change.after), shown)]


def note(key: str, change: RelationChange) -> str:
    """What changed, or how it is stated where that is not plainly."""
    before, after = change.stated
    if key == "changed":
        first, second = quoted(change)
        return f": {before}{first} -> {after}{second}"
    if key in {"strengthened", "weakened"}:
        return f": {_extent(change.before)} -> {_extent(change.after)}"
    if key == "numbers":
        return f": {change.quantities[0]} -> {change.quantities[1]}"
    if key == "attributed":
        return f": now also according to {joined([source(one) for one in change.new_sources])}"
    return ""


def _extent(claims: Claims) -> str:
    documents, number = size(claims)
    return f"{counted(number, 'claim')} in {counted(documents, 'document')}"


def _actors(actors: Sequence[ActorChange], mark: str) -> Iterator[list[str]]:
    """The named ones, a line each; the unnamed ones are only counted."""
    for change in actors:
        if change.is_named:
            yield [f"{mark} {actor_text(change)}"]
    unnamed = [change.actor.label for change in actors if not change.is_named]
    if unnamed:
        yield [f"{mark} without a name: {', '.join(unnamed)}"]


def actor_text(change: ActorChange) -> str:
    """'Interpol (international organisation), 4 claims'."""
    return f"{change.actor.label} ({change.actor.type.value.replace('-', ' ')}), {counted(len(change.claims), 'claim')}"
