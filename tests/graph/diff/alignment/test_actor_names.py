"""Names of one actor: legal forms, countries, first words and acronyms; two bodies stay two."""

import pytest

from graph.diff.alignment.actor_names import _base, _chosen, _Name
from ontology.identifiers import actor_id
from ontology.model import Entity, EntityType

COMPANY, BODY, PERSON = EntityType.COMPANY, EntityType.GOVERNMENT_BODY, EntityType.PERSON
UNION = EntityType.INTERNATIONAL_ORGANISATION


def entity(label: str, kind: EntityType, country: str | None = None) -> Entity:
    return Entity(actor_id(label), label, kind, country)


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        (entity("Golden Lechwe Services", UNION), entity("Golden Lechwe Services Ltd", COMPANY), True),
        (entity("Golden Lechwe", PERSON), entity("Golden Lechwe Services", COMPANY), True),
        (entity("Drug Enforcement Commission", BODY), entity("Drug Enforcement Commission (Mali)", BODY, "mali"), True),
        (entity("Coastal Rights Network", UNION), entity("CRN", COMPANY), True),
        (entity("Ministry of Justice", BODY), entity("Ministry of Justice (Mali)", BODY, "mali"), False),
        (entity("Drug Board (Peru)", BODY, "peru"), entity("Drug Board (Mali)", BODY, "mali"), False),
        (entity("African Union", UNION), entity("African Union Commission", UNION), False),
        (entity("Golden", COMPANY), entity("Golden Services", COMPANY), False),
        (entity("Ann Holt", PERSON), entity("Ann Holt Group", PERSON), False),
    ],
)
def test_names_of_one_actor(first: Entity, second: Entity, is_one: bool) -> None:
    names = [_Name(one, _base(one.label), 1) for one in (first, second)]
    assert bool(_chosen(names)) is is_one
