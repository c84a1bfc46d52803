"""What all rules of dates are made of: a pattern over token classes and what it builds, and the words of its groups."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from re import Match

from legation.linking.times.lexicon import PORTIONS
from legation.linking.times.values import Frame, Value, narrow

Build = Callable[[Match[str], Frame], Value | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over token classes, the classes it can begin with, and what it builds (None: no date after all)."""

    starts: str
    pattern: re.Pattern[str]
    build: Build


def rule(starts: str, pattern: str, build: Build) -> Rule:
    """A compiled rule."""
    return Rule(starts, re.compile(pattern), build)


def word(match: Match[str], frame: Frame, group: str) -> str:
    """The lowered text of a one-token group; empty where it did not match."""
    at = match.start(group)
    return frame.low(at) if at >= 0 else ""


def words(match: Match[str], frame: Frame, group: str) -> list[str]:
    """The lowered texts of a group's tokens."""
    first, stop = match.span(group)
    return frame.tokens.lows[first:stop] if first >= 0 else []


def portion(match: Match[str], frame: Frame, value: Value | None) -> Value | None:
    """A value narrowed by the group `p` (early, mid, late, beginning, end)."""
    name = PORTIONS.get(word(match, frame, "p"))
    return narrow(value, name) if value is not None and name else value
