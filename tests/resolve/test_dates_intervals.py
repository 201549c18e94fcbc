"""A TIMEX3 value's first and last day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandpiper.resolve.dates import find, interval
from sandpiper.types import Span, Story


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2017-06-08", "2017-06-08", "2017-06-08"),
        ("2017-06-08T17:00", "2017-06-08", "2017-06-08"),
        ("2017-06-08TEV", "2017-06-08", "2017-06-08"),
        ("2017-W23", "2017-06-05", "2017-06-11"),
        ("2017-W23-WE", "2017-06-10", "2017-06-11"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2017-Q4", "2017-10-01", "2017-12-31"),
        ("2017-H1", "2017-01-01", "2017-06-30"),
        ("2016-WI", "2016-12-01", "2017-02-28"),
        ("2017", "2017-01-01", "2017-12-31"),
        ("199", "1990-01-01", "1999-12-31"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("18", "1800-01-01", "1899-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("9999-12", "9999-12-01", "9999-12-31"),
    ],
)
def test_values(value: str, first: str, last: str) -> None:
    assert interval(value) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "value",
    ["XXXX-06-08", "XXXX-WXX-3", "XXXX", "PAST_REF", "FUTURE_REF", "PRESENT_REF", "BC0044", "2017-13", "2017-W54", "2017-02-30",
     "0000", "0000-06", "P3W", "PXM", ""],
)  # fmt: skip
def test_what_has_no_certain_day(value: str) -> None:
    assert interval(value) is None


@pytest.mark.parametrize(
    ("value", "end"),
    [("P10D", "2017-06-18"), ("P3W", "2017-06-29"), ("P1M", "2017-07-08"), ("P2Q", "2017-12-08"), ("P20Y", "2037-06-08"),
     ("PT48H", "2017-06-10"), ("PT30M", "2017-06-08")],
)  # fmt: skip
def test_lengths_are_counted_from_the_anchor(value: str, end: str) -> None:
    day = date(2017, 6, 8)
    assert interval(value, day) == (day, date.fromisoformat(end))


def test_a_month_that_lacks_the_day_ends_at_its_last() -> None:
    assert interval("P1M", date(2017, 1, 31)) == (date(2017, 1, 31), date(2017, 2, 28))
    assert interval("P999999Y", date(2017, 1, 31)) is None


@pytest.mark.parametrize(
    ("value", "words", "first", "last"),
    [
        ("2017-06", "early June", "2017-06-01", "2017-06-10"),
        ("2017-06", "mid-June", "2017-06-10", "2017-06-20"),
        ("2017-06", "late June", "2017-06-20", "2017-06-30"),
        ("2017-06", "the end of June", "2017-06-20", "2017-06-30"),
        ("2017-05", "the first half of May", "2017-05-01", "2017-05-15"),
        ("2017-02", "the latter half of February", "2017-02-16", "2017-02-28"),
        ("2017-05", "the first week of May", "2017-05-01", "2017-05-07"),
        ("2017-02", "the fourth week of February", "2017-02-22", "2017-02-28"),
        ("2017-05", "the last week of May", "2017-05-25", "2017-05-31"),
        ("2017-05", "the week of May", "2017-05-01", "2017-05-31"),
        ("2017", "early 2017", "2017-01-01", "2017-04-30"),
        ("2017", "the middle of 2017", "2017-05-01", "2017-08-31"),
        ("2017", "late 2017", "2017-09-01", "2017-12-31"),
        ("2017-06-08", "early Thursday", "2017-06-08", "2017-06-08"),
    ],
)
def test_words_leave_a_part(value: str, words: str, first: str, last: str) -> None:
    assert interval(value, None, words) == (date.fromisoformat(first), date.fromisoformat(last))


@given(st.dates(), st.sampled_from(["%Y-%m-%d", "%Y-%m", "%Y", "%G-W%V"]))
def test_a_day_lies_in_its_units(day: date, form: str) -> None:
    year, week, _ = day.isocalendar()
    value = {"%G-W%V": f"{year:04d}-W{week:02d}", "%Y": f"{day.year:04d}", "%Y-%m": day.isoformat()[:7]}.get(
        form, day.isoformat()
    )
    found = interval(value)
    assert found is None or found[0] <= day <= found[1]
    assert found is not None or day > date.max - timedelta(7) or day < date.min + timedelta(7)


@given(st.text("0123456789-XWQHPTDYMSECRF_ ", max_size=12), st.none() | st.dates(), st.text(max_size=12))
def test_never_raises(value: str, anchor: date | None, words: str) -> None:
    found = interval(value, anchor, words)
    assert found is None or found[0] <= found[1]


@given(
    st.dates(date(1800, 1, 1), date(2200, 1, 1)),
    st.sampled_from(["last week", "next month", "this year", "last weekend", "in May", "on Monday"]),
)
def test_what_the_grammar_reckons_has_days(day: date, words: str) -> None:
    text = f"They met {words}."
    times, _ = find(Story("s", text, published=day.isoformat()), (Span(0, len(text)),))
    assert all(interval(t.value) for t in times)
