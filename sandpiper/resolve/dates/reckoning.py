"""Matched words -> TIMEX3 values, reckoned from the day of the story and the dates told before.

Values follow TimeML 1.2.1 (TIMEX3). Unknown parts are ``X``; a story whose year is unknown reckons in
a year that stands for any, and that year is masked before a value leaves.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

from ...types import TimePrecision, TimeType
from . import calendars
from . import lexicon as lx

# Not a leap year, and its months are as long as any other's; only ever seen masked.
ANY_YEAR = 2001
# Days to reckon from; beyond these the calendar of ``datetime`` may end before the reckoning does.
NEWS_YEARS = (800, 4000)


class Answer(NamedTuple):
    """What an expression means. ``day`` serves as reference for later ones; ``warning`` is (kind, text)."""

    type: TimeType
    value: str
    precision: TimePrecision
    anchor: str | None = None
    conflict: str | None = None
    day: date | None = None
    warning: tuple[str, str] | None = None


@dataclass(slots=True)
class Clock:
    """Where the reckoning stands: the story's day, whether its year is known, and the last date told."""

    today: date | None
    year_known: bool
    hour: datetime | None = None
    reference: Answer | None = None
    quarter: Answer | None = None  # the last quarter told, however many days have been told since
    tense: str = ""  # of the words around the expression: "past", "future", "near" or ""
    past_years: tuple[int, ...] = ()

    @property
    def anchor(self) -> str | None:
        return self.today.isoformat() if self.today and self.year_known else None

    @property
    def in_quarter(self) -> bool:
        """Whether the last date told is a quarter or half of a year, and no season."""
        told = self.reference
        return told is not None and told.precision == "quarter" and told.value[5:6] in ("Q", "H")

    @property
    def told(self) -> date | None:
        """The day the narrative stands at."""
        day = self.reference.day if self.reference else None
        return day if day and NEWS_YEARS[0] <= day.year <= NEWS_YEARS[1] else self.today

    @property
    def told_day(self) -> date | None:
        """The last day told, where the last date told was a day; else the story's day."""
        fine = self.reference is not None and self.reference.precision in ("day", "hour", "minute")
        return self.told if fine else self.today


_PRECISION: dict[str, TimePrecision] = {
    "second": "minute", "minute": "minute", "hour": "hour", "day": "day", "night": "day", "weekend": "week",
    "week": "week", "fortnight": "week", "month": "month", "quarter": "quarter", "year": "year",
    "decade": "decade", "century": "decade", "centurie": "decade", "millennium": "decade",
}  # fmt: skip
_UNKNOWN = {
    "day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX",
    "year": "XXXX", "decade": "XXX", "century": "XX",
}  # fmt: skip
_SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_BACK = frozenset(["last", "past", "previous", "preceding", "prior"]) | {"this past"}
_AHEAD = frozenset(["next", "coming", "following", "upcoming", "ensuing"]) | {"this coming"}
_NARRATIVE = frozenset(["previous", "preceding", "prior", "following", "that", "same"])


def _unit(word: str) -> str:
    word = word.lower()
    if word.startswith("centur"):
        return "century"
    return word.rstrip("s") if word not in ("millennium",) else word


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _shift(day: date, unit: str, n: int) -> date | None:
    """``day`` moved by n units; a day the month lacks becomes its last. None outside years 1-9999."""
    try:
        if unit in ("day", "night"):
            return day + timedelta(days=n)
        if unit in ("week", "weekend", "fortnight"):
            return day + timedelta(weeks=n * (2 if unit == "fortnight" else 1))
        months = n * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}.get(unit, 12000)
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):
        return None


_LENGTH = re.compile(r"P(?P<t>T?)(?P<n>[0-9]{1,5})(?P<u>[YMWDHS])")
_UNIT_OF = {"Y": "year", "M": "month", "W": "week", "D": "day"}


def shifted(day: date, length: str, way: int) -> tuple[str, TimePrecision] | None:
    """Value and precision of the time that lies a length ("P2D") after a day (``way`` 1) or before it (-1)."""
    m = _LENGTH.fullmatch(length)
    if m is None:
        return None
    n, unit = int(m["n"]), _UNIT_OF.get(m["u"], "day")
    if m["t"]:
        n, unit = (round(n / 24) if m["u"] == "H" else 0), "day"
    then = _shift(day, unit, way * n)
    return (_at(then, unit), _PRECISION[unit]) if then else None


def _at(day: date | None, unit: str, known: bool = True) -> str:
    """The TIMEX3 value of the unit that holds ``day``, its year masked unless known."""
    unit = {"night": "day", "fortnight": "week", "millennium": "century"}.get(unit, unit)
    if day is None:
        return _UNKNOWN[unit]
    year = f"{day.year:04d}" if known else "XXXX"
    if unit == "day":
        return f"{year}-{day.month:02d}-{day.day:02d}"
    if unit == "month":
        return f"{year}-{day.month:02d}"
    if unit == "quarter":
        return f"{year}-Q{(day.month + 2) // 3}"
    if not known:
        return _UNKNOWN[unit]
    if unit in ("week", "weekend"):
        iso = day.isocalendar()
        return f"{iso.year:04d}-W{iso.week:02d}" + ("-WE" if unit == "weekend" else "")
    return {"year": year, "decade": year[:3], "century": year[:2]}[unit]


def _dated(clock: Clock, unit: str, day: date | None) -> Answer:
    return Answer(
        "DATE", _at(day, unit, clock.year_known), _PRECISION.get(unit, "day"), clock.anchor, day=day
    )


def _part(clock: Clock, day: date | None, part: str) -> Answer:
    value = f"{_at(day, 'day', clock.year_known)}T{lx.DAY_PARTS[part.lower()]}"
    return Answer("TIME", value, "hour", clock.anchor, day=day)


def _month(word: str) -> int:
    return lx.MONTHS[word.lower().rstrip(".")]


def _weekday(word: str) -> int:
    word = word.lower().rstrip(".")
    return lx.WEEKDAYS.get(word) or lx.WEEKDAY_SHORT[word]


def _past_century(two: int, clock: Clock) -> int:
    """First year of the decade of two digits that has begun last: nobody speaks of the 2080s in 2017."""
    year = clock.today.year if clock.today and clock.year_known else 2029
    return year - (year - two) % 100


def _century(two: int, clock: Clock) -> int:
    """Full year of two digits: the one nearest to the story's, else 1950-2049."""
    if clock.today and clock.year_known:
        return min((1900 + two, 2000 + two, 1800 + two), key=lambda y: abs(y - clock.today.year))  # type: ignore[union-attr]
    return 1900 + two if two >= 50 else 2000 + two


# ---- calendar dates -------------------------------------------------------------------------------


def _impossible(value: str, precision: TimePrecision, words: str) -> Answer:
    text = f"there is no such date: {words.strip()}"
    return Answer("DATE", value, precision, conflict=text, warning=("impossible_date", text))


def _check_weekday(answer: Answer, weekday: int | None) -> Answer:
    if weekday is None or answer.day is None or answer.day.isoweekday() == weekday:
        return answer
    is_ = lx.WEEKDAY_NAME[answer.day.isoweekday()]
    text = f"{answer.value[:10]} is a {is_}, not a {lx.WEEKDAY_NAME[weekday]}"
    return answer._replace(conflict=text, warning=("weekday_mismatch", text))


