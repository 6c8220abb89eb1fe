"""What is one node over all documents, and what "the Committee", "the President" and "U.S. agencies" are."""

import pytest

from extract.claims import Extractor
from ontology.model import Document

SHARED = "shared"
LOCAL = "local"
ACTORS = [
    # a name that is one of many: the full name of the document, else its own node
    ("The Select Committee on China sued Meta. The Committee signed the treaty.", "Select Committee on China", SHARED),
    ("Peru warned Chile. The Committee signed the treaty.", "Committee", LOCAL),
    ("The U.S. Attorney’s Office signed the treaty.", "Attorney’s Office (United States)", LOCAL),
    ("The Ministry of Finance of Kenya signed the treaty.", "Ministry of Finance (Kenya)", SHARED),
    # groups
    ("U.S. agencies signed the treaty.", "American agencies", LOCAL),
    ("Russian nationals signed the treaty.", "Russian nationals", LOCAL),
    ("Cambodian police signed the treaty.", "Cambodian police", SHARED),
    ("ASEAN digital ministers signed the treaty.", "ASEAN digital ministers", SHARED),
    # offices: the holder, else that of the country, else of the document
    ("Secretary of State Ann Holt met Peru. The Secretary of State signed the treaty.", "Ann Holt", SHARED),
    ("Kenya sued Meta. Kenya left. The Attorney General signed the treaty.", "Attorney General of Kenya", SHARED),
    ("Kenya sued Meta. Kenya left. The Director signed the treaty.", "Director", LOCAL),
    ("The Attorney General signed the treaty.", "Attorney General", LOCAL),
    ("Special Agent in Charge Ann Holt signed the treaty.", "Ann Holt", SHARED),
    # one word is the name of a person only beside a high office
    ("President Putin signed the treaty.", "Putin", SHARED),
    ("Meta paid Ms Medina. Ms Medina signed the treaty.", "Medina", LOCAL),
]  # fmt: skip


@pytest.mark.parametrize(("text", "label", "scope"), ACTORS)
def test_scope(extractor: Extractor, text: str, label: str, scope: str) -> None:
    ids = []
    for document in ("a", "b"):
        claims = extractor.extraction(Document(document, text)).claims
        signers = [claim.actor.entity for claim in claims if claim.action.lemma == "sign"]
        assert [signer.label for signer in signers] == [label]
        ids.append(signers[0].id)
    assert (ids[0] == ids[1]) is (scope == SHARED)


TYPES = [
    ("A banker signed the treaty.", "person"),
    ("Bankers signed the treaty.", "group"),
    ("A criminal network signed the treaty.", "criminal-group"),
    ("A football network signed the treaty.", "group"),
]


@pytest.mark.parametrize(("text", "kind"), TYPES)
def test_types_of_unnamed_actors(extractor: Extractor, text: str, kind: str) -> None:
    claims = extractor.extraction(Document("a", text)).claims
    assert {claim.actor.entity.type.value for claim in claims if claim.action.lemma == "sign"} == {kind}
