"""Records to confirm, reject or correct, the least certain first."""

from collections.abc import Iterable, Mapping
from typing import Any

from legation.errors import LedgerError
from legation.knowledge.events import plover
from legation.web.desk import Desk, Row
from legation.web.page import Ask, Context, Missing, Page, Refused

TABLES = {"event": "events", "statement": "statements", "commitment": "commitments", "link": "links"}
EDITABLE: dict[str, tuple[str, ...]] = {
    "events": ("type", "mode", "status", "actors", "recipients", "date_from", "date_to", "place_name"),
    "statements": ("speaker", "country", "act", "anonymous", "content"),
    "commitments": ("agreement", "kind", "status", "parties", "since", "deadline", "expires"),
    "links": ("kind",),
}
"""Columns that the page's form corrects; `legation judge --set` corrects all others."""

LISTS = ("actors", "recipients", "parties")
CHOICES: dict[str, tuple[str, ...]] = {
    "type": tuple(plover()),
    "status": ("asserted", "historical", "future", "hypothetical", "negated"),
    "act": ("assess", "assert", "deny", "accuse", "promise", "threaten", "request", "support", "propose"),
}


class Judge(Context, frozen=True, kw_only=True):
    """Context of judging: one record with its passage, its fields, and what comes after it."""

    table: str
    record: Row | None
    before: str
    passage: str
    after: str
    fields: tuple[Row, ...]
    queue: tuple[Row, ...]
    done: tuple[Row, ...]
    document: str


def load(desk: Desk, ask: Ask) -> Judge:
    """The record that `record` names, else the first of those to judge (of `table` and `document`)."""
    kind = ask.choice("table", ("", *TABLES.values()), "")
    document = ask.text("document", 2000)
    queue = desk.rows("to_judge", table=kind or None, document=document, most=30)
    wanted = ask.text("record") or (queue[0]["id"] if queue else None)
    record, table = (None, kind) if wanted is None else find(desk, wanted)
    before, passage, after = _context(desk, record)
    return Judge(
        heading="Judge", table=table, record=record, before=before, passage=passage, after=after,
        fields=tuple(fields(table, record)) if record else (),
        queue=tuple(r for r in queue if record is None or r["id"] != record["id"]),
        done=tuple(desk.rows("judged_count")), document=document or "",
    )  # fmt: skip


def find(desk: Desk, identity: str) -> tuple[Row, str]:
    """A record as it stands now, and its table. Raises Missing where there is none."""
    for table in EDITABLE:
        found = desk.rows(f"one_{table}", id=identity)
        if found:
            return found[0], table
    raise Missing(f"there is no record {identity} in this ledger (or it was rejected)")


def _context(desk: Desk, record: Row | None) -> tuple[str, str, str]:
    """The text before and after a record's passage."""
    if record is None:
        return "", "", ""
    start, end = record.get("span_start"), record.get("span_end")
    if record.get("document_id") is None or start is None or end is None:
        return "", record.get("evidence") or "", ""
    try:
        identity = record["document_id"]
        text = desk.report(identity).document.text
    except LedgerError:
        return "", record["evidence"], ""
    return text[max(0, start - 320) : start], text[start:end], text[end : end + 220]


def fields(table: str, record: Row) -> Iterable[Row]:
    """The columns that can be corrected, with their values as text and the values to choose from."""
    for name in EDITABLE[table]:
        value = record.get(name)
        text = ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)
        choices = () if table == "commitments" and name == "status" else CHOICES.get(name, ())
        yield {"name": name, "value": text, "choices": list(choices)}


def changes(table: str, record: Row, form: Mapping[str, str]) -> dict[str, Any]:
    """The columns of a form whose value differs from the record's. Raises Refused for a table without columns."""
    if table not in EDITABLE:
        raise Refused(f"unknown table {table}")
    found: dict[str, Any] = {}
    for field in fields(table, record):
        name, text = field["name"], form.get(field["name"])
        if text is None or text.strip() == field["value"]:
            continue
        value = text.strip()
        if name in LISTS:
            found[name] = [c.strip() for c in value.split(",") if c.strip()]
        elif name == "anonymous":
            found[name] = value.casefold() in ("true", "yes", "1")
        else:
            found[name] = value or None
    if table == "events" and "type" in found:
        found["quad"] = plover()[found["type"]].quad if found["type"] in plover() else None
    return found


def rows(context: Judge) -> Iterable[Row]:
    """The records still to judge."""
    return context.queue


PAGE = Page(name="judge", path="/judge", context=Judge, load=load, rows=rows, nav="Judge")
