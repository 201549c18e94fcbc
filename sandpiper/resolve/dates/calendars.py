"""Years -> days: Easter, American Mondays, Islamic, Persian, Hebrew and lunisolar days, Old Style; reckoned, never looked up."""

from __future__ import annotations

import math
from bisect import bisect_left
from datetime import date, datetime, timedelta

# Holidays by the moon: (Hijri month, day); where it is sighted the day may be one off.
ISLAMIC = {
    "eid al-fitr": (10, 1), "eid ul-fitr": (10, 1), "eid al-adha": (12, 10), "eid ul-adha": (12, 10),
    "feast of the sacrifice": (12, 10), "ashura": (1, 10), "ashoura": (1, 10), "arbaeen": (2, 20), "mawlid": (3, 12),
}  # fmt: skip


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian computus, Nature 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Orthodox Easter Sunday in the Gregorian calendar (Meeus, Astronomical Algorithms; valid 1900-2099)."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth (1-based; -1: last) ISO weekday of a month."""
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    last = date(year, month + 1, 1) - timedelta(days=1) if month < 12 else date(year, 12, 31)
    return last - timedelta(days=(last.isoweekday() - weekday) % 7)


def movable_holiday(name: str, year: int) -> date:
    """The day of a holiday of ``lexicon.MOVABLE_HOLIDAYS`` in a year; ``KeyError`` for another name."""
    offsets = {
        "easter": 0, "easter sunday": 0, "easter monday": 1, "good friday": -2, "palm sunday": -7,
        "ash wednesday": -46, "whit monday": 50, "pentecost": 49, "whit sunday": 49, "maundy thursday": -3,
        "holy thursday": -3, "holy saturday": -1, "shrove tuesday": -47, "ascension day": 39, "corpus christi": 60,
    }  # fmt: skip
    if name in offsets:
        return easter(year) + timedelta(days=offsets[name])
    if name in ISLAMIC:
        return _islamic(year, *ISLAMIC[name])
    if name.endswith("quds day"):  # the last Friday of Ramadan
        last = _islamic(year, 10, 1) - timedelta(days=1)
        return last - timedelta(days=(last.isoweekday() - 5) % 7)
    if name in _HEBREW:
        return hebrew_holiday(name, year)
    if name in ("lunar new year", "chinese new year", "spring festival", "tet"):
        return lunar_new_year(year)
    if name == "diwali":
        return diwali(year)
    if name.startswith("orthodox"):
        return orthodox_easter(year) - timedelta(days=0 if name.endswith("easter") else 2)
    if name == "remembrance sunday":
        return nth_weekday(year, 11, 7, 2)
    if name == "election day":  # the Tuesday after the first Monday of November
        return nth_weekday(year, 11, 1, 1) + timedelta(days=1)
    month, weekday, nth = {
        "thanksgiving": (11, 4, 4), "thanksgiving day": (11, 4, 4), "labor day": (9, 1, 1),
        "memorial day": (5, 1, -1), "martin luther king day": (1, 1, 3), "martin luther king jr. day": (1, 1, 3),
        "presidents' day": (2, 1, 3), "presidents day": (2, 1, 3), "columbus day": (10, 1, 2),
    }[name]  # fmt: skip
    return nth_weekday(year, month, weekday, nth)


def hijri(year: int, month: int, day: int) -> date:
    """The Gregorian day of a date of the Islamic calendar: by the new moon from 1900 to 2100, tabular before and after
    (civil epoch, 16 July 622 Julian). Observed calendars differ by a day either way. ``ValueError`` outside 1-9000 AH.
    """
    if not 1 <= year <= 9000:
        raise ValueError("Hijri year out of range")
    days = day + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30
    tabular = date.fromordinal(227014 + days)
    return _sighted(tabular, day) if 1900 <= tabular.year <= 2100 else tabular


def _sighted(tabular: date, day: int) -> date:
    """The day of a month that begins with the first evening after the new moon: on 27 of 32 feasts of 2010-2025 what
    Mecca kept, where the tabular day is that on 14."""
    first = tabular - timedelta(days=day - 1)
    near = round(((first - date(2000, 1, 6)).days - 1) / 29.530588861)
    starts = ((new_moon(near + i) + timedelta(hours=_SUNSET)).date() + timedelta(days=1) for i in (-1, 0, 1))
    return min(starts, key=lambda start: abs((start - first).days)) + timedelta(days=day - 1)


_SUNSET = (
    15  # hours from the last new moon that is seen that evening to the end of its day, in universal time
)


def _islamic(year: int, month: int, day: int) -> date:
    """The first time that a day of the Islamic year falls in a year of ours."""
    first = (year - 622) * 33 // 32 - 1
    return next(d for d in (hijri(y, month, day) for y in range(max(first, 1), first + 5)) if d.year >= year)


# Leap years of the 33-year cycle, right for every year since the calendar's reform of 1925 and for 1178-1633 but few.
_PERSIAN_LEAPS = (1, 5, 9, 13, 17, 22, 26, 30)


