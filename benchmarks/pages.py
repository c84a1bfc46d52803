"""How long pages take on a ledger of a million events: `python -m benchmarks.pages --ledger DIR [--events N]`.

Makes the ledger where there is none. Prints for each page the time of the first and of a later answer, in ms, and the
time that the copy in memory takes after the ledger has changed.
"""

import argparse
import time
from pathlib import Path

from benchmarks.synthetic import synthetic_events
from starlette.testclient import TestClient

from legation.api import Ledger
from legation.web import create_app


def main() -> None:
    """Measures and prints."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--ledger", type=Path, required=True)
    arguments.add_argument("--events", type=int, default=1_000_000)
    chosen = arguments.parse_args()
    fresh = not chosen.ledger.exists()
    ledger = Ledger(chosen.ledger)
    if fresh:
        ledger.add_events(synthetic_events(chosen.events), size=100_000)
    app = create_app(ledger)
    visitor = TestClient(app, base_url="http://localhost")
    began = time.perf_counter()
    state = app.state.desk.state()
    print(f"copy of the ledger: {time.perf_counter() - began:.1f} s ({state.seconds:.1f} s in memory)")
    pair = state.rows(
        "select least(source, target) as a, greatest(source, target) as b, count(*) as n from acts group by 1, 2 "
        "order by n desc, 1, 2 limit 400", None,
    )  # fmt: skip
    busy, usual = pair[0], pair[-1]
    paths = {
        "overview": "/", "overview, all years": "/?span=all", "events": "/events",
        "events of a pair": f"/events?source={busy['a']}&target={busy['b']}", "actors": "/actors",
        "actor": f"/actor/{busy['a']}", "statements": "/statements", "commitments": "/commitments",
        "occurrences": "/occurrences", "search": "/search?q=sanction", "judge": "/judge",
        f"relation of {usual['n']} acts": f"/relation/{usual['a']}/{usual['b']}",
        f"busiest relation, {busy['n']} acts": f"/relation/{busy['a']}/{busy['b']}",
    }  # fmt: skip
    for name, path in paths.items():
        times = []
        for _ in range(3):
            began = time.perf_counter()
            answer = visitor.get(path)
            times.append((time.perf_counter() - began) * 1000)
            assert answer.status_code == 200, (path, answer.text)
        print(f"{name:<34} first {times[0]:8.0f} ms   later {min(times[1:]):8.0f} ms")


if __name__ == "__main__":
    main()
