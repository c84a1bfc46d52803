"""What `make demo` runs: reads the bundled sample reports, prints a brief, and fills a ledger with them all."""

import shutil
import sys
from pathlib import Path

from legation.cli import run

ROOT = Path(__file__).resolve().parent.parent
QUERY = "select type, count(*) as events from events group by type order by events desc"


def main() -> int:
    """Prints the brief of the first sample, codes all samples into `demo-ledger`, and queries it."""
    samples = ROOT / "samples"
    ledger = ROOT / "demo-ledger"
    shutil.rmtree(ledger, ignore_errors=True)
    first = sorted(samples.glob("*.json"))[0]
    steps = [
        ["read", str(first)],
        ["code", str(samples), "--ledger", str(ledger)],
        ["query", "--ledger", str(ledger), QUERY],
    ]
    for step in steps:
        print(f"\n$ legation {' '.join(_short(s) for s in step)}\n", flush=True)
        code = run(step)
        if code:
            return code
    return 0


def _short(argument: str) -> str:
    text = argument.replace(f"{ROOT}/", "")
    return f'"{text}"' if " " in text else text


if __name__ == "__main__":
    sys.exit(main())
