"""Rows of events made for tests."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import numpy as np

Row = dict[str, Any]
FIRST = date(2021, 1, 4)
"""A Monday."""


def row(day: int, source: str = "USA", target: str = "RUS", quad: str = "verbal cooperation", **more: Any) -> Row:
    """One event `day` days after FIRST."""
    number = more.pop("id", f"{source}{target}{quad}{day}")
    types = {"verbal cooperation": "CONSULT", "material cooperation": "AID", "verbal conflict": "ACCUSE"}
    return {
        "id": number, "date_from": FIRST + timedelta(day), "date_to": None, "status": "asserted", "actors": [source],
        "recipients": [target], "type": types.get(quad, "COERCE"), "mode": None, "quad": quad,
        "score": 2.0 if quad.endswith("cooperation") else -4.0, "goldstein": 1.0, "contexts": ["economic"],
        "trigger": "act", **more,
    }  # fmt: skip


def rows_of(
    counts: Iterable[int], source: str = "USA", target: str = "RUS", quad: str = "verbal cooperation"
) -> list[Row]:
    """As many events a day as `counts` has."""
    return [
        row(day, source, target, quad, id=f"{source}{target}{quad}{day}.{i}")
        for day, number in enumerate(np.asarray(counts, dtype=int))
        for i in range(number)
    ]
