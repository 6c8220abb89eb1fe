"""The action scheme: lookup, completeness, and refusal of a file that breaks its rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.actions import CLASSES, PLOVER_TYPES, load, scheme, third_person
from ontology.errors import DataError

SMALL = "\n".join(f'[{name}]\ndefinition = "d"\nlemmas = []' for name in CLASSES if name != "propose")
PROPOSE = '\n[propose]\ndefinition = "d"\nlemmas = ["propose"]\n'


@pytest.mark.parametrize(
    ("lemma", "class_", "concept", "plover"),
    [
        ("propose", "propose", "propose", "AGREE"),
        ("sign", "agree", "sign", "SUPPORT"),
        ("raid", "investigate", "raid", "COERCE"),
        ("crack down on", "investigate", "raid", "COERCE"),
        ("deport", "repatriate", "deport", "COERCE"),
        ("deport to", "repatriate", "deport", "COERCE"),
        ("indict", "prosecute", "indict", "ACCUSE"),
        ("announce", "state", "announce", None),
        ("protest", "other", "protest", "PROTEST"),
        ("deploy", "other", "mobilise", "MOBILIZE"),
        ("frobnicate", "other", "other", None),
        ("frobnicate with", "other", "other", None),
    ],
)
def test_action_of_a_lemma(lemma: str, class_: str, concept: str, plover: str | None) -> None:
    action = scheme().action(lemma)
    assert (action.lemma, action.class_, action.concept, action.plover) == (lemma, class_, concept, plover)


def test_every_class_and_plover_type_is_covered() -> None:
    assert [concept.id for concept in scheme().classes()] == list(CLASSES)
    assert {concept.plover for concept in scheme().concepts.values()} - {None} == set(PLOVER_TYPES)


def test_narrower_concepts_know_their_class() -> None:
    assert "sign" in {concept.id for concept in scheme().narrower("agree")}
    assert all(concept.class_ == "agree" for concept in scheme().narrower("agree"))


@given(st.sampled_from(sorted(scheme().lemmas)))
def test_a_listed_lemma_gives_its_own_concept(lemma: str) -> None:
    assert lemma in scheme().concepts[scheme().action(lemma).concept].lemmas


@pytest.mark.parametrize(
    ("lemma", "expected"),
    [
        ("propose", "proposes"),
        ("crack down on", "cracks down on"),
        ("accuse of", "accuses of"),
        ("go to", "goes to"),
        ("do", "does"),
        ("be", "is"),
        ("have", "has"),
        ("pass", "passes"),
        ("launch", "launches"),
        ("push", "pushes"),
        ("fix", "fixes"),
        ("carry out", "carries out"),
        ("deploy", "deploys"),
        ("veto", "vetoes"),
        ("chair", "chairs"),
    ],
)
def test_third_person(lemma: str, expected: str) -> None:
    assert third_person(lemma) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[propose", "actions.toml: "),
        (SMALL, "top concept 'propose' is missing"),
        (SMALL + PROPOSE + 'colour = "red"\n', "unknown key 'colour'"),
        (SMALL + "\n[propose]\nlemmas = []\n", "'definition' is missing"),
        (SMALL + PROPOSE + 'plover = "PROPOSE"\n', "'PROPOSE' is not a PLOVER type"),
        (SMALL + PROPOSE + '[x]\nbroader = "sign"\ndefinition = "d"\nlemmas = []\n', "'sign' is not a top concept"),
        (SMALL + PROPOSE + 'broader = "agree"\n', "a top concept must not have 'broader'"),
        (SMALL + PROPOSE + '[x]\nbroader = "agree"\ndefinition = "d"\nlemmas = ["propose"]\n', "keep one"),
    ],
)
def test_a_bad_scheme_is_refused(text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        load(text)


def test_a_lemma_that_stands_twice_is_told_with_its_line() -> None:
    text = SMALL + PROPOSE + '[x]\nbroader = "agree"\ndefinition = "d"\nlemmas = ["propose"]\n'
    with pytest.raises(DataError) as caught:
        load(text)
    assert caught.value.line is not None
    assert '"propose"' in text.splitlines()[caught.value.line - 1]
