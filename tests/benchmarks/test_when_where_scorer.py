"""What ``benchmarks.when_where`` counts: dates at their precision, countries, the rooms' time."""

from __future__ import annotations

import time
from typing import Any

import pytest

from benchmarks import when_where
from sandpiper.resolve import dates
from sandpiper.types import SCHEMA, Event, Place, Reading, Span, Story, When

TEXT = "Troops fired, met and marched in Homs."
ACTORS = {"homs": {"country": "SYR"}, "sea": {"country": None}}


def _gold(trigger: list[int], date: str | None, place: str | None = None) -> dict[str, Any]:
    return {
        "trigger": [trigger], "category": "ASSAULT", "mode": None, "date": date, "place": place, "actor": [],
        "recipient": [], "status": "happened", "reciprocal": False,
    }  # fmt: skip


def _found(i: int, trigger: tuple[int, int], date: When | None, place: str | None = None) -> Event:
    return Event(f"e{i}", "ASSAULT", (Span(*trigger),), date=date, place=place)


def test_dates_count_at_their_precision_and_countries_where_a_place_has_one() -> None:
    row = {
        "text": TEXT, "mentions": [], "actors": ACTORS,
        "events": [
            _gold([7, 12], "2016-05-01", "homs"), _gold([14, 17], "2016-05", "homs"), _gold([22, 29], None, "sea"),
        ],
    }  # fmt: skip
    found = (
        _found(0, (7, 12), When("2016-05-01T10:00", "minute", "t0"), "p0"),
        _found(1, (14, 17), When("2016-05-01", "day", "t0"), "p1"),
        _found(2, (22, 29), When("2016-05-01", "day", "t0"), "p0"),
    )
    places = (Place("p0", "m0", "Homs", "SYR"), Place("p1", "m1", "Hama", None))
    reading = Reading(SCHEMA, "en-test", "0", Story("w2-1", TEXT), places=places, events=found)
    figures = when_where.score([row], [reading])
    assert (figures["dated"], figures["date"], figures["date.none"]) == (2, 50, 0)
    assert figures["undated"] == 100  # dated by words where the gold has no date
    assert (figures["placed"], figures["country"], figures["country.none"]) == (2, 50, 50)


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        ("2016-05-01", "2016-05-01", True),
        ("2016-05", "2016-05-01", False),
        ("2016-05-01", "2016-05", False),
        ("2016-05-04", "2016-W18", True),  # a week that holds the day
        ("2016-05-04", "2016-W17", False),
        ("2016-05", "2016-W18", True),  # or lies in the month
        ("2016-05", "2016-W17", False),
        ("2016-05", "2016-SP", True),
        ("2016", "2016-SP", False),
        ("2016", "PRESENT_REF", False),
    ],
)
def test_a_form_that_the_corpus_lacks_is_right_where_it_fits(gold: str, found: str, right: bool) -> None:
    assert when_where.same_date(gold, found) is right


def test_the_clocks_count_a_room_and_are_taken_off_again(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter((1.0, 3.5))
    monkeypatch.setattr(time, "thread_time", lambda: next(ticks))
    plain = dates.find
    with when_where.clocks() as spent:
        dates.find(Story("s", "He left on Monday."), [Span(0, 18)])
    assert spent == {"dates": 2.5}
    assert dates.find is plain
