"""Quads: exact differences, blank nodes, RDF patches."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.diff.rdf.canonical import canonical, has_blank, to_lines
from graph.diff.rdf.lines import NotSortedError, QuadDiff, diff_of_files, is_rdf, quad_diff
from graph.diff.rdf.patch import apply, one_spelling, read_patch, write_patch
from ontology.errors import InputError

BASE = "https://example.org/"
PREDICATE = ox.NamedNode(BASE + "p")
iris = st.integers(0, 5).map(lambda n: ox.NamedNode(f"{BASE}{n}"))
nodes = st.integers(0, 3).map(lambda n: ox.BlankNode(f"b{n}"))
literals = st.builds(ox.Literal, st.text(max_size=8)) | st.just(ox.Literal("x", language="en"))
graphs = iris | st.just(ox.DefaultGraph())
quads = st.builds(ox.Quad, iris, iris, iris | literals, graphs)
any_quads = st.builds(ox.Quad, iris | nodes, iris, iris | nodes | literals, graphs)
lines = st.sets(quads, max_size=12).map(lambda some: sorted(to_lines(some)))
any_lines = st.sets(any_quads, max_size=8).map(lambda some: sorted(to_lines(some)))


def made(*edges: tuple[str, str]) -> list[str]:
    """Triples between blank nodes (small letters) and IRIs (others)."""

    def term(name: str) -> ox.BlankNode | ox.NamedNode:
        return ox.BlankNode(name) if name.islower() else ox.NamedNode(BASE + name)

    return sorted(to_lines(ox.Quad(term(a), PREDICATE, term(b)) for a, b in edges))


@settings(deadline=None)
@given(lines)
def test_a_graph_does_not_differ_from_itself(old: list[str]) -> None:
    assert quad_diff(old, old).is_empty


@settings(deadline=None)
@given(lines, lines)
def test_a_patch_makes_the_second_of_the_first(old: list[str], new: list[str]) -> None:
    difference = read_patch(write_patch(quad_diff(old, new)), "p")
    applied = apply(old, difference, "one")
    assert list(applied.lines) == new
    assert applied.fits
    assert list(apply(new, difference.reverse(), "two").lines) == old


@settings(deadline=None)
@given(lines, lines)
def test_the_other_way_round_is_the_reverse(old: list[str], new: list[str]) -> None:
    difference = quad_diff(old, new)
    assert quad_diff(new, old) == difference.reverse()
    assert set(difference.added) == set(new) - set(old)
    assert set(difference.gone) == set(old) - set(new)


@settings(deadline=None)
@given(any_lines)
def test_a_graph_with_blank_nodes_does_not_differ_from_itself_under_other_names(old: list[str]) -> None:
    renamed = sorted(line.replace("_:b", "_:other") for line in old)
    assert quad_diff(old, renamed).is_empty


@settings(deadline=None)
@given(any_lines, any_lines)
def test_a_patch_of_blank_nodes_makes_the_second_of_the_first(old: list[str], new: list[str]) -> None:
    applied = apply(old, quad_diff(old, new), "one")
    assert list(applied.lines) == sorted(one_spelling(new, "two"))


@pytest.mark.parametrize(
    ("old", "new", "added", "gone"),
    [
        (made(("a", "X")), made(("b", "X")), 0, 0),
        (made(("a", "X"), ("a", "b")), made(("c", "X"), ("c", "d")), 0, 0),
        (made(("a", "X"), ("b", "X")), made(("a", "X")), 0, 1),
        (made(("a", "b"), ("b", "a")), made(("a", "a"), ("b", "b")), 2, 2),
        (made(("a", "X"), ("z", "Y")), made(("q", "X"), ("z", "Z")), 1, 1),
    ],
)
def test_blank_nodes(old: list[str], new: list[str], added: int, gone: int) -> None:
    difference = quad_diff(old, new)
    assert (len(difference.added), len(difference.gone)) == (added, gone)


def test_a_change_in_one_place_renames_nothing_in_another() -> None:
    many = [(f"n{n}", f"I{n}") for n in range(300)]
    difference = quad_diff(made(*many), made(*many, ("new", "Other")))
    assert (len(difference.added), len(difference.gone)) == (1, 0)


def test_ten_thousand_triples_with_blank_nodes_are_compared() -> None:
    """Rdflib's graph_diff does not finish here: what would hang is ended by the limit of `quad_diff`."""
    edges = [
        edge
        for n in range(2_500)
        for edge in ((f"a{n}", f"b{n}"), (f"b{n}", f"c{n}"), (f"a{n}", f"I{n}"), (f"c{n}", "J"))
    ]
    assert quad_diff(made(*edges), made(*edges[1:])).gone


