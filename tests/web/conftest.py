"""Desks over ledgers that several tests look at; each is made once."""

import pytest
from starlette.testclient import TestClient
from tests.web import desks

from legation.api import Ledger


@pytest.fixture(scope="session")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ledger]:
    folder = tmp_path_factory.mktemp("desks")
    return {
        "empty": Ledger(folder / "empty"), "small": desks.small(folder / "small"),
        "large": desks.large(folder / "large"), "hostile": desks.hostile(folder / "hostile"),
    }  # fmt: skip


@pytest.fixture(scope="session")
def visitors(ledgers: dict[str, Ledger]) -> dict[str, TestClient]:
    found = {name: desks.client(ledger) for name, ledger in ledgers.items()}
    for visitor in found.values():
        desks.settle(visitor)
    return found
