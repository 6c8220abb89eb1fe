"""Claims of texts, without a build."""

import pytest

import actorgraph
from ontology.errors import InputError

EARLY = "Thailand proposed to host a conference. Kenya arrested nine suspects on 3 October 2025."
LATE = "Thailand hosted a conference. Kenya did not arrest nine suspects."


def test_claims_of_a_text() -> None:
    claims = actorgraph.extract(EARLY)
    assert [(claim.document, claim.actor.entity.label, claim.action.lemma) for claim in claims] == [
        ("text-0", "Thailand", "propose"),
        ("text-0", "Kenya", "arrest"),
    ]


def test_claims_of_several_texts_are_one_list() -> None:
    document = actorgraph.Document("mine", LATE, date="2026-01-05")
    claims = actorgraph.extract([EARLY, document])
    assert [claim.document for claim in claims] == ["text-0", "text-0", "mine", "mine"]
    assert claims[-1].polarity == "negated"
    assert actorgraph.extract([]) == []


def test_texts_that_are_refused() -> None:
    document = actorgraph.Document("mine", LATE)
    with pytest.raises(InputError, match="two documents have this id"):
        actorgraph.extract([document, document])
    with pytest.raises(InputError, match="for which there is no spaCy pipeline"):
        actorgraph.extract(actorgraph.Document("mine", "Kenia detuvo a nueve sospechosos.", language="es"))
