"""What one worker does: documents in, reports or problems out, one a document."""

import importlib
from collections.abc import Callable, Sequence

import msgspec

from legation.contracts import ReaderLike
from legation.errors import LegationError, SettingsError
from legation.records import Document, Problem, Report

ReaderFactory = Callable[[], ReaderLike] | str
"""Makes a worker's reader: a function that can be pickled, or its name as "module:attribute"."""

STAGE = "coding"

_DOCUMENTS = msgspec.msgpack.Decoder(list[Document])
_ENCODER = msgspec.msgpack.Encoder()


class Result(msgspec.Struct, frozen=True):
    """A report or a problem on its way between processes."""

    report: Report | None = None
    problem: Problem | None = None


_RESULTS = msgspec.msgpack.Decoder(list[Result])


def make_reader(factory: ReaderFactory) -> ReaderLike:
    """The reader of a factory. Raises SettingsError for a name that leads nowhere."""
    if not isinstance(factory, str):
        return factory()
    module, _, attribute = factory.partition(":")
    try:
        made: ReaderLike = getattr(importlib.import_module(module), attribute)()
    except (ImportError, AttributeError) as error:
        raise SettingsError(f"no reader at {factory!r}: {error}") from error
    return made


def read_all(reader: ReaderLike, documents: Sequence[Document]) -> list[Report | Problem]:
    """One report or problem a document, in order. A document at which the reader fails does not harm the others."""
    try:
        reports = list(reader.read_many(documents))
        if len(reports) == len(documents):
            return list(reports)
    except Exception:  # whatever a document does to the reader, the run goes on
        pass
    return [_read_one(reader, document) for document in documents]


def _read_one(reader: ReaderLike, document: Document) -> Report | Problem:
    try:
        reports = list(reader.read_many([document]))
    except LegationError as error:
        return problem(document.id, str(error))
    except Exception as error:
        return problem(document.id, f"{type(error).__name__}: {error}")
    return reports[0] if len(reports) == 1 else problem(document.id, "the reader gave no report")


def problem(item: str, reason: str) -> Problem:
    """A problem of coding in one line."""
    return Problem(item=item, stage=STAGE, reason=" ".join(reason.split())[:300] or "failed")


def pack(documents: Sequence[Document]) -> bytes:
    """Documents for the way to a worker."""
    return _ENCODER.encode(list(documents))


def unpack(data: bytes) -> list[Document]:
    """Documents that came by `pack`."""
    return _DOCUMENTS.decode(data)


def pack_results(results: Sequence[Report | Problem]) -> bytes:
    """Results for the way back."""
    return _ENCODER.encode([Result(report=r) if isinstance(r, Report) else Result(problem=r) for r in results])


def unpack_results(data: bytes) -> list[Report | Problem]:
    """Results that came by `pack_results`."""
    found: list[Report | Problem] = []
    for result in _RESULTS.decode(data):
        item = result.report if result.report is not None else result.problem
        assert item is not None
        found.append(item)
    return found
