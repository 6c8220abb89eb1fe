"""Constructions of political news: threats with a condition, agents of attacks, judgements of acts, parties."""

import pytest

from extract.claims import Extractor
from ontology.model import Document

TABLE = [
    # whoever is to do or not to do something is threatened
    ("Peru threatened to close the border unless Chile returned the ship.", {"Peru | threaten | Chile"}, set()),
    ("Kenya warned that it would expel the diplomats if Togo did not apologize.", {"Kenya | warn | Togo"}, set()),
    ("Kenya warned Togo that it would leave if Benin paid.", {"Kenya | warn | Togo"}, {"Kenya | warn | Benin"}),
    # the agents of an attack
    ("The Peruvian attack on Chile killed six soldiers.", {"Peru | attack | Chile", "Peru | kill | soldiers"}, set()),
    ("A Kenyan army raid killed 12 rebels.", {"Kenya | kill | rebels"}, set()),
    ("An attack by the Taliban killed nine men.", {"Taliban | kill | men"}, set()),
    # who judges an act
    (
        "Togo condemned the Kenyan attack on Benin.",
        {"Togo | condemn | Kenya", "Kenya | attack | Benin"},
        {"Togo | condemn on | Benin"},
    ),
    ("Togo condemned attacks on Benin.", {"Togo | condemn | attacks"}, {"Togo | attack | Benin"}),
    # parties
    ("Kenya opened an investigation into Togo.", {"Kenya | investigate | Togo"}, {"Kenya | open | investigation"}),
    ("Kenya seized weapons from Togolese rebels.", {"Kenya | seize from | Togolese rebels"}, set()),
    ("Kenya deployed troops for a war against Togo.", {"Kenya | deploy against | Togo"}, set()),
    ("Kenya and Togo signed a treaty.", {"Kenya | sign with | Togo", "Togo | sign with | Kenya"}, set()),
    ("Kenya and Togo agreed to forfeit their shares.", {"Kenya | forfeit | shares"}, {"Kenya | forfeit with | Togo"}),
    ("The rebels set fire to the Kenyan embassy.", {"rebels | burn | Kenyan embassy"}, {"rebels | set | fire"}),
]


@pytest.mark.parametrize(("text", "told", "untold"), TABLE)
def test_claims_of_political_news(judged: Extractor, text: str, told: set[str], untold: set[str]) -> None:
    claims = {
        f"{claim.actor.entity.label} | {claim.action.lemma} | {claim.target.entity.label}"
        for claim in judged.extraction(Document("a", text)).claims
        if claim.target is not None
    }
    assert told <= claims
    assert claims.isdisjoint(untold)
