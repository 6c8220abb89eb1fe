"""Writes the brief: a short report of what changed, in sentences with numbered sources, as Markdown or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from jinja2 import Environment
from markupsafe import Markup

from graph.diff.alignment.wording.noun_phrases import NounPhrase
from graph.diff.findings.model import BACK, SECTIONS, ActorChange, Claims, Development, Diff, RelationChange
from graph.diff.findings.steps import stage_sequence
from graph.diff.render.english import name
from graph.diff.render.grammar import counted, day, joined, sentence
from graph.diff.render.headlines import story
from graph.diff.render.relation_lines import contradiction, lines
from graph.diff.render.shared_acts import act_clauses
from graph.diff.render.verbalisation import Verbalisation, news_of_batch
from graph.rdf.stored_claim import StoredClaim
from graph.resources import static_text, template

RELATIONS = (
    ("changed", "Said in another way"),
    ("numbers", "Other numbers"),
    ("repeated", "Done again"),
    ("strengthened", "More reports"),
    ("attributed", "New sources"),
)
"""The sections of relations in both batches, and their headings."""
TOLD_ONCE = frozenset({"changed", "strengthened"})
"""Sections without the relations that a development or a contradiction tells."""
MOST_ACTS, MOST_CLAUSES = 15, 3
MOST_NAMES, LISTED_NAMES = 6, 5
"""A list of more names than `MOST_NAMES` is cut to the first `LISTED_NAMES`."""
MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>])")


@dataclass(frozen=True, slots=True)
class BriefSentence:
    """A sentence, and the numbers of its sources.

    `names`: every name of the lists that the text cuts, each with the numbers of its own sources, if it has any.
    """

    text: str
    sources: tuple[int, ...]
    is_lead: bool = False
    names: tuple[tuple[str, tuple[int, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its items, each of one or more sentences."""

    title: str
    items: tuple[tuple[BriefSentence, ...], ...]


@dataclass
class Brief:
    """The sections, and the sources in the order in which they are first cited."""

    title: str
    opening: str
    sections: list[Section] = field(default_factory=list)
    sources: dict[tuple[str, str], StoredClaim] = field(default_factory=dict)

    def cite(self, claims: Iterable[StoredClaim]) -> tuple[int, ...]:
        """The numbers of the sentences of these claims, from 1; new sentences get the next numbers."""
        keys = [(stored.claim.document, stored.claim.sentence.text) for stored in claims]
        for key, stored in zip(keys, claims, strict=True):
            self.sources.setdefault(key, stored)
        order = {key: number for number, key in enumerate(self.sources, 1)}
        return tuple(sorted({order[key] for key in keys}))

    @property
    def cut(self) -> list[BriefSentence]:
        """The sentences with a list that is cut, in order."""
        return [line for section in self.sections for item in section.items for line in item if line.names]

    def line(self, text: str, claims: Claims, *, lead: bool = False) -> BriefSentence:
        """A sentence with its sources."""
        return BriefSentence(sentence(text), self.cite(claims), lead)

    def clause(self, clause: Verbalisation, before: str = "") -> BriefSentence:
        """The sentence of a clause with its sources; long lists of names in it are cut."""
        text, names = clause.text, []
        for listed in clause.lists:
            if len(listed) > MOST_NAMES and joined(listed) in text:
                text = text.replace(joined(listed), shortened(listed), 1)
                names += [(name, ()) for name in listed]
        return replace(self.line(f"{before}{text}", clause.claims), names=tuple(names))

    def add(self, title: str, items: Iterable[tuple[BriefSentence, ...]]) -> None:
        """Add a section, unless it has no items."""
        kept = tuple(items)
        if kept:
            self.sections.append(Section(title, kept))


def brief(diff: Diff, most_acts: int | None = MOST_ACTS) -> Brief:
    """The brief of a diff, with at most so many new acts (None: all)."""
    made = Brief(f"What changed between {diff.before_name} and {diff.after_name}", _opening(diff))
    made.add("What moved", [_development(made, development) for development in diff.developments])
    made.add(
        "Contradictions",
        [(made.line(contradiction(finding), (*finding.affirmed, *finding.denied)),) for finding in diff.contradictions],
    )
    for section, title in RELATIONS:
        made.add(title, list(_relations(made, diff, section)))
    acts = act_clauses([change for change in diff.added if not diff.is_reported(change)])
    shown = acts[:most_acts]
    rest = f" (the first {len(shown)} of {len(acts):,})" if len(acts) > len(shown) else ""
    made.add(f"New acts{rest}", [(made.clause(act),) for act in shown])
    made.add("Who is new", list(_actors(made, diff.actors_added, f"named for the first time in {diff.after_name}:")))
    made.add(
        f"Not mentioned in {diff.after_name}",
        list(_actors(made, diff.actors_gone, f"named in {diff.before_name} but not in {diff.after_name}:")),
    )
    return made


