"""One state of the ledger as DuckDB views: committed rows, as people have corrected them."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import duckdb
import pyarrow as pa

from legation.ledger.query import connect
from legation.ledger.rows import day
from legation.ledger.schemas import CLAIMS, SCHEMAS
from legation.ledger.tables import Tables

VIEWS = (
    "documents", "actors", "events", "statements", "commitments", "links", "occurrences", "problems", "runs",
    "judgements", "copies", "occurrence_events", "event_rows",
    *(f"original_{t}" for t in ("actors", "events", "statements", "commitments", "links")),
)  # fmt: skip
"""What a query may name. `original_…` are the claims as they were read; the plain names, as people corrected them."""

JUDGED = tuple(CLAIMS)


@cache
def sql(name: str) -> str:
    """One of the named queries of the folder `sql`."""
    return files("legation.ledger").joinpath("sql", f"{name}.sql").read_text("utf-8")


def filled(name: str, **parts: str) -> str:
    """A named query with its placeholders filled (never with a user's text)."""
    text = sql(name)
    for key, value in parts.items():
        text = text.replace(f"${key}", value)
    return text


class Snapshot:
    """The ledger's tables as they stood at one moment; every query on it sees the same rows.

    Batches are opened before all else: whatever they list has been written by then.
    """

    def __init__(self, tables: Tables) -> None:
        opened = {name: tables.open(name) for name in ("batches", *[n for n in SCHEMAS if n != "batches"])}
        self.versions: dict[str, int] = {name: table.version() for name, table in opened.items()}
        self.datasets: dict[str, Any] = {name: table.to_pyarrow_dataset() for name, table in opened.items()}
        self.derived: dict[str, pa.Table] = {}
        self._derive()

    def _derive(self) -> None:
        connection = self._stored()
        connection.execute(sql("live"))
        for name in ("live_batches", "shadowed"):
            self.derived[name] = connection.sql(f"select * from {name}").to_arrow_table()
        latest = current_judgements(self.datasets["judgements"].to_table().to_pylist())
        self.derived["judged"] = pa.table({"record_id": pa.array(list(latest), pa.string())})
        self._originals(connection)
        for table in JUDGED:
            ids = [i for i, j in latest.items() if j["table_name"] == table]
            if ids:
                wanted = f"select * from original_{table} where id in (select unnest(?::varchar[]))"
                rows = connection.sql(wanted, params=[ids]).to_arrow_table()
                self.derived[f"corrected_{table}"] = corrected(table, rows, latest)
        connection.close()

    def _stored(self) -> duckdb.DuckDBPyConnection:
        connection = connect()
        for name, dataset in self.datasets.items():
            connection.register(f"stored_{name}", dataset)
        return connection

    def _originals(self, connection: duckdb.DuckDBPyConnection) -> None:
        shadowed = self.derived["shadowed"].num_rows > 0
        condition = "and (document_id, batch_id) not in (select document_id, batch_id from shadowed)"
        for table in CLAIMS:
            unshadowed = condition if shadowed else ""
            if shadowed and table == "events":
                unshadowed = f"and (document_id is null or {condition[4:]})"
            connection.execute(filled("claims", table=table, unshadowed=unshadowed))

    def connection(self) -> duckdb.DuckDBPyConnection:
        """A new connection with all views; for one thread at a time."""
        connection = self._stored()
        for name, table in self.derived.items():
            connection.register(name, table)
        self._originals(connection)
        for table in JUDGED:
            if f"corrected_{table}" in self.derived:
                unjudged = "where id not in (select record_id from judged)"
                connection.execute(filled("corrected", table=table, unjudged=unjudged))
            else:
                connection.execute(filled("uncorrected", table=table))
        documents = ""
        if self.derived["shadowed"].num_rows:
            documents = "and (d.id, d.batch_id) not in (select document_id, batch_id from shadowed)"
        connection.execute(filled("views", unshadowed_documents=documents))
        connection.execute(sql("export"))
        return connection


def current_judgements(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The latest judgement of each record, by the record's id."""
    latest: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda r: (r["judged_at"], r["id"])):
        latest[row["record_id"]] = row
    return latest


def corrected(table: str, rows: pa.Table, judgements: Mapping[str, Mapping[str, Any]]) -> pa.Table:
    """Rows of one table as their judgements have them, without the rejected ones."""
    found = []
    for row in rows.to_pylist():
        judgement = judgements[row["id"]]
        if judgement["verdict"] == "reject":
            continue
        changes = json.loads(judgement["changes"]) if judgement["changes"] else {}
        found.append({**row, **typed(table, changes)})
    return pa.Table.from_pylist(found, schema=SCHEMAS[table])


def typed(table: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes of columns as JSON gives them, as the table's columns want them (days as dates)."""
    schema = SCHEMAS[table]
    return {k: day(v) if str(schema.field(k).type) == "date32[day]" else v for k, v in changes.items()}
