"""An archive is coded with the real reader, its writer killed again and again: is the ledger that of a quiet run?

    python -m benchmarks.kills ARTICLES.jsonl[.gz] [--count 10000] [--kills 10] [--words 60] [--workers 2]

Makes an archive by recombining sentences of the articles given (JSON lines with `text`), with near copies, doubled ids
and broken lines in it. `legation code` reads it twice: once undisturbed, once with `kill -9` for its process at moments
drawn with a fixed seed, and the same command again after each. Prints what was killed when, and compares every row of
every view but for names of runs and times. Exits with 1 if anything differs. `--folder` keeps archive and ledgers.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.recombined import cut, load_texts, recombined

from legation.ledger import Ledger
from legation.records import Document

VIEWS = ("documents", "actors", "events", "statements", "commitments", "links", "copies", "problems", "occurrences")
IGNORED = {"run_id", "added_at", "noted_at"}


def archive(parts: list[str], count: int, words: int) -> Iterator[str]:
    """Lines of JSON: articles; every fiftieth has a near copy, every 97th shares its id, every 211th line is broken."""
    for number, document in enumerate(recombined(parts, count, words, " ")):
        yield _line(document)
        if number % 50 == 0:
            yield _line(document, id=f"c{number}", source="another", text=f"{document.text} Reporting by two.")
        if number % 97 == 0:
            yield _line(document, text=f"{document.text[::-1]} This is another text, but it bears the same id.")
        if number % 211 == 0:
            yield '{"id": "broken", "text": '


def _line(document: Document, **changes: Any) -> str:
    told = {name: getattr(document, name) for name in ("id", "text", "published", "source")}
    return json.dumps({**told, **changes})


def code(path: Path, ledger: Path, workers: int) -> subprocess.Popen[str]:
    """`legation code` as a process of its own."""
    command = [sys.executable, "-m", "legation", "code", str(path), "--ledger", str(ledger), "--workers", str(workers)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def batches(ledger: Path) -> int:
    """Batches committed so far, by the files of the table's log."""
    return len(list((ledger / "batches" / "_delta_log").glob("*.json")))


def killed(path: Path, ledger: Path, workers: int, kills: int, whole: int, seed: int) -> list[dict[str, float]]:
    """Code with `kills` kills spread over the `whole` batches of a quiet run; what happened at each."""
    generator = random.Random(seed)
    told = []
    for number in range(kills):
        goal = batches(ledger) + generator.uniform(0.3, 1.5) * whole / (kills + 2)
        delay = generator.uniform(0, 2)
        began = time.monotonic()
        process = code(path, ledger, workers)
        while process.poll() is None and batches(ledger) < goal:
            time.sleep(0.02)
        time.sleep(delay)
        if process.poll() is not None:
            break
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        told.append({"kill": number + 1, "seconds": round(time.monotonic() - began, 1), "batches": batches(ledger)})
        print(json.dumps(told[-1]), flush=True)
    return told


def differences(one: Ledger, other: Ledger) -> dict[str, int]:
    """For each view the rows that only one of two ledgers has, and `rows` of the first in all."""
    found: dict[str, int] = {"rows": 0}
    for view in VIEWS:
        left, right = (_rows(ledger, view) for ledger in (one, other))
        found["rows"] += len(left)
        found[view] = len(_surplus(left, right)) + len(_surplus(right, left))
    return found


def _rows(ledger: Ledger, view: str) -> list[str]:
    rows = ledger.query(f"select * from {view}").to_dicts()
    return sorted(json.dumps({k: v for k, v in row.items() if k not in IGNORED}, sort_keys=True) for row in rows)


def _surplus(left: list[str], right: list[str]) -> list[str]:
    rest: dict[str, int] = {}
    for row in right:
        rest[row] = rest.get(row, 0) + 1
    surplus = []
    for row in left:
        rest[row] = rest.get(row, 0) - 1
        if rest[row] < 0:
            surplus.append(row)
    return surplus


def compare(folder: Path, options: argparse.Namespace) -> bool:
    """Run both and print; whether the ledgers are equal."""
    path = folder / "archive.jsonl"
    parts = cut(load_texts(options.articles), "sentence")
    path.write_text("\n".join(archive(parts, options.count, options.words)) + "\n", "utf-8")
    began = time.monotonic()
    quiet = code(path, folder / "undisturbed", options.workers)
    print(quiet.communicate()[0].strip())
    print(json.dumps({"undisturbed, seconds": round(time.monotonic() - began, 1)}), flush=True)
    told = killed(
        path, folder / "killed", options.workers, options.kills, batches(folder / "undisturbed"), options.seed
    )
    last = code(path, folder / "killed", options.workers)
    print(last.communicate()[0].strip())
    found = differences(Ledger(folder / "undisturbed"), Ledger(folder / "killed"))
    equal = sum(found.values()) == found["rows"] and len(told) == options.kills
    print(json.dumps({"kills": len(told), "equal": equal, "rows": found.pop("rows"), "rows that differ": found}))
    return equal


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--words", type=int, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=20170803)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.folder:
        options.folder.mkdir(parents=True, exist_ok=True)
        sys.exit(not compare(options.folder, options))
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(not compare(Path(folder), options))


if __name__ == "__main__":
    main()
