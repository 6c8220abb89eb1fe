"""A text is the sentences and what stands around them: nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from ontology.model import Sentence
from ontology.text_gaps import gaps_of, text_of

PIECES = st.lists(st.text(max_size=6), max_size=9)


def cut(pieces: list[str]) -> tuple[str, list[Sentence]]:
    """A text of these pieces, of which every second is a sentence."""
    text, sentences = "", []
    for number, piece in enumerate(pieces):
        if number % 2:
            sentences.append(Sentence("a", len(sentences), len(text), len(text) + len(piece), piece))
        text += piece
    return text, sentences


@given(PIECES)
def test_the_text_comes_back(pieces: list[str]) -> None:
    text, sentences = cut(pieces)
    assert text_of(gaps_of(text, sentences), sentences) == text


def test_without_a_text_the_offsets_hold() -> None:
    sentences = [Sentence("a", 0, 3, 5, "No"), Sentence("a", 1, 9, 12, "Yes")]
    text = text_of(gaps_of("", sentences), sentences)
    assert [text[one.start : one.end] for one in sentences] == ["No", "Yes"]
