"""False alarms and finds of the search for ruptures, on simulated series.

python -m benchmarks.outlook.alarms [--draws 100]
"""

import argparse
import json
from datetime import date, timedelta
from typing import Any

import numpy as np

from legation.analysis.ruptures import find

DAYS = 336
FIRST = date(2021, 1, 4)


def steady(generator: np.random.Generator, mean: float, kind: str) -> np.ndarray:
    """Daily counts without a change of level: even, uneven by day, uneven by week, or clustered (an event calls forth
    .4 further ones within about two days)."""
    if kind == "even":
        return generator.poisson(mean, DAYS)
    if kind == "uneven days":
        return generator.poisson(mean * generator.gamma(0.5, 2.0, DAYS))
    if kind == "uneven weeks":
        return generator.poisson(mean * np.repeat(generator.gamma(2.0, 0.5, DAYS // 7), 7))
    counts, trace = np.zeros(DAYS), 0.0
    for day in range(DAYS):
        counts[day] = generator.poisson(0.6 * mean + 0.4 * trace)
        trace = 0.5 * trace + 0.5 * counts[day]
    return counts


def rises(counts: np.ndarray) -> list[int]:
    """Days of the rises found in a pair whose only class has these counts."""
    rows: list[dict[str, Any]] = [
        {"id": f"{day}.{i}", "date_from": FIRST + timedelta(day), "actors": ["A"], "recipients": ["B"],
         "type": "COERCE", "quad": "material conflict"}
        for day, number in enumerate(counts.astype(int)) for i in range(number)
    ]  # fmt: skip
    ends = {"since": FIRST.isoformat(), "until": (FIRST + timedelta(DAYS - 1)).isoformat()}
    marks = [m for m in find(rows, "A", "B", **ends).marks if m.title.startswith("material conflict")]
    return [(date.fromisoformat(m.day) - FIRST).days for m in marks]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--draws", type=int, default=100)
    draws = parser.parse_args().draws
    for kind in ("even", "uneven days", "uneven weeks", "clustered"):
        for mean in (0.1, 0.5, 2.0):
            generator = np.random.default_rng(1)
            alarms = sum(bool(rises(steady(generator, mean, kind))) for _ in range(draws))
            row = {"false alarms": alarms / draws}
            for times in (2.0, 4.0):
                jump = np.where(np.arange(DAYS) < 170, 1.0, times)
                found = [rises(_jump(generator, mean, kind, jump))
                         for _ in range(draws)]  # fmt: skip
                row[f"times {times:.0f} found within a week"] = (
                    sum(any(abs(d - 170) <= 7 for d in days) for days in found) / draws
                )
            print(json.dumps({f"{kind}, {mean} a day": row}), flush=True)


def _jump(generator: np.random.Generator, mean: float, kind: str, jump: np.ndarray) -> np.ndarray:
    """A steady series before the day of the jump, and one of the higher level from then on."""
    return np.where(jump == 1, steady(generator, mean, kind), steady(generator, mean * jump.max(), kind))


if __name__ == "__main__":
    main()
