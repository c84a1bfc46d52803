"""How codes read on a page: names of states and organisations, types, sectors, days."""

import datetime
from collections.abc import Iterable
from functools import cache
from urllib.parse import quote, urlencode, urlsplit

from legation.knowledge.actors import catalogue
from legation.knowledge.codes import countries

SECTORS = {
    "GOV": "government", "MIL": "military", "REB": "rebels", "OPP": "opposition", "PTY": "parties", "COP": "police",
    "JUD": "judiciary", "LEG": "legislature", "MED": "media", "NGO": "non-governmental organisations",
    "BUS": "business", "CIV": "civilians", "EDU": "education", "CRM": "criminals", "SPY": "intelligence",
    "JRN": "journalists", "IGO": "international organisations", "UNK": "unknown",
}  # fmt: skip

QUAD_SIGNS = {
    "verbal cooperation": "vc", "material cooperation": "mc", "verbal conflict": "vx", "material conflict": "mx",
}  # fmt: skip
"""Short names of quad classes for style sheets."""

LINK_WORDS = {
    "retaliation": "in retaliation for", "response": "in response to", "condition": "depends on",
    "implementation": "carries out",
}  # fmt: skip


@cache
def name_actor(code: str | None) -> str:
    """The name behind an actor's code: Russia (RUS), Syria: rebels (SYR:REB); the code itself where none is known."""
    if not code:
        return "unnamed"
    state, _, sector = code.partition(":")
    known = catalogue().state_names.get(state)
    if known is None and state in countries():
        known = countries()[state].name
    if known is None and state in catalogue().organisations:
        known = catalogue().organisations[state].name
    if known is None:
        known = SECTORS.get(state, state).capitalize() if state in SECTORS else state
    return f"{known}: {SECTORS.get(sector, sector)}" if sector else known


def name_actors(codes: Iterable[str] | None) -> str:
    """Names of several actors, joined by commas and "and"."""
    names = [name_actor(c) for c in codes or ()]
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def name_type(kind: str | None, mode: str | None = None) -> str:
    """A PLOVER type and mode as words: "sanction: expel"."""
    words = (kind or "").replace("_", " ").lower()
    return f"{words}: {mode.replace('_', ' ')}" if mode else words


def name_days(first: str | None, last: str | None = None) -> str:
    """A day or an interval as short as it can be told: 3 May 2021, May 2021, 2021, or from–to."""
    start, end = parse_day(first), parse_day(last or first)
    if start is None or end is None:
        return first or "no date"
    if start == end:
        return f"{start.day} {start:%b %Y}"
    after = end + datetime.timedelta(days=1)
    if start.day == 1 and after.day == 1:
        if (start.month, start.year) == (end.month, end.year):
            return f"{start:%b %Y}"
        if start.month == 1 and after.month == 1 and start.year == end.year:
            return str(start.year)
    return f"{start.day} {start:%b %Y} – {end.day} {end:%b %Y}"


def parse_day(text: str | None) -> datetime.date | None:
    """A day of ISO text, None for anything else."""
    try:
        return datetime.date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def score_class(score: float | None) -> str:
    """A mean score's place on the cooperation–conflict scale, as a style sheet's class (s-3 … s3, none)."""
    if score is None:
        return "none"
    for bound, step in ((-5.0, -3), (-2.0, -2), (-0.3, -1), (0.3, 0), (2.0, 1), (5.0, 2)):
        if score < bound:
            return f"s{step}"
    return "s3"


def outside_url(address: str | None) -> str | None:
    """An address that a page may link to: http and https only, None for all else (scripts, data, files)."""
    if not address:
        return None
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    return address.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def link(path: str, **query: object) -> str:
    """A path of the desk with its query; empty values are left out."""
    kept = {k: str(v) for k, v in query.items() if v not in (None, "", False)}
    return f"{path}?{urlencode(kept)}" if kept else path


def part(text: str) -> str:
    """Text as one segment of a path."""
    return quote(text, safe="")
