"""The relation between two given spans of single sentences: lines of JSON in, answers out."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from legation.contracts import PairRequest, RelationScorer
from legation.errors import InputError
from legation.knowledge.events import plover, quad
from legation.reading.segmenter import RuleSegmenter
from legation.records import Document, Parse, Sentence, Word


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
