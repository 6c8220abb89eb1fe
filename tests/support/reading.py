"""Files to read, and what is read of them."""

from __future__ import annotations

from pathlib import Path

from extract.documents.content.options import ReaderOptions
from extract.documents.reader import iter_documents
from ontology.errors import InputError
from ontology.model import Document

DATA = Path(__file__).parents[1] / "data" / "documents"
TEXT = "Thailand has proposed to host a conference on online scams.\n"


def reading(
    *paths: str | Path, batch: str | None = None, options: ReaderOptions | None = None
) -> tuple[list[Document], list[str]]:
    """The documents in these places, and what cannot be read."""
    documents, errors, _ = reading_with_warnings(*paths, batch=batch, options=options)
    return documents, errors


def reading_with_warnings(
    *paths: str | Path, batch: str | None = None, options: ReaderOptions | None = None
) -> tuple[list[Document], list[str], list[str]]:
    """The documents, what cannot be read, and what is read but not as it stands."""
    errors: list[InputError] = []
    warnings: list[InputError] = []
    documents = list(
        iter_documents(paths, batch=batch, on_error=errors.append, on_warning=warnings.append, options=options)
    )
    return documents, [str(error) for error in errors], [str(warning) for warning in warnings]


def put(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write files, by their paths in the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder
