"""The reader model at run time: documents to words, trees, entities and attributions."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from legation.contracts import Segmenter
from legation.errors import ModelError
from legation.model.assembly import Assembler, Readings
from legation.model.graphs import Arrays, Session, find_folder, load_arrays, load_labels, open_session
from legation.model.lemmas import Lemmatizer
from legation.model.pieces import Pieces
from legation.model.trees import decode_tree, find_broken
from legation.model.windows import Stream, Window, cut_windows, make_stream
from legation.model.workers import Workers
from legation.records import Document, Parse, Segmentation, identify

WANTED = (
    "upos", "feats", "ner", "arc", "head", "rel", "dep", "gov", "source", "cue", "content", "source_cue", "content_cue",
)  # fmt: skip


@dataclass(frozen=True)
class _Prepared:
    document: Document
    segmentation: Segmentation
    words: list[str]
    stream: Stream
    windows: list[Window]


class OnnxParser:
    """`contracts.Parser` with the bundled reader model. Safe to share between threads.

    Each window is one run of its own on one thread, and `threads` of them run side by side: what a document gives
    depends neither on the documents beside it nor on the number of threads.
    """

    def __init__(
        self,
        segmenter: Segmenter,
        folder: Path | None = None,
        threads: int | None = None,
        session: Session | None = None,
    ) -> None:
        """`folder`: weights other than the bundled; `threads`: as many as there are cores unless given.

        Raises ModelError if the weights are missing or do not fit.
        """
        place = find_folder(folder)
        labels = load_labels(place, "upos", "feats", "relations", "ner")
        self._segmenter = segmenter
        self._session = session or open_session(place / "reader.onnx")
        outputs = {output.name for output in self._session.get_outputs()}
        missing = [name for name in WANTED if name not in outputs]
        if missing:
            raise ModelError(f"the model reader.onnx does not fit this version: it lacks {', '.join(missing)}")
        self._wanted = list(WANTED)
        self._relabel = _Relabel.load(place)
        self._root = labels["relations"].index("root")
        self._pieces = Pieces.load(place)
        self._assembler = Assembler(labels, Lemmatizer.load())
        self._workers = Workers(threads)

    def parse(self, documents: Sequence[Document]) -> list[Parse]:
        """One parse a document, in order."""
        return self._read([self._prepare(d, self._segmenter.segment(d.text)) for d in documents])

    def parse_words(self, documents: Sequence[Sequence[Sequence[str]]]) -> list[Parse]:
        """Parses of documents given as sentences of words without white space; the text joins them with spaces."""
        return self._read([self._prepare(*_from_words(sentences)) for sentences in documents])

    def _prepare(self, document: Document, segmentation: Segmentation) -> _Prepared:
        text = document.text
        words = [text[a:b] for a, b in zip(segmentation.starts, segmentation.ends, strict=True)]
        stream = make_stream(words, segmentation, self._pieces)
        return _Prepared(document, segmentation, words, stream, cut_windows(stream))

    def _read(self, prepared: list[_Prepared]) -> list[Parse]:
        windows = [window for p in prepared for window in p.windows]
        results = self._workers.map(self._run, windows)
        parses = []
        for p in prepared:
            readings = [next(results) for _ in p.windows]
            parses.append(self._assembler.assemble(p.document, p.segmentation, p.words, p.stream, readings))
        return parses

    def _run(self, window: Window) -> Readings:
        outputs = self._session.run(self._wanted, window.tensors)
        out = {name: values[0] for name, values in zip(self._wanted, outputs, strict=True)}
        heads, relations = self._decode(window, out)
        return Readings(
            first=window.first,
            stop=window.stop,
            upos=out["upos"].argmax(axis=1),
            feats=out["feats"].argmax(axis=1),
            heads=heads,
            relations=relations,
            ner=out["ner"],
            layers={name: out[name] for name in ("source", "cue", "content")},
            source_cue=out["source_cue"],
            content_cue=out["content_cue"],
        )

    def _decode(self, window: Window, out: Arrays) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Heads (0 the root, else the word's number in the window from 1) and relations of a window's words."""
        heads: NDArray[np.int64] = out["head"].astype(np.int64)
        scores = out["rel"]
        sentence = window.tensors["sent"][0, 1:]
        broken = find_broken(heads, sentence)
        if broken:
            heads, scores = heads.copy(), scores.copy()
            for number in broken:
                self._repair(np.flatnonzero(sentence == number), heads, scores, out)
        scores = np.where((heads == 0)[:, None] == self._root_column(scores.shape[1]), scores, -np.inf)
        return heads, scores.argmax(axis=1)

    def _root_column(self, width: int) -> NDArray[np.bool_]:
        columns: NDArray[np.bool_] = (np.arange(width) == self._root)[None, :]
        return columns

    def _repair(self, words: NDArray[np.int64], heads: NDArray[np.int64], scores: NDArray[Any], out: Arrays) -> None:
        """The best tree of one sentence in place of greedy heads, with new relation scores where a head changes."""
        columns = np.concatenate([[0], words + 1])
        tree = decode_tree(out["arc"][np.ix_(words, columns)].astype(np.float64))
        found = np.where(tree == 0, 0, columns[tree])
        changed = words[heads[words] != found]
        heads[words] = found
        if len(changed):
            scores[changed] = self._relabel(out["dep"][changed], out["gov"][heads[changed]])


class _Relabel:
    """Relation scores for heads that the graph did not choose."""

    def __init__(self, weight: NDArray[Any], bias: NDArray[Any]) -> None:
        self._weight = weight
        self._bias = bias

    @classmethod
    def load(cls, folder: Path) -> "_Relabel":
        arrays = load_arrays(folder / "relabel.npz")
        return cls(arrays["weight"].astype(np.float32), arrays["bias"].astype(np.float32))

    def __call__(self, dep: NDArray[Any], gov: NDArray[Any]) -> NDArray[Any]:
        scores: NDArray[Any] = np.maximum(dep + gov, 0) @ self._weight + self._bias
        return scores


def _from_words(sentences: Sequence[Sequence[str]]) -> tuple[Document, Segmentation]:
    starts: list[int] = []
    ends: list[int] = []
    bounds: list[tuple[int, int]] = []
    place = 0
    for sentence in sentences:
        first = len(starts)
        for word in sentence:
            starts.append(place)
            ends.append(place + len(word))
            place += len(word) + 1
        bounds.append((first, len(starts)))
    text = " ".join(word for sentence in sentences for word in sentence)
    segmentation = Segmentation(
        starts=tuple(starts),
        ends=tuple(ends),
        joined=(False,) * len(starts),
        sentences=tuple(bounds),
        paragraphs=(0,) * len(bounds),
    )
    return Document(id=identify(text), text=text), segmentation
