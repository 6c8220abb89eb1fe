"""The store beside what it is made of: loading and named queries on a made graph of a million triples, in one run.

    python -m bench.store [--quads 1000000] [--rounds 3] [--only NAME …]

Prints, as ratios: `write_store` beside pyoxigraph's own bulk load of the same bytes; each named query through
`graph.query.run` beside pyoxigraph's own answer to the same SPARQL, and beside rdflib's memory store with the same
data. The graph is made of claims as the extractor makes them (documents of ten sentences, seeded): the shape is right.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox
from rdflib import Dataset

from bench.memory import LIMIT
from graph.decisions import Decisions
from graph.entity_quads import entity_quads, identity_quads
from graph.merging import Identities, identities
from graph.named import named_queries
from graph.quads import Quad, extraction_quads, reference_quads
from graph.query import bound, run
from graph.store import native, nquads_lines, open_store, write_store
from graph.terms import prefixed
from ontology.actions import scheme
from ontology.identity import actor_id, claim_id
from ontology.model import (
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
from ontology.vocabulary import PREFIXES

ROOT = Path(__file__).resolve().parent.parent
SENTENCES, PEOPLE = 10, 400
LEMMAS = ("meet", "sign", "arrest", "accuse", "sanction", "propose", "host", "repatriate", "warn", "train", "extradite")
SAMPLES = {"entity": "Thailand", "action": "sign", "date": "2025", "number": "50", "text": "Country"}
"""A value for each kind of parameter that must be given."""


def documents(count: int) -> Iterator[Extraction]:
    """Made documents, the same at every run."""
    chance = random.Random(1)  # noqa: S311  # a bench, no secrets
    countries = [entry.entity for entry in registry().entries() if entry.entity.type is EntityType.COUNTRY]
    people = [Entity(actor_id(f"Person {n}"), f"Person {n}", EntityType.PERSON) for n in range(PEOPLE)]
    for number in range(count):
        date = f"20{20 + number % 7}-{1 + number % 12:02}-{1 + number % 28:02}"
        yield _document(f"{date[:7]}/{number:06}", date, [*countries, *people], chance)


def _document(name: str, date: str, actors: Sequence[Entity], chance: random.Random) -> Extraction:
    claims = [_claim(name, index, chance.sample(actors, 2), chance) for index in range(SENTENCES)]
    named = {part.entity: part.span for claim in claims for part in (claim.actor, claim.target) if part is not None}
    entities = tuple(DocumentEntity(name, one, (Mention(span, MentionKind.NAME),)) for one, span in named.items())
    about = Document(name, "", title=f"Report {name}", date=date, batch=name.partition("/")[0])
    return Extraction(about, tuple(claim.sentence for claim in claims), tuple(claims), entities)


def _claim(document: str, index: int, pair: Sequence[Entity], chance: random.Random) -> Claim:
    actor, target = pair
    action = scheme().action(chance.choice(LEMMAS))
    text, start = f"{actor.label} {action.label} {target.label}.", index * 200
    sentence = Sentence(document, index, start, start + len(text), text)
    ends = [start, start + len(actor.label) + 1, start + len(actor.label) + len(action.label) + 2]
    modality = chance.choice([Modality.ASSERTED, Modality.ASSERTED, Modality.ASSERTED, Modality.PLANNED])
    return Claim(
        id=claim_id(document, start, actor.id, action.lemma, target.id, Polarity.AFFIRMED, modality),
        document=document,
        sentence=sentence,
        actor=Participant(actor, Span(ends[0], ends[0] + len(actor.label), actor.label)),
        action=action,
        action_span=Span(ends[1], ends[1] + len(action.label), action.label),
        target=Participant(target, Span(ends[2], ends[2] + len(target.label), target.label)),
        polarity=Polarity.AFFIRMED if chance.random() < 0.9 else Polarity.NEGATED,
        modality=modality,
        alleged=chance.random() < 0.1,
        attribution=None,
        when=None,
        where=None,
        confidence=0.9,
        rule="active",
    )


def lines_of(quads: int) -> list[str]:
    """N-Quads lines of a made graph of about so many quads."""
    per_document = sum(1 for one in documents(1) for _ in extraction_quads(one))
    found = identities(list(documents(max(1, quads // per_document))), Decisions(), registry())
    return nquads_lines(_quads(found))


def _quads(found: Identities) -> Iterator[Quad]:
    yield from reference_quads(registry())
    yield from entity_quads(found.extractions, registry())
    yield from identity_quads(found)
    for extraction in found.extractions:
        yield from extraction_quads(extraction)


def in_turn(one: Callable[[], object], other: Callable[[], object], rounds: int) -> tuple[float, float]:
    """The medians of the seconds that two tasks take, run in turn: what else the machine does meets both alike."""
    found: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for seconds, task in zip(found, (one, other), strict=True):
            start = time.perf_counter()
            task()
            seconds.append(time.perf_counter() - start)
    return statistics.median(found[0]), statistics.median(found[1])


def load(lines: Sequence[str], rounds: int) -> float:
    """How many times as long our load takes as pyoxigraph's own, of the same lines."""

    def ours() -> None:
        with tempfile.TemporaryDirectory() as folder:
            write_store(Path(folder) / "store", lines)

    def theirs() -> None:
        with tempfile.TemporaryDirectory() as folder:
            store = ox.Store(str(Path(folder) / "store"))
            store.bulk_load(io.BytesIO("\n".join(lines).encode()), format=ox.RdfFormat.N_QUADS)
            store.flush()

    seconds = in_turn(ours, theirs, rounds)
    return seconds[0] / seconds[1]


