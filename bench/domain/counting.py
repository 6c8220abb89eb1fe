"""Counts what a system finds in annotated sentences: all that the figures of the report are made of."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TextIO

from bench.domain.alignment import AnnotatedSentence, max_matching
from bench.domain.matching import Agreement, Row, agreement, name_key, part_match

ANAPHORA = {"pronoun", "nominal_anaphora"}
"""Phenomena of triples whose actor or target is not named in the sentence."""


class Attributions:
    """Compares whom a system triple and an annotated one are attributed to, by all names of people and bodies."""

    def __init__(self, gold: Iterable[Row], entities: Iterable[Row]) -> None:
        self._names: dict[tuple[str, str], set[str]] = defaultdict(set)
        for triple in gold:
            for role in ("actor", "attribution"):
                self._add(triple, triple.get(role), triple.get(f"{role}_alternatives"))
        for entity in entities:
            self._add(entity, entity["canonical"], entity.get("mentions"))

    def _add(self, row: Row, name: str | None, others: Iterable[str] | None) -> None:
        if name:
            self._names[str(row["doc"]), name_key(name)].update(others or [])

    def are_equal(self, row: Row, triple: Row) -> bool:
        """True if both name the same source, or none."""
        own, annotated = row.get("attribution"), triple.get("attribution")
        if isinstance(own, dict):
            own = own.get("name") or own.get("actor") or own.get("text")
        if not own or not annotated:
            return not own and not annotated
        others = self._names.get((str(triple["doc"]), name_key(annotated)), set())
        return part_match([own], annotated, sorted(others))


class FlagAgreement(NamedTuple):
    """Whether a system triple and an annotated one agree on what is not actor, action or target."""

    negated: bool
    modality: bool
    attribution: bool


class SentenceComparison:
    """The system triples of a sentence against its annotated triples, by their numbers in the sentence."""

    def __init__(self, sentence: AnnotatedSentence, attributions: Attributions, *, other_ok: bool) -> None:
        self.gold, self.system = sentence.gold, sentence.system
        self.attributions = attributions
        self.order = sorted(range(len(self.gold)), key=lambda number: not self.gold[number].get("core"))
        """Numbers of the annotated triples, core triples first."""
        self.agreements = {
            (number, at): agreement(row, self.gold[number], other_ok=other_ok)
            for number in self.order
            for at, row in enumerate(self.system)
        }
        self.full = self._matching(all)
        """The system triple of each annotated triple that is found."""
        self.pairs = self._matching(lambda found: found.actor and found.target)
        """Likewise, if actions do not count."""

    def flags(self, number: int, at: int) -> FlagAgreement:
        """Compare negation, modality and attribution of two triples."""
        triple, row = self.gold[number], self.system[at]
        return FlagAgreement(
            as_bool(row.get("negated")) == bool(triple.get("negated")),
            _modality(row) == _modality(triple),
            self.attributions.are_equal(row, triple),
        )

    def of_system(self, at: int) -> list[Agreement]:
        """How a system triple agrees with each annotated one."""
        return [self.agreements[number, at] for number in self.order]

    def of_gold(self, number: int) -> list[Agreement]:
        """How an annotated triple agrees with each system triple."""
        return [self.agreements[number, at] for at in range(len(self.system))]

    def _matching(self, fits: Callable[[Agreement], bool]) -> dict[int, int]:
        """Pair triples that fit one to one, preferably such that agree on the flags too."""
        edges = {
            number: sorted(
                (at for at in range(len(self.system)) if fits(self.agreements[number, at])),
                key=lambda at: -sum(self.flags(number, at)),
            )
            for number in self.order
        }
        return max_matching(self.order, edges)


class Tally:
    """Counts over all sentences: in all, by phenomenon, by class of the action, by document.

    `errors` gets a JSON object a line for each wrong triple and each core triple that is missed.
    """

    def __init__(self, attributions: Attributions, errors: TextIO | None = None, *, other_ok: bool = False) -> None:
        self.total: Counter[str] = Counter()
        self.phenomena: dict[str, Counter[str]] = defaultdict(Counter)
        self.classes: dict[str, Counter[str]] = defaultdict(Counter)
        self.documents: dict[str, Counter[str]] = defaultdict(Counter)
        self._attributions = attributions
        self._errors = errors
        self._other_ok = other_ok

    def add(self, doc: str, sentence: AnnotatedSentence) -> None:
        """Count a sentence. Triples in noise are wrong, and counted apart."""
        if sentence.is_noise:
            self._add_noise(doc, sentence)
            return
        self.total["sentences"] += 1
        comparison = SentenceComparison(sentence, self._attributions, other_ok=self._other_ok)
        for number, triple in enumerate(sentence.gold):
            self._add_gold(doc, triple, comparison, number)
            if number in comparison.full:
                self._add_match(triple, sentence.system[comparison.full[number]], comparison, number)
            elif triple.get("core"):
                parts = [triple["actor"], triple["action_lemma"], triple["target"]]
                self._report("missed", doc, sentence, gold=parts, phenomena=triple.get("phenomena"))
        self._add_actors(comparison)
        for at, row in enumerate(sentence.system):
            if not self._add_system(doc, comparison.of_system(at)):
                self._report("wrong", doc, sentence, system=_brief(row))

    def _add_noise(self, doc: str, sentence: AnnotatedSentence) -> None:
        self.total["noise_lines"] += 1
        self.total["noise_fp"] += len(sentence.system)
        for row in sentence.system:
            self._report("noise", doc, sentence, system=_brief(row))

    def _add_gold(self, doc: str, triple: Row, comparison: SentenceComparison, number: int) -> None:
        is_found, is_core = number in comparison.full, bool(triple.get("core"))
        self.total.update(gold=1, gold_found=is_found)
        if is_core:
            self.total.update(core=1, core_found=is_found, core_pair_found=number in comparison.pairs)
            self.documents[doc].update(core=1, core_found=is_found)
            self.classes[triple.get("action_class") or "other"].update(core=1, found=is_found)
        for name in triple.get("phenomena") or []:
            self.phenomena[name].update(all=1, all_found=is_found)
            if is_core:
                self.phenomena[name].update(core=1, core_found=is_found)

    def _add_match(self, triple: Row, row: Row, comparison: SentenceComparison, number: int) -> None:
        """Count the flags of an annotated triple that is found."""
        flags = comparison.flags(number, comparison.full[number])
        self.total.update(matched=1, neg_ok=flags.negated, mod_ok=flags.modality, att_ok=flags.attribution)
        if triple.get("negated"):
            self.total.update(negated_matched=1, negated_ok=flags.negated)
        if _modality(triple) != "asserted":
            self.total.update(modal_matched=1, modal_ok=flags.modality)
        if triple.get("attribution"):
            self.total.update(attributed_matched=1, attributed_ok=flags.attribution)
        if not ANAPHORA.isdisjoint(triple.get("phenomena") or []):
            self.total.update(anaphora_matched=1, anaphora_ok=_is_resolved(triple, row))

    def _add_actors(self, comparison: SentenceComparison) -> None:
        """Count the actors of core triples, each once, and those that a system triple has."""
        actors: dict[str, bool] = {}
        for number in comparison.order:
            triple = comparison.gold[number]
            if triple.get("core"):
                key = name_key(triple["actor"])
                is_found = any(found.actor for found in comparison.of_gold(number))
                actors[key] = actors.get(key, False) or is_found
        self.total.update(core_actors=len(actors), core_actors_found=sum(actors.values()))

    def _add_system(self, doc: str, agreements: Sequence[Agreement]) -> bool:
        """Count a system triple; return whether it is right."""
        is_right = any(map(all, agreements))
        is_pair_right = any(found.actor and found.target for found in agreements)
        self.total.update(system=1, system_right=is_right, system_pair_right=is_pair_right)
        self.documents[doc].update(system=1, system_right=is_right)
        return is_right

    def _report(self, error: str, doc: str, sentence: AnnotatedSentence, **details: object) -> None:
        if self._errors is not None:
            row = {"error": error, "doc": doc, "sent": sentence.text, **details}
            self._errors.write(json.dumps(row, ensure_ascii=False) + "\n")


def as_bool(value: object) -> bool:
    """A flag that may be given as text."""
    return value.strip().lower() in ("true", "1", "yes") if isinstance(value, str) else bool(value)


def _modality(row: Row) -> str:
    return str(row.get("modality") or "asserted")


def _is_resolved(triple: Row, row: Row) -> bool:
    """True if actor and target bear their own names, not other words for them."""
    actor, _, target = _brief(row)
    return part_match([actor], triple["actor"], []) and (
        not triple.get("target") or part_match([target], triple["target"], [])
    )


def _brief(row: Row) -> list[str | None]:
    """Actor, action and target as a person reads them."""
    return [row.get("actor") or row.get("actor_text"), row.get("action"), row.get("target") or row.get("target_text")]
