"""How long pages take on a ledger of a million events: `python -m benchmarks.pages --ledger DIR [--events N]`.

Makes the ledger where there is none: imported events, and reports with four events and three statements each, and now
and then a commitment. Starts `legation serve` over it as a user would, waits for its address, and asks for every page
three times over HTTP. Prints the time of the first and of a later answer in ms, how long the server computed for the
first one (the figure to compare where others use the machine too), how long it takes to be ready, and its memory. The
first answers come from a server that no visitor has asked before.
"""

import argparse
import http.client
import itertools
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from benchmarks.synthetic import synthetic_events, synthetic_reports

from legation.api import Ledger

PAIRS = """
select least(source, target) as a, greatest(source, target) as b, count(*) as n
from (select actors[1] as source, recipients[1] as target from events where len(recipients) > 0)
where source <> target group by 1, 2 order by n desc, 1, 2 limit 400
"""


def fill(folder: Path, events: int, reports: int) -> None:
    """Makes the ledger."""
    ledger = Ledger(folder)
    ledger.add_events(synthetic_events(events), size=100_000)
    drawn = synthetic_reports(reports)
    while chunk := list(itertools.islice(drawn, 4_000)):
        ledger.add(*chunk)
    ledger.refresh_occurrences()


@contextmanager
def served(folder: Path) -> Iterator[tuple[int, int]]:
    """Port and process of a server, once it tells its address."""
    command = [sys.executable, "-m", "legation", "serve", "--ledger", str(folder), "--port", "0"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    try:
        for line in server.stderr:
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
            if found:
                yield int(found[1]), server.pid
                break
    finally:
        server.terminate()
        server.wait()


def memory(process: int) -> dict[str, int]:
    """Megabytes that a process holds, and the most that it ever held (Linux)."""
    text = Path(f"/proc/{process}/status").read_text()
    return {n: int(m[1]) // 1024 for n in ("VmRSS", "VmHWM") if (m := re.search(rf"{n}:\s+(\d+)", text))}


def busy(process: int) -> float:
    """Milliseconds that a process has computed so far, all its threads together (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def ask(port: int, path: str) -> float:
    """Milliseconds until the whole answer is there."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    began = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    took = (time.perf_counter() - began) * 1000
    connection.close()
    if answer.status != 200:
        print(f"{path}: {answer.status} {body[:200]!r}")
    return took


def pages(ledger: Ledger) -> dict[str, str]:
    """Names and paths of what is asked for."""
    pairs = ledger.query(PAIRS).to_dicts()
    busy, usual = pairs[0], pairs[-1]
    report = ledger.query("select id from documents order by id limit 1").to_dicts()
    occurrence = ledger.query("select id from occurrences order by documents desc, id limit 1").to_dicts()
    found = {
        "overview": "/", "overview, all years": "/?span=all", "overview, five years": "/?span=5y", "events": "/events",
        "events of a pair": f"/events?source={busy['a']}&target={busy['b']}",
        "events of a type": "/events?type=SANCTION", "events of an actor": f"/events?party={busy['a']}",
        "events of a month": "/events?quad=material+conflict&since=2020-01-01&until=2020-01-31", "actors": "/actors",
        "actors by name": "/actors?q=united", "busiest actor": f"/actor/{busy['a']}",
        "network": "/network", "network by week": "/network?step=week",
        "network, all years": "/network?since=2016-01-01",
        "statements": "/statements", "statements with words": "/statements?words=baba", "commitments": "/commitments",
        "commitments of a party": f"/commitments?parties={busy['a']}", "occurrences": "/occurrences",
        "search, a common word": "/search?q=sanction", "search, a rare word": "/search?q=zalzalzal",
        "search, no such word": "/search?q=quixotic", "judge": "/judge",
        f"relation of {usual['n']:,} acts": f"/relation/{usual['a']}/{usual['b']}",
        f"busiest relation, {busy['n']:,} acts": f"/relation/{busy['a']}/{busy['b']}",
        "busiest relation, all of it": f"/relation/{busy['a']}/{busy['b']}?span=all",
    }  # fmt: skip
    if report:
        found["report"] = f"/report?id={quote(report[0]['id'])}"
    if occurrence:
        found["occurrence"] = f"/occurrence/{occurrence[0]['id']}"
    # Last: forecasts are worked out behind the page, beside whatever else is asked for.
    return {**found, "outlook": f"/outlook/{busy['a']}/{busy['b']}"}


def main() -> None:
    """Measures and prints."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--ledger", type=Path, required=True)
    arguments.add_argument("--events", type=int, default=1_000_000)
    arguments.add_argument("--reports", type=int, default=20_000)
    chosen = arguments.parse_args()
    if not chosen.ledger.exists():
        fill(chosen.ledger, chosen.events, chosen.reports)
    asked = pages(Ledger(chosen.ledger))
    began = time.perf_counter()
    slow = 0
    with served(chosen.ledger) as (port, process):
        print(f"ready after {time.perf_counter() - began:.1f} s, {busy(process) / 1000:.1f} s computed")
        time.sleep(20)  # what is done behind the pages after a start, as the reading of texts, is done by then
        for name, path in asked.items():
            before = busy(process)
            times = [ask(port, path)]
            computed = busy(process) - before
            times += [ask(port, path) for _ in range(2)]
            slow += times[0] > 300
            told = f"first {times[0]:6.0f} ms, {computed:6.0f} ms computed   later {min(times[1:]):6.0f} ms"
            print(f"{name:<36} {told}", flush=True)
        held = memory(process)
    print(f"{slow} of {len(asked)} first answers took longer than 300 ms; memory {held} MB")


if __name__ == "__main__":
    main()
    sys.stdout.flush()
    os._exit(0)
