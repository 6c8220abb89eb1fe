"""Writes the pages of documents beside a map, as files that open from disk."""

from __future__ import annotations

import shutil
from pathlib import Path

from actorgraph.builder.storage.soundness import file_digest
from actorgraph.builder.storage.workspace import MAP
from graph.reading.library import Library
from graph.reading.page import FileLinks, document_page, documents_page
from graph.reading.page_names import FOLDER, INDEX, page_name
from ontology.errors import InputError

PAGES_INDEX = f"{FOLDER}/{INDEX}"


def write_pages(folder: Path, library: Library, map_name: str = MAP) -> int:
    """Write a page for each document and the list of them into a subfolder, which may exist. Returns their number.

    `map_name`: the file of the map in `folder`, to which the pages link.
    """
    links = FileLinks(f"../{map_name}")
    (folder / FOLDER).mkdir(exist_ok=True)
    number = 0
    for document in library.all():
        page = document_page(document, links)
        (folder / FOLDER / page_name(document.summary.id)).write_text(page, encoding="utf-8", newline="\n")
        number += 1
    (folder / PAGES_INDEX).write_text(documents_page(library, links), encoding="utf-8", newline="\n")
    return number


def check_room(root: Path) -> None:
    """Raises InputError if something that no build wrote stands where the pages belong: they would replace it."""
    if (root / FOLDER).exists():
        raise InputError(str(root / FOLDER), "is in the place of the pages of the documents; move or rename it")


def remove_pages(root: Path) -> None:
    """Delete the pages that a build has written."""
    shutil.rmtree(root / FOLDER, ignore_errors=True)


def pages_digest(folder: Path) -> dict[str, str]:
    """By name, the digest of the list of documents: it changes with the documents and their claims' number."""
    return {PAGES_INDEX: file_digest(folder / PAGES_INDEX)}
