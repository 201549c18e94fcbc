"""Tables -> stories: CSV and TSV by the csv module, Parquet by DuckDB."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from sandpiper.errors import DecodeError, FormatError
from sandpiper.sources.fields import FIELDS, Dates, Options, Rejected, choose_columns, story_of
from sandpiper.sources.text import decode, joined
from sandpiper.types import Story

MAX_FIELD = 64 << 20  # characters
HEAD = 1 << 16  # bytes from which encoding and delimiter are found
_BATCH = 256  # rows of Parquet held at a time


def read_csv(data: bytes, source: str, options: Options | None = None) -> Iterator[Story | Rejected]:
    """CSV bytes with a header line -> stories."""
    yield from stream_csv(lambda: io.BytesIO(data), source, options)


def read_tsv(data: bytes, source: str, options: Options | None = None) -> Iterator[Story | Rejected]:
    """TSV bytes with a header line -> stories."""
    yield from stream_csv(lambda: io.BytesIO(data), source, options, delimiter="\t")


def read_parquet(data: bytes, source: str, options: Options | None = None) -> Iterator[Story | Rejected]:
    """Parquet bytes -> stories."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "table.parquet")
        path.write_bytes(data)
        yield from stream_parquet(path, source, options)


def stream_csv(
    opened: Callable[[], BinaryIO],
    source: str,
    options: Options | None = None,
    delimiter: str | None = None,
) -> Iterator[Story | Rejected]:
    """A table with a header line -> stories, a row in memory at a time.

    ``opened`` opens it, a second time where the order of its dates must be learned. The delimiter is the one of ``, ; tab |`` that parts the header most often; ids not given are
    ``source:row`` (the first row under the header is 1). A row with more fields than the header is rejected:
    its text would be cut at a comma.
    """
    options = options or Options()
    with opened() as stream:
        yield from _csv(stream, opened, source, options, delimiter)


def _csv(
    stream: BinaryIO,
    opened: Callable[[], BinaryIO],
    source: str,
    options: Options,
    delimiter: str | None,
) -> Iterator[Story | Rejected]:
    head = stream.read(HEAD)
    if not head.strip():
        yield Rejected(source, None, "empty")
        return
    try:
        names, rows = _rows(head, stream, delimiter)
        chosen = _with_text(choose_columns(names, options.columns), names)
    except DecodeError as error:
        yield Rejected(source, None, error.reason)
        return
    except FormatError as error:
        yield Rejected(source, None, error.reason, absent=True)
        return
    except (csv.Error, StopIteration) as error:
        yield Rejected(source, None, f"bad table: {error}")
        return

    def column() -> Iterator[object]:
        place = names.index(chosen["published"])
        with opened() as again:
            _, rows = _rows(again.read(HEAD), again, delimiter)
            while True:
                try:
                    yield next(rows)[place]
                except StopIteration:
                    return
                except (csv.Error, IndexError):
                    continue  # a bad row: said where it is read

    dates = Dates(options.notes, column)
    number = 0
    while True:
        number += 1
        place = f"{source}:{number}"
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield Rejected(source, place, f"bad row: {error}")
            continue
        if not row:
            number -= 1
            continue
        if any(value.strip() for value in row[len(names) :]):
            yield Rejected(source, place, f"bad row: {len(row)} fields under {len(names)} column names")
            continue
        yield story_of(dict(zip(names, row, strict=False)), chosen, source, place, dates)
    if number == 1:
        yield Rejected(source, None, "empty")


def _rows(head: bytes, rest: BinaryIO, delimiter: str | None) -> tuple[list[str], Iterator[list[str]]]:
    """Names and rows of a table; raises ``DecodeError``, ``csv.Error``, and ``StopIteration`` where there is nothing."""
    _, encoding = decode(head)
    text = io.TextIOWrapper(joined(head, rest), encoding=encoding, errors="replace", newline="")
    # The limit is the csv module's only setting and belongs to the process; its default cuts long stories off.
    csv.field_size_limit(MAX_FIELD)
    rows = csv.reader(text, delimiter=delimiter or _delimiter(head.decode(encoding, errors="replace")))
    return [name.strip().lstrip("\ufeff") for name in next(rows)], rows


def sniff(head: bytes, columns: Mapping[str, str] | None = None) -> str | None:
    """``.csv`` for bytes that begin a table, else None: every row has as many fields as the header, and the header names
    a text column (one of ours or one given) beside others."""
    cut = len(head) >= HEAD
    try:
        names, reader = _rows(head, io.BytesIO(), None)
        rows = [row for row in islice(reader, 50) if row]
    except (DecodeError, csv.Error, StopIteration):
        return None
    if rows and cut and len(rows) < 50:
        del rows[-1]
    fits = all(len(row) == len(names) for row in rows) and all(0 < len(name) <= 60 for name in names)
    if not fits or len(set(names)) < len(names):
        return None
    named = set((columns or {}).values())
    known = choose_columns(names)
    if len(names) > 1:
        telling = named or ("text" in known and (rows or cut or len(known) == len(names)))
    else:
        telling = named == set(names)
    return ".csv" if telling else None


def stream_parquet(path: Path, source: str, options: Options | None = None) -> Iterator[Story | Rejected]:
    """A Parquet file -> stories, a batch of rows in memory at a time; only the columns needed are read."""
    import duckdb  # late: starting it costs more than reading a small story

    options = options or Options()
    with duckdb.connect(":memory:") as connection:
        # DuckDB takes *, ? and [ in a path for patterns.
        quoted = "".join(f"[{char}]" if char in "*?[" else char for char in path.as_posix())
        try:
            names = [
                str(row[0])
                for row in connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [quoted]).fetchall()
            ]
            chosen = _with_text(choose_columns(names, options.columns), names)
            fields = [field for field in FIELDS if field in chosen]
            wanted = ", ".join(_identifier(chosen[field]) for field in fields)

            def column() -> Iterator[object]:
                with duckdb.connect(":memory:") as other:
                    other.execute(f"SELECT {_identifier(chosen['published'])} FROM read_parquet(?)", [quoted])
                    while batch := other.fetchmany(_BATCH):
                        yield from (row[0] for row in batch)

            dates = Dates(options.notes, column)
            connection.execute(f"SELECT {wanted} FROM read_parquet(?)", [quoted])
            number = 0
            while batch := connection.fetchmany(_BATCH):
                for row in batch:
                    number += 1
                    values = dict(zip(fields, row, strict=True))
                    place = f"{source}:{number}"
                    yield story_of(values, {field: field for field in fields}, source, place, dates)
        except FormatError as error:
            yield Rejected(source, None, error.reason, absent=True)
            return
        except duckdb.Error as error:
            yield Rejected(source, None, f"bad Parquet file: {str(error).splitlines()[0]}")
            return
    if number == 0:
        yield Rejected(source, None, "empty")


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _with_text(chosen: dict[str, str], names: list[str]) -> dict[str, str]:
    if "text" not in chosen:
        raise FormatError(f"no text column; there are: {', '.join(names)}")
    return chosen


def _delimiter(head: str) -> str:
    line = head.split("\n", 1)[0]
    bare = "".join(line.split('"')[::2])  # what stands outside quotation marks
    return max(",;\t|", key=bare.count)
