"""What moved along the stage sequences, what did not, and what contradicts."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from support.brief_stages import is_suffered
from support.samples import claim, entity, stored

from graph.diff import Diff, diff
from graph.diff.history import log, log_json, log_text
from graph.diff.render.grammar import sentence
from graph.diff.render.headlines import headline, story
from graph.diff.render.relation_lines import contradiction
from graph.rdf.stored_claim import StoredClaim
from ontology.model import Claim, Entity, Modality, Polarity

CHEN, GROUP = entity("Chen Zhi", "person"), entity("Prince Group", "company")
TREATY = entity("Convention against Cybercrime", "law")
PARK = entity("KK Park", "place")
CABINET = entity("Cabinet", "government-body", "actor/thailand")
PLANNED, DENIED = {"modality": Modality.PLANNED}, {"polarity": Polarity.NEGATED}


def definite(made: StoredClaim, text: str) -> StoredClaim:
    target = replace(made.claim.target, span=replace(made.claim.target.span, text=text))
    return replace(made, claim=replace(made.claim, target=target))


def before(*parts: Entity | str, **how: object) -> StoredClaim:
    return stored(claim(*parts, document="2025-10/a", **how), "2025-10-27")


def after(*parts: Entity | str, **how: object) -> StoredClaim:
    return stored(claim(*parts, document="2026-01/b", **how), "2026-01-05")


def compare(old: list[StoredClaim] | StoredClaim, new: list[StoredClaim] | StoredClaim) -> Diff:
    sides = [[side] if isinstance(side, StoredClaim) else side for side in (old, new)]
    return diff(*sides, before_name="2025-10", after_name="2026-01")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (before("Thailand", "host", **PLANNED), after("Thailand", "host"), "The conference: planned -> held"),
        (before("Thailand", "propose"), definite(after(CABINET, "host"), "the conference"), "proposed -> held"),
        (before("UN", "adopt", TREATY), after("Kenya", "sign", TREATY), "adopted -> signed"),
        (before("Laos", "sign", TREATY), after("Kenya", "ratify", TREATY), "signed -> ratified"),
        (before(CABINET, "approve", TREATY), after("parliament", "pass", TREATY), "approved -> passed"),
        (before("Kenya", "sign", TREATY, **DENIED), after("Kenya", "sign", TREATY), "not signed -> signed"),
        (before("Kenya", "sign", TREATY), after("Kenya", "withdraw from", TREATY), "signed -> withdrawn from"),
        (before("Laos", "accuse", CHEN), after("Laos", "charge", CHEN), "Chen Zhi: accused -> charged"),
        (before("Laos", "charge", CHEN), after("Cambodia", "arrest", CHEN), "Chen Zhi: charged -> arrested"),
        (before("Laos", "arrest", CHEN), after("Laos", "convict", CHEN), "Chen Zhi: arrested -> convicted"),
        (before("Laos", "arrest", CHEN), after("Laos", "release", CHEN), "Chen Zhi: arrested -> released"),
        (before("Laos", "sanction", GROUP), after("Laos", "liquidate", GROUP), "Group: sanctioned -> liquidated"),
        (before("Laos", "raid", PARK), after("Laos", "demolish", PARK), "KK Park: raided -> demolished"),
        (before("Laos", "accuse", entity("Kenya")), after("Kenya", "cooperate with", entity("Laos")),
         "Kenya and Laos: friction -> cooperation"),
        (before("Laos", "cooperate with", entity("Kenya")), after("Laos", "condemn", entity("Kenya")),
         "Kenya and Laos: cooperation -> friction"),
        (before("Laos", "cooperate with", entity("Kenya"), **DENIED), after("Laos", "cooperate with", entity("Kenya")),
         "Kenya and Laos: friction -> cooperation"),
        (before("Laos", "train", entity("Interpol", "international-organisation"), **PLANNED),
         after("Laos", "train", entity("Interpol", "international-organisation")),
         "Laos planned to train Interpol -> Laos trained Interpol"),
    ],
)  # fmt: skip
def test_what_moved(old: StoredClaim, new: StoredClaim, expected: str) -> None:
    lines = [sentence(headline(development)) for development in compare(old, new).developments]
    assert [line for line in lines if line.rstrip(".").endswith(expected)], lines


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (before("Thailand", "propose"), after("Thailand", "propose")),
        (before("parliament", "approve", TREATY), after("parliament", "pass", TREATY)),
        (before("Thailand", "propose"), after("Kenya", "host")),
        (before("Thailand", "propose"), after("Thailand", "host", when="2025-01")),
        (before("Thailand", "propose"), after("Thailand", "host", modality=Modality.POSSIBLE)),
        (before("Thailand", "propose"), after("Thailand", "host", **PLANNED)),
        (before("Laos", "charge", entity("suspects", "group")), after("Laos", "convict", entity("suspects", "group"))),
        (before("police", "arrest", entity("people", "group")), after("police", "convict", entity("people", "group"))),
        (before("Laos", "arrest", CHEN), after("Laos", "accuse", CHEN)),
        (before("Laos", "arrest", CHEN), after("Laos", "arrest", CHEN)),
        (before("Laos", "arrest", CHEN), after("Laos", "convict", entity("Chen Li", "person"))),
        (before("Laos", "convict", CHEN, when="2025-09"), after("Laos", "arrest", CHEN, when="2024")),
        (before("Laos", "adopt", entity("Bonn Pact", "law")), after("Laos", "sign", entity("Rome Pact", "law"))),
        (before("Laos", "host", "fifth meeting", **PLANNED), after("Laos", "host", "sixth meeting")),
        (before("Laos", "visit", entity("Hanoi", "place")), after("Laos", "visit", entity("Hanoi", "place"))),
        (before("Laos", "meet", entity("Kenya")), after("Laos", "cooperate with", entity("Kenya"))),
        (before("Laos", "hack", CHEN, attribution=entity("Laos"), **DENIED),
         after("Laos", "hack", CHEN, attribution=entity("Kenya"))),
    ],
)  # fmt: skip
def test_what_did_not_move(old: StoredClaim, new: StoredClaim) -> None:
    assert [headline(development) for development in compare(old, new).developments] == []


def test_two_who_sign_together_are_at_odds_no_more() -> None:
    together = [after(name, "sign", TREATY) for name in ("Laos", "Peru")]
    (development,) = compare(before("Laos", "sanction", entity("Peru")), together).developments
    assert headline(development) == "Laos and Peru: friction -> cooperation"
    three = [*together, after("Mali", "sign", TREATY)]
    assert compare(before("Laos", "sanction", entity("Peru")), three).developments == ()


@pytest.mark.parametrize("how", [{"polarity": Polarity.NEGATED}, {"alleged": True}])
def test_cooperation_that_is_denied_or_only_alleged_ends_no_dispute(how: dict[str, object]) -> None:
    shared = after("Laos", "share with", entity("Peru"), **how)
    assert compare(before("Laos", "sanction", entity("Peru")), shared).developments == ()


def test_an_accused_party_is_known_by_its_name_whatever_its_type() -> None:
    accused = before("UN", "accuse", entity("Lagos Azules", "place"))
    denial = after(entity("Lagos Azules", "company"), "deny", entity("wrongdoing", "thing"))
    difference = compare(accused, denial)
    assert [finding.is_accusation for finding in difference.contradictions] == [True]
    names = [finding.actor.label for finding in (*difference.actors_added, *difference.actors_gone)]
    assert "Lagos Azules" not in names


@pytest.mark.parametrize(
    ("lemma", "target", "expected"),
    [
        ("deny", "wrongdoing", 1),
        ("deny", "attack", 1),
        ("reject", "accusation", 1),
        ("deny", "entry", 0),
        ("reject", "report", 0),
        ("condemn", "accusation", 0),
        ("condemn", "report", 0),
    ],
)
def test_what_denies_an_accusation(lemma: str, target: str, expected: int) -> None:
    denial = after("Chile", lemma, entity(target, "thing"))
    assert len(compare(before("Amnesty", "accuse", entity("Chile")), denial).contradictions) == expected


@pytest.mark.parametrize(
    ("lemma", "is_drafted"), [("publish", True), ("present", True), ("condemn", False), ("criticise", False)]
)
def test_who_drafts(lemma: str, is_drafted: bool) -> None:
    law = entity("Data Act", "law")
    act = before("Kenya", lemma, entity("draft of the Data Act", "thing"))
    lines = [headline(development) for development in compare(act, after("Kenya", "adopt", law)).developments]
    assert bool(lines) is is_drafted


def test_a_country_that_a_text_got_wrong_does_not_part_a_body_from_itself() -> None:
    centre = entity("security operations centre", "government-body")
    ours, theirs = (
        entity(f"Ministry of Truth ({name})", "government-body", f"actor/{name.lower()}") for name in ("Peru", "Chile")
    )
    difference = compare(before(ours, "open", centre, **PLANNED), definite(after(theirs, "open", centre), "the centre"))
    assert [headline(development) for development in difference.developments] == [
        "the security operations centre: planned -> set up"
    ]


def test_a_refusal_is_a_step_back_and_told_as_such() -> None:
    treaty = entity("Hanoi Accord", "law")
    (development,) = compare(
        before("Kenya", "sign", treaty, **PLANNED), after("Kenya", "sign", treaty, **DENIED)
    ).developments
    assert development.direction == "back"
    assert story(development) == "Kenya planned to sign Hanoi Accord, but did not sign Hanoi Accord"


def said_of(made: StoredClaim, text: str) -> StoredClaim:
    """The claim in a sentence that begins with "The conference"."""
    span = replace(made.claim.target.span, start=0, end=14, text="The conference")
    sentence_ = replace(made.claim.sentence, text=text, end=len(text))
    return replace(made, claim=replace(made.claim, target=replace(made.claim.target, span=span), sentence=sentence_))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The conference that Thailand proposed in October has taken place.", "The conference: proposed -> held."),
        ("The conference that Thailand proposed was postponed.", "The conference: proposed -> postponed."),
        ("The conference that Thailand proposed was cancelled.", "The conference: proposed -> dropped."),
        ("The conference that Thailand proposed has yet to take place.", None),
        ("The conference that Thailand proposed is popular.", None),
    ],
)
def test_what_a_sentence_says_of_the_topic_at_the_end(text: str, expected: str | None) -> None:
    moved = compare(before("Thailand", "propose"), said_of(after("Thailand", "propose"), text)).developments
    assert [sentence(headline(development)) for development in moved] == ([expected] if expected else [])


def in_sentence(made: StoredClaim, text: str) -> StoredClaim:
    """The claim in another sentence, from whose places only its words are taken."""
    return replace(made, claim=replace(made.claim, sentence=replace(made.claim.sentence, text=text, end=len(text))))


@pytest.mark.parametrize(
    "text",
    [
        "Chen Zhi was convicted.",
        "Chen Zhi was on Monday convicted and then left Kenya.",
        "Chen Zhi, 41, a founder of the group, was later convicted.",
        "Chen Zhi was in May 2025 convicted.",
        "BANGKOK — Chen Zhi was finally convicted.",
        "Chen Zhi was on 3 May charged with fraud and convicted.",
    ],
)
def test_what_was_done_to_an_accused(text: str) -> None:
    suffered = in_sentence(after(CHEN, "leave", entity("Kenya")), text)
    assert is_suffered("convicted", suffered.claim)
    moved = compare(before("Laos", "accuse", CHEN), suffered).developments
    expected = "charged and convicted" if "charged" in text else "convicted"
    assert [headline(development) for development in moved] == [f"Chen Zhi: accused -> {expected}"]


@pytest.mark.parametrize(
    "text",
    [
        "Chen Zhi was due to be convicted on Friday, but he left.",
        "Chen Zhi was likely to be convicted.",
        "Chen Zhi was about to be convicted.",
        "Chen Zhi was nearly convicted.",
        "Chen Zhi was never convicted.",
        "Chen Zhi was not on Monday convicted.",
        "Chen Zhi was told that Bob Holt was convicted.",
        "Chen Zhi was later to be convicted.",
        "Chen Zhi, a founder, said that Bob Holt, a partner, was convicted.",
        "Bob Holt left Chen Zhi and was convicted.",
    ],
)
def test_what_was_not_done_to_an_accused(text: str) -> None:
    suffered = in_sentence(after(CHEN, "leave", entity("Kenya")), text)
    assert not is_suffered("convicted", suffered.claim)
    assert compare(before("Laos", "accuse", CHEN), suffered).developments == ()


def test_a_denied_claim_says_nothing_that_was_done_to_its_actor() -> None:
    denied = in_sentence(after(CHEN, "convict", **DENIED), "Chen Zhi was convicted.")
    assert compare(before("Laos", "accuse", CHEN), denied).developments == ()


def test_a_condition_is_no_act() -> None:
    text = "The treaty will take effect after Kenya ratify Convention against Cybercrime."
    made = after("Kenya", "ratify", TREATY)
    start = text.index("ratify")
    conditional = replace(
        made.claim,
        sentence=replace(made.claim.sentence, text=text, end=len(text)),
        action_span=replace(made.claim.action_span, start=start, end=start + 6),
    )
    assert compare(before("Laos", "sign", TREATY), made).developments
    assert not compare(before("Laos", "sign", TREATY), replace(made, claim=conditional)).developments


def test_measures_and_what_is_done_beside_them() -> None:
    kit = entity("RaccoonO365", "thing")
    old = before(entity("Microsoft", "company"), "disrupt", kit)
    again = after(entity("Microsoft", "company"), "disrupt", kit, index=10, start=800)
    beside = after("Nigeria", "arrest", entity("hackers", "group"), index=9, start=700)
    far = after("Kenya", "arrest", entity("hackers", "group"), index=3, start=200)
    (development,) = compare(old, [again, beside, far]).developments
    assert development.sequence == "follow-up"
    news = [claim_.claim.actor.entity.label for claim_ in development.news]
    assert news == ["Nigeria"]


def test_contradictions() -> None:
    accused = compare(before("Laos", "accuse", GROUP), after(GROUP, "deny", entity("wrongdoing", "thing")))
    assert [(finding.about.label, finding.is_accusation) for finding in accused.contradictions] == [
        ("Prince Group", True)
    ]
    acted = compare(before("Laos", "hack", GROUP), after("Laos", "hack", GROUP, **DENIED))
    assert [(finding.about.label, finding.is_accusation) for finding in acted.contradictions] == [("Laos", False)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (before("Laos", "sign", TREATY), after("Kenya", "sign", TREATY, **DENIED)),
        (before("Laos", "sign", TREATY, **DENIED), after("Laos", "sign", TREATY)),
        (before("police", "hack", GROUP), after("police", "hack", GROUP, **DENIED)),
        (before("Laos", "accuse", GROUP), after(CHEN, "deny", entity("wrongdoing", "thing"))),
    ],
)
def test_no_contradictions(old: StoredClaim, new: StoredClaim) -> None:
    assert compare(old, new).contradictions == ()


def counted(made: StoredClaim, quantity: str) -> StoredClaim:
    return replace(made, claim=replace(made.claim, target=replace(made.claim.target, quantity=quantity)))


def test_another_number_is_of_the_same_thing_only() -> None:
    devices = entity("Starlink devices in KK Park", "thing")
    same = compare(counted(before("Laos", "seize", devices), "30"), counted(after("Laos", "seize", devices), "40"))
    assert [finding.quantities for finding in same.numbers] == [("30", "40")]
    people = entity("people", "group")
    other = compare(counted(before("Laos", "arrest", people), "1209"), counted(after("Laos", "arrest", people), "574"))
    assert other.numbers == ()
    assert [finding.concept for finding in other.repeated] == ["arrest"]


def test_a_new_source() -> None:
    source = entity("Interpol", "international-organisation")
    difference = compare(before("Laos", "sign", TREATY), after("Laos", "sign", TREATY, attribution=source))
    assert [[source.label for source in finding.new_sources] for finding in difference.attributed] == [["Interpol"]]


def test_the_like_is_done_again() -> None:
    interpol = entity("Interpol", "international-organisation")
    old = before(interpol, "lead", entity("Operation Serengeti", "event"))
    new = after(interpol, "lead", entity("Operation Sentinel", "event"))
    (change,) = compare(old, new).repeated
    assert [made.claim.target.entity.label for made in (*change.before, *change.after)] == [
        "Operation Serengeti", "Operation Sentinel",
    ]  # fmt: skip
    assert compare(old, after(interpol, "lead", entity("Bangkok Declaration", "law"))).repeated == ()


def test_who_is_quoted_was_spoken_of() -> None:
    source = entity("UNODC", "international-organisation")
    difference = compare(before("Laos", "sign", TREATY, attribution=source), after(source, "host"))
    assert "UNODC" not in [finding.actor.label for finding in difference.actors_added]


def batches() -> list[list[StoredClaim]]:
    third = replace(after("Laos", "convict", CHEN), claim=moved(after("Laos", "convict", CHEN).claim))
    return [[before("Laos", "accuse", CHEN)], [after("Laos", "arrest", CHEN)], [third]]


def moved(made: Claim) -> Claim:
    return replace(made, id="claim/third", document="2026-03/c")


def test_the_log_follows_a_topic_over_many_batches() -> None:
    names = ["2025-10", "2026-01", "2026-03"]
    moved = log(batches())
    assert log_text(moved, names).splitlines() == [
        "2025-10 -> 2026-03: 1 development in 3 batches",
        "",
        "» Chen Zhi: 2025-10 accused -> 2026-01 arrested -> 2026-03 convicted",
    ]
    assert '"batch": "2026-03"' in log_json(moved, names)
    assert "… and 1 more" not in log_text(moved, names, limit=1)
    assert log(batches()[:1]) == []


def test_the_log_tells_what_begins_in_a_later_batch() -> None:
    accord = entity("Bonn Accord", "law")
    unrelated = replace(before("Nepal", "accuse", CHEN), batch="2025-08")
    first = [before("Laos", "sign", accord), before("Peru", "oppose", TREATY)]
    last = [after("Fiji", "join", accord), after("Peru", "support", TREATY)]
    told = json.loads(log_json(log([[unrelated], first, last]), ["2025-08", "2025-10", "2026-01"]))["developments"]
    assert [development["sentence"] for development in told] == [
        "Laos signed Bonn Accord; later Fiji joined Bonn Accord.",
        "Peru opposed the Convention against Cybercrime, and later supported the Convention against Cybercrime.",
    ]


def worded(made: StoredClaim, text: str, quantity: str | None = None) -> StoredClaim:
    """The claim in another sentence, that has its target's words."""
    target = made.claim.target
    start = text.index(target.entity.label)
    span = replace(target.span, start=start, end=start + len(target.entity.label), text=target.entity.label)
    sentence_ = replace(made.claim.sentence, text=text, end=len(text))
    return replace(
        made, claim=replace(made.claim, sentence=sentence_, target=replace(target, span=span, quantity=quantity))
    )


