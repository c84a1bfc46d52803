"""The learnt aggregation: boosted trees that weigh a candidate's rules, counts and names against its rivals'.

The loss is that of the filtered setting: each true answer against the candidates that are not true (softmax over a
question), so other answers of the same day do not count as mistakes. Likely candidates are all used for training, of
the unlikely ones a known share, with the weight that makes up for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from legation.forecasting.features import Candidates
from legation.forecasting.quadruples import Floats, Ints

NEAR = 40
"""Candidates of a question, by first guess, that are all used for training."""
FAR_SHARE = 0.12
"""Share of the other wrong candidates that is used."""
ROUNDS = 90
PARAMETERS = {
    "max_depth": 6, "eta": 0.15, "min_child_weight": 1.0, "subsample": 0.8, "colsample_bytree": 0.5, "max_bin": 64,
    "tree_method": "hist", "base_score": 0.0, "disable_default_eval_metric": 1, "seed": 1,
}  # fmt: skip


def position(question: Ints, score: Floats) -> Ints:
    """The place of each candidate within its question, best first from 0 (equal scores: the first one stays first)."""
    order = np.lexsort((-score, question))
    sizes = np.bincount(question)
    place = np.empty(len(question), dtype=np.int64)
    place[order] = np.arange(len(question)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return place


def columns(found: Candidates) -> Floats:
    """What the trees see: the features, the first guess and its place."""
    place = position(found.question, found.guess)
    extra = np.stack([np.log(found.guess + 1e-5), np.log1p(place)], axis=1)
    return np.concatenate([found.features, extra], axis=1).astype(np.float32)


@dataclass
class Examples:
    """Candidates of past questions with their answers, as they are collected."""

    features: list[Floats] = field(default_factory=list)
    right: list[npt.NDArray[np.bool_]] = field(default_factory=list)
    question: list[Ints] = field(default_factory=list)
    offset: list[Floats] = field(default_factory=list)
    questions: int = 0

    def add(self, found: Candidates, right: npt.NDArray[np.bool_]) -> None:
        """Adds one day's candidates; questions without a true answer among them teach nothing."""
        number = int(found.question.max()) + 1 if len(found.question) else 0
        answered = np.bincount(found.question, weights=right, minlength=number)[found.question] > 0
        far = position(found.question, found.guess) >= NEAR
        generator = np.random.default_rng(self.questions)
        kept = answered & (~far | right | (generator.random(len(far)) < FAR_SHARE))
        self.features.append(columns(found)[kept])
        self.right.append(right[kept])
        self.question.append(found.question[kept] + self.questions)
        self.offset.append(np.where(far & ~right, -np.log(FAR_SHARE), 0.0)[kept].astype(np.float32))
        self.questions += number


class Softmax:
    """Gradient and curvature of −log(e^right / (e^right + Σ e^wrong)), summed over the right ones of each question."""

    def __init__(self, question: Ints, right: npt.NDArray[np.bool_], offset: Floats) -> None:
        _, self.group = np.unique(question, return_inverse=True)
        sizes = np.bincount(self.group)
        self.starts = np.cumsum(sizes) - sizes
        self.right, self.offset = right, offset

    def __call__(self, scores: Floats, _: object) -> tuple[Floats, Floats]:
        scores = scores + self.offset
        power = np.exp(scores - np.maximum.reduceat(scores, self.starts)[self.group])
        wrong = np.bincount(self.group, weights=power * ~self.right)[self.group]
        share = 1 / (power + wrong + 1e-12)
        once = np.bincount(self.group, weights=share * self.right)[self.group]
        twice = np.bincount(self.group, weights=share**2 * self.right)[self.group]
        chance = power * share
        gradient = np.where(self.right, chance - 1, power * once)
        curvature = np.where(self.right, chance * (1 - chance), power * once - power**2 * twice)
        return gradient.astype(np.float32), np.maximum(curvature, 1e-6).astype(np.float32)


class Ranker:
    """Trees over `columns`; without training it keeps to the first guess."""

    def __init__(self) -> None:
        self._trees: object | None = None

    def train(self, examples: Examples, *, rounds: int = ROUNDS, threads: int = 1) -> None:
        """Fits the trees; does nothing where there are no examples. More threads than idle processors slow it down."""
        if not sum(map(len, examples.right)):
            return
        import xgboost

        right, question = np.concatenate(examples.right), np.concatenate(examples.question)
        loss = Softmax(question, right, np.concatenate(examples.offset))
        features = np.concatenate(examples.features)
        examples.features.clear()
        data = xgboost.QuantileDMatrix(features, label=right.astype(np.float32), max_bin=PARAMETERS["max_bin"])
        del features
        self._trees = xgboost.train({**PARAMETERS, "nthread": threads}, data, rounds, obj=loss)

    def score(self, found: Candidates) -> Floats:
        """Scores of candidates, comparable within a question."""
        if self._trees is None:
            return found.guess
        return np.asarray(self._trees.inplace_predict(columns(found), predict_type="margin"), dtype=np.float32)  # type: ignore[attr-defined]


__all__: Sequence[str] = ("Examples", "Ranker", "Softmax", "columns", "position")
