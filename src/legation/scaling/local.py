"""The engine of one machine: a process a worker, each with its own reader and one thread."""

import itertools
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from legation.contracts import ReaderLike
from legation.errors import LegationError
from legation.records import Document, Problem, Report
from legation.scaling.work import (
    ReaderFactory,
    make_reader,
    pack,
    pack_results,
    problem,
    read_all,
    unpack,
    unpack_results,
)

CHUNK = 8
"""Documents that a worker gets at once: enough to fill the model's batches, few enough for an even load."""

AHEAD = 3
"""Chunks a worker that wait for it; what is under way is bounded, so memory stays flat."""

THREADS = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
"""Settings of a worker's libraries: workers share the machine's cores, so each keeps to one."""

_reader: ReaderLike | None = None
_failure: str | None = None


class LocalEngine:
    """Reads with `workers` processes; with one worker in this process, without starting another.

    A document that kills a worker becomes a problem; the others are read by a new worker.
    """

    name = "local"

    def __init__(self, reader_factory: ReaderFactory, workers: int = 1, chunk: int = CHUNK) -> None:
        self.workers = max(1, workers)
        self._factory = reader_factory
        self._chunk = chunk

    def run(self, documents: Iterable[Document]) -> Iterator[Report | Problem]:
        """One report or problem a document; with one worker in order."""
        chunks = _chunks(documents, self._chunk)
        first = next(chunks, None)
        if first is None:  # nothing to read: no reader has to be loaded
            return
        chunks = itertools.chain([first], chunks)
        if self.workers == 1:
            reader = make_reader(self._factory)
            for chunk in chunks:
                yield from read_all(reader, chunk)
            return
        yield from self._run_pool(chunks)

    def _run_pool(self, chunks: Iterator[list[Document]]) -> Iterator[Report | Problem]:
        lost: deque[list[Document]] = deque()
        pool = self._pool(self.workers)
        waiting: deque[tuple[list[Document], Future[bytes]]] = deque()
        try:
            while True:
                try:
                    self._fill(pool, waiting, chunks, lost)
                    if not waiting:
                        return
                    result = waiting[0][1].result()
                    waiting.popleft()
                    yield from unpack_results(result)
                except BrokenProcessPool:
                    yield from self._salvage(waiting, lost)
                    pool.shutdown(wait=False, cancel_futures=True)
                    pool = self._pool(self.workers)
        finally:
            for _, future in waiting:
                future.cancel()
            pool.shutdown(wait=False, cancel_futures=True)

    def _fill(
        self,
        pool: ProcessPoolExecutor,
        waiting: deque[tuple[list[Document], Future[bytes]]],
        chunks: Iterator[list[Document]],
        lost: deque[list[Document]],
    ) -> None:
        while len(waiting) < self.workers * AHEAD:
            chunk = lost.popleft() if lost else next(chunks, None)
            if chunk is None:
                return
            try:
                waiting.append((chunk, pool.submit(_work, pack(chunk))))
            except (BrokenProcessPool, OSError, RuntimeError) as error:  # a worker can die while another starts
                lost.appendleft(chunk)
                raise BrokenProcessPool(str(error)) from error

    def _salvage(
        self, waiting: deque[tuple[list[Document], Future[bytes]]], lost: deque[list[Document]]
    ) -> Iterator[Report | Problem]:
        """Results that were ready when a worker died; what was not goes one by one through a worker of its own."""
        pending = [*waiting, *((chunk, None) for chunk in lost)]
        waiting.clear()
        lost.clear()
        suspects: list[Document] = []
        for chunk, future in pending:
            if future and future.done() and not future.cancelled() and future.exception() is None:
                yield from unpack_results(future.result())
            else:
                suspects.extend(chunk)
        yield from self._one_by_one(suspects)

    def _one_by_one(self, documents: list[Document]) -> Iterator[Report | Problem]:
        pool = self._pool(1)
        try:
            for document in documents:
                try:
                    yield from unpack_results(pool.submit(_work, pack([document])).result())
                except BrokenProcessPool:
                    yield problem(document.id, "the worker died while reading it")
                    pool = self._pool(1)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _pool(self, workers: int) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(workers, context, _begin, (self._factory,))
        try:
            failure = pool.submit(_ready).result()
        except BrokenProcessPool as error:
            raise LegationError("the workers cannot start: they died at once") from error
        if failure:
            pool.shutdown(wait=False, cancel_futures=True)
            raise LegationError(f"the workers cannot start: {failure}")
        return pool


def _begin(factory: ReaderFactory) -> None:
    """Make a worker's reader. Ctrl-C is for the main process, which lets the workers finish."""
    global _reader, _failure
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ.update(THREADS)
    try:
        _reader = make_reader(factory)
    except Exception as error:  # told to the main process, which asks whether the worker is ready
        _failure = " ".join(f"{type(error).__name__}: {error}".split())[:300]


def _end_with_parent() -> None:
    """Leave when the main process is gone: one that was killed cannot tell its workers, which would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _ready() -> str | None:
    """Why this worker cannot work, None if it can."""
    return _failure


def _work(data: bytes) -> bytes:
    if _reader is None:
        raise LegationError(f"the worker cannot read: {_failure}")
    return pack_results(read_all(_reader, unpack(data)))


def _chunks(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    iterator = iter(documents)
    while chunk := list(itertools.islice(iterator, size)):
        yield chunk
