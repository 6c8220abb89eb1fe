"""Extract who did what from policy and news documents; the Python API of the project (docs/api.md).

`import actorgraph` is light: what a name needs is imported when the name is first used.
"""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` takes as long to import as Python does to start
if TYPE_CHECKING:
    from actorgraph.api import (
        Build,
        Claim,
        Document,
        ModelSettings,
        build,
        claims_frame,
        extract,
        open,  # noqa: A004
        read,
        show,
    )

__all__ = ["Build", "Claim", "Document", "ModelSettings", "build", "claims_frame", "extract", "open", "read", "show"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Import a name of the API when it is first used (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module 'actorgraph' has no attribute {name!r}")
    from actorgraph import api  # noqa: PLC0415  # it imports spaCy, rdflib and networkx

    value: object = getattr(api, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The names of the API too, before they are used."""
    return sorted({*globals(), *__all__})
