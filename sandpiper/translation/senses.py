"""Words taken in the wrong sense, letters left as in the original, and contradictions that are only flagged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sandpiper.translation import tables
from sandpiper.translation.findings import Finding, Page, evidence
from sandpiper.types import Where

ABBREVIATION, FLAG = 0.92, 0.6  # set by judgement, checked on dev


def misread(page: Page, language: str | None) -> Iterator[Finding]:
    """Words that the company they keep shows to be misread: "shares of protest", "refused from non-aligned status"."""
    for string in page.strings:
        taken: set[int] = set()
        begun = starts(string.text)
        for sense in tables.senses():
            if sense.until and not (
                language in sense.until and (page.date or "9") < sense.until[language or ""]
            ):
                continue
            for match in matches(sense, string.text, begun):
                group = match.lastindex or 0
                start, end = match.span(group)
                if start < 0 or start in taken:
                    continue
                taken.add(start)
                yield Finding(
                    start, end, string.where, match[group], sense.reading, sense.rule, sense.confidence,
                    "repair", evidence([match.span()], "company", string.where),
                    excludes=sense.excludes, category=sense.category,
                )  # fmt: skip


_KEY = 3  # letters by which the words of a text are looked up; no stem is shorter
_BEFORE, _AFTER = 200, 120  # letters around the words of a sense that hold their company


def starts(text: str) -> dict[str, list[int]]:
    """The first letters of words, in lower case -> where such words begin."""
    found: dict[str, list[int]] = {}
    for match in _BEGINNING.finditer(text):
        found.setdefault(match[1].lower(), []).append(match.start())
    return found


_BEGINNING = re.compile(rf"\b(?=(\w.{{{_KEY - 1}}}))", re.DOTALL)


def matches(sense: tables.Sense, text: str, starts: dict[str, list[int]]) -> Iterator[re.Match[str]]:
    """The matches of a sense; looked for only around its words, as hundreds of patterns would take long."""
    if not sense.stems:
        yield from sense.pattern.finditer(text)
    for stem in sense.stems:
        for at in starts.get(stem[:_KEY], ()):
            if text[at : at + len(stem)].lower() == stem:
                end = text.find(" ", at + _AFTER)  # no word is cut
                yield from sense.pattern.finditer(text, max(0, at - _BEFORE), end if end > 0 else len(text))


def abbreviations(page: Page, language: str | None) -> Iterator[Finding]:
    """Abbreviations of Russian and Ukrainian bodies, in a story about their country or from its language."""
    table = tables.abbreviations()
    countries = page.countries | _HOME if language in _LANGUAGES else page.countries
    for string in page.strings:
        shouted = string.text.upper() == string.text
        reached = 0
        for match in () if shouted else _LETTERS.finditer(string.text):
            row = table.get(match[0]) or table.get(match[0].split()[0])
            if row is None or match.start() < reached or not row.countries & countries:
                continue
            start, end = match.start(), match.start() + len(row.letters)
            around = string.text[max(0, start - 80) : end + 80]
            if row.near is not None and not row.near.search(around):
                continue
            reached = end
            yield Finding(
                start, end, string.where, row.letters, row.reading, "abbreviation", ABBREVIATION, "repair",
                evidence([(start, end)], "letters", string.where),
            )  # fmt: skip


# The two are often taken for each other, and few letters mean something else in the other: on mt-dev-4 and -5 recall of
# abbreviations went from 52 to 69 per cent with either country for either language, at a precision of 95
_LANGUAGES, _HOME = frozenset({"ru", "uk"}), frozenset({"RUS", "UKR"})
_LETTERS = re.compile(
    r"\bRIA (?:of )?[“\"]news[”\"]|\b(?:[A-Z]{2}-[A-Z]{3}|[A-Z][A-Za-z]{0,5}[A-Z](?:[hsu]|ch)?|NABOO|EdRo|Min[a-z]{3,8}|Hydromet"
    r"|Gos(?:duma|dep|komstat|stat)|Sledkom|Gen(?:prokuratura|shtab)|(?:Ts|C)entr(?:obank|izbirkom)|Sov(?:fed|bez)|(?:Gor|Obl|Rai)sovet)"
    r"(?: (?:DNR|LNR|EMERCOM|RF))?\b"
)
_MONEY = re.compile(
    r"[€$£]\s?(\d[\d.,]*) (thousand|million|billion)\b|\b(\d[\d.,]*) (thousand|million|billion) (?:euros?|dollars)"
)


def conflicts(page: Page) -> Iterator[Finding]:
    """The same figure of money on two scales: "€400 thousand" and "€400 million"."""
    scales: dict[str, dict[str, tuple[int, int, Where]]] = {}
    for string in page.strings:
        for match in _MONEY.finditer(string.text):
            figure, scale = match[1] or match[3], match[2] or match[4]
            scales.setdefault(figure, {}).setdefault(scale, (*match.span(), string.where))
    for places in scales.values():
        if len(places) > 1:
            (first, other), string = list(places.values())[:2], page.strings[-1]
            if first[2] == other[2]:
                text = page.story.string(other[2])
                yield Finding(
                    other[0], other[1], other[2], text[other[0] : other[1]], text[first[0] : first[1]],
                    "number conflict", FLAG, "flag", evidence([first[:2]], "other scale", string.where),
                )  # fmt: skip
