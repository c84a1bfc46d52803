"""Scores on folders of reports with full records: `python -m training.score SCORER FOLDER…`.

`SCORER` is the folder that holds the gold cases' `score.py`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from legation.api import Reader
from legation.evaluation.cases import load_scorer, predict


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("folders", nargs="+", type=Path)
    arguments = parser.parse_args()
    scorer, reader = load_scorer(arguments.scorer), Reader()
    for folder in arguments.folders:
        cases = {p.stem: json.loads(p.read_text("utf8")) for p in sorted(folder.glob("*.json"))}
        found = predict(reader, cases)
        total = scorer.score_all(cases, lambda name, found=found: (found[name], []))["TOTAL"]
        print(folder)
        print(scorer.table({"TOTAL": total}))


if __name__ == "__main__":
    main()
