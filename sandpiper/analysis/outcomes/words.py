"""Text -> words with stems and forms: enough English to see that "withdrew", "withdrawn" and "withdrawal" tell one act.

Stems are cut, not looked up: endings of inflection and of nouns made from verbs go; irregular verbs stand in a list.
"""

from __future__ import annotations

import functools
import gzip
import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from sandpiper.numerals import SMALL, TENS

Form = Literal["base", "past", "ing", "s", "same"]

_WORD = re.compile(r"\d[\d.,]*\d|\d|[^\W\d_]+(?:['’][^\W\d_]+)?")

_ENGLISH = tomllib.loads(resources.files(__package__).joinpath("english.toml").read_text("utf-8"))
_IRREGULAR = {
    form: base
    for base, forms in (line.split(":") for line in _ENGLISH["irregular"])
    for form in forms.split()
}
_SAME = frozenset(_ENGLISH["same"].split())
_NOUN_ENDS = (
    "ication",
    "ations",
    "ation",
    "ition",
    "ments",
    "ment",
    "ions",
    "ion",
    "ances",
    "ance",
    "als",
    "al",
    "ures",
    "ure",
)
_NUMBERS = {word: str(n) for n, word in enumerate(SMALL)} | {word: str(n) for word, n in TENS.items()}
_VERB_END = re.compile(r"(?:at|is|iz|ish|if)$")
_TWICE = re.compile(r"([^aeiou])\1$")

STOP = frozenset(_ENGLISH["stop"].split())
"""Words that tell nothing of what a promise is about."""
BODIES = frozenset(_ENGLISH["bodies"].split())
"""What bodies and offices are called; alone they name nobody."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, as it is written, its stem and its form as a verb."""

    start: int
    end: int
    text: str
    stem: str
    form: Form

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def name(self) -> bool:
        """Whether it is written with a capital, as names are."""
        return self.text[0].isupper()


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of a text between two offsets; offsets are those of the whole text."""
    out = []
    for m in _WORD.finditer(text, start, len(text) if end is None else end):
        stem, form = analysed(m[0])
        out.append(Word(m.start(), m.end(), m[0], stem, form))
    return out


def analysed(word: str) -> tuple[str, Form]:
    """Stem and form of a word: ``withdrew`` -> ``("withdraw", "past")``; numbers become digits without commas."""
    low = re.sub(r"['’]s?$", "", word.lower())
    if low[0].isdigit() or low in _NUMBERS:
        return _NUMBERS.get(low, low.replace(",", "")), "base"
    if low in _SAME:
        return low, "same"
    if low in _IRREGULAR:
        return _cut(_IRREGULAR[low]), "past"
    if low.endswith("ied") and len(low) > 4:
        return _cut(low[:-3] + "y"), "past"
    if low.endswith("ed") and len(low) > 4:
        return ("need", "base") if low == "need" else (_cut(low[:-2]), "past")
    if low.endswith("ing") and len(low) > 5:
        return _cut(low[:-3]), "ing"
    if low.endswith("ies") and len(low) > 4:
        return _cut(low[:-3] + "y"), "s"
    if low.endswith("s") and len(low) > 3 and not low.endswith(("ss", "us", "is")):
        return _cut(low[:-2] if low.endswith(("xes", "zes", "ches", "shes", "sses")) else low[:-1]), "s"
    return _cut(low), "base"


def _cut(low: str) -> str:
    """A base form, or what is left of an inflected one, -> its stem."""
    for end in _NOUN_ENDS:
        if low.endswith(end) and len(low) - len(end) >= (3 if end.startswith("ment") else 4):
            low = low[: -len(end)]
            break
    while len(low) > 3 and low[-1] in "ey":
        low = low[:-1]
    low = _VERB_END.sub("", low) if len(low) > 6 else low
    return _TWICE.sub(r"\1", low) if len(low) > 3 else low


def stems_of(text: str) -> frozenset[str]:
    """The stems of words divided by blanks."""
    return frozenset(analysed(word)[0] for word in text.split())


VERBS = frozenset(map(_cut, (*_IRREGULAR.values(), *_SAME)))
"""Stems of the irregular verbs."""


@functools.cache
def alike() -> dict[str, dict[str, float]]:
    """Stem -> stems of words that are used alike, and how alike (0 to 1): from ``near.txt.gz`` and ``english.toml``."""
    raw = resources.files(__package__).joinpath("near.txt.gz").read_bytes()
    out: dict[str, dict[str, float]] = {}
    for line in gzip.decompress(raw).decode().splitlines():
        stem, *near = line.split()
        out[stem] = {other: min(0.9, int(c) / 100 + 0.2) for other, c in (pair.split(":") for pair in near)}
    for group in _ENGLISH["alike"]:
        stems = stems_of(group)
        for stem in stems:
            out.setdefault(stem, {}).update(dict.fromkeys(stems - {stem}, 0.8))
    return out
