"""Logging of the command line: records of all our packages on standard error, as -v asks for."""

from __future__ import annotations

import logging
import sys

PACKAGES = ("actorgraph", "extract", "graph", "ontology")
FORMAT = "%(levelname)s %(name)s: %(message)s"


def log_to_stderr(verbosity: int) -> None:
    """Print log records on standard error: from INFO for a `verbosity` of 1, from DEBUG for more."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter(FORMAT))
    for name in PACKAGES:
        logger = logging.getLogger(name)
        for old in [known for known in logger.handlers if isinstance(known, logging.StreamHandler)]:
            logger.removeHandler(old)  # of an earlier run in this process
        logger.addHandler(handler)
        logger.setLevel(logging.INFO if verbosity == 1 else logging.DEBUG)
