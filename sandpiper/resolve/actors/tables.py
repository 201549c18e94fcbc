"""CSV tables of actors -> entries, checked line by line, and one exact-match index over their names.

Columns: ``key,name,aliases,kind,country,sectors,office,valid_from,valid_to,note`` and, where there are any,
``demonyms``; lists are separated by ``|``, dates are ISO, both ends inclusive, empty for open. Rows of one key are the
terms of one actor (an office, a former name). Rows of a later table replace the rows that an earlier one gave that key.
"""

from __future__ import annotations

import csv
import datetime
import functools
import io
import re
import typing
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sandpiper.errors import TableError
from sandpiper.ontology import COUNTRIES, SECTORS
from sandpiper.types import ActorKind

COLUMNS = (
    "key",
    "name",
    "aliases",
    "kind",
    "country",
    "sectors",
    "office",
    "valid_from",
    "valid_to",
    "note",
)
_KINDS = frozenset(typing.get_args(ActorKind))
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_LOWER_PARTICLES = frozenset({"al", "bin", "da", "de", "del", "der", "di", "dos", "el", "la", "van", "von"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: an actor under one office or for one stretch of years."""

    key: str
    name: str
    aliases: tuple[str, ...]
    kind: ActorKind
    country: str | None
    sectors: tuple[str, ...]
    office: str | None
    valid_from: str | None
    valid_to: str | None
    note: str
    demonyms: tuple[str, ...]
    file: str

    def valid(self, date: str) -> bool:
        """Whether the row holds on that ISO date."""
        return not self.begins_after(date) and not self.ended_before(date)

    def begins_after(self, date: str) -> bool:
        return self.valid_from is not None and date < self.valid_from

    def ended_before(self, date: str) -> bool:
        return self.valid_to is not None and self.valid_to < date


@functools.lru_cache(maxsize=8192)
def normal(name: str) -> str:
    """The form under which names are compared: accents, case, article, possessive and spacing do not count.

    Short names all in capitals keep their case: "US" is no "us" and "WHO" no "who".
    """
    if not name.isascii():
        name = name.replace("’", "'").replace("‘", "'").replace("–", "-").replace("‑", "-")
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    name = " ".join(name.split())
    if name[-2:] in ("'s", "'S"):
        name = name[:-2]
    elif name.endswith("s'"):
        name = name[:-1]
    if name[:4].casefold() == "the " and len(name) > 4:
        name = name[4:]
    bare = name.replace(".", "")
    if len(bare) <= 4 and bare.isalpha() and bare.isupper():
        return bare
    return name.casefold()


def read_table(text: str, file: str) -> Iterator[Entry]:
    """The rows of one CSV table; ``TableError`` names file, line and reason where a row does not hold."""
    reader = csv.DictReader(io.StringIO(text), strict=True)
    missing = [column for column in ("key", "name", "kind") if column not in (reader.fieldnames or ())]
    if missing:
        raise TableError(f"no column {missing[0]!r}", file=file, line=1)
    unknown = sorted(set(reader.fieldnames or ()) - {*COLUMNS, "demonyms"})
    if unknown:
        raise TableError(f"unknown column {unknown[0]!r}", file=file, line=1)
    seen: dict[tuple[str, str, str, str], int] = {}
    try:
        for row in reader:
            line = reader.line_num
            if None in row or None in row.values():
                raise TableError("not as many cells as columns", file=file, line=line)
            entry = _entry({k: v.strip() for k, v in row.items()}, file, line)
            identity = (entry.key, entry.name, entry.office or "", entry.valid_from or "")
            if identity in seen:
                raise TableError(f"duplicate key {entry.key!r} (line {seen[identity]})", file=file, line=line)
            seen[identity] = line
            yield entry
    except csv.Error as error:
        raise TableError(str(error), file=file, line=reader.line_num) from None


def _entry(row: dict[str, str], file: str, line: int) -> Entry:
    def listed(column: str) -> tuple[str, ...]:
        return tuple(cell.strip() for cell in row.get(column, "").split("|") if cell.strip())

    def fail(reason: str) -> typing.NoReturn:
        raise TableError(reason, file=file, line=line)

    for column in ("key", "name"):
        if not row[column]:
            fail(f"empty {column}")
    if row["kind"] not in _KINDS:
        fail(f"{row['kind']!r} is no kind of actor")
    country = row.get("country") or None
    if country and country not in COUNTRIES:
        fail(f"{country!r} is neither an ISO 3166-1 alpha-3 code nor a PLOVER entity code")
    for sector in listed("sectors"):
        if sector not in SECTORS:
            fail(f"{sector!r} is no PLOVER sector")
    first, last = (row.get(column) or None for column in ("valid_from", "valid_to"))
    for date in (first, last):
        if date and not _is_date(date):
            fail(f"{date!r} is no ISO date")
    if first and last and last < first:
        fail(f"ends ({last}) before it begins ({first})")
    return Entry(
        key=row["key"],
        name=row["name"],
        aliases=listed("aliases"),
        kind=typing.cast(ActorKind, row["kind"]),
        country=country,
        sectors=listed("sectors"),
        office=row.get("office") or None,
        valid_from=first,
        valid_to=last,
        note=row.get("note", ""),
        demonyms=listed("demonyms"),
        file=file,
    )


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_people(form: str) -> bool:
    """Whether a demonym names the people ("Palestinians", "Frenchmen") and is no adjective ("Swiss", "Beninois")."""
    return form.endswith("men") or (form.endswith("s") and not form.endswith(("ss", "ois")))


class Index:
    """Entries by normalised name, by demonym, by surname and by office."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.names: dict[str, list[Entry]] = {}
        self.demonyms: dict[str, list[Entry]] = {}
        self.surnames: dict[str, list[Entry]] = {}
        self.holders: dict[tuple[str, str], list[Entry]] = {}
        self.by_key: dict[str, list[Entry]] = {}
        for entry in entries:
            self._add(entry)

    def _add(self, entry: Entry) -> None:
        self.by_key.setdefault(entry.key, []).append(entry)
        for name in dict.fromkeys(normal(one) for one in (entry.name, *entry.aliases)):
            self.names.setdefault(name, []).append(entry)
        for form in dict.fromkeys(normal(one) for one in entry.demonyms):
            self.demonyms.setdefault(form, []).append(entry)
        if entry.kind == "person":
            for surname in dict.fromkeys(surname_of(one) for one in (entry.name, *entry.aliases)):
                self.surnames.setdefault(surname, []).append(entry)
            if entry.country and entry.office:
                self.holders.setdefault((entry.country, entry.office), []).append(entry)


def surname_of(name: str) -> str:
    """The part of a person's name that later stands alone, particles included: "van der Leyen", "al-Assad"."""
    words = normal(name).split()
    start = len(words) - 1
    while start > 1 and words[start - 1] in _LOWER_PARTICLES:
        start -= 1
    return " ".join(words[start:])
