"""The judge of facts weakens what the rules of stance take for a fact."""

import pytest

from extract.claims import Extractor
from ontology.model import Document


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Laos will be the first country to ratify the convention.", "planned"),
        ("Kenya sent a team to arrest the men.", "planned"),
    ],
)
def test_what_is_only_to_be_done_is_no_fact(judged: Extractor, text: str, modality: str) -> None:
    claims = judged.extraction(Document("d", text)).claims
    assert modality in {claim.modality.value for claim in claims if claim.action.lemma != "send"}


CHARGES = (
    "A grand jury indicted four people on Monday. The indictment alleges fraud. They are charged with conspiracy. "
    "The charges are allegations. The defendants are presumed innocent until proven guilty. "
)


@pytest.mark.parametrize(
    ("context", "is_alleged"),
    [
        (CHARGES, True),
        ("The port opened a new hall on Monday. ", False),
    ],
)
def test_conduct_told_beside_charges_is_alleged(judged: Extractor, context: str, is_alleged: bool) -> None:
    document = Document("d", context + "An officer met with a woman, who offered a fee to the guard.")
    (offer,) = (
        claim
        for claim in judged.extraction(document).claims
        if claim.action.lemma == "offer" and claim.target is not None and claim.target.head_lemma == "fee"
    )
    assert (offer.modality.value, offer.alleged) == ("asserted", is_alleged)


def test_a_charge_is_no_allegation_itself(judged: Extractor) -> None:
    text = "Singapore charged a director who had allegedly paid students to open bank accounts."
    claims = judged.extraction(Document("d", text)).claims
    assert {(claim.action.lemma, claim.alleged) for claim in claims} >= {("charge", False), ("pay", True)}


def test_states_are_not_accused(judged: Extractor) -> None:
    claims = judged.extraction(Document("d", CHARGES + "Bo Li was extradited by the government of Mexico.")).claims
    assert [claim.alleged for claim in claims if claim.action.lemma == "extradite"] == [False]
