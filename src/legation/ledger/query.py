"""SQL over the ledger: read-only, without access to files, and the result in the library the user likes."""

import atexit
import datetime
import decimal
import threading
import weakref
from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa

from legation.errors import QueryError

ALLOWED = {"SELECT", "EXPLAIN"}
"""Kinds of statements that read only (DESCRIBE, SHOW and SUMMARIZE count as SELECT)."""


class QueryResult:
    """The rows that a query gave, in the query's order."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(self._table.column_names)

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.to_dicts())

    def to_arrow(self) -> pa.Table:
        """As a pyarrow Table."""
        return self._table

    def to_polars(self) -> Any:
        """As a polars DataFrame. Raises ImportError where polars is not installed."""
        import polars

        return polars.from_arrow(self._table)

    def to_pandas(self) -> Any:
        """As a pandas DataFrame. Raises ImportError where pandas is not installed."""
        return self._table.to_pandas()

    def to_dicts(self) -> list[dict[str, Any]]:
        """As plain dictionaries that JSON can hold: dates and times are ISO text, decimals are numbers."""
        names = self._table.column_names
        values = [_values(column) for column in self._table.columns]
        return [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)] if names else []


def _values(column: pa.ChunkedArray) -> list[Any]:
    """A column's values; most types need no second look."""
    kind, values = column.type, column.to_pylist()
    inner = kind.value_type if pa.types.is_list(kind) else kind
    return values if any(test(inner) for test in PLAIN) else [_plain(v) for v in values]


PLAIN = (pa.types.is_string, pa.types.is_large_string, pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean)
"""Types whose values JSON can hold as they are."""


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, bytes):
        return value.hex()
    return value


_OPEN: "weakref.WeakSet[duckdb.DuckDBPyConnection]" = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    """Closes what is open still: DuckDB ends the process by a signal where it outlives the interpreter."""
    for connection in list(_OPEN):
        connection.close()


def connect(threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A connection in memory that reaches neither files nor the network, and whose settings cannot be changed."""
    connection = duckdb.connect(":memory:")
    _OPEN.add(connection)
    if threads:
        connection.execute(f"SET threads = {int(threads)}")
    for name in ("autoinstall_known_extensions", "autoload_known_extensions", "enable_external_access"):
        connection.execute(f"SET {name} = false")
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET lock_configuration = true")
    return connection


def check(sql: str) -> None:
    """Raises QueryError unless `sql` is one statement that only reads."""
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise QueryError(one_line(error)) from error
    if len(statements) != 1:
        raise QueryError(f"one statement is wanted, {len(statements)} were given")
    if statements[0].type.name not in ALLOWED:
        raise QueryError(f"the ledger is read by queries, not changed: {statements[0].type.name} is not allowed")


def run(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Any = None, seconds: float | None = None
) -> QueryResult:
    """The result of one query. Raises QueryError in one line; also when it takes longer than `seconds`."""
    check(sql)
    late = threading.Timer(seconds, connection.interrupt) if seconds else None
    try:
        if late:
            late.start()
        relation = connection.sql(sql, params=parameters)
        return QueryResult(relation.to_arrow_table())
    except duckdb.InterruptException as error:
        raise QueryError(f"the query took longer than {seconds:g} seconds") from error
    except (duckdb.Error, pa.ArrowException, RuntimeError) as error:
        raise QueryError(one_line(error)) from error
    finally:
        if late:
            late.cancel()


def stream(connection: duckdb.DuckDBPyConnection, sql: str, rows: int = 2048) -> Iterator[pa.RecordBatch]:
    """The rows of the program's own query, a few at a time: what is not yet asked for takes no memory."""
    yield from connection.sql(sql).to_arrow_reader(rows)


def one_line(error: BaseException) -> str:
    """An error of DuckDB without its picture of the query."""
    text = str(error).split("\n\nLINE ")[0]
    return " ".join(text.split())[:400]
