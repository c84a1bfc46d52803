"""Terms of agreements: dates, durations, extension, over hand-made trees."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from tests.parses import build_parse

from legation.coding.terms import add_period, day_value, extension_of, last_of, past_value, period
from legation.records import TimeExpression

EXTENSION = """
It it PRON 4 nsubj:pass
can can AUX 4 aux
be be AUX 4 aux:pass
prolonged prolong VERB 0 root VerbForm=Part
by by ADP 7 case
two two NUM 7 nummod
years year NOUN 4 obl
if if SCONJ 11 mark
both both DET 10 det
sides side NOUN 11 nsubj
consent consent VERB 4 advcl
. . PUNCT 4 punct
"""
OWN_ACT = """
The the DET 2 det
law law NOUN 0 root
extending extend VERB 2 acl VerbForm=Ger
his his PRON 5 nmod:poss
rule rule NOUN 3 obj
by by ADP 8 case
two two NUM 8 nummod
years year NOUN 3 obl
. . PUNCT 2 punct
"""


def time(text: str, timex: str, first: str | None, last: str | None, kind: str = "DATE") -> TimeExpression:
    return TimeExpression(start=0, end=len(text), text=text, timex=timex, type=kind, from_=first, to=last)


def test_extension_tells_length_and_condition() -> None:
    found = extension_of(build_parse(EXTENSION), range(12), {0})
    assert found is not None and (found.by, found.condition) == ("2 years", "if both sides consent")


def test_a_law_that_extends_something_is_not_extended() -> None:
    assert extension_of(build_parse(OWN_ACT), range(9), {1}) is None


def test_durations_lead_as_far_as_the_start_is_known() -> None:
    assert add_period("2019-03-31", 90, "D") == "2019-06-29"
    assert add_period("2019-01-31", 1, "M") == "2019-02-28"
    assert add_period("2012-09-27", 3.5, "Y") == "2016-03"
    assert add_period("2015", 10, "Y") == "2025"
    assert add_period("2018-12", 90, "D") is None
    assert add_period("", 24, "M") is None
    assert add_period("2018-12-01", 10_000, "Y") is None


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)), st.integers(1, 600))
def test_months_keep_the_day_or_end_the_month(day: date, months: int) -> None:
    later = date.fromisoformat(add_period(day.isoformat(), months, "M") or "")
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and last_of(later.isoformat()[:7]) == later)


def test_end_of_a_period_is_its_last_day() -> None:
    assert day_value(time("the end of 2021", "2021", "2021-12-01", "2021-12-31")) == "2021-12-31"
    assert day_value(time("2021", "2021", "2021-01-01", "2021-12-31")) == "2021"
    assert day_value(time("next week", "2021-W05", "2021-02-01", "2021-02-07")) is None


def test_what_was_concluded_lies_in_the_past() -> None:
    november = time("November 17", "2021-11-17", "2021-11-17", "2021-11-17")
    assert past_value(november, "2021-04-14") == "2020-11-17"
    assert past_value(november, "2021-12-14") == "2021-11-17"
    assert past_value(time("2025", "2025", "2025-01-01", "2025-12-31"), "2021-04-14") is None


def test_period_of_a_duration() -> None:
    assert period(time("ninety days", "P90D", None, None, "DURATION")) == (90.0, "D")
    assert period(time("2021", "2021", "2021-01-01", "2021-12-31")) is None
