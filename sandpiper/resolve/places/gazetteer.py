"""The compiled gazetteer: one read-only file, mapped into memory, looked up by the hash of a folded name.

Layout of ``gazetteer.bin``: ``MAGIC``, the header's length (uint32, little endian), a JSON header that gives each
array's type, offset and length, then the arrays. Names are found by binary search over sorted 64-bit hashes of
their folded forms, so the file holds no second copy of them.
"""

from __future__ import annotations

import functools
import hashlib
import json
import mmap
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from sandpiper.errors import TableError

MAGIC = b"SPGAZ3\n\0"
FILE = Path(__file__).with_name("gazetteer.bin")
Kind = Literal["country", "city", "division", "water", "region", "point", "county"]
KINDS: tuple[Kind, ...] = ("country", "city", "division", "water", "region", "point", "county")
MAIN, ALTERNATE, ABBREVIATION, BARE = 0, 1, 2, 3
_REMEMBERED = 4096  # names: a story looks each of its names up some ten times, and stories share many
_PLOVER = {"XKX": "KOS"}  # PLOVER's code where GeoNames' is none of ISO's
_NOT_LETTERS = re.compile(r"[^\w]+")
_LIGATURES = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "þ": "th",
        "ħ": "h",
        "ə": "a",
    }
)


@functools.lru_cache(maxsize=_REMEMBERED)
def fold(name: str) -> str:
    """The form under which a name is filed: no case, accents, stops, apostrophes or leading article; "St" is saint.

    >>> fold("The St. Pölten-Land"), fold("U.S."), fold("Sana'a")
    ('saint polten land', 'us', 'sanaa')
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LIGATURES))
    plain = "".join(c for c in plain if not unicodedata.combining(c) and c not in ".'’‘ʻʼ`´ʿʾ")
    words = _NOT_LETTERS.sub(" ", plain).split()
    if len(words) > 1 and words[0] == "the":
        del words[0]
    if len(words) > 1:
        words = [{"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}.get(w, w) for w in words]
    return " ".join(words)


def name_hash(folded: str) -> int:
    """64 bits of BLAKE2b: the same on every machine and run."""
    return int.from_bytes(hashlib.blake2b(folded.encode(), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True)
class Entry:
    """One place: ``country`` is ISO 3166-1 alpha-3 or None, ``code`` GeoNames' admin1 code, ``admin1`` its name."""

    row: int
    name: str
    kind: Kind
    country: str | None
    code: str | None
    admin1: str | None
    lat: float
    lon: float
    geonames: int | None
    population: int
    capital: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found under a name, and whether that is its main name, another one, an abbreviation, or a county's without "County"."""

    entry: Entry
    how: int


class Gazetteer:
    """The opened file; immutable, safe to share between threads."""

    def __init__(self, path: Path = FILE) -> None:
        """Map the file; ``TableError`` when it is missing or not a gazetteer."""
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise TableError(f"cannot be opened: {error}", file=str(path)) from None
        if self._map[: len(MAGIC)] != MAGIC:
            raise TableError("is no gazetteer of this version", file=str(path))
        start = len(MAGIC) + 4
        size = int.from_bytes(self._map[len(MAGIC) : start], "little")
        header = json.loads(self._map[start : start + size])
        arrays: dict[str, np.ndarray[Any, Any]] = {
            name: np.frombuffer(self._map, dtype=dtype, count=count, offset=offset)
            for name, (dtype, offset, count) in header["arrays"].items()
        }
        self._hashes, self._rows, self._hows = arrays["hash"], arrays["row"], arrays["how"]
        self._kind, self._country, self._admin = arrays["kind"], arrays["country"], arrays["admin"]
        self._lat, self._lon = arrays["lat"], arrays["lon"]
        self._geonames, self._population = arrays["geonames"], arrays["population"]
        self._capital = arrays["capital"]
        self._ends, self._names = arrays["ends"], arrays["names"]
        self._countries: list[str] = [_PLOVER.get(code, code) for code in header["countries"]]
        self._admins: list[tuple[str, str | None]] = [(code, name) for code, name in header["admins"]]
        self.domains: dict[str, str] = header["domains"]  # Internet domain -> ISO 3166-1 alpha-3
        self._outlets: dict[str, int] = header["outlets"]
        self.built: dict[str, Any] = header["built"]
        self._filed = functools.lru_cache(maxsize=_REMEMBERED)(self._look_up)
        self._land = functools.lru_cache(maxsize=_REMEMBERED)(self._of_code)
        lands = np.flatnonzero(self._kind == KINDS.index("country"))
        self._lands = {self._countries[int(self._country[row])]: int(row) for row in lands}

    def __len__(self) -> int:
        return len(self._kind)

    def entry(self, row: int) -> Entry:
        """The place in that row."""
        begin = int(self._ends[row - 1]) if row else 0
        code, admin1 = self._admins[int(self._admin[row])]
        return Entry(
            row=row,
            name=self._names[begin : int(self._ends[row])].tobytes().decode(),
            kind=KINDS[int(self._kind[row])],
            country=self._countries[int(self._country[row])] or None,
            code=code or None,
            admin1=admin1,
            lat=round(float(self._lat[row]), 5),
            lon=round(float(self._lon[row]), 5),
            geonames=int(self._geonames[row]) or None,
            population=int(self._population[row]),
            capital=bool(self._capital[row]),
        )

    def country(self, code: str) -> Entry | None:
        """The country of that code (ISO 3166-1 alpha-3, or PLOVER's); None for a former state and what is no country."""
        return self._land(code)

    def _of_code(self, code: str) -> Entry | None:
        row = self._lands.get(code)
        return None if row is None else self.entry(row)

    def outlet(self, host: str) -> Entry | None:
        """The town of the newspaper whose host ends so; None for one that is not listed."""
        parts = host.lower().split(".")
        row = next(
            (r for i in range(len(parts) - 1) if (r := self._outlets.get(".".join(parts[i:]))) is not None),
            None,
        )
        return None if row is None else self.entry(row)

    def find(self, name: str) -> tuple[Hit, ...]:
        """All places of that name, under whatever case, accents and punctuation; empty when there is none."""
        return self._filed(fold(name))

    def _look_up(self, folded: str) -> tuple[Hit, ...]:
        if not folded:
            return ()
        key = np.uint64(name_hash(folded))
        low = int(np.searchsorted(self._hashes, key, side="left"))
        high = int(np.searchsorted(self._hashes, key, side="right"))
        return tuple(Hit(self.entry(int(self._rows[i])), int(self._hows[i])) for i in range(low, high))


@functools.cache
def gazetteer() -> Gazetteer:
    """The shipped gazetteer, opened once a process."""
    return Gazetteer()
