"""Whether what is needed for many machines is installed; asked before anything of it is imported."""

from __future__ import annotations

from importlib.util import find_spec

from ontology.errors import ActorgraphError

NEEDED = ("ray", "pyarrow", "fsspec", "upath")


def require() -> None:
    """Raises ActorgraphError where something is missing."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise ActorgraphError(
            f"--engine ray needs {', '.join(missing)}, which is not installed; "
            "install it with: pip install 'actorgraph[ray]'"
        )
