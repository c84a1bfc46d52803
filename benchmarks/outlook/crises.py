"""Ruptures of 2014 in ICEWS14: Crimea, Gaza in July, sanctions on Russia. Found within a week?

python -m benchmarks.outlook.crises FILE.tsv.gz
"""

import argparse
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.outlook.icews import rows

from legation.analysis.ruptures import find

COUNTRY = re.compile(r"^(?:.*\()?([^()]+)\)?$")
PERSONS = {
    "Vladimir_Putin": "Russia", "Sergey_Viktorovich_Lavrov": "Russia", "Barack_Obama": "United_States",
    "John_Kerry": "United_States", "Benjamin_Netanyahu": "Israel", "Israeli_Defense_Forces": "Israel",
    "Oleksandr_Turchynov": "Ukraine", "Arseniy_Yatsenyuk": "Ukraine", "Catherine_Ashton": "European_Union",
    "Angela_Merkel": "Germany",
}  # fmt: skip
WEST = {"United_States", "Canada", "European_Union", "United_Kingdom", "Germany", "France", "Japan", "Australia",
        "Norway", "Switzerland", "Poland"}  # fmt: skip
"""States that put sanctions on Russia, and the European Union: one side for that crisis."""
SIDES = {"West": WEST, "Palestinians": {"Hamas", "Palestinian_Territory,_Occupied"}}
CRISES = [
    ("Crimea: Russian forces take the peninsula", "2014-02-27", "Russia", "Ukraine", ("rises",)),
    ("Sanctions on Russia after the annexation", "2014-03-17", "Russia", "West", ("rises", "falls")),
    ("Gaza: operation from 8 July", "2014-07-08", "Israel", "Hamas", ("rises",)),
    ("Gaza: operation from 8 July", "2014-07-08", "Israel", "Palestinians", ("rises",)),
    ("Gaza: operation from 8 July", "2014-07-08", "Israel", "United_States", ("rises",)),
    ("Gaza: operation from 8 July", "2014-07-08", "United_States", "Palestinians", ("rises",)),
]
"""What happened, the day it began, and two sides. The war in Gaza is asked of all pairs of its parties and mediator."""


def countries(row: dict[str, Any]) -> dict[str, Any]:
    """A row between the countries of its parties."""

    def of(name: str) -> str:
        found = COUNTRY.match(name)
        return PERSONS.get(name) or (found[1] if found else name)

    return {**row, "actors": [of(a) for a in row["actors"]], "recipients": [of(a) for a in row["recipients"]]}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--step", default="week")
    arguments = parser.parse_args()
    found = [countries(r) for r in rows(arguments.data)]
    table = []
    for name, day, first, second, verbs in CRISES:
        chosen = found
        for side in SIDES.keys() & {first, second}:
            chosen = [{**r, **{k: [side if a in SIDES[side] else a for a in r[k]] for k in ("actors", "recipients")}}
                      for r in chosen]  # fmt: skip
        finding = find(chosen, first, second, step=arguments.step, since="2014-01-01", until="2014-11-30")
        marks = [m for m in finding.marks if m.title.endswith(verbs)]
        away = {f"{m.day} {m.title}": (date.fromisoformat(m.day) - date.fromisoformat(day)).days for m in marks}
        nearest = min(away.items(), key=lambda x: abs(x[1]), default=None)
        row = {"crisis": name, "pair": [first, second], "began": day, "nearest": nearest}
        table.append({**row, "ruptures": list(finding.summary)})
    print(json.dumps(table, indent=1))


if __name__ == "__main__":
    main()
