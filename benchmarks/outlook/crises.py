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
    "John_Kerry": "United_States", "Benjamin_Netanyahu": "Israel", "Hamas": "Palestinian_Territory,_Occupied",
    "Oleksandr_Turchynov": "Ukraine", "Arseniy_Yatsenyuk": "Ukraine",
}  # fmt: skip
CRISES = [
    ("Crimea: Russian forces take the peninsula", "2014-02-27", "Russia", "Ukraine", ("rises",)),
    ("Sanctions on Russia after the annexation", "2014-03-17", "Russia", "United_States", ("rises",)),
    ("Gaza: operation from 8 July", "2014-07-08", "Israel", "Palestinian_Territory,_Occupied", ("rises",)),
]
"""What happened, the day it began, and the two sides."""


def countries(row: dict[str, Any]) -> dict[str, Any]:
    """A row between the countries of its parties."""
    def of(name: str) -> str:
        found = COUNTRY.match(name)
        return PERSONS.get(name) or (found[1] if found else name)

    return {**row, "actors": [of(a) for a in row["actors"]], "recipients": [of(a) for a in row["recipients"]]}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    found = [countries(r) for r in rows(parser.parse_args().data)]
    table = []
    for name, day, first, second, verbs in CRISES:
        finding = find(found, first, second, since="2014-01-01", until="2014-11-30")
        marks = [m for m in finding.marks if m.title.endswith(verbs)]
        away = {f"{m.day} {m.title}": (date.fromisoformat(m.day) - date.fromisoformat(day)).days for m in marks}
        nearest = min(away.items(), key=lambda x: abs(x[1]), default=None)
        table.append({"crisis": name, "began": day, "nearest": nearest, "ruptures": list(finding.summary)})
    print(json.dumps(table, indent=1))


if __name__ == "__main__":
    main()
