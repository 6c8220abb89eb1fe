"""Full-text search: what words and filters find, in which order, and what cannot be asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.reading.library import Library
from graph.reading.search import Search, match_expression, search
from ontology.errors import InputError

FOUND = [
    (Search("extradition"), ["Chen Zhi was extradited to China."]),
    (Search("EXTRADITE china"), ["Chen Zhi was extradited to China."]),
    (Search("emile"), ["Émile saw the compound."]),
    (Search('"the compound"'), ["Émile saw the compound.", "The compound was empty."]),
    (Search('"compound the"'), []),
    (Search("compound -empty"), ["Émile saw the compound."]),
    (Search("comp*"), ["Émile saw the compound.", "The compound was empty."]),
    (Search("chen denied"), ["He denied it."]),
    (Search("raid"), ["The raid"]),
    (Search(actor="Chén the Younger"), ["Chen Zhi was extradited to China.", "He denied it."]),
    (Search(actor="actor/chen-zhi", without_claims=True), ["Chen Zhi was extradited to China."]),
    (Search("compound", since="2025"), ["Émile saw the compound."]),
    (Search("compound", until="2025-10-04"), []),
    (Search("compound", until="2025-10"), ["Émile saw the compound."]),
    (Search("was", since="2026-01-31", source="post"), []),
    (Search("was", source="POST"), ["Chen Zhi was extradited to China."]),
    (Search("meet", batch="2026-01"), ["Kenya meet Laos."]),
    (
        Search(batch="2025-10", without_claims=True),
        ["The raid", "Chen Zhi was extradited to China.", "Émile saw the compound."],
    ),
]


@pytest.mark.parametrize(("wanted", "texts"), FOUND)
def test_what_is_found(library: Library, wanted: Search, texts: list[str]) -> None:
    result = search(library, wanted)
    assert [hit.text for hit in result.hits] == texts
    assert result.total == len(texts)


def test_words_found_are_marked_and_names_explained(library: Library) -> None:
    (hit,) = search(library, Search("extradition")).hits
    assert hit.parts == (("Chen Zhi was ", False), ("extradited", True), (" to China.", False))
    (by_name,) = search(library, Search("chen", limit=1, offset=1)).hits
    assert (by_name.text, by_name.reason) == ("He denied it.", "mentions Chen Zhi")


@pytest.mark.parametrize(
    ("wanted", "undated"),
    [
        (Search("compound"), 0),
        (Search("compound", since="2025"), 1),
        (Search("compound", until="1999"), 1),
        (Search("extradition", since="2025"), 0),
        (Search(actor="Chen Zhi", since="2025"), 0),
    ],
)
def test_what_is_left_out_for_want_of_a_date(library: Library, wanted: Search, undated: int) -> None:
    assert search(library, wanted).undated == undated


def test_names_are_found_with_the_number_of_their_sentences(library: Library) -> None:
    (chen,) = search(library, Search("younger")).entities
    assert (chen.id, chen.label, chen.type, chen.sentences) == ("actor/chen-zhi", "Chen Zhi", "person", 2)


def test_titles_are_found_once(library: Library) -> None:
    (hit,) = search(library, Search("duty")).hits
    assert (hit.position, hit.document) == (None, "2026-01/duty")


def test_a_page_of_hits(library: Library) -> None:
    every = search(library, Search("compound"))
    pages = [search(library, Search("compound", limit=1, offset=n)) for n in range(3)]
    assert [hit for page in pages for hit in page.hits] == list(every.hits)
    assert [page.total for page in pages] == [2, 2, 2]


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (Search("-raid"), "only excludes words"),
        (Search("?!"), "no letters or digits"),
        (Search("raid", since="soon"), "not a date"),
        (Search("raid", actor="Chen Zhii"), "did you mean Chen Zhi"),
        (Search("raid", actor="Nobody"), "no sentence mentions"),
    ],
)
def test_what_cannot_be_asked(library: Library, wanted: Search, why: str) -> None:
    with pytest.raises(InputError, match=why):
        search(library, wanted)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=20))
def test_no_words_break_the_query(library: Library, words: str) -> None:
    try:
        search(library, Search(words))
    except InputError as error:
        assert words.strip() in error.where or "\0" in words  # noqa: PT017  # any other error is a failure


@given(st.lists(st.sampled_from(["raid", '"a b"', "-x", "NEAR", "OR", "comp*", '"', "(", "a:b", "'"]), max_size=5))
def test_operators_of_fts5_are_words(library: Library, words: list[str]) -> None:
    try:
        expression = match_expression(" ".join(words))
        search(library, Search(" ".join(words)))
    except InputError:
        return
    assert expression is None or expression.count('"') % 2 == 0
