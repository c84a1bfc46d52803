"""Forecasts kept beside a ledger: lines of JSON that are only ever appended, and the track record told from them."""

import os
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import msgspec

from legation.dynamics.acts import Row, acts, iso, ordinal
from legation.forecasting.panel import days_read
from legation.forecasting.record import review, settle
from legation.records.finding import Finding, Forecast

STORE = "forecasts.jsonl"
"""File in a ledger's folder; what stands there is never rewritten."""
READ_DAYS = """
select distinct published as day from documents where published is not null
union select distinct date_from from events where document_id is null and date_from is not null order by day
"""
"""Days on which anything was read; events that were imported without a document were read on their own day."""


EVENTS = """
select e.id, e.document_id, e.type, e.mode, e.status, e.contexts, e.actors, e.recipients, e.date_from, e.date_to,
       e.trigger, e.quad, e.score, e.goldstein, o.occurrence_id
from events e left join occurrence_events o on o.event_id = e.id
where e.date_from is not null order by e.date_from, e.id
"""
"""Events of the whole ledger with their occurrences: what forecasts learn from."""


def keep(folder: str | Path, forecasts: Iterable[Forecast]) -> int:
    """Appends the forecasts whose id is not kept yet; returns their number. Nothing is kept where there is no folder
    (a ledger in an object store)."""
    path = Path(folder)
    if not path.is_dir():
        return 0
    known = {f.id for f in _read(path)}
    fresh = list({f.id: f for f in forecasts if f.id not in known}.values())
    if fresh:
        _append(path / STORE, b"".join(msgspec.json.encode(f) + b"\n" for f in fresh))
    return len(fresh)


def _append(path: Path, lines: bytes) -> None:
    """In one write, so that writers beside this one do not mix their lines; a torn last line is ended first."""
    torn = path.is_file() and path.stat().st_size and not path.read_bytes().endswith(b"\n")
    place = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(place, (b"\n" if torn else b"") + lines)
    finally:
        os.close(place)


def _read(folder: Path) -> list[Forecast]:
    path = folder / STORE
    if not path.is_file():
        return []
    decoder, found = msgspec.json.Decoder(Forecast), []
    for line in path.read_bytes().splitlines():
        try:
            found.append(decoder.decode(line))
        except msgspec.MsgspecError:
            continue  # a line that a crash cut off: what was not written whole was never kept
    return found


def stored(folder: str | Path, first: str, second: str) -> tuple[Forecast, ...]:
    """The forecasts that were kept for a pair, in the order of keeping; of one question asked on one day, the first."""
    found: dict[tuple[str, str, int], Forecast] = {}
    for forecast in _read(Path(folder)):
        if {forecast.first, forecast.second} == {first, second}:
            found.setdefault((forecast.made_on, forecast.target, forecast.weeks), forecast)
    return tuple(found.values())


def latest(folder: str | Path, first: str, second: str) -> tuple[Forecast, ...]:
    """The kept forecasts of a pair that were made on the latest day."""
    found = stored(folder, first, second)
    newest = max((f.made_on for f in found), default=None)
    return tuple(f for f in found if f.made_on == newest)


def track(
    folder: str | Path, first: str, second: str, rows: Iterable[Row], read_days: Collection[Any] | None = None
) -> Finding | None:
    """The track record of a pair: its kept forecasts against `rows` (events of the pair or of the whole ledger).

    None where none was kept. Reading is taken to have gone up to the last of `read_days`, or else of the events."""
    found = stored(folder, first, second)
    if not found:
        return None
    told = acts(rows := list(rows))
    read = days_read(read_days, told)
    last = max(read if read is not None else (a.day for a in told), default=None)
    outcomes = settle(found, rows, iso(last), read_days) if last is not None else ()
    record = review(found, outcomes)
    waiting = sum((ordinal(f.end) or 0) > (last or 0) for f in found)
    unread = len(found) - len(outcomes) - waiting
    notes = [f"{len(found)} forecasts were kept, the first on {found[0].made_on}; {waiting} are still open."]
    if unread:
        notes.append(f"{unread} fell into weeks of which some were not read: they cannot be settled.")
    return msgspec.structs.replace(record, notes=(*record.notes, *notes), actors=(first, second))
