"""Mails (.eml) and mailboxes (.mbox): the body without quotations and signature, and the attachments."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from email.message import EmailMessage, Message, MIMEPart
from email.parser import BytesParser
from email.policy import EmailPolicy
from typing import Any, cast

from extract.documents.content.article import Content, DroppedText, FormatError, unexpected
from extract.documents.content.encoding import DecodedText, codec_of, decoded
from extract.documents.content.metadata import header_date
from extract.documents.content.raw_item import ArchiveBombError, OnSkipped, RawItem, too_large
from extract.documents.readers.plain import parse_plain_text
from extract.documents.readers.web import parse_html

SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
QUOTED = re.compile(r"^\s*>")
REPLY_HEADER = re.compile(
    r"^(?:On .{6,200}wrote:|-{2,} ?(?:Original Message|Forwarded message).*|_{10,})\s*$", re.IGNORECASE
)
"""The line that mail programs put above a quoted mail."""
START = b"From "
HTML_PREFERRED = 2  # the HTML body is taken if it is this many times as long as the plain one
ENVELOPE = re.compile(rb"From \S+ .*\d{4}\s*$")
ENCODED_WORD = re.compile(rb"(=\?)([^?\s]{1,60})(\?[bqBQ]\?)")
PARAMETER = re.compile(rb"(;\s*[\w-]{1,30}\*(?:0\*)?=\"?)([\w.:+-]{0,60})('[\w-]{0,20}')")
"""A parameter that names its charset (RFC 2231)."""
ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)


class _Headers(EmailPolicy):
    """Headers as the library parses them; of one on which its parser fails, only what stands before the parameters."""

    def header_fetch_parse(self, name: str, value: str) -> Any:  # noqa: ANN401  # as the class above
        """The header; an empty one if nothing of it can be parsed."""
        for text in (value, value.partition(";")[0]):
            with suppress(Exception):  # whatever it raises: the mail is more than this header
                return super().header_fetch_parse(name, text)
        return super().header_fetch_parse(name, "")


HEADERS = _Headers(message_factory=EmailMessage)


def mail_members(item: RawItem, on_skipped: OnSkipped, max_size: int) -> Iterator[RawItem]:
    """The body of a mail and its attachments. Raises FormatError if it has no header."""
    yield from _parts(item, item.data(max_size), on_skipped)


def mailbox_members(item: RawItem, on_skipped: OnSkipped, max_size: int) -> Iterator[RawItem]:
    """The mails of a mailbox and their attachments. Ids are Message-IDs, which do not depend on the other mails."""
    for number, (begin, end) in enumerate(_messages(item), 1):
        where = f"{item.name}: mail {number}"
        if end - begin > max_size:
            on_skipped(where, str(too_large(end - begin, max_size)))
            continue
        item.file.seek(begin)
        data = ESCAPED.sub(rb"\1", item.file.read(end - begin))
        try:
            yield from _parts(item.part(_mail_name(data), where), data, on_skipped)
        except ArchiveBombError:
            raise
        except FormatError as error:
            on_skipped(where, str(error))
        except Exception as error:  # noqa: BLE001  # the boundary around one mail
            on_skipped(where, unexpected(error))


def _messages(item: RawItem) -> Iterator[tuple[int, int]]:
    """Begin and end of each mail: a line "From SENDER DATE" after an empty line begins one (RFC 4155)."""
    begin: int | None = None
    position, is_after_blank = 0, True
    item.file.seek(0)
    spans: list[tuple[int, int]] = []
    for line in item.file:
        if is_after_blank and line.startswith(START) and ENVELOPE.match(line):
            if begin is not None:
                spans.append((begin, position))
            begin = position + len(line)
        is_after_blank = not line.strip()
        position += len(line)
    if begin is not None:
        spans.append((begin, position))
    yield from spans


def _mail_name(data: bytes) -> str:
    """The Message-ID as a name; where there is none, the digest of the mail."""
    head = BytesParser(policy=HEADERS).parsebytes(data, headersonly=True)
    name = str(head["Message-ID"] or "").strip().strip("<>")
    plain = re.sub(r"[^\w.@+=-]+", "-", name).strip("-.")
    return plain or hashlib.sha256(data).hexdigest()[:16]


def _parts(item: RawItem, data: bytes, on_skipped: OnSkipped) -> Iterator[RawItem]:
    message = cast("EmailMessage", BytesParser(policy=HEADERS).parsebytes(_readable_header(data)))
    if not message.keys():
        raise FormatError("not an email, because it has no header; if it is text, save it as .txt")
    fields = _fields(message)
    body = RawItem(item.id, item.name, ".txt", io.BytesIO(), item.budget, fields, depth=item.depth)
    body.content = _body(message)
    yield body
    for number, part in enumerate(message.iter_attachments(), 1):
        try:
            attachment = _attachment(item, part, number, fields)
        except ArchiveBombError:
            raise
        except Exception as error:  # noqa: BLE001  # the boundary around one attachment
            on_skipped(f"{item.name}/attachment-{number}", unexpected(error))
            continue
        if attachment is not None:
            yield attachment


def _attachment(item: RawItem, part: Message, number: int, fields: Mapping[str, object]) -> RawItem | None:
    """An attachment of a mail; None for an empty one."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload:
        return None
    name = part.get_filename() or f"attachment-{number}"
    safe = name.replace("\\", "/").rpartition("/")[2]
    return item.member(safe or f"attachment-{number}", io.BytesIO(payload), _inherited(fields))


