"""PLOVER as data: categories, modes, contexts, sectors, scores, and the crosswalk to CAMEO.

The facts stand in ``plover.toml`` (source: the PLOVER manual of the Open Event Data Alliance); this module only
asks them. A name that PLOVER does not have is a ``KeyError`` that says so.
"""

from __future__ import annotations

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
