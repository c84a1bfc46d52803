"""Speech acts and how reports withhold names (knowledge/data/speech/acts.toml)."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import cast


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    text = (files("legation.knowledge") / "data" / "speech" / "acts.toml").read_text("utf-8")
    return cast("dict[str, dict[str, list[str]]]", tomllib.loads(text))


@cache
def cue_acts() -> dict[str, str]:
    """The speech act that a cue (lemma, or words) shows by itself; the first named one for a cue in several lists."""
    found: dict[str, str] = {}
    for act, cues in _table()["cues"].items():
        for cue in cues:
            found.setdefault(cue, act)
    return found


@cache
def content_words(act: str) -> frozenset[str]:
    """Words in what is said that show an act."""
    return frozenset(_table()["content"].get(act, ()))


@cache
def wording(name: str) -> frozenset[str]:
    """`anonymity`, `hedges` or `unnamed`."""
    return frozenset(_table()["wording"][name])
