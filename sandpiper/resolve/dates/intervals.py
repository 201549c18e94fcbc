"""TIMEX3 value -> the first and the last day it allows; the only place that reckons days from values."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from .lexicon import nth

_SEASON = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T.*)?")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})(-WE)?")
_PART = re.compile(r"([0-9]{4})-(?:Q([1-4])|H([12])|(SP|SU|FA|WI))")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_YEARS = re.compile(r"([0-9]{2,4})X?")
_LENGTH = re.compile(r"P(T?)([0-9]{1,6})([YMWDHQS])")

_HALF = re.compile(r"\b(?P<which>first|second|latter|last)\s+half\b", re.I)
_NTH_WEEK = re.compile(
    r"\b(?P<which>first|second|third|fourth|fifth|[1-5](?:st|nd|rd|th)|last|final)\s+week\s+(?:of|in)\b", re.I
)
_START = re.compile(r"\b(?:start|beginning|outset)\b", re.I)
_EARLY = re.compile(r"\bearly\b", re.I)
_MIDDLE = re.compile(r"\b(?:mid|middle)\b", re.I)
_LATE = re.compile(r"\blate\b|\bend\s+of\b", re.I)


@lru_cache(maxsize=4096)
def interval(value: str, anchor: date | None = None, words: str = "") -> tuple[date, date] | None:
    """First and last day of a TIMEX3 value; None where it names no year, no day of the calendar or nothing certain.

    A length ("P3W") reaches from ``anchor`` to its end, hours in whole days, rounded up. ``words`` are those of the
    expression: of a month or a year they may leave a part ("early", "mid-", "the start of"). Raises nothing.
    """
    if value.startswith("P"):
        return _counted(value, anchor)
    if m := _DAY.fullmatch(value):
        day = _date(int(m[1]), int(m[2]), int(m[3]))
        return (day, day) if day else None
    if m := _WEEK.fullmatch(value):
        try:
            monday = date.fromisocalendar(int(m[1]), int(m[2]), 1)
            return (monday + timedelta(5) if m[3] else monday), monday + timedelta(6)
        except (ValueError, OverflowError):
            return None
    if m := _PART.fullmatch(value):
        start, months = (
            (3 * int(m[2]) - 2, 3) if m[2] else (6 * int(m[3]) - 5, 6) if m[3] else (_SEASON[m[4]], 3)
        )
        return _stretch(_date(int(m[1]), start, 1), _month_end(int(m[1]), start + months - 1))
    if m := _MONTH.fullmatch(value):
        whole = _stretch(_date(int(m[1]), int(m[2]), 1), _month_end(int(m[1]), int(m[2])))
        return _narrowed(whole, words, month=True) if whole else None
    if m := _YEARS.fullmatch(value):
        years = 10 ** (4 - len(m[1]))
        first = int(m[1]) * years
        whole = _stretch(_date(first, 1, 1), _date(first + years - 1, 12, 31))
        return _narrowed(whole, words, month=False) if whole and years == 1 else whole
    return None


def _narrowed(whole: tuple[date, date], words: str, month: bool) -> tuple[date, date]:
    """What the words leave of a month (a week of seven days, a half, thirds of ten days) or a year (four months at either end)."""
    first, last = whole
    if month and (m := _NTH_WEEK.search(words)):
        return _nth_week(whole, nth(m["which"]))
    if month and (m := _HALF.search(words)):
        return (
            (first, first.replace(day=15)) if m["which"].lower() == "first" else (first.replace(day=16), last)
        )
    if month:
        early, middle, late = first.replace(day=10), first.replace(day=10), first.replace(day=20)
        until = late
    else:
        early, middle = date(first.year, 4, 30), date(first.year, 5, 1)
        late, until = date(first.year, 9, 1), date(first.year, 8, 31)
    if _START.search(words) or _EARLY.search(words):
        return first, early
    if _MIDDLE.search(words):
        return middle, until
    if _LATE.search(words):
        return late, last
    return whole


def _nth_week(month: tuple[date, date], n: int) -> tuple[date, date]:
    """The days 1 to 7, 8 to 14 and so on; with -1 the last seven. What is no week of a month leaves the whole."""
    first, last = month
    if n == -1:
        return last - timedelta(6), last
    start = 7 * n - 6
    return (
        (first.replace(day=start), first.replace(day=min(start + 6, last.day)))
        if 1 <= start <= last.day
        else month
    )


def _counted(value: str, anchor: date | None) -> tuple[date, date] | None:
    m = _LENGTH.fullmatch(value)
    if m is None or anchor is None:
        return None
    n, unit = int(m[2]), m[3]
    try:
        if m[1]:
            return anchor, anchor + timedelta(-(-n // 24) if unit == "H" else 0)
        if unit in "DW":
            return anchor, anchor + timedelta(n * (7 if unit == "W" else 1))
        months = anchor.month - 1 + n * {"M": 1, "Q": 3, "Y": 12}[unit]
        year, month = anchor.year + months // 12, months % 12 + 1
        return _stretch(anchor, _date(year, month, anchor.day) or _month_end(year, month))
    except (OverflowError, KeyError):
        return None


def _stretch(first: date | None, last: date | None) -> tuple[date, date] | None:
    return (first, last) if first and last else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _month_end(year: int, month: int) -> date | None:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if (year, month) == (9999, 12):
        return date.max
    following = _date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(1) if following and following > date.min else None