SUSPECTS, PHONES = entity("suspects", "group"), entity("phones", "thing")


def arrested(number: str, where: str, *, is_new: bool, target: Entity = SUSPECTS) -> StoredClaim:
    made = (after if is_new else before)("Kenya", "arrest", target, where=entity("KK Park", "place"))
    return worded(made, f"Kenya arrested {number} {target.label} {where}.", number)


def pledged(amount: str, rest: str, *, is_new: bool) -> StoredClaim:
    made = (after if is_new else before)("Kenya", "pledge", entity(amount, "thing"))
    return worded(made, f"Kenya pledged {amount}{rest}.")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (arrested("306", "in Operation Red Card", is_new=False), arrested("412", "in Operation Red Card", is_new=True),
         {"numbers": ("306", "412")}),
        (arrested("306", "in Operation Red Card", is_new=False), arrested("412", "in Operation Sentinel", is_new=True),
         {"repeated": ("306", "412")}),
        (arrested("306", "in KK Park", is_new=False), arrested("412", "in KK Park", is_new=True),
         {"repeated": ("306", "412")}),
        (arrested("30", "in KK Park", is_new=False, target=PHONES),
         arrested("40", "in KK Park", is_new=True, target=PHONES), {"numbers": ("30", "40")}),
        (arrested("306", "in Operation Red Card", is_new=False), arrested("306", "in Operation Red Card", is_new=True),
         {"same": ("306", "306")}),
        (pledged("12 million dollars", " for a training programme", is_new=False),
         pledged("20 million dollars", " for the training programme", is_new=True),
         {"numbers": ("12 million dollars", "20 million dollars")}),
        (pledged("12 million dollars", " for a training programme", is_new=False),
         pledged("20 million dollars", " for flood relief", is_new=True),
         {"repeated": ("12 million dollars", "20 million dollars")}),
        (pledged("$900,000", " for a training programme", is_new=False),
         pledged("$1.2 million", " for the training programme", is_new=True),
         {"numbers": ("$900,000", "$1.2 million")}),
    ],
)  # fmt: skip
def test_another_number_or_another_of_the_kind(
    old: StoredClaim, new: StoredClaim, expected: dict[str, tuple[str, str]]
) -> None:
    difference = compare(old, new)
    names = ("changed", "numbers", "repeated", "same", "added", "gone", "strengthened", "weakened")
    assert {name: finding.quantities for name in names for finding in getattr(difference, name)} == expected
    assert difference.is_empty is ("same" in expected)