def persian(year: int, month: int, day: int) -> date:
    """The Gregorian day of a date of the Solar Hijri calendar. ``ValueError`` outside 1-3000 or for a day no month has."""
    if not 1 <= year <= 3000 or not 1 <= day <= (31 if month <= 6 else 30):
        raise ValueError("no such Persian date")

    def leaps(y: int) -> int:  # before the year
        return 8 * (y // 33) + bisect_left(_PERSIAN_LEAPS, y % 33)

    since = 365 * (year - 1396) + leaps(year) - leaps(1396)
    return date(2017, 3, 21) + timedelta(
        days=since + 31 * min(month - 1, 6) + 30 * max(month - 7, 0) + day - 1
    )


def julian(year: int, month: int, day: int) -> date:
    """The Gregorian day of an Old Style date. ``ValueError`` for a day that calendar lacks."""
    leap = month == 2 and day == 29 and year % 4 == 0
    date(2000 if leap else 2001, month, day)
    a = (14 - month) // 12
    y, m = year + 4800 - a, month + 12 * a - 3
    number = day + (153 * m + 2) // 5 + 365 * y + y // 4 - 32083
    return date.fromordinal(number - 1721425)


# Days from the Jewish new year of the year that ends in autumn (Passover lies 163 days before the next).
_HEBREW = {
    "rosh hashanah": 0,
    "yom kippur": 9,
    "sukkot": 14,
    "passover": -163,
    "purim": -193,
    "shavuot": -113,
    "hanukkah": 0,
}


def _hebrew_new_year(year: int) -> date:
    """1 Tishri of a Hebrew year, by the molad and its four postponements (all in the day count below)."""
    months = (235 * year - 234) // 19
    parts = 12084 + 13753 * months
    days = 29 * months + parts // 25920
    days += (3 * (days + 1)) % 7 < 3
    return date.fromordinal(days - 1373427)


def hebrew_new_year(year: int) -> date:
    """Rosh Hashanah that falls in a Gregorian year (Dershowitz and Reingold, Calendrical Calculations)."""
    hebrew = year + 3761
    before, here, after = (_hebrew_new_year(hebrew + i).toordinal() for i in (-1, 0, 1))
    if after - here == 356:
        here += 2
    elif here - before == 382:
        here += 1
    return date.fromordinal(here)


def hebrew_holiday(name: str, year: int) -> date:
    """The first day of a Jewish holiday in a Gregorian year; ``KeyError`` for another name."""
    new = hebrew_new_year(year)
    if name == "hanukkah":
        length = (hebrew_new_year(year + 1) - new).days
        return new + timedelta(days=84 if length in (355, 385) else 83)
    return new + timedelta(days=_HEBREW[name])


def new_moon(k: int) -> datetime:
    """The k-th new moon since 6 January 2000 in universal time, within a quarter of an hour in our centuries
    (Meeus, Astronomical Algorithms, chapter 49, the greater terms)."""
    t = k / 1236.85
    days = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t
    sun = math.radians(2.5534 + 29.1053567 * k)
    moon = math.radians(201.5643 + 385.81693528 * k + 0.0107582 * t * t)
    node = math.radians(160.7108 + 390.67050284 * k - 0.0016118 * t * t)
    days += (
        -0.4072 * math.sin(moon)
        + 0.17241 * math.sin(sun)
        + 0.01608 * math.sin(2 * moon)
        + 0.01039 * math.sin(2 * node)
        + 0.00739 * math.sin(moon - sun)
        - 0.00514 * math.sin(moon + sun)
        + 0.00208 * math.sin(2 * sun)
    )
    return datetime(2000, 1, 1, 12) + timedelta(days=days - 2451545.0)


def _new_moons(year: int, month: int) -> list[datetime]:
    """The new moons from two months before the first of a month to two months after it."""
    k = round((year - 2000 + (month - 1) / 12) * 12.3685)
    return [new_moon(k + i) for i in range(-2, 3)]


def lunar_new_year(year: int) -> date:
    """The Chinese new year: two months after the one that holds the winter solstice, in Beijing's time."""
    days = [(moon + timedelta(hours=8)).date() for moon in _new_moons(year, 2)]
    solstice = date(year - 1, 12, 21 if year % 4 == 1 and year > 1985 else 22)
    eleventh = _new_moons(year - 1, 12)
    starts = sorted({*days, *((moon + timedelta(hours=8)).date() for moon in eleventh)})
    at = max(i for i, d in enumerate(starts) if d <= solstice) + 2
    return starts[at] if starts[at] >= date(year, 1, 21) else starts[at + 1]


def diwali(year: int) -> date:
    """The evening before the new moon of Kartika, in India; a region may keep the next day."""
    moons = [m - timedelta(hours=13) for m in _new_moons(year, 11)]
    return next(m.date() for m in moons if date(year, 10, 17) <= m.date() <= date(year, 11, 15))
