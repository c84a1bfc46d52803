"""Arithmetic of days: intervals of weeks, months, years and seasons, shifts, holidays."""

from collections.abc import Callable
from datetime import date, timedelta

Days = tuple[date, date]


def day(year: int, month: int, number: int) -> date | None:
    """A date, or None where there is none."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    if month == 12:
        return date(year, 12, 31)
    return date(year, month + 1, 1) - timedelta(days=1)


def of_year(year: int) -> Days:
    """All days of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def of_month(year: int, month: int) -> Days:
    """All days of a month."""
    return date(year, month, 1), month_end(year, month)


def of_week(anchor: date, weeks: int = 0) -> Days:
    """Monday to Sunday of the ISO week `weeks` after the one that holds `anchor`."""
    monday = anchor - timedelta(days=anchor.weekday() - 7 * weeks)
    return monday, monday + timedelta(days=6)


def of_quarter(year: int, quarter: int) -> Days:
    """All days of a quarter, 1 to 4."""
    return date(year, quarter * 3 - 2, 1), month_end(year, quarter * 3)


def of_season(year: int, season: str) -> Days:
    """Meteorological seasons of the northern hemisphere; a winter begins in December of its year."""
    start = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[season]
    if season == "WI":
        return date(year, 12, 1), month_end(year + 1, 2)
    return date(year, start, 1), month_end(year, start + 2)


def week_name(anchor: date) -> str:
    """An ISO week as TIMEX3 writes it."""
    year, week, _ = anchor.isocalendar()
    return f"{year}-W{week:02d}"


def add_months(anchor: date, months: int) -> date:
    """The same day `months` later (or the month's last)."""
    index = anchor.year * 12 + anchor.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(anchor.day, month_end(year, month + 1).day))


def shift(anchor: date, count: float, unit: str) -> date:
    """`anchor` plus `count` units (`d` day, `n` night, `w`, `f` fortnight, `m`, `q` quarter, `y`, `D` decade, `C`)."""
    if unit in "HMS":
        seconds = count * {"H": 3600, "M": 60, "S": 1}[unit]
        return anchor + timedelta(days=round(seconds / 86400) if abs(seconds) >= 86400 else 0)
    if unit in "dnwf":
        return anchor + timedelta(days=round(count * {"d": 1, "n": 1, "w": 7, "f": 14}[unit]))
    months = count * {"m": 1, "q": 3, "y": 12, "D": 120, "C": 1200}[unit]
    whole = int(months // 1)
    return add_months(anchor, whole) + timedelta(days=round((months - whole) * 30))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def nth_weekday(year: int, month: int, weekday: int, number: int) -> date:
    """The `number`-th such weekday of a month; −1 is the last."""
    if number > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
    last = month_end(year, month)
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def _fixed(month: int, number: int) -> Callable[[int], date]:
    return lambda year: date(year, month, number)


def _weekday(month: int, weekday: int, number: int) -> Callable[[int], date]:
    return lambda year: nth_weekday(year, month, weekday, number)


def _from_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days=days)


HOLIDAYS: dict[str, Callable[[int], date]] = {
    "christmas eve": _fixed(12, 24), "christmas day": _fixed(12, 25), "christmas": _fixed(12, 25),
    "xmas": _fixed(12, 25), "boxing day": _fixed(12, 26), "new year s eve": _fixed(12, 31),
    "new years eve": _fixed(12, 31), "new year s day": _fixed(1, 1), "new year s": _fixed(1, 1),
    "new years day": _fixed(1, 1),
    "epiphany": _fixed(1, 6), "valentine s day": _fixed(2, 14), "st patrick s day": _fixed(3, 17),
    "april fools day": _fixed(4, 1), "april fool s day": _fixed(4, 1), "earth day": _fixed(4, 22),
    "international workers day": _fixed(5, 1), "cinco de mayo": _fixed(5, 5), "juneteenth": _fixed(6, 19),
    "bastille day": _fixed(7, 14), "halloween": _fixed(10, 31), "all saints day": _fixed(11, 1),
    "armistice day": _fixed(11, 11), "veterans day": _fixed(11, 11), "remembrance day": _fixed(11, 11),
    "world aids day": _fixed(12, 1), "human rights day": _fixed(12, 10), "international women s day": _fixed(3, 8),
    "anzac day": _fixed(4, 25), "groundhog day": _fixed(2, 2), "independence day": _fixed(7, 4),
    "4th of july": _fixed(7, 4),
    "thanksgiving": _weekday(11, 3, 4), "thanksgiving day": _weekday(11, 3, 4), "labor day": _weekday(9, 0, 1),
    "black friday": lambda year: nth_weekday(year, 11, 3, 4) + timedelta(days=1),
    "cyber monday": lambda year: nth_weekday(year, 11, 3, 4) + timedelta(days=4), "new year eve": _fixed(12, 31),
    "saint patrick s day": _fixed(3, 17), "new year day": _fixed(1, 1),
    "memorial day": _weekday(5, 0, -1), "martin luther king day": _weekday(1, 0, 3), "mlk day": _weekday(1, 0, 3),
    "presidents day": _weekday(2, 0, 3), "columbus day": _weekday(10, 0, 2), "mother s day": _weekday(5, 6, 2),
    "father s day": _weekday(6, 6, 3), "easter sunday": _from_easter(0), "easter": _from_easter(0),
    "easter monday": _from_easter(1), "good friday": _from_easter(-2), "palm sunday": _from_easter(-7),
    "ash wednesday": _from_easter(-46), "maundy thursday": _from_easter(-3), "mardi gras": _from_easter(-47),
}  # fmt: skip
"""Days of record: name (lower case, apostrophes as blanks) to the day in a year."""
