"""Text -> Numbers: words that count something, with the least and the most they allow.

Numerals ("1,200", "1.5 million"), words ("twenty-two", "a dozen", "hundreds of"), ranges ("10 to 15", "12-15") and
bounds ("at least", "more than", "up to"). What is counted, a head of the model says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from sandpiper.numerals import SMALL, TENS
from sandpiper.types import Span

_SMALL = {word: i for i, word in enumerate(SMALL)} | TENS
_SCALE = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1000, "million": 1_000_000}
_MANY = {"dozens": 24, "scores": 40, "hundreds": 100, "thousands": 1000, "millions": 1_000_000}

_MANY_OF = {"tens": 10, "hundreds": 100}

_AFTER = "|".join(_SCALE)
_NUMERAL = r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?!\d)|\d{1,15}(?!\d)(?:\.\d{1,9})?"
_UNIT = rf"(?:(?:{'|'.join(TENS)})(?:[-\s](?:{'|'.join(SMALL)})\b)?|(?:{'|'.join(SMALL)})\b)"
_BELOW_1000 = rf"{_UNIT}(?:\shundred\b(?:(?:\sand)?\s{_UNIT})?)?"
_ONE = rf"(?:(?:{_NUMERAL}|{_BELOW_1000}|an?\b)(?:\s(?:{_AFTER})\b(?:(?:\sand)?\s{_BELOW_1000})?)*)"
_MOST = 10**15  # digits of that many people are no count
_PART = r"(?:third|quarter|fifth|half|halve|tenth)s?\b"
_NUMBER = re.compile(
    rf"""(?P<bound>\b(?:at\s+least|(?:(?:no|not)\s+)?(?:more|fewer|less)\s+than|over|upwards\s+of|up\s+to|as\s+many\s+as|at\s+most|nearly|
      almost|(?P<between>between))\s+)?
    (?<![\w.,/:%$€£-])(?:
      (?P<many>(?:(?:tens|hundreds)\sof\s)?(?:{"|".join(_MANY)})\b)
      | (?P<low>(?P<half>half\s(?=an?\s))?{_ONE})(?:(?:\s?[-–]\s?|\sto\s|\sor\s|(?(between)\sand\s|(?!)))(?P<high>{_ONE}))?
    )(?![\w%/:]|[.,]\d|-\d|-(?:first|second|(?:th|four|fif|six|seven|eigh|nin)(?:ird|th))\b|[-\s]{_PART})(?P<open>\sor\smore\b|\+)?""",
    re.I | re.X,
)
_DAY = re.compile(r"\d{1,2}(?=[\u00a0\u202f ]\d{3})")
_MONTH = re.compile(
    r"\b(?:Jan(?:uary)?|Feb(?:ruary)?|March|Mar|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?\s$",
    re.I,
)
_AT_LEAST = frozenset(
    {
        "at least",
        "more than",
        "over",
        "upwards of",
        "no less than",
        "no fewer than",
        "not less than",
        "not fewer than",
    }
)
_AT_MOST = frozenset(
    {
        "up to",
        "as many as",
        "at most",
        "fewer than",
        "less than",
        "nearly",
        "almost",
        "no more than",
        "not more than",
    }
)


@dataclass(frozen=True, slots=True)
class Number:
    """Words that count: ``span`` with the bound ("at least 12"), ``figure`` without; an open side is None."""

    span: Span
    figure: Span
    min: int | None
    max: int | None
    article: bool = False  # a bare "a": one, if it counts at all


def numbers(text: str, start: int = 0, end: int | None = None) -> list[Number]:
    """The numbers in [start, end) in order. Years, dates and prices are numbers like others: this room only reads them."""
    out = []
    at, stop = start, len(text) if end is None else end
    while m := _NUMBER.search(text, at, stop):
        at = m.end()
        day = _DAY.match(m["low"] or "")
        if day and _MONTH.search(text, max(0, m.start("low") - 12), m.start("low")):
            at = m.start("low") + day.end()  # "on May 12 300 people": a day, then a number
            continue
        if m["many"]:
            words = m["many"].lower().split()
            low = _MANY[words[-1]] * (_MANY_OF[words[0]] if len(words) > 1 else 1)
            out.append(Number(Span(*m.span()), Span(*m.span("many")), low, None))
            continue
        first = _value(m["low"])
        second = _value(m["high"]) if m["high"] else first
        if first is None or second is None:
            continue
        if m["high"]:
            first = _shared(first, m["low"], second, m["high"])
        low_, high_ = sorted((first, second))
        bound = " ".join((m["bound"] or "").lower().split())
        if bound == "between" and not m["high"]:
            bound = ""
        start_ = m.start() if bound else m.start("low")
        article = m["low"].lower() in ("a", "an")
        out.append(
            Number(
                Span(start_, m.end()),
                Span(m.start("low"), m.end("high") if m["high"] else m.end("low")),
                None if bound in _AT_MOST else low_,
                None if bound in _AT_LEAST or m["open"] else high_,
                article and not bound,
            )
        )
    return out


def _shared(first: int, low: str, second: int, high: str) -> int:
    """The first of a pair that shares the second's scale ("two to three thousand"), where it lies below that then, too."""
    scale = _SCALE.get(high.lower().split()[-1], 1)
    if low.lower().split()[-1] in _SCALE or first >= 1000 or first * scale > second:
        return first
    return first * scale


def _value(words: str) -> int | None:
    """The number that the words give; None where they give none that is whole, or one that counts nobody on earth."""
    total = Decimal(0)
    part: Decimal | None = None
    share = 1
    for word in re.findall(r"\d[\d,\u00a0\u202f ]*\d(?:\.\d+)?|\d+(?:\.\d+)?|[a-z]+", words.lower()):
        if word[0].isdigit():
            part = (part or 0) + Decimal(re.sub(r"[^\d.]", "", word))
        elif word in _SMALL:
            part = (part or 0) + Decimal(_SMALL[word])
        elif word in ("a", "an"):
            part = Decimal(1)
        elif word == "half":
            share = 2
        elif word in _SCALE:
            part = (1 if part is None else part) * Decimal(_SCALE[word])
            if _SCALE[word] >= 1000:
                total, part = total + part, None
    value = (total + (part or 0)) / share
    return int(value) if value <= _MOST and value == int(value) else None
