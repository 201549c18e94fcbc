"""CSV tables of actors -> entries, checked line by line, and one exact-match index over their names.

Columns: ``key,name,aliases,kind,country,sectors,office,post,valid_from,valid_to,note`` and, where there are
any, ``demonyms``; only key, name and kind must be there; lists are separated by ``|``, dates are ISO, both ends inclusive, empty for open. Rows of one
key are the terms of one actor (an office, a former name). Rows of a later table replace the rows that an earlier one
gave that key. ``office`` is what wire says ("secretary of state"), ``post`` what that is everywhere ("foreign minister"):
one or two of ``POSTS``. ``note`` holds free remarks, separated by "; ": acting, junta, collective, realm, disputed,
doubtful (we are not sure of the holder or the days), month only, to be checked.
"""

from __future__ import annotations

import csv
import datetime
import functools
import io
import re
import typing
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sandpiper import names
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
    "post",
    "valid_from",
    "valid_to",
    "note",
)
BUILT_IN = ("states.csv", "seats.csv", "organisations.csv", "leaders.csv", "ministers.csv")
POSTS = (
    "head of state",
    "head of government",
    "foreign minister",
    "defence minister",
    "interior minister",
    "spokesperson",
)
"""What an office is in every state, whatever its name there; the order is the one in which an actor's offices count."""
NEEDED = ("key", "name", "kind")
KNOWN = (*COLUMNS, "demonyms")
_KINDS = frozenset(typing.get_args(ActorKind))
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_BARRED = str.maketrans(
    {
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ø": "o",
        "Ø": "O",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "ə": "a",
        "ʻ": "'",
    }
)
_CYRILLIC = frozenset({"BGR", "BLR", "KAZ", "KGZ", "RUS", "SUN", "UKR"})
_SURNAME_FIRST = frozenset({"CHN", "HKG", "KOR", "PRK", "TWN"})
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
    post: tuple[str, ...] = ()

    def valid(self, date: str) -> bool:
        """Whether the row holds on that ISO date."""
        return not self.begins_after(date) and not self.ended_before(date)

    def begins_after(self, date: str) -> bool:
        return self.valid_from is not None and date < self.valid_from

    def ended_before(self, date: str) -> bool:
        return self.valid_to is not None and self.valid_to < date


@dataclass(frozen=True, slots=True)
class People:
    """One row of a table of peoples: whoever is called so, and the countries where they live, most people first."""

    name: str
    aliases: tuple[str, ...]
    countries: tuple[str, ...]
    kind: str
    note: str

    @property
    def ambiguous(self) -> bool:
        """Whether the name is a word or a surname too."""
        return self.note.startswith("also ")


@functools.lru_cache(maxsize=8192)
def normal(name: str) -> str:
    """The form under which names are compared: accents, case, article, possessive and spacing do not count.

    Short names all in capitals keep their case: "US" is no "us" and "WHO" no "who".
    """
    if not name.isascii():
        name = name.replace("’", "'").replace("‘", "'").replace("–", "-").replace("‑", "-")
        name = "".join(
            c for c in unicodedata.normalize("NFKD", name.translate(_BARRED)) if not unicodedata.combining(c)
        )
    name = " ".join(name.split())
    if name[-2:] in ("'s", "'S"):
        name = name[:-2]
    elif name.endswith("s'"):
        name = name[:-1]
    if name[:4].casefold() == "the " and len(name) > 4:
        name = name[4:]
    if len(name) < 9:
        bare = name.replace(".", "")
        if len(bare) <= 4 and bare.isalpha() and bare.isupper():
            return bare
    return name.casefold()


