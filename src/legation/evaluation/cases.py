"""Gold cases: reports with everything that a careful reader records from them, compared by the scorer beside them."""

import importlib.util
import json
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from legation.contracts import ReaderLike
from legation.errors import FormatError
from legation.records import Document

PARTS = ("events", "dyad", "statements", "commitments", "links")


def load_scorer(folder: Path) -> ModuleType:
    """The module `score.py` of a folder of gold cases. Raises FormatError where there is none."""
    path = folder / "score.py"
    spec = importlib.util.spec_from_file_location("legation_case_scorer", path)
    if spec is None or spec.loader is None or not path.exists():
        raise FormatError(f"{folder}: no score.py beside the cases")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load_cases(folder: Path) -> dict[str, dict[str, Any]]:
    """The gold cases of a folder by name."""
    found = {p.stem: json.loads(p.read_text("utf-8")) for p in sorted(folder.glob("*.json"))}
    return {name: case for name, case in found.items() if "events" in case and "text" in case}


def predict(reader: ReaderLike, cases: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The program's record of each case."""
    documents = [
        Document(id=name, text=case["text"], title=case.get("title"), published=case.get("published"))
        for name, case in cases.items()
    ]
    reports = list(reader.read_many(documents))
    return {r.document.id: r.to_dict() for r in reports}


def evaluate(
    reader: ReaderLike, data: Path, split: str | None, predictions: Path | None
) -> Mapping[str, float | int | str]:
    """F1 of events, dyads, statements, commitments and links, and the share of fields that are right.

    `data` is a folder of gold cases with its score.py; `split` names one case; `predictions` is a folder
    for the records.
    """
    scorer = load_scorer(data)
    cases = {n: c for n, c in load_cases(data).items() if split in (None, n)}
    records = predict(reader, cases)
    if predictions is not None:
        predictions.mkdir(parents=True, exist_ok=True)
        for name, record in records.items():
            (predictions / f"{name}.json").write_text(json.dumps(record, ensure_ascii=False, indent=1), "utf-8")
    results = scorer.score_all(cases, lambda name: (records[name], []))
    return _figures(results["TOTAL"])


def _figures(total: Mapping[str, Any]) -> dict[str, float | int | str]:
    figures: dict[str, float | int | str] = {}
    for part in PARTS:
        counts = total["counts"][part]
        for name in ("precision", "recall", "f1"):
            figures[f"{part} {name}"] = round(counts[name] or 0.0, 4)
    for part, fields in total["fields"].items():
        for name, (right, of) in fields.items():
            figures[f"{part} {name}"] = f"{right}/{of} = {right / of:.2f}" if of else "none"
    figures["errors"] = len(total["errors"])
    return figures
