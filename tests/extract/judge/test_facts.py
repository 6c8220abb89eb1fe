"""What the judge of facts weakens, and what it leaves as it is."""

import pytest

from extract.claims import Extractor
from ontology.model import Document


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Vietnam was the first country to sign the convention.", "asserted"),
        ("Peru is the latest state to join the pact.", "asserted"),
        ("Laos will be the first country to ratify the convention.", "planned"),
        ("Kenya sent a team to arrest the men.", "planned"),
    ],
)
def test_an_infinitive_is_done_or_an_aim(judged: Extractor, text: str, modality: str) -> None:
    claims = judged.extraction(Document("d", text)).claims
    assert modality in {claim.modality.value for claim in claims if claim.action.lemma != "send"}
