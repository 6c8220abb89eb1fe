"""Answers in XML without the characters that XML cannot hold: a query may make literals of them."""

from __future__ import annotations

import re

FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
"""Control characters and noncharacters in UTF-8; XML holds them in no form."""
REPLACEMENT = "\ufffd".encode()


def well_formed(content: bytes) -> bytes:
    """The answer with the replacement character for each of these."""
    return FORBIDDEN.sub(REPLACEMENT, content)
