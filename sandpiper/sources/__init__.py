"""Bytes -> Story: files, folders, standard input and URLs, read one story at a time.

``READERS`` maps a suffix to a reader of bytes; ``open_sources`` finds the reader, streams what can be
streamed, and keeps ids unique. What cannot be read becomes :class:`Rejected`, never a traceback.
"""

from __future__ import annotations

import gzip
import hashlib
import http.client
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from sandpiper.errors import DecodeError, UsageError
from sandpiper.sources import html, jsonl, table
from sandpiper.sources.fields import FIELDS, Rejected, iso_date
from sandpiper.sources.text import clean, decode, joined
from sandpiper.types import Story

__all__ = ["READERS", "Rejected", "clean", "decode", "iso_date", "open_sources", "read_text"]

MAX_BYTES = 64 << 20  # of one story's file; larger ones are no story
URL_TIMEOUT = 20.0  # seconds
URL_MAX_BYTES = 16 << 20

Items = Iterator[Story | Rejected]


def read_text(data: bytes, source: str) -> Items:
    """Plain text in any usual encoding -> one story with ``source`` for its id."""
    try:
        text, _ = decode(data)
    except DecodeError as error:
        yield Rejected(source, source, error.reason)
        return
    yield Story(id=source, text=text) if text.strip() else Rejected(source, source, "empty")


READERS: dict[str, Callable[[bytes, str], Items]] = {
    ".txt": read_text,
    ".text": read_text,
    ".html": html.read,
    ".htm": html.read,
    ".xhtml": html.read,
    ".jsonl": jsonl.read,
    ".ndjson": jsonl.read,
    ".json": jsonl.read_json,
    ".csv": table.read_csv,
    ".tsv": table.read_tsv,
    ".parquet": table.read_parquet,
}
_CONTENT_TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
}


def open_sources(
    args: Iterable[str | os.PathLike[str]],
    *,
    columns: Mapping[str, str] | None = None,
    stdin: BinaryIO | None = None,
    unique: bool = True,
) -> Items:
    """Files, folders (recursively, in order of name, known suffixes), URLs and ``-`` -> stories, streamed.

    ``columns`` maps Story fields to columns of tables and keys of JSON lines. Ids: the one given in the
    data; else the file's name (in a folder: the path below it), with ``:row`` for tables and JSON lines;
    the URL; for plain text on standard input a hash of the text. An id met before gets ``#2``, ``#3`` …;
    not so without ``unique``, for a store, which must know the id that a story came with to find it again.
    Raises ``UsageError`` if ``columns`` names a field that Story does not have.
    """
    for field in columns or ():
        if field not in FIELDS:
            raise UsageError(f"no such field: {field!r} (there are {', '.join(FIELDS)})")
    items = (item for arg in args for item in _open(os.fspath(arg), columns, stdin))
    return _unique(items) if unique else items


def _unique(items: Items) -> Items:
    # Eight bytes an id, not the id: a million stories must fit beside the model.
    seen: set[int] = set()
    for item in items:
        if isinstance(item, Rejected):
            yield item
            continue
        id_, number = item.id, 1
        while (key := _key(id_)) in seen:
            number += 1
            id_ = f"{item.id}#{number}"
        seen.add(key)
        yield item if id_ == item.id else replace(item, id=id_)


def _key(id_: str) -> int:
    return int.from_bytes(hashlib.blake2b(id_.encode(), digest_size=8).digest(), "big")


def _open(arg: str, columns: Mapping[str, str] | None, stdin: BinaryIO | None) -> Items:
    if arg == "-":
        yield from _stdin(stdin if stdin is not None else sys.stdin.buffer, columns)
    elif arg.startswith(("http://", "https://")):
        yield from _url(arg)
    elif Path(arg).is_dir():
        yield from _folder(Path(arg), columns)
    else:
        yield from _file(Path(arg), Path(arg).name, columns)


def _folder(folder: Path, columns: Mapping[str, str] | None) -> Items:
    found = False
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(root, name)
            if not name.startswith(".") and _suffix(path) in READERS:
                found = True
                yield from _file(path, path.relative_to(folder).as_posix(), columns)
    if not found:
        yield Rejected(str(folder), None, f"no files with a known suffix ({' '.join(READERS)})")


