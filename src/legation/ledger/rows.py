"""Reports as rows of the ledger's tables, and rows as reports again."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from legation.ledger.copies import sign
from legation.ledger.schemas import CLAIMS, SCHEMAS, columns, fields, nested
from legation.records import Document, Record, Report, digest

Row = dict[str, Any]
Rows = dict[str, list[Row]]

REFERENCES = {
    "events": ("actor_ids", "recipient_ids"),
    "statements": ("actor_id", "about"),
    "links": ("from_id", "to_id"),
}
"""Columns that name other records of the same report."""

VOLATILE = {"id", "confidence", "actor_ids", "recipient_ids", "actor_id", "about", "mentions", "score", "goldstein"}
"""What a claim's id does not depend on: the id survives a second reading that finds the same thing."""


def day(text: str | None) -> datetime.date | None:
    """A date of ISO text; None where it is none (only whole days are stored as dates)."""
    try:
        return datetime.date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def flat(record: Record) -> Row:
    """One record as columns (see `schemas`)."""
    plain = msgspec.to_builtins(record)
    row: Row = {}
    for name, path, kind in columns(type(record)):
        value: Any = plain
        for key in path:
            value = value.get(key) if value is not None else None
        row[name] = day(value) if str(kind) == "date32[day]" else value
    return row


def claim_id(document_id: str, table: str, record: Record, seen: Counter[str]) -> str:
    """A digest of the document and what is claimed; equal claims of one document are counted apart."""
    plain = {k: v for k, v in msgspec.to_builtins(record).items() if k not in VOLATILE}
    if table == "links":
        plain = {k: v for k, v in plain.items() if k not in ("from", "to")}
    body = msgspec.json.encode(plain, order="sorted").decode()
    key = digest((document_id, table, body))
    seen[key] += 1
    return key if seen[key] == 1 else digest((key, str(seen[key])))


def document_row(report: Report, document_id: str, generation: int, owner: Mapping[str, str]) -> Row:
    """The row of `documents` for a report, under the id it has in this ledger."""
    return {
        **flat(report.document),
        "id": document_id,
        "times": [msgspec.to_builtins(t) for t in report.times],
        "places": [msgspec.to_builtins(p) for p in report.places],
        "warnings": list(report.warnings),
        "text_digest": digest((report.document.text,)),
        "signature": sign(report.document.text).packed(),
        "generation": generation,
        **owner,
    }


def report_rows(report: Report, document_id: str, generation: int, run_id: str, batch_id: str) -> Rows:
    """All rows of one report. References between records are turned from local ids to the ledger's ids."""
    owner = {"run_id": run_id, "batch_id": batch_id}
    rows: Rows = {"documents": [document_row(report, document_id, generation, owner)]}
    ids: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for table in CLAIMS:
        rows[table] = []
        for record in getattr(report, table):
            identity = claim_id(document_id, table, record, seen)
            ids[record.id] = identity
            row = {**flat(record), "id": identity, "local_id": record.id, "document_id": document_id, **owner}
            if table == "events":
                row["origin"] = "legation"
            rows[table].append(row)
    for table, names in REFERENCES.items():
        for row in rows[table]:
            for name in names:
                row[name] = _translated(row[name], ids)
    return rows


def _translated(value: Any, ids: Mapping[str, str]) -> Any:
    if isinstance(value, list | tuple):
        return [ids.get(v, v) for v in value]
    return ids.get(value, value) if value is not None else None


def copy_row(document_id: str, copy: Document, similarity: float) -> Row:
    """The row of `copies` for a near copy of a document."""
    names = ("title", "published", "source", "url")
    told = {name: getattr(copy, name) for name in names}
    return {"document_id": document_id, "copy_id": copy.id, **told, "similarity": similarity}


def merge(parts: Iterable[Rows]) -> Rows:
    """Rows of several reports, table by table."""
    merged: Rows = {}
    for part in parts:
        for table, rows in part.items():
            merged.setdefault(table, []).extend(rows)
    return merged


def plain(record: type[Record], row: Mapping[str, Any]) -> Row:
    """The record's own JSON shape of a row's columns; an optional record with no value at all is None."""
    by_path = {path: row.get(name) for name, path, _ in columns(record)}
    found: Row = {}
    for name, hint in fields(record):
        inner = nested(hint)
        if inner is None:
            found[name] = by_path[(name,)]
            continue
        parts = {part: _text(by_path[(name, part)]) for part, _ in fields(inner)}
        found[name] = None if all(v is None for v in parts.values()) else parts
    return found


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else value


def rebuild(document: Row, claims: Mapping[str, Sequence[Row]]) -> Report:
    """The report of a document's row and its claims' rows, with local ids again."""
    local = {row["id"]: row["local_id"] for rows in claims.values() for row in rows}
    body: Row = {"document": plain(_hint("document"), document)}
    for name in ("times", "places", "warnings"):
        body[name] = document[name] or []
    for table, record in CLAIMS.items():
        body[table] = []
        for row in claims.get(table, ()):
            shaped = dict(row)
            for name in REFERENCES.get(table, ()):
                shaped[name] = _translated(shaped[name], local)
            body[table].append({**plain(record, shaped), "id": row["local_id"]})
    return msgspec.convert(body, Report)


def _hint(name: str) -> Any:
    return dict(fields(Report))[name]


def empty(table: str) -> Row:
    """A row of a table with every column null."""
    return dict.fromkeys(SCHEMAS[table].names)
