"""What people say about records: confirm, reject or correct. The original stays; views show the corrected state."""

import datetime
import json
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import pyarrow as pa

from legation.errors import LedgerError
from legation.ledger.query import QueryResult
from legation.ledger.schemas import CLAIMS, SCHEMAS
from legation.ledger.views import typed
from legation.records import digest

VERDICTS = ("confirm", "reject", "correct")

FIXED = {"id", "local_id", "document_id", "run_id", "batch_id", "origin", "original"}
"""Columns that no correction may touch: they say what the record is, not what it tells."""

CODED = {
    "type": "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION "
    "MOBILIZE COERCE ASSAULT",
    "quad": "verbal cooperation|material cooperation|verbal conflict|material conflict",
}


class Queried(Protocol):
    """What the functions here ask of the ledger."""

    def query(self, sql: str, parameters: Any = None) -> QueryResult: ...


def find(ledger: Queried, record_id: str) -> str:
    """The table that holds a record. Raises LedgerError if none does."""
    for table in CLAIMS:
        if len(ledger.query(f"select id from original_{table} where id = ?", [record_id])):
            return table
    raise LedgerError(f"there is no record {record_id} in this ledger")


def check(table: str, verdict: str, changes: Mapping[str, Any]) -> None:
    """Raises LedgerError in one line for a verdict or a correction that makes no sense."""
    if verdict not in VERDICTS:
        raise LedgerError(f"unknown verdict {verdict!r}; known: {', '.join(VERDICTS)}")
    if (verdict == "correct") != bool(changes):
        raise LedgerError("a correction names the columns it changes; other verdicts name none")
    for column, value in changes.items():
        if column in FIXED or column not in SCHEMAS[table].names:
            allowed = ", ".join(n for n in SCHEMAS[table].names if n not in FIXED)
            raise LedgerError(f"{column} of {table} cannot be corrected; these can: {allowed}")
        _check_value(table, column, value)


def _check_value(table: str, column: str, value: Any) -> None:
    field = SCHEMAS[table].field(column)
    try:
        made = pa.array([typed(table, {column: value})[column]], field.type)
    except (pa.ArrowException, TypeError, ValueError, AttributeError) as error:
        raise LedgerError(f"{value!r} is no {field.type} for {column}") from error
    if value is not None and made.null_count:
        raise LedgerError(f"{value!r} is no {field.type} for {column}")
    known = CODED.get(column) if table == "events" else None
    if known and value not in known.split("|" if "|" in known else " "):
        raise LedgerError(f"{value!r} is no {column}")


def row(
    record_id: str, table: str, verdict: str, *, changes: Mapping[str, Any], judge: str | None, note: str | None
) -> dict[str, Any]:
    """The row of a judgement."""
    body = json.dumps(changes, sort_keys=True, ensure_ascii=False) if changes else None
    moment = datetime.datetime.now(datetime.UTC)
    return {
        "id": digest((record_id, verdict, body, judge, note, moment.isoformat())),
        "record_id": record_id, "table_name": table, "verdict": verdict, "changes": body, "judge": judge,
        "note": note, "judged_at": moment,
    }  # fmt: skip


def training(ledger: Queried) -> Iterator[dict[str, Any]]:
    """Current judgements as training data: the text, the record as it was read, the verdict, the record as judged."""
    for judgement in ledger.query("select * from judgements where current order by judged_at, id").to_dicts():
        table = judgement["table_name"]
        originals = ledger.query(f"select * from original_{table} where id = ?", [judgement["record_id"]]).to_dicts()
        if not originals:
            continue
        original = {k: v for k, v in originals[0].items() if k != "batch_id"}
        document = ledger.query(
            "select text, title, published, language from documents where id = ?", [original["document_id"]]
        ).to_dicts()
        changes = json.loads(judgement["changes"]) if judgement["changes"] else {}
        yield {
            "table": table, "verdict": judgement["verdict"], "judge": judgement["judge"], "note": judgement["note"],
            "document": document[0] if document else None, "record": original,
            "judged": None if judgement["verdict"] == "reject" else {**original, **changes},
        }  # fmt: skip
