"""What pages ask of a ledger: named queries over a copy in memory, made anew when the ledger has changed."""

import ctypes
import gc
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import pyarrow

from legation.api import Ledger, Reader
from legation.errors import LedgerError, LegationError
from legation.ledger.query import run
from legation.ledger.views import Snapshot
from legation.records import Report
from legation.web.words import CHUNK, Texts, Words

Row = dict[str, Any]
T = TypeVar("T")

FRESH_FOR = 1.0
"""Seconds during which the ledger is not asked again whether it has changed."""

SECONDS = 20.0
"""How long one query may take."""

REMEMBERED = 600
"""Results that are kept for one state."""

QUICK = 0.5
"""A copy that took longer than this many seconds is made in the background, while pages show the earlier one."""

PATIENCE = 30.0
"""Seconds that a page waits for the desk's own write to show."""


@cache
def named_sql(name: str) -> str:
    """One of the named queries of the folder `queries`."""
    return files("legation.web").joinpath("queries", f"{name}.sql").read_text("utf-8")


INDEXED = {
    "reports": "concat_ws(' ', title, source)", "facts": "evidence",
    "sayings": "concat_ws(' ', evidence, speaker)", "pledges": "concat_ws(' ', evidence, agreement)",
}  # fmt: skip
"""Tables whose words are indexed, and which."""


class State:
    """The ledger as it stood at one moment, copied into memory, and results that hold as long as it does."""

    def __init__(self, snapshot: Snapshot) -> None:
        started = time.monotonic()
        self.snapshot = snapshot
        self.results: OrderedDict[Any, Any] = OrderedDict()
        self.slow: dict[Any, Future[Any]] = {}
        self.words = Words(tuple(INDEXED))
        self._base = snapshot.connection()
        self._base.execute("attach ':memory:' as desk (compress); use desk")
        self._base.execute(named_sql("build"))
        for table, text in INDEXED.items():
            self._index(table, text)
        self._lock = threading.Lock()
        give_back()
        self.seconds = time.monotonic() - started

    def _index(self, table: str, text: str) -> None:
        rows = self._base.execute(f"select n, {text} from {table} order by n")
        while chunk := rows.fetchmany(CHUNK):
            self.words.add(table, ((n, words or "") for n, words in chunk))

    def rows(self, sql: str, parameters: Any) -> list[Row]:
        """The rows of a query; each query has a cursor of its own, so that many may run side by side."""
        with self._lock:
            cursor = self._base.cursor()
        try:
            cursor.execute("use desk")
            return run(cursor, sql, parameters, SECONDS).to_dicts()
        finally:
            cursor.close()


