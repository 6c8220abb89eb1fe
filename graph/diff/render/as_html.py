"""A diff as one HTML file: both sides of every finding beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from graph.diff.findings.model import Claims, Contradiction, Development, Diff, RelationChange, counts
from graph.diff.inflection import past
from graph.diff.render.as_text import MARKS, UNREPEATED, actor_text, note, source_text, title_of
from graph.diff.render.english import name
from graph.diff.render.grammar import joined, sentence
from graph.diff.render.headlines import headline
from graph.diff.render.relation_lines import again, contradiction, relation
from graph.diff.render.verbalisation import about, clauses_of_batch
from graph.page_policy import hash_sources, web_address
from graph.rdf.relations import flags
from graph.rdf.stored_claim import StoredClaim
from graph.resources import static_text, template

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {script}"


@dataclass(frozen=True, slots=True)
class HtmlFinding:
    """A finding: its line, a note, the clauses and claims of each side, and the reasons of alignments."""

    text: str
    note: str
    clauses: tuple[tuple[str, ...], tuple[str, ...]]
    before: Claims
    after: Claims
    reasons: tuple[str, ...] = ()


def to_html(diff: Diff) -> str:
    """The diff as one page that makes no requests: sections, sentences of both sides, a filter and a slider."""
    code = static_text("diff.js")
    page = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(template("diff.html"))
    return page.render(
        diff=diff,
        figures=[(key, number) for key, number in counts(diff).items() if number and key not in UNREPEATED],
        sections=[
            (key, title_of(diff, key), mark, items) for key, mark in MARKS.items() if (items := _items(diff, key))
        ],
        source_text=source_text,
        sentences=_sentences,
        web=web_address,
        policy=POLICY.format(script=hash_sources(code)),
        css=Markup(static_text("diff.css")),  # noqa: S704  # our own file
        script=Markup(code),  # noqa: S704  # our own file
    )


def _sentences(claims: Claims) -> list[tuple[StoredClaim, list[str]]]:
    """Each sentence once, with the qualifications of its claims (planned, denied, alleged …)."""
    sentences: dict[tuple[str, str], tuple[StoredClaim, dict[str, None]]] = {}
    for stored in claims:
        _, marks = sentences.setdefault((stored.claim.document, stored.claim.sentence.text), (stored, {}))
        marks |= {flag: None for flag in flags(stored.claim) if flag != "asserted"}
    return [(stored, list(marks)) for stored, marks in sentences.values()]


def _items(diff: Diff, key: str) -> list[HtmlFinding]:
    if key == "developments":
        return [_development(finding) for finding in diff.developments]
    if key == "contradictions":
        return [_contradiction(finding, diff) for finding in diff.contradictions]
    if key in {"actors_added", "actors_gone"}:
        return list(_actors(diff, key))
    return list(_relations(diff, key))


NONE: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


def _line(text: str) -> str:
    return sentence(text).rstrip(".")


def _contradiction(finding: Contradiction, diff: Diff) -> HtmlFinding:
    claims = (*finding.affirmed, *finding.denied)
    text = _line(contradiction(finding))
    return HtmlFinding(text, "", NONE, _of_side(claims, diff, 0), _of_side(claims, diff, 1))


def _development(development: Development) -> HtmlFinding:
    sides = [
        tuple(stored for step in development.steps if step.batch == side for stored in step.stored_claims)
        for side in (0, 1)
    ]
    clauses = [
        tuple(dict.fromkeys(_line(clause.text) for clause in clauses_of_batch(development, side))) for side in (0, 1)
    ]
    if about(development) == "quotation":
        clauses = [(), ()]  # the evidence is the same sentences
    reasons = dict.fromkeys(f"{link.score:.2f}: {joined(link.reasons)}" for link in development.links)
    return HtmlFinding(
        _line(headline(development)).replace("->", "→"),
        "",
        (clauses[0], clauses[1]),
        _once(sides[0]),
        _once(sides[1]),
        tuple(reasons),
    )


def _once(claims: Iterable[StoredClaim]) -> Claims:
    return tuple({stored.claim.id: stored for stored in claims}.values())


def _of_side(claims: Claims, diff: Diff, side: int) -> Claims:
    wanted = {stored.claim.id for change in _changes(diff) for stored in (change.before, change.after)[side]}
    return tuple(stored for stored in claims if stored.claim.id in wanted)


def _changes(diff: Diff) -> tuple[RelationChange, ...]:
    return (*diff.in_both, *diff.added, *diff.gone, *diff.repeated)


def _relations(diff: Diff, key: str) -> Iterator[HtmlFinding]:
    changes: tuple[RelationChange, ...] = getattr(diff, key)
    for change in changes:
        reasons = dict.fromkeys(f"{link.score:.2f}: {joined(link.reasons)}" for link in change.links)
        text = _line(relation(change)) if key != "repeated" else _again(change)
        yield HtmlFinding(text, note(key, change).replace("->", "→"), NONE, change.before, change.after, tuple(reasons))


def _again(change: RelationChange) -> str:
    before, after = again(change)
    verb = past((change.after or change.before)[0].claim.action.lemma)
    return f"{_line(name(change.actor_phrase))} {verb} {joined(before)}; later {joined(after)}"


def _actors(diff: Diff, key: str) -> Iterator[HtmlFinding]:
    for change in getattr(diff, key):
        is_new = key == "actors_added"
        yield HtmlFinding(
            actor_text(change), "", NONE, () if is_new else change.claims, change.claims if is_new else ()
        )
