"""Days, seasons and ends of years told so shortly that only a due date is meant: "by the 10th", "before winter"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sandpiper.numerals import ORDINALS
from sandpiper.types import Due, Span, Statement

from .record import Record

LATEST = frozenset(
    {
        "by",
        "on or by",
        "on or before",
        "until",
        "up until",
        "till",
        "up to",
        "through",
        "no later than",
        "not later than",
    }
)
BEFORE = frozenset({"before", "prior to", "ahead of"})
EARLIEST = frozenset(
    {"from", "after", "on or after", "as of", "starting", "not earlier than", "no earlier than", "not sooner than", "no sooner than",
     "not before", "as early as"}
)  # fmt: skip


def find(record: Record, s: Statement, content: Span, said: date | None) -> list[Due]:
    """Days, seasons and ends of years told so shortly that only a due date is meant: "by the 10th", "before winter"."""
    if said is None:
        return []
    text = record.text(s.in_)
    out: list[Due] = []
    for m in SHORTLY.finditer(text, content.start, content.end):
        if record.times(s.in_, m.end("word"), m.end() + 12) and not m["out"]:
            continue
        stretch = _short_stretch(record, m, said)
        if stretch is None:
            continue
        first, last = stretch
        word, span = " ".join(m["word"].lower().split()), Span(m.start(), m.end())
        if m["out"] or m["end"] or word in LATEST:
            out.append(Due((span,), None, iso(last)))
        elif word in BEFORE:
            new_year = "year" in _what(m).lower()
            out.append(Due((span,), None, iso(last if new_year else day_before(first))))
        elif word in EARLIEST:
            late = word == "after" or "year" in _what(m)
            out.append(Due((span,), iso(last + timedelta(1) if late and last < date.max else first), None))
        else:
            out.append(Due((span,), iso(first) if first > said else None, iso(last)))
    return out


def _what(m: re.Match[str]) -> str:
    return m["season"] or m["number"] or m["unit"] or m["end_of"] or ""


def _short_stretch(record: Record, m: re.Match[str], said: date) -> tuple[date, date] | None:
    """The first such day or season that ends on or after the day of the saying."""
    what = _what(m).lower()
    if m["night"]:
        return said, said
    if m["out"] or m["end"]:
        value = {"week": said.strftime("%G-W%V"), "month": said.isoformat()[:7], "year": f"{said.year:04d}"}
        return record.interval(value[what], None, "")
    if "year" in what:  # "by the new year": the last day of the old one
        return date(said.year, 12, 31), date(said.year, 12, 31)
    if m["day"] or m["nth"]:
        day = int(m["day"]) if m["day"] else ORDINALS.index("".join(c for c in what if c.isalpha())) + 1
        for k in range(3):
            month, year = (said.month - 1 + k) % 12 + 1, said.year + (said.month - 1 + k) // 12
            found = record.interval(f"{year:04d}-{month:02d}-{day:02d}", None, "")
            if found and found[1] >= said:
                return found
        return None
    code = {"sp": "SP", "su": "SU", "au": "FA", "fa": "FA", "wi": "WI"}[what[:2]]
    for year in range(said.year - 1, said.year + 2):
        found = record.interval(f"{year:04d}-{code}", None, "")
        if found and found[1] >= said and not (m["word"].lower() in BEFORE and found[0] <= said):
            return found
    return None


SHORTLY = re.compile(
    r"\b(?P<word>(?:on\s+or\s+)?by|before|until|till|no(?:t)?\s+later\s+than|ahead\s+of|within|in|for|from|after|on|not\s+earlier\s+than)\s+"
    r"(?:(?:(?:the|this|already|in)\s+)*(?P<season>spring|summer|autumn|(?<=the\s)fall|winter|(?<=the\s)new\s+year|new\s+year(?!['’]))"
    r"|the\s+(?P<number>(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)|(?P<nth>" + "|".join(ORDINALS[3:]) + r"))"
    r"|(?P<end>(?:the\s+)?end\s+of\s+(?:the\s+)?(?P<end_of>year|month|week))|(?P<night>nightfall|sundown|sunset|dusk|evening|tonight)"
    r"|(?:the|this)\s+(?P<unit>week|month|year)\s+(?P<out>(?:is|was)\s+(?:out|over)|ends|runs\s+out))(?![\w’'-]|\s+(?:of|day|century|anniversary|time|round|"
    r"night|session|congress|floor|recess|games?|examinations?|offensive|campaign|break|holidays?|term|season)\b)",
    re.I,
)


def day_before(day: date) -> date | None:
    return day - timedelta(1) if day > date.min else None


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
