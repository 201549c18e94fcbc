"""JSON -> stories: one object a line (JSONL), or one array or object (JSON)."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from sandpiper.errors import DecodeError, FormatError
from sandpiper.sources.fields import Rejected, choose_columns, story_of
from sandpiper.sources.text import decode, joined
from sandpiper.types import Story

MAX_LINE = 64 << 20  # bytes; a longer line is no story, and reading it whole would take the memory
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read(data: bytes, source: str) -> Iterator[Story | Rejected]:
    """JSONL bytes -> stories; a bad line is one Rejected and the rest goes on."""
    yield from stream(io.BytesIO(data), source)


def stream(
    lines: BinaryIO, source: str, columns: Mapping[str, str] | None = None
) -> Iterator[Story | Rejected]:
    """JSONL -> stories, one line in memory at a time; ids not given are ``source:line`` (from 1)."""
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
        yield _story(line, columns, source, place)
    if empty:
        yield Rejected(source, None, "empty")


def read_json(data: bytes, source: str) -> Iterator[Story | Rejected]:
    """One JSON array of story objects, or one such object (or JSONL under the wrong suffix) -> stories."""
    try:
        value = json.loads(decode(data)[0])
    except (ValueError, RecursionError, DecodeError):
        yield from read(data, source)  # each line then says what is wrong with it
        return
    if isinstance(value, list):
        if not value:
            yield Rejected(source, None, "empty")
        for number, item in enumerate(value, 1):
            yield _object(item, None, source, f"{source}:{number}")
    else:
        yield _object(value, None, source, source)


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


def _story(line: bytes, columns: Mapping[str, str] | None, source: str, place: str) -> Story | Rejected:
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return Rejected(source, place, "bad line: not UTF-8")
    except json.JSONDecodeError as error:
        return Rejected(source, place, f"bad JSON: {error.msg} at column {error.colno}")
    except (ValueError, RecursionError) as error:  # a number of a million digits; a thousand brackets
        return Rejected(source, place, f"bad JSON: {error}")
    return _object(value, columns, source, place)


def _object(value: object, columns: Mapping[str, str] | None, source: str, place: str) -> Story | Rejected:
    if not isinstance(value, dict):
        return Rejected(source, place, f"bad line: a JSON object is wanted, not {type(value).__name__}")
    try:
        chosen = choose_columns(value, columns)
    except FormatError as error:
        return Rejected(source, place, error.reason)
    return story_of(value, chosen, source, place)
