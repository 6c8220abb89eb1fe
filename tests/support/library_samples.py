"""A small library: three documents with their text, for the tests of reading and search."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from support.samples import claim

from graph.reading.library import Library
from graph.reading.writer import LibraryWriter
from ontology.model import (
    Document,
    DocumentEntity,
    Entity,
    EntityType,
    Extraction,
    Mention,
    MentionKind,
    Review,
    ReviewState,
    Sentence,
    Span,
)

HOSTILE = '<script>window.hacked=1</script><img src=x onerror="window.hacked=1">'
CHEN = Entity("actor/chen-zhi", "Chen Zhi", EntityType.PERSON)
RAID = "The raid\nChen Zhi was extradited to China. He denied it. Émile saw the compound."
DUTY = f"Kenya meet Laos. {HOSTILE} was there.\n\nLast line."


def sentences(document: str, text: str, *words: str) -> tuple[Sentence, ...]:
    """The sentences of a text that are these words, in order."""
    starts = [text.index(one) for one in words]
    return tuple(
        Sentence(document, index, start, start + len(one), one)
        for index, (start, one) in enumerate(zip(starts, words, strict=True))
    )


def raid() -> Extraction:
    """A document in which a pronoun stands for a person, with one claim that a person has rejected."""
    name = "2025-10/raid"
    found = sentences(
        name, RAID, "The raid", "Chen Zhi was extradited to China.", "He denied it.", "Émile saw the compound."
    )
    begin = found[1].start
    made = claim("Chen Zhi", "deny", None, document=name)
    denied = replace(
        made,
        sentence=found[2],
        actor=replace(made.actor, entity=CHEN, span=Span(found[2].start, found[2].start + 2, "He")),
        action_span=Span(found[2].start + 3, found[2].start + 9, "denied"),
    )
    rejected = replace(denied, id="claim/rejected", sentence=found[3], review=Review(ReviewState.REJECTED, "no"))
    mentions = (
        Mention(Span(begin, begin + 8, "Chen Zhi"), MentionKind.NAME),
        Mention(Span(found[2].start, found[2].start + 2, "He"), MentionKind.PRONOUN),
    )
    document = Document(
        name, RAID, title="The raid", date="2025-10-05", source="The Post", batch="2025-10", url="javascript:alert(1)"
    )
    return Extraction(document, found, (denied, rejected), (DocumentEntity(name, CHEN, mentions),))


def duty() -> Extraction:
    """A document with markup in its words and title, without a source."""
    name = "2026-01/duty"
    found = sentences(name, DUTY, "Kenya meet Laos.", f"{HOSTILE} was there.", "Last line.")
    document = Document(
        name, DUTY, title=f"Duty {HOSTILE}", date="2026-01", batch="2026-01", url="https://example.org/a"
    )
    return Extraction(document, found, (replace(claim("Kenya", "meet", "Laos", document=name), sentence=found[0]),), ())


def undated() -> Extraction:
    """A document without date, claims or title, of a long sentence that was not analysed and one that was."""
    name = "x/../y"
    text = "words " * 30 + "\nThe compound was empty."
    return Extraction(Document(name, text, batch="x"), sentences(name, text, "The compound was empty."), (), ())


def written(path: Path) -> Library:
    """The library of these three documents."""
    with LibraryWriter(path) as library:
        for extraction in (raid(), duty(), undated()):
            library.add(extraction)
        library.finish([("actor/chen-zhi", ["Chén the Younger"]), ("actor/kenya", ["Republic of Kenya"])])
    return Library(path)
