"""Names of one actor: legal forms, countries, first words and acronyms; two actors stay two."""

import pytest
from support.samples import claim, stored
from support.samples import entity as sample_entity

from graph.diff.alignment.actor_names import one_name_each
from graph.diff.alignment.batch_claims import batch_claims
from graph.review.identity import Pair, pair
from ontology.identifiers import actor_id
from ontology.model import Entity, EntityType

COMPANY, BODY, PERSON, GROUP = EntityType.COMPANY, EntityType.GOVERNMENT_BODY, EntityType.PERSON, EntityType.GROUP
UNION = EntityType.INTERNATIONAL_ORGANISATION


def entity(label: str, kind: EntityType = COMPANY, country: str | None = None) -> Entity:
    return Entity(actor_id(label), label, kind, country)


def joined(*entities: Entity, apart: frozenset[Pair] = frozenset()) -> list[set[str]]:
    """The labels of the names that are joined."""
    claims = [stored(claim(one, "host", None, document=f"2025-10/{n}")) for n, one in enumerate(entities)]
    _, chosen = one_name_each(batch_claims((claims,)), apart)
    groups: dict[str, set[str]] = {}
    for one in entities:
        kept = chosen.get(one.id, one)
        groups.setdefault(kept.id, set()).add(one.label)
    return [group for group in groups.values() if len(group) > 1]


MARBLE = entity("Marble Bay Services", UNION)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (MARBLE, entity("Marble Bay Services Ltd")),
        (entity("Marble Bay", GROUP), MARBLE),
        (entity("Marble"), entity("Marble Inc.")),
        (entity("Oslo Bank"), entity("Oslo Bank plc")),
        (entity("Blue Fjord Unit", BODY), entity("Blue Fjord Unit (Mali)", BODY, "mali")),
        (entity("Coastal Rights Network", UNION), entity("CRN")),
    ],
)
def test_names_of_one_actor(first: Entity, second: Entity) -> None:
    assert joined(first, second) == [{first.label, second.label}]


@pytest.mark.parametrize(
    "entities",
    [
        (entity("Ministry of Justice", BODY), entity("Ministry of Justice (Mali)", BODY, "mali")),
        (entity("Drug Enforcement Commission", BODY), entity("Drug Enforcement Commission (Mali)", BODY, "mali")),
        (entity("Oslo Bank"), entity("Oslo Bank (Norway)", COMPANY, "norway")),
        (entity("Blue Fjord Unit (Peru)", BODY, "peru"), entity("Blue Fjord Unit (Mali)", BODY, "mali")),
        (entity("African Union", UNION), entity("African Union Commission", UNION)),
        (entity("Marble"), entity("Marble Services")),
        (entity("Ann Holt", PERSON), entity("Ann Holt Group", PERSON)),
        (entity("Ly Yong Phat", PERSON), entity("Ly Yong Phat Group")),
        (entity("Ly Yong Phat", PERSON), entity("Ly Yong Phat Ltd")),
        (entity("Prince", PERSON), entity("Prince Co")),
        (entity("Royal Post", BODY), entity("Royal Post Ltd")),
        (entity("Royal Post", BODY), entity("Royal Post Group")),
        (entity("Jin Bei"), entity("Jin Bei Casino")),
        (entity("Blue Fjord"), entity("Blue Fjord Power")),
    ],
)
def test_names_of_two_actors(entities: tuple[Entity, ...]) -> None:
    assert joined(*entities) == []


def test_the_beginning_of_two_longer_names_is_none_of_them() -> None:
    assert joined(entity("Jin Bei"), entity("Jin Bei Group"), entity("Jin Bei Casino")) == []


def test_a_name_without_a_country_is_none_of_two_bodies_with_one() -> None:
    mali, peru = (entity(f"Blue Fjord Unit ({name})", BODY, name.lower()) for name in ("Mali", "Peru"))
    assert joined(entity("Blue Fjord Unit", BODY), mali, peru) == []


@pytest.mark.parametrize(
    ("beside", "is_one"),
    [
        (sample_entity("Mali"), True),
        (entity("Ann Holt", PERSON), True),
        (sample_entity("Peru"), False),
        (entity("Ann Bell", PERSON), False),
        (entity("African Union", UNION), False),
        (None, False),
    ],
)
def test_a_common_name_without_a_country_in_another_text(beside: Entity | None, is_one: bool) -> None:
    """It is that of the other text if its own text names the country, or a party of the same story."""
    old = [claim(entity("Tax Board", BODY), "host", beside)]
    new = claim(
        entity("Tax Board (Mali)", BODY, "actor/mali"), "meet", entity("Ann Holt", PERSON), document="2026-01/b"
    )
    also = claim(entity("African Union", UNION), "host", None, document="2026-01/b", start=90, index=1)
    _, chosen = one_name_each(batch_claims((map(stored, old), map(stored, (new, also)))))
    assert bool(chosen) is is_one


def test_a_person_keeps_names_apart() -> None:
    long = entity("Marble Bay Services Ltd")
    assert joined(MARBLE, long, apart=frozenset({pair(MARBLE.id, long.id)})) == []
    short = entity("Marble Bay")
    assert joined(short, MARBLE, long, apart=frozenset({pair(short.id, long.id)})) == [{MARBLE.label, long.label}]
