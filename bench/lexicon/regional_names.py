"""Writes extract/lexicon/regional_names.toml: names of countries and months in languages of the region, from the CLDR.

    python -m bench.lexicon.regional_names

needs babel (it comes with trafilatura), whose copy of the CLDR is read. Names that mean two countries are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import babel
from babel import Locale

from ontology.countries import countries

FILE = Path(__file__).resolve().parents[2] / "extract" / "lexicon" / "regional_names.toml"
LANGUAGES = ("fil", "id", "km", "ko", "lo", "ms", "my", "th", "vi", "zh")
HEAD = """# Names of countries and months in languages of the region. Read by extract.lexicon.regional_names.
#
# [countries.LANGUAGE]: by ISO 3166-1 code, the name. [months.LANGUAGE]: the names of the months, from January.
# From the Unicode CLDR by way of babel {version}; `python -m bench.lexicon.regional_names` writes it anew.
# Copyright © Unicode, Inc.; the licence is in unicode-license.txt.
"""


def page() -> str:
    """The content of the file."""
    return "\n".join([HEAD.format(version=babel.__version__), *_lines()])


def _lines() -> Iterator[str]:
    codes = sorted(row.code.upper() for row in countries())
    for language in LANGUAGES:
        names = Locale(language).territories
        known = {code.lower(): names[code].replace("\u200b", "") for code in codes if code in names}
        counts = Counter(known.values())
        yield f"[countries.{language}]"
        yield from (f'{code} = "{name}"' for code, name in known.items() if counts[name] == 1)
        yield ""
    yield "[months]"
    for language in LANGUAGES:
        forms = Locale(language).months["format"]
        for width in ("wide", "abbreviated"):
            months = ", ".join(f'"{forms[width][number]}"' for number in range(1, 13))
            yield f"{language}_{width} = [{months}]"
    yield ""


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
