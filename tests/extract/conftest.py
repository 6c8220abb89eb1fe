"""The extractor, loaded once for all tests."""

from collections.abc import Callable

import pytest

from extract.claims import Extractor
from ontology.model import Claim, Participant


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """An extractor with the project's own model that keeps whatever the rules propose."""
    rules = Extractor()
    rules.judge = None
    return rules


@pytest.fixture(scope="session")
def judged() -> Extractor:
    """An extractor whose judge has the linear scorer only."""
    return Extractor(fast=True)


def _counted(participant: Participant) -> str:
    """'suspects (nine)': the label, and the number beside it."""
    label = participant.entity.label
    return label if participant.quantity is None else f"{label} ({participant.quantity})"


@pytest.fixture(scope="session")
def brief() -> Callable[[Claim], str]:
    """Write a claim as one line: actor | lemma | target | what differs from affirmed and asserted."""

    def line(claim: Claim) -> str:
        marks = [
            *([claim.polarity.value] if claim.polarity.value != "affirmed" else []),
            *([claim.modality.value] if claim.modality.value != "asserted" else []),
            *(["alleged"] if claim.alleged else []),
            *([f"by {claim.attribution.label}"] if claim.attribution else []),
            *([f"when {claim.when}"] if claim.when else []),
            *([f"in {claim.where.label}"] if claim.where else []),
        ]
        target = _counted(claim.target) if claim.target else "-"
        return " | ".join([_counted(claim.actor), claim.action.lemma, target, *marks])

    return line
