"""The head lemmas of actors, targets and sources: of common nouns the parser's lemma, of names none."""

import pytest

from extract.claims import Extractor
from ontology.model import Claim, Document


def claims(extractor: Extractor, text: str) -> list[Claim]:
    return list(extractor.extraction(Document("d", text)).claims)


@pytest.mark.parametrize(
    ("text", "target", "lemma"),
    [
        ("Thailand discussed the border crises.", "border crises", "crisis"),
        ("Kenya published the analyses.", "analyses", "analysis"),
        ("Kenya launched a series of raids.", "series of raids", "series"),
        ("Kenya seized the personal data.", "personal data", "datum"),
        ("Kenya arrested three suspects.", "suspects", "suspect"),
        ("Kenya criticised the police.", "police", "police"),
        ("Kenya sanctioned Prince Group.", "Prince Group", None),
        ("Kenya sanctioned the Philippines.", "Philippines", None),
    ],
)
def test_the_head_of_a_target(extractor: Extractor, text: str, target: str, lemma: str | None) -> None:
    targets = [claim.target for claim in claims(extractor, text) if claim.target is not None]
    assert [(part.entity.label, part.head_lemma) for part in targets] == [(target, lemma)]


def test_a_pronoun_has_the_head_of_what_it_refers_to(extractor: Extractor) -> None:
    made = claims(extractor, "Kenyan investigators raided the compound. They arrested three suspects.")
    actors = {(claim.action.lemma, claim.actor.entity.label, claim.actor.head_lemma) for claim in made}
    assert actors == {
        ("raid", "Kenyan investigators", "investigator"),
        ("arrest", "Kenyan investigators", "investigator"),
    }


def test_the_head_of_a_source(extractor: Extractor) -> None:
    made = claims(extractor, "Thailand arrested three suspects, according to Kenyan investigators.")
    heads = {claim.attribution_head_lemma for claim in made if claim.attribution is not None}
    assert heads == {"investigator"}
