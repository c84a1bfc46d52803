"""The causal layers: what they count, and what the bundled ones say of plain sentences."""

import numpy as np
import pytest
from tests.model.fakes import FakeEncoder

from legation.errors import ModelError
from legation.model import Causality, OnnxRelations
from legation.model.causality import BUCKETS, Layers, buckets, summarise


def test_ngrams_ignore_case_and_repetition() -> None:
    assert buckets(["They", "left", "they", "left"]) == buckets(["they", "LEFT", "they", "left"])
    assert len(buckets(["a", "b", "c"])) == 6 and all(0 <= b < BUCKETS for b in buckets(["a", "b"]))


def test_summary_keeps_best_words_and_the_contrast_of_cause_and_effect() -> None:
    scores = np.array([[0.9, 0.1, 0.0], [0.2, 0.7, 0.5]])
    found = summarise(scores)
    assert found.shape == (11,)
    assert found[:3].tolist() == [0.9, 0.7, 0.5]
    assert found[-2:] == pytest.approx([0.8, 0.5])


def test_weights_of_another_shape_do_not_pass_unseen() -> None:
    with pytest.raises(KeyError):
        Layers.of({"words": np.zeros((769, 3))})


@pytest.fixture(scope="module")
def bundled() -> Causality:
    return Causality(OnnxRelations(threads=1))


def test_a_told_cause_scores_above_its_absence(bundled: Causality) -> None:
    told = bundled.score_words("The miners went on strike because the company had cut their pay .".split())
    plain = bundled.score_words("The minister will visit the northern province on Tuesday .".split())
    assert told.causal > 0.5 > plain.causal
    assert len(told.cause) == len(told.effect) == 13


def test_the_cause_and_the_effect_are_told_apart_whatever_comes_first(bundled: Causality) -> None:
    words = "Because the company had cut their pay , the miners went on strike .".split()
    told = bundled.score_words(words)
    lean = [c - e for c, e in zip(told.cause, told.effect, strict=True)]
    assert lean[words.index("cut")] > lean[words.index("strike")]


def test_nothing_and_too_much_are_scored_too(bundled: Causality) -> None:
    assert bundled.score_words([]).causal == 0
    assert len(bundled.score_words(["word"] * 900).cause) == 900


def test_an_encoder_without_middle_layers_is_refused() -> None:
    with pytest.raises(ModelError, match="middle layers"):
        OnnxRelations(threads=1, encoder=FakeEncoder()).middle(["word"])
