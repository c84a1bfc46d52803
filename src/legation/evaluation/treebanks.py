"""CoNLL-U files: documents with their words, and the raw text that they were made from."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from legation.errors import FormatError


@dataclass(frozen=True)
class TreeWord:
    """A syntactic word; `head` counts within the sentence from 1, 0 for the root."""

    form: str
    upos: str
    head: int
    deprel: str


@dataclass
class TreeToken:
    """A written token with its words (several for "don't"); `space`: white space follows."""

    form: str
    words: list[TreeWord]
    space: bool


@dataclass
class TreeSentence:
    """A sentence; `paragraph`: it begins a paragraph."""

    tokens: list[TreeToken] = field(default_factory=list)
    paragraph: bool = False

    @property
    def words(self) -> list[TreeWord]:
        """All words in order."""
        return [word for token in self.tokens for word in token.words]


@dataclass
class TreeDocument:
    """A document of a treebank."""

    name: str
    sentences: list[TreeSentence] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The raw text: paragraphs parted by blank lines, sentences and tokens as SpaceAfter tells."""
        parts: list[str] = []
        for sentence in self.sentences:
            if sentence.paragraph and parts:
                parts = ["".join(parts).rstrip(" "), "\n\n"]
            parts += [token.form + (" " if token.space else "") for token in sentence.tokens]
        return "".join(parts).rstrip(" ")


def find_files(data: Path, split: str | None, suffixes: tuple[str, ...]) -> list[Path]:
    """The file `data`, or the files below it with one of the suffixes and the split's name in theirs.

    Raises FormatError where there are none.
    """
    if data.is_file():
        return [data]
    found = [p for p in sorted(data.rglob("*")) if p.name.endswith(suffixes) and (split is None or split in p.name)]
    if not found:
        raise FormatError(f"{data}: no {' or '.join(suffixes)} file{f' of the split {split!r}' if split else ''}")
    return found


def read_treebank(path: Path) -> Iterator[TreeDocument]:
    """Documents of a CoNLL-U file (gzipped or not). Raises FormatError for lines of another layout."""
    document = TreeDocument(path.name)
    sentence = TreeSentence()
    last = 0
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for number, raw in enumerate(lines, 1):
            line = raw.rstrip("\n")
            if line.startswith("# newdoc"):
                if document.sentences:
                    yield document
                document = TreeDocument(line.rpartition("=")[2].strip() or path.name)
                sentence.paragraph = True
            elif line.startswith("# newpar"):
                sentence.paragraph = True
            elif not line.strip():
                if sentence.tokens:
                    document.sentences.append(sentence)
                sentence, last = TreeSentence(), 0
            elif not line.startswith("#"):
                last = _add_line(sentence, line.split("\t"), last, f"{path}:{number}")
    if sentence.tokens:
        document.sentences.append(sentence)
    if document.sentences:
        yield document


def _add_line(sentence: TreeSentence, cells: list[str], last: int, place: str) -> int:
    """Add a token or word; returns the number of the last word that the latest multiword token covers."""
    if len(cells) != 10:
        raise FormatError(f"{place}: {len(cells)} columns instead of 10")
    space = "SpaceAfter=No" not in cells[9].split("|")
    if "." in cells[0]:
        return last
    if "-" in cells[0]:
        sentence.tokens.append(TreeToken(cells[1], [], space))
        return int(cells[0].partition("-")[2])
    word = TreeWord(cells[1], cells[3], int(cells[6]), cells[7])
    if int(cells[0]) <= last:
        sentence.tokens[-1].words.append(word)
    else:
        sentence.tokens.append(TreeToken(cells[1], [word], space))
    return last
