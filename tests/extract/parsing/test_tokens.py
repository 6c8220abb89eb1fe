"""Plain tokens have the attributes of spaCy's, for real parses of the seeds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc as SpacyDoc
from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token as SpacyToken

from extract.claims import Extractor
from extract.documents.reader import iter_documents
from extract.parsing import conversion
from extract.parsing.conversion import from_spacy
from extract.parsing.tokens import Doc, Token, TokenSpan

SEEDS = Path(__file__).resolve().parents[3] / "seeds"
ODD = (
    "The  \n man of New \t York came.  He left!",
    'Piet, whom the court in The Hague that Ann had asked convicted, isn\'t there, 3 or three of them say: "No."',
    "What did the minister say that the police would do about Mai's house in Hanoi?",
    "...",
    "Go",
)
PLAIN = ("i", "idx", "text", "lower_", "lemma_", "pos_", "tag_", "dep_", "ent_type_", "ent_iob_", "whitespace_",
         "text_with_ws", "is_alpha", "is_lower", "is_punct", "is_quote", "is_space", "is_title",
         "like_num")  # fmt: skip
ONE, SEVERAL = ("head", "left_edge", "right_edge"), ("children", "lefts", "rights", "subtree", "ancestors")


@pytest.fixture(scope="module")
def parsed(extractor: Extractor) -> Iterator[list[tuple[SpacyDoc, Doc]]]:
    """Parses of spaCy with their copies, without the repairs."""
    documents = iter_documents([SEEDS], on_error=lambda error: pytest.fail(str(error)))
    lines = [line for document in documents for line in document.text.split("\n") if line.strip()]
    with pytest.MonkeyPatch.context() as patch:
        for repair in ("repair", "join_names"):
            patch.setattr(conversion, repair, lambda _: None)
        yield [(doc, from_spacy(doc)) for doc in extractor.pipeline.pipe([*lines, *ODD])]


def same(spans: SpacySpan, ours: TokenSpan) -> bool:
    names = ("start", "end", "text", "label_", "start_char", "end_char")
    return all(getattr(spans, name) == getattr(ours, name) for name in names)


def pairs(parsed: list[tuple[SpacyDoc, Doc]]) -> Iterator[tuple[SpacyToken, Token]]:
    return (pair for theirs, ours in parsed for pair in zip(theirs, ours, strict=True))


def test_tokens_have_the_same_words_and_labels(parsed: list[tuple[SpacyDoc, Doc]]) -> None:
    for theirs, ours in pairs(parsed):
        assert {name: getattr(ours, name) for name in PLAIN} == {name: getattr(theirs, name) for name in PLAIN}
        assert len(ours) == len(theirs)
        assert {key: values[0] for key, values in ours.morph.items() if "," not in values[0]} == {
            key: value for key, value in theirs.morph.to_dict().items() if "," not in value
        }


def test_tokens_hang_together_the_same(parsed: list[tuple[SpacyDoc, Doc]]) -> None:
    for theirs, ours in pairs(parsed):
        assert [getattr(ours, name).i for name in ONE] == [getattr(theirs, name).i for name in ONE]
        for name in SEVERAL:
            assert [token.i for token in getattr(ours, name)] == [token.i for token in getattr(theirs, name)], name
        assert same(theirs.sent, ours.sent)


def test_sentences_and_entities_are_the_same(parsed: list[tuple[SpacyDoc, Doc]]) -> None:
    for theirs, ours in parsed:
        assert (ours.text, len(ours)) == (theirs.text, len(theirs))
        for several, our_several in ((theirs.sents, ours.sents), (theirs.ents, ours.ents)):
            assert all(same(*pair) for pair in zip(several, our_several, strict=True))
        for sentence, our_sentence in zip(theirs.sents, ours.sents, strict=True):
            assert all(same(*pair) for pair in zip(sentence.ents, our_sentence.ents, strict=True))


@given(st.data())
def test_any_stretch_is_the_same(parsed: list[tuple[SpacyDoc, Doc]], data: st.DataObject) -> None:
    theirs, ours = data.draw(st.sampled_from(parsed))
    place = st.integers(-len(ours) - 1, len(ours) + 1)
    start, end = data.draw(place), data.draw(place)
    span, our_span = theirs[start:end], ours[start:end]
    assert (our_span.start, our_span.end, our_span.text) == (span.start, span.end, span.text)
    assert [token.i for token in our_span] == [token.i for token in span]
    if len(our_span):
        assert same(span, our_span)
        assert our_span.root.i == span.root.i
        assert same(span.sent, our_span.sent)
        assert our_span[-1].i == span[-1].i
        assert our_span[1:].text == span[1:].text


def test_a_neighbour_beyond_the_ends_is_an_error(parsed: list[tuple[SpacyDoc, Doc]]) -> None:
    doc = parsed[0][1]
    assert doc[1].nbor(-1) is doc[0]
    for token, step in ((doc[0], -1), (doc[-1], 1)):
        with pytest.raises(IndexError):
            token.nbor(step)


def test_a_chain_of_a_thousand_is_read(extractor: Extractor) -> None:
    doc = from_spacy(extractor.pipeline(", ".join(f"Name{n}" for n in range(1500)) + " and Ann met."))
    first = doc[0].head
    assert len({token.i for token in first.subtree}) > 1000


def test_words_that_were_forgotten_are_looked_up_anew(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.parsing.conversion.MAX_CACHED", 2)
    parsed = extractor.pipeline("Rosa Okoro refused to sign the sixth accord with Tuvalu.")
    assert [(token.text, token.lemma_, token.lower_) for token in from_spacy(parsed)] == [
        (token.text, token.lemma_, token.lower_) for token in parsed
    ]
