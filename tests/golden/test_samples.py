"""Golden records of the sample reports: a change in what is read shows up here, line by line.

`LEGATION_GOLDEN=write pytest tests/golden` writes the snapshots anew; look the difference over before committing it.
"""

import os
from pathlib import Path
from typing import Any

import msgspec
import pytest

HERE = Path(__file__).resolve().parent
NAMES = sorted(p.stem for p in HERE.glob("*.txt"))


def snapshot(record: dict[str, Any]) -> str:
    """One line for each event, statement, commitment and link of a record."""
    lines = []
    for e in record["events"]:
        who = f"{'+'.join(e['actors']) or '?'} > {'+'.join(e['recipients']) or '?'}"
        date = "/".join(sorted({str(e["date"]["from"]), str(e["date"]["to"])})) if e["date"] else None
        lines.append(f"{e['id']} {e['type']} {e['mode']} {e['status']} {who} {date} [{e['trigger']}]")
    for s in record["statements"]:
        lines.append(f"{s['id']} {s['act']} {s['speaker']} ({s['country']}): {s['content']}")
    for c in record["commitments"]:
        lines.append(f"{c['id']} {c['kind']} {c['status']} {'+'.join(c['parties'])} {c['agreement']}")
    for k in record["links"]:
        lines.append(f"{k['from']} {k['kind']} {k['to']}")
    return "".join(" ".join(line.split()) + "\n" for line in lines)


@pytest.mark.parametrize("name", NAMES)
def test_sample_reads_as_before(name: str, reader: Any, samples: dict[str, dict[str, Any]]) -> None:
    found = snapshot(msgspec.to_builtins(next(reader.read_many([samples[name]]))))
    if os.environ.get("LEGATION_GOLDEN") == "write":
        (HERE / f"{name}.txt").write_text(found, "utf-8")
    assert found == (HERE / f"{name}.txt").read_text("utf-8")


def test_every_sample_has_its_snapshot(samples: dict[str, dict[str, Any]]) -> None:
    assert sorted(samples) == NAMES
