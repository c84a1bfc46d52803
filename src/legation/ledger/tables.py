"""The ledger's Delta Lake tables: make, append, open, compact, vacuum."""

import re
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, WriterProperties, write_deltalake
from deltalake.exceptions import DeltaError, TableNotFoundError

from legation.errors import LedgerError
from legation.ledger.schemas import SCHEMAS

_COLOUR = re.compile(r"\x1b\[[0-9;]*m|↳")

PATIENCE = {"max_retries": "3", "retry_timeout": "30s"}
"""How long an object store that does not answer is tried, unless `storage_options` say otherwise."""

JOINED_BYTES = 16 * 2**20
"""Size of file up to which small ones are joined: larger ones are left, so that joining costs the same at any size."""

ROW_GROUP = 4096
"""Rows that are written, and read, at once when files are joined: what bounds the memory that joining takes."""

RETRIES = 200
"""Tries of one commit beside other writers; each lost race costs a few milliseconds."""


class Tables:
    """The folder of tables at `root` (a path or an address such as s3://bucket/folder).

    `storage_options` go to the object store (keys as in the `object_store` crate, e.g. AWS_ENDPOINT_URL).
    """

    def __init__(self, root: str, storage_options: Mapping[str, str] | None = None) -> None:
        self.root = root.rstrip("/") or "/"
        self.options = {**PATIENCE, **(storage_options or {})} if "://" in self.root else None
        self._held: dict[str, DeltaTable] = {}
        self._writing = threading.Lock()

    @property
    def local(self) -> bool:
        """Whether the tables lie on this machine's disk."""
        return "://" not in self.root

    def address(self, table: str) -> str:
        """Where one table lies."""
        return f"{self.root}/{table}"

    def exists(self) -> bool:
        """Whether a ledger has been made here (its last-made table is there)."""
        try:
            return bool(DeltaTable.is_deltatable(self.address("layout"), storage_options=self.options))
        except (DeltaError, OSError) as error:
            raise LedgerError(f"cannot open the ledger {self.root}: {_line(error)}") from error

    def foreign(self) -> bool:
        """Whether the folder holds something that is no ledger."""
        if not self.local or not Path(self.root).exists():
            return False
        if not Path(self.root).is_dir():
            return True
        return any(p.name not in SCHEMAS for p in Path(self.root).iterdir() if not p.name.startswith("."))

    def make(self, schemas: Mapping[str, pa.Schema] = SCHEMAS) -> None:
        """Make the tables that are missing. Two processes may do so at once."""
        for name, schema in schemas.items():
            try:
                if self.local:
                    Path(self.address(name)).mkdir(parents=True, exist_ok=True)
                DeltaTable.create(
                    self.address(name), schema=schema, mode="ignore", name=name, storage_options=self.options
                )
            except (DeltaError, OSError) as error:
                if not self._made(name):
                    raise LedgerError(f"cannot make the ledger {self.root}: {_line(error)}") from error

    def _made(self, name: str) -> bool:
        return bool(DeltaTable.is_deltatable(self.address(name), storage_options=self.options))

    def append(self, table: str, rows: Sequence[Mapping[str, Any]] | pa.Table) -> None:
        """Add rows in one commit. Raises LedgerError if they cannot be stored (disk full, no permission)."""
        data = rows if isinstance(rows, pa.Table) else pa.Table.from_pylist(list(rows), schema=SCHEMAS[table])
        self._write(table, data, "append")

    def replace(self, table: str, rows: Sequence[Mapping[str, Any]], note: Mapping[str, str] | None = None) -> None:
        """Put rows in place of all that a derived table holds, in one commit, which carries `note`."""
        self._write(table, pa.Table.from_pylist(list(rows), schema=SCHEMAS[table]), "overwrite", note)

    def _write(self, table: str, data: pa.Table, mode: Any, note: Mapping[str, str] | None = None) -> None:
        if not data.num_rows and mode == "append":
            return
        properties = CommitProperties(custom_metadata=dict(note) if note else None, max_commit_retries=RETRIES)
        with self._writing:
            try:
                write_deltalake(self._held_open(table), data, mode=mode, commit_properties=properties)
            except (DeltaError, OSError, TableNotFoundError) as error:
                self._held.pop(table, None)
                raise LedgerError(f"cannot write to the ledger {self.root}: {_line(error)}") from error

    def _held_open(self, table: str) -> DeltaTable:
        """A table for writing as it stands now. Kept, since to open one is to read the list of all its files."""
        held = self._held.get(table)
        if held is None:
            held = self._held[table] = DeltaTable(self.address(table), storage_options=self.options)
        else:
            held.update_incremental()
        return held

    def delete(self, table: str, column: str, values: Sequence[str]) -> None:
        """Delete the rows that have one of these values (ids, which need no quoting) in a column."""
        listed = ", ".join(f"'{v}'" for v in values)
        try:
            properties = CommitProperties(max_commit_retries=RETRIES)
            self.open(table).delete(f"{column} in ({listed})", commit_properties=properties)
        except (DeltaError, OSError) as error:
            raise LedgerError(f"cannot delete from {table} in {self.root}: {_line(error)}") from error

    def open(self, table: str) -> DeltaTable:
        """One table as it stands now."""
        try:
            return DeltaTable(self.address(table), storage_options=self.options)
        except (DeltaError, OSError) as error:
            raise LedgerError(f"the ledger {self.root} has no readable table {table}: {_line(error)}") from error

    def compact(self, tables: Sequence[str] = tuple(SCHEMAS)) -> int:
        """Join small files into large ones; returns how many were joined. Readers and writers go on meanwhile."""
        joined = 0
        for name in tables:
            table = self.open(name)
            try:
                done = table.optimize.compact(
                    target_size=JOINED_BYTES,
                    max_concurrent_tasks=1,
                    writer_properties=WriterProperties(compression="ZSTD", max_row_group_size=ROW_GROUP),
                    commit_properties=CommitProperties(max_commit_retries=RETRIES),
                )
                joined += int(done["numFilesRemoved"])
                table.create_checkpoint()
            except (DeltaError, OSError) as error:
                raise LedgerError(f"cannot compact {name} in {self.root}: {_line(error)}") from error
        return joined

    def vacuum(self, hours: int = 168, tables: Sequence[str] = tuple(SCHEMAS)) -> int:
        """Delete files that no version younger than `hours` needs; returns how many.

        Below a week, a query that has been running longer than `hours` may lose its files.
        """
        return sum(
            len(self.open(n).vacuum(retention_hours=hours, dry_run=False, enforce_retention_duration=False, full=True))
            for n in tables
        )


def _line(error: BaseException) -> str:
    return " ".join(_COLOUR.sub(" ", str(error)).split())[:300]
