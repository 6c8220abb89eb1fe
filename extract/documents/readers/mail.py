"""Mails (.eml) and mailboxes (.mbox): the body without quotations and signature; attachments are documents too."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parsedate_to_datetime

from extract.documents.content.article import Content, Dropped, FormatError
from extract.documents.content.item import Item, Tell, too_large
from extract.documents.readers.plain import plain_text
from extract.documents.readers.web import html

SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
QUOTED = re.compile(r"^\s*>")
INTRODUCES = re.compile(
    r"^(?:On .{6,200}wrote:|-{2,} ?(?:Original Message|Forwarded message).*|_{10,})\s*$", re.IGNORECASE
)
"""What mail programs put above the mail that is answered."""
START = b"From "
POINTER = 2  # times as long as the plain text must the HTML be to be taken instead
ENVELOPE = re.compile(rb"From \S+ .*\d{4}\s*$")
ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)


def mail_members(item: Item, most: int) -> Iterator[Item]:
    """The body of a mail and its attachments. Raises FormatError if it is none."""
    yield from _parts(item, item.data(most))


def mailbox_members(item: Item, tell: Tell, most: int) -> Iterator[Item]:
    """The mails of a mailbox and their attachments; ids are Message-IDs, which stay when others come and go."""
    for number, (begin, end) in enumerate(_messages(item), 1):
        where = f"{item.name}: mail {number}"
        if end - begin > most:
            tell(where, str(too_large(end - begin, most)))
            continue
        item.file.seek(begin)
        data = ESCAPED.sub(rb"\1", item.file.read(end - begin))
        try:
            yield from _parts(item.part(_mail_name(data), where), data)
        except FormatError as error:
            tell(where, str(error))


def _messages(item: Item) -> Iterator[tuple[int, int]]:
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
    head = BytesParser(policy=policy.default).parsebytes(data, headersonly=True)
    name = str(head.get("Message-ID") or "").strip().strip("<>")
    plain = re.sub(r"[^\w.@+=-]+", "-", name).strip("-.")
    return plain or hashlib.sha256(data).hexdigest()[:16]


def _parts(item: Item, data: bytes) -> Iterator[Item]:
    message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(data)
    if not message.keys():
        raise FormatError("not a mail: it has no header; save it as .txt if it is text")
    fields = _fields(message)
    body = Item(item.id, item.name, ".txt", io.BytesIO(), item.budget, fields, depth=item.depth)
    body.content = _body(message)
    yield body
    for number, part in enumerate(message.iter_attachments(), 1):
        name = part.get_filename() or f"attachment-{number}"
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload:
            safe = name.replace("\\", "/").rpartition("/")[2]
            yield item.member(safe or f"attachment-{number}", io.BytesIO(payload), _inherited(fields))


def _fields(message: EmailMessage) -> Mapping[str, object]:
    sender = message["From"]
    addresses = getattr(sender, "addresses", ())
    name = (addresses[0].display_name or addresses[0].addr_spec) if addresses else None
    found = {
        "title": re.sub(
            r"^(?:(?:re|fwd?|aw|tr) ?: ?)+", "", str(message["Subject"] or ""), flags=re.IGNORECASE
        ).strip(),
        "date": _date(message),
        "date_from": "Date header",
        "byline": name,
    }
    return {key: value for key, value in found.items() if value}


def _inherited(fields: Mapping[str, object]) -> Mapping[str, object]:
    """What holds for an attachment too, if it says nothing itself."""
    date = fields.get("date")
    return {"fallback_date": date, "date_from": "Date header of the mail"} if date else {}


def _date(message: EmailMessage) -> str | None:
    try:
        return parsedate_to_datetime(str(message["Date"])).date().isoformat()
    except (TypeError, ValueError):
        return None


def _body(message: EmailMessage) -> Content:
    """The text of a mail: the plain one, unless it is but a pointer to the one in HTML."""
    plain, page = (_text(message.get_body(preferencelist=(kind,))) for kind in ("plain", "html"))
    kept, dropped = _own_words(plain)
    found = plain_text(kept)
    in_html = html(page) if page else Content("")
    if len(in_html.text) > POINTER * len(found.text):
        return in_html
    return replace(found, dropped=(*dropped, *found.dropped))


def _text(part: MIMEPart | None) -> str:
    if part is None:
        return ""
    try:
        text = str(part.get_content())
    except (LookupError, UnicodeError, KeyError) as error:
        raise FormatError(f"the text of the mail cannot be decoded ({error}); save it as UTF-8") from None
    return text.replace("\r\n", "\n").replace("\0", "")


def _own_words(text: str) -> tuple[str, list[Dropped]]:
    """The mail without the signature and without what it answers."""
    dropped: list[Dropped] = []
    signature = SIGNATURE.search(text)
    if signature:
        dropped.append(Dropped(" ".join(text[signature.end() :].split()), "signature of the mail"))
        text = text[: signature.start()]
    kept: list[str] = []
    for line in text.split("\n"):
        if QUOTED.match(line) or INTRODUCES.match(line):
            dropped.append(Dropped(line.strip(), "quotation of another mail"))
        else:
            kept.append(line)
    return "\n".join(kept), [one for one in dropped if one.text]
