"""The extractor that is measured."""

import pytest

from extract.claims import Extractor


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """An extractor with the project's own model."""
    return Extractor()
