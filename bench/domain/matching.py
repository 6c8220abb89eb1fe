"""Compares one system triple with one annotated triple: actor, action and target.

Names match by their words, actions by lemma or class. Accents, case, articles and punctuation do not count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

Row = Mapping[str, Any]
"""A JSON object: a system triple, an annotated triple, a sentence or an entity."""
ARTICLES = {"a", "an", "the"}
IRREGULAR = {
    "stole": "steal", "stolen": "steal", "led": "lead", "met": "meet", "held": "hold", "said": "say",
    "made": "make", "took": "take", "taken": "take", "gave": "give", "given": "give", "sent": "send",
    "bought": "buy", "sold": "sell", "spent": "spend", "found": "find", "froze": "freeze",
    "frozen": "freeze", "drew": "draw", "drawn": "draw", "built": "build", "ran": "run", "is": "be",
    "are": "be", "was": "be", "were": "be", "been": "be", "being": "be", "has": "have", "had": "have",
    "told": "tell", "wrote": "write", "written": "write", "began": "begin", "begun": "begin",
    "brought": "bring", "caught": "catch", "fought": "fight", "sought": "seek", "taught": "teach",
    "thought": "think", "came": "come", "went": "go", "gone": "go", "left": "leave", "lost": "lose",
    "paid": "pay", "laid": "lay", "lain": "lie", "dealt": "deal", "kept": "keep", "knew": "know",
    "known": "know", "spoke": "speak", "spoken": "speak", "chose": "choose", "chosen": "choose",
    "broke": "break", "broken": "break", "won": "win", "saw": "see", "seen": "see", "got": "get",
    "shown": "show", "did": "do", "done": "do", "does": "do", "fell": "fall", "fallen": "fall",
    "rose": "rise", "risen": "rise", "stood": "stand", "undertook": "undertake",
    "undertaken": "undertake", "understood": "understand", "withdrew": "withdraw", "forbade": "forbid",
    "forbidden": "forbid", "bade": "bid", "bound": "bind", "felt": "feel", "hid": "hide",
    "hidden": "hide", "sank": "sink", "struck": "strike", "swore": "swear", "sworn": "swear",
    "threw": "throw", "thrown": "throw", "shook": "shake", "shot": "shoot", "fled": "flee",
}  # fmt: skip
"""Lemmas of irregular verb forms."""
PARTICLES = frozenset(
    "to on upon with in into for of at by from down up out off over about against as away back through together "
    "around".split()
)


class Agreement(NamedTuple):
    """Whether actor, action and target of a system triple are those of an annotated triple."""

    actor: bool
    action: bool
    target: bool


def agreement(row: Row, triple: Row, *, other_ok: bool = False) -> Agreement:
    """Compare a system triple with an annotated one. `other_ok`: the class 'other' matches itself."""
    return Agreement(
        part_match(_names(row, "actor"), triple.get("actor"), triple.get("actor_alternatives")),
        action_match(row, triple, other_ok=other_ok),
        part_match(_names(row, "target"), triple.get("target"), triple.get("target_alternatives")),
    )


def _names(row: Row, role: str) -> list[str | None]:
    return [row.get(role), row.get(f"{role}_text")]


# ---- names


def fold(text: object) -> str:
    """The text in lower case, without accents, with plain apostrophes."""
    decomposed = unicodedata.normalize("NFKD", str(text))
    plain = "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()
    return plain.replace("\u2019", "'").replace("\u2018", "'").replace("\u02bc", "'")


def sentence_tokens(text: str) -> list[str]:
    """The words of a sentence, folded."""
    return re.findall(r"\w+", fold(text))


def name_tokens(name: str | None) -> list[str]:
    """The words of a name, folded, without articles, punctuation and possessive 's."""
    if name is None:
        return []
    text = re.sub(r"'s\b", "", fold(name))
    text = re.sub(r"(?<=s)'(?!\w)", "", text)
    text = re.sub(r"\b((?:[a-z]\.){2,})", lambda match: match.group(1).replace(".", ""), text)  # u.s. -> us
    text = re.sub(r"(?<=\d)[,](?=\d)", "", text)  # 66,400 -> 66400
    words = re.sub(r"[^\w\s]|_", " ", text).split()
    return [word for word in words if word not in ARTICLES] or words