def _calendar_day(
    clock: Clock, year: int | None, month: int, day: int, words: str, weekday: int | None = None
) -> Answer:
    """A day with or without its year; impossible ones keep what is possible of them."""
    longest = calendar.monthrange(2000, month)[1] if 1 <= month <= 12 else 0
    if year is not None and not 1 <= year <= 9999:
        good = 1 <= day <= longest
        return _impossible(
            f"XXXX-{month:02d}-{day:02d}" if good else "XXXX", "day" if good else "vague", words
        )
    if not longest:
        return _impossible("XXXX" if year is None else f"{year:04d}", "year", words)
    if year is not None:
        found = _safe(year, month, day)
        if found is None:
            return _impossible(f"{year:04d}-{month:02d}", "month", words)
        return _check_weekday(Answer("DATE", found.isoformat(), "day", day=found), weekday)
    if not 1 <= day <= longest:
        return _impossible(f"XXXX-{month:02d}", "month", words)
    if clock.today is None or not clock.year_known:
        pseudo = _safe(ANY_YEAR, month, day)
        return Answer("DATE", f"XXXX-{month:02d}-{day:02d}", "day", day=pseudo)
    return _check_weekday(_nearest_day(clock, clock.today, month, day, weekday), weekday)


def _nearest_day(clock: Clock, today: date, month: int, day: int, weekday: int | None) -> Answer:
    years = [y for y in range(today.year - 4, today.year + 5) if _safe(y, month, day)]
    days = [date(y, month, day) for y in years]
    near = [d for d in days if abs(d.year - today.year) <= 1] or days
    fits = [d for d in near if weekday is not None and d.isoweekday() == weekday] or near
    past = [d for d in fits if d <= today]
    ahead = [d for d in fits if d >= today]
    best = min(fits, key=lambda d: abs((d - today).days))
    if clock.tense == "past" and past and (best - today).days > 80:
        best = past[-1]
    elif abs((best - today).days) <= 90:
        pass
    elif clock.tense == "future" and ahead:
        best = ahead[0]
    elif clock.tense == "past" and past:
        best = past[-1]
    elif past and (best - today).days > 100:
        best = past[-1]  # wire copy looks back further than it looks ahead
    return Answer("DATE", best.isoformat(), "day", clock.anchor, day=best)


def _year(m: re.Match[str], clock: Clock) -> int | None:
    groups = m.groupdict()
    if groups.get("y"):
        text = groups["y"]
        return int(text) if len(text) == 4 else _century(int(text), clock)
    if groups.get("yy"):
        return _century(int(groups["yy"].lstrip("'’")), clock)
    if groups.get("ry") and clock.today and clock.year_known:
        return clock.today.year + _YEARS_ON[groups["ry"].lower()]
    return None


_YEARS_ON = {"last": -1, "this": 0, "next": 1}


def _dmy(m: re.Match[str], clock: Clock) -> Answer | None:
    groups = m.groupdict()
    two = groups.get("yy")
    if two and two[0] not in "'’" and not (m["mon"].isupper() or m[0][m.start("mon") - m.start() - 1] == "-"):
        return None  # "8 June 17 people": finding.py asks again without the number
    weekday = _weekday(groups["wd"]) if groups.get("wd") else None
    day = int(re.sub(r"\D", "", m["d"]))
    month, year = _month(m["mon"]), _year(m, clock)
    answer = _calendar_day(clock, year, month, day, m[0], weekday)
    if groups.get("ry") and answer.precision == "day":
        answer = answer._replace(anchor=clock.anchor)
    rel = (groups.get("rel") or "").lower()
    if rel and year is None and weekday is None and clock.today and clock.year_known and answer.day:
        answer = _on_side(clock, clock.today, month, day, rel) or answer
    if (groups.get("os") or "(" in m[0] or "[" in m[0] or _OLD_STYLE.search(m[0])) and answer.day:
        answer = _new_style(answer, month, day, year is not None or answer.value[:4] != "XXXX")
    if groups.get("t"):
        return _with_clock(answer, groups["t"])
    return answer


_OLD_STYLE = re.compile(r"O\.\s?S\.|\bOS\b|old\s+style", re.IGNORECASE)


def _on_side(clock: Clock, today: date, month: int, day: int, rel: str) -> Answer | None:
    """ "last Oct. 23", "next July 4", "this June 8"."""
    days = [d for y in range(today.year - 4, today.year + 5) if (d := _safe(y, month, day))]
    past, ahead = [d for d in days if d < today], [d for d in days if d > today]
    if rel in _BACK:
        found = past[-1]
    elif rel in _AHEAD:
        found = ahead[0]
    else:
        found = min(days, key=lambda d: abs((d - today).days))
    return Answer("DATE", found.isoformat(), "day", clock.anchor, day=found)


def _new_style(answer: Answer, month: int, day: int, known: bool) -> Answer:
    """An Old Style date in our calendar; without its year as it stands, for the difference hangs on the century."""
    if not known or answer.day is None or not 1 <= answer.day.year <= 9000:
        return answer
    found = calendars.julian(answer.day.year, month, day)
    return answer._replace(value=found.isoformat(), day=found)


def _in_words(m: re.Match[str], clock: Clock) -> Answer | None:
    """ "the first of September", "May the twenty-fifth, 1982"."""
    return _calendar_day(clock, _year(m, clock), _month(m["mon"]), lx.nth(m["w"]), m[0])


def _nth_day(m: re.Match[str], clock: Clock) -> Answer | None:
    """ "on the 24th": of the month told last, where that was all that was told, else the nearest on its side of today."""
    day, today = lx.nth(m["w"]), clock.today
    if today is None or not clock.year_known:
        return Answer("DATE", f"XXXX-XX-{day:02d}", "day") if 1 <= day <= 31 else None
    told = clock.reference
    named = told.day if told and told.precision == "month" and told.day else None
    if m["r"]:
        named = _shift(today, "month", _YEARS_ON.get(m["r"].lower(), 0))
    months = [named] if named else [_shift(today, "month", n) for n in (-2, -1, 0, 1, 2)]
    days = [d for month in months if month and (d := _safe(month.year, month.month, day))]
    past, ahead = [d for d in days if d <= today], [d for d in days if d > today]
    if not days:
        return None
    if clock.tense == "future":
        found = (ahead or past[-1:])[0]
    elif clock.tense == "past":
        found = (past or ahead[:1])[-1]
    else:
        found = min(days, key=lambda d: abs((d - today).days))
    return Answer("DATE", found.isoformat(), "day", clock.anchor, day=found)


def _double(m: re.Match[str], clock: Clock) -> Answer | None:
    """ "25 October [7 November] 1917": the second is New Style."""
    return _calendar_day(clock, int(m["y"]), _month(m["mon"]), int(re.sub(r"\D", "", m["d"])), m[0])


def _military(m: re.Match[str], clock: Clock) -> Answer | None:
    answer = _calendar_day(clock, _year(m, clock), _month(m["mon"]), int(m["d"]), m[0])
    return _with_clock(answer, m["t"][:2] + ":" + m["t"][2:] + "Z")


def _iso(m: re.Match[str], clock: Clock) -> Answer | None:
    answer = _calendar_day(clock, int(m["y"]), int(m["m"]), int(m["d"]), m[0])
    return _with_clock(answer, m["t"][1:]) if m["t"] else answer


