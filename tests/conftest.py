"""What all tests share: one reader with the bundled model, the samples, and the shared gold cases where they are."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

OUTCOME = pytest.StashKey[int]()
ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

settings.register_profile("legation", deadline=None, derandomize=True)  # no test depends on the machine's speed
settings.load_profile("legation")


@pytest.fixture(scope="session")
def reader() -> Iterator[Any]:
    """The reader as users get it."""
    from legation import Reader

    yield Reader()


@pytest.fixture(scope="session")
def samples() -> dict[str, dict[str, Any]]:
    """The bundled sample reports by name."""
    return {p.stem: json.loads(p.read_text("utf-8")) for p in sorted((ROOT / "samples").glob("*.json"))}


@pytest.fixture(scope="session")
def cases() -> Path:
    """The folder of gold cases; tests that need it are skipped aloud where it is not beside the repository."""
    folder = SHARED / "cases"
    if not folder.is_dir():
        pytest.skip("the gold cases are not beside the repository")
    return folder


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Keep the outcome for the end of the process."""
    session.config.stash[OUTCOME] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave with the tests' own outcome.

    Native libraries (Ray, ONNX Runtime) may crash while the interpreter is taken down, after the report.
    """
    outcome = config.stash.get(OUTCOME, None)
    if outcome is not None:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(outcome)