MINISTRY = entity("foreign ministry", "government-body")


@pytest.mark.parametrize(
    ("old", "new", "sources"),
    [
        (PLANNED, {"attribution": MINISTRY, **PLANNED}, ["foreign ministry"]),
        (PLANNED, {"attribution": MINISTRY}, []),
        (PLANNED, {"attribution": MINISTRY, **PLANNED, **DENIED}, []),
        ({}, {"attribution": MINISTRY, "alleged": True}, []),
        ({"attribution": MINISTRY}, {"attribution": MINISTRY}, []),
    ],
)
def test_a_source_is_new_only_for_what_it_says(
    old: dict[str, object], new: dict[str, object], sources: list[str]
) -> None:
    difference = compare(before("Laos", "sign", TREATY, **old), after("Laos", "sign", TREATY, **new))
    assert [source.label for finding in difference.attributed for source in finding.new_sources] == sources


LAOS = entity("Laos")


def denying(made: StoredClaim) -> StoredClaim:
    """The claim in a sentence with a verb of denial."""
    text = f"{made.claim.sentence.text.rstrip('.')}, Laos denied."
    return replace(made, claim=replace(made.claim, sentence=replace(made.claim.sentence, text=text)))


def dated(made: StoredClaim, date: str) -> StoredClaim:
    return replace(made, date=date)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (before("Laos", "hack", GROUP), after("Laos", "hack", GROUP, attribution=LAOS, **DENIED),
         ["Laos hacked the Prince Group; Laos did not hack the Prince Group"]),
        (before("Laos", "hack", GROUP), denying(after("Laos", "hack", GROUP, attribution=LAOS, **DENIED)),
         ["Laos hacked the Prince Group; Laos denied hacking the Prince Group"]),
        (before("Laos", "hack", GROUP), after("Laos", "hack", GROUP, attribution=MINISTRY, **DENIED),
         ["Laos hacked the Prince Group; Laos did not hack the Prince Group, according to the foreign ministry"]),
        (before("Laos", "hack", GROUP, attribution=CHEN),
         denying(after("Laos", "hack", GROUP, attribution=LAOS, **DENIED)),
         ["Laos hacked the Prince Group, according to Chen Zhi; Laos denied hacking the Prince Group"]),
        (before("Laos", "hack", GROUP, modality=Modality.POSSIBLE), after("Laos", "hack", GROUP, **DENIED), []),
        (before("Laos", "hack", GROUP), after("Laos", "hack", GROUP, **DENIED, **PLANNED), []),
        (before("Laos", "accuse", GROUP, modality=Modality.POSSIBLE), after(GROUP, "deny", "fraud"), []),
        (before(GROUP, "deny", "fraud"), after("Laos", "accuse", GROUP), []),
        (before("Laos", "sign", TREATY), [after("Laos", "accuse", GROUP), dated(
            stored(claim(GROUP, "deny", "fraud", document="2026-01/a")), "2025-12-30")], []),
        (before("Laos", "sign", TREATY), [after("Laos", "accuse", GROUP), dated(
            stored(claim(GROUP, "deny", "fraud", document="2026-01/a")), "2026-01")],
         ["Laos accused the Prince Group; the Prince Group denied fraud"]),
    ],
)  # fmt: skip
def test_how_a_contradiction_is_told(
    old: StoredClaim, new: StoredClaim | list[StoredClaim], expected: list[str]
) -> None:
    assert [contradiction(finding) for finding in compare(old, new).contradictions] == expected


