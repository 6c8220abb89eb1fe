"""The pages of documents and of the search as HTML: whole, escaped, and under a policy that allows no script."""

from html.parser import HTMLParser

import pytest
from support.library_samples import DUTY, HOSTILE, RAID

from graph.reading.library import Library
from graph.reading.page import (
    FileLinks,
    ServerLinks,
    document_page,
    documents_page,
    search_page,
    single_page,
    web_address,
)
from graph.reading.page_names import page_name
from graph.reading.search import Search, search


class Parsed(HTMLParser):
    """The elements of a page, their attributes, and the text of its paragraphs."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}

    def links(self) -> list[str]:
        return [attributes["href"] or "" for tag, attributes in self.elements if tag == "a" and "href" in attributes]


def pages(library: Library) -> list[str]:
    served = [document_page(document, ServerLinks()) for document in library.all()]
    filed = [document_page(document, FileLinks()) for document in library.all()]
    alone = [single_page(document) for document in library.all()]
    lists = [documents_page(library, links) for links in (ServerLinks(), FileLinks())]
    wanted = Search(HOSTILE)
    return [
        *served,
        *filed,
        *alone,
        *lists,
        search_page(wanted, search(library, Search("there")), ServerLinks(), HOSTILE),
    ]


def test_no_text_becomes_markup(library: Library) -> None:
    for html in pages(library):
        found = Parsed(html)
        assert not found.tags() & {"script", "img", "iframe", "object"}
        for _, attributes in found.elements:
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert not [link for link in found.links() if link.lower().startswith(("javascript:", "data:"))]


def test_every_sentence_has_an_anchor_and_its_text(library: Library) -> None:
    for identifier, text in (("2025-10/raid", RAID), ("2026-01/duty", DUTY)):
        document = library.find(identifier)
        found = Parsed(single_page(document))
        anchors = [attributes["id"] for tag, attributes in found.elements if tag == "span" and "id" in attributes]
        assert anchors == [f"s{number + 1}" for number in range(len(document.sentences))]
        for sentence in document.sentences:
            assert sentence.text in found.text.replace("\n", " ") or sentence.text in found.text
        assert text.split()[-1] in found.text


def test_sentences_without_claims_are_counted_and_listed(library: Library) -> None:
    found = Parsed(single_page(library.find("raid")))
    assert "1 of 4 sentences have a claim" in found.text
    assert "3 sentences without a claim" in found.text
    unclaimed = [
        at["id"]
        for tag, at in found.elements
        if tag == "span" and "unclaimed" in (at.get("class") or "") and "id" in at
    ]
    assert unclaimed == ["s1", "s2", "s4"]


def test_a_page_on_disk_allows_its_own_style_only(library: Library) -> None:
    found = Parsed(document_page(library.find("raid"), FileLinks()))
    (policy,) = [at["content"] or "" for tag, at in found.elements if tag == "meta" and "http-equiv" in at]
    assert policy.startswith("default-src 'none'")
    assert policy.count("'sha256-") == 2
    assert "unsafe" not in policy
    assert "../map.html#actor=actor%2Fchen-zhi" in found.links()


def test_addresses_of_the_server(library: Library) -> None:
    links = ServerLinks()
    assert links.document("2025-10/a b#c") == "/document/2025-10/a%20b%23c"
    assert links.document("x/../y") == "/document?id=x%2F..%2Fy"
    listed = Parsed(documents_page(library, links)).links()
    assert {"/document/2025-10/raid", "/document?id=x%2F..%2Fy"} <= set(listed)


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://a.org/b", True),
        ("HTTP://a.org", True),
        ("javascript:alert(1)", False),
        ("data:,x", False),
        (None, False),
    ],
)
def test_only_web_addresses_are_linked(url: str | None, linked: bool) -> None:
    assert (web_address(url) is not None) is linked


def test_names_of_pages_are_unlike_and_valid_everywhere() -> None:
    ids = ["a/b", "a-b", "A/B", "../../etc/passwd", "con", "x" * 300, "ไทย", 'a:"<>|?*', "a/b.", ""]
    names = [page_name(identifier) for identifier in ids]
    assert len({name.casefold() for name in names}) == len(ids)
    for name in names:
        assert len(name) < 90
        assert name.endswith(".html")
        assert not set(name) & set('/\\:"<>|?*')
        assert not name.startswith(".")


def test_a_long_list_has_pages(library: Library) -> None:
    first, last = (Parsed(documents_page(library, ServerLinks(), 2, offset)) for offset in (0, 2))
    assert "3 documents; 2 of 8 sentences have a claim" in first.text
    assert [link for link in first.links() if "offset" in link] == ["/documents?offset=2"]
    assert [link for link in last.links() if "offset" in link] == ["/documents?offset=0"]
    assert "/document?id=x%2F..%2Fy" in last.links()
