"""Labelled pairs: PLV's sentences and the project's own (training/sentences), as word pieces with span positions."""

from __future__ import annotations

import csv
import random
import re
from dataclasses import dataclass, replace
from pathlib import Path

from training.encoder import CLS, SEP, word_shape
from training.reader.entities import hyphen_parts
from training.reader.windows import Pieces

TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "NONE",
)  # fmt: skip
ROOTS = (*(t for t in TYPES if t not in {"CONCEDE", "RETREAT", "NONE"}), "YIELD")
QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "YIELD"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}
STATUSES = ("asserted", "historical", "future", "hypothetical", "negated")
MUTUAL = {"CONSULT", "COOPERATE", "AGREE"}
WORD = re.compile(
    r"[A-Za-z]\.(?:[A-Za-z]\.)+|(?:Mr|Mrs|Ms|Dr|Gen|Col|Sen|Gov|Rep|St|Lt|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.|"
    r"\w+(?=n['’]t\b)|n['’]t\b|['’](?:s|S|re|ve|ll|d|m)\b|\d[\d,.:]*\d|\w[\w&]*(?:['’-]\w+)*?(?=['’]s\b|\b)(?:-\w+)*|\S"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence's words with the spans of source and target (words, end exclusive; target may be None).

    `types`: bit set over TYPES; `mode`, `status`: index or -100; `gold`: PLV's row, -1 for our own sentences.
    """

    words: tuple[str, ...]
    source: tuple[int, int]
    target: tuple[int, int] | None
    types: int
    mode: int = -100
    status: int = -100
    gold: int = -1
    weight: float = 1.0
    mutual: bool = False


def split_words(text: str) -> list[str]:
    """Words much as the reader's segmentation gives them."""
    return [part for word in WORD.findall(text) for part in hyphen_parts(word)]


def _spans(text: str, marks: str) -> tuple[list[str], dict[str, tuple[int, int]]]:
    """Words of a marked text and the word spans of its marks: `marks` matches a closing or (group 1) an opening one."""
    words: list[str] = []
    spans: dict[str, tuple[int, int]] = {}
    open_at: list[tuple[str, int]] = []
    place = 0
    for match in [*re.finditer(marks, text), None]:
        words += split_words(text[place : match.start() if match else len(text)])
        if match is None:
            break
        place = match.end()
        if match.group(1):
            open_at.append((match.group(1), len(words)))
        elif open_at:
            name, start = open_at.pop()
            if name not in spans and len(words) > start:
                spans[name] = (start, len(words))
    return words, spans


def bits(*types: str) -> int:
    """A bit set over TYPES."""
    return sum(1 << TYPES.index(t) for t in types)


def read_plv(path: Path) -> tuple[list[Pair], list[str], list[int]]:
    """PLV's pairs with their root names (YIELD for both kinds) and quads (1 to 4), row by row."""
    pairs, roots, quads = [], [], []
    with path.open(encoding="utf8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines, delimiter="\t")):
            words, spans = _spans(row["marked_sentence"], r"<(?:(s|t)|/[st])>")
            root, quad = row["gold_root"], int(row["gold_penta"])
            allowed = bits("CONCEDE", "RETREAT") if root == "YIELD" else bits(root)
            whole = (0, 1)
            pair = Pair(tuple(words), spans.get("s", whole), spans.get("t"), allowed, gold=number)
            pairs.append(pair if QUADS[root] == quad else replace(pair, weight=0.0))
            roots.append(root)
            quads.append(quad)
    return pairs, roots, quads


def read_own(folder: Path) -> tuple[list[Pair], list[str]]:
    """The project's sentences, and the list of modes (`-` first). Lines that do not fit the format are left out."""
    rows = []
    for path in sorted(folder.glob("*.tsv")):
        for line in path.read_text("utf8").splitlines():
            cells = line.split("\t")
            if len(cells) == 6 and cells[0] in TYPES and "{A:" in cells[5]:
                rows.append(cells)
    modes = ["-", *sorted({r[1] for r in rows} - {"-"})]
    pairs = []
    for kind, mode, status, construction, _, text in rows:
        words, spans = _spans(text, r"\{([ARV]):|\}")
        if "A" not in spans:
            continue
        pairs.append(
            Pair(
                tuple(words), spans["A"], spans.get("R"), bits(kind),
                mode=modes.index(mode) if kind != "NONE" else -100,
                status=STATUSES.index(status) if status in STATUSES else -100,
                mutual=construction in {"two-sided", "third-party"} or kind in MUTUAL,
            )
        )  # fmt: skip
    return pairs, modes


def swapped(pair: Pair) -> Pair | None:
    """The same sentence with the parts exchanged, labelled NONE; None for mutual acts and one-sided lines."""
    if pair.mutual or pair.target is None or pair.types & bits("NONE") or pair.gold >= 0:
        return None
    return replace(pair, source=pair.target, target=pair.source, types=bits("NONE"), mode=-100, status=-100, weight=0.7)


def _anchor(span: tuple[int, int], words: tuple[str, ...], rng: random.Random | None) -> int:
    """The word that stands for a span: its first; in training sometimes another capitalised or its last word."""
    if rng is None or rng.random() < 0.7:
        return span[0]
    capital = [i for i in range(*span) if words[i][:1].isupper()]
    return rng.choice(capital or [span[1] - 1])


def encode(pair: Pair, pieces: Pieces, rng: random.Random | None = None) -> tuple[list[int], list[int], int, int]:
    """Ids, shapes, first piece of source and of target (0: none)."""
    ids, shape, first = [CLS], [0], []
    for word in pair.words[:120]:
        part = pieces(word)
        first.append(len(ids))
        ids += part
        shape += [word_shape(word)] * len(part)
    last = len(first) - 1
    source = first[min(_anchor(pair.source, pair.words, rng), last)]
    target = first[min(_anchor(pair.target, pair.words, rng), last)] if pair.target else 0
    return [*ids, SEP], [*shape, 0], source, target


def write_folds(path: Path, roots: list[str], count: int = 5) -> None:
    """Fix stratified folds in a file: row number, fold."""
    rng = random.Random(20)
    fold = [0] * len(roots)
    for root in sorted(set(roots)):
        rows = [i for i, r in enumerate(roots) if r == root]
        rng.shuffle(rows)
        shift = rng.randrange(count)
        for k, row in enumerate(rows):
            fold[row] = (k + shift) % count
    path.write_text("".join(f"{i}\t{f}\n" for i, f in enumerate(fold)), "utf8")


def read_folds(path: Path) -> list[int]:
    """Fold of every PLV row."""
    return [int(line.split("\t")[1]) for line in path.read_text("utf8").splitlines()]
