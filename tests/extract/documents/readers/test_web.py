"""Web pages: the article, its source and its date."""

from __future__ import annotations

import pytest

from extract.documents.formats import parse_text

PAGE = """<html><head><title>Thailand proposes conference | Example News</title>{head}</head><body>
<nav><a href="/">Home</a> <a href="/w">World</a></nav><article><h1>Thailand proposes conference</h1>{date}
<p>Thailand has proposed to host an international conference on online scams, its prime minister said on Monday.</p>
<figure><img src="a.jpg"><figcaption>Delegates in Hanoi. Photo: Handout</figcaption></figure>
<p><a href="/x">Read also: Malaysia arrests 20 people</a></p>
<p>The Ministry of Foreign Affairs will prepare it. The other countries of the region have been invited.</p>
<table><tr><td>Country</td><td>Arrests</td></tr><tr><td>Benin</td><td>106</td></tr></table>
<p>Delegations of twenty countries are expected in the capital, where the police have closed several streets.</p>
<h3>Related articles</h3><ul><li><a href="/r">Rail strike ends</a> <span>19 hours ago</span></li></ul></article>
<footer>© 2025 Example News. All rights reserved</footer></body></html>"""


def test_html_gives_the_article_alone() -> None:
    content = parse_text(PAGE.format(head='<meta property="og:site_name" content="Example News">', date=""), ".html")
    lines = content.text.split("\n")
    assert lines[0] == content.title == "Thailand proposes conference"
    assert [line.split()[0] for line in lines[1:]] == ["Thailand", "The", "Country;", "Benin;", "Delegations"]
    assert (content.source, content.date) == ("Example News", None)


@pytest.mark.parametrize(
    ("head", "line", "date"),
    [
        ('<meta property="article:published_time" content="2025-10-27T09:00:00Z">', "", "2025-10-27"),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2025-10-27"}</script>',
            "",
            "2025-10-27",
        ),
        ('<link rel="canonical" href="https://example.org/2025/10/27/thailand">', "", "2025-10-27"),
        ("", '<time datetime="2025-10-27T10:00:00+07:00">27 Oct</time>', "2025-10-27"),
        ("", '<div class="meta">October 27, 2025 | 07:12 pm</div>', "2025-10-27"),
        ("", "<div>A law passed on 27 October 2025 is in force</div>", None),
    ],
)
def test_the_date_of_a_page_is_taken_only_where_it_is_meant_to_be(head: str, line: str, date: str | None) -> None:
    assert parse_text(PAGE.format(head=head, date=line), ".html").date == date


@pytest.mark.parametrize("text", ["<p>Thailand proposed it.</p>", "Thailand proposed it."])
def test_a_fragment_of_html_is_read(text: str) -> None:
    assert parse_text(text, ".html").text == "Thailand proposed it."
