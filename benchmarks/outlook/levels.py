"""Weekly counts of the 50 busiest dyads of ICEWS14, four weeks ahead: CRPS against the best baseline.

python -m benchmarks.outlook.levels FILE.tsv.gz [--near 4] [--far 4]
"""

import argparse
import json
from pathlib import Path

import numpy as np
from benchmarks.outlook.icews import rows
from scipy.stats import t as student

from legation.dynamics.acts import acts
from legation.forecasting.counts import BASELINES
from legation.forecasting.levels import COMBINED, Levels, Origin
from legation.forecasting.panel import busiest, make_panel
from legation.forecasting.scores import compare

DYADS = 50


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--near", type=int, default=4)
    parser.add_argument("--far", type=int, default=4)
    parser.add_argument("--pairs", type=int, default=DYADS)
    parser.add_argument("--first", type=int, default=10)
    parser.add_argument("--judged", type=int, default=18)
    arguments = parser.parse_args()
    found = acts(rows(arguments.data))
    panel = make_panel(found, busiest(found, arguments.pairs), found[-1].day)
    levels = Levels(panel, arguments.near, arguments.far)
    origins = [o for o in levels.walk(first=arguments.first) if o.outcome is not None and o.known >= arguments.judged]
    targets = len(panel.targets)
    names = sorted(set.intersection(*(set(o.scores) for o in origins)))
    table = {n: np.stack([o.scores[n].reshape(-1, targets)[:DYADS, :4] for o in origins]) for n in names}
    means = {n: float(table[n].mean()) for n in names}
    best = min((n for n in means if n in BASELINES), key=lambda n: means[n])
    by_dyad = compare(table[COMBINED].mean(axis=(0, 2)), table[best].mean(axis=(0, 2)))
    gain = table[best].mean(axis=(1, 2)) - table[COMBINED].mean(axis=(1, 2))
    by_week = compare(table[COMBINED].mean(axis=(1, 2)), table[best].mean(axis=(1, 2)))
    quads = {
        panel.targets[q]: {n: round(float(table[n][:, :, q].mean()), 4) for n in (COMBINED, best)} for q in range(4)
    }
    weights = {panel.targets[t]: dict(zip(names_in(origins[-1]), w.round(2).tolist(), strict=False))
               for t, w in levels.weights(names_in(origins[-1]), origins[-1].known).items()}  # fmt: skip
    print(json.dumps({
        "origins": len(origins), "crps": {n: round(v, 4) for n, v in sorted(means.items(), key=lambda x: x[1])},
        "best baseline": best, "gain %": round(100 * (1 - means[COMBINED] / means[best]), 2),
        "by dyad": [by_dyad.gain, by_dyad.low, by_dyad.high, by_dyad.p_value, by_dyad.rank_p_value],
        "Diebold-Mariano": diebold_mariano(gain, arguments.far),
        "by week": [by_week.gain, by_week.low, by_week.high, by_week.p_value, by_week.rank_p_value],
        "dyads gaining": float((table[COMBINED].mean(axis=(0, 2)) < table[best].mean(axis=(0, 2))).mean()),
        "quads": quads, "weights": weights,
    }, indent=1))  # fmt: skip


def diebold_mariano(gain: np.ndarray, ahead: int) -> list[float]:
    """Statistic and one-sided p-value of the mean gain; neighbouring weeks' errors are correlated (Newey and West)."""
    n, lags = len(gain), ahead - 1
    centred = gain - gain.mean()
    variance = float(centred @ centred) / n
    for lag in range(1, lags + 1):
        variance += 2 * (1 - lag / (lags + 1)) * float(centred[lag:] @ centred[:-lag]) / n
    statistic = float(gain.mean() / np.sqrt(max(variance, 1e-12) / n))
    return [statistic, float(student.sf(statistic, n - 1))]


def names_in(origin: Origin) -> list[str]:
    return [n for n in origin.distributions if n != COMBINED]


if __name__ == "__main__":
    main()
