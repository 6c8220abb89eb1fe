"""Which earlier sentence a later one takes up, and how a report tells it."""

from __future__ import annotations

import pytest
from support.samples import claim, entity, stored

from graph.diff import diff
from graph.diff.alignment.batch_claims import batch_claims
from graph.diff.alignment.subjects import readings
from graph.diff.quotations.pairs import quotations
from graph.diff.render.as_json import record
from graph.diff.render.as_text import to_text
from graph.rdf.stored_sentence import StoredSentence
from ontology.model import Sentence

KNOWN = [stored(claim(entity("Habagat Telecom", "company"), "meet", entity("Oslo Bank", "company")))]
PROMISED = "Habagat Telecom promised to block forged calls by 1 June."
MISSED = "Habagat Telecom missed the deadline of 1 June."
BANNED = "Thailand banned satellite terminals in seven districts."
PROLONGED = "The prohibition on satellite terminals in the districts was prolonged."
UNSEEN = "Peru praised the reporters."


def sentences(text: str, batch: str, document: str) -> list[StoredSentence]:
    """The sentences of a document, each on a line."""
    found, start = [], 0
    for index, line in enumerate(text.split("\n")):
        found.append(StoredSentence(Sentence(f"{batch}/{document}", index, start, start + len(line), line), batch))
        start += len(line) + 1
    return found


def pairs(before: str, after: str) -> list[tuple[str, str, str]]:
    sides = sentences(before, "2026-01", "a"), sentences(after, "2026-02", "b")
    found = quotations(readings(sides, batch_claims((KNOWN,))))
    return [(one.turn, one.before.stored.sentence.text, one.after.stored.sentence.text) for one in found]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (PROMISED, MISSED, ("promise", PROMISED, MISSED)),
        (BANNED, PROLONGED, ("extended", BANNED, PROLONGED)),
        (f"{UNSEEN}\n{BANNED}\nThailand sold satellite terminals.", PROLONGED, ("extended", BANNED, PROLONGED)),
        (BANNED, "The prohibition on satellite terminals in the districts will be prolonged.", None),
        (BANNED, "The detention of two singers in the districts was prolonged.", None),
        ("Thailand sold satellite terminals.", PROLONGED, None),
        (MISSED, MISSED, None),
        (PROMISED, f"{PROMISED}\n{UNSEEN}", None),
    ],
)
def test_the_earlier_sentence(before: str, after: str, expected: tuple[str, str, str] | None) -> None:
    assert pairs(before, after) == ([expected] if expected else [])


def test_a_turn_is_told_once() -> None:
    again = f"{MISSED}\nYesterday Habagat Telecom missed the deadline again."
    assert pairs(PROMISED, again) == [("promise", PROMISED, MISSED)]


def test_news_that_other_findings_tell_is_left_out() -> None:
    sides = sentences(PROMISED, "2026-01", "a"), sentences(MISSED, "2026-02", "b")
    assert quotations(readings(sides, batch_claims((KNOWN,))), [("2026-02/b", 0)]) == []


def test_a_report_quotes_both() -> None:
    sides = sentences(PROMISED, "2026-01", "a"), sentences(MISSED, "2026-02", "b")
    found = diff(KNOWN, KNOWN, before_name="2026-01", after_name="2026-02", sentences=sides)
    (development,) = record(found)["developments"]
    assert development["sentence"] == f"“{PROMISED.rstrip('.')}”; later “{MISSED.rstrip('.')}”."
    assert development["ladder"] == "quotation"
    assert f"Habagat Telecom: “{MISSED.rstrip('.')}”" in to_text(found)
