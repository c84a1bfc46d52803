"""Measure exported relation graphs: `python -m training.relations.measure --model DIR`.

On the tenth of our own sentences that `training.relations.train --measure-own` keeps out of training.
The encoder runs one sentence a call, as at run time; `--graph relations.fp32.onnx` shows what int8 costs.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from training.encoder import WIDTH, load_tokenizer
from training.export import session
from training.reader.windows import Pieces
from training.relations.pairs import encode, read_own
from training.relations.train import HERE, hash_of, score_own


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True, type=Path)
    parser.add_argument("--graph", default="relations.onnx")
    arguments = parser.parse_args()
    encoder, head = session(arguments.model / arguments.graph), session(arguments.model / "relation_head.onnx")
    pieces = Pieces(load_tokenizer())
    pairs = [p for p in read_own(HERE.parent / "sentences")[0] if hash_of(p) % 10 == 0]
    rows = []
    for pair in pairs:
        ids, shape, source, target = encode(pair, pieces)
        feed = {"ids": np.array([ids]), "mask": np.ones((1, len(ids)), np.int64), "shape": np.array([shape])}
        states = encoder.run(None, feed)[0][0]
        rows.append((states[0], states[source], states[target] if target else np.zeros(WIDTH, np.float32)))
    columns = [np.stack(c) for c in zip(*rows, strict=True)]
    kinds, modes, statuses = head.run(None, dict(zip(("cls", "source", "target"), columns, strict=True)))
    print(json.dumps({"pairs": len(pairs), **score_own((kinds, modes, statuses), pairs)}))


if __name__ == "__main__":
    main()