def _opening(diff: Diff) -> str:
    """How many documents each side has, and how much moved."""
    moved = counted(len(diff.developments), "matter")
    sides = [
        f"{counted(len(_documents(claims)), 'document')} of {batch}{_span(claims)}"
        for batch, claims in ((diff.before_name, _side(diff, 0)), (diff.after_name, _side(diff, 1)))
    ]
    if diff.is_empty:
        return " ".join(["Both sides say the same.", *diff.notes])
    relations = f"{counted(len(diff.added), 'relation is new', 'relations are new')}"
    return " ".join([f"This compares {joined(sides)}.", *diff.notes, f"{moved} moved; {relations}."])


def _side(diff: Diff, side: int) -> list[StoredClaim]:
    sections = (*(getattr(diff, name) for name in SECTIONS), diff.same)
    return [stored for part in sections for change in part for stored in ((change.before, change.after)[side])]


def _documents(claims: Iterable[StoredClaim]) -> set[str]:
    return {stored.claim.document for stored in claims}


def _span(claims: Iterable[StoredClaim]) -> str:
    dates = sorted({stored.date for stored in claims if stored.date})
    if not dates:
        return ""
    return f" ({day(dates[0] if dates[0] == dates[-1] else f'{dates[0]}/{dates[-1]}')})"


def _development(made: Brief, development: Development) -> tuple[BriefSentence, ...]:
    sides = {
        batch: news_of_batch(development, batch)[:MOST_CLAUSES]
        for batch in sorted({step.batch for step in development.steps})
    }
    every = tuple(stored for clauses in sides.values() for clause in clauses for stored in clause.claims)
    told = [made.line(story(development), every, lead=True)]
    lead = told[0].text.casefold()
    if all(clause.text.casefold() in lead for clauses in sides.values() for clause in clauses):
        return tuple(told)  # it says what both sides say
    if development.direction == BACK and stage_sequence(development.sequence).about != "pair":
        return tuple(told)
    for batch, clauses in sides.items():
        told += _side_lines(made, ("Before", "Now")[batch], clauses)
    return tuple(told)


def _side_lines(made: Brief, when: str, clauses: Sequence[Verbalisation]) -> Iterator[BriefSentence]:
    for number, clause in enumerate(clauses):
        yield made.clause(clause, f"{when}: " if number == 0 else "")


def _relations(made: Brief, diff: Diff, section: str) -> Iterator[tuple[BriefSentence, ...]]:
    """The relations of a section that no earlier section tells."""
    changes: Sequence[RelationChange] = getattr(diff, section)
    for change in changes:
        if section not in TOLD_ONCE or not diff.is_reported(change):
            yield tuple(made.line(text, claims) for text, claims in lines(section, change))


def _actors(made: Brief, changes: Iterable[ActorChange], text: str) -> Iterator[tuple[BriefSentence, ...]]:
    """The named actors of one side in one sentence, with a claim of each."""
    named = [change for change in changes if change.is_named]
    if not named:
        return
    names = [name(NounPhrase.of(change.actor)) for change in named]
    shown = named if len(named) <= MOST_NAMES else named[:LISTED_NAMES]
    line = made.line(f"{text} {shortened(names)}", tuple(change.claims[0] for change in shown))
    if len(shown) < len(named):
        sources = [made.cite(change.claims[:1]) for change in named]
        line = replace(line, names=tuple(zip(names, sources, strict=True)))
    yield (line,)


def shortened(names: Sequence[str]) -> str:
    """The names as a list; of a long one the first, and the number of the others: "Laos, Kenya and 7 more"."""
    if len(names) <= MOST_NAMES:
        return joined(names)
    return f"{', '.join(names[:LISTED_NAMES])} and {len(names) - LISTED_NAMES} more"


def to_markdown(made: Brief) -> str:
    """The brief as Markdown, with the sources as numbered references at its end."""
    return _rendered("brief.md", made, autoescape=False)


def to_page(made: Brief) -> str:
    """The brief as one HTML page without scripts or requests."""
    return _rendered("brief.html", made, autoescape=True)


def _rendered(file: str, made: Brief, *, autoescape: bool) -> str:
    environment = Environment(autoescape=autoescape, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)  # noqa: S701  # Markdown is escaped by the filter `md`
    environment.filters["md"] = lambda text: MARKDOWN_SIGNS.sub(r"\\\1", str(text))
    page = environment.from_string(template(file))
    return page.render(
        brief=made,
        day=day,
        web=lambda url: bool(url) and url.lower().startswith(("http://", "https://")),
        css=Markup(static_text("diff.css")),  # noqa: S704  # our own file
    )
