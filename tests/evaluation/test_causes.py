"""Causal sentences: what the program was trained on is scored by a model that has not seen it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from legation.contracts import CausalScore
from legation.errors import FormatError
from legation.evaluation import causes


class Always:
    def __init__(self, causal: float) -> None:
        self.causal = causal

    def score_words(self, words: Sequence[str]) -> CausalScore:
        return CausalScore(causal=self.causal, cause=(), effect=())


def write(folder: Path, rows: str) -> Path:
    path = folder / "own_subtask1.csv"
    path.write_text(rows, "utf-8")
    return path


ROWS = "index,text,label\n1,It rained so they left .,1\n2,They left .,0\n3,They met .,0\n"


def test_sentences_that_were_not_trained_on_go_to_the_model(tmp_path: Path) -> None:
    figures = causes.score(Always(0.9), write(tmp_path, ROWS))
    assert (figures["causal.sentences"], figures["causal.cross_validated"], figures["causal.gold"]) == (3, 0, 1)
    assert figures["causal.f1"] == pytest.approx(0.5)
    assert causes.score(Always(0.1), write(tmp_path, ROWS))["causal.f1"] == 0


def test_sentences_that_were_trained_on_go_to_the_other_folds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = {causes.digest("It rained so they left ."): 0.9, causes.digest("They  left ."): 0.1}
    monkeypatch.setattr(causes, "held_scores", lambda: held)
    figures = causes.score(Always(0.1), write(tmp_path, ROWS))
    assert (figures["causal.cross_validated"], figures["causal.f1"]) == (2, 1.0)


def test_every_training_sentence_has_a_score_and_no_text() -> None:
    scores = causes.held_scores()
    assert len(scores) > 3000 and all(len(k) == 16 and 0 <= s <= 1 for k, s in scores.items())


def test_another_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError):
        causes.score(Always(1.0), write(tmp_path, "a,b\n1,2\n"))
    assert causes.find_corpus(tmp_path / "none") is None
