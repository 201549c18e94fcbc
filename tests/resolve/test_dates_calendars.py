"""Movable days against dates that almanacs give."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandpiper.resolve.dates.calendars import easter, hijri, movable_holiday, nth_weekday, orthodox_easter


@pytest.mark.parametrize(("day"), [date(1961, 4, 2), date(2000, 4, 23), date(2008, 3, 23), date(2038, 4, 25)])
def test_easter(day: date) -> None:
    assert easter(day.year) == day


@pytest.mark.parametrize(("day"), [date(2014, 4, 20), date(2016, 5, 1), date(2021, 5, 2), date(2024, 5, 5)])
def test_orthodox_easter(day: date) -> None:
    assert orthodox_easter(day.year) == day


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("thanksgiving", date(2016, 11, 24)),
        ("election day", date(2016, 11, 8)),
        ("memorial day", date(2017, 5, 29)),
        ("good friday", date(2017, 4, 14)),
    ],
)
def test_movable_holidays(name: str, day: date) -> None:
    assert movable_holiday(name, day.year) == day


@pytest.mark.parametrize(
    ("year", "month", "day", "observed"),
    [(1400, 1, 1, date(1979, 11, 20)), (1438, 9, 1, date(2017, 5, 27)), (1445, 10, 1, date(2024, 4, 10))],
)
def test_hijri_is_within_a_day_of_the_observed(year: int, month: int, day: int, observed: date) -> None:
    assert abs((hijri(year, month, day) - observed).days) <= 1


@given(st.integers(1, 2000), st.integers(1, 12))
def test_hijri_months_have_29_or_30_days(year: int, month: int) -> None:
    following = hijri(year, month + 1, 1) if month < 12 else hijri(year + 1, 1, 1)
    assert (following - hijri(year, month, 1)).days in (29, 30)


@given(st.integers(1583, 2400))
def test_easter_is_a_sunday_in_its_window(year: int) -> None:
    assert easter(year).isoweekday() == 7
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


@given(st.integers(1900, 2100), st.integers(1, 12), st.integers(1, 7), st.integers(1, 4))
def test_nth_weekday(year: int, month: int, weekday: int, nth: int) -> None:
    found = nth_weekday(year, month, weekday, nth)
    assert (found.month, found.isoweekday(), (found.day - 1) // 7 + 1) == (month, weekday, nth)
