"""What a comparison of the two batches of seeds must not say: nothing new that is old under another name."""

from pathlib import Path

import pytest

from graph.diff import Diff, diff
from graph.store.claims import claims_of_batch
from graph.store.entities import entities
from graph.store.oxigraph import open_store

KNOWN_BEFORE = [
    "Australia", "United Kingdom", "Vietnam", "Russia", "Thailand", "Interpol", "Microsoft", "Myanmar military",
    "SpaceX", "South Korea", "Cambodia", "United States",
    pytest.param("Karen Border Guard Force", marks=pytest.mark.xfail(
        reason="the first batch calls it the Border Guard Force and does not say whose", strict=True)),
]  # fmt: skip
OTHER_NAMES = [
    "Burma",
    "Britain",
    "UK",
    "London",
    "Seoul",
    "Phnom Penh",
    "Beijing",
    "Washington",
    "Border Guard Force (Myanmar)",
]
BOILERPLATE = ["Read also", "Related", "hours ago", "Editor's Choice", "Photo", "Subscribe", "Newsletter", "©"]


@pytest.fixture(scope="module")
def changes(seeds_build: Path) -> Diff:
    data = open_store(seeds_build / "store")
    before, after = (claims_of_batch(data, batch) for batch in ("2025-10", "2026-01"))
    return diff(before, after, before_name="2025-10", after_name="2026-01")


@pytest.mark.slow
@pytest.mark.parametrize("label", KNOWN_BEFORE)
def test_who_was_there_before_is_not_new(changes: Diff, label: str) -> None:
    added = {change.actor.label for change in changes.actors_added}
    assert len(added) > 20
    assert label not in added


@pytest.mark.slow
def test_other_names_are_no_actors_of_their_own(seeds_build: Path, changes: Diff) -> None:
    actors = {change.actor.label for change in (*changes.actors_added, *changes.actors_gone)}
    assert not actors & set(OTHER_NAMES)
    known = {entity.label for entity in entities(open_store(seeds_build / "store")).values() if entity.is_actor}
    assert not known & set(OTHER_NAMES)


@pytest.mark.slow
def test_two_foreign_ministries_stay_two(seeds_build: Path) -> None:
    """Where a text does not say whose ministry it is, it stays that of its document."""
    known = entities(open_store(seeds_build / "store"))
    ministries = [one for one in known.values() if one.label.startswith("Ministry of Foreign Affairs")]
    assert {"actor/thailand", None} <= {one.country for one in ministries}


@pytest.mark.slow
def test_what_two_sources_say_of_two_people_is_no_change_of_one(changes: Diff) -> None:
    """Microsoft names Joshua Ogundipe in both batches; the police suspect somebody else."""
    added, gone = ({it.actor.label for it in them} for them in (changes.actors_added, changes.actors_gone))
    assert "Okitipi Samuel" in added
    assert "Joshua Ogundipe" not in added | gone


@pytest.mark.slow
def test_nothing_comes_from_teasers_and_captions(changes: Diff) -> None:
    sections = (changes.changed, changes.added, changes.gone, changes.strengthened, changes.weakened)
    shown = [it for section in sections for change in section for it in (*change.before, *change.after)]
    assert len(shown) > 100
    for stored in shown:
        assert not [word for word in BOILERPLATE if word in stored.claim.sentence.text], stored.claim.sentence.text
