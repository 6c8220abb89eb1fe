"""The lexicons are sound, and an editor's mistakes are refused with the file and the reason."""

from importlib.resources import files
from typing import Any

import pytest

from extract.claim_builder import REPEAT
from extract.lexicon.actor_words import ActorWords, MentionWords
from extract.lexicon.clause_words import Governors, Idioms, Preferences, StanceWords
from extract.lexicon.loader import is_feminine_word, lemma_corrections, lexicon
from extract.lexicon.person_words import PronounModel
from ontology.actions import scheme
from ontology.data_files import DataTable, validated
from ontology.errors import DataError
from ontology.model import EntityType, Modality

GOVERNOR = {"lemmas": ["plan"], "claim": "inner", "reason": "r"}
IDIOM = {"verb": ["be"], "noun": ["charge"], "via": "in", "action": "lead", "target": ["of"], "reason": "r"}
PREFERENCE = {"lemmas": ["sign"], "types": ["law"], "implied": True, "inanimate": True, "reason": "r"}
PRONOUNS = {"feminine": ["mrs"], "masculine": ["mr"]}


def test_governors_say_how_the_content_is_meant() -> None:
    governors = lexicon().governors
    assert governors["plan"].modality is Modality.PLANNED
    assert [governors["refuse"].sign(negated=negated) for negated in (False, True)] == ["-", "+"]
    assert [governors["plan"].sign(negated=negated) for negated in (False, True)] == ["o", "o"]
    assert lexicon().content_nouns["claim"].alleged
    assert governors["accuse"].alleged
    assert governors["urge"].modality is Modality.OBLIGATED
    assert "arrest" not in governors


def test_actions_of_idioms_and_event_nouns_are_in_the_scheme_or_plain_verbs() -> None:
    for idiom in lexicon().idioms:
        assert idiom.action == REPEAT or scheme().concept_of(idiom.action), idiom.action
    verbs = lexicon().event_nouns.nouns.values()
    known = [verb for verb in verbs if scheme().concept_of(verb)]
    assert len(known) / len(verbs) > 0.9


def test_preferences_name_entity_types() -> None:
    assert lexicon().preferences["sign"].types == {EntityType.LAW}


def test_a_word_under_several_types_keeps_the_first_but_a_joint_noun_keeps_all() -> None:
    table = {"person": ["leader"], "company": ["firm", "leader"]}
    actors = validated(_actors(types=table, joint=table), "actors.toml", ActorWords)
    assert actors.types["leader"] is EntityType.PERSON
    assert actors.joint["leader"] == {EntityType.PERSON, EntityType.COMPANY}


def test_words_of_stance_predicates_and_mentions_are_in_small_letters() -> None:
    tables: list[DataTable] = [
        lexicon().stance, lexicon().predicates, lexicon().predicates.prepositions, lexicon().syntax,
        lexicon().mentions.names, lexicon().mentions.nominals, lexicon().mentions.places,
    ]  # fmt: skip
    for table in tables:
        for key, words in table:
            for word in words if isinstance(words, frozenset | tuple) else ():
                assert word == word.lower(), (key, word)


def test_verb_forms_belong_to_one_verb() -> None:
    forms = [form for forms in lemma_corrections().verbs.values() for form in forms]
    assert len(forms) == len(set(forms))


def test_words_that_tell_a_gender() -> None:
    assert is_feminine_word("mrs") is True
    assert is_feminine_word("brother") is False
    assert is_feminine_word("minister") is None
    assert not lexicon().pronouns.feminine & lexicon().pronouns.masculine
    assert not lexicon().first_names.feminine & lexicon().first_names.masculine


def test_each_file_says_what_its_keys_mean() -> None:
    for path in files("extract.lexicon").iterdir():
        if path.name.endswith(".toml"):
            assert path.read_text(encoding="utf-8").startswith("# "), path.name


def _actors(**tables: object) -> dict[str, Any]:
    """A small, valid actors.toml with some tables replaced."""
    empty: dict[str, Any] = {key: [] for key in ("government", "state_bodies", "generic")}
    empty |= {key: {} for key in ("synonyms", "types", "compounds", "name_words", "joint", "anaphora")}
    return (
        empty
        | {
            "titles": {
                key: []
                for key in (
                    "words",
                    "abbreviations",
                    "pairs",
                    "personal",
                    "generations",
                    "roles",
                    "suffixes",
                    "former",
                    "epithets",
                    "ranks",
                    "honorifics",
                    "surnames",
                )
            }
        }
        | tables
    )


@pytest.mark.parametrize(
    ("model", "table", "message"),
    [
        (Governors, {"governor": [{**GOVERNOR, "mood": "planned"}]}, "unknown key 'mood'"),
        (Governors, {"governor": [{**GOVERNOR, "claim": "outer"}]}, "'outer' is not one of"),
        (Governors, {"governor": [{**GOVERNOR, "modality": "wished"}]}, "'wished' is not one of"),
        (Governors, {"governor": [{**GOVERNOR, "modality": ""}]}, "'' is not one of"),
        (Governors, {"governor": [{**GOVERNOR, "signature": "+"}]}, "'\\+' is not one of"),
        (Governors, {"governor": [{"lemmas": ["plan"], "claim": "inner"}]}, "'reason' is missing"),
        (Idioms, {"idiom": [{**IDIOM, "nouns": ["x"]}]}, "unknown key 'nouns'"),
        (Preferences, {"preference": [{**PREFERENCE, "type": "law"}]}, "unknown key 'type'"),
        (Preferences, {"preference": [{**PREFERENCE, "types": ["laws"]}]}, "'laws' is not one of"),
        (StanceWords, {"speach": []}, "unknown key 'speach'"),
        (ActorWords, {"roles": []}, "unknown key 'roles'"),
        (ActorWords, _actors(types={"companies": []}), "unknown entity type 'companies'"),
        (MentionWords, {"names": {}}, "is missing"),
        (PronounModel, {**PRONOUNS, "weights": {"candidate": "1.5"}}, "candidate"),
    ],
)
def test_a_mistake_is_refused_with_the_file_and_the_reason(
    model: type[DataTable], table: dict[str, Any], message: str
) -> None:
    with pytest.raises(DataError, match=message) as caught:
        validated(table, "words.toml", model)
    assert caught.value.file == "words.toml"
