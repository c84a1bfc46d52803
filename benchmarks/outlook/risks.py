"""Probabilities of a meeting, a sanction and an escalation for the 50 busiest dyads of ICEWS14: are they calibrated?

python -m benchmarks.outlook.risks FILE.tsv.gz [--weeks 1 4 12]
"""

import argparse
import json
from pathlib import Path

import numpy as np
from benchmarks.outlook.icews import rows

from legation.dynamics.acts import acts
from legation.forecasting.chances import EVENTS
from legation.forecasting.counts import BASELINES
from legation.forecasting.levels import COMBINED, Learners, Levels
from legation.forecasting.panel import busiest, make_panel
from legation.forecasting.risks import chance, happened, probability
from legation.forecasting.scores import brier, calibration, calibration_error, compare

DYADS, WIDE = 50, 150
JUDGED = 18


def log_loss(chance: np.ndarray, came: np.ndarray) -> np.ndarray:
    """Negative logarithm of the probability of what came."""
    return -np.log(np.clip(np.where(came == 1, chance, 1 - chance), 1e-6, 1))


def tests(ours: np.ndarray, theirs: np.ndarray, origins: int) -> list[float]:
    """p-values of Student's and Wilcoxon's test of the gain over dyads (scores of one origin stand together)."""
    found = compare(*(scores.reshape(origins, -1).mean(axis=0) for scores in (ours, theirs)))
    return [round(found.p_value, 4), round(found.rank_p_value, 4)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--until", type=int, default=99, help="last origin (weeks known); for choices")
    parser.add_argument("--weeks", type=int, nargs="+", default=[1, 4, 12])
    arguments = parser.parse_args()
    found = acts(rows(arguments.data))
    wide = make_panel(found, busiest(found, WIDE), found[-1].day)
    panel = wide.first(DYADS)
    learners = Learners(panel, wide)
    table = {}
    for weeks in arguments.weeks:
        levels = Levels(panel, 1, weeks, learners)
        judged = range(max(JUDGED, weeks + 10), arguments.until + 1)
        origins = [o for o in levels.walk() if o.outcome is not None and o.known in judged]
        whole = []
        for event in EVENTS:
            came = np.concatenate([happened(levels, o, event) for o in origins])
            ours = np.concatenate([chance(levels, o, event, COMBINED) for o in origins])
            whole.append((ours, came))
            base = {name: np.concatenate([probability(levels, o, event, name) for o in origins]) for name in BASELINES}
            others = {n: (float(brier(p, came).mean()), float(log_loss(p, came).mean())) for n, p in base.items()}
            best = min(others, key=lambda n: others[n])
            table[f"{event}, {weeks} weeks"] = {
                "cases": len(came), "rate": round(float(came.mean()), 3),
                "log": round(float(log_loss(ours, came).mean()), 4),
                "ece": round(calibration_error(ours, came), 4), "brier": round(float(brier(ours, came).mean()), 4),
                "best baseline": [best, round(others[best][0], 4), round(others[best][1], 4)],
                "by dyad": tests(brier(ours, came), brier(base[best], came), len(origins)),
                "curve": [[round(p, 2), round(h, 2), n] for p, h, n in calibration(ours, came)],
            }  # fmt: skip
        told, came = (np.concatenate(part) for part in zip(*whole, strict=True))
        table[f"all, {weeks} weeks"] = {"cases": len(came), "ece": round(calibration_error(told, came), 4)}
    print(json.dumps(table, indent=1))


if __name__ == "__main__":
    main()
