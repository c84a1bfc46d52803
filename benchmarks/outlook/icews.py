"""ICEWS14 as rows of the ledger: relation names back to CAMEO codes, and on to PLOVER types."""

import csv
import gzip
import re
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

from legation.knowledge.codes import cameo_codes
from legation.knowledge.events import goldstein, quad, score

RENAMED = {
    "make an appeal or request": "020", "demand that target yields": "105", "demand material cooperation": "101",
    "demand material aid": "103", "demand settling of dispute": "107",
    "demand de escalation of military engagement": "106",
    "demand diplomatic cooperation such as policy support": "102",
}  # fmt: skip
"""Relations whose CAMEO names differ too much to be found by likeness (codes of the roots' second level)."""


@cache
def names() -> dict[str, str]:
    """Codes by plain name; the more general of two codes with one name."""
    found: dict[str, str] = {}
    for code, entry in sorted(cameo_codes().items(), key=lambda x: (-len(x[0]), x[0])):
        found[plain(entry.name)] = code
    return found


def plain(name: str) -> str:
    """Letters only, without "not specified below"."""
    name = name.replace("_", " ").lower().replace("not specified below", "")
    return " ".join(re.findall(r"[a-z]+", name))


@cache
def code(relation: str) -> str:
    """The code whose name is most like a relation's."""
    wanted = plain(relation)
    if wanted in RENAMED:
        return RENAMED[wanted]
    if wanted in names():
        return names()[wanted]
    return names()[process.extractOne(wanted, list(names()), scorer=fuzz.token_sort_ratio)[0]]


def rows(path: Path) -> list[dict[str, Any]]:
    """Rows of all facts that PLOVER has a type for."""
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)):
            entry = cameo_codes()[code(row["relation"])]
            if entry.type is None:
                continue
            found.append({
                "id": f"i{number}", "date_from": row["date"], "date_to": row["date"], "status": "asserted",
                "actors": [row["source"]], "recipients": [row["target"]], "type": entry.type, "mode": entry.mode,
                "quad": quad(entry.type), "score": score(entry.type, entry.mode), "goldstein": goldstein(entry.code),
                "contexts": list(entry.contexts), "trigger": row["relation"].replace("_", " "),
            })  # fmt: skip
    return found
