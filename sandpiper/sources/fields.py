"""Named fields -> Story: what JSONL lines and table rows have in common."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

from sandpiper.errors import FormatError, UsageError
from sandpiper.sources.text import clean
from sandpiper.types import Story

FIELDS = ("id", "text", "title", "published", "url", "outlet", "language")

# Other names people give these fields, most usual first; compared in lower case without "_", "-" and spaces.
_GUESSES: dict[str, tuple[str, ...]] = {
    "id": ("id", "storyid", "articleid", "docid", "documentid", "guid", "uid"),
    "text": ("text", "body", "content", "story", "fulltext", "maintext", "articletext", "article", "bodytext"),
    "title": ("title", "headline", "head", "heading", "articletitle"),
    "published": (
        "published", "date", "pubdate", "publicationdate", "publisheddate", "publishdate", "datepublished",
        "publishedat", "dateline", "storydate", "articledate", "datepublish", "timestamp",
    ),
    "url": ("url", "link", "href", "sourceurl", "articleurl"),
    "outlet": ("outlet", "publisher", "publication", "source", "sourcename", "newspaper", "agency", "sourcedomain"),
    "language": ("language", "lang", "locale"),
}  # fmt: skip
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ISO = re.compile(r"(\d{4})([-/.]?)(\d{2})\2(\d{2})(?:$|[T\s].*)", re.DOTALL)
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:$|[T,\s]\s*\d.*)", re.DOTALL)
_DAY_FIRST = re.compile(
    r"(?:[A-Za-z]+\.?,?\s*)?(?:the\s+)?(\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+(?:of\s+)?([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})\b"
)
_MONTH_FIRST = re.compile(
    r"(?:[A-Za-z]+(?:,|\.|\s)\s*)?([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b"
)
_STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})\d{6}")  # 20170608100000
_EPOCH = re.compile(r"(\d{9,10}|\d{13})(?:\.\d+)?")  # seconds since 1970, or milliseconds


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that could not be made a story: where it stood, its id where known, and why.

    ``absent``: what the caller named (a file, a URL, a column) is not there, and no story is at fault.
    """

    source: str
    story: str | None
    reason: str
    absent: bool = False


@dataclass(slots=True)
class Notes:
    """What there is to say besides stories and reasons; filled while sources are read."""

    passed_over: int = 0
    """Files in folders whose names end in no suffix that we read."""
    passed_over_names: list[str] = field(default_factory=list)
    """The first few of them."""
    ambiguous: int = 0
    """Dates that could be two days (``05/06/2024``) where nothing in their column tells which."""
    unread: int = 0
    """Dates that could not be read."""
    examples: dict[str, str] = field(default_factory=dict)
    """The first ambiguous and the first unread one, with its place."""

    def pass_over(self, name: str) -> None:
        """Count a file."""
        self.passed_over += 1
        if len(self.passed_over_names) < 3:
            self.passed_over_names.append(name)

    def undated(self, value: object, place: str) -> None:
        """Count a date that no day was made of."""
        kind = "ambiguous" if _ambiguous(value) else "unread"
        self.ambiguous += kind == "ambiguous"
        self.unread += kind == "unread"
        self.examples.setdefault(kind, f"{str(value)[:40]!r} in {place}")

    def warnings(self) -> list[str]:
        """What somebody should know whose stories have lost their dates."""
        said = {
            "ambiguous": (self.ambiguous, "could be two days, and nothing in their column tells which"),
            "unread": (self.unread, "could not be read"),
        }
        return [
            f"{count} {'date' if count == 1 else 'dates'} {what} (first: {self.examples[kind]}): "
            "taken for missing"
            for kind, (count, what) in said.items()
            if count
        ]


@dataclass(frozen=True, slots=True)
class Options:
    """What a reader is told: which column holds which field, and where notes go."""

    columns: Mapping[str, str] | None = None
    notes: Notes = field(default_factory=Notes)


class Dates:
    """The dates of one column, all in one order: that which some date in the whole column proves.

    ``column`` gives all its values; it is asked when the first date comes that could be two days. None where they
    cannot be looked at before their turn.
    """

    def __init__(self, notes: Notes, column: Callable[[], Iterable[object]] | None = None) -> None:
        self._notes, self._column = notes, column
        self._day_first: bool | None = None

    def day(self, value: object, place: str) -> str | None:
        """The day as ``YYYY-MM-DD``, or None, which is noted where there was a value."""
        found = iso_date(value)
        if found is None and _ambiguous(value):
            if self._column is not None:
                self._day_first, self._column = day_first(self._column()), None
            found = iso_date(value, day_first=self._day_first)
        if found is None and value is not None and str(value).strip():
            self._notes.undated(value, place)
        return found


