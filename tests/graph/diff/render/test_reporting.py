"""The verb that governs a claim: any other verb of its sentence does not count."""

from dataclasses import replace

import pytest
from support.samples import claim, entity

from graph.diff.alignment.tables import stages
from graph.diff.render.english import is_own_denial
from graph.diff.render.reporting import reporting_verb
from ontology.model import Claim, Polarity, Span

NORLINK = entity("Norlink", "company")


def said(text: str, actor: str, act: str, target: str, **how: object) -> Claim:
    """A claim of a sentence in which its parts have these words."""
    made = claim(NORLINK, "sell", "passwords", attribution=NORLINK, **how)
    actor_at, act_at, target_at = (
        Span(text.rindex(part), text.rindex(part) + len(part), part) for part in (actor, act, target)
    )
    return replace(
        made,
        sentence=replace(made.sentence, text=text, end=len(text)),
        actor=replace(made.actor, span=actor_at),
        action_span=act_at,
        target=replace(made.target, span=target_at),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "actor", "act", "expected"),
    [
        ("Norlink admitted that it had sold passwords.", "it", "sold", "admit"),
        ("Norlink admitted that it had sold passwords.", "Norlink", "sold", "admit"),
        ("Norlink on Monday admitted selling passwords.", "Norlink", "selling", "admit"),
        ("Norlink has admitted its staff sold passwords.", "staff", "sold", "admit"),
        ("Norlink acknowledged in court last week that it sold passwords.", "it", "sold", "acknowledge"),
        ("“Staff sold passwords,” Norlink confirmed on Monday.", "Staff", "sold", "confirm"),
        ("Norlink, which admitted losses, said that it sold passwords.", "it", "sold", None),
        ("Norlink said that it sold passwords, which a court confirmed.", "it", "sold", None),
        ("Norlink did not admit that it sold passwords.", "it", "sold", None),
        ("Norlink said that it sold passwords. A court confirmed a fine.", "it", "sold", None),
        ("Norlink confirmed a fine and said that it sold passwords.", "it", "sold", None),
    ],
)
def test_the_verb_of_an_admission(text: str, actor: str, act: str, expected: str | None) -> None:
    assert reporting_verb(said(text, actor, act, "passwords"), stages().cues.admitting) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norlink denied that it sold passwords.", True),
        ("Norlink rejected claims that it sold passwords.", True),
        ("Norlink dismissed as false a report that it sold passwords.", True),
        ("Norlink, which rejected an offer in May, said that it sold no passwords.", False),
        ("Norlink disputed the fine and said that it sold no passwords.", False),
    ],
)
def test_a_denial_of_the_actors(text: str, expected: bool) -> None:
    assert is_own_denial(said(text, "it", "sold", "passwords", polarity=Polarity.NEGATED)) is expected
