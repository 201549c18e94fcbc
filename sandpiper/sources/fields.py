"""Named fields -> Story: what JSONL lines and table rows have in common."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
_DAY_FIRST = re.compile(r"(?:\w+,\s*)?(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})\b")
_MONTH_FIRST = re.compile(r"(?:\w+,\s*)?([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that could not be made a story: where it stood, its id where known, and why."""

    source: str
    story: str | None
    reason: str


def choose_columns(names: Iterable[str], given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Which column holds which Story field: those ``given`` (field -> column), the others by their usual names.

    Raises ``UsageError`` for a field Story does not have and ``FormatError`` for a column that is not
    there; fields without a column are left out.
    """
    names = list(names)
    chosen = dict(given or {})
    for field, column in chosen.items():
        if field not in FIELDS:
            raise UsageError(f"no such field: {field!r} (there are {', '.join(FIELDS)})")
        if column not in names:
            raise FormatError(f"no column {column!r}; there are: {', '.join(names)}")
    plain = {re.sub(r"[\s_-]", "", name).lower(): name for name in reversed(names)}
    taken = set(chosen.values())
    for field, guesses in _GUESSES.items():
        if field in chosen:
            continue
        for guess in guesses:
            name = plain.get(guess)
            if name is not None and name not in taken:
                chosen[field] = name
                taken.add(name)
                break
    return chosen


def story_of(
    row: Mapping[str, object], columns: Mapping[str, str], source: str, fallback: str
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
        published=iso_date(values.get("published")),
        url=_line(values.get("url")),
        outlet=_line(values.get("outlet")),
        language=_line(values.get("language")),
    )


def _line(value: object) -> str | None:
    return clean(value).strip() or None if isinstance(value, str) else None


def iso_date(value: object) -> str | None:
    """A date or date-time as ``YYYY-MM-DD``; None for what is no date or could be two (``06/08/2017``).

    Reads ISO 8601 (also ``20170608``), RFC 2822, English month names and all-numeric dates whose order
    is plain: dots are read day first, slashes only where one number exceeds 12 or both are equal. The
    day is that of the time zone the value is written in.
    """
    if isinstance(value, dt.date):  # datetime is a date
        return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"
    if isinstance(value, int) and not isinstance(value, bool):
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
        return _date(int(match[4]), first, second) if second > 12 else None
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