VOTED, REJECTED = after("Laos", "vote down", TREATY), after("Laos", "reject", TREATY, start=60, index=1)


@pytest.mark.parametrize(
    ("news", "expected"),
    [
        ([VOTED, REJECTED], ["adopted -> voted down"]),
        ([after("Laos", "repeal", TREATY), REJECTED], ["adopted -> repealed", "adopted -> rejected"]),
    ],
)
def test_one_refusal_in_two_words_is_told_once(news: list[StoredClaim], expected: list[str]) -> None:
    moved = compare(before("Laos", "adopt", TREATY), news).developments
    assert [headline(development).partition(": ")[2] for development in moved] == expected


def considered(lemma: str, text: str) -> StoredClaim:
    made = before("Laos", lemma, GROUP)
    verb, start = text.split()[1], text.index(GROUP.label)
    claim_ = replace(
        made.claim,
        rule="party",
        sentence=replace(made.claim.sentence, text=text, end=len(text)),
        action_span=replace(made.claim.action_span, start=5, end=5 + len(verb), text=verb),
        target=replace(made.claim.target, span=replace(made.claim.target.span, start=start, end=start + 12)),
    )
    return replace(made, claim=claim_)


@pytest.mark.parametrize(
    ("old", "expected"),
    [
        (considered("consider against", "Laos considered sanctions against Prince Group."),
         ["The Prince Group: sanctions planned -> sanctioned."]),
        (considered("consider against", "Laos considered measures against Prince Group."), []),
        (considered("discuss with", "Laos discussed sanctions with Prince Group."), []),
    ],
)  # fmt: skip
def test_what_was_considered_is_done(old: StoredClaim, expected: list[str]) -> None:
    moved = compare(old, after("Laos", "sanction", GROUP)).developments
    assert [sentence(headline(development)) for development in moved] == expected
