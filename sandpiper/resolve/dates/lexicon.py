"""Words -> numbers: months, weekdays, units, numerals, holidays of the wire; plain tables, no logic but lookup."""

from __future__ import annotations

import re
from fractions import Fraction

from ... import numerals

MONTHS: dict[str, int] = {name: i for i, name in enumerate(numerals.MONTHS, 1)}
MONTHS |= {name[:3]: i for name, i in MONTHS.items()} | {"sept": 9}

WEEKDAYS: dict[str, int] = {name: i for i, name in enumerate(numerals.WEEKDAYS, 1)}
WEEKDAY_SHORT: dict[str, int] = {
    "mon": 1, "tue": 2, "tues": 2, "wed": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5, "sat": 6, "sun": 7,
}  # fmt: skip
WEEKDAY_NAME = {number: name.capitalize() for name, number in WEEKDAYS.items()}

SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
DAY_PARTS = {
    "morning": "MO", "forenoon": "MO", "dawn": "MO", "daybreak": "MO", "noon": "MI", "midday": "MI",
    "lunchtime": "MI", "afternoon": "AF", "evening": "EV", "dusk": "EV", "night": "NI", "midnight": "NI",
}  # fmt: skip

# unit -> (TIMEX3 letter, how many of that letter, whether it is shorter than a day)
UNITS: dict[str, tuple[str, int, bool]] = {
    "second": ("S", 1, True), "minute": ("M", 1, True), "hour": ("H", 1, True),
    "day": ("D", 1, False), "night": ("D", 1, False), "week": ("W", 1, False), "fortnight": ("W", 2, False),
    "weekend": ("WE", 1, False), "month": ("M", 1, False), "quarter": ("Q", 1, False),
    "year": ("Y", 1, False), "decade": ("Y", 10, False), "century": ("Y", 100, False),
    "centurie": ("Y", 100, False), "millennium": ("Y", 1000, False),
}  # fmt: skip

_TWENTIES = [f"twenty-{word}" for word in numerals.ORDINALS[:9]]
ORDINALS: dict[str, int] = {
    word: i for i, word in enumerate([*numerals.ORDINALS, *_TWENTIES, "thirtieth", "thirty-first"], 1)
}  # of the days of a month
TENS = numerals.TENS
NUMERALS: dict[str, int] = {word: i for i, word in enumerate(numerals.SMALL)} | TENS
DECADES = {f"{word[:-1]}ies": value for word, value in TENS.items()}  # "twenties": 20
VAGUE_NUMBERS = frozenset({"few", "several", "some", "many", "couple", "dozens", "numerous", "countless"})