def test_what_takes_too_long_is_told_in_time() -> None:
    clique = [(f"n{a}", f"n{b}") for a in range(10) for b in range(10) if a != b]
    with pytest.raises(InputError, match="too similar to be compared within 1 seconds"):
        canonical(made(*clique), "x.nq", limit=1.0)  # without a limit it would take days


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("_:a <x:p> <x:o> .", True),
        ("<x:s> <x:p> _:o <x:g> .", True),
        ("<x:s> <x:p> <x:o> _:g .", True),
        ('<x:s> <x:p> "_:a" .', False),
        ("<x:s> <x:p_:> <x:o> .", False),
    ],
)
def test_lines_with_blank_nodes(line: str, *, expected: bool) -> None:
    assert has_blank(line) is expected


def test_two_spellings_of_a_quad_are_one() -> None:
    old = ['<x:s> <x:p> "\\u00E9" .', "<x:t>   <x:p> <x:o> ."]
    new = ['<x:s> <x:p> "é" .', "<x:t> <x:p> <x:o> ."]
    assert quad_diff(sorted(old), sorted(new)).is_empty


def test_lines_out_of_order_are_refused() -> None:
    with pytest.raises(NotSortedError):
        quad_diff(["b", "a"], [])


def test_lines_that_are_no_quads_are_told() -> None:
    with pytest.raises(InputError, match="not valid N-Quads"):
        quad_diff(["nonsense"], [])


FORMS = {
    "a.nq": ox.RdfFormat.N_QUADS,
    "a.trig": ox.RdfFormat.TRIG,
    "a.ttl": ox.RdfFormat.TURTLE,
    "a.jsonld": ox.RdfFormat.JSON_LD,
    "a.nt": ox.RdfFormat.N_TRIPLES,
    "a.rdf": ox.RdfFormat.RDF_XML,
}


@pytest.mark.parametrize("name", FORMS)
def test_files_of_every_format(tmp_path: Path, name: str) -> None:
    quads_ = [ox.Quad(ox.NamedNode(BASE + f"{n}"), PREDICATE, ox.Literal(f"value {n}")) for n in (3, 1, 2)]
    path, other = tmp_path / name, tmp_path / "b.nq"
    statements = [quad.triple for quad in quads_] if not FORMS[name].supports_datasets else quads_
    ox.serialize(statements, path, FORMS[name])
    other.write_text("\n".join(to_lines(quads_[:2])) + "\n", encoding="utf-8")
    assert is_rdf(path)
    assert diff_of_files(path, path).is_empty
    assert diff_of_files(path, other) == QuadDiff((), tuple(to_lines(quads_[2:])))
    packed = tmp_path / f"{name}.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert diff_of_files(packed, path).is_empty


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.nq", b"<x:s> <x:p> nonsense .\n", "not valid N-Quads"),
        ("x.ttl", b"<x:s> <x:p> .", "is not valid Turtle"),
        ("x.nq.gz", b"not packed", "is not a gzip file"),
        ("x.nq", b"\xff\xfe", "UTF-8"),
        ("x.pdf", b"", "no RDF format has this suffix"),
    ],
)
def test_files_that_are_no_rdf_are_told(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path, empty = tmp_path / name, tmp_path / "empty.nq"
    path.write_bytes(content)
    empty.write_bytes(b"")
    with pytest.raises(InputError, match=message):
        diff_of_files(path, empty)


def test_the_form_of_a_patch() -> None:
    difference = QuadDiff(("<x:a> <x:p> <x:o> .",), ("<x:b> <x:p> <x:o> <x:g> .",))
    rows = write_patch(difference).splitlines()
    assert rows[0].startswith("H id <urn:uuid:")
    assert rows[1:] == ["TX .", "D <x:b> <x:p> <x:o> <x:g> .", "A <x:a> <x:p> <x:o> .", "TC ."]
    assert write_patch(difference) == write_patch(QuadDiff(difference.added, difference.gone))


def test_what_is_aborted_does_not_count_and_the_last_row_does() -> None:
    text = """H id <x:1> .
        TX .
        A <x:a> <x:p> <x:o> .
        TA .
        TX .
        A <x:b> <x:p> <x:o> .
        D <x:b> <x:p> <x:o> .
        TC .

        # done"""
    assert read_patch(text, "p") == QuadDiff((), ("<x:b> <x:p> <x:o> .",))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("X <x:a> .", "p:1: 'X' is not a row"),
        ("A <x:a> <x:p> .", "p:1: is not a quad"),
        ("A", "p:1: has no quad"),
        ("A a:b a:c a:d .", "full IRIs"),
    ],
)
def test_bad_patches_are_told_with_their_line(row: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_patch(row, "p")


def test_rows_that_do_not_fit() -> None:
    there, gone = "<x:a> <x:p> <x:o> .", "<x:b> <x:p> <x:o> ."
    applied = apply([there], QuadDiff((there,), (gone,)), "g")
    assert not applied.fits
    assert (applied.present, applied.missing) == ((there,), (gone,))
