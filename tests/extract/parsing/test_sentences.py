"""Sentences have the right offsets, datelines are separated, and a missing model is reported."""

import pytest

from extract.claims import Extractor
from extract.parsing.sentences import DATELINE, is_heading, load, parse
from ontology.errors import ModelError
from ontology.model import Document


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("BANGKOK – Police arrested nine.", "BANGKOK – "),
        ("KUALA LUMPUR, 28 October 2025 – Ministers met.", "KUALA LUMPUR, 28 October 2025 – "),
        ("TEMPO.CO, Jakarta - Thailand signed.", "TEMPO.CO, Jakarta - "),
        ("PARIS, Jan. 5 (AP) -- The court ruled.", "PARIS, Jan. 5 (AP) -- "),
        ('MANILA — "We agree," he said.', "MANILA — "),
        ("SINGAPORE: The ministry said so.", ""),
        ("Bangkok - style food is popular.", ""),
        ("UN-led talks began.", ""),
        ("Thailand – which hosted the talks – signed.", ""),
        ("A 10-year plan was signed.", ""),
    ],
)
def test_datelines(text: str, dateline: str) -> None:
    match = DATELINE.match(text)
    assert (match[0] if match else "") == dateline


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Thailand offers to host summit", True),
        ("Thailand offers to host summit.", False),
        ("He said: “We agree.”", False),
        ("What next?", False),
        ("one " * 20, False),
    ],
)
def test_headings(line: str, expected: bool) -> None:
    assert is_heading(line) is expected


def test_sentences_lie_where_they_say(extractor: Extractor) -> None:
    text = "A title\nBANGKOK – Police arrested nine. They were deported.\n\n  Kenya, too, signed.  "
    document = Document("a", text)
    sentences = [parsed.sentence for parsed in parse(extractor.pipeline, document)]
    assert [sentence.text for sentence in sentences] == [
        "A title",
        "BANGKOK – Police arrested nine.",
        "They were deported.",
        "Kenya, too, signed.",
    ]
    assert [sentence.index for sentence in sentences] == [0, 1, 2, 3]
    assert all(text[sentence.start : sentence.end] == sentence.text for sentence in sentences)


def test_a_long_paragraph_is_parsed_in_pieces(extractor: Extractor) -> None:
    text = "Kenya signed the treaty with Peru. " * 600
    sentences = [parsed.sentence for parsed in parse(extractor.pipeline, Document("a", text.strip()))]
    assert len(sentences) == 600
    assert {sentence.text for sentence in sentences} == {"Kenya signed the treaty with Peru."}
    assert all(text[sentence.start : sentence.end] == sentence.text for sentence in sentences)


def test_a_list_without_an_end_is_no_sentence(extractor: Extractor) -> None:
    document = Document("a", "Delegates from " + "Kenya, Peru, " * 1500 + "Chile signed.\nLaos signed the pact.")
    assert [parsed.sentence.text for parsed in parse(extractor.pipeline, document)] == ["Laos signed the pact."]
    assert [claim.actor.entity.label for claim in extractor.extraction(document).claims] == ["Laos"]


def test_letters_outside_the_basic_plane_count_as_one(extractor: Extractor) -> None:
    text = "🙂🙂 Kenya signed. Türkiye signed."
    sentences = [parsed.sentence for parsed in parse(extractor.pipeline, Document("a", text))]
    assert all(text[sentence.start : sentence.end] == sentence.text for sentence in sentences)


@pytest.mark.parametrize(
    ("model", "message"),
    [
        ("en_core_web_zz", "not installed; install it with: pip install en-core-web-zz"),
        ("./models/none", "no such folder"),
    ],
)
def test_a_missing_model_is_reported(model: str, message: str) -> None:
    with pytest.raises(ModelError, match=message):
        load(model)


def test_a_model_without_a_parser_is_refused(tmp_path) -> None:  # noqa: ANN001  # a folder
    import spacy  # noqa: PLC0415  # only here

    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="has no parser"):
        load(str(tmp_path / "blank"))
