"""Reader and Ledger: the only place where parts are put together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from legation.coding.commitments import CommitmentCoder
from legation.coding.events import EventCoder
from legation.coding.links import LinkCoder
from legation.coding.statements import StatementCoder
from legation.contracts import Engine, PairRequest, Parser, RelationScorer
from legation.errors import InputError
from legation.knowledge.events import plover, quad
from legation.linking.actors import ActorLinker
from legation.linking.places import PlaceFinder, event_place
from legation.linking.times import TimeGrammar, bound, event_interval
from legation.model import OnnxParser, OnnxRelations
from legation.pipeline import Pipeline
from legation.reading.inputs import Entry, Intake, make_document
from legation.reading.segmenter import RuleSegmenter
from legation.records import Document, Linked, Parse, Report, Sentence, Word
from legation.registry import load
from legation.settings import Settings

if TYPE_CHECKING:
    from legation.ledger import Ledger

__all__ = ["Ledger", "Reader", "make_engine", "make_reader", "read_file", "relate_lines"]


def __getattr__(name: str) -> Any:
    """Loads the ledger, with its database engines, only when it is asked for: reading does without."""
    if name == "Ledger":
        from legation.ledger import Ledger

        return Ledger
    raise AttributeError(f"module 'legation.api' has no attribute {name!r}")


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
    ) -> None:
        self.settings = settings or Settings()
        self._relations = relations or OnnxRelations(threads=threads)
        self._pipeline = Pipeline(
            parser or OnnxParser(RuleSegmenter(), threads=threads),
            TimeGrammar(),
            PlaceFinder(),
            ActorLinker(self.settings),
            (
                EventCoder(self._relations, event_interval, event_place, self.settings),
                StatementCoder(),
                CommitmentCoder(bound),
                LinkCoder(),
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
    def relations(self) -> RelationScorer:
        """The model that scores the relation between two given spans."""
        return self._relations


def _as_document(item: Document | Mapping[str, Any], settings: Settings) -> Document:
    if isinstance(item, Document):
        return item
    return make_document(msgspec.convert(dict(item), Entry), "document", settings).document


def read_file(reader: Reader, path: Path, published: str | None = None) -> Report:
    """The record of one file: text, HTML or a JSON document."""
    from legation.reading.inputs import read_path

    return reader.read_intake(read_path(path, reader.settings, published=published))


def make_reader() -> Reader:
    """A worker's reader: one thread, since workers run side by side."""
    return Reader(threads=1)


def make_engine(name: str, workers: int) -> Engine:
    """The engine of a name: "local" processes or "ray". Raises SettingsError for an unknown one."""
    engine: Engine = load("engine", name)("legation.api:make_reader", workers=workers)
    return engine


class PairLine(msgspec.Struct, frozen=True, kw_only=True):
    """One question of `legation relate`: a sentence with two spans of characters."""

    id: str | int
    sentence: str
    source: tuple[int, int]
    target: tuple[int, int] | None = None


def relate_lines(scorer: RelationScorer, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Answers to lines of JSON, one each and in order; a bad line gives its id, where it has one, and an error."""
    decoder = msgspec.json.Decoder(PairLine)
    segmenter = RuleSegmenter()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _relate(scorer, segmenter, decoder.decode(line))
        except (msgspec.MsgspecError, UnicodeDecodeError, InputError) as error:
            yield {"id": _line_id(line, number), "error": " ".join(str(error).split())}


def _line_id(line: bytes, number: int) -> Any:
    try:
        found = msgspec.json.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return f"line {number}"
    return found.get("id", f"line {number}") if isinstance(found, dict) else f"line {number}"


def _relate(scorer: RelationScorer, segmenter: RuleSegmenter, pair: PairLine) -> dict[str, Any]:
    for span in (pair.source, pair.target):
        if span is not None and not 0 <= span[0] < span[1] <= len(pair.sentence):
            raise InputError(f"span {list(span)} is not within the sentence of {len(pair.sentence)} characters")
    parse = shallow_parse(segmenter, pair.sentence)
    (score,) = scorer.score(parse, [PairRequest(source=pair.source, target=pair.target)])
    best = max(score.types, key=lambda t: score.types[t])
    return {
        "id": pair.id,
        "type": best,
        "mode": _mode(best, score.modes),
        "quad": None if best == "NONE" else quad(best),
        "confidence": score.types[best],
        "types": score.types,
    }


def _mode(event_type: str, modes: Mapping[str, float]) -> str | None:
    """The likeliest mode of a type, None where no mode is likelier than all of its modes."""
    if event_type == "NONE" or not plover()[event_type].modes:
        return None
    known = {m: modes.get(m, 0.0) for m in plover()[event_type].modes}
    best = max(known, key=lambda m: known[m])
    return best if known[best] >= 0.5 * sum(modes.values()) else None


def shallow_parse(segmenter: RuleSegmenter, sentence: str) -> Parse:
    """The words of one sentence without a tree, which is all that the relation model asks for."""
    found = segmenter.segment(sentence)
    words = tuple(
        Word(
            index=i, start=start, end=end, text=sentence[start:end], lemma=sentence[start:end].lower(),
            upos="X", feats="_", head=-1, deprel="root", sentence=0,
        )
        for i, (start, end) in enumerate(zip(found.starts, found.ends, strict=True))
    )  # fmt: skip
    whole = Sentence(start=0, end=len(sentence), first=0, stop=len(words), paragraph=0)
    document = Document(id="sentence", text=sentence)
    return Parse(document=document, words=words, sentences=(whole,), entities=(), attributions=())
