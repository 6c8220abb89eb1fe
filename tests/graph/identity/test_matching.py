"""Which entities of different documents may be one: what is proposed, what is joined without asking, what never is."""

import pytest
from support.samples import claim, entity, extraction

from graph.identity.matching import Match, matches
from graph.identity.merging import described_and_profiled
from ontology.model import Claim, Document, DocumentEntity, Entity, Extraction, Mention, MentionKind, Span
from ontology.registry import registry

MYANMAR, THAILAND, KENYA = "actor/myanmar", "actor/thailand", "actor/kenya"


def named(document: str, one: Entity, *texts: str, claims: tuple[Claim, ...] = ()) -> Extraction:
    """What a document gave that names an entity by these texts."""
    made = extraction(Document(document, ""), list(claims))
    mentions = tuple(Mention(Span(500 + n, 501 + n, text), MentionKind.NAME) for n, text in enumerate(texts))
    others = tuple(found for found in made.entities if found.entity.id != one.id)
    return Extraction(made.document, made.sentences, made.claims, (*others, DocumentEntity(document, one, mentions)))


def found(*extractions: Extraction, least: float = 0.5) -> list[Match]:
    _, profiles = described_and_profiled(extractions, registry())
    return matches(profiles, registry(), least)


def body(label: str, country: str | None = None) -> Entity:
    return entity(label, "government-body", country)


def test_a_part_of_a_name_with_the_same_acronym_is_joined() -> None:
    one = named("a", body("River Guard Force (Myanmar)", MYANMAR), "the River Guard Force", "RGF")
    two = named("b", body("Salween River Guard Force"), "Salween River Guard Force", "RGF")
    (match,) = found(one, two)
    assert match.certain
    assert match.pair == ("actor/river-guard-force-myanmar", "actor/salween-river-guard-force")
    assert match.reasons == (
        "“river guard force” is part of “salween river guard force”",
        "both are called RGF",
    )


PROPOSED = [
    (entity("Sihasak Phuangketkeow", "person", THAILAND), entity("Sihasak Puangketkaew", "person", THAILAND)),
    (entity("Hung Viet", "person"), entity("Do Hung Viet", "person", "actor/vietnam")),
    (entity("Bamban Task Group", "group"), entity("Bamban Task Group Inc", "company")),
    (body("Ghanaian prosecutors", "actor/ghana"), body("Prosecutors (Ghana)", "actor/ghana")),
    (entity("Untied Nations", "international-organisation"), None),
]


@pytest.mark.parametrize(("first", "second"), PROPOSED)
def test_spellings_and_parts_are_proposed_and_never_joined(first: Entity, second: Entity | None) -> None:
    made = [named("a", first, first.label)] + ([named("b", second, second.label)] if second else [])
    (match,) = found(*made, least=0.35)
    assert not match.certain
    assert match.reasons
    assert match.pair == tuple(sorted((first.id, second.id if second else "actor/united-nations")))


NEVER = [
    (body("Ministry of Justice (Kenya)", KENYA), body("Ministry of Justice (Thailand)", THAILAND)),
    (body("Ministry of Justice (Kenya)", KENYA), body("Ministry of Health (Kenya)", KENYA)),
    (entity("Kim Min-ho", "person"), entity("Kim Min-ha", "person")),
    (entity("victims", "group"), entity("victim", "group")),
    (entity("Chen Zhi", "person"), entity("Chen Zhi", "law")),
    (entity("Operation Serengeti", "event"), entity("Operation Serengeti 2.0", "event")),
]


@pytest.mark.parametrize(("first", "second"), NEVER)
def test_what_is_never_proposed(first: Entity, second: Entity) -> None:
    assert found(named("a", first, first.label), named("b", second, second.label)) == []


