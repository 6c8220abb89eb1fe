"""Claims against gold: what matches, what is counted, and how a broken gold file is told."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from support.samples import claim, entity

from actorgraph.evaluation.gold import GoldClaim, GoldSentence, read_gold
from actorgraph.evaluation.scoring import evaluate, is_match
from ontology.errors import InputError
from ontology.model import Modality, Polarity

TEXT = "Thailand propose conference."


def gold(actor: str = "Thailand", action: str = "propose", target: str | None = "conference") -> GoldClaim:
    return GoldClaim((actor,), (action,), None, (target,) if target else ())


@pytest.mark.parametrize(
    ("wanted", "matches"),
    [
        (gold(), True),
        (gold(actor="the THAILAND"), True),
        (gold(actor="Laos"), False),
        (gold(action="propose to"), True),
        (gold(action="reject"), False),
        (gold(target="international conference"), True),
        (gold(target="third international anti-fraud conference"), False),
        (gold(target="summit"), False),
        (gold(target=None), False),
        (GoldClaim(("Siam", "Thailand"), ("suggest", "propose"), None, ("summit", "conference")), True),
        (GoldClaim(("Thailand",), ("put forward",), "propose", ("conference",)), True),
        (GoldClaim(("Thailand",), ("put forward",), "reject", ("conference",)), False),
    ],
)
def test_match(wanted: GoldClaim, matches: bool) -> None:
    assert is_match(claim(), wanted) is matches


def test_the_class_other_says_nothing() -> None:
    wanted = GoldClaim(("Thailand",), ("frobnicate",), "other", ("conference",))
    assert not is_match(claim(lemma="grumble"), wanted)


def test_counts() -> None:
    optional = GoldClaim(("Chad",), ("go",), None, (), core=False)
    sentences = [
        GoldSentence("a", TEXT, claims=[gold(), gold(actor="Laos"), optional]),
        GoldSentence("a", "Kenya sign treaty.", noise=True),
    ]
    claims = [
        claim(document="a"),
        claim(actor="Peru", document="a", start=0),
        claim("Kenya", "sign", "treaty", document="a", start=40),
        claim("Norway", "join", "pact", document="a", start=80),
    ]
    found = evaluate(sentences, claims)
    assert (found.recall, found.precision, found.f1) == (0.5, 0.5, 0.5)
    assert found.counts["noise claims"] == 1
    assert found.counts["not annotated"] == 1
    assert [(error.kind, error.claim) for error in found.errors] == [
        ("wrong", "Peru | propose | conference"),
        ("missed", "Laos | propose | conference"),
        ("noise", "Kenya | sign | treaty"),
    ]


def test_each_gold_claim_is_found_by_a_claim_of_its_own() -> None:
    found = evaluate([GoldSentence("a", TEXT, claims=[gold(), gold()])], [claim(document="a")])
    assert (found.recall, found.precision) == (0.5, 1.0)


def test_how_it_is_meant() -> None:
    wanted = replace(gold(), modality=Modality.PLANNED, speakers=("Anutin",))
    said = claim(document="a", polarity=Polarity.NEGATED, modality=Modality.PLANNED, attribution=entity("Anutin"))
    counts = evaluate([GoldSentence("a", TEXT, claims=[wanted])], [said]).counts
    assert (counts["negation right"], counts["modality marked right"], counts["attribution marked right"]) == (0, 1, 1)


def test_nothing_to_score() -> None:
    found = evaluate([GoldSentence("a", "Rain fell.")], [])
    assert (found.recall, found.precision, found.f1) == (None, None, None)


def test_gold_is_read_with_both_names_of_a_field(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    lines = [
        {"document": "a", "sentence": TEXT, "actor": "Thailand", "action": "propose", "target": "conference"},
        {"doc": "a", "sent": TEXT, "actor": "Laos", "action_lemma": "join", "target": None, "modality": "planned"},
        {"document": "a", "sentence": "By Ann Holt", "noise": True},
    ]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    first, second = read_gold(path)
    assert [made.brief for made in first.claims] == ["Thailand | propose | conference", "Laos | join | -"]
    assert first.claims[1].modality is Modality.PLANNED
    assert (second.noise, second.claims) == (True, [])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "no annotated sentence"),
        ("nonsense", ":1: is not valid JSON"),
        ("[]", ":1: is not a JSON object"),
        ('{"sentence": "x"}', ":1: has no 'document'"),
        ('{"document": "a", "sentence": "x", "actor": "y"}', ":1: a claim needs an 'action'"),
        ('{"document": "a", "sentence": "x", "actor": "y", "action": "go", "modality": "maybe"}', "'maybe'"),
        ('{"document": "a", "sentence": "x", "actor": "y", "action": "go", "phenomena": "no"}', "list of strings"),
    ],
)
def test_broken_gold_is_told_with_its_line(tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_gold(path)
    assert why in str(caught.value)