def day_first(values: Iterable[object]) -> bool | None:
    """Whether all-numeric dates of a column name the day first; None where none proves it, or both orders stand there."""
    seen = set()
    for value in values:
        match = _NUMERIC.fullmatch(value.strip()) if isinstance(value, str) else None
        if match and match[2] != "." and _date(2000, *sorted((int(match[1]), int(match[3])))):
            seen |= {int(match[1]) > 12} if max(int(match[1]), int(match[3])) > 12 else set()
    return seen.pop() if len(seen) == 1 else None


def _ambiguous(value: object) -> bool:
    match = _NUMERIC.fullmatch(value.strip()) if isinstance(value, str) else None
    return (
        match is not None
        and match[2] != "."
        and 1 <= int(match[1]) <= 12
        and 1 <= int(match[3]) <= 12
        and iso_date(value) is None
    )


def choose_columns(names: Iterable[str], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Which column holds which Story field: those ``given`` (field -> column), the others by their usual names.

    Raises ``UsageError`` for a field Story does not have and ``FormatError`` for a column that is not
    there; fields without a column are left out.
    """
    names = list(names)
    chosen = dict(given or {})
    for wanted, column in chosen.items():
        if wanted not in FIELDS:
            raise UsageError(f"no such field: {wanted!r} (there are {', '.join(FIELDS)})")
        if column not in names:
            raise FormatError(f"no column {column!r}; there are: {', '.join(names)}")
    plain = {re.sub(r"[\s_-]", "", name).lower(): name for name in reversed(names)}
    taken = set(chosen.values())
    for usual, guesses in _GUESSES.items():
        if usual in chosen:
            continue
        for guess in guesses:
            name = plain.get(guess)
            if name is not None and name not in taken:
                chosen[usual] = name
                taken.add(name)
                break
    return chosen


def story_of(
    row: Mapping[str, object], columns: Mapping[str, str], source: str, fallback: str, dates: Dates
) -> Story | Rejected:
    """One row -> one story; ``fallback`` is its id when the row gives none.

    A title, URL, outlet or language that is no string is dropped, as is a date that cannot be read for certain.
    """
    values = {field: row.get(column) for field, column in columns.items()}
    given = values.get("id")
    id_ = str(given).strip() if isinstance(given, (str, int)) and not isinstance(given, bool) else ""
    id_ = clean(id_) or fallback
    text = values.get("text")
    if text is None:
        return Rejected(source, id_, "no text")
    if not isinstance(text, str):
        return Rejected(source, id_, f"text is {type(text).__name__}, not a string")
    text = clean(text)
    if not text.strip():
        return Rejected(source, id_, "empty")
    return Story(
        id=id_,
        text=text,
        title=_line(values.get("title")),
        published=dates.day(values.get("published"), fallback),
        url=_line(values.get("url")),
        outlet=_line(values.get("outlet")),
        language=_line(values.get("language")),
    )


def _line(value: object) -> str | None:
    return clean(value).strip() or None if isinstance(value, str) else None


def iso_date(value: object, *, day_first: bool | None = None) -> str | None:
    """A date or date-time as ``YYYY-MM-DD``; None for what is no date or could be two (``06/08/2017``).

    Reads ISO 8601 (also ``20170608``), RFC 2822, English month names, seconds or milliseconds since 1970, and
    all-numeric dates whose order is plain: dots are read day first, slashes and hyphens where one number exceeds 12, where
    both are equal, or as ``day_first`` says. The day is that of the time zone the value is written in, else UTC.
    """
    if isinstance(value, dt.date):  # datetime is a date
        return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not 8 <= len(value.strip()) <= 80:
        return None
    value = value.strip()
    if match := _ISO.fullmatch(value):
        return _date(int(match[1]), int(match[3]), int(match[4]))
    if match := _NUMERIC.fullmatch(value):
        first, second = int(match[1]), int(match[3])
        if match[2] == "." or first > 12 or first == second:
            return _date(int(match[4]), second, first)
        if second > 12:
            return _date(int(match[4]), first, second)
        if day_first is None:
            return None
        return _date(int(match[4]), *((second, first) if day_first else (first, second)))
    if match := _STAMP.fullmatch(value):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _EPOCH.fullmatch(value):
        seconds = int(match[1]) // (1000 if len(match[1]) == 13 else 1)
        return (dt.date(1970, 1, 1) + dt.timedelta(seconds // 86400)).isoformat()
    if match := _DAY_FIRST.match(value):
        return _date(int(match[3]), _month(match[2]), int(match[1]))
    if match := _MONTH_FIRST.match(value):
        return _date(int(match[3]), _month(match[1]), int(match[2]))
    try:
        return parsedate_to_datetime(value).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _month(name: str) -> int:
    name = name.lower()
    matches = [
        i for i, month in enumerate(_MONTHS, 1) if month.startswith(name[:4] if name == "sept" else name)
    ]
    return matches[0] if len(matches) == 1 else 0


def _date(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None
