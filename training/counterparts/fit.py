"""Fit the weights of parties from context:
`python -m training.counterparts.fit --reports FOLDER… --data ../shared/data --out FILE`.

Acts of reports with full records, and of the annotated sentences of public corpora, of which the program finds one side
or none: each party that may be meant is right where the record names it. Prints, by side and threshold, how many are
filled and the share that is right, on left-out reports.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

import legation.coding.events as events
from legation.api import Reader
from legation.coding.counterparts import SURE_ACT, describe, lacking, options, survey
from legation.evaluation.crises import STEP, coded_pairs, icbe_file, narratives, sentence_of
from legation.records import Document, Linked
from training.acts.corpora import documents
from training.acts.prepare import head_of, told_codes
from training.credence.fit import fit

HERE = Path(__file__).parent
Gold = dict[int, tuple[str, set[str], set[str]]]


class Watcher:
    """Stands in for `fill` and keeps the drafts that it is given."""

    def __init__(self) -> None:
        self.given: tuple[Any, ...] = ()

    def __call__(self, linked: Linked, drafts: Any, sure: Any) -> Any:
        self.given = linked, drafts, sure
        return drafts


def rows_of(watcher: Watcher, gold: Gold, group: str) -> Iterator[dict[str, Any]]:
    """A line for each party that may be meant in each open act."""
    linked, drafts, sure = watcher.given
    scene, done = survey(linked, drafts, sure), set()
    for item in drafts:
        index, side = item.match.frame.index, lacking(item)
        if index not in gold or index in done or side is None or item.match.trigger.type != gold[index][0]:
            continue
        _, actors, recipients = gold[index]
        known = item.actor or item.recipient
        held = actors if item.actor else recipients
        if known is not None and not set(known.codes) & (held | (actors if not recipients else set())):
            continue
        done.add(index)
        wanted = {"recipient": recipients or actors, "other": recipients or actors, "actor": actors}.get(side, set())
        both = actors if not recipients else actors | recipients
        for pair in options(scene, item):
            right = set(pair) <= both if side == "pair" else pair[1] in wanted
            if side != "pair" and pair[0] == pair[1]:
                right = pair[1] in (actors if side == "actor" else recipients)
            yield {
                "group": group, "act": f"{group}:{index}", "right": right, "side": side,
                "told": len(wanted - {pair[0]}) if side != "pair" else len(both) > 1,
                "own": side != "pair" and pair[0] == pair[1],
                "features": describe(linked, scene, item, pair),
            }  # fmt: skip


def from_reports(reader: Reader, watcher: Watcher, folder: Path) -> Iterator[dict[str, Any]]:
    """From reports with full records."""
    for path in sorted(folder.glob("*.json")):
        case = json.loads(path.read_text("utf8"))
        document = Document(id=path.stem, **{k: case.get(k) for k in ("text", "title", "published")})
        (linked,) = reader.link([document])
        reader._pipeline.claims(linked)
        gold: Gold = {}
        for event in case.get("events", []):
            start = case["text"].find(event["evidence"])
            at = case["text"].find(event["trigger"], start) if start >= 0 else -1
            head = head_of(linked, (at, at + len(event["trigger"]))) if at >= 0 else None
            if head is not None:
                gold[head] = event["type"], set(event["actors"]), set(event["recipients"])
        yield from rows_of(watcher, gold, path.stem)


def from_crises(reader: Reader, watcher: Watcher, data: Path) -> Iterator[dict[str, Any]]:
    """From the pairs of states coded for the sentences of ICBe; every eighth crisis is kept for measuring."""
    told = narratives(icbe_file(data), None)
    for narrative in (n for number, n in enumerate(told) if number % STEP and number % 2):
        (linked,) = reader.link([narrative.document])
        reader._pipeline.claims(linked)
        _, drafts, sure = watcher.given
        scene, done = survey(linked, drafts, sure), set()
        for item in drafts:
            index, side = item.match.frame.index, lacking(item)
            number = sentence_of(narrative, linked.parse.words[index].start)
            pairs = coded_pairs(narrative.rows[number])
            known = item.actor or item.recipient
            if side is None or index in done or sure.get(index, 0.0) < SURE_ACT or not pairs:
                continue
            if known is not None and not any(known.codes[0] in pair for pair in pairs):
                continue
            done.add(index)
            for pair in options(scene, item):
                yield {
                    "group": narrative.document.id, "act": f"{narrative.document.id}:{index}", "side": side,
                    "right": frozenset(pair) in pairs, "told": 1, "own": pair[0] == pair[1],
                    "features": describe(linked, scene, item, pair),
                }  # fmt: skip


def from_annotated(reader: Reader, watcher: Watcher, data: Path) -> Iterator[dict[str, Any]]:
    """From the annotated sentences of public corpora."""
    rows: dict[str, list[list[str]]] = {}
    for line in (HERE.parent / "acts" / "annotated.tsv").read_text("utf8").splitlines():
        rows.setdefault(line.split("\t")[0], []).append(line.split("\t"))
    texts = documents(data)
    for name, own in rows.items():
        (linked,) = reader.link([texts[name]])
        reader._pipeline.claims(linked)
        gold: Gold = {}
        for _, first, last, kind, _, _, *sides in own:
            head = head_of(linked, (int(first), int(last))) if kind != "SENTENCE" else None
            actors, recipients = told_codes(sides[0]), told_codes(sides[1])
            if head is not None and actors is not None and recipients is not None:
                gold[head] = kind, actors, recipients
        yield from rows_of(watcher, gold, name)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", nargs="*", type=Path, default=[])
    parser.add_argument("--data", type=Path)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    reader, watcher = Reader(), Watcher()
    events.fill = watcher  # type: ignore[attr-defined]
    rows = [r for f in arguments.reports for r in from_reports(reader, watcher, f)]
    if arguments.data:
        rows += from_annotated(reader, watcher, arguments.data)
        rows += from_crises(reader, watcher, arguments.data)
    seen = Counter(n for r in rows for n in r["features"])
    names = ["bias", *sorted(n for n, c in seen.items() if c >= 8 and n != "bias")]
    place = {n: i for i, n in enumerate(names)}
    x, y = np.zeros((len(rows), len(names))), np.array([float(r["right"]) for r in rows])
    for line, row in zip(x, rows, strict=True):
        line[[place[n] for n in row["features"] if n in place]] = 1.0
    groups = sorted({r["group"] for r in rows})
    fold = np.array([groups.index(r["group"]) % 5 for r in rows])
    acts = np.array([r["act"] for r in rows])
    told = len({r["act"] for r in rows if r["told"]})
    print(json.dumps({"acts": len(set(acts.tolist())), "with a recipient": told, "parties": len(rows)}))
    losses = {}
    for penalty in (8.0, 24.0):
        p = np.zeros(len(rows))
        for k in range(5):
            p[fold == k] = 1 / (1 + np.exp(-x[fold == k] @ fit(x[fold != k], y[fold != k], penalty)))
        losses[penalty] = float(-np.mean(y * np.log(p + 1e-9) + (1 - y) * np.log(1 - p + 1e-9)))
        best: dict[str, int] = {}
        for i, act in enumerate(acts.tolist()):
            if act not in best or p[i] > p[best[act]]:
                best[act] = i
        kinds = sorted({(r["side"], r["own"], r["group"].startswith("icb-")) for r in rows})
        for side, own, crises in kinds:
            chosen = [i for i in best.values() if rows[i]["side"] == side and rows[i]["own"] == own]
            chosen = np.array([i for i in chosen if rows[i]["group"].startswith("icb-") == crises], dtype=int)
            for least in (0.4, 0.5, 0.6, 0.7):
                filled = chosen[p[chosen] >= least]
                right = round(float(y[filled].mean()), 3) if len(filled) else None
                line = {"penalty": penalty, "side": side, "own": own, "crises": crises, "from": least}
                print(json.dumps(line | {"of": len(chosen), "filled": len(filled), "right": right}))
    penalty = min(losses, key=lambda k: losses[k])
    print(json.dumps({"penalty": penalty, "log loss": round(losses[penalty], 4)}))
    if arguments.out:
        title = "# The weight of each feature of a party that may be meant by an act, fitted by training/counterparts."
        lines = [title, *(f"{n}\t{v:.4f}" for n, v in zip(names, fit(x, y, penalty), strict=True) if abs(v) >= 0.005)]
        arguments.out.write_text("\n".join(lines) + "\n", "utf8")


if __name__ == "__main__":
    main()
