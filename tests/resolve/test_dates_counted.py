"""Days and quarters counted from others ("a week ago Monday", "the year before last"), and the sides that verbs tell."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandpiper.resolve.dates import find
from sandpiper.types import Span, Story

THURSDAY = "2017-06-08"
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def read(text: str, published: str | None = THURSDAY) -> str:
    """``words=value`` of every time found, joined by semicolons."""
    times, _ = find(Story("s", text, published=published), (Span(0, len(text)),))
    return "; ".join(f"{t.text}={t.value}" for t in times)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He left a week ago Monday.", "a week ago Monday=2017-05-29"),
        ("He left two weeks ago Tuesday.", "two weeks ago Tuesday=2017-05-23"),
        ("He left two weeks ago on foot.", "two weeks ago=2017-W21"),
        ("He comes a week from Monday.", "a week from Monday=2017-06-19"),
        ("He comes two days from tomorrow.", "two days from tomorrow=2017-06-11"),
        ("He died a year ago today.", "a year ago today=2016-06-08"),
        ("He died ten years ago Sunday.", "ten years ago Sunday=2007-06-11"),
        ("They met the Tuesday before last.", "the Tuesday before last=2017-05-30"),
        ("They met the week before last.", "the week before last=2017-W21"),
        ("They met the year before last.", "the year before last=2015"),
        ("They meet the Sunday after next.", "the Sunday after next=2017-06-18"),
        ("They met the night before last.", "the night before last=2017-06-06TNI"),
        ("They met the week before last Sunday's vote.", "last Sunday=2017-06-04"),
        ("The town fell on Tuesday the 6th.", "Tuesday the 6th=2017-06-06"),
        ("The town fell on Friday the 13th.", "Friday the 13th=2017-01-13"),
        ("They marched on Tuesday, the 25th anniversary of the raid.", "Tuesday=2017-06-06"),
        ("They will meet on Friday the 16th.", "Friday the 16th=2017-06-16"),
        ("They will meet on Monday the 13th.", "Monday the 13th=2017-11-13"),
        ("He resigned a year and a half ago.", "a year and a half ago=2015-12"),
        ("It rose from the month a year ago.", "the month a year ago=2016-06"),
        ("It rose from the quarter a year earlier.", "the quarter a year earlier=2016-Q1"),
        ("The third quarter was good; the quarter a year ago was not.",
         "The third quarter=2016-Q3; the quarter a year ago=2015-Q3"),
        ("It lost money in the quarter ended March 31.", "the quarter=2017-Q1; March 31=2017-03-31"),
        ("It lost money in the quarter ended Oct. 1.", "the quarter=2016-Q3; Oct. 1=2016-10-01"),
        ("It lost money in the quarter that ended 30 September 2014.",
         "the quarter=2014-Q3; 30 September 2014=2014-09-30"),
        ("It earned more in fiscal 2015's third quarter.", "fiscal 2015's third quarter=2015-Q3"),
        ("The fiscal 2015 first quarter was good.", "The fiscal 2015 first quarter=2015-Q1"),
        ("The fiscal 2015 budget passed.", "The fiscal 2015=2015"),
        ("He ruled in the latter half of the 1980s.", "the latter half of the 1980s=198"),
        ("He ruled in the first half of the ’90s.", "the first half of the ’90s=199"),
        ("He ruled in the last half of the twenties.", "the last half of the twenties=192"),
        ("It closes by year-end 2018.", "year-end 2018=2018"),
        ("It closes by end-June.", "end-June=2017-06"),
        ("The war will end Monday.", "Monday=2017-06-12"),
        ("The valley was cut off in winter 2014-15.", "winter 2014-15=2014-WI"),
        ("It fell two years ago this month.", "two years ago this month=2015-06"),
        ("It fell a year ago last week.", "a year ago last week=2016-W22"),
        ("It rose from the same month last year.", "the same month last year=2016-05"),
        ("It rose in April from the same month of 2015.", "April=2017-04; the same month of 2015=2015-04"),
        ("It rose from the same period a year earlier.", "the same period a year earlier=2016"),
        ("In the first quarter it rose; in the same period of 2015 it fell.",
         "the first quarter=2017-Q1; the same period of 2015=2015-Q1"),
        ("In the first quarter it rose; in the corresponding quarter last year it fell.",
         "the first quarter=2017-Q1; the corresponding quarter last year=2016-Q1"),
        ("It rose in the March quarter.", "the March quarter=2017-Q1"),
        ("It rose in the July-September quarter.", "the July-September quarter=2016-Q3"),
        ("It rose in the June quarter of 2015.", "the June quarter of 2015=2015-Q2"),
        ("It rose in the January quarter of 2015.", "the January quarter of 2015=2014-Q4"),
        ("It rose in the week ended 20 May.", "the week=2017-W20; 20 May=2017-05-20"),
        ("It rose in the month of May.", "the month of May=2017-05"),
        ("It rose in the month of May 2015.", "the month of May 2015=2015-05"),
        ("He left yesterday morning.", "yesterday morning=2017-06-07TMO"),
        ("He comes tomorrow night.", "tomorrow night=2017-06-09TNI"),
        ("The Friday-the-13th crash was small.", "Friday-the-13th=2017-01-13"),
        ("They met on Friday (9 June) in Osh.", "Friday=2017-06-09; 9 June=2017-06-09"),
        ("They met on Tuesday (9 June) in Osh.", "Tuesday=2017-06-06; 9 June=2017-06-09"),
        ("They met on Friday (9 June 2006) in Osh.", "Friday=2006-06-09; 9 June 2006=2006-06-09"),
        ("In the spring he will go.", "the spring=2018-SP"),
        ("It ended a months-long siege.", "months=PXM"),
        ("The then-current law was old.", "then-current=PAST_REF"),
        ("They are right now in Osh.", "right now=PRESENT_REF"),
        ("More recently he has written poems.", "More recently=PAST_REF"),
    ],
)  # fmt: skip
def test_counted(text: str, found: str) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("On 2 May he fell ill. A few days later, he died.", "2 May=2017-05-02; A few days later=PAST_REF"),
        ("Several weeks later he came back.", "Several weeks later=PAST_REF"),
        ("He will come back a few weeks later.", "a few weeks later=FUTURE_REF"),
        ("It starts a few days from now.", "a few days from now=FUTURE_REF"),
    ],
)
def test_what_came_later_in_a_story_of_the_past_is_past(text: str, found: str) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The two presidents meet Monday in Geneva.", "2017-06-12"),
        ("Kovac and Andric meet Friday with union leaders.", "2017-06-09"),
        ("Negotiators resume talks Saturday.", "2017-06-10"),
        ("Voters go to the polls Sunday.", "2017-06-11"),
        ("Voters went to the polls Sunday.", "2017-06-04"),
        ("Friday is the deadline.", "2017-06-09"),
        ("Friday was the deadline.", "2017-06-02"),
        ("Preparations for Sunday’s referendum are under way.", "2017-06-11"),
        ("The election is Sunday.", "2017-06-11"),
        ("The vote is on Sunday.", "2017-06-11"),
        ("They have until Friday to reply.", "2017-06-09"),
        ("They had until Friday to reply.", "2017-06-02"),
        ("The banker faces a hearing Monday.", "2017-06-12"),
        ("The banker faced a hearing Monday.", "2017-06-05"),
        ("Parliament reconvenes Saturday.", "2017-06-10"),
        ("The minister returns Saturday from Osh.", "2017-06-10"),
        ("The two sides plan another round Tuesday.", "2017-06-13"),
        ("“We will attack on Friday,” the rebels said.", "2017-06-09"),
        ("They denied an attack on Friday.", "2017-06-02"),
        ("With Sunday’s election approaching, tension is high.", "2017-06-11"),
        ("On the eve of Sunday’s election, the camp was raided.", "2017-06-11"),
        ("On the eve of Tuesday’s election, the camp was raided.", "2017-06-06"),
        ("The rally planned for Saturday was called off.", "2017-06-10"),
        ("The rally planned for Wednesday was called off.", "2017-06-07"),
        ("The premier and rebel leader Kovac meet separately Monday with the envoy.", "2017-06-12"),
        ("The owners received 90% of the shares by the Tuesday deadline.", "2017-06-06"),
        ("The owners will hand over the shares by the Tuesday deadline.", "2017-06-13"),
    ],
)
def test_side_of_a_weekday(text: str, day: str) -> None:
    assert read(text).partition("=")[2] == day


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)), st.integers(0, 6), st.integers(1, 9))
def test_weeks_ago_fall_on_the_weekday(today: date, weekday: int, weeks: int) -> None:
    words = f"{weeks} week{'s' if weeks > 1 else ''} ago {WEEKDAYS[weekday]}"
    found = read(f"He left {words}.", today.isoformat())
    assert found.startswith(f"{words}=")
    day = date.fromisoformat(found.partition("=")[2])
    assert day.weekday() == weekday
    assert timedelta(7 * weeks) <= today - day < timedelta(7 * weeks + 7)


@pytest.mark.parametrize("published", [None, "0001-01-01", "9999-12-31"])
def test_counted_without_a_day_to_count_from(published: str | None) -> None:
    assert read("He left a week ago Monday.", published) == "a week ago Monday=XXXX-WXX-1"
    assert read("He left the week before last.", published) == "the week before last=XXXX-WXX"
    assert read("He died a year ago today.", published) == "a year ago today=XXXX-XX-XX"
    assert read("The town fell on Tuesday the 6th.", published) == "Tuesday the 6th=XXXX-XX-06"
    assert read("It rose from the month a year ago.", published) == "the month a year ago=XXXX-XX"
