"""Labelled sentences for the act model: `python -m training.acts.prepare --out FILE [--judged FOLDER]`.

From the project's marked sentences (training/sentences: one act a line, other words unknown) and reports with full
records (training/reports and the gold cases: words without a record name no act). A line of the output is a passage
(consecutive sentences as the act model reads them): `words`, `breaks` (words that begin a sentence after the first),
`acts` (word, type, mode, status; type NONE for no act), `roles` (act's word, candidate's word, numbers of its features,
0 nothing 1 actor 2 recipient 3 when 4 where), `sayings`, `origin`, `group` (the report or line, for splits).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from legation.api import Reader
from legation.coding.slots import Candidate, candidates, describe, view
from legation.coding.statements import StatementCoder, request
from legation.knowledge.events import plover
from legation.model.encoding import cut_passages
from legation.model.graphs import find_folder
from legation.model.pieces import Pieces
from legation.records import Claims, Document, Linked
from training.acts.corpora import TABLES, documents
from training.sayings.train import gold_act

HERE = Path(__file__).parent
CONTENT = frozenset(("VERB", "NOUN", "ADJ"))
TYPES = (*plover(), "NONE")
MUTUAL = frozenset(("CONSULT", "COOPERATE", "AGREE"))
EMPTY = frozenset("expect schedule set due likely plan be begin start continue go intend appear seem".split())
ACTLESS = frozenset(("topic", "habit", "evaluation", "no-act", "background"))
Span = tuple[int, int]
Sayings = Sequence[tuple[int, int, str]]
PIECES = Pieces.load(find_folder(None))


def plain(marked: str) -> tuple[str, dict[str, Span]]:
    """The text of a marked sentence and the characters of its marks."""
    text, spans, open_at = "", {}, []
    i = 0
    while i < len(marked):
        if marked[i] == "{" and marked[i + 2 : i + 3] == ":":
            open_at.append((marked[i + 1], len(text)))
            i += 3
            continue
        if marked[i] == "}" and open_at:
            name, start = open_at.pop()
            spans.setdefault(name, (start, len(text)))
        else:
            text += marked[i]
        i += 1
    return text, spans


def inside(linked: Linked, span: Span) -> list[int]:
    """Words within a span of characters."""
    return [w.index for w in linked.parse.words if w.start < span[1] and w.end > span[0]]


def head_of(linked: Linked, span: Span) -> int | None:
    """The word of a span that names the act or party: the highest in the tree, content words first."""
    words = linked.parse.words
    own = inside(linked, span)
    able = [i for i in own if words[i].upos in CONTENT] or [i for i in own if words[i].upos != "PUNCT"]
    if not able:
        return None
    top = min(able, key=lambda i: (len(linked.parse.ancestors(i)), i))
    while words[top].lemma.lower() in EMPTY:  # "is expected to recognise": the act is what is expected
        below = [w.index for w in linked.parse.dependants(top, "xcomp", "csubj", "ccomp") if w.index in own]
        if not below:
            break
        top = below[0]
    return top


def overlaps(item: Candidate, span: Span | None) -> bool:
    """Whether a candidate lies over a span of characters."""
    return span is not None and item.start < span[1] and span[0] < item.end


def rows_of(
    linked: Linked, acts: dict[int, dict[str, Any]], known: set[int], origin: str, group: str, said: Sayings = ()
) -> Iterator[dict]:
    """Lines for the passages that hold labelled words. `known`: words whose label (an act or none) is known."""
    parse = linked.parse
    for passage in cut_passages(parse, PIECES):
        words = parse.words[passage.first : passage.stop]
        labels, roles = [], []
        for word in words:
            act = acts.get(word.index)
            if act is None and (word.index not in known or word.upos not in CONTENT):
                continue
            place = word.index - passage.first
            labels.append([place, act["type"] if act else "NONE", act and act["mode"], act and act["status"]])
            if act and act.get("roles", True):
                roles += list(roles_of(linked, word.index, act, passage.first))
        if labels:
            yield {
                "words": [w.text for w in words], "acts": labels, "roles": roles, "origin": origin, "group": group,
                "breaks": [parse.sentences[n].first - passage.first for n in range(passage.begin + 1, passage.end)],
                "sayings": [
                    [c - passage.first, w - passage.first, a] for c, w, a in said if passage.first <= c < passage.stop
                    and passage.first <= w < passage.stop
                ],
            }  # fmt: skip


def roles_of(linked: Linked, index: int, act: dict[str, Any], first: int) -> Iterator[list[Any]]:
    """The part that each candidate of the sentence plays in an act; unknown ones are left out."""
    seen = view(linked.parse, index)
    for item in candidates(linked, linked.parse.words[index].sentence):
        role = act["role"](item)
        if role is not None:
            yield [index - first, item.head - first, describe(linked, seen, item), role]


def read_sentences(reader: Reader, folder: Path) -> Iterator[dict]:
    """The marked sentences; lines with the same sentence are put together."""
    lines = [x.split("\t") for p in sorted(folder.glob("*.tsv")) for x in p.read_text("utf8").splitlines()]
    lines = [x for x in lines if len(x) == 6 and x[0] in TYPES and "{A:" in x[5]]
    by_text: dict[str, list[tuple[list[str], dict[str, Span]]]] = {}
    for cells in lines:
        text, spans = plain(cells[5])
        by_text.setdefault(text, []).append((cells, spans))
    texts = list(by_text)
    for text, linked in zip(
        texts, reader.link([Document(id=str(i), text=t) for i, t in enumerate(texts)]), strict=True
    ):
        acts: dict[int, dict[str, Any]] = {}
        entries = by_text[text]
        empty = all(c[0] == "NONE" and c[3] in ACTLESS for c, _ in entries)
        known = {w.index for w in linked.parse.words} if empty else set()
        for cells, spans in entries:
            head = head_of(linked, spans["V"]) if "V" in spans and cells[0] != "NONE" else None
            if head is None:
                continue
            mutual = cells[0] in MUTUAL and cells[3] in ("two-sided", "third-party")
            acts[head] = {
                "type": cells[0], "mode": cells[1] if cells[1] != "-" else None, "status": cells[2],
                "role": marked_role(spans.get("A"), spans.get("R"), mutual),
            }  # fmt: skip
        yield from rows_of(linked, acts, known, "sentence", text[:40])


def marked_role(actor: Span | None, recipient: Span | None, mutual: bool) -> Any:
    """A function from a mention to its part by the marks."""

    def role(item: Candidate) -> int | None:
        if not item.actors:
            return None
        return 1 if overlaps(item, actor) else (1 if mutual else 2) if overlaps(item, recipient) else 0

    return role


def read_reports(reader: Reader, folder: Path, origin: str) -> Iterator[dict]:
    """Reports with full records (the gold cases' format)."""
    for path in sorted(folder.glob("*.json")):
        case = json.loads(path.read_text("utf8"))
        if not case.get("events"):
            continue
        (linked,) = reader.link([Document(id=path.stem, **{k: case.get(k) for k in ("text", "title", "published")})])
        acts: dict[int, dict[str, Any]] = {}
        unsure: set[int] = set()
        for event in case["events"]:
            start = case["text"].find(event["evidence"])
            at = case["text"].find(event["trigger"], start) if start >= 0 else -1
            if at < 0:
                continue
            span = (at, at + len(event["trigger"]))
            head = head_of(linked, span)
            if head is None:
                continue
            unsure.update(inside(linked, span))
            acts[head] = {
                "type": event["type"], "mode": event["mode"], "status": event["status"],
                "role": coded_role(linked, event, (start, start + len(event["evidence"]))),
            }  # fmt: skip
        known = {w.index for w in linked.parse.words} - unsure
        yield from rows_of(linked, acts, known, origin, path.stem, sayings_of(linked, case))


def sayings_of(linked: Linked, case: dict[str, Any]) -> Sayings:
    """The cue's and the content's word and the recorded act of statements."""
    found: list[tuple[int, int, str]] = []
    for statement in StatementCoder().code(linked, Claims()).statements:
        act, asked = gold_act(case, statement), request(linked, statement)
        if act is None or asked is None or asked.cue is None:
            continue
        found.append((asked.cue, asked.content, act))
    return found


def coded_role(linked: Linked, event: dict[str, Any], evidence: Span) -> Any:
    """A function from a mention to its part by a record's texts and codes; None where the record leaves it open."""
    text = linked.parse.document.text
    low, high = max(0, evidence[0] - 200), evidence[1] + 200

    def place(name: str) -> Span | None:
        at = text.find(event[name], low, high) if event.get(name) else -1
        return (at, at + len(event[name])) if at >= 0 else None

    actor, recipient = place("actor_text"), place("recipient_text")
    actors, recipients = set(event["actors"]), set(event["recipients"])

    def role(item: Candidate) -> int | None:
        if item.kind == "time":
            return 3 if _same_days(linked, item, event.get("date")) else 0
        if item.kind == "location":
            place = (event.get("place") or {}).get("name")
            if place and place.lower() in text[item.start : item.end].lower():
                return 4
            for part, span, codes in ((1, actor, actors), (2, recipient, recipients)):
                if overlaps(item, span) and set(item.codes) & codes:
                    return part
            return 0
        by_text = (overlaps(item, actor), overlaps(item, recipient))
        if by_text[0] != by_text[1]:
            return 1 if by_text[0] else 2
        codes = set(item.codes)
        by_code = (bool(codes & actors), bool(codes & recipients))
        if by_code == (False, False) or not any((*by_text, *by_code)):
            return 0
        if by_code[0] != by_code[1]:
            worded = actor if by_code[0] else recipient
            return None if worded is not None else 1 if by_code[0] else 2
        return None

    return role


def _same_days(linked: Linked, item: Candidate, days: dict[str, str] | None) -> bool:
    """Whether a time expression has the days of a record."""
    found = next((t for t in linked.times if t.start == item.start), None)
    return bool(found and days and found.from_ == days["from"] and found.to == days["to"])


def read_judged(reader: Reader, table: Path, data: Path) -> Iterator[dict]:
    """Sentences of public corpora whose acts were told by reading; the texts stay in ../shared.

    judged.tsv and verdicts.tsv: verdicts on what the program had drafted, and what it had missed. annotated.tsv: all
    acts, with the words of their parties, times and places; what one might leave out (keep 0) is neither act nor none,
    nor are words that tell an act again (ALSO).
    """
    rows: dict[str, list[list[str]]] = {}
    for line in table.read_text("utf8").splitlines():
        rows.setdefault(line.split("\t")[0], []).append(line.split("\t"))
    texts = documents(data)
    for name, own in rows.items():
        (linked,) = reader.link([texts[name]])
        acts: dict[int, dict[str, Any]] = {}
        known: set[int] = set()
        unsure: set[int] = set()
        for _, first, last, kind, mode, status, actors, recipients, *words in own:
            span = (int(first), int(last))
            if kind == "SENTENCE":
                known.update(w.index for w in linked.parse.words if span[0] <= w.start < span[1])
                continue
            head = head_of(linked, span)
            if head is None or kind == "NONE":
                continue
            unsure.update(inside(linked, span))
            if kind not in ("UNKNOWN", "ALSO") and words[-1:] != ["0"]:
                sides = [told_codes(x) for x in (actors, recipients)]
                acts[head] = {
                    "type": kind, "mode": mode if mode != "-" else None, "status": status,
                    "role": worded_role(sides, words) if words else listed_role(sides),
                }  # fmt: skip
        yield from rows_of(linked, acts, known - unsure, table.stem, name)


def told_codes(cell: str) -> set[str] | None:
    """The codes of a side; None where they are open."""
    return None if "?" in cell else set(cell.split("+")) - {"", "-"}


def worded_role(sides: Sequence[set[str] | None], words: Sequence[str]) -> Any:
    """A function from a mention, time or place to its part by the characters that word it, else by codes."""
    places = [[tuple(map(int, x.split("-"))) for x in cell.split("+") if x] for cell in words[:4]]
    by_codes = listed_role(sides)

    def role(item: Candidate) -> int | None:
        if item.kind in ("time", "location"):
            part = 3 if item.kind == "time" else 4
            return part if any(overlaps(item, s) for s in places[part - 1]) else 0
        by_text = [any(overlaps(item, s) for s in places[part]) for part in (0, 1)]
        if by_text[0] != by_text[1]:
            return 1 if by_text[0] else 2
        found: int | None = by_codes(item)
        if found and places[found - 1]:  # worded elsewhere in the sentence
            return None
        return found

    return role


def listed_role(sides: Sequence[set[str] | None]) -> Any:
    """A function from a mention to its part by codes alone; None where they leave it open."""

    def role(item: Candidate) -> int | None:
        if not item.actors:
            return None
        codes = set(item.codes)
        does, gets = (side is None or bool(codes & side) for side in sides)
        if not does and not gets:
            return 0
        if does != gets and None not in sides:
            return 1 if does else 2
        return None

    return role


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--reports", nargs="*", type=Path, default=[HERE.parent / "reports"])
    parser.add_argument("--sentences", type=Path, default=HERE.parent / "sentences")
    parser.add_argument("--data", type=Path, help="folder of the public corpora, for the tables of `corpora.TABLES`")
    arguments = parser.parse_args()
    reader = Reader()
    tables = [HERE / f"{name}.tsv" for name in TABLES] if arguments.data else []
    judged = [row for table in tables for row in read_judged(reader, table, arguments.data)]
    sentences = [*read_sentences(reader, arguments.sentences)] if arguments.sentences.exists() else []
    reports = [
        row for f in arguments.reports for row in read_reports(reader, f, "cases" if f.name == "cases" else "reports")
    ]
    write(arguments.out, sentences, reports, judged)


def write(path: Path, *parts: Sequence[dict]) -> None:
    """One JSON a line."""
    with path.open("w", encoding="utf8") as out:
        for row in (r for part in parts for r in part):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