class Desk:
    """A ledger as the pages see it. Safe to share between threads."""

    def __init__(self, ledger: Ledger, make_reader: Callable[[], Reader] | None = None) -> None:
        self.ledger = ledger
        self._make_reader = make_reader or Reader
        self._reader: Reader | None = None
        self._reading = threading.Lock()
        self._lock = threading.Lock()
        self._state: State | None = None
        self._checked = 0.0
        self._settled: Snapshot | None = None
        self._builder: threading.Thread | None = None
        self._failure: Exception | None = None
        self._pool = ThreadPoolExecutor(1, "slow")
        self._reports = ThreadPoolExecutor(1, "reports")
        self.texts = Texts()
        self.warm: Callable[[], object] | None = None
        """What is asked of each new copy that took long to make, so that the first visitor need not wait for it."""

    def state(self) -> State:
        """The ledger's state: at most `FRESH_FOR` seconds old where copying is quick, else soon to be replaced."""
        with self._lock:
            current = self._state
            if current is not None and time.monotonic() - self._checked < FRESH_FOR:
                return current
            self._checked = time.monotonic()
            builder = self._build()
        if builder is threading.current_thread():
            return current or self._first()
        while self._state is None and builder.is_alive():
            builder.join(0.05)
        if self._first().seconds < QUICK:
            builder.join(PATIENCE)
        return self._first()

    def open(self) -> None:
        """Makes the first copy and asks for the pages once, so that the first visitor need not wait.

        Raises what hinders the copy. What has been loaded by then is no longer gone through for garbage: going
        through the names of all actors time and again would hold up pages for a tenth of a second."""
        self.state()
        if self.warm is not None:
            self.warm()
        for row in self.rows("newest", most=1):
            self.report(row["id"])
        gc.collect()
        gc.freeze()

    def _first(self) -> State:
        if self._state is None:
            raise self._failure or LedgerError("the ledger could not be read")
        return self._state

    def refresh(self) -> None:
        """Wait until the pages show what the ledger holds now (after a write of one's own)."""
        with self._lock:
            running = self._builder
        if running is not None:
            running.join(PATIENCE)
        with self._lock:
            builder = self._build()
        builder.join(PATIENCE)

    def _build(self) -> threading.Thread:
        if self._builder is None or not self._builder.is_alive():
            self._builder = threading.Thread(target=self._follow, name="desk")
            self._builder.start()
        return self._builder

    def _follow(self) -> None:
        """Copies the ledger if it has changed; then brings occurrences up to date and copies it again if they have."""
        try:
            if self.ledger.snapshot() is self._settled:
                return
            self._copy()
            self._read_texts()
            self.ledger.refresh_occurrences()
            self._copy()
            self._settled = self._first().snapshot
        except Exception as error:
            # Told to whoever waits for the first state; later, the earlier state stays in place.
            self._failure = error

    def _copy(self) -> None:
        snapshot = self.ledger.snapshot()
        earlier = self._state
        if earlier is None or earlier.snapshot is not snapshot:
            self._state = State(snapshot)
            if earlier is not None and self.warm is not None and self._state.seconds >= QUICK:
                with suppress(LegationError):
                    self.warm()

    def _read_texts(self) -> None:
        """Takes the texts of reports that have come into the index, in parts: a search sees each part at once."""
        state = self._first()
        ids = self.texts.missing(r["id"] for r in state.rows("select id from reports order by n", None))
        if not ids:
            return
        reader = state.snapshot.connection()
        self.texts.waiting = len(ids)
        wanted = "select id, text, published from documents where id in (select unnest(?::varchar[]))"
        rows = reader.execute(wanted, [ids])
        while chunk := rows.fetchmany(CHUNK):
            self.texts.add(chunk)
            self.texts.waiting = max(0, self.texts.waiting - len(chunk))
        self.texts.waiting = 0
        reader.close()

    def rows(self, name: str, /, **parameters: Any) -> list[Row]:
        """The rows of a named query. Raises QueryError for one that takes too long."""
        state = self.state()
        return remember(
            state, ("rows", name, repr(sorted(parameters.items()))),
            lambda: state.rows(named_sql(name), parameters or None),
        )  # fmt: skip

    def row(self, name: str, /, **parameters: Any) -> Row:
        """The one row of a named query."""
        return self.rows(name, **parameters)[0]

    def remember(self, key: Any, compute: Callable[[], T]) -> T:
        """What `compute` gives, computed once for each state of the ledger."""
        return remember(self.state(), key, compute)

    def report(self, identity: str) -> Report:
        """A report of the ledger. Raises LedgerError where there is none."""
        # One thread, because each thread that asks the ledger makes a connection of its own to it.
        return self.remember(("report", identity), lambda: self._reports.submit(self.ledger.report, identity).result())

    def soon(self, key: Any, compute: Callable[[], T], seconds: float | None) -> T | None:
        """What `compute` gives, computed once for each state beside the pages; None if it takes longer than `seconds`.

        It goes on then, and a later call finds it. Raises what `compute` raised."""
        state = self.state()
        with self._lock:
            future: Future[T] | None = state.slow.get(key)
            if future is None or (future.done() and future.exception() is not None):
                future = state.slow[key] = self._pool.submit(compute)
        try:
            return future.result(seconds)
        except TimeoutError:
            return None

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """The reader, loaded when it is first wanted; one report at a time. Raises ModelError where it is missing."""
        with self._reading:
            if self._reader is None:
                self._reader = self._make_reader()
            yield self._reader


def remember(state: State, key: Any, compute: Callable[[], T]) -> T:
    """A state's result under a key; the oldest of too many are forgotten."""
    if key in state.results:
        found: T = state.results[key]
        return found
    found = compute()
    state.results[key] = found
    while len(state.results) > REMEMBERED:
        try:
            state.results.popitem(last=False)
        except KeyError:
            break
    return found


def give_back() -> None:
    """Returns to the system what copying has left over (glibc keeps it else)."""
    pyarrow.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
