"""Forms of English verbs: past tense, participle and -ing form, from the table `inflection.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from ontology.actions import third_person
from ontology.data_files import DataTable, parse_toml

FILE = "inflection.toml"
SHORT = re.compile(r"[^aeiou]*[aeiou][bdgklmnprt]")
"""A verb of one syllable that ends in one vowel and one consonant: `ban`, `stop`."""


class Verbs(DataTable):
    """Irregular verbs. The comments of the file explain the keys."""

    doubled: frozenset[str]
    prefixes: tuple[str, ...]
    past: dict[str, str]
    participle: dict[str, str]


def load(text: str, file: str = FILE) -> Verbs:
    """The table of a TOML text. Raises DataError where the text breaks its rules."""
    return parse_toml(text, file, Verbs)


@cache
def _verbs() -> Verbs:
    """The project's table, loaded and validated once."""
    return load(files("graph.diff").joinpath(FILE).read_text(encoding="utf-8"))


def past(lemma: str) -> str:
    """Past tense of a verb phrase: `crack down on` -> `cracked down on`."""
    verb, space, rest = lemma.partition(" ")
    return (_irregular(verb, _verbs().past) or _regular(verb)) + space + rest


def participle(lemma: str) -> str:
    """Past participle of a verb phrase: `take over` -> `taken over`."""
    verb, space, rest = lemma.partition(" ")
    known = _irregular(verb, _verbs().participle) or _irregular(verb, _verbs().past)
    return (known or _regular(verb)) + space + rest


def _irregular(verb: str, table: Mapping[str, str]) -> str | None:
    """The form of an irregular verb, also with a prefix: "repay" as "pay"."""
    base = next((verb.removeprefix(prefix) for prefix in _verbs().prefixes if verb.startswith(prefix)), "")
    return table.get(verb) or (verb.removesuffix(base) + table[base] if base in table else None)


def _regular(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied"
    if verb in _verbs().doubled or SHORT.fullmatch(verb):
        return verb + verb[-1] + "ed"
    return verb + "ed"


def gerund(lemma: str) -> str:
    """The -ing form of a verb phrase: `cut off` -> `cutting off`."""
    verb, space, rest = lemma.partition(" ")
    if verb.endswith("ie"):
        stem = verb[:-2] + "y"
    elif verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        stem = verb[:-1]
    elif verb in _verbs().doubled or SHORT.fullmatch(verb):
        stem = verb + verb[-1]
    else:
        stem = verb + "k" if verb.endswith("c") else verb
    return f"{stem}ing{space}{rest}"


@cache
def forms(verb: str) -> frozenset[str]:
    """Every form of a verb: `keep`, `keeps`, `kept`, `keeping`."""
    return frozenset({verb, third_person(verb), past(verb), participle(verb), gerund(verb)})
