"""The reader put together: segmenter, models, dates, places, actors and coders."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec

from legation.coding.commitments import CommitmentCoder
from legation.coding.events import EventCoder
from legation.coding.links import LinkCoder
from legation.coding.statements import StatementCoder
from legation.contracts import ActScorer, CausalScorer, Engine, Parser, RelationScorer, SayingScorer
from legation.linking.actors import ActorLinker
from legation.linking.places import PlaceFinder, event_place
from legation.linking.times import TimeGrammar, bound, event_interval
from legation.model import Causality, OnnxActs, OnnxParser, OnnxRelations, OnnxSayings
from legation.pipeline import Pipeline
from legation.reading.inputs import Entry, Intake, make_document
from legation.reading.segmenter import RuleSegmenter
from legation.records import Document, Linked, Parse, Report
from legation.registry import load
from legation.settings import Settings


class Reader:
    """Reads reports. Loads the bundled models once; cheap to keep, safe to share between threads.

    `threads` is the number of threads of one call into the models; results do not depend on it.
    Raises ModelError where the bundled weights are missing.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        threads: int = 2,
        parser: Parser | None = None,
        relations: RelationScorer | None = None,
        acts: ActScorer | None = None,
        sayings: SayingScorer | None = None,
        causality: CausalScorer | None = None,
    ) -> None:
        self.settings = settings or Settings()
        encoder = OnnxRelations(threads=threads)
        self._relations = relations or encoder
        self._causality = causality or Causality(encoder)
        if acts is None:
            bundled = OnnxActs(threads=threads)
            acts, sayings = bundled, sayings or OnnxSayings(bundled.encoder)
        self._pipeline = Pipeline(
            parser or OnnxParser(RuleSegmenter(), threads=threads),
            TimeGrammar(),
            PlaceFinder(),
            ActorLinker(self.settings),
            (
                EventCoder(event_interval, event_place, self.settings, acts),
                StatementCoder(sayings),
                CommitmentCoder(bound),
                LinkCoder(self._causality),
            ),
        )

    def read(
        self,
        text: str,
        *,
        published: str | None = None,
        title: str | None = None,
        source: str | None = None,
        url: str | None = None,
        id: str | None = None,
    ) -> Report:
        """The record of one report. Raises InputError for an unusable text, SettingsError for an unknown date."""
        entry = Entry(text=text, id=id, published=published, title=title, source=source, url=url)
        return self.read_intake(make_document(entry, "text", self.settings))

    def read_intake(self, intake: Intake) -> Report:
        """The record of a document that `legation.reading` made, with its notes among the warnings."""
        report = next(self._pipeline.run([intake.document]))
        return msgspec.structs.replace(report, warnings=(*intake.notes, *report.warnings))

    def read_many(self, documents: Iterable[Document | Mapping[str, Any]]) -> Iterator[Report]:
        """Records of documents (or mappings with `text` and, optionally, the other fields), one each, in order."""
        return self._pipeline.run(map(partial(_as_document, settings=self.settings), documents))

    def parse(self, documents: Sequence[Document]) -> list[Parse]:
        """Words, trees, entities and attributions of documents."""
        return self._pipeline.parser.parse(documents)

    @property
    def parser(self) -> Parser:
        """The parser behind `parse`."""
        return self._pipeline.parser

    def link(self, documents: Sequence[Document]) -> list[Linked]:
        """Parses with their actors, dates and places."""
        return [self._pipeline.link(p) for p in self.parse(documents)]

    @property
    def causality(self) -> CausalScorer:
        """The model that tells whether a sentence says what caused what."""
        return self._causality

    @property
    def relations(self) -> RelationScorer:
        """The model that scores the relation between two given spans."""
        return self._relations


def _as_document(item: Document | Mapping[str, Any], settings: Settings) -> Document:
    if isinstance(item, Document):
        return item
    return make_document(msgspec.convert(dict(item), Entry), "document", settings).document


def make_reader() -> Reader:
    """A worker's reader: one thread, since workers run side by side."""
    return Reader(threads=1)


def make_engine(name: str, workers: int) -> Engine:
    """The engine of a name: "local" processes or "ray". Raises SettingsError for an unknown one."""
    engine: Engine = load("engine", name)("legation.api:make_reader", workers=workers)
    return engine
