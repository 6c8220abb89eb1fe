"""Sentences that look alike and mean different things, side by side."""

from collections.abc import Callable

import pytest

from extract.claims import Extractor
from extract.explain import explain
from ontology.model import Claim

Brief = Callable[[Claim], str]

OPEN_QUESTIONS = [
    ("Cambodia has not yet decided whether it will attend the talks.", ["Cambodia | attend | talks | possible"]),
    ("Cambodia has not decided whether to attend the talks.", ["Cambodia | attend | talks | possible"]),
    ("Cambodia has not decided if it will attend or host the talks.",
     ["Cambodia | attend | talks | possible", "Cambodia | host | talks | possible"]),
    ("The minister did not say whether Peru planned to sign the treaty.", ["Peru | sign | treaty | possible"]),
    ("It was not clear if Japan would sign the treaty.", ["Japan | sign | treaty | possible"]),
    ("It is not known whether Japan signed the treaty.", ["Japan | sign | treaty | possible"]),
    # a complement that is no question is negated with its verb; a question can contain a negation of its own
    ("Cambodia did not agree to attend the talks.", ["Cambodia | attend | talks | negated | planned"]),
    ("Japan did not decide to host the talks.", ["Japan | host | talks | negated | planned"]),
    ("It is not known whether Japan refused to sign the treaty.", ["Japan | sign | treaty | negated | possible"]),
]  # fmt: skip
RESULTS = [
    ("Kenya launched an operation in 14 countries that led to the arrest of 412 suspects.",
     ["Kenya | launch | operation"]),
    ("Kenya raided the compound, leading to 12 arrests.", ["Kenya | raid | compound"]),
    ("The raid led to the arrest of two men by Kenya.", ["Kenya | arrest | men (two)"]),
    ("Thailand led the talks.", ["Thailand | lead | talks"]),
    ("Thailand led a delegation to Hanoi.", ["Thailand | lead | delegation"]),
    ("Two men were led to the court by Kenyan police.",
     ["Kenyan police | lead to | court", "Kenyan police | lead | men (two)"]),
]  # fmt: skip
SIGNED_IT = [
    ("Japan did not sign the plan. China and Korea signed it.",
     ["China | sign | plan", "Japan | sign | plan | negated", "South Korea | sign | plan"]),
    ("Japan published a report. China endorsed it.", ["China | endorse | report", "Japan | publish | report"]),
    ("Japan hosted the exercise. Peru postponed it.", ["Japan | host | exercise", "Peru | postpone | exercise"]),
    ("Japan drafted a plan for China. It was approved by Peru.",
     ["Japan | draft for | China", "Japan | draft | plan", "Peru | approve | plan"]),
    ("Japan praised Peru. China signed it.", ["Japan | praise | Peru"]),
    ("Japan backed the plan. China endorsed it.", ["China | endorse | plan", "Japan | back | plan"]),
    ("Japan backed Peru. China endorsed it.", ["Japan | back | Peru"]),
    ("Kenya criticised Interpol. Peru did not adopt it.", ["Kenya | criticise | Interpol"]),
    # "it" after other verbs may be an actor
    ("Peru attacked Chile. Japan urged it to sign the treaty.",
     ["Chile | sign | treaty | obligated | by Japan", "Japan | urge | Chile", "Peru | attack | Chile"]),
]  # fmt: skip
CALLED = [
    ("Anutin called the accord a milestone.", ["Anutin | describe | accord"]),
    ("Japan called the attack unacceptable.", ["Japan | describe | attack"]),
    ('Japan called the decision "a grave mistake".', ["Japan | describe | decision"]),
    ("The accord was called a milestone by Japan.", ["Japan | describe | accord"]),
    ("Japan labelled the group a threat.", ["Japan | describe | group"]),
    ("Kenya called its citizens home.", ["Kenya | call | citizens"]),
    ("Kenya called the suspects to testify.", ["Kenya | call | suspects"]),
    ("Japan called for a treaty.", ["Japan | call for | treaty"]),
    ("Japan called on Kenya to sign the pact.",
     ["Japan | call on | Kenya", "Kenya | sign | pact | obligated | by Japan"]),
]  # fmt: skip
ELSEWHERE = [
    ("Police in Cebu arrested 86 people.", ["police in Cebu | arrest | people (86)"]),
    ("The police in Cebu arrested 86 people. Police also seized 12 servers.",
     ["police in Cebu | arrest | people (86)", "police in Cebu | seize | servers (12)"]),
    ("Two people were held by police in Cebu.", ["police in Cebu | hold | people (two) | in Cebu"]),
    ("Officials in Davao raided the bank.", ["officials in Davao | raid | bank"]),
    ("Prosecutors in Manila charged 12 men.", ["Philippine prosecutors | charge | men (12)"]),
    ("Police in Cebu, Philippines, arrested 86 people.", ["Philippine police | arrest | people (86)"]),
    ("Police in the Philippine city of Cebu arrested 86 people.", ["Philippine police | arrest | people (86)"]),
    # a body without a place is that of the main country of the text
    ("Police arrested 86 people.", ["Vietnamese police | arrest | people (86)"]),
    ("Police in three provinces arrested two men.", ["Vietnamese police | arrest | men (two)"]),
    ("Police in the south of the country arrested two men.", ["Vietnamese police | arrest | men (two)"]),
]  # fmt: skip
SENTENCED_HIM = [
    ("Tom Smith, the head of the Blue Lantern group, was convicted, and the court sentenced him.",
     ["court | sentence | Tom Smith"]),
    ("Chen Zhi, the owner of the Blue Lantern company, was charged. The court sentenced him.",
     ["court | sentence | Chen Zhi"]),
]  # fmt: skip
TABLE = [
    *OPEN_QUESTIONS, *RESULTS, *SIGNED_IT, *CALLED, *SENTENCED_HIM,
    *(
        (f"HANOI, 5 March 2026 – Vietnam hosted a summit. {text}", sorted(["Vietnam | host | summit", *claims]))
        for text, claims in ELSEWHERE
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_claims_of_a_lookalike(extractor: Extractor, brief: Brief, text: str, expected: list[str]) -> None:
    assert sorted(brief(claim) for claim in explain(extractor, text).claims) == expected
