"""Generates synthetic news for benchmarks: sentences of the seeds with other actors, numbers and dates."""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from extract.documents.reader import iter_documents
from ontology.registry import registry

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
PARAGRAPHS, SENTENCES = (5, 12), (2, 4)
GIVEN_NAMES = "Ana Binh Chan Dara Elena Farid Grace Hamid Ines Jun Kofi Lena Mai Nadia Omar Pia Quang Rosa".split()
SYLLABLES = "ba chi den fa gor hul im jo kan lem mo nar op pi qua ros sem tor ul ven wi xan yu zed".split()
"""Two or three of them make a family name, so that few persons share one."""


def synthetic_news(count: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """Yield `count` records of about 500 words with id, date, source and text; the same seed gives the same records."""
    rng = random.Random(seed)  # noqa: S311  # not for security
    documents = list(iter_documents([SEEDS], on_error=lambda error: sys.exit(str(error))))
    pieces = (piece for document in documents for piece in re.split(r"(?<=[.!?]) +|\n+", document.text))
    sentences = [piece for piece in pieces if len(piece) > 40 and piece.endswith(".")]
    text = " ".join(sentences)
    countries = [it.entity.label for it in registry().entries() if it.adjectives and it.entity.label in text]
    country_names = re.compile(r"\b(?:" + "|".join(map(re.escape, countries)) + r")\b")
    for index in range(count):
        cast = [rng.choice(countries) for _ in range(4)]
        people = [f"{rng.choice(GIVEN_NAMES)} {_family_name(rng)}" for _ in range(2)]
        paragraphs = [_paragraph(rng, sentences, country_names, cast) for _ in range(rng.randint(*PARAGRAPHS))]
        paragraphs.append(f"{people[0]} of {cast[0]} met {people[1]} afterwards.")
        day = f"{rng.randint(2019, 2025)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        yield {"id": f"news/{index:06}", "date": day, "source": f"Wire {index % 40}", "text": "\n".join(paragraphs)}


def _family_name(rng: random.Random) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 3))).title()


def _paragraph(rng: random.Random, sentences: list[str], country_names: re.Pattern[str], cast: list[str]) -> str:
    chosen = (rng.choice(sentences) for _ in range(rng.randint(*SENTENCES)))
    recast = (country_names.sub(lambda _: rng.choice(cast), sentence) for sentence in chosen)
    return " ".join(re.sub(r"\b\d{2,3}\b", lambda _: str(rng.randint(11, 999)), sentence) for sentence in recast)


def write_news(path: Path, count: int) -> int:
    """Write `count` synthetic records to a JSONL file and return the number of words."""
    words = 0
    with path.open("w", encoding="utf-8") as file:
        for record in synthetic_news(count):
            words += len(record["text"].split())
            file.write(json.dumps(record) + "\n")
    return words
