"""Makes `extract/lexicon/noun_classes.toml` from WordNet: nouns that mean persons, and nouns that mean social groups.

    python -m bench.lexicon.noun_classes DICT > extract/lexicon/noun_classes.toml

DICT is the folder `dict` of WordNet 3.1 (Princeton University; https://wordnet.princeton.edu/license-and-commercial-use).
A noun is of a class if most of its uses in WordNet's tagged texts, or its first sense where no use is tagged, are below
the root of the class.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import fill

ROOTS = {"person": "person", "group": "social_group"}
"""By class, the lemma whose first sense is the root of its nouns."""
HYPERNYMS = ("@", "@i")
TAGGED_SHARE = 0.5
"""Share of the tagged uses of a noun that must be of the class."""


def senses(folder: Path) -> dict[str, list[str]]:
    """By lemma, the offsets of its synsets, the most frequent sense first."""
    table = {}
    for line in _lines(folder / "index.noun"):
        fields = line.split()
        table[fields[0]] = fields[-int(fields[2]) :]
    return table


def hypernyms(folder: Path) -> dict[str, list[str]]:
    """By synset offset, the offsets of its hypernyms."""
    table = {}
    for line in _lines(folder / "data.noun"):
        fields = line.split(" | ")[0].split()
        pointers = fields[5 + 2 * int(fields[3], 16) :]
        table[fields[0]] = [pointers[at + 1] for at, symbol in enumerate(pointers) if symbol in HYPERNYMS]
    return table


def tagged_uses(folder: Path) -> dict[tuple[str, str], int]:
    """By lemma and synset offset, how often WordNet's tagged texts use the noun in that sense."""
    uses: dict[tuple[str, str], int] = defaultdict(int)
    for line in (folder / "index.sense").read_text(encoding="utf-8").splitlines():
        key, offset, _, count = line.split()
        lemma, _, rest = key.partition("%")
        if rest.startswith("1:"):
            uses[lemma, offset] += int(count)
    return uses


def below(root: str, parents: Mapping[str, list[str]]) -> set[str]:
    """The synsets below a synset, and itself."""
    children: dict[str, list[str]] = defaultdict(list)
    for offset, above in parents.items():
        for parent in above:
            children[parent].append(offset)
    reached, waiting = {root}, [root]
    while waiting:
        new = [child for child in children[waiting.pop()] if child not in reached]
        reached.update(new)
        waiting.extend(new)
    return reached


def noun_classes(folder: Path) -> Iterator[tuple[str, str]]:
    """(noun, class), sorted; single words in small letters only."""
    table, parents, uses = senses(folder), hypernyms(folder), tagged_uses(folder)
    members = {name: below(table[root][0], parents) for name, root in ROOTS.items()}
    for lemma, offsets in sorted(table.items()):
        if not lemma.isalpha() or len(lemma) < 3:
            continue
        total = sum(uses[lemma, offset] for offset in offsets)
        if lemma.endswith("ism"):
            continue  # movements of ideas: "expressionism"
        for name, synsets in members.items():
            own = sum(uses[lemma, offset] for offset in offsets if offset in synsets)
            if own > total * TAGGED_SHARE or (total == 0 and offsets[0] in synsets):
                yield lemma, name
                break


def _lines(path: Path) -> Iterator[str]:
    return (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith(" "))


HEAD = """\
# Nouns that mean persons, and nouns that mean social groups. Made by bench/lexicon/noun_classes.py; do not edit.
# Derived from WordNet 3.1, copyright Princeton University (wordnet-license.txt). A word of actors.toml keeps its
# type there.
"""


def toml(classes: Iterator[tuple[str, str]]) -> str:
    """The file: one array a class."""
    words: dict[str, list[str]] = defaultdict(list)
    for noun, name in classes:
        words[name].append(f'"{noun}",')
    arrays = (f"{name} = [\n{fill(' '.join(words[name]), 120)}\n]\n" for name in ROOTS)
    return HEAD + "".join(arrays)


if __name__ == "__main__":
    sys.stdout.write(toml(noun_classes(Path(sys.argv[1]))))
