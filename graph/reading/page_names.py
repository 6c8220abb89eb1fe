"""The names of the pages of documents, which the map links to, and of the sentences in them."""

from __future__ import annotations

from ontology.identifiers import digest, slug

FOLDER = "documents"
"""The folder of the pages, beside the map."""
INDEX = "index.html"
MAX_SLUG = 60


def page_name(document: str) -> str:
    """The file name of the page of a document: readable, unlike all others, and valid on every file system."""
    return f"{slug(document)[:MAX_SLUG].strip('-.')}-{digest(document)[:8]}.html"


def anchor(index: int) -> str:
    """The anchor of a sentence, which readers count from 1."""
    return f"s{index + 1}"
