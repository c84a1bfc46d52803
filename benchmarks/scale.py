"""Throughput and memory of coding at growing sizes: is time and memory a document flat?

    python -m benchmarks.scale ARTICLES.jsonl[.gz] [--sizes 1000,10000,100000] [--workers 1,2] [--words 500]

Articles of each size are made by recombining the paragraphs of those given (JSON lines with `text`), or their sentences
for articles of less than 200 words, with a fixed seed. Everything is on: near copies, models, all coders, storage.
Prints one JSON object a run. On a machine that does other work too, look at the processor seconds rather than at the
clock: they are those of this process and of all workers, the workers' start included.
"""

import argparse
import itertools
import json
import resource
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks.recombined import cut, load_texts, recombined

from legation.ledger import Ledger
from legation.scaling import LocalEngine, Progress, code_archive

PAGE = resource.getpagesize()


class Watch:
    """Processor seconds and resident memory of this process and its workers, from Linux, while a run goes on."""

    def __init__(self) -> None:
        self.marks: list[tuple[int, float, float, int]] = []
        self._seconds: dict[int, float] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def mark(self, read: int) -> None:
        """Note how much has been used when `read` documents were done."""
        self._look()
        self.marks.append((read, time.perf_counter(), self.processor(), self.resident()))

    def processor(self) -> float:
        """Seconds of all processes so far."""
        return time.process_time() + sum(self._seconds.values())

    def resident(self) -> int:
        """Megabytes of the largest worker now; of this process where it reads itself."""
        return max((_memory(p) for p in _workers()), default=_memory("self"))

    def close(self) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(0.5):
            self._look()

    def _look(self) -> None:
        for number in _workers():
            try:
                fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            self._seconds[number] = (int(fields[11]) + int(fields[12])) / 100


def _workers() -> list[int]:
    """Process ids of the children, but for the one that multiprocessing keeps for its books."""
    found = [int(n) for path in Path("/proc/self/task").glob("*/children") for n in path.read_text().split()]
    return [n for n in found if "resource_tracker" not in _command(n)]


def _command(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text()
    except OSError:
        return ""


def _memory(process: int | str) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE // 2**20
    except (OSError, IndexError):
        return 0


def measure(parts: list[str], count: int, workers: int, options: argparse.Namespace) -> dict[str, Any]:
    """One run over `count` articles."""
    watch = Watch()

    def note(state: Progress) -> None:
        if state.read + state.duplicates >= len(watch.marks) * count / 5:
            watch.mark(state.read)

    with tempfile.TemporaryDirectory() as folder:
        watch.mark(0)
        glue = " " if options.words < 200 else "\n\n"
        articles = recombined(parts, count, options.words, glue)
        engine = LocalEngine(options.reader, workers)
        summary = code_archive(articles, Ledger(Path(folder) / "ledger"), engine, progress=note)
        size = sum(f.stat().st_size for f in Path(folder).rglob("*") if f.is_file())
    watch.close()
    steps = list(itertools.pairwise(watch.marks))
    took, worked = summary.seconds, watch.processor() - watch.marks[0][2]
    return {
        "documents": count, "words": options.words, "workers": workers, "read": summary.read,
        "copies": summary.duplicates, "events": summary.events, "seconds": round(took, 1),
        "documents a second": round(count / took, 2), "processor ms a document": round(1000 * worked / count, 1),
        "processor ms a document by fifths": [round(1000 * (b[2] - a[2]) / max(1, b[0] - a[0]), 1) for a, b in steps],
        "resident MB of a worker by fifths": [b[3] for _, b in steps],
        "peak MB of the main process": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "ledger kB a document": round(size / 1024 / count, 1),
    }  # fmt: skip


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--words", type=int, default=500)
    parser.add_argument("--reader", default="legation.api:make_reader")
    options = parser.parse_args()
    parts = cut(load_texts(options.articles), "sentence" if options.words < 200 else "paragraph")
    for count in (int(s) for s in options.sizes.split(",")):
        alone: float | None = None
        for workers in (int(w) for w in options.workers.split(",")):
            found = measure(parts, count, workers, options)
            rate = found["documents a second"]
            alone = alone or rate
            print(json.dumps({**found, "rate, ratio to the first": round(rate / alone, 2)}), flush=True)


if __name__ == "__main__":
    main()
