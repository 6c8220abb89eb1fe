"""Claims as input records of the scorers."""

from __future__ import annotations

from typing import Any

from ontology.model import Claim


def system_record(claim: Claim) -> dict[str, Any]:
    """Return a claim as an input record of the domain scorer."""
    return {
        "doc": claim.document,
        "sentence": claim.sentence.text,
        "actor": claim.actor.entity.label,
        "actor_text": claim.actor.span.text,
        "action": claim.action.lemma,
        "action_class": claim.action.class_,
        "target": claim.target.entity.label if claim.target else None,
        "target_text": claim.target.span.text if claim.target else None,
        "negated": claim.polarity.value == "negated",
        "modality": claim.modality.value,
        "attribution": claim.attribution.label if claim.attribution else None,
        "alleged": claim.alleged,
        "confidence": claim.confidence,
        "rule": claim.rule,
    }
