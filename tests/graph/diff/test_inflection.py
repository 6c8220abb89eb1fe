"""Forms of verbs, and the table that they are read from."""

import re
from importlib.resources import files

import pytest

from graph.diff import inflection
from ontology.actions import scheme
from ontology.errors import DataError

VERBS = files("graph.diff").joinpath("inflection.toml").read_text(encoding="utf-8")


def test_a_wrong_table_is_refused() -> None:
    with pytest.raises(DataError, match=r"inflection.toml"):
        inflection.load(VERBS.replace("doubled =", "tripled =", 1))


@pytest.mark.parametrize(
    ("lemma", "past", "participle"),
    [
        ("sign", "signed", "signed"),
        ("agree", "agreed", "agreed"),
        ("ratify", "ratified", "ratified"),
        ("deploy", "deployed", "deployed"),
        ("ban", "banned", "banned"),
        ("shut down", "shut down", "shut down"),
        ("take over", "took over", "taken over"),
        ("freeze", "froze", "frozen"),
        ("submit", "submitted", "submitted"),
        ("visit", "visited", "visited"),
        ("open", "opened", "opened"),
        ("raid", "raided", "raided"),
        ("crack down on", "cracked down on", "cracked down on"),
    ],
)
def test_past_tenses(lemma: str, past: str, participle: str) -> None:
    assert (inflection.past(lemma), inflection.participle(lemma)) == (past, participle)


@pytest.mark.parametrize(
    ("lemma", "expected"),
    [("sign", "signing"), ("cut", "cutting"), ("take over", "taking over"), ("agree", "agreeing"), ("lie", "lying"),
     ("be", "being"), ("traffic", "trafficking"), ("admit", "admitting"), ("begin", "beginning"), ("hack", "hacking")],
)  # fmt: skip
def test_gerunds(lemma: str, expected: str) -> None:
    assert inflection.gerund(lemma) == expected


def test_no_verb_of_the_scheme_has_an_impossible_past() -> None:
    pasts = {inflection.past(lemma).split()[0] for lemma in scheme().lemmas}
    impossible = re.compile(r"(.)\1\1|[^aeiou]yed$|inged$")
    assert [word for word in pasts if impossible.search(word)] == []
    assert {word for word in pasts if word.endswith("eed")} <= {"agreed", "freed", "guaranteed", "decreed"}


@pytest.mark.parametrize("name", ["past", "participle"])
def test_no_line_of_the_table_is_needless(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    table, form = inflection._verbs(), getattr(inflection, name)
    lines: dict[str, str] = getattr(table, name)
    needless = []
    for verb, expected in lines.items():
        others = {other: text for other, text in lines.items() if other != verb}
        monkeypatch.setattr(inflection, "_verbs", lambda others=others: table.model_copy(update={name: others}))
        needless += [verb] if form(verb) == expected else []
    assert needless == []
    assert list(lines) == sorted(lines)


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("keep", {"keep", "keeps", "kept", "keeping"}),
        ("withdraw", {"withdraw", "withdraws", "withdrew", "withdrawn", "withdrawing"}),
        ("uphold", {"uphold", "upholds", "upheld", "upholding"}),
        ("overturn", {"overturn", "overturns", "overturned", "overturning"}),
        ("scrap", {"scrap", "scraps", "scrapped", "scrapping"}),
        ("modify", {"modify", "modifies", "modified", "modifying"}),
    ],
)
def test_forms(verb: str, expected: set[str]) -> None:
    assert inflection.forms(verb) == expected
