"""Notes and tags: lines of the decisions file."""

import pytest

from graph.review.decisions import Decisions
from graph.review.remarks import Remark, RemarkKind, parse_remark
from ontology.errors import DataError

NOTE = Remark(RemarkKind.NOTE, "actor/laos", "see file # 3", 1)
TAG = Remark(RemarkKind.TAG, "actor/laos", "watch-list", 1)


@pytest.mark.parametrize(
    ("line", "remark"),
    [
        ("note actor/laos # see file # 3", NOTE),
        ("tag  actor/laos   watch-list", TAG),
        ("tag thing/pact  old  # since May", Remark(RemarkKind.TAG, "thing/pact", "old", 1)),
    ],
)
def test_a_line_is_a_remark(line: str, remark: Remark) -> None:
    assert parse_remark(line, 1) == remark
    assert parse_remark(remark.text(), 1) == remark
    assert Decisions((line,)).remarks == (remark,)


@pytest.mark.parametrize(
    "line",
    ["note actor/laos", "note actor/laos #", "note # x", "note actor/laos x # y", "tag actor/laos",
     "tag actor/laos a b", "tag Laos x", "tag actor/laos@a x", "remark actor/laos x"],
)  # fmt: skip
def test_other_lines_are_errors(line: str) -> None:
    with pytest.raises(DataError):
        Decisions((line,))


def test_one_note_and_several_tags() -> None:
    decisions = Decisions(("note actor/laos # one", "tag actor/laos a", "tag actor/laos b"))
    assert [remark.words for remark in decisions.remarks] == ["one", "a", "b"]
    changed = decisions.deciding(Remark(RemarkKind.NOTE, "actor/laos", "two"))
    assert [remark.words for remark in changed.remarks] == ["two", "a", "b"]
    assert [remark.words for remark in changed.without([TAG.key, ("actor/laos", "tag a")]).remarks] == ["two", "b"]
    with pytest.raises(DataError, match="of the same"):
        Decisions(("note actor/laos # one", "note actor/laos # two"))


def test_remarks_are_part_of_the_digest() -> None:
    assert Decisions(("note actor/laos # one",)).digest() != Decisions(("note actor/laos # two",)).digest()