def rows(
    text: str, file: str, needed: Sequence[str], known: Sequence[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of one CSV table with their lines: cells without blanks around them, "" in columns that the table leaves
    out; ``TableError`` names file, line and reason where the table does not hold."""
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        given = next(reader, [])
    except csv.Error as error:
        raise TableError(str(error), file=file, line=1) from None
    if missing := [column for column in needed if column not in given]:
        raise TableError(
            f"no column {listed(missing)}: the first line must name {listed(needed)}, "
            f"and may name {listed(c for c in known if c not in needed)}",
            file=file,
            line=1,
        )
    if unknown := sorted(set(given) - set(known)):
        raise TableError(
            f"unknown column {listed(unknown)}: a table may have {listed(known)}", file=file, line=1
        )
    blank = dict.fromkeys(known, "")
    try:
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(given):
                raise TableError("not as many cells as columns", file=file, line=reader.line_num)
            yield reader.line_num, blank | dict(zip(given, map(str.strip, cells), strict=True))
    except csv.Error as error:
        raise TableError(str(error), file=file, line=reader.line_num) from None


def read_table(text: str, file: str) -> Iterator[Entry]:
    """The rows of one CSV table; ``TableError`` names file, line and reason where a row does not hold."""
    seen: dict[tuple[str, ...], int] = {}
    for line, row in rows(text, file, NEEDED, KNOWN):
        entry = _entry(row, file, line)
        identity = (
            entry.key,
            entry.name,
            entry.country or "",
            entry.office or "",
            entry.valid_from or "",
        )
        if identity in seen:
            raise TableError(f"duplicate key {entry.key!r} (line {seen[identity]})", file=file, line=line)
        seen[identity] = line
        yield entry


def listed(words: Iterable[str]) -> str:
    """Words in quotes, for a message."""
    return ", ".join(repr(word) for word in words)


def cell(text: str) -> tuple[str, ...]:
    """The parts of a cell, which ``|`` separates."""
    if "|" not in text:
        return (text,) if text else ()
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _entry(row: dict[str, str], file: str, line: int) -> Entry:
    def fail(reason: str) -> typing.NoReturn:
        raise TableError(reason, file=file, line=line)

    if not row["key"] or not row["name"]:
        fail("empty key" if not row["key"] else "empty name")
    if row["kind"] not in _KINDS:
        fail(f"{row['kind']!r} is no kind of actor")
    country = row["country"] or None
    if country and country not in COUNTRIES:
        fail(f"{country!r} is neither an ISO 3166-1 alpha-3 code nor a PLOVER entity code")
    sectors, posts = cell(row["sectors"]), cell(row["post"])
    for sector in sectors:
        if sector not in SECTORS:
            fail(f"{sector!r} is no PLOVER sector")
    for post in posts:
        if post not in POSTS:
            fail(f"{post!r} is no post: one of {listed(POSTS)}")
    first, last = row["valid_from"] or None, row["valid_to"] or None
    for date in (first, last):
        if date and not is_date(date):
            fail(f"{date!r} is no ISO date")
    if first and last and last < first:
        fail(f"ends ({last}) before it begins ({first})")
    return Entry(
        row["key"],
        row["name"],
        cell(row["aliases"]) if row["aliases"] else (),
        typing.cast(ActorKind, row["kind"]),
        country,
        sectors,
        row["office"] or None,
        first,
        last,
        row["note"],
        cell(row["demonyms"]),
        file,
        posts,
    )


@functools.lru_cache(maxsize=8192)
def is_date(text: str) -> bool:
    """Whether a text is a day, ``YYYY-MM-DD``."""
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
    """Entries by key, by normalised name, by demonym, by surname and by office, and peoples by normalised name; immutable
    once made."""

    def __init__(
        self, entries: Iterable[Entry], peoples: Mapping[str, People] = MappingProxyType({})
    ) -> None:
        self.peoples = peoples
        self.by_key: dict[str, list[Entry]] = {}
        self.names: dict[str, list[Entry]] = {}
        self.demonyms: dict[str, list[Entry]] = {}
        for entry in entries:
            self.by_key.setdefault(entry.key, []).append(entry)
            self._add(self.names, (entry.name, *entry.aliases), entry)
            if entry.demonyms:
                self._add(self.demonyms, entry.demonyms, entry)

    @staticmethod
    def _add(found: dict[str, list[Entry]], names: Sequence[str], entry: Entry) -> None:
        for name in map(normal.__wrapped__, names):  # names that come once would only fill the cache
            entries = found.setdefault(name, [])
            if not entries or entries[-1] is not entry:
                entries.append(entry)

    def people(self, name: str) -> People | None:
        """The people of that name, be they called "ethnic" or not."""
        return self.peoples.get(normal(name).removeprefix("ethnic "))

    def _persons(self) -> Iterator[Entry]:
        return (entry for entries in self.by_key.values() for entry in entries if entry.kind == "person")

    @functools.cached_property
    def surnames(self) -> Mapping[str, Sequence[Entry]]:
        """Persons by the part of their names that later stands alone; in East Asia that is the first."""
        out: dict[str, list[Entry]] = {}
        for entry in self._persons():
            names = (entry.name, *entry.aliases)
            alone = [surname_of(one) for one in names]
            if entry.country in _SURNAME_FIRST:
                alone += [normal(one).partition(" ")[0] for one in names]
            for surname in dict.fromkeys(alone):
                out.setdefault(surname, []).append(entry)
        return out

    def alike(self, name: str) -> list[Entry]:
        """Persons one of whose full names is another spelling of this one (``names.same_name``), in the tables' order."""
        found: dict[int, Entry] = {}
        words = name.count(" ")
        for form, entries in self._blocks.get(names.block(name), ()) if words else ():
            for entry in entries:
                if entry.kind == "person" and names.same_name(
                    name, form, cyrillic=entry.country in _CYRILLIC
                ):
                    found.setdefault(id(entry), entry)
        return list(found.values())

    @functools.cached_property
    def _blocks(self) -> Mapping[str, Sequence[tuple[str, Sequence[Entry]]]]:
        """Full names of persons by what no style of romanisation changes in their last words."""
        out: dict[str, list[tuple[str, Sequence[Entry]]]] = {}
        for name, entries in self.names.items():
            if " " in name and any(entry.kind == "person" for entry in entries):
                out.setdefault(names.block(name), []).append((name, entries))
        return out

    @functools.cached_property
    def holders(self) -> Mapping[tuple[str, str], Sequence[Entry]]:
        """Holders by country and post, and by country and office, with and without what follows "of"."""
        out: dict[tuple[str, str], list[Entry]] = {}
        for entry in self._persons():
            if entry.country and (entry.office or entry.post):
                for name in office_names(entry.office or "", entry.post):
                    out.setdefault((entry.country, name), []).append(entry)
        return out


def office_names(office: str, post: Sequence[str] = ()) -> tuple[str, ...]:
    """Every way in which an office is asked for: "acting president of the council" is a president too."""
    bare = re.sub(r"^(?:acting|interim|caretaker|first|second) ", "", normal(office)) if office else ""
    return tuple(dict.fromkeys(filter(None, (*post, bare, bare.partition(" of ")[0]))))


def surname_of(name: str) -> str:
    """The part of a person's name that later stands alone, particles included: "van der Leyen", "al-Assad"."""
    words = normal(name).split()
    start = len(words) - 1
    while start > 1 and words[start - 1] in _LOWER_PARTICLES:
        start -= 1
    return " ".join(words[start:])
