"""What every page of the project keeps to: only its own scripts and styles run, and only web addresses become links."""

from __future__ import annotations

import base64
import hashlib


def hash_sources(*codes: str) -> str:
    """The hash sources of a Content-Security-Policy that allow exactly these scripts or styles."""
    digests = (hashlib.sha256(code.encode()).digest() for code in codes)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def web_address(url: str | None) -> str | None:
    """The URL of a document if it is a web address: others could be scripts."""
    return url if url is not None and url.lower().startswith(("http://", "https://")) else None
