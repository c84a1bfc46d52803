"""How reports tell that one act answers another (knowledge/data/events/reactions.toml)."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("legation.knowledge") / "data" / "events" / "reactions.toml").read_text("utf-8"))


@cache
def phrases(name: str) -> tuple[str, ...]:
    """Phrases of a kind of marker, lower case, the longest first."""
    return tuple(sorted(_table()["phrases"][name], key=lambda p: (-len(p), p)))


@cache
def lemmas(name: str) -> frozenset[str]:
    """Lemmas of a kind of marker."""
    return frozenset(_table()["lemmas"][name])


@cache
def objects() -> dict[str, tuple[str, ...]]:
    """Nouns that take up an earlier act, with the types of act that they can mean; none: any."""
    return {noun: tuple(types) for noun, types in _table()["objects"].items()}