def _suffix(path: Path) -> str:
    """The suffix that says the format: ``.jsonl`` of ``a.jsonl.gz``."""
    suffix = path.suffix.lower()
    return Path(path.stem).suffix.lower() if suffix == ".gz" else suffix


def _file(path: Path, source: str, columns: Mapping[str, str] | None) -> Items:
    suffix = _suffix(path)
    packed = path.suffix.lower() == ".gz"
    try:
        if suffix == ".parquet" and not packed:
            path.open("rb").close()  # the usual message if it cannot be read
            yield from table.stream_parquet(path, source, columns)
            return
        with cast(BinaryIO, gzip.open(path) if packed else path.open("rb")) as stream:
            yield from _stream(stream, suffix, source, columns)
    except (OSError, EOFError, zlib.error) as error:
        yield Rejected(str(path), source, f"cannot be read: {getattr(error, 'strerror', None) or error}")


def _stream(stream: BinaryIO, suffix: str, source: str, columns: Mapping[str, str] | None) -> Items:
    if suffix in (".jsonl", ".ndjson"):
        yield from jsonl.stream(stream, source, columns)
    elif suffix in (".csv", ".tsv"):
        yield from table.stream_csv(stream, source, columns, "\t" if suffix == ".tsv" else None)
    else:
        data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            yield Rejected(source, source, f"larger than {MAX_BYTES >> 20} MiB")
        else:
            yield from READERS.get(suffix, READERS[_sniff(data)])(data, source)


def _sniff(data: bytes) -> str:
    """The suffix these bytes deserve: ``.html``, ``.jsonl`` or ``.txt``."""
    start = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or (
        start.startswith(b"<?xml") and b"<html" in start
    ):
        return ".html"
    return ".jsonl" if start.startswith(b"{") and start[1:].lstrip().startswith((b'"', b"}")) else ".txt"


def _stdin(stream: BinaryIO, columns: Mapping[str, str] | None) -> Items:
    first = stream.readline(jsonl.MAX_LINE)
    if _sniff(first) == ".jsonl":
        yield from jsonl.stream(joined(first, stream), "stdin", columns)
        return
    data = first + stream.read(MAX_BYTES + 1 - len(first))
    if len(data) > MAX_BYTES:
        yield Rejected("stdin", None, f"larger than {MAX_BYTES >> 20} MiB")
        return
    for item in READERS[_sniff(data)](data, "stdin"):
        if isinstance(item, Story):
            yield replace(item, id=hashlib.sha256(item.text.encode()).hexdigest()[:16])
        else:
            yield item


def _url(url: str) -> Items:
    try:
        request = urllib.request.Request(
            url, headers={"User-Agent": "sandpiper", "Accept": "text/html, text/*, */*"}
        )
        with urllib.request.urlopen(request, timeout=URL_TIMEOUT) as response:
            data = response.read(URL_MAX_BYTES + 1)
            content_type = response.headers.get_content_type()
            charset = response.headers.get_content_charset()
    except urllib.error.HTTPError as error:
        error.close()
        yield Rejected(url, url, f"cannot be fetched: HTTP {error.code} {error.reason}")
        return
    except (OSError, ValueError, http.client.HTTPException) as error:
        yield Rejected(url, url, f"cannot be fetched: {getattr(error, 'reason', None) or error}")
        return
    if len(data) > URL_MAX_BYTES:
        yield Rejected(url, url, f"larger than {URL_MAX_BYTES >> 20} MiB")
        return
    suffix = _CONTENT_TYPES.get(content_type) or _suffix(Path(urllib.parse.urlsplit(url).path))
    reader = READERS.get(suffix, READERS[_sniff(data)])
    for item in reader(_as_declared(data, charset), url):
        yield replace(item, url=item.url or url) if isinstance(item, Story) else item


def _as_declared(data: bytes, charset: str | None) -> bytes:
    """Bytes in the encoding the server declares -> UTF-8 with its mark, if they are valid in it."""
    if charset is None or charset.lower() in ("utf-8", "iso-8859-1"):  # the latter is often only a default
        return data
    try:
        return data.decode(charset).encode("utf-8-sig")
    except (LookupError, UnicodeError):
        return data
