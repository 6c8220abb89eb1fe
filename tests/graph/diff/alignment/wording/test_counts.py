"""Numbers in sentences: which two are of one thing, and which are not."""

from __future__ import annotations

import pytest

from graph.diff import diff
from graph.diff.alignment.subjects import readings
from graph.diff.alignment.wording.counts import recounts
from graph.diff.render.relation_lines import lines
from graph.rdf.stored_sentence import StoredSentence
from ontology.model import Sentence


def sentence(text: str, batch: str) -> StoredSentence:
    return StoredSentence(Sentence(f"{batch}/a", 0, 0, len(text), text), batch)


def counted(old: str, new: str) -> int:
    return len(recounts(readings([[sentence(old, "2026-01")], [sentence(new, "2026-03")]], ()), ()))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The files of 1.1 million patients were stolen in the attack on the Oslo clinics.",
         "The files of 1.9 million patients were stolen in the attack on the Oslo clinics."),
        ("Since January 214 Fijians have come home from such centres in Asia.",
         "Since January 305 Fijians have returned home from such centres in Asia."),
        ("Police arrested 212 people in Operation Clean Net.",
         "The number of people arrested in Operation Clean Net has risen to 341."),
        ("The rule has prevented losses of 61 million dollars so far.",
         "The rule has by now prevented losses of 97 million dollars."),
    ],
)  # fmt: skip
def test_another_number_for_one_thing(old: str, new: str) -> None:
    assert counted(old, new) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Police freed 60 workers from a centre in Encarnación.", "Police have now freed 85 workers in Asunción."),
        ("Norway pledged 12 million dollars for the centre.", "Norway paid 5 million dollars for the centre so far."),
        ("Officers in Orhei detained 11 people in a case of smuggling.", "Police have now detained 31 people."),
        ("Some 40 states were invited to the Oslo Summit.", "Ministers of 37 states met at the Oslo Summit."),
        ("Police arrested 212 people in Operation Clean Net.", "Police arrested 212 people in Operation Clean Net."),
        ("Police held 20 people in Operation Clean Net.", "Police held another 25 people in Operation Clean Net."),
    ],
)  # fmt: skip
def test_numbers_of_two_things(old: str, new: str) -> None:
    assert counted(old, new) == 0


def test_how_a_count_is_told() -> None:
    sides = (
        (sentence("OSLO — About 1,400 bank accounts have been blocked so far.", "2026-01"),),
        (sentence("More than 2,600 bank accounts have now been blocked.", "2026-03"),),
    )
    (change,) = diff([], [], before_name="2026-01", after_name="2026-03", sentences=sides).numbers
    assert [text for text, _ in lines("numbers", change)] == [
        "About 1,400 bank accounts have been blocked so far; now the number is 2,600"
    ]
