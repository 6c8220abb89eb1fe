"""Synthetic graphs of any size, the same at every run, streamed as N-Quads for `store` and `large`.

    python -m bench.speed.made CLAIMS FILE.nq

Documents of the shape of the seeds: 20 claims in 12 sentences, some 30 quads a claim with what is said of the document,
its sentences and mentions; few actors are named often and many seldom (by Zipf's law), so that actors and relations
grow with the claims; one document in fifty is a copy of another. The quads are those of `graph.rdf.claim_quads`.
The documents of a block are made one by one; the further blocks are the first under other names: all that
is rare in it (documents, claims, sentences, most actors and things) is new in each, what is frequent is the same.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from graph.identity.duplicate_claims import duplicate_quads, repeated_claims
from graph.identity.quads import entity_quads
from graph.rdf.claim_quads import extraction_quads, reference_quads
from graph.store.oxigraph import nquads_lines
from ontology.actions import scheme
from ontology.identifiers import actor_id, claim_id, thing_id
from ontology.model import (
    Action,
    Claim,
    Document,
    DocumentEntity,
    Entity,
    EntityType,
    Extraction,
    Mention,
    MentionKind,
    Modality,
    Participant,
    Polarity,
    Sentence,
    Span,
)
from ontology.registry import registry

CLAIMS, SENTENCES, LENGTH = 20, 12, 180
"""Of a document: claims and sentences; characters of a sentence."""
QUADS = 33
"""Of a claim, with its share of what is said of documents, sentences and entities."""
BLOCK = 1000
"""Documents that are made; further ones are these under other names."""
ACTORS, THINGS, FREQUENT = 20_000, 1_000_000, 200
"""Actors and things that texts draw from, and how many of each are the same in all blocks."""
BATCHES = 84
COPIES = 50
MARK = "b0000x"
"""Stands in the name of all that is new in each block."""
LEMMAS = (
    "meet sign arrest accuse sanction propose host repatriate warn train extradite investigate seize establish assist "
    "adopt dismantle request ban agree discuss announce raid deport convict fund attack launder condemn plan"
).split()
KINDS = (EntityType.PERSON, EntityType.GOVERNMENT_BODY, EntityType.COMPANY, EntityType.GROUP)
FILLER = "and said on the sidelines of the meeting that further steps against scam compounds would follow soon "


def extractions(count: int) -> Iterator[Extraction]:
    """The first documents, at most a block of them."""
    yield from (_document(number) for number in range(min(count, BLOCK)))


def chunks(claims: int) -> Iterator[bytes]:
    """N-Quads of a graph of about so many claims, unsorted; some quads may come more than once."""
    documents = max(1, claims // CLAIMS)
    yield "".join(f"{line}\n" for line in nquads_lines(reference_quads(registry()))).encode()
    first = _block(min(documents, BLOCK))
    for number in range(-(-documents // BLOCK)):
        left = documents - number * BLOCK
        text = first if left >= BLOCK else _block(left)
        name = MARK.replace("0000", f"{number:04}")
        yield text.replace(MARK.encode(), name.encode()).replace(b"/claim/", f"/claim/{name}".encode())


def lines_of(quads: int) -> list[str]:
    """A graph of about so many quads as sorted N-Quads lines."""
    text = b"".join(chunks(quads // QUADS))
    return sorted(set(text.decode().splitlines()))


def write(claims: int, path: Path) -> Path:
    """The N-Quads of `chunks` in a file."""
    with path.open("wb") as file:
        file.writelines(chunks(claims))
    return path


@cache
def _block(count: int) -> bytes:
    made = list(extractions(count))
    first = repeated_claims(made)
    quads = [*entity_quads(made, registry()), *(it for one in made for it in extraction_quads(one))]
    quads += [it for one in made for it in duplicate_quads(one, first)]
    return "".join(f"{line}\n" for line in nquads_lines(quads)).encode()


def _document(number: int) -> Extraction:
    original = number - 1 if number % COPIES == COPIES - 1 else number
    chance = random.Random(original)  # noqa: S311  # a bench, no secrets
    name, batch = _name(number)
    claims: list[Claim] = []
    for index in range(CLAIMS):
        sentence = _sentence(name, index * SENTENCES // CLAIMS)
        claims.append(_claim(sentence, index, chance))
    named = {part.entity: part.span for claim in claims for part in (claim.actor, claim.target) if part is not None}
    entities = tuple(DocumentEntity(name, one, (Mention(span, MentionKind.NAME),)) for one, span in named.items())
    date = f"{batch}-{1 + number % 28:02}"
    about = Document(name, "", f"Report {name}", date, source=f"Paper {number % 40}", batch=batch, language="en")
    if original != number:
        about = replace(about, copy_of=_name(original)[0])
    return Extraction(about, tuple({claim.sentence: None for claim in claims}), tuple(claims), entities)


def _name(number: int) -> tuple[str, str]:
    """The id and the batch of a document: a month of seven years."""
    batch = f"{2020 + number % BATCHES // 12}-{1 + number % 12:02}"
    return f"{batch}/{MARK}{number:04}", batch


def _sentence(document: str, index: int) -> Sentence:
    start = index * (LENGTH + 1)
    return Sentence(document, index, start, start + LENGTH, (f"{index} " + FILLER * 3)[:LENGTH])


def _claim(sentence: Sentence, index: int, chance: random.Random) -> Claim:
    actor, action = _actor(chance), _action(chance)
    target = _actor(chance) if chance.random() < 0.45 else _thing(chance)
    modality = chance.choices(list(Modality), (75, 15, 5, 5))[0]
    polarity = Polarity.NEGATED if chance.random() < 0.03 else Polarity.AFFIRMED
    said = (actor.id, action.lemma, target.id, polarity, modality, str(index))
    start = sentence.start
    return Claim(
        id=claim_id(sentence.document, start, *said),
        document=sentence.document,
        sentence=sentence,
        actor=Participant(actor, Span(start, start + 20, actor.label)),
        action=action,
        action_span=Span(start + 21, start + 30, action.label),
        target=Participant(target, Span(start + 31, start + 60, target.label), _quantity(chance)),
        polarity=polarity,
        modality=modality,
        alleged=chance.random() < 0.05,
        attribution=_actor(chance) if chance.random() < 0.15 else None,
        when=f"20{20 + index % 7}-{1 + index % 12:02}" if chance.random() < 0.12 else None,
        where=chance.choice(_countries()) if chance.random() < 0.03 else None,
        confidence=0.9,
        rule="active",
    )


def _quantity(chance: random.Random) -> str | None:
    return str(chance.randint(2, 5000)) if chance.random() < 0.13 else None


def _action(chance: random.Random) -> Action:
    return scheme().action(LEMMAS[_rank(len(LEMMAS), chance)])


def _rank(many: int, chance: random.Random) -> int:
    """A number below `many`, by Zipf's law: the tenth ten times as seldom as the first."""
    return int((many + 1) ** chance.random()) - 1


def _actor(chance: random.Random) -> Entity:
    rank, countries = _rank(ACTORS, chance), _countries()
    if rank < FREQUENT:
        return countries[rank % len(countries)] if rank % 2 else _somebody(f"Actor {rank}", rank)
    return _somebody(f"Actor {MARK}{rank}", rank)


def _somebody(label: str, rank: int) -> Entity:
    country = _countries()[rank % len(_countries())].id if rank % 3 else None
    return Entity(actor_id(label), label, KINDS[rank % len(KINDS)], country)


def _thing(chance: random.Random) -> Entity:
    rank = _rank(THINGS, chance)
    label = f"case {rank if rank < FREQUENT else f'{MARK}{rank}'}"
    return Entity(thing_id(label), label, EntityType.THING)


@cache
def _countries() -> Sequence[Entity]:
    return [entry.entity for entry in registry().entries() if entry.entity.type is EntityType.COUNTRY]


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
