"""Generates reproducible synthetic graphs of any size as N-Quads.

    python -m bench.speed.synthetic_graph CLAIMS FILE.nq

The documents resemble the seeds: 20 claims in 12 sentences, and about 33 quads per claim, including those of the
document, its sentences and its mentions. Frequencies of actors follow Zipf's law, so that the numbers of actors and
relations grow with the claims. One document in fifty is a duplicate of another. `graph.rdf.claim_quads` makes the
quads. Only the documents of the first block are generated; the other blocks are copies of it in which all rare entities
(documents, claims, sentences, most actors and things) are renamed. Frequent entities are shared by all blocks.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path

from graph.identity.duplicate_claims import duplicate_quads, repeated_claims
from graph.identity.quads import entity_quads
from graph.rdf.claim_quads import extraction_quads, reference_quads
from graph.rdf.relation_quads import SEPARATOR, relation_quads, relation_record
from graph.rdf.stored_claim import stored_claims_of
from graph.store.external_sort import external_sort
from graph.store.oxigraph import block_of, nquads_lines
from ontology.actions import scheme
from ontology.identifiers import actor_id, claim_id, relation_id, thing_id
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
"""Claims per document, sentences per document, characters per sentence."""
QUADS = 33
"""Quads per claim, with its share of the quads of documents, sentences and entities."""
BLOCK = 1000
"""Documents in a block."""
ACTORS, THINGS, FREQUENT = 20_000, 1_000_000, 200
"""Number of actors and of things, and how many of each are shared by all blocks."""
BATCHES = 84
COPIES = 50
BLOCK_MARK = "b0000x"
"""Part of the name of everything that is renamed in each block."""
LEMMAS = (
    "meet sign arrest accuse sanction propose host repatriate warn train extradite investigate seize establish assist "
    "adopt dismantle request ban agree discuss announce raid deport convict fund attack launder condemn plan"
).split()
KINDS = (EntityType.PERSON, EntityType.GOVERNMENT_BODY, EntityType.COMPANY, EntityType.GROUP)
FILLER = "and said on the sidelines of the meeting that further steps against scam compounds would follow soon "


def extractions(count: int) -> Iterator[Extraction]:
    """Yield the first `count` documents, at most one block."""
    yield from (_document(number) for number in range(min(count, BLOCK)))


def chunks(claims: int) -> Iterator[bytes]:
    """Yield unsorted N-Quads of a graph of about this many claims; some quads may be repeated."""
    documents = max(1, claims // CLAIMS)
    yield "".join(f"{line}\n" for line in nquads_lines(reference_quads(registry()))).encode()
    first = _block(min(documents, BLOCK))
    for number in range(-(-documents // BLOCK)):
        remaining = documents - number * BLOCK
        text = first if remaining >= BLOCK else _block(remaining)
        name = _block_name(number)
        yield text.replace(BLOCK_MARK.encode(), name.encode()).replace(b"/claim/", f"/claim/{name}".encode())
    relations = relation_quads(external_sort(_relation_records(documents)))
    while part := list(islice(relations, BLOCK)):
        yield block_of(line for quads in part for line in nquads_lines(quads))


def _block_name(number: int) -> str:
    return BLOCK_MARK.replace("0000", f"{number:04}")


def _relation_records(documents: int) -> Iterator[bytes]:
    """Yield what each claim of this many documents adds to its relation."""
    for number in range(-(-documents // BLOCK)):
        name = _block_name(number)
        for record in _block_records(min(documents - number * BLOCK, BLOCK)):
            text = record.replace(BLOCK_MARK, name).replace("claim/", f"claim/{name}")
            _, actor, action, target, rest = text.split(SEPARATOR, 4)
            yield SEPARATOR.join((relation_id(actor, action, target or None), actor, action, target, rest)).encode()


@cache
def _block_records(count: int) -> Sequence[str]:
    documents = list(extractions(count))
    first = repeated_claims(documents)
    claims = (stored for document in documents for stored in stored_claims_of(document, first))
    return [record.decode() for record in map(relation_record, claims) if record is not None]


def lines_of(quads: int) -> list[str]:
    """Return the sorted N-Quads lines of a graph of about this many quads."""
    text = b"".join(chunks(quads // QUADS))
    return sorted(set(text.decode().splitlines()))


def write(claims: int, path: Path) -> Path:
    """Write the N-Quads of `chunks` to a file and return its path."""
    with path.open("wb") as file:
        file.writelines(chunks(claims))
    return path


@cache
def _block(count: int) -> bytes:
    documents = list(extractions(count))
    repeated = repeated_claims(documents)
    quads = [*entity_quads(documents, registry())]
    quads += [quad for document in documents for quad in extraction_quads(document)]
    quads += [quad for document in documents for quad in duplicate_quads(document, repeated)]
    return "".join(f"{line}\n" for line in nquads_lines(quads)).encode()


def _document(number: int) -> Extraction:
    original = number - 1 if number % COPIES == COPIES - 1 else number
    rng = random.Random(original)  # noqa: S311  # not for security
    name, batch = _name(number)
    claims: list[Claim] = []
    for index in range(CLAIMS):
        sentence = _sentence(name, index * SENTENCES // CLAIMS)
        claims.append(_claim(sentence, index, rng))
    spans = {part.entity: part.span for claim in claims for part in (claim.actor, claim.target) if part is not None}
    entities = tuple(DocumentEntity(name, entity, (Mention(span, MentionKind.NAME),)) for entity, span in spans.items())
    date = f"{batch}-{1 + number % 28:02}"
    document = Document(name, "", f"Report {name}", date, source=f"Paper {number % 40}", batch=batch, language="en")
    if original != number:
        document = replace(document, copy_of=_name(original)[0])
    return Extraction(document, tuple({claim.sentence: None for claim in claims}), tuple(claims), entities)


def _name(number: int) -> tuple[str, str]:
    """Return the id and the batch of a document; the batches are the months of seven years."""
    batch = f"{2020 + number % BATCHES // 12}-{1 + number % 12:02}"
    return f"{batch}/{BLOCK_MARK}{number:04}", batch


def _sentence(document: str, index: int) -> Sentence:
    start = index * (LENGTH + 1)
    return Sentence(document, index, start, start + LENGTH, (f"{index} " + FILLER * 3)[:LENGTH])


def _claim(sentence: Sentence, index: int, rng: random.Random) -> Claim:
    actor, action = _actor(rng), _action(rng)
    target = _actor(rng) if rng.random() < 0.45 else _thing(rng)
    modality = rng.choices(list(Modality), (75, 15, 5, 5))[0]
    polarity = Polarity.NEGATED if rng.random() < 0.03 else Polarity.AFFIRMED
    identity = (actor.id, action.lemma, target.id, polarity, modality, str(index))
    start = sentence.start
    return Claim(
        id=claim_id(sentence.document, start, *identity),
        document=sentence.document,
        sentence=sentence,
        actor=Participant(actor, Span(start, start + 20, actor.label)),
        action=action,
        action_span=Span(start + 21, start + 30, action.label),
        target=Participant(target, Span(start + 31, start + 60, target.label), _quantity(rng)),
        polarity=polarity,
        modality=modality,
        alleged=rng.random() < 0.05,
        attribution=_actor(rng) if rng.random() < 0.15 else None,
        when=f"20{20 + index % 7}-{1 + index % 12:02}" if rng.random() < 0.12 else None,
        where=rng.choice(_countries()) if rng.random() < 0.03 else None,
        confidence=0.9,
        rule="active",
    )


def _quantity(rng: random.Random) -> str | None:
    return str(rng.randint(2, 5000)) if rng.random() < 0.13 else None


def _action(rng: random.Random) -> Action:
    return scheme().action(LEMMAS[_zipf_rank(len(LEMMAS), rng)])


def _zipf_rank(count: int, rng: random.Random) -> int:
    """Draw a number below `count` by Zipf's law: rank 10 is ten times rarer than rank 1."""
    return int((count + 1) ** rng.random()) - 1


def _actor(rng: random.Random) -> Entity:
    rank, countries = _zipf_rank(ACTORS, rng), _countries()
    if rank < FREQUENT:
        return countries[rank % len(countries)] if rank % 2 else _synthetic_actor(f"Actor {rank}", rank)
    return _synthetic_actor(f"Actor {BLOCK_MARK}{rank}", rank)


def _synthetic_actor(label: str, rank: int) -> Entity:
    country = _countries()[rank % len(_countries())].id if rank % 3 else None
    return Entity(actor_id(label), label, KINDS[rank % len(KINDS)], country)


def _thing(rng: random.Random) -> Entity:
    rank = _zipf_rank(THINGS, rng)
    label = f"case {rank if rank < FREQUENT else f'{BLOCK_MARK}{rank}'}"
    return Entity(thing_id(label), label, EntityType.THING)


@cache
def _countries() -> Sequence[Entity]:
    return [entry.entity for entry in registry().entries() if entry.entity.type is EntityType.COUNTRY]


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
