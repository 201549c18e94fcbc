"""JSON -> stories: one object a line (JSONL), or one array or object (JSON)."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import BinaryIO

from sandpiper.errors import DecodeError, FormatError
from sandpiper.sources.fields import Dates, Options, Rejected, choose_columns, story_of
from sandpiper.sources.text import decode, joined
from sandpiper.types import Story

MAX_LINE = 64 << 20  # bytes; a longer line is no story, and reading it whole would take the memory
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read(data: bytes, source: str, options: Options | None = None) -> Iterator[Story | Rejected]:
    """JSONL bytes -> stories; a bad line is one Rejected and the rest goes on."""
    yield from stream(io.BytesIO(data), source, options, lambda: io.BytesIO(data))


def stream(
    lines: BinaryIO,
    source: str,
    options: Options | None = None,
    again: Callable[[], BinaryIO] | None = None,
) -> Iterator[Story | Rejected]:
    """JSONL -> stories, one line in memory at a time; ids not given are ``source:line`` (from 1).

    ``again`` opens the same once more, to learn the order of dates; without it dates that could be two stay unread.
    """
    options = options or Options()
    dates = Dates(options.notes, (lambda: _dates(again(), options)) if again else None)
    number, empty = 0, True
    for number, line in enumerate(_lines(lines), 1):
        place = f"{source}:{number}"
        if line is None:
            yield Rejected(source, place, f"line longer than {MAX_LINE >> 20} MiB")
            empty = False
            continue
        if not line.strip():
            continue
        empty = False
        yield _story(line, options, source, place, dates)
    if empty:
        yield Rejected(source, None, "empty")


def read_json(data: bytes, source: str, options: Options | None = None) -> Iterator[Story | Rejected]:
    """One JSON array of story objects, or one such object (or JSONL under the wrong suffix) -> stories."""
    try:
        value = json.loads(decode(data)[0])
    except (ValueError, RecursionError, DecodeError):
        yield from read(data, source, options)  # each line then says what is wrong with it
        return
    options = options or Options()
    values = value if isinstance(value, list) else [value]
    dates = Dates(options.notes, lambda: (_published(item, options) for item in values))
    if not values:
        yield Rejected(source, None, "empty")
    for number, item in enumerate(values, 1):
        yield _object(item, options, source, source if item is value else f"{source}:{number}", dates)


def sniff(start: bytes) -> str | None:
    """The suffix of what begins as JSON, with a brace or bracket: ``.jsonl``, ``.json``, or None for a text that does."""
    if start.startswith(b"["):
        return ".json" if start[1:].lstrip().startswith((b"{", b"]")) else None
    if not (start.startswith(b"{") and start[1:].lstrip().startswith((b'"', b"}"))):
        return None
    line, end, _ = start.partition(b"\n")
    return ".json" if end and line.rstrip().endswith((b"{", b"[", b",", b":")) else ".jsonl"


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Lines in UTF-8; None stands for one that is too long."""
    first = stream.readline(MAX_LINE)
    if first[:2] in _UTF16_MARKS:
        encoding = "utf-16-le" if first[:2] == _UTF16_MARKS[0] else "utf-16-be"
        rest = io.TextIOWrapper(joined(first[2:], stream), encoding=encoding, errors="replace")
        for text in rest:
            yield text.encode("utf-8", errors="replace")
        return
    line = first.removeprefix(b"\xef\xbb\xbf")
    while line:
        if len(line) >= MAX_LINE and not line.endswith(b"\n"):
            yield None
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_LINE)
        else:
            yield line
        line = stream.readline(MAX_LINE)


def _dates(lines: BinaryIO, options: Options) -> Iterator[object]:
    """The dates of publication in JSONL, as they stand there."""
    with lines:
        for line in _lines(lines):
            try:
                value = json.loads(line or b"null")
            except (ValueError, RecursionError):
                continue  # the reader has said so or will
            yield _published(value, options)


def _published(value: object, options: Options) -> object:
    try:
        chosen = choose_columns(value, options.columns) if isinstance(value, dict) else {}
    except FormatError:
        return None
    return value.get(chosen["published"]) if isinstance(value, dict) and "published" in chosen else None


def _story(line: bytes, options: Options, source: str, place: str, dates: Dates) -> Story | Rejected:
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return Rejected(source, place, "bad line: not UTF-8")
    except json.JSONDecodeError as error:
        return Rejected(source, place, f"bad JSON: {error.msg} at column {error.colno}")
    except (ValueError, RecursionError) as error:  # a number of a million digits; a thousand brackets
        return Rejected(source, place, f"bad JSON: {error}")
    return _object(value, options, source, place, dates)


def _object(value: object, options: Options, source: str, place: str, dates: Dates) -> Story | Rejected:
    if not isinstance(value, dict):
        return Rejected(source, place, f"bad line: a JSON object is wanted, not {type(value).__name__}")
    try:
        chosen = choose_columns(value, options.columns)
    except FormatError as error:
        return Rejected(source, place, error.reason, absent=True)
    return story_of(value, chosen, source, place, dates)
