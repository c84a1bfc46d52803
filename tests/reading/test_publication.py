"""Publication dates in the formats that people and feeds use."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.errors import SettingsError
from legation.reading.publication import parse_published


@pytest.mark.parametrize(
    "written",
    [
     "2017-08-03", " 2017-08-03 ", "20170803", "20170803101500", "20170803T101500Z", "2017/08/03", "2017-8-3",
     "2017.08.03", "2017-08-03T10:15:00Z", "2017-08-03T10:15:00+02:00", "2017-08-03 10:15", "3 August 2017",
     "3rd of August 2017", "03 Aug 2017", "August 3, 2017", "Aug. 3, 2017", "Aug 3 2017", "AUGUST 3, 2017",
     "Thursday, August 3, 2017", "Thu, 03 Aug 2017 10:15:00 GMT", "Thu, 3 Aug 2017 10:15:00 +0200", "03.08.2017",
     "03-Aug-2017",
    ],
)  # fmt: skip
def test_known_formats(written: str) -> None:
    assert parse_published(written) == "2017-08-03"


def test_order_of_day_and_month() -> None:
    assert parse_published("31/12/2017") == parse_published("12/31/2017") == "2017-12-31"
    with pytest.raises(SettingsError, match="ambiguous date '03/08/2017'"):
        parse_published("03/08/2017")


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "2017-13-01",
        "2017-02-30",
        "August 2017",
        "2017",
        "3 Brumaire 2017",
        "0001-01-01",
        "x" * 500,
        "\n",
    ],
)
def test_unknown_formats(written: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_published(written)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 120


@given(st.dates(min_value=date(1800, 1, 1), max_value=date(2199, 12, 31)))
def test_round_trip(day: date) -> None:
    assert parse_published(day.isoformat()) == day.isoformat()
    assert parse_published(f"{day.strftime('%B')} {day.day}, {day.year}") == day.isoformat()


@given(st.text(max_size=40))
def test_anything_is_a_date_or_one_line(text: str) -> None:
    try:
        assert date.fromisoformat(parse_published(text))
    except SettingsError as error:
        assert "\n" not in str(error)
