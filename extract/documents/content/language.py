"""Which language a text is in, by py3langid (a naive Bayes model over byte n-grams, Lui & Baldwin 2011)."""

from __future__ import annotations

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

SURE = 0.7
"""Less sure of a language than this, it is not told: short texts, and texts that are all names."""
ENOUGH = 20  # letters, below which nothing is told
AT_MOST = 5_000  # characters that are looked at
NAMES = {
    "ar": "Arabic", "bn": "Bengali", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian", "fr": "French",
    "hi": "Hindi", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "km": "Khmer", "ko": "Korean", "lo": "Lao",
    "ms": "Malay", "my": "Burmese", "nl": "Dutch", "pl": "Polish", "pt": "Portuguese", "ru": "Russian", "sw": "Swahili",
    "th": "Thai", "tl": "Filipino", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese",
    "zh": "Chinese",
}  # fmt: skip


def language_of(text: str) -> str | None:
    """ISO 639 code of the language of a text; None if that cannot be told surely."""
    beginning = text[:AT_MOST]
    if sum(map(str.isalpha, beginning)) < ENOUGH:
        return None
    code, sure = _identifier().classify(beginning)
    return str(code) if sure >= SURE else None


def language_name(code: str) -> str:
    """A code with the name of its language, if it is a common one: "Spanish (es)"."""
    return f"{NAMES[code]} ({code})" if code in NAMES else f"the language {code}"


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
