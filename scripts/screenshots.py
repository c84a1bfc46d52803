"""Pictures of every page of the desk, from a ledger of the sample reports: `python scripts/screenshots.py`.

Needs the package `playwright` and a Chromium of the system (CHROMIUM names another one than /usr/bin/chromium).
"""

import argparse
import contextlib
import os
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

from legation.api import Ledger
from legation.cli.app import run
from legation.web import create_app

ROOT = Path(__file__).resolve().parent.parent
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
TODAY = "2021-02-04"
"""The day on which deadlines are counted in the pictures, so that they do not change from day to day."""


def fill(folder: str) -> Ledger:
    """A ledger of the sample reports."""
    if run(["code", str(ROOT / "samples"), "--ledger", folder, "--workers", "1"]):
        raise SystemExit("the sample reports could not be read")
    return Ledger(folder)


@contextlib.contextmanager
def served(ledger: Ledger) -> Iterator[str]:
    """The desk's address, while it runs."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(ledger), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


def pages(ledger: Ledger) -> dict[str, str]:
    """Names of pictures and paths of pages."""
    longest = ledger.query("select document_id as id from events group by 1 order by count(*) desc limit 1").to_dicts()
    pair = ledger.query(
        "select actors[1] as a, recipients[1] as b from events where len(recipients) > 0 "
        "and len(actors) > 0 and actors[1] <> recipients[1] group by 1, 2 order by count(*) desc, 1, 2 limit 1"
    ).to_dicts()[0]
    occurrence = ledger.query("select id from occurrences order by documents desc, id limit 1").to_dicts()[0]["id"]
    return {
        "overview": f"/?span=all&today={TODAY}", "events": "/events", "report": f"/report?id={longest[0]['id']}",
        "relation": f"/relation/{pair['a']}/{pair['b']}?today={TODAY}", "actors": "/actors",
        "actor": f"/actor/{pair['a']}?today={TODAY}", "statements": "/statements",
        "commitments": f"/commitments?today={TODAY}",
        "network": "/network?period=all", "occurrences": "/occurrences?least=1",
        "occurrence": f"/occurrence/{occurrence}", "outlook": f"/outlook/{pair['a']}/{pair['b']}",
        "search": "/search?q=sanctions", "read": "/read", "judge": "/judge",
    }  # fmt: skip


def main() -> None:
    """Takes the pictures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--to", type=Path, default=ROOT / "docs" / "screenshots")
    arguments.add_argument("--ledger", help="A ledger that is there already.")
    arguments.add_argument("--only", nargs="*", help="Names of pages.")
    arguments.add_argument("--sizes", nargs="*", default=["1280-light", "390-dark"], help="WIDTH-THEME.")
    chosen = arguments.parse_args()
    chosen.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        ledger = Ledger(chosen.ledger, create=False) if chosen.ledger else fill(folder)
        address = stack.enter_context(served(ledger))
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=ARGUMENTS
        )
        for size in chosen.sizes:
            width, theme = size.split("-")
            view = {"width": int(width), "height": 900 if int(width) > 600 else 800}
            context = browser.new_context(viewport=view, color_scheme=theme)
            page = context.new_page()
            for name, path in pages(ledger).items():
                if not chosen.only or name in chosen.only:
                    page.goto(address + path)
                    page.screenshot(path=chosen.to / f"{name}-{size}.png")
                    print(name, size)
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
