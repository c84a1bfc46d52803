"""Measure an exported reader: `python -m training.measure --data ../shared/data --model DIR [--graph reader.onnx]`.

One window a call, as at run time: int8 activations are scaled by call, so batches would change the figures.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np

from training.encoder import load_tokenizer
from training.export import session
from training.reader.entities import load_demonyms, read_wikigold
from training.reader.evaluate import Outputs, Relabel, Scorer, evaluate
from training.reader.train import load_measuring
from training.reader.windows import Labels, Pieces, collate, cut_windows


def onnx_scorer(folder: Path, graph: str, threads: int = 1) -> tuple[Scorer, Relabel, Labels]:
    """An exported reader as functions on arrays, with its labels."""
    run = session(folder / graph, threads)
    names = [o.name for o in run.get_outputs()]
    table = np.load(folder / "relabel.npz")
    lists = json.loads((folder / "labels.json").read_text("utf8"))
    labels = Labels(lists["upos"], lists["feats"], lists["relations"], lists["ner"])

    def score(inputs: dict[str, np.ndarray]) -> Outputs:
        return dict(zip(names, run.run(names, inputs), strict=True))

    return score, lambda dep, gov: np.maximum(dep + gov, 0) @ table["weight"] + table["bias"], labels


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, type=Path)
    parser.add_argument("--model", required=True, type=Path)
    parser.add_argument("--graph", default="reader.onnx")
    parser.add_argument("--every", type=int, default=1, help="measure on every n-th document only")
    parser.add_argument("--speed", action="store_true", help="words a second on one thread instead of figures")
    arguments = parser.parse_args()
    score, relabel, labels = onnx_scorer(arguments.model, arguments.graph)
    pieces = Pieces(load_tokenizer())
    measuring = {k: d[:: arguments.every] for k, d in load_measuring(arguments.data).items()}
    if arguments.speed:
        windows = [w for d in measuring["polnear-dev"][:12] for w in cut_windows(d, pieces)]
        feeds = [{k: v.numpy() for k, v in collate([w], labels, pieces).inputs.items()} for w in windows]
        words = sum(len(s.words) for w in windows for s in w.sentences)
        score(feeds[0])
        begun = time.process_time(), time.time()
        for feed in feeds:
            score(feed)
        cpu, wall = time.process_time() - begun[0], time.time() - begun[1]
        print(
            json.dumps(
                {"words": words, "words_per_cpu_second": round(words / cpu), "words_per_second": round(words / wall)}
            )
        )
        return
    _, kept = read_wikigold(arguments.data, load_demonyms(arguments.data))
    print(json.dumps(evaluate(score, relabel, measuring, kept[:: arguments.every], labels, pieces, size=0), indent=1))


if __name__ == "__main__":
    main()
