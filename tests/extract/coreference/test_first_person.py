"""Who "we", "our" and "I" are, and who speaks a quotation that runs over sentences and paragraphs."""

import pytest

from extract.claims import Extractor
from ontology.model import Document

SPEAKERS = [
    # in a quotation: the speaker, or the body that the speaker is of
    ("“We signed the treaty,” said Ann Otieno.", {"Ann Otieno"}),
    ("“I signed the treaty,” said Ann Otieno.", {"Ann Otieno"}),
    ("“We signed the treaty,” said Interpol director Ann Otieno.", {"Interpol"}),
    ("Ann Otieno, a director of Interpol, spoke. “We signed the treaty,” said Ann Otieno.", {"Interpol"}),
    ("“I signed the treaty,” said Interpol director Ann Otieno.", {"Ann Otieno"}),
    ("“Kenya is proud. We signed the treaty,” Interpol said.", {"Interpol"}),
    ("“Kenya is proud,” Interpol said. “We signed the treaty.”", {"Interpol"}),
    ("Interpol said: “Kenya is proud. We signed the treaty.”", {"Interpol"}),
    ("“Kenya is proud,” Interpol said. “It is great.\n“We signed the treaty.”", {"Interpol"}),
    ("“Kenya is proud,” Interpol said.\nPeru left. “We signed the treaty.”", set()),
    ("Kenya left. “We at Interpol signed the treaty.”", {"Interpol"}),
    ("“We left,” a worker from Uganda said. “I signed the treaty.”", {"worker"}),
    ("“Kenya left,” the ministry said. “I signed the treaty.”", set()),
    ("“Our government signed the treaty,” Kenya’s health minister said.", {"Kenya"}),
    ("“Our director signed the treaty,” Kenya said.", {"director"}),
    ("According to Interpol, “we signed the treaty”.", {"Interpol"}),
    ("‘We signed the treaty,’ said Ann Otieno.", {"Ann Otieno"}),
    # outside quotations: what the document says of itself, else who acts most often
    ("We, the leaders of the African Union, met. We signed the treaty.", {"African Union leaders"}),
    ("Interpol and our partners arrested Bob Chen. We signed the treaty.", {"Interpol"}),
    ("Statement by the Government of Kenya\nPeru left. We signed the treaty.", {"Kenya"}),
    ("Kenya met Peru. Kenya praised Chile. We signed the treaty.", {"Kenya"}),
    ("Peru met Chile. Peru left. Kenya reaffirmed our friendship. We signed the treaty.", {"Kenya"}),
    ("Kenya and Peru met. Kenya and Peru agreed. We signed the treaty.", {"Kenya", "Peru"}),
    ("The weather was fine. We signed the treaty.", set()),
    ("Kenya praised Peru. Kenya left. US signed the treaty.", {"United States"}),
    ("Kenya met Peru. Kenya praised Chile. I signed the treaty.", set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "signers"), SPEAKERS)
def test_first_person(extractor: Extractor, text: str, signers: set[str]) -> None:
    claims = extractor.extraction(Document("a", text)).claims
    assert {claim.actor.entity.label for claim in claims if claim.action.lemma == "sign"} == signers


ATTRIBUTIONS = [
    ("“Peru signed the treaty,” Interpol said.", "Interpol"),
    ("“It is late,” Interpol said. “Peru signed the treaty.”", "Interpol"),
    ("Interpol said: “It is late. Peru signed the treaty.”", "Interpol"),
    ("“It is late,” Interpol said. “It rains.\n“Peru signed the treaty.”", "Interpol"),
    ('"It is late," Interpol said. "Peru signed the treaty."', "Interpol"),
    ("‘It is late,’ Interpol said. ‘Peru signed the treaty.’", "Interpol"),
    ("'It is late,' Interpol said. 'Peru signed the treaty.'", "Interpol"),
    ("The workers' union left. 'Tis late. Peru signed the treaty.", None),
    ("Interpol said on Friday:\n“It is late.\n“Peru signed the treaty.”", "Interpol"),
    ("Interpol: “Peru signed the treaty.”", "Interpol"),
    ("Interpol left for this:\n“Peru signed the treaty.”", None),
    ("The envoy left for this:\n“Peru signed the treaty.”", None),
    ("The sign was clear: “Peru signed the treaty.”", None),
    ("The workers’ union said it left. Peru signed the treaty.", None),
    ("In the ‘90s Kenya left. Peru signed the treaty, Interpol said.", "Interpol"),
    ("“It is late,” the envoy said.\n“Peru signed the treaty,” she added.", "envoy"),
    ("“It is late,” the envoy said.\nIt rains.\n“Peru signed the treaty,” she added.", None),
    # no quotation, another paragraph, a name in quotation marks
    ("“It is late,” Interpol said. Peru signed the treaty.", None),
    ("“It is late,” Interpol said.\n“Peru signed the treaty.”", None),
    ("“It is late,” Interpol said. Peru signed the “treaty of treaties”.", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "speaker"), ATTRIBUTIONS)
def test_speaker_of_a_quotation(extractor: Extractor, text: str, speaker: str | None) -> None:
    claims = [claim for claim in extractor.extraction(Document("a", text)).claims if claim.action.lemma == "sign"]
    assert [claim.attribution and claim.attribution.label for claim in claims] == [speaker]
