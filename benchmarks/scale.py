"""Throughput and memory of `legation code` at growing sizes: is time and memory a document flat?

    python benchmarks/scale.py ARTICLES.jsonl [--sizes 1000,10000,100000] [--workers 1,2] [--reader MODULE:FUNCTION]

Articles of each size are made by recombining the sentences of those given (JSON lines with `text`), with a fixed seed.
Prints one JSON object a run: documents a second, milliseconds a document in each fifth of the run, peak resident memory
of this process and of its workers in megabytes, and the ratio to one worker.
"""

import argparse
import itertools
import json
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from legation.ledger import Ledger
from legation.records import Document
from legation.scaling import LocalEngine, Progress, code_archive


def sentences(path: Path) -> list[str]:
    texts = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [s.strip() + "." for t in texts for s in t.replace("\n", " ").split(". ") if len(s.split()) > 5]


def recombined(parts: list[str], count: int, words: int) -> Iterator[Document]:
    for number in range(count):
        generator = random.Random(number)
        text: list[str] = []
        while sum(len(s.split()) for s in text) < words:
            text.append(generator.choice(parts))
        yield Document(id=f"b{number}", text=" ".join(text), published="2021-05-04", source="benchmark")


def measure(parts: list[str], count: int, workers: int, reader: str, words: int) -> dict[str, Any]:
    marks: list[tuple[int, float]] = []

    def note(state: Progress) -> None:
        if state.read >= (len(marks) + 1) * count / 5:
            marks.append((state.read, time.perf_counter()))

    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        ledger = Ledger(Path(folder) / "ledger")
        summary = code_archive(
            recombined(parts, count, words), ledger, LocalEngine(reader, workers), progress=note, near_copies=True
        )
        took = time.perf_counter() - began
    starts = [(0, began), *marks]
    fifths = [1000 * (b[1] - a[1]) / max(1, b[0] - a[0]) for a, b in itertools.pairwise(starts)]
    return {
        "documents": count, "workers": workers, "read": summary.read, "events": summary.events,
        "seconds": round(took, 1), "documents a second": round(count / took, 2),
        "ms a document by fifths": [round(f, 1) for f in fifths],
        "peak MB here": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "peak MB of a worker": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--words", type=int, default=500)
    parser.add_argument("--reader", default="legation.api:make_reader")
    options = parser.parse_args()
    parts = sentences(options.articles)
    for count in (int(s) for s in options.sizes.split(",")):
        alone: float | None = None
        for workers in (int(w) for w in options.workers.split(",")):
            found = measure(parts, count, workers, options.reader, options.words)
            rate = found["documents a second"]
            alone = alone or rate
            print(json.dumps({**found, "ratio to the first": round(rate / alone, 2)}), flush=True)


if __name__ == "__main__":
    main()
