"""Legal forms of companies: the words at the end of a name that texts leave out ("Marble Ltd.")."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from ontology.data_files import DataTable, load_toml


class LegalForms(DataTable):
    """The words of `legal_forms.toml`."""

    legal_forms: frozenset[str]


@cache
def legal_forms() -> frozenset[str]:
    """The words, in lower case and without full stop."""
    return load_toml("ontology", "data/legal_forms.toml", LegalForms).legal_forms


def without_legal_form(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a name, in lower case, without the legal form at their end; at least one word stays."""
    base = tuple(words)
    while len(base) > 1 and base[-1] in legal_forms():
        base = base[:-1]
    return base
