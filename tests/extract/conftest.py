"""The extractor, loaded once for all tests."""

from collections.abc import Callable

import pytest

from extract.claims import Extractor
from ontology.model import Claim


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """An extractor with the project's own model."""
    return Extractor()


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
        target = claim.target.entity.label if claim.target else "-"
        return " | ".join([claim.actor.entity.label, claim.action.lemma, target, *marks])

    return line
