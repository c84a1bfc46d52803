"""Weights of the pronoun ranker (data: knowledge/data/coreference.json, made by training/coreference/train.py)."""

import json
from functools import cache
from importlib.resources import files


@cache
def pronoun_weights() -> dict[str, tuple[float, ...]]:
    """For each class of pronouns the weights of the features in their order, and last the score to beat."""
    path = files("legation.knowledge") / "data" / "coreference.json"
    table: dict[str, list[float]] = json.loads(path.read_text("utf-8"))["pronouns"]
    return {name: tuple(values) for name, values in table.items()}
