"""The quality gate: figures on the shared tuning data must not fall below floors.toml, whose numbers only ever rise."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from legation.registry import load

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent.parent / "shared"
FLOORS: dict[str, dict[str, Any]] = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))


def measured(value: float | int | str) -> float:
    """A figure as a number; fields of records come as "right/of = share"."""
    return float(value.split("=")[-1]) if isinstance(value, str) else float(value)


@pytest.mark.parametrize("suite", sorted(FLOORS))
def test_figures_hold_their_floors(reader: Any, suite: str) -> None:
    entry = FLOORS[suite]
    data = SHARED / entry["data"]
    if not data.exists():
        pytest.skip(f"{entry['data']} is not beside the repository")
    figures = load("evaluation", entry["suite"])(reader, data, entry.get("split"), None)
    fallen = {
        name: (measured(figures[name]), floor)
        for name, floor in entry["floors"].items()
        if measured(figures[name]) < floor
    }
    assert not fallen, f"{suite}: {fallen} of {dict(figures)}"
