"""GUM's CoNLL-U as parses with their gold chains (entities and coreference in MISC: `Entity=`)."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from legation.records import Document, Entity, Parse, Record, Sentence, Word

Span = tuple[int, int]
_BRACKET = re.compile(r"\(([^()]*)\)?|([^()]+)\)")
_LABELS = {"person": "PER", "organization": "ORG", "place": "LOC", "event": "EVT"}


class GumDocument(Record, frozen=True, kw_only=True):
    """A parse (gold words and trees) and its gold chains as spans of words (stop excluded), singletons included."""

    parse: Parse
    chains: tuple[tuple[Span, ...], ...]
    genre: str


def read_gum(path: Path) -> Iterator[GumDocument]:
    """The documents of a `.conllu` or `.conllu.gz` file, in order."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        block: list[str] = []
        for line in stream:
            if line.startswith("# newdoc") and block:
                yield _document(block)
                block = []
            block.append(line.rstrip("\n"))
        if block:
            yield _document(block)


def _document(lines: list[str]) -> GumDocument:
    name = lines[0].partition("= ")[2]
    published = next((x.partition("= ")[2] for x in lines if x.startswith("# meta::dateCreated")), None)
    reader = _Reader()
    for line in lines:
        reader.take(line)
    reader.close()
    text = "".join(reader.text)
    document = Document(id=name, text=text, published=published)
    parse = Parse(
        document=document,
        words=tuple(reader.words),
        sentences=tuple(reader.sentences),
        entities=tuple(reader.entities()),
        attributions=(),
    )
    return GumDocument(parse=parse, chains=reader.chains(), genre=name.split("_")[1] if "_" in name else name)


class _Reader:
    """Collects one document line by line."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.length = 0
        self.words: list[Word] = []
        self.sentences: list[Sentence] = []
        self._first = 0
        self._paragraph = -1
        self._open: list[tuple[str, str, int]] = []
        self._mentions: list[tuple[str, str, int, int]] = []
        self._joined_until = ""

    def take(self, line: str) -> None:
        if line.startswith("# newpar ") or line == "# newpar":
            self._paragraph += 1
        elif line.startswith("#"):
            return
        elif not line:
            self.close()
        else:
            self._row(line.split("\t"))

    def close(self) -> None:
        if len(self.words) > self._first:
            first, last = self.words[self._first], self.words[-1]
            self.sentences.append(
                Sentence(
                    start=first.start,
                    end=last.end,
                    first=self._first,
                    stop=len(self.words),
                    paragraph=max(0, self._paragraph),
                )
            )
            self._first = len(self.words)

    def _row(self, cells: list[str]) -> None:
        if "." in cells[0]:
            return
        if "-" in cells[0]:
            self._joined_until = cells[0].partition("-")[2]
            self._spaced = "SpaceAfter=No" not in cells[9]
            return
        index = len(self.words)
        self.words.append(
            Word(
                index=index,
                start=self.length,
                end=self.length + len(cells[1]),
                text=cells[1],
                lemma=cells[2],
                upos=cells[3],
                feats=cells[5],
                head=self._first + int(cells[6]) - 1 if cells[6] != "0" else -1,
                deprel=cells[7],
                sentence=len(self.sentences),
            )
        )
        space = "" if "SpaceAfter=No" in cells[9] else " "
        if self._joined_until:
            space = "" if cells[0] != self._joined_until else " " if self._spaced else ""
            if cells[0] == self._joined_until:
                self._joined_until = ""
        self.text.append(cells[1] + space)
        self.length += len(cells[1]) + len(space)
        self._brackets(cells[9], index)

    def _brackets(self, misc: str, index: int) -> None:
        value = next((x[7:] for x in misc.split("|") if x.startswith("Entity=")), "")
        for part in re.findall(r"\([^()]*\)?|[^()]+\)", value):
            if part.startswith("("):
                fields = part.strip("()").split("-")
                self._open.append((fields[0], fields[1] if len(fields) > 1 else "", index))
                if not part.endswith(")"):
                    continue
                self._close(fields[0], index)
            else:
                self._close(part.rstrip(")").split("-")[0], index)

    def _close(self, chain: str, index: int) -> None:
        for position in range(len(self._open) - 1, -1, -1):
            if self._open[position][0] == chain:
                _, kind, first = self._open.pop(position)
                self._mentions.append((chain, kind, first, index + 1))
                return

    def chains(self) -> tuple[tuple[Span, ...], ...]:
        found: dict[str, list[Span]] = {}
        for chain, _, first, stop in sorted(self._mentions, key=lambda m: (m[2], m[3])):
            if (first, stop) not in found.setdefault(chain, []):
                found[chain].append((first, stop))
        return tuple(tuple(spans) for spans in found.values())

    def entities(self) -> list[Entity]:
        """Named spans: the run of proper nouns in each mention's head, labelled with the mention's type."""
        found: dict[Span, str] = {}
        for _, kind, first, stop in self._mentions:
            head = next((i for i in range(first, stop) if not first <= self.words[i].head < stop), stop - 1)
            if self.words[head].upos != "PROPN":
                continue
            low, high = head, head + 1
            while low > first and self.words[low - 1].upos == "PROPN":
                low -= 1
            while high < stop and self.words[high].upos == "PROPN":
                high += 1
            found.setdefault((low, high), _LABELS.get(kind, "MISC"))
        return [
            Entity(start=self.words[f].start, end=self.words[s - 1].end, label=label, first=f, stop=s, score=1.0)
            for (f, s), label in sorted(found.items())
        ]
