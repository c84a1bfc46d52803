"""Threads that run graphs side by side."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


class Workers:
    """Up to `count` threads (as many as there are cores unless given), begun on first use in each process."""

    def __init__(self, count: int | None = None) -> None:
        self._count = count or len(os.sched_getaffinity(0))
        self._pool: tuple[int, ThreadPoolExecutor] | None = None
        self._lock = Lock()

    def map(self, function: Callable[[A], B], items: Sequence[A]) -> Iterator[B]:
        """Results in the order of the items."""
        if self._count == 1 or len(items) < 2:
            return map(function, items)
        return self._begin().map(function, items)

    def _begin(self) -> ThreadPoolExecutor:
        with self._lock:
            if self._pool is None or self._pool[0] != os.getpid():  # a forked process has no threads
                self._pool = (os.getpid(), ThreadPoolExecutor(self._count, thread_name_prefix="legation-model"))
            return self._pool[1]
