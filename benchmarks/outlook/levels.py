"""Counts of the 50 busiest dyads of ICEWS14, some weeks ahead: CRPS and log score against the best baseline.

python -m benchmarks.outlook.levels FILE.tsv.gz [--spans 4-4 1-1 1-4 1-12]

A span a-b is the sum of the weeks from the a-th to the b-th ahead. Origins roll on week by week; each is judged by what
followed, and learns from what was known.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.outlook.icews import rows
from scipy.stats import t as student

from legation.dynamics.acts import acts
from legation.forecasting.counts import BASELINES
from legation.forecasting.levels import COMBINED, Learners, Levels, Origin
from legation.forecasting.panel import busiest, make_panel
from legation.forecasting.scores import compare, log_score

DYADS = 50


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--spans", nargs="+", default=["4-4"])
    parser.add_argument("--pairs", type=int, default=DYADS)
    parser.add_argument("--first", type=int, default=10)
    parser.add_argument("--judged", type=int, default=18)
    arguments = parser.parse_args()
    found = acts(rows(arguments.data))
    panel = make_panel(found, busiest(found, arguments.pairs), found[-1].day)
    learners = Learners(panel)
    for span in arguments.spans:
        near, far = (int(part) for part in span.split("-"))
        levels = Levels(panel, near, far, learners)
        walked = levels.walk(first=arguments.first)
        origins = [o for o in walked if o.outcome is not None and o.known >= arguments.judged]
        print(json.dumps({"span": span, **judge(levels, origins)}, indent=1), flush=True)


def judge(levels: Levels, origins: list[Origin]) -> dict[str, Any]:
    """Scores of all methods over the quad classes of the first DYADS pairs, and tests of the combination's gain."""
    targets = levels.panel.targets
    names = sorted(set.intersection(*(set(o.scores) for o in origins)))
    table = {n: quads(levels, [o.scores[n] for o in origins]) for n in names}
    logs = {n: quads(levels, [log_score(o.distributions[n], o.outcome) for o in origins]) for n in names}
    means = {n: float(table[n].mean()) for n in names}
    best = min((n for n in means if n in BASELINES), key=lambda n: means[n])
    ours, theirs = table[COMBINED], table[best]
    by_dyad = compare(ours.mean(axis=(0, 2)), theirs.mean(axis=(0, 2)))
    gain = theirs.mean(axis=(1, 2)) - ours.mean(axis=(1, 2))
    return {
        "origins": len(origins), "crps": {n: round(v, 4) for n, v in sorted(means.items(), key=lambda x: x[1])},
        "log score": {n: round(float(logs[n].mean()), 4) for n in (COMBINED, *BASELINES)},
        "best baseline": best, "gain %": round(100 * (1 - means[COMBINED] / means[best]), 2),
        "by dyad": [by_dyad.gain, by_dyad.low, by_dyad.high, by_dyad.p_value, by_dyad.rank_p_value],
        "Diebold-Mariano": diebold_mariano(gain, levels.far),
        "dyads gaining": float((ours.mean(axis=(0, 2)) < theirs.mean(axis=(0, 2))).mean()),
        "quads": {targets[q]: {n: round(float(table[n][:, :, q].mean()), 4) for n in (COMBINED, best)}
                  for q in range(4)},
        "inside 80 %": inside(levels, origins),
    }  # fmt: skip


def quads(levels: Levels, scores: list[np.ndarray]) -> np.ndarray:
    """Scores [origins, dyads, quad classes] of the first DYADS pairs."""
    return np.stack([s.reshape(-1, len(levels.panel.targets))[:DYADS, :4] for s in scores])


def inside(levels: Levels, origins: list[Origin]) -> list[float]:
    """Share of outcomes within the central 80 % of the combination, and the probability that it gave that interval."""
    held, told = [], []
    for origin in origins:
        below = np.cumsum(origin.distributions[COMBINED], axis=1)
        low, high = ((below < level - 1e-12).sum(axis=1) for level in (0.1, 0.9))
        held.append((low <= origin.outcome) & (origin.outcome <= high))
        rows = np.arange(len(low))
        told.append(below[rows, high] - np.where(low > 0, below[rows, np.maximum(low - 1, 0)], 0.0))
    return [round(float(quads(levels, part).mean()), 3) for part in (held, told)]


def diebold_mariano(gain: np.ndarray, ahead: int) -> list[float]:
    """Statistic and one-sided p-value of the mean gain; neighbouring weeks' errors are correlated (Newey and West)."""
    n, lags = len(gain), ahead - 1
    centred = gain - gain.mean()
    variance = float(centred @ centred) / n
    for lag in range(1, lags + 1):
        variance += 2 * (1 - lag / (lags + 1)) * float(centred[lag:] @ centred[:-lag]) / n
    statistic = float(gain.mean() / np.sqrt(max(variance, 1e-12) / n))
    return [statistic, float(student.sf(statistic, n - 1))]


if __name__ == "__main__":
    main()
