"""PLOVER as data: categories, modes, contexts, sectors, scores, and the crosswalk to CAMEO; and numbers of states.

The facts stand in ``plover.toml`` (source: the PLOVER manual of the Open Event Data Alliance) and in
``state_systems.csv``; this module only asks them. A name that they do not have is a ``KeyError`` that says so.

``state_systems.csv`` says who was a state, under which number and from when to when, for two lists: the Correlates of
War Project's State System Membership (v2016, membership then taken to go on), and Gleditsch and Ward's independent
states with their microstates (Gleditsch and Ward 1999, "A Revised List of Independent States since the Congress of
Vienna", International Interactions 25(4)). It begins in 1945: an empty ``valid_from`` is a state that was one when that
year began, an empty ``valid_to`` one that still is. Days are the lists' own, both ends inclusive; ``note`` says where
such a day is not that of independence. The table was written from knowledge, then checked and corrected by public
copies of both lists. A row without a country is a state that has no code of its own here.
"""

from __future__ import annotations

import csv
import datetime
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Mode:
    """How an act was done: its score on PLOVER's -10..10 scale and its CAMEO root, None where none can be told."""

    name: str
    score: float
    cameo: str | None


@dataclass(frozen=True, slots=True)
class Category:
    """One of the sixteen kinds of act; ``score`` and ``cameo`` hold where no mode is known."""

    name: str
    quad: str
    score: float
    cameo: str | None
    requires_recipient: bool
    modes: Mapping[str, Mode]


def _category(name: str, row: Mapping[str, Any]) -> Category:
    root = row["cameo"] or None
    modes = {
        mode: Mode(mode, float(facts["score"]), facts["cameo"] or None if "cameo" in facts else root)
        for mode, facts in row.get("modes", {}).items()
    }
    return Category(
        name,
        row["quad"],
        float(row["score"]),
        root,
        row.get("requires_recipient", False),
        MappingProxyType(modes),
    )


_FACTS = tomllib.loads(resources.files(__name__).joinpath("plover.toml").read_text("utf-8"))

CATEGORIES: Mapping[str, Category] = MappingProxyType(
    {name: _category(name, row) for name, row in _FACTS["categories"].items()}
)
MODES: Mapping[str, tuple[str, ...]] = MappingProxyType({c.name: tuple(c.modes) for c in CATEGORIES.values()})
"""Modes by category, in the manual's order; an empty tuple where a category has none."""
CONTEXTS: tuple[str, ...] = tuple(_FACTS["contexts"])
SECTORS: Mapping[str, str] = MappingProxyType(_FACTS["sectors"])
"""Sector codes and what they mean."""
ENTITY_CODES: Mapping[str, str] = MappingProxyType(_FACTS["entity_codes"])
"""Codes that stand where a country would: IGO, UNO, EUR, NGO, ..."""
PARTIALLY_RECOGNISED: Mapping[str, str] = MappingProxyType(_FACTS["partially_recognised"])
"""Entities with the secondary sector PRE, and the state that PLOVER codes them under."""
COUNTRIES: frozenset[str] = frozenset([*_FACTS["iso"], *_FACTS["iso_former"], *ENTITY_CODES])
"""Everything that may stand in an actor's ``country``."""
QUADS: tuple[str, ...] = tuple(dict.fromkeys(category.quad for category in CATEGORIES.values()))


def quad(category: str) -> str:
    """``"verbal cooperation"``, ``"material cooperation"``, ``"verbal conflict"`` or ``"material conflict"``."""
    return _known(category).quad


def score(category: str, mode: str | None = None) -> float:
    """PLOVER's score, -10 (conflict) to 10 (cooperation): the mode's, or the category's where no mode is given."""
    return _known(category).score if mode is None else _mode(category, mode).score


def cameo(category: str, mode: str | None = None) -> str | None:
    """The two-digit CAMEO root, or None where PLOVER's classes do not decide it (see ``plover.toml``)."""
    return _known(category).cameo if mode is None else _mode(category, mode).cameo


def requires_recipient(category: str) -> bool:
    """Whether PLOVER codes the category only with somebody at the receiving end."""
    return _known(category).requires_recipient


def _known(category: str) -> Category:
    try:
        return CATEGORIES[category]
    except KeyError:
        raise KeyError(f"{category!r} is no PLOVER category") from None


def _mode(category: str, mode: str) -> Mode:
    try:
        return _known(category).modes[mode]
    except KeyError:
        raise KeyError(f"{mode!r} is no mode of {category}") from None


_FIRST_DAY = datetime.date(1945, 1, 1)
_day = datetime.date.fromisoformat
_Memberships = Mapping[str, tuple[tuple[datetime.date, datetime.date, int], ...]]
"""By country: first day, last day and number of each time that it was in a system."""


def _memberships(system: str) -> _Memberships:
    """The column ``cow`` or ``gw`` of the table."""
    text = resources.files(__name__).joinpath("state_systems.csv").read_text("utf-8")
    found: dict[str, tuple[tuple[datetime.date, datetime.date, int], ...]] = {}
    for row in csv.DictReader(text.splitlines()):
        if row["country"] and row[system]:
            first = _day(row["valid_from"]) if row["valid_from"] else _FIRST_DAY
            last = _day(row["valid_to"]) if row["valid_to"] else datetime.date.max
            found[row["country"]] = (*found.get(row["country"], ()), (first, last, int(row[system])))
    return MappingProxyType(found)


_COW = _memberships("cow")
_GW = _memberships("gw")


def cow(country: str, date: str) -> int | None:
    """The Correlates of War number of a country (a code in ``COUNTRIES``) on an ISO date; None where it is no state.

    Germany has 260 until 1990-10-02 and 255 from the next day, Yemen 678 and 679. None before 1945.
    ``ValueError`` where the date is no whole day, ``KeyError`` where the country is no code.
    """
    return _number(_COW, country, date)


def gw(country: str, date: str) -> int | None:
    """The Gleditsch-Ward number of a country on an ISO date, microstates included; else as ``cow``."""
    return _number(_GW, country, date)


def _number(system: _Memberships, country: str, date: str) -> int | None:
    if country not in COUNTRIES:
        raise KeyError(f"{country!r} is neither an ISO 3166-1 alpha-3 code nor a PLOVER entity code")
    day = _day(date)
    return next((n for first, last, n in system.get(country, ()) if first <= day <= last), None)
