"""Weights of the ranker of states (data: knowledge/data/belonging.json; SOURCES.md)."""

import json
from functools import cache
from importlib.resources import files


@cache
def belonging_weights() -> dict[str, tuple[float, ...]]:
    """For each kind of party the weights of the features in their order, and last the score of no state."""
    path = files("legation.knowledge") / "data" / "belonging.json"
    table: dict[str, list[float]] = json.loads(path.read_text("utf-8"))["kinds"]
    return {name: tuple(values) for name, values in table.items()}
