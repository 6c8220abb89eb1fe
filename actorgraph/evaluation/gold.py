"""Reads gold annotations from JSONL: the claims that a person found in each sentence (docs/evaluation.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ontology.errors import InputError
from ontology.model import Modality

ALIASES = {"doc": "document", "sent": "sentence", "action_lemma": "action"}
"""Alternative field names, and the fields they stand for."""
REQUIRED = ("document", "sentence")


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """One annotated claim, with alternative wordings that count as equally right."""

    actors: tuple[str, ...]
    actions: tuple[str, ...]
    action_class: str | None
    targets: tuple[str, ...]
    """Empty for an act without a target."""
    negated: bool = False
    modality: Modality = Modality.ASSERTED
    speakers: tuple[str, ...] = ()
    """Names of the source that the text reports; empty if the text itself makes the claim."""
    core: bool = True
    """False for an optional claim: it does not count for recall."""
    phenomena: tuple[str, ...] = ()

    @property
    def brief(self) -> str:
        """The claim in one line: actor | action | target."""
        return " | ".join((self.actors[0], self.actions[0], self.targets[0] if self.targets else "-"))


@dataclass(slots=True)
class GoldSentence:
    """An annotated sentence with all its claims; a line of `noise` (a caption, a teaser) has none."""

    document: str
    text: str
    noise: bool = False
    claims: list[GoldClaim] = field(default_factory=list)


def read_gold(path: Path) -> list[GoldSentence]:
    """The annotated sentences of a JSONL file, in its order. Raises InputError with the line that breaks the format."""
    sentences: dict[tuple[str, str], GoldSentence] = {}
    for number, record in _records(path):
        try:
            sentence = GoldSentence(str(record["document"]), str(record["sentence"]), bool(record.get("noise")))
            known = sentences.setdefault((sentence.document, sentence.text), sentence)
            if record.get("actor") is not None:
                known.claims.append(_claim(record))
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"{path}:{number}", f"{error}; see docs/evaluation.md for the format") from error
    if not sentences:
        raise InputError(str(path), "contains no annotated sentence")
    return list(sentences.values())


def _records(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(str(path), f"is not UTF-8 text: {error}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise InputError(f"{path}:{number}", f"is not valid JSON: {error}") from error
        if not isinstance(record, dict):
            raise InputError(f"{path}:{number}", "is not a JSON object")
        named: dict[str, Any] = {ALIASES.get(str(key), str(key)): value for key, value in record.items()}
        missing = [key for key in REQUIRED if not named.get(key)]
        if missing:
            raise InputError(f"{path}:{number}", f"has no {missing[0]!r}; see docs/evaluation.md for the format")
        yield number, named


def _claim(record: Mapping[str, Any]) -> GoldClaim:
    if not record.get("action"):
        raise ValueError("a claim needs an 'action'")
    target, speaker = record.get("target"), record.get("attribution")
    return GoldClaim(
        actors=(record["actor"], *_alternatives(record, "actor_alternatives")),
        actions=(record["action"], *_alternatives(record, "action_alternatives")),
        action_class=record.get("action_class"),
        targets=(target, *_alternatives(record, "target_alternatives")) if target else (),
        negated=bool(record.get("negated")),
        modality=Modality(record.get("modality") or "asserted"),
        speakers=(speaker, *_alternatives(record, "attribution_alternatives")) if speaker else (),
        core=bool(record.get("core", True)),
        phenomena=tuple(_alternatives(record, "phenomena")),
    )


def _alternatives(record: Mapping[str, Any], key: str) -> list[str]:
    words = record.get(key) or []
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise ValueError(f"{key!r} must be a list of strings")
    return words