# Holidays whose date the civil calendar fixes; the movable ones are reckoned in calendars.py.
FIXED_HOLIDAYS: dict[str, tuple[int, int]] = {
    "new year's day": (1, 1), "new year's eve": (12, 31), "new year's": (1, 1), "orthodox christmas": (1, 7),
    "valentine's day": (2, 14), "st patrick's day": (3, 17), "st. patrick's day": (3, 17),
    "international women's day": (3, 8), "defender of the fatherland day": (2, 23), "may day": (5, 1),
    "victory day": (5, 9), "bastille day": (7, 14), "halloween": (10, 31), "all saints' day": (11, 1),
    "armistice day": (11, 11), "veterans day": (11, 11), "christmas eve": (12, 24), "christmas day": (12, 25),
    "christmas": (12, 25), "boxing day": (12, 26), "juneteenth": (6, 19), "nowruz": (3, 21), "nakba day": (5, 15),
    "labour day": (5, 1), "workers' day": (5, 1), "workers day": (5, 1), "coptic christmas": (1, 7), "old new year": (1, 14),
    "orthodox new year": (1, 14), "remembrance day": (11, 11), "russia day": (6, 12), "women's day": (3, 8),
    "human rights day": (12, 10), "earth day": (4, 22), "press freedom day": (5, 3), "world refugee day": (6, 20),
    "world aids day": (12, 1), "holocaust remembrance day": (1, 27), "national unity day": (11, 4), "songkran": (4, 13),
    "saint patrick's day": (3, 17), "epiphany": (1, 6), "assumption day": (8, 15), "all souls' day": (11, 2),
    "anzac day": (4, 25), "april fools' day": (4, 1), "fourth of july": (7, 4),
}  # fmt: skip
MOVABLE_HOLIDAYS = (
    "orthodox easter", "easter sunday", "easter monday", "easter", "good friday", "palm sunday", "ash wednesday",
    "whit monday", "pentecost", "thanksgiving day", "thanksgiving", "labor day", "memorial day",
    "martin luther king day", "martin luther king jr. day", "presidents' day", "presidents day", "columbus day",
    "election day", "eid al-fitr", "eid ul-fitr", "eid al-adha", "eid ul-adha", "feast of the sacrifice", "ashura", "ashoura",
    "arbaeen", "mawlid", "quds day", "al-quds day", "maundy thursday", "holy thursday", "holy saturday", "shrove tuesday",
    "ascension day", "whit sunday", "orthodox good friday", "corpus christi", "remembrance sunday", "passover", "purim",
    "rosh hashanah", "yom kippur", "sukkot", "shavuot", "hanukkah", "lunar new year", "chinese new year", "spring festival",
    "tet", "diwali",
)  # fmt: skip
HIJRI_MONTHS: dict[str, int] = {
    "muharram": 1, "safar": 2, "rajab": 7, "shaban": 8, "sha'ban": 8, "ramadan": 9, "ramadhan": 9,
    "shawwal": 10, "dhu al-qadah": 11, "dhu al-qidah": 11, "dhu al-hijjah": 12, "rabi al-awwal": 3, "rabi al-thani": 4,
    "jumada al-awwal": 5, "jumada al-thani": 6, "dhul hijjah": 12, "zilhaj": 12, "zulhijjah": 12,
}  # fmt: skip

PERSIAN_MONTHS: dict[str, int] = {
    "farvardin": 1, "ordibehesht": 2, "khordad": 3, "tir": 4, "mordad": 5, "shahrivar": 6, "mehr": 7, "aban": 8,
    "azar": 9, "dey": 10, "bahman": 11, "esfand": 12,
}  # fmt: skip
_SPLIT = re.compile(r"[\s-]+")


def number(words: str) -> Fraction | None:
    """The number that ``words`` ("12", "2 1/2", "forty-two", "a", "two hundred") says; None if it is vague."""
    total = Fraction(0)
    seen = False
    for word in _SPLIT.split(words.lower().replace(",", "").strip()):
        if word in ("a", "an") or word == "half":
            total += Fraction(1, 2) if word == "half" else (0 if seen else 1)
        elif word in NUMERALS:
            total += NUMERALS[word]
        elif word in ("hundred", "thousand", "dozen"):
            total = max(total, Fraction(1)) * {"hundred": 100, "thousand": 1000, "dozen": 12}[word]
        elif re.fullmatch(r"[0-9]{1,6}(?:\.[0-9]{1,3})?(?:/[1-9])?", word):
            total += Fraction(word) if "/" not in word or "." not in word else 0
        elif word in VAGUE_NUMBERS:
            return None
        else:
            continue
        seen = True
    return total if seen else None


def nth(word: str) -> int:
    """The number of an ordinal ("third", "3rd", "twenty-sixth"); -1 of "last" and "final"."""
    word = _SPLIT.sub("-", word.lower())
    return int(re.sub(r"\D", "", word)) if word[0].isdecimal() else ORDINALS.get(word, -1)


def spelled_year(words: str) -> int | None:
    """The year in "nineteen ninety-four" or "two thousand and three"; None if it is none."""
    parts = [NUMERALS[w] for w in _SPLIT.split(words.lower()) if w in NUMERALS]
    if "thousand" in words.lower():
        return 2000 + sum(parts[1:]) if parts[:1] == [2] else None
    return 100 * parts[0] + sum(parts[1:]) if len(parts) > 1 else None
