"""Occurrences: are reports of one event put together, and look-alikes kept apart? Pairwise and B³ F1.

The set (`data/occurrences.jsonl`, written by training/occurrences/write.py) has reports of 64 events in our own words;
half of its stories are for tuning. `noisy` figures blur the records as a coder does: with a fixed seed, dates, places,
modes and recipients get lost and types become kindred ones. `told` figures are those of harder reports in running text,
read by the reader itself (`stories`).
B³: Bagga and Baldwin (1998), precision and recall averaged over records.
"""

import datetime
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from legation.contracts import ReaderLike
from legation.errors import SettingsError
from legation.evaluation import meantime, stories
from legation.ledger.likeness import Telling
from legation.ledger.occurrences import group, pairs_of, tell

SEEDS = range(10)


def evaluate(
    reader: ReaderLike | None, data: Path, split: str | None = None, predictions: Path | None = None
) -> Mapping[str, float | int | str]:
    """Figures on the split `test` (or `tune`); `data`: a file of that layout, else the bundled one.

    A folder of MEANTIME as `data` gives the figures of that corpus instead, which has no splits.
    """
    if reader is not None and data != Path() and data.is_dir():
        return meantime.evaluate(reader, data)
    part = split or "test"
    rows = [r for r in load(data) if r["split"] == part]
    if not rows:
        raise SettingsError(f"no reports of the split {part!r}")
    groups = group([_telling(r) for r in rows])
    if predictions:
        lines = [json.dumps({"reports": [rows[i]["id"] for i in members]}) + "\n" for members in groups]
        predictions.write_text("".join(lines), "utf-8")
    found: dict[str, float | int | str] = {"reports": len(rows), "events": len({r["group"] for r in rows})}
    found.update(score(rows, groups))
    noisy = [score(rows, group([_telling(r) for r in blurred(rows, seed)])) for seed in SEEDS]
    found.update({f"noisy {name}": sum(n[name] for n in noisy) / len(noisy) for name in noisy[0]})
    if reader is not None:
        found.update(stories.evaluate(reader, part))
    return found


def load(data: Path | None) -> list[dict[str, Any]]:
    """The reports of a file, or of the bundled one."""
    bundled = files("legation.evaluation").joinpath("data", "occurrences.jsonl")
    text = data.read_text("utf-8") if data and data.is_file() else bundled.read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def _telling(row: Mapping[str, Any]) -> Telling:
    days = {n: datetime.date.fromisoformat(row[n]) if row[n] else None for n in ("date_from", "date_to", "published")}
    return tell({**row, **days, "document_id": row["id"]})


def score(rows: Sequence[Mapping[str, Any]], groups: Sequence[Sequence[int]]) -> dict[str, float]:
    """Pairwise and B³ precision, recall and F1 of groups of indices."""
    gold: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        gold.setdefault(row["group"], []).append(index)
    right, told, wanted = pairs_of(groups) & pairs_of(gold.values()), pairs_of(groups), pairs_of(gold.values())
    figures = _figures("pairwise", len(right) / (len(told) or 1), len(right) / (len(wanted) or 1))
    home = {i: set(members) for members in groups for i in members}
    truth = {i: set(members) for members in gold.values() for i in members}
    precision = sum(len(home[i] & truth[i]) / len(home[i]) for i in truth) / len(truth)
    recall = sum(len(home[i] & truth[i]) / len(truth[i]) for i in truth) / len(truth)
    return {**figures, **_figures("B3", precision, recall)}


def _figures(name: str, precision: float, recall: float) -> dict[str, float]:
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {f"{name} precision": precision, f"{name} recall": recall, f"{name} F1": f1}


KINDRED = {
    "AGREE": "CONSULT", "CONSULT": "AGREE", "SUPPORT": "AGREE", "CONCEDE": "RETREAT", "RETREAT": "CONCEDE",
    "AID": "COOPERATE", "ACCUSE": "THREATEN", "THREATEN": "ACCUSE", "REJECT": "ACCUSE", "REQUEST": "ACCUSE",
    "SANCTION": "COERCE", "COERCE": "SANCTION", "MOBILIZE": "ASSAULT",
}  # fmt: skip


def blurred(rows: Sequence[Mapping[str, Any]], seed: int) -> Iterator[dict[str, Any]]:
    """The reports as an imperfect coder has them."""
    generator = random.Random(seed)
    for row in rows:
        made = dict(row)
        if generator.random() < 0.2:
            made["date_from"] = made["date_to"] = None
        if generator.random() < 0.3:
            made["place_name"] = made["place_country"] = None
        if generator.random() < 0.15:
            made["mode"] = None
        if generator.random() < 0.1:
            made["type"] = KINDRED.get(made["type"], made["type"])
        if generator.random() < 0.1:
            made["recipients"] = []
        yield made
