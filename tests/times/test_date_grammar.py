"""The date grammar on plain text: values, days, what is no date, offsets."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import SettingsError
from legation.linking.times import find_times, open_count

THURSDAY = "2017-08-03"


@pytest.mark.parametrize(
    ("text", "timex", "first", "last"),
    [
        ("The pact was signed on Feb. 5, 2018.", "2018-02-05", "2018-02-05", "2018-02-05"),
        ("The pact was signed on 5 February 2018.", "2018-02-05", "2018-02-05", "2018-02-05"),
        ("It was signed on 2018-02-05.", "2018-02-05", "2018-02-05", "2018-02-05"),
        ("They met in April.", "2017-04", "2017-04-01", "2017-04-30"),
        ("They met in September 2010.", "2010-09", "2010-09-01", "2010-09-30"),
        ("They met on Tuesday.", "2017-08-01", "2017-08-01", "2017-08-01"),
        ("They met on Thursday.", "2017-08-03", "2017-08-03", "2017-08-03"),
        ("They will meet on Tuesday.", "2017-08-08", "2017-08-08", "2017-08-08"),
        ("They met last Thursday.", "2017-07-27", "2017-07-27", "2017-07-27"),
        ("The sides agreed last month to talk.", "2017-07", "2017-07-01", "2017-07-31"),
        ("They met earlier this month.", "2017-08", "2017-08-01", "2017-08-03"),
        ("He will travel later this year.", "2017", "2017-08-03", "2017-12-31"),
        ("He will travel early next week.", "2017-W32", "2017-08-07", "2017-08-10"),
        ("They will meet this weekend.", "2017-W31-WE", "2017-08-05", "2017-08-06"),
        ("It grew over the past decade.", "P10Y", "2007-08-03", "2017-08-03"),
        ("He left two years ago.", "2015", "2015-01-01", "2015-12-31"),
        ("He left yesterday.", "2017-08-02", "2017-08-02", "2017-08-02"),
        ("It takes effect in 30 days and will last.", "2017-09-02", "2017-09-02", "2017-09-02"),
        ("It was founded in the 1990s.", "199", "1990-01-01", "1999-12-31"),
        ("It was built in the 19th century.", "18", "1800-01-01", "1899-12-31"),
        ("Sales fell in the third quarter of 2016.", "2016-Q3", "2016-07-01", "2016-09-30"),
        ("They fought in the summer of 2015.", "2015-SU", "2015-06-01", "2015-08-31"),
        ("The talks ran on July 5-7.", "2017-07-05/2017-07-07", "2017-07-05", "2017-07-07"),
        ("They met on Christmas Eve 2016.", "2016-12-24", "2016-12-24", "2016-12-24"),
        ("They met on Easter Sunday 2018.", "2018-04-01", "2018-04-01", "2018-04-01"),
        ("The attacks of 9/11 changed it.", "2001-09-11", "2001-09-11", "2001-09-11"),
        ("The rebels got until Monday to reply.", "2017-08-07", "2017-08-07", "2017-08-07"),
        ("They set a deadline of September 1.", "2017-09-01", "2017-09-01", "2017-09-01"),
        ("An extension of the term to the end of June was voted.", "2018-06", "2018-06-21", "2018-06-30"),
        ("The truce ran from August 4-9, 2016.", "2016-08-04/2016-08-09", "2016-08-04", "2016-08-09"),
        ("It ran from July twenty-seventh to the third.", "2017-07-27/2017-08-03", "2017-07-27", "2017-08-03"),
        ("It fell between the ninth and the twelfth of May.", "2017-05-09/2017-05-12", "2017-05-09", "2017-05-12"),
        ("They met on the second of June.", "2017-06-02", "2017-06-02", "2017-06-02"),
        ("They meet on the 15th day of next month.", "2017-09-15", "2017-09-15", "2017-09-15"),
        ("It opened on twenty May nineteen eighty-one.", "1981-05-20", "1981-05-20", "1981-05-20"),
        ("It was built in April of 87.", "1987-04", "1987-04-01", "1987-04-30"),
        ("They sailed on Labor Day 2016 weekend.", "2016-W35-WE", "2016-09-03", "2016-09-05"),
        ("It covers 10/1-11/2/2016.", "2016-10-01/2016-11-02", "2016-10-01", "2016-11-02"),
        ("The file is dated 20170302.", "2017-03-02", "2017-03-02", "2017-03-02"),
        ("Nobody is there at present.", "PRESENT_REF", "2017-08-03", "2017-08-03"),
        ("They spoke at 5 p.m. on Sunday.", "2017-07-30T17:00", "2017-07-30", "2017-07-30"),
    ],
)
def test_resolves(text: str, timex: str, first: str, last: str) -> None:
    (found,) = find_times(text, THURSDAY)
    assert (found.timex, found.from_, found.to) == (timex, first, last)


@pytest.mark.parametrize(
    ("text", "timex", "type_"),
    [
        ("The truce held for three years.", "P3Y", "DURATION"),
        ("It was an 18-month war.", "P18M", "DURATION"),
        ("They report every year.", "P1Y", "SET"),
        ("It pumps 4 million barrels a day.", "P1D", "SET"),
        ("Inspectors report monthly to it.", "P1M", "SET"),
        ("Troops leave within 90 days of signing.", "P90D", "DURATION"),
    ],
)
def test_durations_and_repetitions(text: str, timex: str, type_: str) -> None:
    (found,) = find_times(text, THURSDAY)
    assert (found.timex, found.type) == (timex, type_)


@pytest.mark.parametrize(
    "text",
    [
        "A 16-year-old boy was hurt.",
        "It cost $2000 at least.",
        "They sent 2000 troops.",
        "Resolution 1929 was adopted.",
        "He may march on the capital.",
        "It was sold at 9.7 million.",
        "The score was 10/1 to 3.",
        "The Sun is bright.",
    ],
)
def test_is_no_date(text: str) -> None:
    assert find_times(text, THURSDAY) == ()


def test_earlier_date_anchors_what_follows() -> None:
    times = find_times(
        "The strike began last Thursday. The next day the mine closed. It opened five days later.", "2018-08-09"
    )
    assert [t.from_ for t in times] == ["2018-08-02", "2018-08-03", "2018-08-08"]


def test_a_day_later_than_a_month_stays_an_interval() -> None:
    times = find_times("In April they built the bridge. It fell ten days later.", "2012-09-28")
    assert (times[1].from_, times[1].to) == ("2012-04-11", "2012-05-10")


def test_year_of_the_second_date_goes_to_the_first() -> None:
    times = find_times("It lasted from Nov. 18 to Feb. 19, 2015, they said.", "2018-01-02")
    assert [t.from_ for t in times] == ["2014-11-18", "2015-02-19"]


def test_without_publication_date_relative_dates_stay_open() -> None:
    times = find_times("On Tuesday they met; last month they had signed, in 2012 they had not.", None)
    assert [t.from_ for t in times] == [None, None, "2012-01-01"]
    assert open_count(times) == 2


def test_malformed_publication_date_is_the_users_mistake() -> None:
    with pytest.raises(SettingsError):
        find_times("Today.", "03/08/2017")


@given(
    st.text(alphabet="0123456789-/.,'’ \nABMJanurybesdtiolkcwg", max_size=120),
    st.sampled_from([None, "2016-02-29", "0001-01-01", "9999-12-31"]),
)
def test_never_fails_and_offsets_are_exact(text: str, published: str | None) -> None:
    for time in find_times(text, published):
        assert text[time.start : time.end] == time.text
        if time.from_ is not None and time.to is not None:
            assert time.from_ <= time.to


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_written_dates_round_trip(day: date) -> None:
    names = "January February March April May June July August September October November December".split()
    for text in (
        f"{names[day.month - 1]} {day.day}, {day.year}",
        f"{day.day} {names[day.month - 1]} {day.year}",
        day.isoformat(),
    ):
        (found,) = find_times(f"It was signed on {text}.", None)
        assert found.from_ == found.to == found.timex == day.isoformat()


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2050, 12, 31)))
def test_a_weekday_in_the_past_is_within_a_week(day: date) -> None:
    for name in "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split():
        (found,) = find_times(f"They met on {name}.", day.isoformat())
        assert found.from_ is not None
        assert timedelta(0) <= day - date.fromisoformat(found.from_) < timedelta(days=7)
