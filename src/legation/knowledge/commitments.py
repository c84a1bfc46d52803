"""Words by which commitments are told (knowledge/data/commitments/words.toml)."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import cast


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    text = (files("legation.knowledge") / "data" / "commitments" / "words.toml").read_text("utf-8")
    return cast("dict[str, dict[str, list[str]]]", tomllib.loads(text))


@cache
def kind_of() -> dict[str, str]:
    """The kind of commitment that a head noun names."""
    return {word: kind for kind, words in _table()["kinds"].items() for word in words}


@cache
def group(section: str, name: str) -> frozenset[str]:
    """A named list of a section."""
    return frozenset(_table()[section][name])


@cache
def section(name: str) -> dict[str, tuple[str, ...]]:
    """All lists of a section in their order."""
    return {key: tuple(words) for key, words in _table()[name].items()}
