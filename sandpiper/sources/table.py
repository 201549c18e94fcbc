"""Tables -> stories: CSV and TSV by the csv module, Parquet by DuckDB."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from sandpiper.errors import DecodeError, FormatError
from sandpiper.sources.fields import FIELDS, Rejected, choose_columns, story_of
from sandpiper.sources.text import decode, joined
from sandpiper.types import Story

MAX_FIELD = 64 << 20  # characters
_BATCH = 256  # rows of Parquet held at a time


def read_csv(data: bytes, source: str) -> Iterator[Story | Rejected]:
    """CSV bytes with a header line -> stories."""
    yield from stream_csv(io.BytesIO(data), source)


def read_tsv(data: bytes, source: str) -> Iterator[Story | Rejected]:
    """TSV bytes with a header line -> stories."""
    yield from stream_csv(io.BytesIO(data), source, delimiter="\t")


def read_parquet(data: bytes, source: str) -> Iterator[Story | Rejected]:
    """Parquet bytes -> stories."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "table.parquet")
        path.write_bytes(data)
        yield from stream_parquet(path, source)


def stream_csv(
    stream: BinaryIO, source: str, columns: Mapping[str, str] | None = None, delimiter: str | None = None
) -> Iterator[Story | Rejected]:
    """A table with a header line -> stories, a row in memory at a time.

    The delimiter is the one of ``, ; tab |`` that parts the header most often; ids not given are
    ``source:row`` (the first row under the header is 1). A row with more fields than the header is rejected:
    its text would be cut at a comma.
    """
    head = stream.read(1 << 16)
    if not head.strip():
        yield Rejected(source, None, "empty")
        return
    try:
        _, encoding = decode(head)
    except DecodeError as error:
        yield Rejected(source, None, error.reason)
        return
    text = io.TextIOWrapper(joined(head, stream), encoding=encoding, errors="replace", newline="")
    # The limit is the csv module's only setting and belongs to the process; its default cuts long stories off.
    csv.field_size_limit(MAX_FIELD)
    if delimiter is None:
        delimiter = _delimiter(head.decode(encoding, errors="replace"))
    rows = csv.reader(text, delimiter=delimiter)
    try:
        names = [name.strip().lstrip("\ufeff") for name in next(rows)]
        chosen = _with_text(choose_columns(names, columns), names)
    except (csv.Error, StopIteration, FormatError) as error:
        yield Rejected(source, None, getattr(error, "reason", None) or f"bad table: {error}")
        return
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
        yield story_of(dict(zip(names, row, strict=False)), chosen, source, place)
    if number == 1:
        yield Rejected(source, None, "empty")


def stream_parquet(
    path: Path, source: str, columns: Mapping[str, str] | None = None
) -> Iterator[Story | Rejected]:
    """A Parquet file -> stories, a batch of rows in memory at a time; only the columns needed are read."""
    import duckdb  # late: starting it costs more than reading a small story

    with duckdb.connect(":memory:") as connection:
        # DuckDB takes *, ? and [ in a path for patterns.
        quoted = "".join(f"[{char}]" if char in "*?[" else char for char in path.as_posix())
        try:
            names = [
                str(row[0])
                for row in connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [quoted]).fetchall()
            ]
            chosen = _with_text(choose_columns(names, columns), names)
            fields = [field for field in FIELDS if field in chosen]
            wanted = ", ".join('"' + chosen[field].replace('"', '""') + '"' for field in fields)
            connection.execute(f"SELECT {wanted} FROM read_parquet(?)", [quoted])
            number = 0
            while batch := connection.fetchmany(_BATCH):
                for row in batch:
                    number += 1
                    values = dict(zip(fields, row, strict=True))
                    yield story_of(values, {field: field for field in fields}, source, f"{source}:{number}")
        except FormatError as error:
            yield Rejected(source, None, error.reason)
            return
        except duckdb.Error as error:
            yield Rejected(source, None, f"bad Parquet file: {str(error).splitlines()[0]}")
            return
    if number == 0:
        yield Rejected(source, None, "empty")


def _with_text(chosen: dict[str, str], names: list[str]) -> dict[str, str]:
    if "text" not in chosen:
        raise FormatError(f"no text column; there are: {', '.join(names)}")
    return chosen


def _delimiter(head: str) -> str:
    line = head.split("\n", 1)[0]
    bare = "".join(line.split('"')[::2])  # what stands outside quotation marks
    return max(",;\t|", key=bare.count)
