"""Relations between two given spans on the PLV data (Zero-Shot-PLOVER, ACL 2024): macro F1 of root, quad and binary.

Layout: tab-separated with a header; `marked_sentence` holds `<s>…</s>` and `<t>…</t>`, `gold_root` PLOVER's types
with YIELD for CONCEDE and RETREAT together, `gold_penta` the quad class from 1 (verbal cooperation) to 4 (material
conflict). The bundled model was trained on the train part: figures on that part are no measure; docs/model-card.md has
those of the cross-validation.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from legation.contracts import PairRequest, ReaderLike, RelationScore
from legation.errors import FormatError
from legation.knowledge.events import plover
from legation.records import Document, Parse, Record, Sentence, Word

QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")


class Pair(Record, frozen=True, kw_only=True):
    """One row: the sentence without marks, both spans, and what is right."""

    id: str
    sentence: str
    source: tuple[int, int]
    target: tuple[int, int] | None
    root: str
    quad: int


def read_pairs(path: Path) -> list[Pair]:
    """The rows of a PLV file. Raises FormatError, with the line, for a row without marks or labels."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [_pair(row, number) for number, row in enumerate(csv.DictReader(lines, delimiter="\t"), 2)]


def _pair(row: Mapping[str, str], number: int) -> Pair:
    marked = row.get("marked_sentence") or ""
    try:
        text, source, target = _unmark(marked)
        return Pair(
            id=row.get("sentence_id") or str(number),
            sentence=text,
            source=source,
            target=target,
            root=row["gold_root"].strip().upper(),
            quad=int(float(row["gold_penta"])),
        )
    except (KeyError, ValueError) as error:
        raise FormatError(f"line {number}: no marked pair with gold labels ({error})") from error


def _unmark(marked: str) -> tuple[str, tuple[int, int], tuple[int, int] | None]:
    """The text without marks and the two spans; where only one party is marked it is the source."""
    places: dict[str, int] = {}
    text, rest = "", marked
    while (at := rest.find("<")) >= 0:
        end = rest.find(">", at)
        tag = rest[at : end + 1]
        if tag not in ("<s>", "</s>", "<t>", "</t>"):
            text, rest = text + rest[: at + 1], rest[at + 1 :]
            continue
        text += rest[:at]
        places[tag] = len(text)
        rest = rest[end + 1 :]
    text += rest
    spans = [(places[f"<{x}>"], places[f"</{x}>"]) for x in "st" if f"<{x}>" in places]
    if not spans:
        raise ValueError("no marks")
    return text, spans[0], spans[1] if len(spans) > 1 else None


def predict(reader: ReaderLike, pairs: Sequence[Pair]) -> Iterator[tuple[str, int, RelationScore]]:
    """Root (YIELD for CONCEDE and RETREAT), quad class and scores of each pair; the likeliest type other than NONE."""
    for pair in pairs:
        request = PairRequest(source=pair.source, target=pair.target)
        (score,) = reader.relations.score(_shallow(pair.sentence), [request])
        roots: dict[str, float] = {}
        quads: dict[int, float] = {}
        for name, probability in score.types.items():
            if name == "NONE":
                continue
            root = "YIELD" if name in ("CONCEDE", "RETREAT") else name
            roots[root] = roots.get(root, 0.0) + probability
            number = QUADS.index(plover()[name].quad) + 1
            quads[number] = quads.get(number, 0.0) + probability
        yield max(roots, key=lambda r: roots[r]), max(quads, key=lambda q: quads[q]), score


def _shallow(sentence: str) -> Parse:
    """Words parted by white space are enough for the relation model, which looks at the spans' first words."""
    words, at = [], 0
    for index, text in enumerate(sentence.split()):
        start = sentence.index(text, at)
        at = start + len(text)
        words.append(
            Word(
                index=index,
                start=start,
                end=at,
                text=text,
                lemma=text,
                upos="X",
                feats="_",
                head=-1,
                deprel="root",
                sentence=0,
            )
        )
    whole = Sentence(start=0, end=len(sentence), first=0, stop=len(words), paragraph=0)
    return Parse(
        document=Document(id="pair", text=sentence),
        words=tuple(words),
        sentences=(whole,),
        entities=(),
        attributions=(),
    )


def macro_f1(gold: Sequence[object], found: Sequence[object]) -> float:
    """Mean F1 over the classes that occur in the gold labels."""
    scores = []
    for label in sorted(set(gold), key=str):
        hit = sum(g == f == label for g, f in zip(gold, found, strict=True))
        total = sum(g == label for g in gold) + sum(f == label for f in found)
        scores.append(2 * hit / total if total else 0.0)
    return sum(scores) / len(scores) if scores else 0.0


def evaluate(
    reader: ReaderLike, data: Path, split: str | None, predictions: Path | None
) -> Mapping[str, float | int | str]:
    """Macro and micro F1 of root, quad and binary (cooperation or conflict) over rows whose quad is 1 to 4."""
    pairs = [p for p in read_pairs(data) if p.quad in (1, 2, 3, 4)]
    answers = list(predict(reader, pairs))
    if predictions is not None:
        _write(predictions, pairs, answers)
    gold_root, gold_quad = [p.root for p in pairs], [p.quad for p in pairs]
    root, quad = [a[0] for a in answers], [a[1] for a in answers]
    return {
        "pairs": len(pairs),
        "root macro F1": round(macro_f1(gold_root, root), 4),
        "root accuracy": round(_accuracy(gold_root, root), 4),
        "quad macro F1": round(macro_f1(gold_quad, quad), 4),
        "binary macro F1": round(macro_f1([q > 2 for q in gold_quad], [q > 2 for q in quad]), 4),
        "taken for NONE": sum(max(a[2].types, key=lambda t: a[2].types[t]) == "NONE" for a in answers),
    }


def _accuracy(gold: Sequence[object], found: Sequence[object]) -> float:
    return sum(g == f for g, f in zip(gold, found, strict=True)) / max(1, len(gold))


def _write(path: Path, pairs: Iterable[Pair], answers: Iterable[tuple[str, int, RelationScore]]) -> None:
    with path.open("w", encoding="utf-8") as out:
        for pair, (root, quad, score) in zip(pairs, answers, strict=True):
            row = {"id": pair.id, "root": root, "quad": quad, "types": score.types}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