def _numeric(m: re.Match[str], clock: Clock) -> Answer | None:
    a, b, year = int(m["a"]), int(m["b"]), _year(m, clock)
    if len(m["y"]) == 2 and (len(m["a"]) < 2 or len(m["b"]) < 2):
        return None  # a version, a score, a fraction
    # Dots and dashes are European, day first; slashes American where both readings are possible, unless that lies
    # ahead of the story and the other does not.
    day, month = (a, b) if (m["sep"] != "/" and b <= 12) or a > 12 else (b, a)
    if m["sep"] == "/" and max(a, b) <= 12 and year and clock.today and clock.year_known:
        american, european = _safe(year, a, b), _safe(year, b, a)
        if american and european and (american - clock.today).days > 2 >= (european - clock.today).days:
            day, month = a, b
    return _calendar_day(clock, year, month, day, m[0])


def _month_year(m: re.Match[str], clock: Clock) -> Answer | None:
    month = _month(m["mon"])
    if m["y"]:
        return Answer("DATE", f"{int(m['y']):04d}-{month:02d}", "month", day=date(int(m["y"]), month, 1))
    if clock.today is None or not clock.year_known:
        return Answer("DATE", f"XXXX-{month:02d}", "month")
    year = clock.today.year + _YEARS_ON[m["rel"].lower()]
    return Answer("DATE", f"{year:04d}-{month:02d}", "month", clock.anchor, day=date(year, month, 1))


def _month_of(clock: Clock, month: int, rel: str = "") -> Answer:
    today = clock.today
    if today is None or not clock.year_known:
        return Answer("DATE", f"XXXX-{month:02d}", "month", day=date(ANY_YEAR, month, 1))
    year = today.year
    if rel in _BACK:
        year -= month >= today.month
    elif rel in _AHEAD or (clock.tense == "future" and not rel):
        year += month < today.month if rel not in _AHEAD else month <= today.month
    elif rel not in ("this", "current"):
        # The next two months are nearer than last year's, unless the words tell of the past.
        year -= month > today.month + (0 if clock.tense == "past" else 2)
        year += clock.tense == "" and month + 12 <= today.month + 2
    return Answer("DATE", f"{year:04d}-{month:02d}", "month", clock.anchor, day=date(year, month, 1))


def _bare_month(m: re.Match[str], clock: Clock) -> Answer | None:
    if _FIGURES.match(m.string, m.end()):  # "will publish September jobs data": those of the last September
        clock = replace(clock, tense="")
    return _month_of(clock, _month(m["mon"]))


_FIGURES = re.compile(
    r"\s(?:[a-z-]+\s){0,2}(?:data|figures|statistics|numbers|results|sales|inflation|unemployment|payrolls?)\b",
    re.IGNORECASE,
)


def _year_only(m: re.Match[str], clock: Clock) -> Answer | None:
    year = int(m["y"])
    return Answer("DATE", f"{year:04d}", "year", day=_safe(year, 1, 1))


def _spelled(m: re.Match[str], clock: Clock) -> Answer | None:
    year = lx.spelled_year(m["y"])
    return None if year is None else Answer("DATE", f"{year:04d}", "year", day=_safe(year, 1, 1))


def _decade(m: re.Match[str], clock: Clock) -> Answer | None:
    if m["y"]:
        year = int(m["y"])
    else:
        two = int(m["yy"]) if m["yy"] else lx.DECADES[m["w"].lower()]
        year = (
            {"nineteen": 1900, "eighteen": 1800}[m["c"].lower()] + two
            if m["c"]
            else _past_century(two, clock)
        )
    return Answer("DATE", f"{year:04d}"[:3], "decade", day=_safe(year, 1, 1))


def _nth_century(m: re.Match[str], clock: Clock) -> Answer | None:
    n = int(m["n"]) if m["n"] else lx.nth(m["w"])
    return Answer("DATE", f"{n - 1:02d}", "decade") if n else None


def _split_year(m: re.Match[str], clock: Clock) -> Answer | None:
    """ "the 2016-17 school year": a year that begins in the first."""
    return Answer("DATE", m["y"], "year", day=_safe(int(m["y"]), 1, 1))


def _fiscal(m: re.Match[str], clock: Clock) -> Answer | None:
    text = m["y"] or m["y3"]
    if text:
        year = int(text) if len(text) == 4 else _century(int(text), clock)
        return Answer("DATE", f"{year:04d}", "year", day=_safe(year, 1, 1))
    return _relative(clock, m["rel2"].lower(), m["k"].lower())


# ---- days named from today ------------------------------------------------------------------------


def _weekday_answer(m: re.Match[str], clock: Clock) -> Answer | None:
    weekday = _weekday(m["wd"])
    rel = (m["rel"] or "").lower()
    today = clock.told if rel in _NARRATIVE else clock.today
    if today is None or not clock.year_known:
        return _undated_weekday(m, clock, weekday)
    back = (today.isoweekday() - weekday) % 7
    after = (m["after"] or "").lower().split()
    if after == ["week"]:  # "Sunday week"
        day = today + timedelta(days=((7 - back) % 7 or 7) + 7)
    elif after:
        monday = today - timedelta(days=today.isoweekday() - 1)
        weeks = {"last": -1, "this": 0, "next": 1}[after[0]]
        day = monday + timedelta(days=weekday - 1 + 7 * weeks)
    elif rel in _BACK:
        day = today - timedelta(days=back or 7)
    elif rel in _AHEAD:
        day = today + timedelta(days=(7 - back) % 7 or 7)
    elif (
        clock.tense == "future"
        or (clock.tense == "near" and back > 3)
        or (m["e"] or "").lower() == "later"
        or (rel in ("this", "current") and clock.tense != "past")
    ):
        day = today + timedelta(days=-back % 7)
    else:
        day = today - timedelta(days=back)
    answer = _dated(clock, "day", day)
    if m["e"] and m["e"].lower() == "earlier" and back:
        named, is_ = lx.WEEKDAY_NAME[weekday], lx.WEEKDAY_NAME[today.isoweekday()]
        text = f'"{m[0]}" says the story\'s own day, but {today.isoformat()} is a {is_}, not a {named}'
        answer = answer._replace(conflict=text, warning=("weekday_mismatch", text))
    return answer._replace(**_part(clock, day, m["part"])._asdict()) if m["part"] else answer


def _undated_weekday(m: re.Match[str], clock: Clock, weekday: int) -> Answer:
    value, conflict = f"XXXX-WXX-{weekday}", None
    today = clock.today
    if today is not None and m["e"] and m["e"].lower() == "earlier":
        # "Earlier Wednesday" means the dateline's day: only some years make it one.
        first = max(clock.past_years, default=None)
        if first is not None:
            # Ten years: wire copy seldom leaves the last decade wholly unnamed.
            years = [y for y in range(first + 1, first + 11) if _fits(y, today, weekday)]
            day = f"{today.day} {calendar.month_name[today.month]}"
            conflict = (
                f"{day} is a {lx.WEEKDAY_NAME[weekday]} only in {', '.join(map(str, years)) or 'no year'}"
            )
            conflict += f" (ten years after {first})"
    if m["part"]:
        return Answer("TIME", f"{value}T{lx.DAY_PARTS[m['part'].lower()]}", "hour", conflict=conflict)
    return Answer("DATE", value, "day", conflict=conflict)


def _fits(year: int, day: date, weekday: int) -> bool:
    found = _safe(year, day.month, day.day)
    return found is not None and found.isoweekday() == weekday


def _deictic(m: re.Match[str], clock: Clock) -> Answer | None:
    word = m["w"].lower()
    offset = {"yesterday": -1, "yesterdays": -1, "tomorrow": 1}.get(word, 0)
    if word == "overnight" and clock.tense != "future":
        offset = -1  # the night that led to the story's day
    day = _shift(clock.today, "day", offset) if clock.today else None
    part = m["part"] or ("night" if word in ("tonight", "overnight") else None)
    return _part(clock, day, part) if part else _dated(clock, "day", day)


