"""Bytes -> Story: files, folders, standard input and URLs, read one story at a time.

``READERS`` maps a suffix to a reader of bytes; ``open_sources`` finds the reader, streams what can be
streamed, and keeps ids unique. What cannot be read becomes :class:`Rejected`, never a traceback.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import http.client
import os
import shutil
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from sandpiper.errors import DecodeError, UsageError
from sandpiper.sources import html, jsonl, table
from sandpiper.sources.fields import FIELDS, Notes, Options, Rejected, iso_date
from sandpiper.sources.text import clean, decode, joined
from sandpiper.types import Story

__all__ = [
    "READERS",
    "Notes",
    "Options",
    "Rejected",
    "clean",
    "decode",
    "iso_date",
    "local_path",
    "open_sources",
    "read_text",
]

MAX_BYTES = 64 << 20  # of one story's file; larger ones are no story
URL_TIMEOUT = 20.0  # seconds
URL_MAX_BYTES = 16 << 20

Items = Iterator[Story | Rejected]


class Reads(Protocol):
    """What reads one format from bytes."""

    def __call__(self, data: bytes, source: str, options: Options | None = None, /) -> Items:
        """Stories, and what could not be made one."""
        ...


def read_text(data: bytes, source: str, options: Options | None = None) -> Items:
    """Plain text in any usual encoding -> one story with ``source`` for its id."""
    try:
        text, _ = decode(data)
    except DecodeError as error:
        yield Rejected(source, source, error.reason)
        return
    yield Story(id=source, text=text) if text.strip() else Rejected(source, source, "empty")


READERS: dict[str, Reads] = {
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
    notes: Notes | None = None,
) -> Items:
    """Files, folders (recursively, in order of name, known suffixes), URLs and ``-`` -> stories, streamed.

    ``columns`` maps Story fields to columns of tables and keys of JSON; ``notes`` is told of files passed over and
    dates not understood. Ids: the one given in the
    data; else the file's name (in a folder: the path below it), with ``:row`` for tables and JSON lines;
    the URL; for plain text on standard input a hash of the text. An id met before gets ``#2``, ``#3`` …;
    not so without ``unique``, for a store, which must know the id that a story came with to find it again.
    Raises ``UsageError`` if ``columns`` names a field that Story does not have or standard input has no columns.
    """
    for field in columns or ():
        if field not in FIELDS:
            raise UsageError(f"no such field: {field!r} (there are {', '.join(FIELDS)})")
    options = Options(columns, notes or Notes())
    items = (item for arg in args for item in _open(os.fspath(arg), options, stdin))
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


def local_path(arg: str) -> Path | None:
    """The file or folder that an argument names, ``file:`` URLs included; None for standard input and the web."""
    if arg == "-" or arg.lower().startswith(("http://", "https://")):
        return None
    if arg.lower().startswith("file:"):
        parts = urllib.parse.urlsplit(arg)
        if parts.netloc in ("", "localhost"):
            return Path(urllib.request.url2pathname(parts.path))
    return Path(arg)


def _open(arg: str, options: Options, stdin: BinaryIO | None) -> Items:
    path = local_path(arg)
    if arg == "-":
        yield from _stdin(stdin if stdin is not None else sys.stdin.buffer, options)
    elif path is None:
        yield from _url(arg, options)
    elif path.is_dir():
        yield from _folder(path, options)
    else:
        yield from _file(path, path.name, options)


def _folder(folder: Path, options: Options) -> Items:
    found = False
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(root, name)
            if name.startswith("."):
                continue
            if _suffix(path) in READERS:
                found = True
                yield from _file(path, path.relative_to(folder).as_posix(), options)
            else:
                options.notes.pass_over(path.relative_to(folder).as_posix())
    if not found:
        reason = f"no files with a known suffix ({' '.join(READERS)})"
        yield Rejected(str(folder), None, reason, absent=True)


def _suffix(path: Path) -> str:
    """The suffix that says the format: ``.jsonl`` of ``a.jsonl.gz``."""
    suffix = path.suffix.lower()
    return Path(path.stem).suffix.lower() if suffix == ".gz" else suffix


def _file(path: Path, source: str, options: Options) -> Items:
    suffix = _suffix(path)
    packed = path.suffix.lower() == ".gz"

    def opened() -> BinaryIO:
        return cast(BinaryIO, gzip.open(path) if packed else path.open("rb"))

    try:
        if suffix == ".parquet" and not packed:
            path.open("rb").close()  # the usual message if it cannot be read
            yield from table.stream_parquet(path, source, options)
        elif suffix in (".csv", ".tsv"):
            yield from table.stream_csv(opened, source, options, "\t" if suffix == ".tsv" else None)
        else:
            with opened() as stream:
                if suffix in (".jsonl", ".ndjson"):
                    yield from jsonl.stream(stream, source, options, opened)
                else:
                    yield from _whole(stream, suffix, source, options)
    except (OSError, EOFError, zlib.error) as error:
        absent = isinstance(error, (FileNotFoundError, NotADirectoryError, PermissionError))
        reason = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        yield Rejected(str(path), source, reason, absent)


def _whole(stream: BinaryIO, suffix: str, source: str, options: Options) -> Items:
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        yield Rejected(source, source, f"larger than {MAX_BYTES >> 20} MiB")
    else:
        yield from (READERS.get(suffix) or READERS[_sniff(data, options)])(data, source, options)


def _sniff(data: bytes, options: Options) -> str:
    """The suffix these bytes deserve."""
    if data.startswith(b"PAR1"):
        return ".parquet"
    start = data[:4096]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = start.decode("utf-16", errors="ignore").encode(errors="ignore")
    start = start.removeprefix(codecs.BOM_UTF8).lstrip()
    lower = start[:1024].lower()
    if lower.startswith((b"<!doctype html", b"<html", b"<head", b"<body")) or (
        lower.startswith(b"<?xml") and b"<html" in lower
    ):
        return ".html"
    return jsonl.sniff(start) or table.sniff(data[: table.HEAD], options.columns) or ".txt"


def _stdin(stream: BinaryIO, options: Options) -> Items:
    first = stream.readline(jsonl.MAX_LINE)
    if first.startswith(b"\x1f\x8b"):
        try:
            with gzip.open(joined(first, stream)) as unpacked:
                yield from _stdin(cast(BinaryIO, unpacked), options)
        except (OSError, EOFError, zlib.error) as error:
            yield Rejected("stdin", None, f"cannot be read: {error}")
        return
    # JSON lines may come slowly and without end: the first one is enough to know them.
    kind = ".jsonl" if first[:1] == b"{" and _sniff(first, options) == ".jsonl" else None
    if kind is None:
        first += stream.read(table.HEAD)
        kind = _sniff(first, options)
    if kind == ".jsonl":
        yield from jsonl.stream(joined(first, stream), "stdin", options)
    elif kind in (".csv", ".parquet"):
        with tempfile.TemporaryDirectory() as folder:  # both are read more than once
            path = Path(folder, f"stdin{kind}")
            with path.open("wb") as copy:
                shutil.copyfileobj(joined(first, stream), copy)
            yield from _file(path, "stdin", options)
    elif options.columns and kind != ".json":
        raise UsageError(
            "columns were given, but standard input is no table with a header line and no JSON: it would be one story"
        )
    else:
        for item in _whole(joined(first, stream), kind, "stdin", options):
            if isinstance(item, Story) and item.id == "stdin":
                yield replace(item, id=hashlib.sha256(item.text.encode()).hexdigest()[:16])
            else:
                yield item


def _url(url: str, options: Options) -> Items:
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
        yield Rejected(url, url, f"cannot be fetched: HTTP {error.code} {error.reason}", absent=True)
        return
    except (OSError, ValueError, http.client.HTTPException) as error:
        yield Rejected(url, url, f"cannot be fetched: {getattr(error, 'reason', None) or error}", absent=True)
        return
    if len(data) > URL_MAX_BYTES:
        yield Rejected(url, url, f"larger than {URL_MAX_BYTES >> 20} MiB")
        return
    suffix = _CONTENT_TYPES.get(content_type) or _suffix(Path(urllib.parse.urlsplit(url).path))
    data = _as_declared(data, charset)
    reader = READERS.get(suffix) or READERS[_sniff(data, options)]
    for item in reader(data, url, options):
        yield replace(item, url=item.url or url) if isinstance(item, Story) else item


def _as_declared(data: bytes, charset: str | None) -> bytes:
    """Bytes in the encoding the server declares -> UTF-8 with its mark, if they are valid in it."""
    if charset is None or charset.lower() in ("utf-8", "iso-8859-1"):  # the latter is often only a default
        return data
    try:
        return data.decode(charset).encode("utf-8-sig")
    except (LookupError, UnicodeError):
        return data
