"""The words of a description or of a body's name -> what they weigh for each sector.

``roles.csv`` knows what a head noun says by itself; here is what its company adds: a "union leader" and a "prayer leader" are not of
one sector, an unknown noun in "-ers" is of some. ``wording.csv`` (``clue,weights``) has what annotators made of such words, in
natural logarithms, fitted by ``python -m training.wording`` on the descriptions and names of our training passages; on passages left
out of the fit the wording alone finds the sector of 71.1 % of descriptions, the rules 69.2.
"""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterator, Mapping
from importlib import resources

from sandpiper.errors import TableError
from sandpiper.ontology import SECTORS

from .roles import BORDERS, Role, words_of
from .tables import Index

NONE = "-"  # in a table: no sector
_LAND, _NUMBER = "<land>", "<number>"
_END = 3  # letters of a noun's ending

Weights = Mapping[str | None, float]


def clues(text: str, role: Role | None, index: Index, *, name: bool) -> Iterator[str]:
    """What may tell the sector in a description, or in the name of a body; ``role`` is what it was parsed to."""
    yield "any"
    yield from _of_rules(role)
    words = [_class(word, index) for word, _, _ in words_of(text)]
    if name:
        yield from (f"name:{word}" for word in words)
        return
    border = next((i for i, word in enumerate(words) if i and word in BORDERS), len(words))
    for i, word in enumerate(words):
        if i == border - 1:
            yield f"head:{word}"
            yield f"end:{word[-_END:]}"
        else:
            yield f"{'before' if i < border else 'after'}:{word}"


def _of_rules(role: Role | None) -> Iterator[str]:
    """What the tables say of it."""
    if role is None:
        yield "unknown"
        return
    yield f"rule:{_first(role.sectors)}{'?' if role.weak else ''}"
    yield f"noun:{role.noun.noun}"
    if role.owner is not None:
        yield f"owner:{_first(role.owner.sectors)}"
    if role.body is not None:
        yield f"body:{_first(role.body.sectors)}"
    if role.former:
        yield "former"


def _first(sectors: tuple[str, ...]) -> str:
    return sectors[0] if sectors else NONE


def _class(word: str, index: Index) -> str:
    """A word in small letters; states, nationalities and numbers are one each."""
    if word in index.demonyms or any(
        e.file in ("states.csv", "seats.csv") for e in index.names.get(word, ())
    ):
        return _LAND
    return _NUMBER if word[0].isdecimal() else word.casefold()


def weighed(text: str, role: Role | None, index: Index, *, name: bool) -> Weights:
    """What the wording weighs for each sector that it says anything of, None for no sector; the others weigh nothing."""
    table = _table()
    sums: dict[str | None, float] = {}
    for clue in dict.fromkeys(clues(text, role, index, name=name)):
        for sector, weight in table.get(clue, ()):
            sums[sector] = sums.get(sector, 0.0) + weight
    return sums


@functools.cache
def _table() -> Mapping[str, tuple[tuple[str | None, float], ...]]:
    text = resources.files(__package__ or __name__).joinpath("wording.csv").read_text("utf-8")
    found: dict[str, tuple[tuple[str | None, float], ...]] = {}
    reader = csv.reader(text.splitlines())
    next(reader)
    for clue, cells in reader:
        weights = tuple(_weight(cell, reader.line_num) for cell in cells.split("|"))
        if clue in found:
            raise TableError(f"duplicate clue {clue!r}", file="wording.csv", line=reader.line_num)
        found[clue] = weights
    return found


def _weight(cell: str, line: int) -> tuple[str | None, float]:
    sector, _, weight = cell.partition(" ")
    if sector != NONE and sector not in SECTORS:
        raise TableError(f"{sector!r} is no PLOVER sector", file="wording.csv", line=line)
    return None if sector == NONE else sector, float(weight)