def _day_beyond(m: re.Match[str], clock: Clock) -> Answer | None:
    return _dated(clock, "day", _shift(clock.today, "day", -2 if m["by"] else 2) if clock.today else None)


def _day_after(m: re.Match[str], clock: Clock) -> Answer | None:
    unit = _unit(m["u"])
    offset = -1 if m["dir"].lower() in ("before", "earlier") else 1
    told = clock.told
    part = unit if unit in ("night", "morning", "afternoon", "evening") else None
    if part:
        return _part(clock, _shift(told, "day", offset) if told else None, part)
    return _dated(clock, unit, _shift(told, unit, offset) if told else None)


def _the_eve(m: re.Match[str], clock: Clock) -> Answer | None:
    """ "Detained on the eve, they were let go": a translator's word for the day before."""
    return _dated(clock, "day", _shift(clock.told, "day", -1) if clock.told else None)


def _ago_day(m: re.Match[str], clock: Clock) -> Answer | None:
    """ "a week ago Monday", "a week from Monday", "a year ago today": counted from that day, not from the story's."""
    today, unit, ahead = clock.today, _unit(m["u"]), m["dir"].lower() == "from"
    n = lx.number(m["n"])
    if n is None or n.denominator != 1 or n >= 10_000:
        return None
    if today is None or not clock.year_known:
        if m["x"]:
            return _dated(clock, m["x"].lower(), None)
        return Answer("DATE", f"XXXX-WXX-{_weekday(m['wd'])}" if m["wd"] else "XXXX-XX-XX", "day")
    steps = int(n) if ahead else -int(n)
    if m["x"]:
        begin = _shift(today, m["x"].lower(), _YEARS_ON[m["rel"].lower()])
        return _dated(clock, m["x"].lower(), _shift(begin, unit, steps) if begin else None)
    if m["w"]:
        base = today + timedelta(days={"yesterday": -1, "tomorrow": 1}.get(m["w"].lower(), 0))
    else:
        back = (today.isoweekday() - _weekday(m["wd"])) % 7
        ahead_of = (7 - back) % 7 or 7
        if unit in ("month", "year"):  # what has its anniversary these days
            base = today + timedelta(days=ahead_of if ahead or ahead_of < back else -back)
        else:
            base = today + timedelta(days=ahead_of if ahead else -back)
    return _dated(clock, "day", _shift(base, unit, steps))


def _beyond(m: re.Match[str], clock: Clock) -> Answer | None:
    """ "the week before last", "the Tuesday before last", "the Sunday after next"."""
    steps = -2 if m["by"] else 2
    if m["u"]:
        unit = m["u"].lower()
        base = _shift(clock.today, unit, steps) if clock.today else None
        return _part(clock, base, unit) if unit == "night" else _dated(clock, unit, base)
    weekday, today = _weekday(m["wd"]), clock.today
    if today is None or not clock.year_known:
        return Answer("DATE", f"XXXX-WXX-{weekday}", "day")
    back = (today.isoweekday() - weekday) % 7
    days = -(back or 7) - 7 if m["by"] else ((7 - back) % 7 or 7) + 7
    return _dated(clock, "day", today + timedelta(days=days))


def _same_of(m: re.Match[str], clock: Clock) -> Answer | None:
    """ "the same quarter last year": of the quarter, month or week told last, or the one that is over; without, a year."""
    unit = m["u"].lower()
    told = clock.quarter if unit == "quarter" else clock.reference
    if told is not None and unit == "period" and (clock.in_quarter or told.precision in ("month", "week")):
        unit = told.precision
    if told is not None and told.precision == unit and told.day:
        day: date | None = told.day
    elif unit in ("half", "period"):
        return _dated(clock, "year", _year_of(m, clock))
    else:
        day = _shift(clock.today, unit, -1) if clock.today else None
    if day is None:
        return _dated(clock, unit, None)
    if m["y"]:
        return _dated(Clock(None, True), unit, _shift(day, "year", int(m["y"]) - day.year))
    return _dated(clock, unit, _shift(day, "year", -1))


def _year_of(m: re.Match[str], clock: Clock) -> date | None:
    if m["y"]:
        return _safe(int(m["y"]), 1, 1)
    return _shift(clock.today, "year", -1) if clock.today else None


def _month_quarter(m: re.Match[str], clock: Clock) -> Answer | None:
    """ "the June quarter", "the July-September quarter of 2016": the three months that end with the month."""
    month = _month(m["mon"])
    if m["mon0"] and (month - _month(m["mon0"])) % 12 != 2:
        return None
    if m["y"]:
        last: date | None = _safe(int(m["y"]), month, 1)
    elif m["rel"] and clock.today and clock.year_known:
        last = _safe(clock.today.year + _YEARS_ON[m["rel"].lower()], month, 1)
    else:
        last = _month_of(clock, month).day
    known = Clock(None, True) if m["y"] else clock
    if month % 3 and last:  # three months that are no quarter of the calendar: the one that has most of them
        last = _shift(last, "month", -1)
    return _dated(known, "quarter", last)


def _year_before(m: re.Match[str], clock: Clock) -> Answer | None:
    """ "the quarter a year ago": of the quarter told, or of the last that is over."""
    unit, day = m["u"].lower(), clock.today
    if unit == "quarter":
        told = clock.quarter.day if clock.quarter else None
        day = told or (_shift(day, "quarter", -1) if day else None)
    return _dated(clock, unit, _shift(day, "year", -1) if day else None)


def _weekday_nth(m: re.Match[str], clock: Clock) -> Answer | None:
    """ "Friday the 13th": the nearest day, on its side of today, that is both; without one, as it stands."""
    weekday, day, today = _weekday(m["wd"]), int(re.sub(r"\D", "", m["d"])), clock.today
    if not 1 <= day <= 31:
        return None
    if today is None or not clock.year_known:
        return Answer("DATE", f"XXXX-XX-{day:02d}", "day")
    months = [_shift(today.replace(day=1), "month", n) for n in range(-14, 15)]
    days = [d for one in months if one and (d := _safe(one.year, one.month, day))]
    days = [d for d in days if d.isoweekday() == weekday]
    past, ahead = [d for d in days if d <= today], [d for d in days if d > today]
    if not past or not ahead:
        return Answer("DATE", f"XXXX-XX-{day:02d}", "day")
    near = ahead[0] if clock.tense == "future" else past[-1]
    return Answer("DATE", near.isoformat(), "day", clock.anchor, day=near)


