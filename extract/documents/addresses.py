"""Local paths and addresses of object stores (s3://, gs://, file:// …) behind one interface.

fsspec reads the stores, universal-pathlib gives an address the interface of a path; both come with the extra `ray`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast

from ontology.errors import InputError

ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def is_address(given: str | Path) -> bool:
    """True for a text that begins with a scheme, such as s3://."""
    return ADDRESS.match(str(given)) is not None


def path_of(given: str | Path) -> Path:
    """The path of a local file or an address. Raises InputError for an address that nothing can open."""
    if not is_address(given):
        return Path(given)
    try:
        from upath import UPath
    except ImportError:
        raise InputError(
            str(given), "reading from an address needs fsspec; install it with: pip install 'actorgraph[ray]'"
        ) from None
    try:
        path = UPath(str(given))
        is_local = "file" in path.fs.protocol  # imports the store's package now, not in the middle of a folder
    except ImportError as error:
        raise InputError(str(given), f"{error} (pip install it into the same environment)") from None
    except ValueError as error:
        raise InputError(str(given), f"{error}; write s3://BUCKET/FOLDER, file:///FOLDER or a plain path") from None
    return Path(path.path) if is_local else cast("Path", path)
