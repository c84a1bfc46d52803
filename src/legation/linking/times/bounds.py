"""How a date limits an event, and intervals of days."""

import re
from datetime import date, timedelta

from legation.linking.times.calendar import shift
from legation.records import Interval, Parse, TimeExpression

_BEFORE_WORDS = {
    "by": "by",
    "since": "since",
    "until": "until",
    "till": "until",
    "through": "until",
    "before": "before",
    "after": "after",
    "following": "after",
    "from": "since",
    "starting": "since",
    "beginning": "since",
    "effective": "since",
    "within": "by",
}
_SKIPPED = frozenset("the about around roughly at least early late mid a on approximately as soon this".split())


def bound(parse: Parse, time: TimeExpression) -> str | None:
    """How the words before a date limit what happens: by, since, until, before, after; None for in, on, at."""
    if time.text.lower().startswith("within"):
        return "by"
    before = parse.document.text[max(0, time.start - 40) : time.start].lower()
    if re.search(r"(no|not) later than\s+(the\s+)?$", before):
        return "by"
    if re.search(r"(prior to|ahead of|in advance of)\s+(the\s+)?$", before):
        return "before"
    for word in reversed(re.findall(r"[a-z]+|[.,;:!?()]", before)[-4:]):
        if word in _BEFORE_WORDS:
            return _BEFORE_WORDS[word]
        if word not in _SKIPPED:
            return None
    return None


def length(time: TimeExpression) -> int:
    if time.from_ is None or time.to is None:
        return 10**7
    return (date.fromisoformat(time.to) - date.fromisoformat(time.from_)).days


def limited(parse: Parse, time: TimeExpression) -> Interval | None:
    """A date as its preposition limits it, against the day of publication."""
    published = (parse.document.published or "")[:10] or None
    how = bound(parse, time)
    if time.from_ is None or time.to is None:
        return None
    if how in ("by", "until", "before"):
        if published is not None and published <= time.to:
            last = time.to
            if how == "before" and time.from_ == time.to:
                last = (date.fromisoformat(time.to) - timedelta(days=1)).isoformat()
            return Interval(from_=published, to=max(published, last))
        return Interval(from_=time.from_, to=time.to) if how == "by" else None
    if how == "since" and published is not None and time.from_ <= published and time.type != "DURATION":
        return Interval(from_=time.from_, to=published)
    if how == "after":
        return None
    return Interval(from_=time.from_, to=time.to)


def moved(base: Interval, amount: float, unit: str) -> Interval | None:
    size = {"Y": "y", "M": "m", "W": "w", "D": "d"}[unit]
    try:
        ends = [shift(date.fromisoformat(x), amount, size).isoformat() for x in (base.from_, base.to)]
    except (ValueError, OverflowError):
        return None
    return Interval(from_=ends[0], to=ends[1])
