"""Scores of entities on column files."""

from pathlib import Path

import pytest

from legation.errors import FormatError
from legation.evaluation.entities import evaluate, read_spans
from legation.records import Document, Entity, Parse, Word

COLUMNS = """Oslo I-LOC
and O
Anna I-PER
Ek-Berg I-PER
met O

Skipped O
. O

Kept I-ORG
Works I-ORG
called O
Bergen I-LOC

"""


class Finder:
    """Finds the given words, each as an entity of one label; neighbours run together."""

    def __init__(self, **labels: str) -> None:
        self.labels = labels

    def parse_words(self, documents: list[list[list[str]]]) -> list[Parse]:
        return [self.build([w for s in d for w in s]) for d in documents]

    def build(self, words: list[str]) -> Parse:
        document = Document(id="d", text=" ".join(words))
        rows = tuple(
            Word(
                index=i, start=0, end=1, text=w, lemma=w, upos="X", feats="_", head=i - 1, deprel="dep", sentence=0
            )
            for i, w in enumerate(words)
        )  # fmt: skip
        entities = []
        for i, word in enumerate(words):
            label = self.labels.get(word)
            if label and entities and entities[-1].stop == i and entities[-1].label == label:
                entities[-1] = Entity(start=0, end=1, label=label, first=entities[-1].first, stop=i + 1, score=1)
            elif label:
                entities.append(Entity(start=0, end=1, label=label, first=i, stop=i + 1, score=1))
        return Parse(document=document, words=rows, sentences=(), entities=tuple(entities), attributions=())


def test_spans_of_both_taggings() -> None:
    assert read_spans(["I-PER", "I-PER", "O", "I-LOC"]) == [(0, 2, "PER"), (3, 4, "LOC")]
    assert read_spans(["B-PER", "B-PER", "I-PER", "I-ORG"]) == [(0, 1, "PER"), (1, 3, "PER"), (3, 4, "ORG")]
    assert read_spans(["B-GPE", "I-MISC"]) == [(0, 1, "LOC")]


def test_all_sentences_of_other_files(tmp_path: Path) -> None:
    (tmp_path / "a.conll").write_text(COLUMNS)
    finder = Finder(Oslo="LOC", Anna="PER", Ek="PER", Berg="PER", Kept="ORG", Works="ORG", Bergen="PER", **{"-": "PER"})
    figures = evaluate(finder, tmp_path, None, tmp_path / "out.txt")
    assert figures["sentences"] == 3
    assert figures["typed"] == 75
    assert figures["untyped"] == 100
    assert figures["ORG"] == 100
    assert figures["LOC"] == 66.67
    assert "Ek-Berg I-PER I-PER" in (tmp_path / "out.txt").read_text()


def test_of_wikigold_the_kept_third(tmp_path: Path) -> None:
    path = tmp_path / "wikigold.conll.txt"
    path.write_text(COLUMNS)
    assert evaluate(Finder(Kept="ORG", Works="ORG"), path, None, None)["sentences"] == 1
    assert evaluate(Finder(), path, "all", None)["sentences"] == 3


def test_no_files(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("Not a table.\n")
    with pytest.raises(FormatError, match="no words with tags"):
        evaluate(Finder(), tmp_path, None, None)
    (tmp_path / "readme.txt").unlink()
    with pytest.raises(FormatError):
        evaluate(Finder(), tmp_path, None, None)
