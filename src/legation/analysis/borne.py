"""What became of stated prospects: what a speaker expected, held against what the record tells of afterwards.

A prospect is looked at over the time that its words give, or else HORIZON days from the day of the report. What counts
are later occurrences of the same pair in the same issue area (talk alone, CONSULT and REQUEST, does not) and agreements
that were made or left. The verdict is "borne out" or "not borne out" only where these point one way; "open" while the
time is not over; else "cannot be told", with the reason. Nothing of it enters a computed forecast.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from msgspec.structs import replace

from legation.analysis.due import last_day
from legation.analysis.prospects import GENERAL, issue
from legation.dynamics.acts import Act, Row, acts, between, iso, once, ordinal
from legation.knowledge.tables import read_table, split_list
from legation.linking.times import find_times
from legation.records.finding import Comparison, Finding, Prospect, Verdict

HORIZON = 182
"""Days that a prospect is given where the speaker names no time."""
FEWEST = 2
"""Occurrences and agreements on one side of a comparison before anything is said of it."""
CLEAR = 2 / 3
"""Share of friendly ones among them from which a time is called better (its complement: worse)."""
SAME, OTHER = 0.15, 0.35
"""Change of that share up to which a relation is called unchanged, and from which it is not."""
TALK = frozenset({"CONSULT", "REQUEST"})
MADE, LEFT = frozenset({"agreed", "signed", "in force"}), frozenset({"suspended", "withdrawn", "expired"})
BOTH = re.compile(
    r"\b(?:the two|both) (?:\w+ )?(?:sides|countries|nations|governments|states|capitals|leaders|presidents|powers)\b|"
    r"\bbilateral\b|\beach other\b|\bone another\b|\b(?:our|the|their) (?:two|mutual)\b",
    re.IGNORECASE,
)


class Signs(NamedTuple):
    """What points to the better and to the worse in a time: ids of events and of commitments."""

    good: tuple[str, ...]
    bad: tuple[str, ...]
    event_ids: tuple[str, ...]
    commitment_ids: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """The share of the better; None where too little is on record."""
        number = len(self.good) + len(self.bad)
        return len(self.good) / number if number >= FEWEST else None


class Known:
    """The record of a pair, as far as it was read."""

    def __init__(
        self, events: Iterable[Row], commitments: Iterable[Row], pair: tuple[str, str],
        read_days: Collection[Any] | None, until: str | None,
    ) -> None:  # fmt: skip
        told = between(acts(events), *pair)
        self.acts = list({a.occurrence: a for a in once(told)}.values())
        self.documents = {a.document for a in told if a.document}
        self.commitments = [c for c in commitments if set(pair) <= set(c.get("parties") or ())]
        self.read = None if read_days is None else {d for r in read_days if (d := ordinal(r)) is not None}
        last = max(self.read if self.read else (a.day for a in self.acts), default=0)
        self.read_to = min(last, (ordinal(until) if until else None) or last)

    def signs(self, area: str, start: int, end: int) -> Signs:
        """What points either way from one day to another (ordinals, both included)."""
        chosen = [a for a in self.acts if start <= a.day <= end and a.type not in TALK and _within(a, area)]
        good = [a.event_id for a in chosen if a.quad.endswith("cooperation")]
        bad = [a.event_id for a in chosen if a.quad.endswith("conflict")]
        made, left = self._agreements(area, start, end)
        return Signs((*good, *made), (*bad, *left), (*good, *bad), (*made, *left))

    def _agreements(self, area: str, start: int, end: int) -> tuple[list[str], list[str]]:
        made, left = {}, {}
        for row in self.commitments:
            name, status = str(row.get("agreement") or ""), row.get("status")
            if area not in (GENERAL, issue(f"{name} {row.get('evidence') or ''}")):
                continue
            told, since = ordinal(row.get("published")), ordinal(row.get("since"))
            day = since if since is not None else told if status != "in force" else None
            if status in MADE and day is not None and start <= day <= end:
                made[name.casefold()] = str(row.get("id"))
            elif status in LEFT and told is not None and start <= told <= end:
                left[name.casefold()] = str(row.get("id"))
        return list(made.values()), list(left.values())

    def unread(self, start: int, end: int) -> float:
        """The share of weeks of a time in which nothing was read."""
        if self.read is None:
            return 0.0
        weeks = [range(day, min(day + 7, end + 1)) for day in range(start, end + 1, 7)]
        return sum(not any(day in self.read for day in week) for week in weeks) / max(1, len(weeks))


def _within(act: Act, area: str) -> bool:
    return area == GENERAL or area in act.contexts


def compare(
    finding: Finding,
    events: Iterable[Row],
    commitments: Iterable[Row] = (),
    *,
    read_days: Collection[Any] | None = None,
    until: str | None = None,
) -> Finding:
    """A finding of `prospects.gather` with a verdict on each prospect, and a line that counts them.

    `events` and `commitments` are rows of the ledger's views; `read_days` the days on which anything was read; what is
    told of later than `until` is not looked at."""
    first, second = finding.actors
    record = Known(events, commitments, (first, second), read_days, until)
    found = tuple(replace(p, comparison=judge(p, record, (first, second))) for p in finding.prospects)
    numbers = Counter(p.comparison.verdict for p in found if p.comparison)
    if not found:
        return finding
    over = len(found) - numbers["open"]
    line = (
        f"Held against what followed: {over} of {len(found)} are due: {numbers['borne out']} borne out, "
        f"{numbers['not borne out']} not, {numbers['cannot be told']} cannot be told."
    )
    note = f"Where a speaker names no time, {HORIZON} days are looked at. Verdicts rest on what was read, on it alone."
    return replace(finding, prospects=found, summary=(*finding.summary, line), notes=(*finding.notes, note))


def judge(prospect: Prospect, record: Known, pair: tuple[str, str]) -> Comparison:
    """The verdict on one prospect."""
    day = ordinal(prospect.day) if prospect.day else None
    if day is None:
        return Comparison(verdict="cannot be told", why="The report has no day.")
    stated = horizon(prospect.content, day)
    end = stated or day + HORIZON
    signs = record.signs(prospect.issue, day + 1, min(end, record.read_to))
    before = record.signs(prospect.issue, day - (end - day), day)
    verdict, why = _verdict(prospect, record, pair, (day, end), signs, before)
    return Comparison(
        verdict=verdict, why=why, since=iso(day + 1), until=iso(end), stated=stated is not None,
        event_ids=signs.event_ids, commitment_ids=signs.commitment_ids,
    )  # fmt: skip


def _verdict(
    prospect: Prospect, record: Known, pair: tuple[str, str], span: tuple[int, int], signs: Signs, before: Signs
) -> tuple[Verdict, str]:
    told = f"{len(signs.good)} friendly and {len(signs.bad)} hostile records of this pair and area followed"
    if prospect.direction == "open":
        return "cannot be told", "The words do not say which way."
    if not concerns(prospect.content, prospect.country, pair, prospect.document_id in record.documents):
        return "cannot be told", "The words are not clearly about the two."
    if span[1] > record.read_to:
        return "open", f"Its time is not over; {told} so far."
    if record.unread(span[0] + 1, span[1]) > 0.5:
        return "cannot be told", "More than half of the weeks were not read."
    if signs.share is None:
        return "cannot be told", f"Too little is on record: {told}."
    earlier = before.share
    if prospect.direction == "unchanged":
        return _unchanged(earlier, signs.share, told)
    share, past = signs.share, earlier
    if prospect.direction == "worse":
        share, past = 1 - share, None if past is None else 1 - past
    if share >= CLEAR and (past is None or share >= past):
        return "borne out", f"{told[0].upper()}{told[1:]}."
    if share <= 1 - CLEAR and (past is None or share <= past):
        return "not borne out", f"{told[0].upper()}{told[1:]}."
    return "cannot be told", f"The record points both ways: {told}."


def _unchanged(earlier: float | None, share: float, told: str) -> tuple[Verdict, str]:
    if earlier is None:
        return "cannot be told", "Too little is on record before it."
    moved = abs(share - earlier)
    why = f"Friendly ones were {earlier:.0%} before and {share:.0%} after."
    if moved <= SAME:
        return "borne out", why
    return ("not borne out", why) if moved >= OTHER else ("cannot be told", f"{why} {told[0].upper()}{told[1:]}.")


def horizon(content: str, day: int) -> int | None:
    """The last day (ordinal) of the latest time after `day` that a speaker names; None for none."""
    ends = []
    for time in find_times(content, iso(day)):
        try:
            end = last_day(time.to).toordinal() if time.to and time.type in ("DATE", "DURATION") else None
        except ValueError:
            end = None
        if end is not None and end > day:
            ends.append(end)
    return max(ends, default=None)


def concerns(content: str, country: str | None, pair: Sequence[str], shared: bool) -> bool:
    """Whether the words are about the pair: they name the other side or both together; or no third state, in a report
    that tells of an act of the two (`shared`)."""
    named = states_named(content)
    if BOTH.search(content) is not None or any(side in named for side in pair if side != country):
        return True
    return shared and named <= set(pair)


def states_named(text: str) -> frozenset[str]:
    """Codes of the states whose name, adjective, people or capital stands in a text."""
    forms, pattern = _forms()
    return frozenset(forms[found] for found in pattern.findall(text))


@cache
def _forms() -> tuple[dict[str, str], re.Pattern[str]]:
    found: dict[str, str] = {}
    for row in read_table("states.tsv"):
        cells = [row.get("name", "")]
        cells += [w for key in ("names", "adjectives", "people", "capitals") for w in split_list(row.get(key, ""))]
        for cell in cells:
            if cell:
                found.setdefault(cell.rstrip("*").removeprefix("The "), row.get("code", ""))
    longest = sorted(map(re.escape, found), key=len, reverse=True)
    return found, re.compile(rf"\b({'|'.join(longest)})(?:s|es)?\b")
