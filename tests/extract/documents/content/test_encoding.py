"""Encodings: charset labels, damaged UTF-8, and what is told of both."""

from __future__ import annotations

import pytest

from extract.documents.content.article import FormatError
from extract.documents.content.encoding import codec_of, decoded

TEXT = "Luis Peña arrested the “Dragon” gang. The bank’s chief denied it."


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("utf-8", "utf_8"),
        ("'UTF8'", "utf_8"),
        ("utf-8; format=flowed", "utf_8"),
        ("utf-8 abc", "utf_8"),
        ("latin1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("x-gbk", "gb18030"),
        ("GB2312", "gb18030"),
        ("windows-874", "cp874"),
        ("iso-8859-8-i", "iso8859_8"),
        ("x-sjis", "cp932"),
        ("x-x-big5", "big5hkscs"),
        ("win-1251", "cp1251"),
        ("cp-1251", "cp1251"),
        ("x-mac-cyrillic", "mac_cyrillic"),
        ("ks_c_5601-1987", "cp949"),
        ("iso-2022-jp", "iso2022_jp"),
        ("uft-8", None),
        ("x-unknown", None),
        ("undefined", None),
        ("unicode_escape", None),
        ("rot13", None),
        ("", None),
    ],
)
def test_charset_labels(label: str, codec: str | None) -> None:
    assert codec_of(label) == codec


@pytest.mark.parametrize(
    ("data", "label", "text", "warning"),
    [
        (TEXT.encode(), None, TEXT, None),
        (TEXT.encode(), "iso-8859-1", TEXT, None),
        (TEXT.encode("cp1252"), "us-ascii", TEXT, None),
        (TEXT.encode("cp1252"), "uft-8", TEXT, "label 'uft-8', which is unknown; it was read as Windows-1252"),
        (TEXT.encode("cp1252"), "utf-8", TEXT, "is labelled utf-8, but was read as"),
        (TEXT.encode(), "uft-8", TEXT, "which is unknown; it was read as UTF-8"),
        (b"Kenya signed.", "x-unknown", "Kenya signed.", None),
        ("警察“九人”".encode("gbk"), "x-gbk", "警察“九人”", None),
        ("警察は九人".encode("iso-2022-jp"), "iso-2022-jp", "警察は九人", None),
        ("กรุงเทพ".encode("cp874"), "windows-874", "กรุงเทพ", None),
        ("Москва".encode("koi8-r"), "koi8-r", "Москва", None),
        (TEXT.replace("’", "#").encode().replace(b"#", b"\x92"), None, TEXT, "bad bytes in 1 place;"),
        (TEXT.replace("’", "#").encode().replace(b"#", b"\x92"), "latin1", TEXT, "bad bytes in 1 place;"),
        (b"\xef\xbb\xbf" + TEXT.encode() + b"\xff", None, TEXT, "bad bytes in 1 place;"),
        (TEXT.encode() + " …".encode()[:-1], None, TEXT + " ", "bad bytes in 1 place;"),
        (TEXT.encode() + b" \xed\xa0\x80", None, TEXT + " ", "bad bytes in 1 place;"),
        (b"Kenya\xff fined Orion\xe2\x80 Ltd.", None, "Kenya fined Orion Ltd.", "bad bytes in 2 places;"),
        ("ñ Nestlé’s".encode("cp1252"), None, "ñ Nestlé’s", None),
        (
            "Полиция арестовала девять человек в Москве.".encode("cp1251"),
            None,
            "Полиция арестовала девять человек в Москве.",
            None,
        ),
    ],
)
def test_texts_are_read_as_they_were_meant(data: bytes, label: str | None, text: str, warning: str | None) -> None:
    read = decoded(data, label)
    assert read.text == text
    assert warning in read.warning if warning and read.warning else read.warning is warning


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "cp1252", "latin-1"])
def test_characters_come_out_right(encoding: str) -> None:
    text = "António Guterres said that Viet Nam had proposé it."
    data = b"\xff\xfe" + text.encode("utf-16-le") if encoding == "utf-16-le-bom" else text.encode(encoding)
    assert decoded(data).text == text


def test_a_page_may_declare_its_encoding() -> None:
    assert "Польща" in decoded('<meta charset="windows-1251"><p>Польща'.encode("cp1251")).text
    with pytest.raises(FormatError):
        decoded(b"\x00\x01\xff\xfe\x80")