def test_one_text_that_names_both_speaks_against_it() -> None:
    one, two = entity("Hung Viet", "person"), entity("Do Hung Viet", "person")
    both = Extraction(
        Document("a", ""), (), (), (*named("a", one, one.label).entities, *named("a", two, two.label).entities)
    )
    (match,) = found(both, least=0)
    (apart,) = found(named("a", one, one.label), named("b", two, two.label), least=0)
    assert match.score < apart.score / 2
    assert "but a names both" in match.reasons


def test_dealing_with_the_same_others_speaks_for_it() -> None:
    one, two = entity("R. Hontiveros", "person"), entity("Risa Hontiveros", "person")
    alone = found(named("a", one, one.label), named("b", two, two.label))
    together = found(
        named("a", one, one.label, claims=(claim(one, "urge", "Thailand"),)),
        named("b", two, two.label, claims=(claim(two, "warn", "Thailand"),)),
    )
    assert together[0].score > alone[0].score
    assert "both deal with thailand" in together[0].reasons


def test_an_acronym_that_only_one_text_explains_is_proposed() -> None:
    one = named("a", body("Delta Scam Desk (Thailand)", THAILAND), "Delta Scam Desk", "DSD")
    two = named("b", entity("DSD", "company"), "DSD")
    (match,) = found(one, two)
    assert not match.certain


def test_a_ministry_of_no_known_country_is_not_joined() -> None:
    own = Entity("actor/ministry-of-justice-1a2b3c4d", "Ministry of Justice", body("x").type)
    one = named("a", own, "Ministry of Justice", "MOJ")
    two = named("b", body("Ministry of Justice (Kenya)", KENYA), "Ministry of Justice", "MOJ")
    (match,) = found(one, two)
    assert not match.certain
    assert "but one text does not say of which country it is" in match.reasons


def test_ministries_of_no_known_country_are_proposed_only_if_more_than_the_name_speaks_for_it() -> None:
    one, two = (
        Entity(f"actor/ministry-of-justice-{key}", "Ministry of Justice", body("x").type) for key in ("1a", "2b")
    )
    assert not found(named("a", one, one.label), named("b", two, two.label))
    (match,) = found(
        named("a", one, one.label, claims=(claim(one, "urge", "Thailand"),)),
        named("b", two, two.label, claims=(claim(two, "warn", "Thailand"),)),
    )
    assert not match.certain


def test_a_person_of_two_countries_may_be_two_people() -> None:
    made = [named(document, entity("Kim Min-ho", "person", country), "Kim Min-ho") for document, country in
            (("a", "actor/south-korea"), ("b", "actor/south-korea"), ("c", "actor/united-states"))]  # fmt: skip
    (match,) = found(*made)
    assert (match.first, match.second) == ("actor/kim-min-ho", "actor/kim-min-ho@c")
    assert match.reasons == ("the same name", "but c gives United States, others South Korea")


def test_the_order_of_documents_does_not_matter() -> None:
    made = [named(document, one, one.label) for document, one in
            zip("abcdef", [side for two in PROPOSED[:3] for side in two if side], strict=True)]  # fmt: skip
    assert found(*made) == found(*reversed(made)) != []


def test_two_that_would_do_are_no_certain_match() -> None:
    made = [
        named("a", body("River Guard Force (Myanmar)", MYANMAR), "River Guard Force", "RGF"),
        named("b", body("Salween River Guard Force"), "Salween River Guard Force", "RGF"),
        named("c", body("Delta River Guard Force"), "Delta River Guard Force", "RGF"),
    ]
    matches_made = found(*made)
    assert len(matches_made) == 2
    assert not any(match.certain for match in matches_made)


def test_a_bare_acronym_is_never_joined_to_a_body_that_is_known_by_it() -> None:
    one = named("a", body("CSA (Ghana)", "actor/ghana"), "CSA")
    two = named("b", entity("CSA", "company"), "CSA")
    matches_made = found(one, two)
    assert matches_made
    assert not any(match.certain for match in matches_made)


def test_short_first_names() -> None:
    one, two = entity("Sam George", "person"), entity("Samuel George", "person")
    (match,) = found(named("a", one, one.label), named("b", two, two.label))
    assert match.score > 0.6
