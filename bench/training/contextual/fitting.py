"""Fits the network: on PropBank, and then on the annotated sentences."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from bench.training.contextual.network import ROLES, STANCES, Encoded, Network, batch_of, encoded
from extract.judge.encoder.pieces import WordPieces

MAX_PIECES = 256
"""Longer sentences are left out of training."""
CHUNK = 600
"""Sentences that are sorted by length together."""
WARM_UP = 0.08
"""Share of the steps with a rising learning rate."""
STANCE_WEIGHT = 0.3
Edge = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to learn from.

    `edges` are, by role, pairs of a predicate and an argument, as words of the sentence, with the probability that the
    pair is linked; only pairs of `predicates` and `arguments` are compared with them. `stances` are, by predicate, the
    stances that the annotation gives it.
    """

    encoded: Encoded
    predicates: tuple[int, ...]
    arguments: tuple[int, ...]
    edges: tuple[Mapping[Edge, float], ...]
    stances: dict[int, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast to learn: epochs, word pieces in a batch, learning rates of encoder and heads."""

    epochs: int
    pieces: int
    encoder: float
    heads: float


PROPBANK = Schedule(epochs=3, pieces=1200, encoder=6e-5, heads=1e-3)
PSEUDO_LABELS = Schedule(epochs=1, pieces=1200, encoder=5e-5, heads=5e-4)
CLAIMS = Schedule(epochs=3, pieces=900, encoder=5e-5, heads=5e-4)


def propbank(path: Path, by: WordPieces) -> Iterator[Sentence]:
    """The sentences of a PropBank file (gzipped JSON lines: tokens, head, props)."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            sentence = encoded(row["tokens"], by)
            if row["props"] and len(sentence.pieces) <= MAX_PIECES:
                edges = [dict[Edge, float]() for _ in range(ROLES)]
                for role, predicate, argument in _heads(row):
                    edges[role][predicate, argument] = 1.0
                everything = tuple(range(len(row["tokens"])))
                predicates = tuple(sorted({proposition["pred"] for proposition in row["props"]}))
                yield Sentence(sentence, predicates, everything, tuple(edges), {})


def pseudo_labelled(path: Path, by: WordPieces) -> Iterator[Sentence]:
    """The sentences of a file of pseudo-labels, as `bench.training.pseudo_labels` writes it."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            sentence = encoded(row["tokens"], by)
            if len(sentence.pieces) <= MAX_PIECES:
                links = [{(p, a): probability for p, a, probability in role} for role in row["links"]]
                yield Sentence(sentence, tuple(row["predicates"]), tuple(row["arguments"]), tuple(links), {})


def _heads(row: dict[str, Any]) -> Iterator[tuple[int, int, int]]:
    """Role, predicate and head word of each numbered argument."""
    for proposition in row["props"]:
        for name, start, end in proposition["args"]:
            if name[:3] == "ARG" and name[3:4] in {"0", "1", "2", "3", "4", "5", "6"}:
                role = min(int(name[3]), ROLES - 1)
                for word in range(start, end):
                    if not start <= row["head"][word] - 1 < end:
                        yield role, proposition["pred"], word


def fit(network: Network, sentences: Sequence[Sentence], schedule: Schedule, seed: int) -> None:
    """Fit the network; the same input gives the same weights on the same machine and number of threads."""
    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311  # no secret
    for parameter in network.encoder.embeddings.word_embeddings.parameters():
        parameter.requires_grad = False
    optimizer = torch.optim.AdamW(_groups(network, schedule), weight_decay=0.01, fused=True)
    rates = [group["lr"] for group in optimizer.param_groups]
    steps = schedule.epochs * len(list(_batches(sentences, schedule.pieces, random.Random(0))))  # noqa: S311
    network.train()
    step = 0
    for _ in range(schedule.epochs):
        for batch in _batches(sentences, schedule.pieces, chance):
            factor = min(1.0, (step + 1) / (steps * WARM_UP)) * max(0.02, 1 - step / steps)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * factor
            optimizer.zero_grad()
            _loss(network, batch).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            step += 1
    network.eval()


def _groups(network: Network, schedule: Schedule) -> list[dict[str, Any]]:
    encoder = [parameter for parameter in network.encoder.parameters() if parameter.requires_grad]
    heads = [parameter for name, parameter in network.named_parameters() if not name.startswith("encoder.")]
    return [{"params": encoder, "lr": schedule.encoder}, {"params": heads, "lr": schedule.heads}]


def _batches(sentences: Sequence[Sentence], pieces: int, chance: random.Random) -> Iterator[list[Sentence]]:
    """Batches of sentences of like length, in random order."""
    order = list(range(len(sentences)))
    chance.shuffle(order)
    batches: list[list[Sentence]] = []
    for start in range(0, len(order), CHUNK):
        batch: list[Sentence] = []
        for at in sorted(order[start : start + CHUNK], key=lambda at: len(sentences[at].encoded.pieces)):
            if batch and (len(batch) + 1) * len(sentences[at].encoded.pieces) > pieces:
                batches.append(batch)
                batch = []
            batch.append(sentences[at])
        batches.append(batch)
    chance.shuffle(batches)
    yield from batches


def _loss(network: Network, batch: Sequence[Sentence]) -> Tensor:
    """Binary cross-entropy of links and stances, per predicate."""
    entropy: Callable[..., Tensor] = nn.functional.binary_cross_entropy_with_logits
    scores, stances = network(*batch_of([sentence.encoded for sentence in batch]))
    total, predicates = scores.sum() * 0, 0
    for at, sentence in enumerate(batch):
        rows, columns = list(sentence.predicates), list(sentence.arguments)
        if rows and columns:
            for role, edges in enumerate(sentence.edges):
                wanted = torch.tensor([[edges.get((p, a), 0.0) for a in columns] for p in rows])
                total = total + entropy(scores[at, role][rows][:, columns], wanted, reduction="sum")
            predicates += len(rows)
        for predicate, meant in sentence.stances.items():
            wanted = torch.tensor([float(stance in meant) for stance in STANCES])
            total = total + STANCE_WEIGHT * entropy(stances[at, predicate], wanted, reduction="sum")
    return total / max(1, predicates)