def _nth_of(m: re.Match[str], clock: Clock) -> Answer | None:
    """ "the last week of June", "the first Monday in May", "the last day of Ramadan", "the first month of 2016"."""
    nth, kind = lx.nth(m["ord"]), m["k"].lower()
    anchor = None if m["y"] or m["y0"] else clock.anchor
    if m["hm"]:
        return _nth_of_hijri(clock, nth, kind, lx.HIJRI_MONTHS[m["hm"].lower().replace("’", "'")])
    if m["mon"]:
        whole = _month_year(m, clock) if m["y"] else _month_of(clock, _month(m["mon"]))
    elif m["y0"]:
        whole = Answer("DATE", m["y0"], "year", day=_safe(int(m["y0"]), 1, 1))
    else:
        whole = _relative(clock, m["r"].lower() if m["r"].lower() != "the" else "this", m["u"].lower())
    start = whole.day if whole else None
    if whole is None or start is None or whole.value.startswith("XXXX") or not 1 <= start.year <= 9998:
        return Answer("DATE", whole.value if whole else "XXXX", whole.precision if whole else "year", anchor)
    month = start.month if whole.precision == "month" else (1 if nth > 0 else 12)
    if kind in ("month", "quarter"):
        return _nth_part(start.year, nth, kind, anchor) if whole.precision == "year" else None
    if kind == "days":
        return Answer(
            "DATE", f"{start.year:04d}-{month:02d}", "month", anchor, day=date(start.year, month, 1)
        )
    long = calendar.monthrange(start.year, month)[1]
    if kind == "day":
        found = _safe(start.year, month, nth if nth > 0 else long)
    elif kind in lx.WEEKDAYS:
        found = calendars.nth_weekday(start.year, month, lx.WEEKDAYS[kind], nth)
    elif kind == "weekend":
        found = calendars.nth_weekday(start.year, month, 6, nth)
    elif whole.precision == "month":  # no week of the calendar: its words leave seven days of the month
        return whole._replace(anchor=anchor)
    else:  # the week that has most of the seven days
        found = _safe(start.year, month, 7 * nth - 3 if nth > 0 else long - 3)
    if found is None or found.month != month:
        return None
    unit = kind if kind in ("week", "weekend") else "day"
    return Answer("DATE", _at(found, unit), _PRECISION[unit], anchor, day=found)


def _nth_part(year: int, nth: int, kind: str, anchor: str | None) -> Answer | None:
    n = nth if nth > 0 else 12 if kind == "month" else 4
    if kind == "quarter":
        day = _safe(year, 3 * n - 2, 1) if n < 5 else None
        return Answer("DATE", f"{year:04d}-Q{n}", "quarter", anchor, day=day) if day else None
    return Answer("DATE", f"{year:04d}-{n:02d}", "month", anchor, day=date(year, n, 1))


