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
