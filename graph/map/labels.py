"""Breaks the labels of the map into lines and estimates their width; `web/map/labels.mjs` breaks them the same way."""

from __future__ import annotations

LABEL_WIDTH, LABEL_LINES = 20, 3
"""Most characters in a line, and lines in a label."""
SIZE, SIZE_BOLD = 11.5, 12.5
"""Pixels, as in `web/map/words.mjs`."""
BOLD = 16
"""The number of most important nodes whose labels are bold and slightly larger."""
WIDTHS = (
    ("ijlIJ'", 0.30),
    (" .,:;/\\|f-", 0.35),
    ("()[]t!r", 0.41),
    ('sz?c*_`"', 0.53),
    ("LFkvxyPTYao", 0.605),
    ("KAVBRXC", 0.705),
    ("UHNDG&", 0.77),
    ("OQw#+<=>^~", 0.83),
    ("Mm%W@…", 1.0),
)
"""Glyphs by their width relative to the font size, in DejaVu Sans, the widest of the fonts of the page."""
USUAL_WIDTH, FULL_WIDTH, BOLDER = 0.64, 1.0, 1.125
WIDTH = {letter: width for letters, width in WIDTHS for letter in letters}
FIRST_FULL = 0x1100
"""From this code point on, glyphs may be as wide as high: Hangul, kana, Chinese characters."""
INVISIBLE = frozenset(
    {*range(0x20), *range(0x7F, 0xA0), 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A)}
)
"""Control characters, and those that change the direction of text."""


def label_lines(label: str) -> list[str]:
    """A label in at most three lines; a longer one is cut and ends in "…"."""
    text = "".join(" " if ord(character) in INVISIBLE else character for character in label)
    lines: list[str] = []
    for word in [piece for whole in text.split(" ") for piece in _pieces(whole)]:
        if lines and len(lines[-1]) + 1 + len(word) <= LABEL_WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > LABEL_LINES:
        lines = [*lines[: LABEL_LINES - 1], f"{lines[LABEL_LINES - 1][: LABEL_WIDTH - 1]}…"]
    return lines or ["?"]


def _pieces(word: str) -> list[str]:
    """A word cut into pieces of at most one line."""
    return [word[at : at + LABEL_WIDTH] for at in range(0, len(word), LABEL_WIDTH)]


def text_width(line: str, *, bold: bool = False) -> float:
    """An upper estimate of the width of a line in pixels: fonts differ between machines."""
    letters = sum(WIDTH.get(letter, USUAL_WIDTH if ord(letter) < FIRST_FULL else FULL_WIDTH) for letter in line)
    return letters * (SIZE_BOLD * BOLDER if bold else SIZE)
