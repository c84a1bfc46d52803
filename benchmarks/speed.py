"""Speed and memory of reading: `python -m benchmarks.speed FILE.jsonl[.gz] [--threads N]`.

Reads all documents of the file in one process, as `legation read-many` does, and prints words a second for everything
together and for its parts, the largest resident memory, and the time from the start of the process to the first result.
Parts are measured one after the other in the same run, so that their ratios hold on a noisy machine.
"""

import argparse
import gzip
import json
import resource
import time
from pathlib import Path

START = time.perf_counter()


def load(path: Path) -> list[dict[str, str]]:
    """The documents of a file of JSON lines."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def main() -> None:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    from legation.api import Reader
    from legation.records import Document

    rows = load(arguments.file)
    documents = [Document(id=r["id"], text=r["text"], published=(r.get("published") or None)) for r in rows]
    words = sum(len(d.text.split()) for d in documents)
    reader = Reader(threads=arguments.threads)
    stream = reader.read_many(documents)
    next(stream)
    first = time.perf_counter() - START
    begun = time.perf_counter()
    reports = sum(1 for _ in stream)
    everything = time.perf_counter() - begun
    begun = time.perf_counter()
    parses = reader.parse(documents)
    parsing = time.perf_counter() - begun
    print(
        json.dumps(
            {
                "documents": reports + 1,
                "words": words,
                "threads": arguments.threads,
                "words a second, everything": round(words / everything),
                "words a second, parsing alone": round(words / parsing),
                "share of parsing": round(parsing / everything, 2),
                "first result after seconds": round(first, 2),
                "resident MB at most": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
                "sentences": sum(len(p.sentences) for p in parses),
            }
        )
    )


if __name__ == "__main__":
    main()
