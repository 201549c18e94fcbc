"""Years -> days: Easter, American Mondays, the tabular Islamic calendar; all exact integer arithmetic."""

from __future__ import annotations

from datetime import date, timedelta

# Holidays by the moon: (Hijri month, day). The tabular day; where it is sighted it may be one off.
ISLAMIC = {"eid al-fitr": (10, 1), "eid al-adha": (12, 10), "ashura": (1, 10)}


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
        "ash wednesday": -46, "whit monday": 50, "pentecost": 49,
    }  # fmt: skip
    if name in offsets:
        return easter(year) + timedelta(days=offsets[name])
    if name in ISLAMIC:
        month, day = ISLAMIC[name]
        first = (year - 622) * 33 // 32 - 1
        return next(
            d for d in (hijri(y, month, day) for y in range(max(first, 1), first + 5)) if d.year >= year
        )
    if name == "orthodox easter":
        return orthodox_easter(year)
    if name == "election day":  # the Tuesday after the first Monday of November
        return nth_weekday(year, 11, 1, 1) + timedelta(days=1)
    month, weekday, nth = {
        "thanksgiving": (11, 4, 4), "thanksgiving day": (11, 4, 4), "labor day": (9, 1, 1),
        "memorial day": (5, 1, -1), "martin luther king day": (1, 1, 3),
    }[name]  # fmt: skip
    return nth_weekday(year, month, weekday, nth)


def hijri(year: int, month: int, day: int) -> date:
    """The Gregorian day of a date of the tabular Islamic calendar (civil epoch, 16 July 622 Julian).

    Observed calendars differ by a day either way. ``ValueError`` outside 1-9000 AH.
    """
    if not 1 <= year <= 9000:
        raise ValueError("Hijri year out of range")
    days = day + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30
    return date.fromordinal(227014 + days)
