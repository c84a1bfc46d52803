"""The ledger: reports in, queries out."""

import contextlib
import datetime
import itertools
import json
import os
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from typing import Any

from legation.errors import LedgerError
from legation.ledger import judgements, migrations, rows, upkeep
from legation.ledger.books import COPIES, DOCUMENTS, Books
from legation.ledger.query import QueryResult, check, run, stream
from legation.ledger.schemas import CLAIMS, SCHEMAS
from legation.ledger.tables import Tables
from legation.ledger.views import VIEWS, Snapshot
from legation.records import Document, Problem, Report, digest

Rows = rows.Rows

BATCHED = ("documents", *CLAIMS, "copies")
"""Tables that are written before their batch is committed."""


Copied = tuple[str, Document, float]
"""A document's id here, a near copy of it (a further source, which is not read again), and their similarity."""


class Ledger:
    """A folder (or an object store's folder) of reports that were read, with any number of readers and writers.

    `path` is made if it is missing, unless `create` is false. `storage_options` go to the object store.
    Raises LedgerError if the folder holds something else, or was made by a newer version.
    """

    def __init__(
        self, path: str | os.PathLike[str], *, storage_options: Mapping[str, str] | None = None, create: bool = True
    ) -> None:
        self.path = os.fspath(path)
        self.tables = Tables(self.path, storage_options)
        if not self.tables.exists():
            if not create:
                raise LedgerError(f"there is no ledger at {self.path}")
            if self.tables.foreign():
                raise LedgerError(f"{self.path} holds something else than a ledger")
        migrations.prepare(self.tables)
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._local = threading.local()
        self._run_id: str | None = None
        self._runs: dict[str, dict[str, Any]] = {}

    def __repr__(self) -> str:
        return f"Ledger({self.path!r})"

    # Writing

    def add(self, *reports: Report, run_id: str | None = None, again: bool = False) -> int:
        """Add reports in one step that other processes see whole or not at all; returns how many were new.

        A document that is there already (same id, same text) is passed over; `again` adds its claims as a new
        reading that takes the place of the earlier one in the views. A different text under a known id is
        entered under that id with a suffix.
        """
        placed = self.place([r.document for r in reports])
        chosen = [
            (report, identity, generation)
            for report, (identity, generation) in zip(reports, placed, strict=True)
            if generation == 0 or again
        ]
        if chosen:
            self.commit(chosen, run_id=run_id or self._own_run())
        return len(chosen)

    def place(self, documents: Sequence[Document]) -> list[tuple[str, int]]:
        """For each document the id it has or would get in this ledger, and how often it has been read (0: never).

        The second of two equal documents in one call counts as read.
        """
        wanted = [d.id for d in documents] + [f"{d.id}~{digest((d.text,))}" for d in documents]
        known = self.known(wanted)
        found = []
        for document in documents:
            identity, text = self.name_document(document, lambda i: known[i][0] if i in known else None)
            found.append((identity, known[identity][1] + 1 if identity in known else 0))
            known.setdefault(identity, (text, 0))
        return found

    @staticmethod
    def name_document(document: Document, text_of: Callable[[str], str | None]) -> tuple[str, str]:
        """A document's id here and the digest of its text: an id that another text has gets a suffix.

        `text_of` gives the digest of the text that an id has, None for a new id.
        """
        text = digest((document.text,))
        return f"{document.id}~{text}" if text_of(document.id) not in (None, text) else document.id, text

    def known(self, ids: Sequence[str]) -> dict[str, tuple[str, int]]:
        """Digest of the text and generation of those of these documents that are in the ledger, by id."""
        sql = (
            "select d.id, d.text_digest, max(d.generation) from stored_documents d join live_batches using (batch_id) "
            "where d.id in (select unnest(?::varchar[])) group by all"
        )
        columns = [c.to_pylist() for c in self.query(sql, [list(ids)]).to_arrow().columns]
        return {i: (text, generation) for i, text, generation in zip(*columns, strict=True)}

    def books(self, near_copies: bool = True) -> Books:
        """What the ledger has, for a run to look up: documents, their outlets and (`near_copies`) their texts."""
        books = Books(near_copies)
        connection = self._connection(self.snapshot())
        books.load(stream(connection, DOCUMENTS), stream(connection, COPIES))
        return books

    def commit(self, chosen: Iterable[tuple[Report, str, int]], *, run_id: str, copies: Sequence[Copied] = ()) -> None:
        """Write reports (each with its id here and its generation) and near copies as one batch."""
        batch_id = new_batch()
        parts = [rows.report_rows(r, i, g, run_id, batch_id) for r, i, g in chosen]
        owner = {"run_id": run_id, "batch_id": batch_id}
        merged = rows.merge(parts)
        merged["copies"] = [{**rows.copy_row(*copied), **owner} for copied in copies]
        self._commit(merged, batch_id, batch_id, run_id)

    def add_events(self, events: Iterable[Mapping[str, Any]], *, run_id: str | None = None, size: int = 50_000) -> int:
        """Add imported events (columns of `events`, with `origin` and `original`); returns how many were new.

        Their ids tell them apart: an event whose id is here already is passed over.
        """
        added = 0
        run_id = run_id or self._own_run()
        for chunk in batched(events, size):
            known = self._known_events([e["id"] for e in chunk])
            fresh = {e["id"]: e for e in chunk if e["id"] not in known}
            if not fresh:
                continue
            batch_id = new_batch()
            key = digest(sorted(fresh))
            owner = {"run_id": run_id, "batch_id": batch_id}
            self._commit({"events": [{**e, **owner} for e in fresh.values()]}, batch_id, key, run_id)
            added += len(fresh)
        return added

    def _known_events(self, ids: list[str]) -> set[str]:
        sql = "select id from original_events where id in (select unnest(?::varchar[]))"
        return set(self.query(sql, [ids]).to_arrow()["id"].to_pylist())

    def _commit(self, merged: Rows, batch_id: str, key: str, run_id: str) -> None:
        for table in BATCHED:
            if merged.get(table):
                self.tables.append(table, merged[table])
        mark = {"batch_id": batch_id, "content_key": key, "run_id": run_id, "committed_at": _now()}
        self.tables.append("batches", [mark])

    def note_problems(self, problems: Iterable[Problem], run_id: str | None = None) -> int:
        """Record inputs that were rejected; the same problem is shown once. Returns how many were given."""
        run_id = run_id or self._own_run()
        found = [
            {**rows.flat(p), "id": digest((p.item, p.stage, p.reason)), "run_id": run_id, "noted_at": _now()}
            for p in problems
        ]
        self.tables.append("problems", found)
        return len(found)

    def start_run(
        self,
        *,
        engine: str = "python",
        workers: int = 1,
        inputs: Sequence[str] = (),
        settings: Mapping[str, Any] | None = None,
        model_digest: str | None = None,
    ) -> str:
        """Record that a run begins; returns its id. Every claim names its run."""
        body = json.dumps(settings or {}, sort_keys=True, default=str)
        started = _now()
        run_id = digest((version("legation"), model_digest, body, started.isoformat(), str(uuid.uuid4())))
        row = {
            "id": run_id, "version": version("legation"), "model_digest": model_digest, "settings": body,
            "engine": engine, "workers": workers, "inputs": list(inputs), "state": "running", "noted_at": started,
        }  # fmt: skip
        self.tables.append("runs", [row])
        self._runs[run_id] = row
        return run_id

    def finish_run(self, run_id: str, state: str, counts: Mapping[str, int] | None = None) -> None:
        """Record how a run that this object started has ended (`done`, `stopped`, `failed`), with its counts."""
        self.tables.append("runs", [{**self._runs[run_id], **(counts or {}), "state": state, "noted_at": _now()}])

    def _own_run(self) -> str:
        if self._run_id is None:
            self._run_id = self.start_run()
        return self._run_id

    # Judging

    def judge(
        self,
        record_id: str,
        verdict: str,
        *,
        changes: Mapping[str, Any] | None = None,
        judge: str | None = None,
        note: str | None = None,
    ) -> str:
        """Confirm, reject or correct a record; returns the judgement's id. The latest judgement of a record counts.

        `changes` are columns of its view and their values. Raises LedgerError for an unknown record, verdict or column.
        """
        table = judgements.find(self, record_id)
        judgements.check(table, verdict, changes or {})
        row = judgements.row(record_id, table, verdict, changes=changes or {}, judge=judge, note=note)
        self.tables.append("judgements", [row])
        return str(row["id"])

    def training(self) -> Iterator[dict[str, Any]]:
        """Current judgements as training data (see `judgements.training`)."""
        return judgements.training(self)

    # Reading

    def snapshot(self) -> Snapshot:
        """The ledger as it stands now."""
        with self._lock:
            if self._snapshot is None or self._changed(self._snapshot):
                self._snapshot = Snapshot(self.tables)
            return self._snapshot

    def _changed(self, snapshot: Snapshot) -> bool:
        return any(self.tables.open(n).version() != snapshot.versions[n] for n in WATCHED)

    def query(self, sql: str, parameters: Any = None, *, seconds: float | None = None) -> QueryResult:
        """The rows of one SQL query (DuckDB's dialect) over the views, which `legation tables` prints.

        `parameters` fill `?` or `$name` placeholders. Raises QueryError in one line for a query that is not valid,
        that would write, or that takes longer than `seconds`.
        """
        check(sql)
        if upkeep.asks(sql):
            self.refresh_occurrences()
        return self._query(sql, parameters, seconds)

    def _query(self, sql: str, parameters: Any = None, seconds: float | None = None) -> QueryResult:
        return run(self._connection(self.snapshot()), sql, parameters, seconds)

    def _connection(self, snapshot: Snapshot) -> Any:
        """This thread's connection to a state of the ledger."""
        if getattr(self._local, "snapshot", None) is not snapshot:
            self._local.connection = snapshot.connection()
            self._local.snapshot = snapshot
        return self._local.connection

    def views(self) -> dict[str, list[tuple[str, str]]]:
        """The documented views with the names and types of their columns."""
        return {
            name: [(r["column_name"], r["column_type"]) for r in self.query(f"describe {name}").to_dicts()]
            for name in VIEWS
        }

    def report(self, document_id: str) -> Report:
        """The report of one document as it was read. Raises LedgerError if it is not here."""
        connection = self._connection(self.snapshot())
        batches = run(
            connection, "select batch_id from stored_documents where id = ? and batch_id in (select batch_id from "
            "live_batches) order by generation desc, batch_id limit 1", [document_id],
        ).to_dicts()  # fmt: skip
        if not batches:
            raise LedgerError(f"there is no document {document_id} in {self.path}")
        # Files tell which batches they hold: with the batch named, few of them are read.
        place = [document_id, batches[0]["batch_id"]]
        sql = "select * from stored_documents where id = ? and batch_id = ? limit 1"
        stored = run(connection, sql, place).to_arrow().to_pylist()
        claims = {}
        for table in CLAIMS:
            sql = f"select * from stored_{table} where document_id = ? and batch_id = ? order by local_id"
            part = run(connection, sql, place).to_arrow().to_pylist()
            claims[table] = sorted(part, key=lambda r: (len(r["local_id"]), r["local_id"]))
        return rows.rebuild(stored[0], claims)

    def event_rows(self, where: str | None = None, size: int = 10_000) -> Iterator[dict[str, Any]]:
        """Wide rows of events for exporters (view `event_rows`), in a fixed order; `where` is an SQL condition."""
        condition = f" where {where}" if where else ""
        table = self.query(f"select * from event_rows{condition}").to_arrow()
        for batch in table.to_batches(max_chunksize=size):
            yield from batch.to_pylist()

    # Upkeep

    def refresh_occurrences(self) -> None:
        """Bring occurrences up to date if reports or judgements have come; queries that name them do so themselves."""
        snapshot = self.snapshot()
        if upkeep.stale(self.tables, snapshot):
            upkeep.refresh(self.tables, snapshot, self._query)

    def compact(self, *, vacuum_hours: int | None = None) -> dict[str, int]:
        """Join small files, and drop what killed writers left uncommitted more than a day ago.

        With `vacuum_hours`, also delete files that no state younger than that needs.
        """
        done = {"dropped": self.prune(), "joined": self.tables.compact()}
        if vacuum_hours is not None:
            done["deleted"] = self.tables.vacuum(vacuum_hours)
        return done

    def prune(self, hours: float = 24.0) -> int:
        """Delete rows of batches that were begun more than `hours` ago and never committed; returns how many."""
        before = f"{_now() - datetime.timedelta(hours=hours):%Y%m%dT%H%M%S}"
        dropped: set[str] = set()
        for table in BATCHED:
            sql = (
                f"select distinct batch_id from stored_{table} "
                "where batch_id < ? and batch_id not in (select batch_id from stored_batches)"
            )
            dead = [r["batch_id"] for r in self._query(sql, [before]).to_dicts()]
            if dead:
                self.tables.delete(table, "batch_id", dead)
                dropped.update(dead)
        return len(dropped)

    def tidy(self, *, ended: bool = True) -> None:
        """Join small files if there are many of them, so that queries and commits stay quick at any size.

        A run calls it now and then, and once it has `ended`, when leftovers of killed writers are dropped too. What
        another process does to the files at the same moment is left to it.
        """
        if len(self.tables.open("documents").file_uris()) < SMALL_FILES:
            return
        if ended:
            self.compact()
        else:
            with contextlib.suppress(LedgerError):
                self.tables.compact((*BATCHED, "batches"))


SMALL_FILES = 32
"""Files of one table from which a run joins them."""

WATCHED = tuple(SCHEMAS)
"""Tables whose change makes a new snapshot."""


def new_batch() -> str:
    """A new batch's id; ids sort by time."""
    return f"{_now():%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:12]}"


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def batched(items: Iterable[Any], size: int) -> Iterator[tuple[Any, ...]]:
    iterator = iter(items)
    while chunk := tuple(itertools.islice(iterator, size)):
        yield chunk


__all__ = ["Copied", "Ledger"]
