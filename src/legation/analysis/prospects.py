"""What speakers themselves expect, by issue area: stated prospects, kept apart from anything computed.

A statement is a prospect where its content looks ahead (an auxiliary or a verb of expecting) and weighs how a matter
will go (words of progress or of failure), or where its act is to assess or to promise about what is to come.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Literal

from legation.dynamics.acts import Row, iso, ordinal
from legation.knowledge.events import contexts
from legation.records.finding import Estimate, Finding, Prospect

Direction = Literal["better", "worse", "unchanged", "open"]

AHEAD = re.compile(
    r"\b(?:will|won't|would|shall|going to|expect\w*|hop(?:e|es|ed|ing|eful)|likely|unlikely|prospects?|outlook|future|"
    r"soon|next|coming|upcoming|plans?|intend\w*|optimis\w+|pessimis\w+|sceptic\w*|skeptic\w*|doubt\w*|chances?|"
    r"anticipat\w+|foresee\w*|predict\w*|confident|possib\w+|may|might|could|ready to|aims?)\b",
    re.IGNORECASE,
)
BETTER = re.compile(
    r"\b(?:progress|improv\w+|breakthrough|cooperat\w+|agree\w*|deal|settle\w*|resol\w+|peace\w*|extend\w*|"
    r"success\w*|optimis\w+|hop(?:e|es|ed|eful)|advance\w*|normali[sz]\w+|eas(?:e|es|ed|ing)|reduc\w+|"
    r"constructive\w*|promising|confident|better|forward|strengthen\w*|restor\w+|resum\w+)\b",
    re.IGNORECASE,
)
WORSE = re.compile(
    r"\b(?:fail\w*|collaps\w+|deteriorat\w+|worse\w*|war|conflict|retaliat\w+|respond in kind|sanctions?|escalat\w+|"
    r"pessimis\w+|sceptic\w*|skeptic\w*|doubt\w*|unlikely|impossible|stall\w*|deadlock\w*|threat\w*|crisis|crises|"
    r"break ?down|withdraw\w*|expire\w*|lapse\w*|harder|difficult\w*|tension\w*|arms race)\b",
    re.IGNORECASE,
)
TURNED = re.compile(
    r"\b(?:no|not|never|little|hardly|unlikely|without|lack of|s[ck]eptic\w*|doubt\w*|n't|cannot|pessimis\w+)\b",
    re.IGNORECASE,
)
SAME = re.compile(r"\b(?:remain\w*|continu\w+|unchanged|stay\w*|status quo|same)\b", re.IGNORECASE)
LOOKING = frozenset({"assess", "promise", "propose", "threaten"})
GENERAL = "the relation as a whole"


def gather(
    statements: Iterable[Row],
    first: str,
    second: str,
    *,
    since: str | None = None,
    until: str | None = None,
    published: Mapping[str, object] | None = None,
    documents: Collection[str] | None = None,
) -> Finding:
    """Stated prospects of speakers from either side (by country), newest first.

    `statements` are rows of the ledger's view. `published` gives the day of each document by its id, for rows that do
    not hold one; `documents` are those that deal with both sides: where given, statements of others are left out."""
    found: list[Prospect] = []
    low, high = ordinal(since) if since else None, ordinal(until) if until else None
    for row in statements:
        country = row.get("country")
        if country not in (first, second) or (documents is not None and row.get("document_id") not in documents):
            continue
        day = _day(row, published or {})
        if day is not None and ((low is not None and day < low) or (high is not None and day > high)):
            continue
        prospect = read(row, None if day is None else iso(day))
        if prospect is not None:
            found.append(prospect)
    found.sort(key=lambda p: (p.day or "", p.statement_id), reverse=True)
    return Finding(
        kind="prospects",
        title=f"{first} and {second}: prospects as speakers state them",
        actors=(first, second),
        prospects=tuple(found),
        estimates=_numbers(found),
        summary=_summary(found),
        notes=("Said by the speakers, not computed. Direction is told from words and can be wrong: read the passage.",),
    )


def _day(row: Row, published: Mapping[str, object]) -> int | None:
    for value in (row.get("published"), row.get("document_published"), published.get(str(row.get("document_id")))):
        day = ordinal(value) if value is not None else None
        if day is not None:
            return day
    return None


def read(row: Row, day: str | None) -> Prospect | None:
    """The prospect that a statement holds, or None."""
    content = str(row.get("content") or "")
    hedges = tuple(row.get("hedges") or ())
    evidence = f"{content} {row.get('evidence') or ''}"
    looks = AHEAD.search(content) is not None or (row.get("act") in LOOKING and AHEAD.search(evidence) is not None)
    direction = direct(evidence if row.get("act") == "assess" else content)
    if not looks or (direction == "open" and not hedges and row.get("act") not in LOOKING):
        return None
    return Prospect(
        statement_id=str(row.get("id") or ""),
        day=day,
        speaker=str(row.get("speaker") or "unnamed"),
        country=row.get("country"),
        issue=issue(content),
        direction=direction,
        content=content,
        hedges=hedges,
        document_id=row.get("document_id"),
    )


def direct(text: str) -> Direction:
    """Whether a text expects a turn to the better or the worse; negation turns words of progress."""
    turned = TURNED.search(text) is not None
    good, bad = len(BETTER.findall(text)), len(WORSE.findall(text))
    if good and turned:
        return "worse"
    if good > bad:
        return "better"
    if bad > good:
        return "better" if turned and not good and re.search(r"\b(?:no|not|never|without)\b", text, re.I) else "worse"
    return "unchanged" if SAME.search(text) else "open"


@cache
def _issues() -> dict[str, str]:
    return {word: found[0] for word, found in contexts().items() if found}


def issue(text: str) -> str:
    """The issue area that most words of a text belong to (contexts of `knowledge/data/events/contexts.toml`)."""
    words = [w.lower() for w in re.findall(r"[^\W\d_]+(?:[-'][^\W\d_]+)*", text) if w != "start"]  # START is a treaty
    named = _issues()
    votes: dict[str, int] = {}
    for phrase in (*words, *(f"{a} {b}" for a, b in pairwise(words))):
        area = named.get(phrase) or named.get(phrase.removesuffix("s"))
        if area:
            votes[area] = votes.get(area, 0) + 1 + phrase.count(" ")
    return min(votes, key=lambda a: (-votes[a], a)) if votes else GENERAL


def _numbers(found: Sequence[Prospect]) -> tuple[Estimate, ...]:
    """Balance by issue: share of better less share of worse among the statements."""
    areas: dict[str, list[Prospect]] = {}
    for prospect in found:
        areas.setdefault(prospect.issue, []).append(prospect)
    balance = []
    for area, group in sorted(areas.items(), key=lambda x: (-len(x[1]), x[0])):
        good = sum(p.direction == "better" for p in group)
        bad = sum(p.direction == "worse" for p in group)
        balance.append(
            Estimate(
                name=area, title=area.capitalize(), value=(good - bad) / len(group), unit="balance",
                note=f"{len(group)} statements, {good} better, {bad} worse",
            )
        )  # fmt: skip
    return tuple(balance)


def _summary(found: Sequence[Prospect]) -> tuple[str, ...]:
    if not found:
        return ("No speaker of either side states a prospect.",)
    numbers = _numbers(found)
    return tuple(f"{e.title}: {e.note}." for e in numbers[:5])