def name_key(name: str | None) -> str:
    """The same text for all spellings of a name that differ only in what does not count."""
    return " ".join(name_tokens(name))


def part_match(names: Iterable[str | None], canonical: str | None, alternatives: Sequence[str] | None) -> bool:
    """True if one of the system's names means the annotated one; without an annotated one, if there is none."""
    listed = list(alternatives or [])
    spoken = [words for name in names if name is not None and (words := name_tokens(name))]
    if canonical is None or not name_tokens(canonical):
        return not spoken
    annotated = [words for name in [canonical, *listed] if (words := name_tokens(name))]
    keys = {name_key(name) for name in listed}
    return any(_same_name(words, gold, keys) for words in spoken for gold in annotated)


def _same_name(words: Sequence[str], gold: Sequence[str], keys: set[str]) -> bool:
    """True for the same words, or if all words of one are in the other.

    The shorter one must have half the words of the longer one, or be one of the listed alternatives (`keys`).
    """
    if words == gold:
        return True
    inner, outer = (gold, words) if len(set(gold)) <= len(set(words)) else (words, gold)
    if not set(inner) <= set(outer):
        return False
    return 2 * len(set(inner)) >= len(set(outer)) or " ".join(inner) in keys


# ---- actions


def action_match(row: Row, triple: Row, *, other_ok: bool = False) -> bool:
    """True if a form of the action is that of the annotated one, or if their classes are the same."""
    annotated: set[str] = set()
    for action in [triple.get("action_lemma"), *(triple.get("action_alternatives") or [])]:
        annotated |= annotated_forms(action)
    if system_forms(row.get("action")) & annotated:
        return True
    own, wanted = row.get("action_class"), triple.get("action_class")
    if own and wanted and str(own).lower() == str(wanted).lower():
        return other_ok or str(wanted).lower() != "other"
    return False


def annotated_forms(action: str | None) -> set[str]:
    """The forms of an action, with and without its particles: 'call on' is also 'call'."""
    words = _action_tokens(action)
    forms = _forms(words)
    for shorter in _without_particles(words):
        forms |= _forms(shorter)
    return forms


def system_forms(action: str | None) -> set[str]:
    """As `annotated_forms`, and the forms of the first and the last word alone."""
    words = _action_tokens(action)
    forms = annotated_forms(action)
    if len(words) > 1:
        bare = [words, *_without_particles(words)][-1]
        forms |= _forms(words[:1])
        for last in {words[-1], bare[-1]} - PARTICLES:
            forms |= _forms([last])
    return forms


def _action_tokens(action: str | None) -> list[str]:
    return re.sub(r"[^\w\s]|_", " ", fold(action)).split() if action else []


def _without_particles(words: Sequence[str]) -> list[list[str]]:
    """The action without its last particle, its last two, and so on; at least one word is left."""
    shorter, left = [], list(words)
    while len(left) > 1 and left[-1] in PARTICLES:
        left = left[:-1]
        shorter.append(left)
    return shorter


def _forms(words: Sequence[str]) -> set[str]:
    return {" ".join([stem, *words[1:]]) for stem in stems(words[0])} if words else set()


def stems(word: str) -> set[str]:
    """The word and what it may be an inflected form of; also with -iz- for -is-."""
    found = {word} | _without_s(word) | _without_suffix(word, "ed") | _without_suffix(word, "ing")
    if word in IRREGULAR:
        found.add(IRREGULAR[word])
    return found | {re.sub(r"is(e)?$", lambda match: "iz" + (match.group(1) or ""), x) for x in found if len(x) > 5}


def _without_s(word: str) -> set[str]:
    if len(word) <= 3 or not word.endswith("s") or word.endswith("ss"):
        return set()
    found = {word[:-1]}
    if word.endswith("es"):
        found.add(word[:-2])
    if word.endswith("ies"):
        found.add(word[:-3] + "y")
    return found


def _without_suffix(word: str, suffix: str) -> set[str]:
    base = word.removesuffix(suffix)
    if base == word or len(base) <= 1 or not re.search(r"[aeiouy]", base):
        return set()
    found = {base, base + "e"}
    if len(base) > 2 and base[-1] == base[-2]:
        found.add(base[:-1])
    if suffix == "ed" and base.endswith("i"):
        found.add(base[:-1] + "y")
    return found
