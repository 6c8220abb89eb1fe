"""Denials and admissions of what nobody does: who says what, and which two make a changed account."""

from __future__ import annotations

import pytest
from support.samples import claim, entity, stored

from graph.diff import diff
from graph.diff.alignment.batch_claims import batch_claims
from graph.diff.alignment.reports import reports
from graph.diff.alignment.subjects import readings
from graph.diff.render.relation_lines import contradiction
from graph.rdf.stored_sentence import StoredSentence
from ontology.model import Sentence

BANK, OTHER = entity("Marble Bank", "company"), entity("Oslo Bank", "company")
ANN = entity("Ann Holt", "person")
KNOWN = [stored(claim(BANK, "meet", OTHER)), stored(claim(ANN, "meet", OTHER, start=60, index=1))]


def sentence(text: str, batch: str) -> StoredSentence:
    return StoredSentence(Sentence(f"{batch}/b", 0, 0, len(text), text), batch)


def read(text: str) -> list[tuple[str, str, str]]:
    found = reports(readings([[sentence(text, "2026-01")]], batch_claims((KNOWN,))))
    return [(one.claim.actor.entity.label, one.claim.action.lemma, one.claim.target.entity.label) for one in found]


STOLEN = "records were stolen"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Marble Bank denies that records were stolen.", ("deny", STOLEN)),
        ("OSLO — Marble Bank, a lender, has denied that records were stolen, and left.", ("deny", STOLEN)),
        ("Two months after the attack, Marble Bank admitted on Tuesday that records were stolen.", ("admit", STOLEN)),
        ("Marble Bank rejected claims that records were stolen.", ("reject", STOLEN)),
        ("Marble Bank said that records were stolen.", None),
        ("A critic of Marble Bank denied that records were stolen.", None),
        ("The police said Marble Bank denied that records were stolen.", None),
        ("Marble Bank did not deny that records were stolen.", None),
        ("Marble Bank, which denied that records were stolen.", ("deny", STOLEN)),
    ],
)
def test_what_is_denied_or_admitted(text: str, expected: tuple[str, str] | None) -> None:
    assert read(text) == ([("Marble Bank", *expected)] if expected else [])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Marble Bank denies that its records have been stolen.",
         "Marble Bank admitted on Tuesday that its records had been stolen in January.",
         "Marble Bank first denied, and later admitted, that its records had been stolen in January"),
        ("Marble Bank confirmed that records were stolen.", "Marble Bank has denied that any records were stolen.",
         "Marble Bank first confirmed, and later denied, that records were stolen"),
        ("Marble Bank denied that it paid the ransom.",
         "A director of Marble Bank, Eva Sund, admitted that it had paid the ransom.",
         "Marble Bank first denied, and later admitted, that it had paid the ransom"),
        ("Marble Bank rejected allegations that it paid the ransom.",
         "Marble Bank admitted to the press that it had paid the ransom.",
         "Marble Bank first denied, and later admitted, that it had paid the ransom"),
        ("Marble Bank denied paying the ransom.",
         "Marble Bank's director, Ann Holt, admitted that it had paid the ransom.",
         "Marble Bank denied, and later Ann Holt admitted, that it had paid the ransom"),
        ("Marble Bank denies that records were stolen.", "Ann Holt admitted that records were stolen.", None),
        ("Marble Bank denies that records were stolen.", "Oslo Bank admitted that records were stolen.", None),
        ("Marble Bank denies that records were stolen.", "Marble Bank denied that records were stolen.", None),
        ("Marble Bank denies that records were stolen.", "Marble Bank admitted that a manager was arrested.", None),
        ("Marble Bank denies that records were stolen.", "Marble Bank admitted that no records were stolen.", None),
    ],
)  # fmt: skip
def test_a_changed_account(old: str, new: str, expected: str | None) -> None:
    sides = ((sentence(old, "2025-10"),), (sentence(new, "2026-01"),))
    found = diff(KNOWN, [], before_name="2025-10", after_name="2026-01", sentences=sides).contradictions
    assert [contradiction(one) for one in found] == ([expected] if expected else [])
