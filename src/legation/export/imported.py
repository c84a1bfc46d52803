"""Rows of `events` from cells of other formats: dates, numbers and codes checked one by one."""

import datetime
import json
from collections.abc import Mapping
from typing import Any

from legation.knowledge import codes, events
from legation.records import digest


def row(origin: str, key: str, cells: Mapping[str, Any], **columns: Any) -> dict[str, Any]:
    """A row of `events` that keeps its own columns as they were; its id is a digest of format and native id."""
    plain: dict[str, Any] = {
        "id": digest((origin, key)), "local_id": key, "document_id": None, "evidence": None, "confidence": None,
        "status": "asserted", "contexts": [], "actors": [], "recipients": [], "actor_ids": [], "recipient_ids": [],
        "magnitudes": [], "flags": ["imported"], "origin": origin,
        "original": json.dumps(dict(cells), ensure_ascii=False),
    }  # fmt: skip
    return {**plain, **columns}


def by_cameo(code: str) -> dict[str, Any]:
    """Type, mode, contexts and scores of a CAMEO code. Raises ValueError for what is none."""
    entry = codes.cameo(code)
    if entry is None or not code.isdigit():
        raise ValueError(f"{code!r} is no CAMEO code")
    found: dict[str, Any] = {"cameo": code, "goldstein": events.goldstein(code), "contexts": list(entry.contexts)}
    found.update(by_type(entry.type, entry.mode) if entry.type else {"type": None, "mode": None})
    return found


def by_type(event_type: str, mode: str | None) -> dict[str, Any]:
    """Quad and score of a PLOVER type and mode. Raises ValueError for an unknown type."""
    if event_type not in events.plover():
        raise ValueError(f"{event_type!r} is no PLOVER type")
    return {
        "type": event_type, "mode": mode or None, "quad": events.quad(event_type),
        "score": events.score(event_type, mode),
    }  # fmt: skip


def date(text: str, *patterns: str) -> datetime.date | None:
    """A day in one of the patterns; None for an empty cell. Raises ValueError for any other text."""
    if not text:
        return None
    for pattern in patterns:
        try:
            return datetime.datetime.strptime(text, pattern).replace(tzinfo=datetime.UTC).date()
        except ValueError:
            continue
    raise ValueError(f"{text!r} is no date")


def real(text: str, name: str, low: float | None = None, high: float | None = None) -> float | None:
    """A number within bounds; None for an empty cell. Raises ValueError."""
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{name} is {text!r}, not a number") from None
    if not (low is None or value >= low) or not (high is None or value <= high):
        raise ValueError(f"{name} is {text}, outside {low:g} to {high:g}")
    return value


def whole(text: str, name: str) -> int | None:
    """A whole number; None for an empty cell. Raises ValueError."""
    if not text:
        return None
    if not text.lstrip("-").isdigit():
        raise ValueError(f"{name} is {text!r}, not a whole number")
    return int(text)


def party(country: str | None, sector: str | None, other: str | None = None) -> list[str]:
    """The code of an actor: a country, with the kind of a group that is not its government; else what is told."""
    apart = {"REB", "OPP", "CRM", "UAF", "INS", "SEP", "RAD"}
    if country:
        return [f"{country}:{'REB' if sector in ('INS', 'SEP') else sector}" if sector in apart else country]
    return [x for x in (other, sector) if x][:1]
