"""Mentions -> mentions: a town with its state or country behind it and no comma between ("Miramar Florida") is two places."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Sequence

from ...types import Mention
from .gazetteer import ABBREVIATION, BARE, Gazetteer, gazetteer
from .resolution import lies_in

_TYPES = ("GPE", "LOC", "FAC")
_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_MOST = 6  # words of such a name
# what tells a part of what is behind it, and is a place of its own elsewhere
_PARTS = frozenset(
    [
        "central",
        "east",
        "eastern",
        "greater",
        "inland",
        "lower",
        "middle",
        "mid",
        "new",
        "north",
        "northeast",
        "northeastern",
        "northern",
        "northwest",
        "northwestern",
        "old",
        "outer",
        "south",
        "southeast",
        "southeastern",
        "southern",
        "southwest",
        "southwestern",
        "upper",
        "west",
        "western",
    ]
)


def parted(mentions: Sequence[Mention], first: int) -> list[Mention]:
    """One string's mentions, numbered from ``m{first}`` on, in order.

    Only where the gazetteer has no such name ("Baja California", "Kansas City"), and has the first part as a town or
    division of the second: a name or, in capitals, an abbreviation of a country or division.
    """
    out: list[Mention] = []
    for mention in mentions:
        at = _border(gazetteer(), mention.text) if mention.type in _TYPES else None
        if at is None:
            out.append(mention)
            continue
        end, start = at
        out += [
            dataclasses.replace(mention, end=mention.start + end, text=mention.text[:end]),
            dataclasses.replace(mention, start=mention.start + start, text=mention.text[start:], type="GPE"),
        ]
    if len(out) == len(mentions):
        return out
    out.sort(key=lambda m: (m.start, -m.end))
    return [dataclasses.replace(m, id=f"m{first + i}") for i, m in enumerate(out)]


def _border(book: Gazetteer, name: str) -> tuple[int, int] | None:
    """Where the first of two places in a name ends, and where the second begins."""
    words = list(_WORD.finditer(name))
    if not 1 < len(words) <= _MOST or name[: words[0].start()] or book.find(name):
        return None
    if any(name[a.end() : b.start()] != " " for a, b in itertools.pairwise(words)):
        return None
    for behind in (2, 1):
        if behind >= len(words) or {w[0].lower() for w in words[:-behind]} & _PARTS:
            continue
        end, start = words[-behind - 1].end(), words[-behind].start()
        holders = [
            hit.entry
            for hit in book.find(name[start:])
            if hit.entry.kind in ("country", "division") and hit.how != BARE
            and (hit.how != ABBREVIATION or name[start].isupper())
        ]  # fmt: skip
        if not holders:
            continue
        towns = [hit.entry for hit in book.find(name[:end]) if hit.entry.kind in ("city", "division")]
        if any(lies_in(town, holder) for town in towns for holder in holders):
            return end, start
    return None
