"""The engine of a cluster: Ray Data, on this machine or on a real cluster (`pip install legation[ray]`)."""

import itertools
import os
from collections.abc import Iterable, Iterator
from typing import Any

from legation.contracts import ReaderLike
from legation.errors import SettingsError
from legation.records import Document, Problem, Report
from legation.scaling.work import ReaderFactory, make_reader, pack, pack_results, read_all, unpack, unpack_results

WINDOW = 5_000
"""Documents of one Ray data set: many enough that loading the readers does not count, few enough for any memory."""

CHUNK = 16
"""Documents in one block of work."""


class RayEngine:
    """Reads on Ray's workers, each with its own reader. Results come in any order.

    `address` is a cluster's ("auto", "ray://host:10001"); None: RAY_ADDRESS
    where that is set, else Ray is started on this machine. The workers get
    documents from here and give back reports, so they need no access to archives or ledger.
    Raises SettingsError where Ray is not installed.
    """

    name = "ray"

    def __init__(
        self, reader_factory: ReaderFactory, workers: int = 1, address: str | None = None, window: int = WINDOW
    ) -> None:
        self.workers = max(1, workers)
        self._factory = reader_factory
        self._window = window
        self._ray = _start(address, self.workers)

    def run(self, documents: Iterable[Document]) -> Iterator[Report | Problem]:
        """One report or problem a document."""
        import ray.data

        iterator = iter(documents)
        while window := list(itertools.islice(iterator, self._window)):
            chunks = [{"chunk": pack(window[i : i + CHUNK])} for i in range(0, len(window), CHUNK)]
            worker: Any = _Worker  # Ray takes a class whose instances are functions
            results = ray.data.from_items(chunks, override_num_blocks=len(chunks)).map(
                worker, fn_constructor_args=(self._factory,), concurrency=self.workers, num_cpus=1
            )
            for row in results.iter_rows():
                yield from unpack_results(row["results"])


class _Worker:
    """What Ray makes once a worker and calls for every chunk."""

    def __init__(self, factory: ReaderFactory) -> None:
        self._reader: ReaderLike = make_reader(factory)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        return {"results": pack_results(read_all(self._reader, unpack(row["chunk"])))}


def _start(address: str | None, workers: int) -> Any:
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise SettingsError("the engine ray needs Ray: pip install 'legation[ray]'") from error
    address = address or os.environ.get("RAY_ADDRESS")
    if not ray.is_initialized():
        options: dict[str, Any] = {"address": address} if address else {"num_cpus": workers + 1}
        try:
            ray.init(log_to_driver=False, include_dashboard=False, configure_logging=False, **options)
        except Exception as error:  # Ray raises plain exceptions where its processes do not come up in time
            raise SettingsError(f"Ray cannot be reached: {' '.join(str(error).split())[:200]}") from error
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    return ray
