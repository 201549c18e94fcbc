"""The room's tables, read once: translated surnames, the people known by them, given names, abbreviations, senses."""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise

from sandpiper import names as spelling
from sandpiper.errors import TableError

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Surname:
    """A surname that is also a common word: what it is, and for whom (``m``, ``f``, ``any``)."""

    name: str
    language: str
    gender: str
    collides: str
    renderings: tuple[str, ...] = ()
    derived: bool = False  # made of the word, no form of it: Сорокин, Ершов

    def rank(self, words: str) -> int:
        """The place of words among the renderings: 0 for what a machine mostly writes."""
        return self.renderings.index(words) if words in self.renderings else len(self.renderings)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody known by such a surname, in an office from one day to another."""

    surname: str
    name: str
    office: str
    country: str
    valid_from: str
    valid_to: str
    key: str
    sex: str

    def valid(self, date: str | None) -> bool:
        return date is None or (self.valid_from or "0") <= date <= (self.valid_to or "9")


@dataclass(frozen=True, slots=True)
class Sense:
    """Words that a machine takes in the wrong sense, and what they mean there.

    They are the group of ``pattern`` that matched, whose rest is the company that gives the sense away; ``stems`` are
    letters in lower case one of which every match has (none: nothing is known). ``excludes`` is the category of event
    that the wrong sense suggests, ``category`` that of the right one.
    """

    rule: str
    pattern: re.Pattern[str]
    stems: tuple[str, ...]
    reading: str
    excludes: str | None
    category: str | None
    until: Mapping[str, str]
    confidence: float


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """Letters left as in the original: what they stand for in a story about ``countries``, in the company that they need."""

    letters: str
    reading: str
    countries: frozenset[str]
    near: re.Pattern[str] | None


def rows(name: str) -> Iterator[Row]:
    """The rows of one tab-separated table; ``TableError`` where one has another number of cells than the header."""
    text = resources.files("sandpiper.translation").joinpath(name).read_text("utf-8")
    reader = csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    header = next(reader)
    for cells in reader:
        if len(cells) != len(header):
            raise TableError("not as many cells as columns", file=name, line=reader.line_num)
        yield dict(zip(header, map(str.strip, cells), strict=True))


@functools.cache
def surnames() -> Mapping[str, tuple[Surname, ...]]:
    """What a machine writes, in lower case -> the surnames that it may stand for."""
    found: dict[str, dict[str, Surname]] = {}
    for row in rows("surnames.tsv"):
        renderings = tuple(
            w.strip().lower().removeprefix("the ") for w in row["renderings"].split("|") if w.strip()
        )
        surname = Surname(
            row["surname"],
            row["language"],
            row["gender"],
            row["collides"],
            renderings,
            row["note"] == "derived",
        )
        for words in renderings:
            found.setdefault(words, {}).setdefault(f"{surname.name} {surname.language}", surname)
    return {words: tuple(some.values()) for words, some in found.items()}


@functools.cache
def longest() -> int:
    """The number of words of the longest rendering."""
    return max(words.count(" ") + 1 for words in surnames())


@functools.cache
def people() -> Mapping[str, tuple[Person, ...]]:
    """Surname -> the people known by it."""
    found: dict[str, list[Person]] = {}
    for row in rows("people.tsv"):
        person = Person(
            row["surname"], row["person"], row["office"], row["country"], row["valid_from"], row["valid_to"],
            row["key"], row["sex"],
        )  # fmt: skip
        found.setdefault(person.surname, []).append(person)
    return {surname: tuple(some) for surname, some in found.items()}


@functools.cache
def given() -> Mapping[str, Row]:
    """Given names of Russian and Ukrainian news -> sex, and whether they are as common in the West."""
    return {row["name"]: row for row in rows("given.tsv")}


@functools.cache
def given_row(name: str) -> Row | None:
    """The row of a given name in this or another romanisation: Serhii, Andrij."""
    exact = given().get(name)
    if exact is not None or len(name) < 4 or not name[0].isupper() or name.isupper():
        return exact
    return _given_by_key().get(spelling.key(name, cyrillic=True))


@functools.cache
def _given_by_key() -> Mapping[str, Row]:
    return {spelling.key(name, cyrillic=True): row for name, row in given().items()}


@functools.cache
def common() -> Mapping[tuple[str, str], float]:
    """Surname and language -> how common it is (Zipf: log10 of the uses in a thousand million words), if it is."""
    return {(row["surname"], row["language"]): float(row["zipf"]) for row in rows("common.tsv")}


@functools.cache
def likely() -> Mapping[tuple[str, str], str]:
    """What a machine writes, in lower case, and a language -> the surname that it most probably stands for there."""
    return {(row["rendering"], row["language"]): row["surname"] for row in rows("likely.tsv")}


@functools.cache
def senses() -> tuple[Sense, ...]:
    return tuple(
        Sense(
            row["rule"] if ":" in row["rule"] else f"sense:{row['rule']}", re.compile(row["pattern"]),
            stems(row["pattern"]), row["reading"], row["excludes"] or None, row["category"] or None,
            dict(pair.split("=") for pair in row["until"].split("|") if pair), float(row["confidence"]),
        )
        for row in rows("senses.tsv")
    )  # fmt: skip


def stems(pattern: str) -> tuple[str, ...]:
    """Letters with which the words of a sense begin in a pattern, in lower case; none where they are not that plain.

    Looking for letters is far faster than for a pattern, and a story has few of the words.
    """
    found: set[str] = set()
    for match in _GROUP.finditer(pattern):
        for words in _alternatives(_inside(pattern, match.end() - 1)):
            found |= _beginnings(words)
    return tuple(sorted(found)) if "" not in found else ()


_GROUP = re.compile(r"(?<!\\)\((?!\?)")
_PLAIN = re.compile(r"(?:\[([A-Za-z])\w\])?((?:[A-Za-z '-](?![?*{]))*)")


def _beginnings(words: str) -> set[str]:
    """The plain letters with which a pattern begins, by alternative."""
    if words.startswith("(?:"):
        inside = _inside(words, 0)
        if words[len(inside) + 2 : len(inside) + 3] in ("?", "*", "{"):
            return {""}
        return {b for alternative in _alternatives(inside[2:]) for b in _beginnings(alternative)}
    plain = _PLAIN.match(words)
    letters = ((plain[1] or "") + plain[2]).lower() if plain else ""
    return {letters if len(letters) > 2 else ""}


def _inside(pattern: str, start: int) -> str:
    """What stands in the brackets that open at ``start``."""
    for end, depth in _depths(pattern, start):
        if depth == 0:
            return pattern[start + 1 : end]
    raise ValueError(pattern)


def _alternatives(pattern: str) -> list[str]:
    cuts = [at for at, depth in _depths(pattern, 0) if depth == 0 and pattern[at] == "|"]
    return [pattern[a + 1 : b] for a, b in pairwise([-1, *cuts, len(pattern)])]


def _depths(pattern: str, start: int) -> Iterator[tuple[int, int]]:
    """Each plain character of a pattern from ``start``, with the number of brackets open behind it."""
    depth = 0
    for token in _TOKEN.finditer(pattern, start):
        depth += {"(": 1, ")": -1}.get(token[0], 0)
        yield token.start(), depth


_TOKEN = re.compile(r"\\.|\[\]?[^\]]*\]|.", re.DOTALL)


@functools.cache
def places() -> tuple[Mapping[str, str], ...]:
    """Rows of places with their stem and declension."""
    return tuple(rows("places.tsv"))


@functools.cache
def abbreviations() -> Mapping[str, Abbreviation]:
    return {
        row["letters"]: Abbreviation(
            row["letters"], row["reading"], frozenset(row["countries"].split("|")),
            re.compile(row["near"]) if row["near"] else None,
        )
        for row in rows("abbreviations.tsv")
    }  # fmt: skip
