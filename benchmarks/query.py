"""How long queries take on a ledger of a million made-up events: python benchmarks/query.py [--events 1000000]."""

import argparse
import json
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

from legation.ledger import SCHEMAS, Ledger

CODES = np.array("USA RUS CHN IRN ISR SYR TUR UKR DEU FRA GBR IND PAK PRK KOR JPN".split())
TYPES = np.array(["AGREE", "CONSULT", "SANCTION", "ASSAULT", "ACCUSE"])
QUADS = np.array(["verbal cooperation"] * 2 + ["material conflict"] * 2 + ["verbal conflict"])
PARTS = 10

QUERIES = {
    "dyad by month": "select date_trunc('month', date_from) as month, quad, count(*), sum(score) from events "
    "where list_contains(actors, 'USA') and list_contains(recipients, 'RUS') group by all order by all",
    "all dyads by month": "select actors[1] as a, recipients[1] as b, date_trunc('month', date_from) as month, quad, "
    "count(*), avg(score) from events group by all",
    "one event": "select * from events where id = '0-00000000000042'",
    "count": "select count(*) from events",
}


def fill(table: str, count: int, columns: dict[str, object]) -> pa.Table:
    schema = SCHEMAS[table]
    return pa.table({f.name: columns.get(f.name, pa.nulls(count, f.type)) for f in schema}, schema=schema)


def build(ledger: Ledger, events: int) -> None:
    generator = np.random.default_rng(1)
    run = ledger.start_run(engine="benchmark")
    count = events // PARTS
    for part in range(PARTS):
        batch = f"batch-{part}"
        documents = [f"{part}-{i:012x}" for i in range(count // 5)]
        kind = generator.integers(0, len(TYPES), count)
        actors, recipients = (CODES[generator.integers(0, len(CODES), count)] for _ in range(2))
        owner = {"batch_id": [batch] * count, "run_id": [run] * count}
        rows = {
            "id": [f"{part}-{i:014}" for i in range(count)], "local_id": ["e1"] * count,
            "document_id": [documents[i // 5 % len(documents)] for i in range(count)],
            "evidence": [f"Sentence {i}, which is about as long as a sentence of evidence is." for i in range(count)],
            "type": TYPES[kind], "quad": QUADS[kind], "status": ["asserted"] * count, "origin": ["legation"] * count,
            "actors": [[a] for a in actors], "recipients": [[r] for r in recipients],
            "date_from": pa.array(generator.integers(14_000, 18_000, count), pa.int32()).cast(pa.date32()),
            "score": generator.normal(0, 4, count), "confidence": generator.random(count), **owner,
        }  # fmt: skip
        ledger.tables.append("events", fill("events", count, rows))
        few = len(documents)
        told = {"id": documents, "text": ["text"] * few, "text_digest": documents, "published": ["2017-08-03"] * few}
        told |= {"generation": [0] * few, "batch_id": [batch] * few, "run_id": [run] * few}
        ledger.tables.append("documents", fill("documents", few, told))
        ledger.tables.append("batches", [{"batch_id": batch, "content_key": batch, "run_id": run}])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    events = parser.parse_args().events
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(Path(folder) / "ledger")
        build(ledger, events)
        for name, sql in QUERIES.items():
            times, work = [], []
            for _ in range(3):
                began, busy = time.perf_counter(), time.process_time()
                rows = len(ledger.query(sql))
                times.append(round(time.perf_counter() - began, 3))
                work.append(round(time.process_time() - busy, 3))
            print(json.dumps({"query": name, "rows": rows, "seconds": times, "processor seconds": work}), flush=True)


if __name__ == "__main__":
    main()
