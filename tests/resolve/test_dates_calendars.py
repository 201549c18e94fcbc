"""Movable days against dates that almanacs give."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandpiper.resolve.dates.calendars import (
    easter,
    hijri,
    julian,
    lunar_new_year,
    movable_holiday,
    nth_weekday,
    orthodox_easter,
    persian,
)


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


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("eid al-fitr", date(2020, 5, 24)),
        ("eid al-adha", date(2023, 6, 28)),
        ("passover", date(2024, 4, 23)),
        ("rosh hashanah", date(2005, 10, 4)),
        ("yom kippur", date(2016, 10, 12)),
        ("hanukkah", date(2016, 12, 25)),
        ("purim", date(2017, 3, 12)),
        ("diwali", date(2022, 10, 24)),
        ("columbus day", date(2016, 10, 10)),
        ("ascension day", date(2017, 5, 25)),
        ("orthodox good friday", date(2016, 4, 29)),
        ("remembrance sunday", date(2016, 11, 13)),
    ],
)
def test_more_movable_holidays(name: str, day: date) -> None:
    assert movable_holiday(name, day.year) == day


@pytest.mark.parametrize(
    "day",
    [date(1966, 1, 21), date(1985, 2, 20), date(1996, 2, 19), date(2015, 2, 19), date(2017, 1, 28), date(2033, 1, 31),
     date(2034, 2, 19)],
)  # fmt: skip
def test_lunar_new_year(day: date) -> None:
    assert lunar_new_year(day.year) == day


@given(st.integers(1900, 2099))
def test_lunar_new_year_lies_in_its_window(year: int) -> None:
    assert date(year, 1, 20) <= lunar_new_year(year) <= date(year, 2, 21)


@pytest.mark.parametrize(
    ("year", "month", "day", "gregorian"),
    [
        (1357, 11, 22, date(1979, 2, 11)),
        (1396, 3, 18, date(2017, 6, 8)),
        (1399, 12, 30, date(2021, 3, 20)),
        (1403, 1, 1, date(2024, 3, 20)),
        (1404, 1, 1, date(2025, 3, 21)),
    ],
)
def test_persian(year: int, month: int, day: int, gregorian: date) -> None:
    assert persian(year, month, day) == gregorian


@given(st.integers(1300, 1500), st.integers(1, 11))
def test_persian_months_have_29_to_31_days(year: int, month: int) -> None:
    assert (persian(year, month + 1, 1) - persian(year, month, 1)).days in (30, 31)
    assert (persian(year + 1, 1, 1) - persian(year, 12, 1)).days in (29, 30)


def test_old_style() -> None:
    assert julian(1917, 10, 25) == date(1917, 11, 7)
    assert julian(1900, 2, 29) == date(1900, 3, 13)
    with pytest.raises(ValueError):
        julian(1901, 2, 29)
