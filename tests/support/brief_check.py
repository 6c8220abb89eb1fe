"""Checks the sentences of a brief against the claims of the sentences that they cite: who, what, to whom, how firmly.

It reads the English of the brief, not the objects that wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from graph.diff.alignment.noun_phrases import NounPhrase, phrase_of
from graph.diff.findings.steps import ALLEGED, CONDITION, DONE, NEGATED, OPEN, promised_verb, status_of
from graph.diff.inflection import gerund, participle, past
from graph.diff.render.brief import Brief, BriefSentence
from graph.diff.render.english import mention, name
from graph.rdf.stored_claim import StoredClaim
from ontology.model import Claim, Modality, Participant

MOVED = re.compile(r"^(?P<who>.+?) went from (?P<before>.+) to (?P<after>[^;]+)\.$")
STORY = re.compile(r"^(?P<who>.+?) had been .+; the text that takes this up tells of (?P<after>.+)\.$")
NAMES = re.compile(r"(?:names for the first time|and \S+ does not,) (?P<names>.+)\.$")
RECOUNT = re.compile(r"^(?P<clause>.+); now the number is (?P<number>.+)\.$")
AGAIN = re.compile(r"^Later it was (?P<targets>.+)\.$")
LEAD_IN = re.compile(r"^(?:Before: |Now: |Now, |now )")
EXTENT = re.compile(r"^More documents or claims say that (?P<clause>.+) \(documents: .+\)\.$")
PHRASE = re.compile(
    r"(?:(?:went|stood) on trial|faced trial|appeared (?:in|before) .*|pleaded .*guilty|has taken place|took place"
    r"|took effect|(?:entered|came) into (?:force|effect)|is (?:now )?in force|(?:was|were) \w+|has been \w+)$"
)
"""Ends of clauses in the words of the sentence itself."""
MARKERS: tuple[tuple[str, frozenset[str]], ...] = (
    (r"\b(?:did not|would not|should not|denied)\b", frozenset({NEGATED})),
    (r"\b(?:planned to)\b", frozenset({Modality.PLANNED})),
    (r"\b(?:called for|(?:was|were) expected to)\b", frozenset({Modality.OBLIGATED})),
    (r"\bmight\b", frozenset({Modality.POSSIBLE})),
    (r"\bhad yet to\b", frozenset({CONDITION, OPEN})),
    (r"\ballegedly\b", frozenset({ALLEGED})),
    (r"", frozenset({DONE})),
)
"""Words of a clause, and the status that they express; the first that fits counts."""


class BriefCheck:
    """The sentences of a brief, and the claims of the sentences that they cite."""

    def __init__(self, made: Brief, claims: Iterable[StoredClaim]) -> None:
        self.made = made
        self.keys = list(made.sources)
        self.claims: dict[tuple[str, str], list[StoredClaim]] = {}
        for stored in claims:
            self.claims.setdefault((stored.claim.document, stored.claim.sentence.text), []).append(stored)

    def problems(self) -> list[str]:
        """A line for each sentence that its sources do not support."""
        sentences = (line for section in self.made.sections for item in section.items for line in item)
        return [
            f"{line.text} {[self.keys[n - 1][1] for n in line.sources]}" for line in sentences if not self.holds(line)
        ]

    def holds(self, line: BriefSentence) -> bool:
        """True if the sentences that the line cites say what it says."""
        cited = [stored.claim for n in line.sources for stored in self.claims[self.keys[n - 1]]]
        if match := NAMES.search(line.text):
            return all(self._is_named(text, cited) for text in re.split(r", | and ", match["names"]))
        if match := MOVED.match(line.text):
            return self._is_moved(match["before"], match["after"], cited)
        if match := STORY.match(line.text):
            return any(_has_verb(match["after"], claim, DONE) and _has_target(match["after"], claim) for claim in cited)
        if match := AGAIN.match(line.text):
            return all(any(_same(text, claim) for claim in cited) for text in re.split(r", | and ", match["targets"]))
        return self._clauses_hold(line.text, cited)

    def _clauses_hold(self, text: str, cited: Sequence[Claim]) -> bool:
        recount, extent = RECOUNT.match(text), EXTENT.match(text)
        if recount:
            numbers = {c.target.quantity or c.target.entity.label for c in cited if c.target}
            text = recount["clause"]
            if not all(number in numbers for number in recount["number"].split(" and ")):
                return False
        if extent:
            text = extent["clause"]
        clauses = re.split(r"; now |; |, but ", LEAD_IN.sub("", text.rstrip(".")))
        return all(any(says(clause, claim) for claim in cited) for clause in clauses)

    @staticmethod
    def _is_named(text: str, cited: Sequence[Claim]) -> bool:
        """True if a claim has a participant of this name, or of which it is a part ("the Ministry of X and Y")."""
        bare = text.removeprefix("the ")
        entities = (part for claim in cited for part in (claim.actor, claim.target) if part)
        labels = [name(phrase_of(part)) for part in entities] + [
            name(NounPhrase.of(c.attribution)) for c in cited if c.attribution
        ]
        words = set(re.findall(r"\w+", bare))
        return any(words <= set(re.findall(r"\w+", label)) for label in labels)

    def _is_moved(self, before: str, after: str, cited: Sequence[Claim]) -> bool:
        """True if both sides have a source, and each word for a stage is a verb of a claim or words of its sentence."""
        return all(_is_stage(text, cited) for text in (before, after)) and len({c.document for c in cited}) > 1


def _is_stage(text: str, cited: Sequence[Claim]) -> bool:
    bare = re.sub(r" \([^)]*\)", "", text)
    return all(any(_says_stage(part, claim) for claim in cited) for part in re.split(r", | and ", bare))


STAGE_WORDS: dict[str, frozenset[str]] = {
    "drafted": frozenset({"draft"}),
    "friction": frozenset({"reject", "accuse", "condemn", "sanction", "ban", "attack", "warn", "cooperate", "agree"}),
    "cooperation": frozenset({"together", "jointly", "cooperate", "agree", "assist", "join", "train", "fund"}),
    "held": frozenset({"host", "join", "lead", "establish", "propose"}),
    "on trial": frozenset({"trial", "court", "guilty", "prosecute"}),
    "in force": frozenset({"effect", "force"}),
}
"""Words for stages that are not the verb of a claim: classes of acts, or words of the sentence, that support them."""


def _says_stage(part: str, claim: Claim) -> bool:
    status, text = status_of(claim), claim.sentence.text
    if part.startswith("planned") or part.endswith(" planned"):
        return status in {Modality.PLANNED, Modality.OBLIGATED} or claim.action.class_ in {"plan", "pledge"}
    if part.startswith("not "):
        return status == NEGATED and _has_verb(part, claim, DONE)
    support = STAGE_WORDS.get(part.removeprefix("planned "), frozenset())
    return claim.action.class_ in support or any(word in text for word in support) or _has_verb(part, claim, DONE)


def says(clause: str, claim: Claim) -> bool:
    """True if the clause has the actor, the verb, the target and the status of the claim."""
    if _is_by_phrase(clause, claim):
        return clause.split(maxsplit=1)[0].casefold() in claim.sentence.text.casefold()
    own = past(claim.action.lemma)
    status = next(statuses for pattern, statuses in MARKERS if re.search(pattern, clause.replace(f" {own} ", " ")))
    is_status = status_of(claim) in status or (promised_verb(claim) is not None and DONE in status)
    has_parties = _has(clause, claim.actor) and _has_target(clause, claim)
    return is_status and has_parties and _has_verb(clause, claim, status_of(claim))


def _has_target(clause: str, claim: Claim) -> bool:
    return claim.target is None or _has(clause, claim.target) or _is_by_phrase(clause, claim)


def _is_by_phrase(clause: str, claim: Claim) -> bool:
    """True for a clause that ends with words of the sentence itself: "went on trial", "took effect"."""
    match = PHRASE.search(clause)
    return match is not None and match[0] in claim.sentence.text


def _has(clause: str, part: Participant) -> bool:
    """True if the clause names a participant: its name, its words in the text, or the head of a common noun."""
    head = phrase_of(part).head
    texts = (mention(part), name(phrase_of(part)), part.span.text, part.entity.label)
    return any(text.casefold() in clause.casefold() for text in texts) or (
        part.head_lemma is not None and re.search(rf"\b{re.escape(head)}", clause) is not None
    )


def _same(text: str, claim: Claim) -> bool:
    return claim.target is not None and (_has(text, claim.target) or text in mention(claim.target))


def _has_verb(clause: str, claim: Claim, status: str) -> bool:
    verb = claim.action.lemma.split()[0]
    forms = {verb, past(verb), participle(verb), gerund(verb), "imposed", "made", "gave"}
    words = set(re.findall(r"[\w-]+", clause))
    over = re.search(rf"(\w+) (?:the|its|a) {verb}\b", clause)
    if over:  # "extended the ban": the sentence has the verb over the noun
        return re.search(rf"\b{over[1][:4]}\w* (?:\w+ )?{verb}\b", claim.sentence.text) is not None
    return bool(forms & words) or (status == DONE and _is_by_phrase(clause, claim))
