"""A small stand-in for the models: a letter tokenizer and graphs in numpy that read words from their letters."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer, models, normalizers

UPOS = ["NOUN", "VERB", "PROPN", "PUNCT"]
RELATIONS = ["dep", "root", "punct", "nsubj"]
ENTITIES = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC"]
STATES = 4


class Output:
    def __init__(self, name: str) -> None:
        self.name = name


def write_model(folder: Path) -> Path:
    """Labels, relabel matrix and tokenizer of the stand-in."""
    vocabulary = {"[UNK]": 100, "[CLS]": 101, "[SEP]": 102}
    for number, letter in enumerate("abcdefghijklmnopqrstuvwxyz0123456789.,\"“”'’-"):
        vocabulary[letter] = 1000 + number
        vocabulary["##" + letter] = 2000 + number
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=500))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.save(str(folder / "tokenizer.json"))
    labels = {
        "upos": UPOS, "feats": ["_"], "relations": RELATIONS, "ner": ENTITIES, "version": "0", "digest": "0",
        "types": ["NONE", "AGREE"], "modes": ["none", "meet"], "statuses": ["asserted", "future"], "temperature": 2.0,
    }  # fmt: skip
    (folder / "labels.json").write_text(json.dumps(labels))
    np.savez(folder / "relabel.npz", weight=np.eye(STATES, len(RELATIONS)), bias=np.zeros(len(RELATIONS)))
    return folder


def spell(ids: np.ndarray, first: np.ndarray) -> list[str]:
    """The words of a window by the letters of their pieces."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789.,\"“”'’-"
    words = []
    for start in first[1:].tolist():
        word, place = "", start
        while place < len(ids) and ids[place] >= 1000 and (place == start or place not in first):
            word += letters[ids[place] % 1000]
            place += 1
        words.append(word)
    return words


class FakeReader:
    """Scores by simple rules: every word hangs on the one before; "said" is a cue, what is quoted a content."""

    names = (
        "upos", "feats", "ner", "arc", "head", "rel", "dep", "gov",
        "source", "cue", "content", "source_cue", "content_cue",
    )  # fmt: skip

    def __init__(self, looped: bool = False) -> None:
        self.looped = looped
        self.windows: list[int] = []

    def get_inputs(self) -> list[Output]:
        return [Output(n) for n in ("ids", "mask", "shape", "quote", "first", "sent")]

    def get_outputs(self) -> list[Output]:
        return [Output(n) for n in self.names]

    def run(self, names: list[str], feed: dict[str, np.ndarray]) -> list[np.ndarray]:
        assert all(v.dtype == np.int64 and v.shape[0] == 1 for v in feed.values())
        self.windows.append(feed["ids"].shape[1])
        out = self._score({k: v[0] for k, v in feed.items()})
        return [out[name][None] for name in names]

    def _score(self, feed: dict[str, np.ndarray]) -> dict[str, Any]:
        words, sent = spell(feed["ids"], feed["first"]), feed["sent"]
        shape, quote = feed["shape"][feed["first"]], feed["quote"][feed["first"]]
        n = len(words)
        arc = np.full((n, n + 1), -1e9, dtype=np.float32)
        arc[:, 0] = -20
        for w in range(n):
            same = np.flatnonzero(sent[1:] == sent[w + 1]) + 1
            arc[w, same] = -5 - np.abs(same - w)
            arc[w, w + 1] = -1e9
            arc[w, w if w + 1 != same[0] else 0] = 0
            if self.looped and w + 1 == same[0] and len(same) > 1:
                arc[w, 0], arc[w, same[1]] = -1, 0
        cues = np.array([w == "said" for w in words])
        marks = [not w[:1].isalnum() for w in words]
        upos = np.select([cues, shape[1:] == 2, np.array(marks)], [1, 2, 3], 0)
        dep, gov = np.zeros((n, STATES), np.float32), np.zeros((n + 1, STATES), np.float32)
        dep[:, 3] = 1
        content = quote[1:] == 1
        pointer = np.full((n, n + 1), -9.0, dtype=np.float32)
        pointer[:, 0] = -1
        pointer[:, 1:][:, cues] = 1
        source = np.array([i + 1 < n and bool(cues[i + 1]) for i in range(n)])
        return {
            "upos": np.eye(4, dtype=np.float32)[upos],
            "feats": np.ones((n, 1), np.float32),
            "ner": 9 * np.eye(7, dtype=np.float32)[np.where(upos == 2, 1, 0)],
            "arc": arc,
            "head": arc.argmax(axis=1),
            "rel": np.tile(np.array([1, 0.5, 0, 0], np.float32), (n, 1)),
            "dep": dep,
            "gov": gov,
            "source": 9 * np.eye(3, dtype=np.float32)[source.astype(int)],
            "cue": 9 * np.eye(3, dtype=np.float32)[cues.astype(int)],
            "content": 9 * np.eye(3, dtype=np.float32)[begin(content)],
            "source_cue": pointer,
            "content_cue": pointer,
        }


def begin(inside: np.ndarray) -> np.ndarray:
    """BIO numbers of runs."""
    before = np.concatenate([[False], inside[:-1]])
    return np.where(inside, np.where(before, 2, 1), 0)


class FakeEncoder:
    """States that tell the piece and its place."""

    def __init__(self) -> None:
        self.runs = 0

    def get_inputs(self) -> list[Output]:
        return [Output(n) for n in ("ids", "mask", "shape")]

    def get_outputs(self) -> list[Output]:
        return [Output("states")]

    def run(self, names: list[str], feed: dict[str, np.ndarray]) -> list[np.ndarray]:
        self.runs += 1
        ids = feed["ids"][0].astype(np.float32)
        return [np.stack([ids, np.arange(len(ids), dtype=np.float32)], axis=1)[None]]


class FakeHead:
    """The type is AGREE if there is a target; the mode's score is the place of the source."""

    def get_inputs(self) -> list[Output]:
        return [Output(n) for n in ("cls", "source", "target")]

    def get_outputs(self) -> list[Output]:
        return [Output(n) for n in ("type", "mode", "status")]

    def run(self, names: list[str], feed: dict[str, np.ndarray]) -> list[np.ndarray]:
        assert feed["cls"][0, 0] == 101
        has = float(feed["target"][0].any())
        return [np.array([[1 - has, 4 * has]]), np.array([[0, feed["source"][0, 1]]]), np.array([[3.0, 0]])]
