"""Every extension point as a Protocol. Built-in features come in by the same door as plug-ins (see `registry`)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from legation.records import (
    Claims,
    Document,
    Linked,
    Parse,
    Place,
    Problem,
    Record,
    Report,
    Segmentation,
    TimeExpression,
)


class PairRequest(Record, frozen=True, kw_only=True):
    """A question to the relation scorer: characters of the source span and of the target span, in one sentence.

    The target is None where the act has no recipient."""

    source: tuple[int, int]
    target: tuple[int, int] | None


class RelationScore(Record, frozen=True, kw_only=True):
    """Calibrated probabilities of PLOVER types (and NONE), of modes and of statuses for one pair."""

    types: dict[str, float]
    modes: dict[str, float]
    statuses: dict[str, float]


class RoleRequest(Record, frozen=True, kw_only=True):
    """A question to the act scorer: words (indices) of an act and of a party in its sentence.

    `features` are numbers of `coding.slots.NAMES`, what is known of both; `type` is the act's.
    """

    act: int
    party: int
    features: tuple[int, ...]
    type: str


class RoleScore(Record, frozen=True, kw_only=True):
    """Probabilities that a party does an act, that it is done to it, that a time or place is the act's."""

    actor: float
    recipient: float
    when: float
    where: float


class SayingRequest(Record, frozen=True, kw_only=True):
    """A question to the saying scorer: words (indices) of the cue and of what is said, and the act by rules."""

    cue: int | None
    content: int
    act: str


class CausalScore(Record, frozen=True, kw_only=True):
    """The probability that a sentence tells a cause and its effect, and a score of each word for being in either."""

    causal: float
    cause: tuple[float, ...]
    effect: tuple[float, ...]


@runtime_checkable
class Parser(Protocol):
    """Finds words, trees, entities and attributions. The result for a document must not depend on the others."""

    def parse(self, documents: Sequence[Document]) -> list[Parse]: ...


@runtime_checkable
class WordParser(Protocol):
    """A parser that can also be given words (for evaluations on treebanks): documents as sentences of words."""

    def parse_words(self, documents: Sequence[Sequence[Sequence[str]]]) -> list[Parse]: ...


@runtime_checkable
class Segmenter(Protocol):
    """Finds words, sentences and paragraphs in raw text."""

    def segment(self, text: str) -> Segmentation: ...


@runtime_checkable
class RelationScorer(Protocol):
    """Scores pairs of spans of one document's sentences."""

    def score(self, parse: Parse, requests: Sequence[PairRequest]) -> list[RelationScore]: ...


@runtime_checkable
class ActScorer(Protocol):
    """Says which words of a document name an act, and which part parties have in it."""

    def acts(self, parse: Parse, words: Sequence[int]) -> list[RelationScore]: ...

    def roles(self, parse: Parse, requests: Sequence[RoleRequest]) -> list[RoleScore]: ...


@runtime_checkable
class SayingScorer(Protocol):
    """Says what statements do: probabilities of the acts (assess, assert, deny …) by name."""

    def sayings(self, parse: Parse, requests: Sequence[SayingRequest]) -> list[dict[str, float]]: ...


@runtime_checkable
class CausalScorer(Protocol):
    """Scores sentences, given as words, for what caused what."""

    def score_words(self, words: Sequence[str]) -> CausalScore: ...


@runtime_checkable
class Dater(Protocol):
    """Finds and resolves dates against the document's publication date."""

    def date(self, parse: Parse) -> tuple[TimeExpression, ...]: ...


@runtime_checkable
class Locator(Protocol):
    """Finds and resolves places."""

    def locate(self, parse: Parse) -> tuple[Place, ...]: ...


@runtime_checkable
class Linker(Protocol):
    """Ties mentions to actors at the report's date."""

    def link(self, parse: Parse, times: tuple[TimeExpression, ...], places: tuple[Place, ...]) -> Linked: ...


@runtime_checkable
class Coder(Protocol):
    """Adds one kind of claim to those found so far."""

    def code(self, linked: Linked, claims: Claims) -> Claims: ...


@runtime_checkable
class Reading(Protocol):
    """Reads one kind of input: documents, and problems for what cannot be read."""

    def read(self, path: Path) -> Iterator[Document | Problem]: ...


@runtime_checkable
class Exporter(Protocol):
    """Writes rows of the ledger in one format; returns how many were written."""

    def export(self, rows: Iterable[Mapping[str, Any]], to: Path) -> int: ...


@runtime_checkable
class Importer(Protocol):
    """Reads one format of existing event data: rows for the ledger, and problems for malformed ones."""

    def load(self, path: Path) -> Iterator[Mapping[str, Any] | Problem]: ...


@runtime_checkable
class Sink(Protocol):
    """Takes finished reports."""

    def add(self, *reports: Report) -> int: ...


@runtime_checkable
class Engine(Protocol):
    """Runs the pipeline over many documents; results come in any order, one a document."""

    def run(self, documents: Iterable[Document]) -> Iterator[Report | Problem]: ...


@runtime_checkable
class ReaderLike(Protocol):
    """What evaluations and engines ask of the reader (`legation.api.Reader`)."""

    def read_many(self, documents: Iterable[Document]) -> Iterator[Report]: ...

    def parse(self, documents: Sequence[Document]) -> list[Parse]: ...

    def link(self, documents: Sequence[Document]) -> list[Linked]: ...

    @property
    def relations(self) -> RelationScorer: ...

    @property
    def causality(self) -> CausalScorer: ...


@runtime_checkable
class Evaluation(Protocol):
    """Scores the program on one benchmark in its published metric: names of figures to numbers.

    `predictions`, where given, gets the predictions in the benchmark's own layout.
    """

    def __call__(
        self, reader: ReaderLike, data: Path, split: str | None, predictions: Path | None
    ) -> Mapping[str, float | int | str]: ...