def _nth_of_hijri(clock: Clock, nth: int, kind: str, month: int) -> Answer | None:
    year = _hijri_year_now(clock, month)
    if year is None:
        return Answer(
            "DATE", "XXXX-XX-XX" if kind == "day" else "XXXX-XX", "day" if kind == "day" else "month"
        )
    first = calendars.hijri(year, month, 1)
    following = calendars.hijri(year + month // 12, month % 12 + 1, 1)
    long = (following - first).days
    if kind == "day" and -1 <= nth <= long:
        found = first + timedelta(days=(nth if nth > 0 else long) - 1)
        return Answer("DATE", found.isoformat(), "day", clock.anchor, day=found)
    middle = first + timedelta(days=min(7 * nth - 4, long - 1) if nth > 0 else long - 4)
    unit = "week" if kind in ("week", "weekend") else "month"
    return Answer("DATE", _at(middle, unit), _PRECISION[unit], clock.anchor, day=middle)


# ---- counted from a date --------------------------------------------------------------------------


_LATER = frozenset(["later", "after", "afterward", "afterwards"])


def _ago(m: re.Match[str], clock: Clock) -> Answer | None:
    groups = m.groupdict()
    unit = _unit(m["u"])
    way = m["dir"].lower()
    words = groups.get("n") or ("a" if not m["u"].endswith("s") else "few")
    n = lx.number(words)
    if n is not None and groups.get("half"):
        n += Fraction(1, 2)
    ahead = way == "hence" or way in _LATER or way.startswith("from")
    if n is None:
        # "A few days later, he died" goes on with what is past, whatever it is later than.
        told = ahead and way in _LATER and clock.tense != "future"
        return Answer("DATE", "FUTURE_REF" if ahead and not told else "PAST_REF", "vague", clock.anchor)
    base = clock.today if way == "ago" or way == "hence" or way.startswith("from") else clock.told
    sign = 1 if ahead else -1
    if clock.in_quarter and unit == "year" and n == 1 and clock.told:
        return _dated(clock, "quarter", _shift(clock.told, "year", sign))
    if unit in ("second", "minute", "hour"):
        return _hours_ago(clock, unit, sign * n, clock.told_day if base is not clock.today else clock.today)
    if n.denominator != 1:
        finer = {"year": ("month", 12), "decade": ("year", 10), "century": ("year", 100), "week": ("day", 7)}
        unit, factor = finer.get(unit, (unit, 1))
        n = Fraction(round(n * factor))
    return _dated(clock, unit, _shift(base, unit, sign * int(n)) if base and n < 100_000 else None)


def _hours_ago(clock: Clock, unit: str, n: Fraction, day: date | None) -> Answer | None:
    """So many hours from the story's hour, where it is known and its day is the one counted from."""
    if clock.hour is None or abs(n) > 100_000 or day != clock.today:
        return Answer("TIME", f"{_at(day, 'day', clock.year_known)}TXX", "hour", clock.anchor, day=day)
    then = clock.hour + timedelta(seconds=float(n) * {"second": 1, "minute": 60, "hour": 3600}[unit])
    form = "%Y-%m-%dT%H" if unit == "hour" else "%Y-%m-%dT%H:%M"
    return Answer("TIME", then.strftime(form), _PRECISION[unit], clock.anchor, day=then.date())


def _relative(clock: Clock, rel: str, unit: str) -> Answer | None:
    """ "last week", "this year", "the following month", "that night"."""
    base = clock.today
    if rel in _NARRATIVE:
        base = clock.told_day if unit in ("day", "night", "morning", "afternoon", "evening") else clock.told
    offset = -1 if rel in _BACK or (rel == "latest" and unit == "quarter") else 1 if rel in _AHEAD else 0
    if unit in ("night", "morning", "afternoon", "evening"):
        return _part(clock, _shift(base, "day", offset) if base else None, unit)
    if rel in ("past", "this past") and unit in ("week", "month", "decade", "century"):
        return _length(Fraction(1), unit, clock)
    unit = "week" if unit == "fortnight" else unit
    return _dated(clock, unit, _shift(base, unit, offset) if base else None)


def _rel(m: re.Match[str], clock: Clock) -> Answer | None:
    rel, word = m["rel"].lower(), m["x"].lower()
    if rel == "next" and word in ("day", "morning", "night") and m[0][:3].lower() == "the":
        rel = "following"
    word = re.sub(r"^fiscal\s+", "", word)
    if word in lx.SEASONS:
        return _season(clock, lx.SEASONS[word], rel)
    if word.rstrip(".") in lx.MONTHS:
        return _month_of(clock, _month(word), rel)
    told = clock.reference if (m["k"] or "").lower() == "period" else clock.quarter
    if m["k"] and word == "year" and told and told.day and (told is clock.quarter or clock.in_quarter):
        return _dated(clock, "quarter", _shift(told.day, "year", -1 if rel in _BACK else 0))
    if (
        (rel, word) == ("last", "year")
        and clock.told
        and clock.in_quarter
        and _COMPARED.search(m.string[max(0, m.start() - 90) : m.start()])
    ):
        return _dated(clock, "quarter", _shift(clock.told, "year", -1))
    return _relative(clock, rel, word)


# A figure of a quarter "compared with … last year" is set beside the same quarter.
_COMPARED = re.compile(
    r"\b(?:compared (?:with|to)|against|versus|(?:corresponding|comparable|same|similar|year-earlier) (?:period|quarter))\b[^.;]{0,60}$",
    re.IGNORECASE,
)


def _season(clock: Clock, code: str, rel: str) -> Answer:
    if clock.today is None or not clock.year_known:
        return Answer("DATE", f"XXXX-{code}", "quarter")
    today = clock.told or clock.today if rel in _NARRATIVE else clock.today
    year, start = today.year, _SEASON_START[code]
    begins = date(year, start, 1)
    over = today.month > start + 2
    if rel in _BACK:
        year -= not over
    elif rel in _AHEAD:
        year += begins <= today
    elif rel == "" and begins > today and clock.tense == "past":
        year -= 1
    elif rel == "" and clock.tense == "future":
        year += over
    return _in_season(year, code, clock.anchor)


def _bare_season(m: re.Match[str], clock: Clock) -> Answer | None:
    return _season(clock, lx.SEASONS[m["s"].lower()], "")


def _season_year(m: re.Match[str], clock: Clock) -> Answer | None:
    year = int(m["y"]) if m["y"].isdecimal() else lx.spelled_year(m["y"])
    return None if year is None else _in_season(year, lx.SEASONS[m["s"].lower()], None)


def _in_season(year: int, code: str, anchor: str | None) -> Answer:
    return Answer("DATE", f"{year:04d}-{code}", "quarter", anchor, day=_safe(year, _SEASON_START[code], 1))


# ---- quarters and halves --------------------------------------------------------------------------


def _quarter(clock: Clock, kind: str, n: int, year: int | None, anchored: bool = False) -> Answer | None:
    letter, months = ("H", 6) if kind in ("half", "six") else ("Q", 3)
    if n > 12 // months:
        return None
    anchor = clock.anchor if anchored or year is None else None
    if year is None:
        today = clock.today
        if today is None or not clock.year_known:
            return Answer("DATE", f"XXXX-{letter}{n}", "quarter")
        year = today.year
        if clock.tense != "future":
            year -= (today.month - 1) // months + 1 < n
    day = _safe(year, (n - 1) * months + 1, 1)
    return Answer("DATE", f"{year:04d}-{letter}{n}", "quarter", anchor, day=day)


def _quarter_of(m: re.Match[str], clock: Clock) -> Answer | None:
    kind = (m["k"] or "half").lower().split()[0]
    n = 2 if m["lasthalf"] else lx.nth(m["ord"])
    text = m["y0"] or m["y1"] or m["y2"]
    rel = m["r0"] or m["r1"] or m["r2"]
    if text:
        return _quarter(clock, kind, n, int(text))
    if rel and clock.today and clock.year_known:
        offset = {"last": -1, "next": 1}.get(rel.lower().split()[0], 0)
        return _quarter(clock, kind, n, clock.today.year + offset, anchored=True)
    if kind in ("three", "six"):
        return _length(Fraction(3 if kind == "three" else 6), "month", clock)
    return _quarter(clock, kind, n, None)


def _q_short(m: re.Match[str], clock: Clock) -> Answer | None:
    text = m["y"] or m["y2"] or m["y3"] or m["y4"] or m["y5"]
    n = int(m["q"] or m["q2"] or m["h"] or m["q4"] or m["h2"])
    return _quarter(clock, "half" if m["h"] or m["h2"] else "quarter", n, int(text) if text else None)


def _period_year(m: re.Match[str], clock: Clock) -> Answer | None:
    year = int(m["y"])
    told = clock.reference if m["k"].lower() == "period" else clock.quarter
    if m["k"].lower() in ("period", "quarter") and told and told.precision == "quarter" and "-" in told.value:
        return Answer("DATE", f"{year:04d}-{told.value.split('-')[1]}", "quarter", day=told.day)
    return Answer("DATE", f"{year:04d}", "year", day=_safe(year, 1, 1))


# ---- lengths and repetitions ----------------------------------------------------------------------


def _length_value(n: Fraction | None, unit: str) -> str:
    letter, factor, short = lx.UNITS[unit]
    prefix = "PT" if short else "P"
    if unit == "weekend":
        letter, factor = "D", 2
    if unit == "quarter":
        letter, factor = ("M", 3) if n is not None else ("Q", 1)
    if n is None:
        return prefix + "X" + ("E" if unit == "decade" else "C" if unit == "century" else letter)
    n *= factor
    whole, rest = divmod(n, 1)
    if not rest:
        return f"{prefix}{whole}{letter}"
    finer = {("Y", False): ("M", 12), ("H", True): ("M", 60), ("M", True): ("S", 60)}.get((letter, short))
    if finer and (rest * finer[1]).denominator == 1:
        return f"{prefix}{f'{whole}{letter}' if whole else ''}{rest * finer[1]}{finer[0]}"
    return f"{prefix}{float(n):.4g}{letter}"


def _length(n: Fraction | None, unit: str, clock: Clock, anchor: str | None = None) -> Answer:
    precision: TimePrecision = _PRECISION[unit] if n is not None else "vague"
    return Answer("DURATION", _length_value(n, unit), precision, anchor)


def _duration(m: re.Match[str], clock: Clock) -> Answer | None:
    groups = m.groupdict()
    words = groups.get("n") or "a"
    # Of "two to three weeks" the lesser is certain; precision says that the length is not.
    first = re.split(r"\s(?:to|or)\s|[-\u2010-\u2015](?=[0-9])", words)[0]
    n = lx.number(first)
    if n is not None and groups.get("half"):
        n += Fraction(1, 2)
    anchor = clock.anchor if groups.get("rel") and groups["rel"].lower() not in ("first", "final") else None
    answer = _length(n, _unit(m["u"]), clock, anchor)
    return answer._replace(precision="vague") if first != words else answer


def _whole(m: re.Match[str], clock: Clock) -> Answer | None:
    unit = _unit(m["u"])
    left = m.string[max(0, m.start() - 5) : m.start()].lower()
    if unit == "year" and m[0][:3].lower() == "the" and left.endswith(" for "):
        return _dated(clock, "year", clock.today)  # results "for the full year": the one that runs
    return _length(Fraction(1), unit, clock)


def _rel_units(m: re.Match[str], clock: Clock) -> Answer | None:
    ahead = m["rel"].lower() in _AHEAD | {"future"}
    return Answer("DATE", "FUTURE_REF" if ahead else "PAST_REF", "vague", clock.anchor)


def _bare_units(m: re.Match[str], clock: Clock) -> Answer | None:
    return _length(None, _unit(m["u"]), clock)


def _set_every(m: re.Match[str], clock: Clock) -> Answer | None:
    if m["wd"]:
        return Answer("SET", f"XXXX-WXX-{_weekday(m['wd'])}", "day")
    if m["mon"]:
        return Answer("SET", f"XXXX-{_month(m['mon']):02d}", "month")
    word = m["u"].lower()
    if word in lx.SEASONS:
        return Answer("SET", f"XXXX-{lx.SEASONS[word]}", "quarter")
    if word in lx.DAY_PARTS and word != "night":
        return Answer("SET", f"XXXX-XX-XXT{lx.DAY_PARTS[word]}", "hour")
    nth = lx.nth(m["ord"]) if m["ord"] else 0
    n = Fraction(nth or 2) if m["other"] or nth else lx.number(m["n"]) if m["n"] else Fraction(1)
    unit = _unit(word)
    return Answer("SET", _length_value(n, unit), _PRECISION[unit] if n is not None else "vague")


def _set_per(m: re.Match[str], clock: Clock) -> Answer | None:
    unit = _unit(m["u"])
    return Answer("SET", _length_value(Fraction(1), unit), _PRECISION[unit])


_LY = {
    "annually": ("P1Y", "year"), "yearly": ("P1Y", "year"), "daily": ("P1D", "day"), "nightly": ("P1D", "day"),
    "weekly": ("P1W", "week"), "monthly": ("P1M", "month"), "quarterly": ("P3M", "quarter"),
    "hourly": ("PT1H", "hour"), "biannually": ("P6M", "month"), "biennially": ("P2Y", "year"), "biweekly": ("P2W", "week"),
    "fortnightly": ("P2W", "week"), "bimonthly": ("P2M", "month"),
}  # fmt: skip


def _set_ly(m: re.Match[str], clock: Clock) -> Answer | None:
    value, precision = _LY[m["w"].lower()]
    return Answer("SET", value, precision)  # type: ignore[arg-type]


def _weekdays(m: re.Match[str], clock: Clock) -> Answer | None:
    value = f"XXXX-WXX-{_weekday(m['wd'] or m['wd2'])}"
    return Answer("SET", value + (f"T{lx.DAY_PARTS[m['part'].lower()]}" if m["part"] else ""), "day")


# ---- the rest -------------------------------------------------------------------------------------


_OF_A_QUARTER = re.compile(r"\b(?:in|for|during|over|throughout|within|from)\s$", re.IGNORECASE)


_ENDED = re.compile(
    r"\s(?:that\s)?(?:ended|ending)\s(?:on\s)?(?:(?P<d>[0-9]{1,2})\s)?(?P<mon>[A-Za-z]{3,9})\b\.?(?:\s(?P<d2>[0-9]{1,2})\b)?(?:,?\s(?P<y>[0-9]{4})\b)?"
)


def _quarter_ended(text: str, at: int, clock: Clock) -> date | None:
    """A day in the middle of "(the quarter) ended Sept. 29": reporters' quarters may end some days off the calendar's."""
    end = _day_ended(text, at, clock)
    return end - timedelta(days=45) if end and end.year > 1 else None


def _day_ended(text: str, at: int, clock: Clock) -> date | None:
    """The day in "(the week) ended Oct. 20", of a month alone its 28th."""
    m = _ENDED.match(text, at)
    month = lx.MONTHS.get(m["mon"].lower()) if m else None
    if m is None or month is None:
        return None
    told = int(m["d"] or m["d2"] or 28)
    if m["y"]:
        end = _safe(int(m["y"]), month, told)
    elif clock.today is None or not clock.year_known:
        return None
    else:
        near = (_safe(clock.today.year + n, month, told) for n in (-1, 0, 1))
        days = [d for d in near if d and (d <= clock.today or "ending" in m[0])]
        end = min(days, key=lambda d: abs((d - clock.today).days), default=None)  # type: ignore[operator]
    return end


def _bare_the(m: re.Match[str], clock: Clock) -> Answer | None:
    word = m["x"].lower()
    if word == "week" and (ended := _day_ended(m.string, m.end(), clock)):
        return _dated(clock, "week", ended)
    if word == "quarter":
        if clock.reference and clock.in_quarter:
            return clock.reference._replace(conflict=None, warning=None)
        ended = _quarter_ended(m.string, m.end(), clock)
        if ended is not None:
            return _dated(clock, "quarter", ended)
        if _OF_A_QUARTER.search(m.string, max(0, m.start() - 12), m.start()) is None:
            return None  # one of a town
        return _dated(clock, "quarter", _shift(clock.today, "quarter", -1) if clock.today else None)
    if word == "weekend":
        before = re.search(r"\b(?:before|ahead of)\s$", m.string[max(0, m.start() - 10) : m.start()])
        ahead = (
            before is not None
            or clock.tense == "future"
            or (clock.today is not None and clock.today.isoweekday() > 5)
        )
        return _dated(
            clock, "weekend", _shift(clock.today, "week", 0 if ahead else -1) if clock.today else None
        )
    if word in ("morning", "night", "evening", "afternoon"):
        return _part(clock, clock.told_day, word)
    left = m.string[max(0, m.start() - 8) : m.start()]
    if word == "year" and (
        re.search(r"\bfor $", left) or re.match(r"\s(?:ended|ending)\b", m.string[m.end() :][:8])
    ):
        return _length(Fraction(1), "year", clock)
    return _dated(clock, word, clock.told_day if word == "day" else clock.today)


def _year_end(m: re.Match[str], clock: Clock) -> Answer | None:
    kind = m["k"].lower()
    known = clock.year_known
    if m["y"]:
        month = "-06" if kind.startswith("mid") else ""
        day = _safe(int(m["y"]), 6 if month else 1, 1)
        return Answer("DATE", m["y"] + month, "month" if month else "year", day=day)
    if kind.startswith("mid"):
        return Answer("DATE", f"{_at(clock.today, 'year', known)}-06", "month", clock.anchor)
    if kind.startswith("month"):
        return _dated(clock, "month", clock.today)
    back = clock.today is not None and clock.tense == "past"
    day = _shift(clock.today, "year", -1 if back else 0) if clock.today else None
    return Answer("DATE", _at(day, "year", known), "year", clock.anchor)


def _persian_day(m: re.Match[str], clock: Clock) -> Answer | None:
    month, day = lx.PERSIAN_MONTHS[m["pm"].lower()], int(re.sub(r"\D", "", m["d"]))
    today = clock.today if clock.year_known else None
    if m["y"] is None and (today is None or today.year < 700):
        return Answer("DATE", "XXXX-XX-XX", "day")
    try:
        if m["y"]:
            found = calendars.persian(int(m["y"]), month, day)
        else:
            assert today is not None
            near = (calendars.persian(today.year - 622 + i, month, day) for i in (0, 1, 2))
            found = min(near, key=lambda d: abs((d - today).days))
    except ValueError:
        return _impossible("XXXX-XX-XX", "vague", m[0])
    return Answer("DATE", found.isoformat(), "day", None if m["y"] else clock.anchor, day=found)


def _persian_year(m: re.Match[str], clock: Clock) -> Answer | None:
    year = int(m["y"]) + 621  # it begins in March: the larger part
    return Answer("DATE", f"{year:04d}", "year", day=date(year, 1, 1))


def _sept11(m: re.Match[str], clock: Clock) -> Answer | None:
    return Answer("DATE", "2001-09-11", "day", day=date(2001, 9, 11))


def _holiday(m: re.Match[str], clock: Clock) -> Answer | None:
    name = re.sub(r"\s+", " ", m["w"].lower().replace("’", "'"))
    rel = (m["rel"] or "").lower()
    fixed = lx.FIXED_HOLIDAYS.get(name)
    if m["y"] is None and (clock.today is None or not clock.year_known):
        if fixed is None:
            return Answer("DATE", "XXXX-XX-XX", "day")
        return Answer("DATE", f"XXXX-{fixed[0]:02d}-{fixed[1]:02d}", "day")

    def day_in(year: int) -> date:
        return date(year, *fixed) if fixed else calendars.movable_holiday(name, year)

    if m["y"]:
        day = day_in(int(m["y"]))
        return Answer("DATE", day.isoformat(), "day", day=day)
    today = clock.today
    assert today is not None
    if not 700 <= today.year <= 4000:
        return None
    days = [day_in(today.year + i) for i in (-1, 0, 1)]
    past, ahead = [d for d in days if d <= today], [d for d in days if d > today]
    if rel in _BACK:
        day = [d for d in days if d < today][-1]
    elif rel in _AHEAD or clock.tense == "future":
        day = ahead[0]
    elif clock.tense == "past":
        day = past[-1]
    else:
        day = min(days, key=lambda d: abs((d - today).days))
    # The tabular moon may be a day off the one that was sighted.
    precision: TimePrecision = "week" if name in calendars.ISLAMIC or name.endswith("quds day") else "day"
    return Answer("DATE", day.isoformat(), precision, clock.anchor, day=day)


def _hijri_day(m: re.Match[str], clock: Clock) -> Answer | None:
    month = lx.HIJRI_MONTHS[m["hm"].lower().replace("’", "'")]
    day = int(re.sub(r"\D", "", m["d"]))
    if not 1 <= day <= 30:
        return _impossible("XXXX-XX-XX", "vague", m[0])
    year = int(m["y"]) if m["y"] else _hijri_year_now(clock, month)
    if year is None:
        return Answer("DATE", "XXXX-XX-XX", "day")
    found = calendars.hijri(year, month, day)
    return Answer("DATE", found.isoformat(), "day", None if m["y"] else clock.anchor, day=found)


def _hijri_year_now(clock: Clock, month: int) -> int | None:
    """The Hijri year whose given month lies nearest to the story's day."""
    today = clock.today
    if today is None or not clock.year_known or today.year < 700:
        return None
    guess = int((today.year - 622) * 33 / 32)
    return min(range(guess - 1, guess + 4), key=lambda y: abs((calendars.hijri(y, month, 15) - today).days))


def _hijri_month(m: re.Match[str], clock: Clock) -> Answer | None:
    year = _hijri_year_now(clock, 9)
    if year is None:
        return Answer("DATE", "XXXX-XX", "month")
    middle = calendars.hijri(year, 9, 15)
    return Answer("DATE", f"{middle.year:04d}-{middle.month:02d}", "month", clock.anchor, day=middle)


def _hijri_year(m: re.Match[str], clock: Clock) -> Answer | None:
    middle = calendars.hijri(
        int(m["y"] or m["y2"] or m["y3"]), 7, 1
    )  # a Hijri year lies in two of ours: the larger part
    return Answer("DATE", f"{middle.year:04d}", "year", day=date(middle.year, 1, 1))


def _buddhist_year(m: re.Match[str], clock: Clock) -> Answer | None:
    year = int(m["y"] or m["y2"]) - 543
    return Answer("DATE", f"{year:04d}", "year", day=date(year, 1, 1))


def _bc_year(m: re.Match[str], clock: Clock) -> Answer | None:
    year = int(re.sub(r"\D", "", m[0]))
    return Answer("DATE", f"BC{year:04d}", "year") if year else _impossible("XXXX", "vague", m[0])


def _vague(m: re.Match[str], clock: Clock) -> Answer | None:
    words = re.sub(r"\s+", " ", m["w"].lower())
    if words in ("then current", "then-current"):
        value = "PAST_REF"
    elif words in ("right now", "now", "currently", "at present", "presently", "nowadays", "these days", "at the moment", "to date", "current"):  # fmt: skip
        value = "PRESENT_REF"
    elif (
        "future" in words
        or "term" in words
        or words in ("soon", "shortly", "a later date")
        or "coming" in words
    ):
        value = "FUTURE_REF"
    else:
        value = "PAST_REF"
    return Answer("DATE", value, "vague", clock.anchor)


_CLOCK = re.compile(
    r"(?P<h>[0-9]{1,2})(?:[:.]?(?P<min>[0-9]{2}))?(?::[0-9]{2}(?:\.[0-9]+)?)?\s*(?P<ap>[apAP])?"
)


def _clock_value(words: str) -> tuple[str, TimePrecision] | None:
    """ "5 p.m." -> "T17:00"; None for an hour no clock shows."""
    lower = words.lower()
    if lower in ("noon", "midday"):
        return "T12:00", "hour"
    if lower == "midnight":
        return "T00:00", "hour"
    m = _CLOCK.match(words)
    if m is None:
        return None
    hour, minute = int(m["h"]), int(m["min"] or 0)
    if m["ap"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if m["ap"].lower() == "p" else 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        return None
    offset = re.search(r"(?P<s>[+-])\s?(?P<h>[0-9]{1,2}):?(?P<m>[0-9]{2})?\)?$", words)
    zone = "Z" if re.search(r"GMT|UTC|Z$", words) else ""
    if offset:
        zone = f"{offset['s']}{int(offset['h']):02d}:{offset['m'] or '00'}"
    precise: TimePrecision = "minute" if m["min"] else "hour"
    return f"T{hour:02d}:{minute:02d}{zone}", precise


def _with_clock(answer: Answer, words: str) -> Answer:
    got = _clock_value(words)
    if got is None or answer.precision != "day":
        return answer
    return answer._replace(type="TIME", value=answer.value + got[0], precision=got[1])


def _clock_rule(m: re.Match[str], clock: Clock) -> Answer | None:
    zone = m["z"] or ""
    got = _clock_value(m["t"] + (" " + zone if re.match(r"\(?(?:GMT|UTC|Z)", zone, re.IGNORECASE) else ""))
    if got is None:
        return None
    day = clock.told_day
    return Answer("TIME", _at(day, "day", clock.year_known) + got[0], got[1], clock.anchor, day=day)


def _clock_in(m: re.Match[str], clock: Clock) -> Answer | None:
    hour = lx.number(re.split(r"[:.]", m["h"])[0])
    minute = re.search(r"[:.]([0-9]{2})$", m["h"])
    if hour is None or not 1 <= hour <= 12:
        return None
    hour24 = int(hour) % 12 + (0 if m["part"].lower() == "morning" else 12)
    value = f"{_at(clock.told_day, 'day', clock.year_known)}T{hour24:02d}:{minute[1] if minute else '00'}"
    return Answer("TIME", value, "minute" if minute else "hour", clock.anchor, day=clock.told_day)


def _mid_part(m: re.Match[str], clock: Clock) -> Answer | None:
    return _part(clock, clock.told_day, m["part"])


RECKON: dict[str, Callable[[re.Match[str], Clock], Answer | None]] = {
    "iso": _iso, "numeric": _numeric, "hijri_day": _hijri_day, "hijri_year": _hijri_year,
    "buddhist_year": _buddhist_year, "bc_year": _bc_year, "persian_day": _persian_day, "persian_year": _persian_year, "double": _double, "ymd": _dmy,
    "nth_of": _nth_of, "split_year": _split_year, "military": _military, "range_dmy": _dmy,
    "range_mdy": _dmy, "dmy": _dmy, "mdy": _dmy, "dmy_words": _in_words, "mdy_words": _in_words, "nth_day": _nth_day, "my": _month_year, "clock_in": _clock_in, "clock": _clock_rule,
    "hour24": _clock_rule,
    "ago_day": _ago_day, "beyond": _beyond, "year_before": _year_before, "same_of": _same_of, "month_quarter": _month_quarter, "weekday_nth": _weekday_nth,
    "day_beyond": _day_beyond, "deictic": _deictic, "ago": _ago, "unit_ago": _ago, "set_every": _set_every,
    "set_per": _set_per, "set_ly": _set_ly, "weekdays": _weekdays, "weekday": _weekday_answer,
    "quarter_of": _quarter_of, "q_short": _q_short, "season_year": _season_year, "period_year": _period_year,
    "fiscal": _fiscal, "decade": _decade, "century": _nth_century, "rel_number": _duration,
    "rel_units": _rel_units, "rel": _rel, "day_after": _day_after, "the_eve": _the_eve, "adj_number": _duration,
    "duration": _duration, "whole": _whole, "bare_the": _bare_the, "year_end": _year_end,
    "year_range": _year_only, "spelled": _spelled, "year": _year_only, "sept11": _sept11, "holiday": _holiday,
    "hijri_month": _hijri_month, "month": _bare_month, "season": _bare_season, "part": _mid_part,
    "vague": _vague, "bare_units": _bare_units,
}  # fmt: skip
