"""What the requests for documents would take: a rough count of tokens, before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.llm.cache import AnswerCache
from extract.llm.requests import ModelRequest

LETTERS_PER_TOKEN = 4.0
"""Of English text; tokenisers differ by about a fifth."""
TOKENS_PER_LETTER = 0.9
"""Of scripts beyond ASCII, which tokenisers split finely."""
ANSWER_SHARE = 3.4
"""Tokens of an answer for each token of the sentences it is about: measured on five annotated documents."""


@dataclass(slots=True)
class Estimate:
    """Documents, their requests, those answered in the cache, and the tokens of the rest in and out."""

    documents: int = 0
    requests: int = 0
    answered: int = 0
    tokens_in: int = 0
    tokens_out: int = 0

    def cost(self, price_in: float, price_out: float) -> float:
        """What the tokens cost at these prices of a million tokens."""
        return (self.tokens_in * price_in + self.tokens_out * price_out) / 1e6


def estimate(documents: Iterable[Sequence[ModelRequest]], cache: AnswerCache) -> Estimate:
    """The estimate for the requests of documents."""
    found = Estimate()
    for requests in documents:
        found.documents += 1
        for request in requests:
            found.requests += 1
            if cache.get(request.key) is not None:
                found.answered += 1
                continue
            texts = [str(message["content"]) for message in request.body["messages"]]
            found.tokens_in += sum(map(tokens, texts))
            found.tokens_out += round(ANSWER_SHARE * sum(map(tokens, request.texts)))
    return found


def tokens(text: str) -> int:
    """About how many tokens a text has."""
    plain = sum(character.isascii() for character in text)
    return round(plain / LETTERS_PER_TOKEN + (len(text) - plain) * TOKENS_PER_LETTER) + 1
