"""Conduct of the accused is alleged in the whole document until a plea, a confession, a conviction or a sentence."""

import pytest

from extract.claims import Extractor
from ontology.model import Document

CASES = [
    # (text, what is alleged, what is not: as "actor lemma")
    (
        "Prosecutors charged Chen Bo with fraud. Chen Bo hacked a bank in Peru.",
        {"Chen Bo hack"},
        {"prosecutors charge"},
    ),
    ("Chen Bo hacked a bank in Peru. A grand jury indicted Chen Bo on Monday.", {"Chen Bo hack"}, set()),
    ("Chen Bo was charged with fraud in Peru. He stole the money of a bank.", {"Chen Bo steal"}, set()),
    (
        "An indictment was unsealed in Peru on Monday. The conspirators stole the money of a bank.",
        {"conspirators steal"},
        set(),
    ),
    ("Police arrested Chen Bo. Chen Bo allegedly ran a scam. Chen Bo bribed a minister.", {"Chen Bo bribe"}, set()),
    # no accusation, or not of these
    ("Police arrested Chen Bo. Chen Bo hacked a bank in Peru.", set(), {"Chen Bo hack", "police arrest"}),
    ("Chen Bo was charged with fraud. Kok An bribed a minister.", set(), {"Kok An bribe"}),
    ("Chen Bo was charged with fraud. Thailand arrested nine suspects.", set(), {"Thailand arrest"}),
    ("The bank charged Kok An a fee. Kok An bribed a minister.", set(), {"Kok An bribe"}),
    ("Police searched the house. The hackers stole the money of a bank.", set(), {"hackers steal"}),
    # guilt is stated
    ("Chen Bo was charged with fraud. Chen Bo pleaded guilty. Chen Bo hacked a bank.", set(), {"Chen Bo hack"}),
    ("A court convicted Chen Bo. Chen Bo was charged in May. Chen Bo hacked a bank.", set(), {"Chen Bo hack"}),
    ("Chen Bo was sentenced to six years. He was indicted in May. Chen Bo hacked a bank.", set(), {"Chen Bo hack"}),
    ("Chen Bo was found guilty after he was charged in May. Chen Bo hacked a bank.", set(), {"Chen Bo hack"}),
    ("Chen Bo was charged in May. Chen Bo admitted the theft. Chen Bo hacked a bank.", set(), {"Chen Bo hack"}),
    ("Chen Bo was charged in May. Chen Bo pleaded not guilty. Chen Bo hacked a bank.", {"Chen Bo hack"}, set()),
    (
        "An indictment was unsealed. Later the conspirators were convicted. The conspirators stole the money.",
        set(),
        {"conspirators steal"},
    ),
    # steps of the proceedings are no conduct
    ("Chen Bo was charged with fraud. Chen Bo met his lawyer. Chen Bo denied the theft.", set(), {"Chen Bo meet"}),
    ("Chen Bo was charged with fraud. Chen Bo sued the bank.", set(), {"Chen Bo sue"}),
]


@pytest.mark.parametrize(("text", "alleged", "stated"), CASES, ids=[case[0][:60] for case in CASES])
def test_conduct(extractor: Extractor, text: str, alleged: set[str], stated: set[str]) -> None:
    claims = extractor.extraction(Document("a", text)).claims
    found = {f"{claim.actor.entity.label} {claim.action.lemma.split()[0]}": claim.alleged for claim in claims}
    assert {name for name, is_alleged in found.items() if is_alleged} >= alleged, found
    assert {name for name, is_alleged in found.items() if not is_alleged} >= stated, found
