"""The lexicons: sound, and refused where an editor makes a mistake."""

from typing import Any

import pytest

from extract.claims import REPEAT
from extract.lexicon import loader as rules
from extract.lexicon.loader import lexicon
from ontology.actions import scheme
from ontology.errors import DataError
from ontology.model import EntityType, Modality

GOVERNOR = {"lemmas": ["plan"], "claim": "inner", "reason": "r"}
IDIOM = {"verb": ["be"], "noun": ["charge"], "via": "in", "action": "lead", "target": ["of"], "reason": "r"}
PREFERENCE = {"lemmas": ["sign"], "types": ["law"], "implied": True, "reason": "r"}


def test_governors_say_how_the_content_is_meant() -> None:
    governors = lexicon().governors
    assert governors["plan"].modality is Modality.PLANNED
    assert governors["refuse"].negated
    assert governors["accuse"].alleged
    assert governors["urge"].modality is Modality.OBLIGATED
    assert "arrest" not in governors


def test_actions_of_idioms_and_nouns_are_in_the_scheme_or_plain_verbs() -> None:
    for idiom in lexicon().idioms:
        assert idiom.action == REPEAT or scheme().concept_of(idiom.action), idiom.action
    known = [verb for verb in lexicon().nominals.values() if scheme().concept_of(verb)]
    assert len(known) / len(lexicon().nominals) > 0.9


def test_preferences_name_entity_types() -> None:
    assert lexicon().preferences["sign"].types == {EntityType.LAW}


def test_words_of_the_context_are_lower_case() -> None:
    for name in lexicon().context.__slots__:
        for word in getattr(lexicon().context, name):
            assert word == word.lower(), (name, word)


@pytest.mark.parametrize(
    ("loader", "table", "message"),
    [
        ("_governors", {"governor": [{**GOVERNOR, "mood": "planned"}]}, "unknown key 'mood'"),
        ("_governors", {"governor": [{**GOVERNOR, "claim": "outer"}]}, "claim must be one of"),
        ("_idioms", {"idiom": [{**IDIOM, "nouns": ["x"]}]}, "unknown key 'nouns'"),
        ("_preferences", {"preference": [{**PREFERENCE, "type": "law"}]}, "unknown key 'type'"),
        ("_context", {"speach": []}, "unknown key 'speach'"),
        ("_actors", {"roles": []}, "unknown key 'roles'"),
    ],
)
def test_a_mistake_is_told_with_the_file(
    monkeypatch: pytest.MonkeyPatch, loader: str, table: dict[str, Any], message: str
) -> None:
    monkeypatch.setattr(rules, "read_toml", lambda _: table)
    with pytest.raises(DataError, match=message) as caught:
        getattr(rules, loader)()
    assert caught.value.file.endswith(".toml")


@pytest.mark.parametrize("value", ["wished", ""])
def test_an_unknown_value_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setattr(rules, "read_toml", lambda _: {"governor": [{**GOVERNOR, "modality": value}]})
    with pytest.raises((DataError, ValueError)):
        rules._governors()
