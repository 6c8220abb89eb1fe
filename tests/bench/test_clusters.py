"""B³ on small clusterings whose figures are known."""

import pytest

from bench.accuracy import clusters
from ontology.model import Document, DocumentEntity, Entity, EntityType, Extraction, Mention, MentionKind, Span

GOLD = {("d", "a"): "X", ("d", "b"): "X", ("d", "c"): "Y"}


@pytest.mark.parametrize(
    ("system", "recall", "precision"),
    [
        ({("d", "a"): "1", ("d", "b"): "1", ("d", "c"): "2"}, 1, 1),
        ({("d", "a"): "1", ("d", "b"): "1", ("d", "c"): "1"}, 1, (2 / 3 + 2 / 3 + 1 / 3) / 3),
        ({("d", "a"): "1", ("d", "b"): "2", ("d", "c"): "3"}, (0.5 + 0.5 + 1) / 3, 1),
        ({("d", "a"): "1", ("d", "b"): "1"}, 1, 1),  # alone anyhow
        ({("d", "c"): "1"}, (0.5 + 0.5 + 1) / 3, 1),
        ({}, (0.5 + 0.5 + 1) / 3, 0),
    ],
)
def test_b_cubed(system: dict[tuple[str, str], str], recall: float, precision: float) -> None:
    assert clusters.b_cubed(GOLD, system) == (pytest.approx(recall), pytest.approx(precision))


def test_wordings_are_found_by_the_mention_that_shares_most_and_not_inside_longer_ones() -> None:
    text = "The Thai police met the Lao police. Police said so in Laos."
    gold = clusters.GoldClusters(
        {("d", "Thai police"): "T", ("d", "the Lao police"): "L", ("d", "Police"): "T", ("d", "Laos"): "Laos"},
        {"T": "government body", "L": "government body", "Laos": "country"},
    )
    scores = clusters.score([_extraction(text, {"t": ["Thai police", "Lao police", "Police"], "p": ["Laos"]})], gold)
    assert (scores.seen, scores.mentions) == (4, 4)
    assert scores.merged_bodies == (("L", "T"),)
    assert scores.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)


def test_a_country_under_two_ids_is_told() -> None:
    gold = clusters.GoldClusters({("d", "Laos"): "Laos", ("d", "Vientiane"): "Laos"}, {"Laos": "country"})
    scores = clusters.score([_extraction("Laos, that is Vientiane.", {"l": ["Laos"], "v": ["Vientiane"]})], gold)
    assert scores.split_countries == (("Laos", ("actor/l", "actor/v")),)


def _extraction(text: str, mentions: dict[str, list[str]]) -> Extraction:
    entities = tuple(
        DocumentEntity(
            "d",
            Entity(f"actor/{name}", name, EntityType.COUNTRY),
            tuple(
                Mention(Span(text.index(words), text.index(words) + len(words), words), MentionKind.NAME)
                for words in wordings
            ),
        )
        for name, wordings in mentions.items()
    )
    return Extraction(Document("d", text), (), (), entities)
