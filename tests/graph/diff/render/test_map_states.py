"""The states of relations and actors for the map."""

from __future__ import annotations

from hypothesis import given, settings
from support.samples import claim, claim_lists, entity, stored

from graph.diff import Diff, diff
from graph.diff.render.map_states import ADDED, CHANGED, GONE, SAME, actor_states, relation_states
from graph.rdf.relations import relation_key
from graph.rdf.stored_claim import StoredClaim
from ontology.model import Polarity

TREATY = entity("Hanoi Accord", "law")
batches = claim_lists("2026-01/x").map(lambda claims: [stored(made) for made in claims])


def compare(before: list[StoredClaim], after: list[StoredClaim]) -> Diff:
    return diff(before, after, before_name="old", after_name="new")


def test_the_states_of_relations() -> None:
    before = [stored(claim("Kenya", "sign", TREATY)), stored(claim("Laos", "sign", TREATY, start=90, index=1))]
    after = [
        stored(claim("Kenya", "sign", TREATY, document="2026-01/b", polarity=Polarity.NEGATED)),
        stored(claim("Vietnam", "sign", TREATY, document="2026-01/b", start=90, index=1)),
    ]
    states = relation_states(compare(before, after))
    assert {key[0]: (state.name, (len(state.before), len(state.after))) for key, state in states.items()} == {
        "actor/kenya": (CHANGED, (1, 1)),
        "actor/laos": (GONE, (1, 0)),
        "actor/vietnam": (ADDED, (0, 1)),
    }
    assert {actor: state.name for actor, state in actor_states(compare(before, after)).items()} == {
        "actor/kenya": CHANGED, "actor/laos": GONE, "actor/vietnam": ADDED,
    }  # fmt: skip


def test_what_is_done_again_is_added_and_gone() -> None:
    interpol = entity("Interpol", "international-organisation")
    before = [stored(claim(interpol, "lead", entity("Operation Serengeti", "event")))]
    after = [stored(claim(interpol, "lead", entity("Operation Sentinel", "event"), document="2026-01/b"))]
    names = {key[2]: state.name for key, state in relation_states(compare(before, after)).items()}
    assert names == {"thing/operation-serengeti": GONE, "thing/operation-sentinel": ADDED}


@settings(deadline=None)
@given(batches, batches)
def test_every_relation_has_a_state_and_every_claim_its_place(old: list[StoredClaim], new: list[StoredClaim]) -> None:
    states = relation_states(compare(old, new))
    assert set(states) == {relation_key(made.claim) for made in (*old, *new)}
    for key, state in states.items():
        ours = [[made for made in side if relation_key(made.claim) == key] for side in (old, new)]
        assert {made.claim.id for made in ours[0]} <= {made.claim.id for made in state.before}
        assert {made.claim.id for made in ours[1]} <= {made.claim.id for made in state.after}
        assert (state.name == ADDED) <= (not ours[0])
        assert (state.name == GONE) <= (not ours[1])


@settings(deadline=None)
@given(batches)
def test_nothing_moves_between_a_batch_and_itself(claims: list[StoredClaim]) -> None:
    difference = compare(claims, claims)
    states = (*relation_states(difference).values(), *actor_states(difference).values())
    assert {state.name for state in states} <= {SAME}
