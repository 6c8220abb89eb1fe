"""Made news for measurements of speed and memory: sentences of the seeds with other actors, numbers and days."""

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
GIVEN = "Ana Binh Chan Dara Elena Farid Grace Hamid Ines Jun Kofi Lena Mai Nadia Omar Pia Quang Rosa".split()
SYLLABLES = "ba chi den fa gor hul im jo kan lem mo nar op pi qua ros sem tor ul ven wi xan yu zed".split()
"""Of family names: of two or three, so that few are of one name."""


def news(number: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """That many records of about 500 words, with an id, a date, a source and a text; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  # a bench, no secret
    documents = list(iter_documents([SEEDS], on_error=lambda error: sys.exit(str(error))))
    found = (one for document in documents for one in re.split(r"(?<=[.!?]) +|\n+", document.text))
    sentences = [one for one in found if len(one) > 40 and one.endswith(".")]
    text = " ".join(sentences)
    countries = [it.entity.label for it in registry().entries() if it.adjectives and it.entity.label in text]
    known = re.compile(r"\b(?:" + "|".join(map(re.escape, countries)) + r")\b")
    for index in range(number):
        cast = [chance.choice(countries) for _ in range(4)]
        people = [f"{chance.choice(GIVEN)} {_family(chance)}" for _ in range(2)]
        paragraphs = [_paragraph(chance, sentences, known, cast) for _ in range(chance.randint(*PARAGRAPHS))]
        paragraphs.append(f"{people[0]} of {cast[0]} met {people[1]} afterwards.")
        day = f"{chance.randint(2019, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        yield {"id": f"news/{index:06}", "date": day, "source": f"Wire {index % 40}", "text": "\n".join(paragraphs)}


def _family(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 3))).title()


def _paragraph(chance: random.Random, sentences: list[str], known: re.Pattern[str], cast: list[str]) -> str:
    chosen = (chance.choice(sentences) for _ in range(chance.randint(*SENTENCES)))
    with_others = (known.sub(lambda _: chance.choice(cast), one) for one in chosen)
    return " ".join(re.sub(r"\b\d{2,3}\b", lambda _: str(chance.randint(11, 999)), one) for one in with_others)


def write_news(path: Path, number: int) -> int:
    """A JSONL file of them; gives the number of words."""
    words = 0
    with path.open("w", encoding="utf-8") as file:
        for record in news(number):
            words += len(record["text"].split())
            file.write(json.dumps(record) + "\n")
    return words
