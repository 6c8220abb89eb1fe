"""A diff as text for the terminal: the most important findings first, evidence on request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten

from graph.diff.findings.model import (
    SECTIONS,
    ActorChange,
    Claims,
    Contradiction,
    Development,
    Diff,
    RelationChange,
    counts,
    size,
)
from graph.diff.inflection import past
from graph.diff.render.english import clause, is_half, name, source
from graph.diff.render.grammar import counted, joined, sentence
from graph.diff.render.headlines import headline
from graph.diff.render.relation_lines import again, contradiction, quoted, relation
from graph.diff.render.shared_acts import act_clauses
from graph.diff.render.verbalisation import Verbalisation, clauses_of_batch, news_of_batch
from graph.rdf.stored_claim import StoredClaim

LIMIT, SIDE_LIMIT = 12, 3
"""Lines of a section, and clauses of one side of a development, by default."""
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
    "strengthened": "Stronger: more documents",
    "weakened": "Weaker: fewer documents",
    "attributed": "Said by a new source",
    "actors_added": "New actors",
    "added": "New relations",
    "actors_gone": "Actors not mentioned in {after}",
    "gone": "Relations not repeated in {after}",
    "same": "Still said",
    "claims_added": "New claims",
    "claims_gone": "Claims of {before} only",
}
"""The sections in their order."""
INDENT = "    "
CLAIMS = "claims"
KEPT = frozenset({"same", "numbers", "attributed"})
"""Sections that list all of their relations, also those of developments and contradictions."""
UNREPEATED = {
    "weakened": "fewer reports",
    "gone": "relations not repeated",
    "actors gone": "actors not mentioned",
}
"""What the later side merely does not repeat, and how the statistics call it; it is no news."""
OF_LEVEL = {
    "actors": frozenset({"actors_added", "actors_gone"}),
    "relations": frozenset(TITLES) - {"developments", "contradictions", "actors_added", "actors_gone"},
}
"""The sections of the levels that show only some."""


@dataclass(frozen=True, slots=True)
class TextOptions:
    """What the text shows: `width` in columns, `limit` of lines in a section (0 for all), with or without evidence."""

    width: int = 100
    limit: int = LIMIT
    evidence: bool = False


def summary(diff: Diff) -> str:
    """One line: what was compared, and how much is news; what B merely does not repeat is none."""
    figures = counts(diff)
    shown = [counted(figures["developments"], "development"), counted(figures["contradictions"], "contradiction")]
    names = ("changed", "repeated", "strengthened")
    shown += [counted(figures["numbers"], "other number")] if figures["numbers"] else []
    shown += [f"{figures[key]:,} {key}" for key in names if figures[key]]
    relations = f"{figures['added']:,} relations new, {len(diff.same):,} the same"
    actors = f"{figures['actors new']:,} actors new"
    return f"{diff.before_name} -> {diff.after_name}: {', '.join(shown)}; {relations}; {actors}"


def to_stat(diff: Diff) -> str:
    """The number of findings by section, with bars, like `git diff --stat`."""
    news = [(key, number) for key, number in counts(diff).items() if key not in UNREPEATED]
    rest = [(UNREPEATED[key], number) for key, number in counts(diff).items() if key in UNREPEATED]
    rows = [*news, ("the same", len(diff.same)), *rest]
    width = max(len(f"{number:,}") for _, number in rows)
    widest = max(len(key) for key, _ in rows) + 1
    most = max(number for _, number in rows) or 1
    bars = ("▪" * max(1, round(30 * number / most)) if number else "" for _, number in rows)
    lines = [
        f"{key:<{widest}} {number:>{width},} {bar}".rstrip() for (key, number), bar in zip(rows, bars, strict=True)
    ]
    return "\n".join([f"{diff.before_name} -> {diff.after_name}", *diff.notes, *lines, ""])


def to_text(diff: Diff, shown: TextOptions | None = None, level: str = "developments") -> str:
    """The diff as text: all sections, or only those of a level (actors, relations, claims)."""
    shown = shown or TextOptions()
    lines = [summary(diff), *diff.notes]
    chosen = _claims_of(diff, shown) if level == CLAIMS else sections(diff, shown)
    for key, blocks in chosen:
        if (blocks or _every(diff, key)) and (level not in OF_LEVEL or key in OF_LEVEL[level]):
            lines += ["", heading(diff, key, len(blocks))]
            kept = blocks[: shown.limit or None]
            lines += [line for block in kept for line in block]
            if len(kept) < len(blocks):
                lines.append(f"{INDENT}… and {len(blocks) - len(kept):,} more; --limit 0 shows all")
    if diff.is_empty:
        lines += ["", "Both say the same."]
    return "\n".join([*lines, ""])


def title_of(diff: Diff, key: str) -> str:
    """The title of a section."""
    return TITLES[key].format(before=diff.before_name, after=diff.after_name)


def heading(diff: Diff, key: str, lines: int) -> str:
    """The title of a section with its number of findings, and why it has fewer `lines` than that."""
    every = _every(diff, key)
    if len(every) == lines or not every:
        return f"{title_of(diff, key)} ({lines:,})"
    reported = sum(diff.is_reported(change) for change in every) if key in SECTIONS and key not in KEPT else 0
    half = _halves(diff, key)
    if reported == len(every):
        return f"{title_of(diff, key)} ({reported:,}: all told above)"
    reasons = [f"{reported:,} told above"] if reported else []
    reasons += [f"{half:,} left out: who was urged, and not to what"] if half else []
    if key in {"actors_added", "actors_gone"}:
        reasons.append("one line for those without a name")
    elif len(every) - reported - half > lines:
        reasons.append("one line for what is one act")
    return f"{title_of(diff, key)} ({len(every):,}: {counted(lines, 'line')}; {', '.join(reasons)})"


def _every(diff: Diff, key: str) -> Sequence[RelationChange]:
    """All findings of a section; none for sections of claims."""
    every: Sequence[RelationChange] = getattr(diff, key, ())
    return every


def _halves(diff: Diff, key: str) -> int:
    """The number of relations without a line because their claims are half a sentence."""
    if key not in {"added", "gone"}:
        return 0
    left: Sequence[RelationChange] = [change for change in getattr(diff, key) if not diff.is_reported(change)]
    return sum(is_half((change.after or change.before)[0].claim) for change in left)


def sections(diff: Diff, shown: TextOptions) -> Iterator[tuple[str, list[list[str]]]]:
    """Each section with its blocks of lines; relations of developments are not repeated."""
    makers: dict[str, Callable[[], Iterable[list[str]]]] = {
        "developments": lambda: (_development(diff, development, shown) for development in diff.developments),
        "contradictions": lambda: (_contradiction(finding, shown) for finding in diff.contradictions),
        "repeated": lambda: (_repeated(change, shown) for change in diff.repeated),
        "actors_added": lambda: _actors(diff.actors_added, "+"),
        "actors_gone": lambda: _actors(diff.actors_gone, "-"),
    }
    for key in MARKS:
        blocks = makers[key]() if key in makers else _relations(diff, key, shown)
        yield key, list(blocks)


def _claims_of(diff: Diff, shown: TextOptions) -> Iterator[tuple[str, list[list[str]]]]:
    """The claims of one side only, a line each, in the order of the texts."""
    for key, claims in zip(("claims_added", "claims_gone"), diff.claims, strict=True):
        mark = "+" if key == "claims_added" else "-"
        texts = ((sentence(clause([stored.claim])).rstrip("."), stored) for stored in claims)
        yield key, [[f"{mark} {text} [{source_text(s)}]", *_quotes((s,), shown)] for text, s in texts]


def _development(diff: Diff, development: Development, shown: TextOptions) -> list[str]:
    lines = [f"{MARKS['developments']} {sentence(headline(development)).rstrip('.')}"]
    batches = sorted({step.batch for step in development.steps})
    names = {0: diff.before_name, 1: diff.after_name}
    for batch in batches:
        clauses = clauses_of_batch(development, batch) if shown.evidence else news_of_batch(development, batch)
        kept = clauses if shown.evidence else clauses[:SIDE_LIMIT]
        for number, line in enumerate(kept):
            lines.append(f"{INDENT}{names[batch] if number == 0 else '':<10} {_sourced(line)}")
            lines += _quotes(line.claims, shown)
        if len(kept) < len(clauses):
            lines.append(f"{INDENT}{'':<10} … {len(clauses) - len(kept)} more with --evidence")
    if shown.evidence:
        reasons = dict.fromkeys(f"{link.score:.2f}: {joined(link.reasons)}" for link in development.links)
        lines += [f"{INDENT}taken for one, {reason}" for reason in reasons]
    return lines


def _sourced(line: Verbalisation) -> str:
    documents = dict.fromkeys(stored.claim.document for stored in line.claims)
    return f"{line.text} [{', '.join(documents)}]"


def _quotes(claims: Claims, shown: TextOptions) -> Iterator[str]:
    if shown.evidence:
        sentences = {(s.claim.document, s.claim.sentence.start): s for s in claims}
        yield from (quote(stored, shown.width) for stored in sentences.values())


def quote(stored: StoredClaim, width: int) -> str:
    """A sentence with its document, shortened to one line of the width."""
    source = f" [{source_text(stored)}]"
    room = max(40, width - 2 * len(INDENT) - len(source) - 2)
    return f"{INDENT * 2}“{shorten(stored.claim.sentence.text, room, placeholder=' …')}”{source}"


def source_text(stored: StoredClaim) -> str:
    """The document and its date."""
    return ", ".join(part for part in (stored.claim.document, stored.date) if part)


def _contradiction(finding: Contradiction, shown: TextOptions) -> list[str]:
    claims = (*finding.affirmed, *finding.denied)
    documents = ", ".join(dict.fromkeys(stored.claim.document for stored in claims))
    return [
        f"{MARKS['contradictions']} {sentence(contradiction(finding)).rstrip('.')} [{documents}]",
        *_quotes(claims, shown),
    ]


def _repeated(change: RelationChange, shown: TextOptions) -> list[str]:
    before, after = again(change)
    verb = past((change.after or change.before)[0].claim.action.lemma)
    line = f"{MARKS['repeated']} {sentence(name(change.actor_phrase)).rstrip('.')} {verb} "
    return [line + f"{joined(before)}; later {joined(after)}", *_quotes((*change.before, *change.after), shown)]


def _relations(diff: Diff, key: str, shown: TextOptions) -> Iterator[list[str]]:
    changes: Sequence[RelationChange] = [
        change for change in getattr(diff, key) if key in KEPT or not diff.is_reported(change)
    ]
    if key in {"added", "gone"}:
        for line in act_clauses(changes):
            yield [f"{MARKS[key]} {sentence(_sourced(line))[:-1]}", *_quotes(line.claims, shown)]
        return
    for change in changes:
        text = sentence(relation(change)).rstrip(".")
        yield [f"{MARKS[key]} {text}{note(key, change)}", *_quotes((*change.before, *change.after), shown)]


def note(key: str, change: RelationChange) -> str:
    """What changed in a relation of this section; empty where the section says it."""
    before, after = change.stated
    if key == "changed":
        first, second = quoted(change)
        return f": {before}{first} -> {after}{second}"
    if key in {"strengthened", "weakened"}:
        return f": {_extent(change.before)} -> {_extent(change.after)}"
    if key == "numbers":
        return f": {change.quantities[0]} -> {change.quantities[1]}"
    if key == "attributed":
        return f": now also according to {joined([source(phrase) for phrase in change.new_sources])}"
    return ""


def _extent(claims: Claims) -> str:
    documents, number = size(claims)
    return f"{counted(number, 'claim')} in {counted(documents, 'document')}"


def _actors(actors: Sequence[ActorChange], mark: str) -> Iterator[list[str]]:
    """Named actors, a line each; the unnamed ones in one line."""
    for change in actors:
        if change.is_named:
            yield [f"{mark} {actor_text(change)}"]
    unnamed = [change.actor.label for change in actors if not change.is_named]
    if unnamed:
        yield [f"{mark} without a name: {', '.join(unnamed)}"]


def actor_text(change: ActorChange) -> str:
    """'Interpol (international organisation), 4 claims'."""
    return f"{change.actor.label} ({change.actor.type.value.replace('-', ' ')}), {counted(len(change.claims), 'claim')}"
