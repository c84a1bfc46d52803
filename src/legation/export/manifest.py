"""A sidecar file that says how an export came about: version, model, settings, counts, licence."""

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from legation.export.rows import replacing

LICENCE = (
    "The records are the user's. Evidence quotes the reports, whose rights remain with their publishers. "
    "PLOVER's codes: CC BY-SA 4.0 (Open Event Data Alliance). Imported rows keep the terms of their source."
)


def write_manifest(
    path: Path,
    *,
    format: str,
    version: str,
    rows: int,
    runs: Iterable[Mapping[str, Any]],
    counts: Mapping[str, int],
    options: Mapping[str, Any] | None = None,
) -> Path:
    """Write `PATH.manifest.json` beside an export; returns its path.

    `runs` are rows of the ledger's view `runs`, `counts` the rows of its views when the export was made.
    """
    to = path.with_name(path.name + ".manifest.json")
    told = {
        "file": path.name,
        "sha256": _digest(path),
        "format": format,
        "rows": rows,
        "options": dict(options or {}),
        "legation": version,
        "created": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "ledger": dict(counts),
        "runs": [
            {k: run.get(k) for k in ("id", "version", "model_digest", "settings", "engine", "inputs", "started_at")}
            for run in runs
        ],
        "licence": LICENCE,
    }
    with replacing(to) as file:
        json.dump(told, file, indent=2, ensure_ascii=False, default=str)
        file.write("\n")
    return to


def _digest(path: Path) -> str:
    state = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            state.update(block)
    return state.hexdigest()