def _readable_header(data: bytes) -> bytes:
    """The mail with the charsets of encoded words under names that Python knows, and raw characters in UTF-8."""
    head, blank, body = data.partition(b"\n\n" if b"\r\n\r\n" not in data else b"\r\n\r\n")
    if not head.isascii():
        head = decoded(head.replace(b"\0", b"")).text.encode()
    return PARAMETER.sub(_known_charset, ENCODED_WORD.sub(_known_charset, head) + blank + body)


def _known_charset(match: re.Match[bytes]) -> bytes:
    codec = codec_of(match[2].decode("ascii", errors="replace")) or "utf-8"
    return match[1] + codec.replace("_", "-").encode() + match[3]


def _fields(message: EmailMessage) -> Mapping[str, object]:
    sender = message["From"]
    addresses = getattr(sender, "addresses", ())
    name = (addresses[0].display_name or addresses[0].addr_spec) if addresses else None
    fields = {
        "title": re.sub(
            r"^(?:(?:re|fwd?|aw|tr) ?: ?)+", "", str(message["Subject"] or ""), flags=re.IGNORECASE
        ).strip(),
        "date": header_date(str(message["Date"])),
        "date_from": "Date header",
        "byline": name,
    }
    return {key: value for key, value in fields.items() if value}


def _inherited(fields: Mapping[str, object]) -> Mapping[str, object]:
    """The metadata of a mail that an attachment inherits where it has none itself."""
    date = fields.get("date")
    return {"fallback_date": date, "date_from": "Date header of the email"} if date else {}


def _body(message: EmailMessage) -> Content:
    """The text of a mail: the plain part, unless it is only a pointer to a longer HTML part."""
    plain, page = (_text(message.get_body(preferencelist=(kind,))) for kind in ("plain", "html"))
    kept, dropped = _own_words(plain.text)
    content = parse_plain_text(kept)
    in_html = parse_html(page.text) if page.text else Content("")
    if len(in_html.text) > HTML_PREFERRED * len(content.text):
        return replace(in_html, warnings=tuple(filter(None, [page.warning])))
    return replace(content, dropped=(*dropped, *content.dropped), warnings=tuple(filter(None, [plain.warning])))


def _text(part: MIMEPart | None) -> DecodedText:
    """The text of a part, by the charset that it says, as far as that can be used."""
    if part is None:
        return DecodedText("")
    payload = part.get_payload(decode=True)
    data = payload.replace(b"\0", b"") if isinstance(payload, bytes) else b""
    label = part.get_param("charset")
    read = decoded(data, _label(label))
    return replace(read, text=read.text.replace("\r\n", "\n"))


def _label(charset: object) -> str | None:
    """A charset parameter as text; RFC 2231 gives it in three pieces."""
    return str(charset[-1] if isinstance(charset, tuple) else charset).strip() or None if charset else None


def _own_words(text: str) -> tuple[str, list[DroppedText]]:
    """The mail without its signature and quotations, and these."""
    dropped: list[DroppedText] = []
    signature = SIGNATURE.search(text)
    if signature:
        dropped.append(DroppedText(" ".join(text[signature.end() :].split()), "signature of the email"))
        text = text[: signature.start()]
    kept: list[str] = []
    for line in text.split("\n"):
        if QUOTED.match(line) or REPLY_HEADER.match(line):
            dropped.append(DroppedText(line.strip(), "quotation from another email"))
        else:
            kept.append(line)
    return "\n".join(kept), [text for text in dropped if text.text]
