"""A whole archive into a ledger: resumable, nothing twice, near copies read once.

The order of things makes it safe to be killed at any moment: a document counts as done only once its batch is
committed, a near copy is committed with or after the document it is a copy of, and a second run passes over what
the ledger has.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

import msgspec

from legation.contracts import Engine
from legation.records import Document, Problem, Record, Report

BATCH = 256
"""Reports of one commit, unless `SECONDS` have passed before. Each commit costs the more the more there have been."""

SECONDS = 10.0
"""After so long finished reports are committed even if they are few."""

TIDY = 32
"""Commits after which the ledger is asked to join its small files: a commit reads the list of them."""

Copied = tuple[str, Document, float]


class BooksLike(Protocol):
    """What the ledger has and the run has met (`legation.ledger.books.Books`)."""

    def get(self, identity: str) -> str | None: ...

    def enter(self, identity: str, text_digest: str) -> None: ...

    def meet(self, identity: str, source: str | None) -> bool: ...

    def forget(self, identity: str) -> None: ...

    def find_copy(self, document: Document) -> tuple[str, float] | None: ...


class LedgerLike(Protocol):
    """What coding asks of the ledger (`legation.ledger.Ledger`)."""

    def name_document(self, document: Document, text_of: Callable[[str], str | None]) -> tuple[str, str]: ...

    def books(self, near_copies: bool = True) -> BooksLike: ...

    def commit(
        self, chosen: Iterable[tuple[Report, str, int]], *, run_id: str, copies: Sequence[Copied] = ()
    ) -> None: ...

    def note_problems(self, problems: Iterable[Problem], run_id: str | None = None) -> int: ...

    def start_run(
        self, *, engine: str, workers: int, inputs: Sequence[str], settings: Mapping[str, Any] | None,
        model_digest: str | None,
    ) -> str: ...  # fmt: skip

    def tidy(self, *, ended: bool = True) -> None: ...

    def finish_run(self, run_id: str, state: str, counts: Mapping[str, int] | None = None) -> None: ...


class Progress(Record, frozen=True, kw_only=True):
    """How far a run is: items met so far, by what became of them, and documents a second since the start."""

    seen: int
    read: int
    known: int
    duplicates: int
    rejected: int
    seconds: float

    @property
    def rate(self) -> float:
        """Documents read a second."""
        return self.read / self.seconds if self.seconds > 0 else 0.0


class Summary(Progress, frozen=True, kw_only=True):
    """What a run did. `state` is `done` or `stopped` (by Ctrl-C); the records are counts of what was added."""

    run_id: str
    state: str
    events: int
    statements: int
    commitments: int
    links: int


def code_archive(
    items: Iterable[Document | Problem],
    ledger: LedgerLike,
    engine: Engine,
    *,
    inputs: Sequence[str] = (),
    settings: Mapping[str, Any] | None = None,
    model_digest: str | None = None,
    progress: Callable[[Progress], None] = lambda state: None,
    near_copies: bool = True,
) -> Summary:
    """Read all documents that the ledger has not yet, and commit the reports batch by batch.

    `items` come from `legation.reading.archives`. Problems go to the ledger. Ctrl-C commits what is finished and
    returns a summary with the state `stopped`; any other error commits it too and is raised.
    """
    run_id = ledger.start_run(
        engine=getattr(engine, "name", type(engine).__name__), workers=getattr(engine, "workers", 1),
        inputs=inputs, settings=settings, model_digest=model_digest,
    )  # fmt: skip
    coding = Coding(ledger, run_id, progress, near_copies)
    state = "failed"
    try:
        coding.take(engine.run(coding.fresh(items)))
        coding.take(engine.run(coding.orphans()))
        state = "done"
    except KeyboardInterrupt:
        state = "stopped"
    finally:
        coding.commit()
        ledger.finish_run(run_id, state, coding.counts())
    if state == "done":
        ledger.tidy()
    progress(coding.state())
    return Summary(**msgspec.structs.asdict(coding.state()), run_id=run_id, state=state, **coding.records)


class Coding:
    """The books of one run: what is on its way to the engine, what has come back, what is committed."""

    def __init__(
        self, ledger: LedgerLike, run_id: str, progress: Callable[[Progress], None], near_copies: bool
    ) -> None:
        self._ledger = ledger
        self._run_id = run_id
        self._progress = progress
        self._books = ledger.books(near_copies)
        self._reports: list[tuple[Report, str, int]] = []
        self._copies: list[Copied] = []
        self._waiting: dict[str, list[Copied]] = {}
        self._orphans: list[Document] = []
        self._problems: list[Problem] = []
        self._counts = dict.fromkeys(("seen", "read", "known", "duplicates", "rejected"), 0)
        self.records = dict.fromkeys(("events", "statements", "commitments", "links"), 0)
        self._commits = 0
        self._began = self._committed = time.monotonic()

    def counts(self) -> dict[str, int]:
        """Counts for the ledger's table of runs."""
        return {k: v for k, v in self._counts.items() if k != "seen"}

    def state(self) -> Progress:
        """How far the run is."""
        return Progress(**self._counts, seconds=time.monotonic() - self._began)

    def fresh(self, items: Iterable[Document | Problem]) -> Iterator[Document]:
        """Documents that have to be read, under the ids they get in the ledger."""
        for item in items:
            self._counts["seen"] += 1
            if isinstance(item, Problem):
                self._reject(item)
                continue
            identity, text = self._ledger.name_document(item, self._books.get)
            document = msgspec.structs.replace(item, id=identity)
            if not self._books.meet(identity, item.source):
                self._counts["known"] += 1
                self._progress(self.state())
            elif self._books.get(identity) is not None:
                self._copy(identity, document, 1.0)
            elif not self._is_copy(document):
                self._books.enter(identity, text)
                self._waiting[identity] = []
                yield document

    def _is_copy(self, document: Document) -> bool:
        found = self._books.find_copy(document)
        if found:
            self._copy(found[0], document, found[1])
        return found is not None

    def _copy(self, identity: str, document: Document, similarity: float) -> None:
        copied = (identity, document, similarity)
        if identity in self._waiting:
            self._waiting[identity].append(copied)
        else:
            self._add_copies([copied])

    def _add_copies(self, copies: Sequence[Copied]) -> None:
        self._copies.extend(copies)
        self._counts["duplicates"] += len(copies)

    def _reject(self, problem: Problem) -> None:
        self._problems.append(problem)
        self._counts["rejected"] += 1
        self._progress(self.state())

    def take(self, results: Iterable[Report | Problem]) -> None:
        """Results as they come; each batch is committed."""
        for result in results:
            if isinstance(result, Problem):
                self._orphans.extend(copy for _, copy, _ in self._waiting.pop(result.item, ()))
                self._books.forget(result.item)
                self._reject(result)
            else:
                self._add(result)
            late = time.monotonic() - self._committed > SECONDS
            if len(self._reports) >= BATCH or len(self._problems) >= BATCH or late:
                self.commit()

    def _add(self, report: Report) -> None:
        identity = report.document.id
        self._reports.append((report, identity, 0))
        self._add_copies(self._waiting.pop(identity, []))
        self._counts["read"] += 1
        for name in self.records:
            self.records[name] += len(getattr(report, name))
        self._progress(self.state())

    def orphans(self) -> Iterator[Document]:
        """Near copies of documents that could not be read: they are read after all."""
        todo, self._orphans = self._orphans, []
        for document in todo:
            self._books.enter(document.id, "")
            self._waiting[document.id] = []
            yield document

    def commit(self) -> None:
        """Put what is finished into the ledger."""
        if self._reports or self._copies:
            self._ledger.commit(self._reports, run_id=self._run_id, copies=self._copies)
            self._reports, self._copies = [], []
            self._commits += 1
            if self._commits % TIDY == 0:
                self._ledger.tidy(ended=False)
        if self._problems:
            self._ledger.note_problems(self._problems, self._run_id)
            self._problems = []
        self._committed = time.monotonic()