def questions(data: Dataset) -> dict[str, str]:
    """The SPARQL of every named query, with a value for each parameter that it needs."""
    found = {}
    for name, query in named_queries().items():
        given = {it.name: SAMPLES[it.kind] for it in query.parameters if it.default is None}
        given |= {"b": "Vietnam"} if "b" in given else {}
        found[name] = bound(data, name, given)
    return found


def main() -> int:
    """Print the ratios, query by query."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quads", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", action="append", choices=list(named_queries()), help="Only this named query.")
    arguments = parser.parse_args()
    lines = lines_of(arguments.quads)
    print(f"{len(lines):,} quads")
    print(f"load: {load(lines, arguments.rounds):.2f} × pyoxigraph")
    with tempfile.TemporaryDirectory() as folder:
        write_store(Path(folder) / "store", lines)
        data = open_store(Path(folder) / "store")
        texts = {name: text for name, text in questions(data).items() if name in (arguments.only or named_queries())}
        _compare(data, texts, _memory(Path(folder), lines, list(texts.values())), arguments.rounds)
    return 0


def _memory(folder: Path, lines: Sequence[str], texts: Sequence[str]) -> Iterator[float]:
    """The seconds of each query in rdflib's memory store, as they come."""
    (folder / "graph.nq").write_text("\n".join(lines), encoding="utf-8")
    (folder / "queries.json").write_text(json.dumps([prefixed(text, PREFIXES) for text in texts]), encoding="utf-8")
    command = [sys.executable, "-m", "bench.memory", str(folder / "graph.nq"), str(folder / "queries.json")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        seconds = (float(line) for line in process.stdout or ())
        print(f"rdflib's memory store: {next(seconds):.0f} s to fill; a query is ended after {LIMIT:.0f} s")
        yield from seconds


def _compare(data: Dataset, texts: Mapping[str, str], memory: Iterator[float], rounds: int) -> None:
    beside, gains = [], []
    for (name, text), slow in zip(texts.items(), memory, strict=True):
        whole = prefixed(text, PREFIXES)
        ours, theirs = in_turn(
            lambda text=text: list(run(data, text)),
            lambda text=whole: list(native(data).query(text, use_default_graph_as_union=True)),
            rounds,
        )
        beside.append(ours / theirs)
        gains.append(slow / ours)
        least = "at least" if slow >= LIMIT else ""
        print(f"  {name:<26} {1000 * ours:8.1f} ms   {beside[-1]:6.2f} × pyoxigraph", end="")
        print(f"   rdflib memory {least:<8} {gains[-1]:8.1f} ×", flush=True)
    print(f"geometric means: {statistics.geometric_mean(beside):.2f} × pyoxigraph,", end=" ")
    print(f"{statistics.geometric_mean(gains):.1f} times faster than rdflib's memory store, least {min(gains):.1f}")


if __name__ == "__main__":
    sys.exit(main())
