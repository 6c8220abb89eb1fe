"""The guidelines for claims in words, for readers that are told them: the language-model extractor."""

from __future__ import annotations

from functools import cache

from pydantic import Field

from ontology.data_files import DataTable, load_toml

FILE = "guidelines.toml"


class Guidelines(DataTable):
    """The content of `guidelines.toml`, which its head describes."""

    task: str = Field(min_length=1)
    rules: tuple[str, ...] = Field(min_length=1)
    document: str = Field(min_length=1)


@cache
def guidelines() -> Guidelines:
    """The guidelines, loaded and validated once. Raises DataError for a file that breaks its rules."""
    return load_toml("extract.llm", FILE, Guidelines)
