"""Settings of all tests; what tests of several folders share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]

# how long an example takes says more about the machine than about the code
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", settings.get_profile("any machine"), max_examples=25)  # for `make test`
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def seeds_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a build of the seeds. A test must not change it."""
    from actorgraph.cli.main import main  # noqa: PLC0415  # most tests need no command

    out: Path = tmp_path_factory.mktemp("seeds") / "out"
    result = CliRunner().invoke(main, ["build", str(ROOT / "seeds"), "--out", str(out)])
    assert result.exit_code == 0, result.output
    return out


@pytest.fixture(scope="module")
def in_process() -> Iterator[None]:
    """Commands of this module read and extract without processes of their own."""
    from support.in_process import without_limits  # noqa: PLC0415  # likewise

    with without_limits():
        yield
