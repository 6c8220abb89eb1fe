"""The file of decisions: what a line says, what is refused and where, and that a person's text is left alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.review.decisions import Decisions, read_decisions
from graph.review.identity import Decision, Verdict, document_reference, split_reference
from ontology.errors import DataError

WRITTEN = """\
# mine
same       actor/a  actor/b   # both are the BGF

different  actor/c actor/c@2026-01/04-news%20item
undecided actor/chen\tactor/chen-zhi
"""
ids = st.builds(
    "{}/{}".format, st.sampled_from(["actor", "thing", "place"]), st.from_regex(r"[a-z]{1,3}", fullmatch=True)
)
decided = st.builds(
    Decision, st.sampled_from(Verdict), ids, ids, st.from_regex(r"[a-z #]{0,9}", fullmatch=True)
).filter(lambda one: one.first != one.second)


def test_what_the_lines_say() -> None:
    found = list(Decisions(tuple(WRITTEN.splitlines())).by_key.values())
    assert [(one.verdict.value, one.first, one.second, one.why, one.line) for one in found] == [
        ("same", "actor/a", "actor/b", "both are the BGF", 2),
        ("different", "actor/c", "actor/c@2026-01/04-news%20item", "", 4),
        ("undecided", "actor/chen", "actor/chen-zhi", "", 5),
    ]


def test_a_reference_to_one_document() -> None:
    assert document_reference("actor/c", "2026-01/04 news # 1") == "actor/c@2026-01/04%20news%20%23%201"
    assert split_reference("actor/c@2026-01/04%20news%20%23%201") == ("actor/c", "2026-01/04 news # 1")
    assert split_reference("actor/c") == ("actor/c", None)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("equal actor/a actor/b", "'equal' is not a verdict"),
        ("same actor/a", "needs two ids"),
        ("same actor/a actor/b actor/c", "needs two ids"),
        ("same Thailand actor/b", "'Thailand' is not an id"),
        ("same actor/a actor/a", "named twice"),
        ("same actor/a/b actor/c", "is not an id"),
    ],
)
def test_a_wrong_line_is_told_with_its_number(line: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "decisions.txt"
    path.write_text(f"# mine\n{line}\n", encoding="utf-8")
    with pytest.raises(DataError, match=rf"decisions\.txt:2: .*{why}"):
        read_decisions(path)


def test_two_verdicts_on_the_same_two() -> None:
    with pytest.raises(DataError, match="2: 'different', but line 1 says 'same' of the same two"):
        _ = Decisions(("same actor/a actor/b", "different actor/b actor/a")).by_key


def test_no_file_is_no_decisions(tmp_path: Path) -> None:
    assert read_decisions(tmp_path / "decisions.txt").by_key == {}


def test_what_a_person_wrote_stays(tmp_path: Path) -> None:
    path = tmp_path / "decisions.txt"
    path.write_text(WRITTEN, encoding="utf-8")
    more = read_decisions(path).deciding(Decision(Verdict.SAME, "actor/x", "actor/y", "why #2"))
    more.write(path)
    assert path.read_text(encoding="utf-8").startswith(WRITTEN)
    again = read_decisions(path)
    assert again.by_key["actor/x", "actor/y"].why == "why #2"
    again.without({("actor/x", "actor/y")}).write(path)
    assert path.read_text(encoding="utf-8") == WRITTEN


def test_a_later_verdict_takes_the_place_of_the_earlier() -> None:
    said = Decisions().deciding(Decision(Verdict.SAME, "actor/a", "actor/b"))
    said = said.deciding(Decision(Verdict.DIFFERENT, "actor/b", "actor/a"))
    assert [one.verdict for one in said.by_key.values()] == [Verdict.DIFFERENT]


def test_comments_and_order_do_not_change_the_digest() -> None:
    one = Decisions(("same actor/a actor/b # x", "undecided actor/c actor/d"))
    two = Decisions(("# y", "undecided  actor/c  actor/d", "same actor/a actor/b"))
    assert one.digest() == two.digest() != Decisions(("same actor/b actor/a",)).digest()


@given(st.lists(decided, max_size=6), decided)
def test_a_decision_taken_back_leaves_the_others(some: list[Decision], more: Decision) -> None:
    before = Decisions().deciding(*{one.pair: one for one in some}.values()) if some else Decisions()
    kept = {key: one for key, one in before.by_key.items() if key != more.pair}
    after = before.deciding(more)
    assert after.by_key[more.pair].text() == more.text()
    back = after.without({more.pair})
    assert {key: one.text() for key, one in back.by_key.items()} == {key: one.text() for key, one in kept.items()}


def verdicts(decisions: Decisions) -> dict[object, str]:
    return {pair: one.text() for pair, one in decisions.by_key.items()}


@given(st.lists(decided, max_size=4), st.lists(decided, max_size=4), st.lists(decided, max_size=4))
def test_what_two_people_decide_at_once_is_both_kept(
    start: list[Decision], mine: list[Decision], theirs: list[Decision]
) -> None:
    before = Decisions().deciding(*{one.pair: one for one in start}.values())
    after = before.deciding(*{one.pair: one for one in mine}.values()).without({one.pair for one in start[:1]})
    assert verdicts(before.following(before, after)) == verdicts(after)
    file = before.deciding(*{one.pair: one for one in theirs}.values())
    merged = verdicts(file.following(before, after))
    changed = {pair for pair in {*verdicts(before), *verdicts(after)} if before.of(*pair) != after.of(*pair)}
    for pair, text in verdicts(file).items():
        assert pair in changed or merged[pair] == text
