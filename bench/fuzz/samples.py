"""Good files of formats that are plain text, and packed ones with much structure: what is damaged beside tests/data."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile
from collections.abc import Sequence

TEXT = "Thailand signed the Hanoi convention on 25 October 2025. “We will join,” said Prime Minister Jane Doe.\n"
MARKDOWN = f"""---
title: The offer
date: 2025-10-27
---
# The offer

By Jane Doe | 27 October 2025

{TEXT}
- Kenya arrested **two** suspects.[^1]
- [Peru](http://e.org/a) met Chile.

| country | arrests |
|---|---|
| Kenya | 2 |

[^1]: The police said so.
"""
PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>The offer</title>
<meta property="article:published_time" content="2025-10-27T10:00:00+07:00"><meta name="author" content="Jane Doe">
<link rel="canonical" href="https://e.org/2025/10/27/offer"><meta property="og:site_name" content="The Post">
<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "2025-10-27", "author": {{"name": "J"}}}}
</script></head><body><nav><ul><li><a href="/">Home</a></li></ul></nav><main><article><h1>The offer</h1>
<p class="standfirst">Thailand offers to host a conference.</p><time datetime="2025-10-27">27 October 2025</time>
<p>{TEXT}</p><p>{TEXT * 4}</p><table><tr><th>country</th><th>arrests</th></tr><tr><td>Kenya</td><td>2</td></tr></table>
<blockquote>Kenya arrested two suspects.</blockquote>
<figure><figcaption>A picture.</figcaption></figure></article></main>
<aside><a href="/b">Peru and Chile sign an agreement</a><span>3 hours ago</span></aside></body></html>
"""
RECORDS: Sequence[dict[str, object]] = (
    {
        "id": "a",
        "text": TEXT,
        "title": "The offer",
        "date": "2025-10-27",
        "url": "https://e.org/a",
        "tags": ["x", {"y": 1}],
    },
    {"id": "b", "text": f"<p>{TEXT}</p><p>Kenya arrested two suspects.</p>", "source": "The Post", "views": 12.5},
    {
        "body": "Peru met Chile.",
        "published": "Mon, 27 Oct 2025 10:00:00 +0700",
        "headline": "A meeting",
        "author": None,
    },
)
TABLE = f"""id,title,text,date,url
a,The offer,"{TEXT.strip()}",2025-10-27,https://e.org/a
b,"A ""meeting"" today",Peru met Chile.,27.10.2025,
"""
FEED = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Post</title>
<item><title>The offer</title><link>https://e.org/a</link><guid isPermaLink="false">a</guid>
<pubDate>Mon, 27 Oct 2025 10:00:00 +0700</pubDate><description>Thailand offers.</description>
<content:encoded><![CDATA[<p>{TEXT}</p>]]></content:encoded></item>
<item><title>A meeting</title><link>https://e.org/b</link><description>Peru met Chile. {TEXT}</description></item>
</channel></rss>
"""
MAIL = f"""From: Jane Doe <jane@e.org>
To: =?utf-8?q?J=C3=BCrgen?= <j@e.org>
Subject: =?utf-8?b?VGhlIG9mZmVy?=
Date: Mon, 27 Oct 2025 10:00:00 +0700
Message-ID: <a@e.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="x1"

--x1
Content-Type: multipart/alternative; boundary="x2"

--x2
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

{TEXT.encode().decode("ascii", "replace")}=E2=80=93 Kenya arrested two suspects.

--x2
Content-Type: text/html; charset="iso-8859-1"

<p>Thailand signed it.</p>

--x2--
--x1
Content-Type: text/plain; name="=?utf-8?q?n=C3=A4chste.txt?="
Content-Disposition: attachment; filename*=utf-8''n%C3%A4chste.txt
Content-Transfer-Encoding: base64

UGVydSBtZXQgQ2hpbGUuIEtlbnlhIGFycmVzdGVkIHR3byBzdXNwZWN0cy4gUGVydSBtZXQgQ2hp
bGUuIEtlbnlhIGFycmVzdGVkIHR3byBzdXNwZWN0cy4gUGVydSBtZXQgQ2hpbGUuIEtlbnlhIGFy
cmVzdGVkIHR3byBzdXNwZWN0cy4=

--x1
Content-Type: message/rfc822

From: b@e.org
Subject: inner
Date: Mon, 27 Oct 2025 09:00:00 +0000
Message-ID: <b@e.org>

Japan sanctioned a company.

--x1--
"""
HTTP = "HTTP/1.1 200 OK\r\nContent-Type: {}\r\n{}\r\n{}"
RESPONSES = (
    ("warcinfo", "application/warc-fields", "software: x\r\n"),
    (
        "response",
        "application/http",
        HTTP.format("text/html; charset=utf-8", "", f"<html><body><p>{TEXT!a}</p></body>"),
    ),
    ("response", "application/http", HTTP.format("text/plain", "Transfer-Encoding: chunked\r\n", "3\r\nabc\r\n0\r\n")),
    ("resource", "text/plain", "Kenya arrested two suspects."),
)
CRAWL = "".join(
    f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://e.org/{number}\r\nWARC-Date: 2025-10-27T10:00:00Z\r\n"
    f"WARC-Record-ID: <urn:uuid:{number}>\r\nContent-Type: {mime}\r\nContent-Length: {len(body)}\r\n\r\n{body}\r\n\r\n"
    for number, (kind, mime, body) in enumerate(RESPONSES)
)


def _lines(records: Sequence[dict[str, object]]) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def _nested() -> bytes:
    """An archive of every plain format, with an archive in it."""
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.html", PAGE)
        archive.writestr("b.eml", MAIL)
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (("a/b.md", MARKDOWN), ("a/c.csv", TABLE), ("a/d.rss", FEED), ("a/e.txt", TEXT)):
            archive.writestr(name, text)
        archive.writestr("a/f.jsonl", _lines(RECORDS))
        archive.writestr("a/inner.zip", inner.getvalue())
    return outer.getvalue()


SIDECAR = "".join(
    json.dumps(
        {"file": f"f{number:04}-good", "title": "A title", "date": "2025-10-27", "url": "https://e.org/a", "x": [1]}
    )
    + "\n"
    for number in range(24, 1000, 25)
).encode()
"""A sources.jsonl with the metadata of the documents of a folder."""
SAMPLES: Sequence[tuple[str, bytes]] = (
    (".txt", TEXT.encode()),
    (".txt", TEXT.encode("utf-16")),
    (".txt", f"The offer\nBy Jane Doe\n{TEXT * 3}".encode("cp1252")),
    (".md", MARKDOWN.encode()),
    (".html", PAGE.encode()),
    (".html", PAGE.encode()),
    (".xhtml", PAGE.encode("utf-16")),
    (".jsonl", _lines(RECORDS)),
    (".jsonl", _lines(RECORDS) * 3),
    (".csv", TABLE.encode()),
    (".csv", TABLE.encode("cp1252", "replace")),
    (".tsv", TABLE.replace(",", "\t").encode()),
    (".xml", FEED.encode()),
    (".rss", FEED.encode()),
    (".eml", MAIL.encode()),
    (".mbox", f"From a@b.c Mon Oct 27 10:00:00 2025\n{MAIL}\nFrom a@b.c Mon Oct 27 11:00:00 2025\n{MAIL}".encode()),
    (".warc", CRAWL.encode()),
    (".warc.gz", gzip.compress(CRAWL.encode(), mtime=0)),
    (".txt.bz2", bz2.compress(TEXT.encode())),
    (".html.xz", lzma.compress(PAGE.encode())),
    (".jsonl.gz", gzip.compress(_lines(RECORDS), mtime=0)),
    (".zip", _nested()),
)
"""By suffix."""
