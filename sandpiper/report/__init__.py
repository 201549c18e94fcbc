"""Readings -> other people's formats: ``FORMATS`` is the table, ``export`` uses it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from sandpiper.errors import UsageError
from sandpiper.report import contract_jsonl, tables
from sandpiper.types import Reading

__all__ = ["FORMATS", "export"]

# format -> (readings, out) -> number of readings written
FORMATS: dict[str, Callable[[Iterable[Reading], Path], int]] = {
    "jsonl": contract_jsonl.write,
    "csv": tables.write_csv,
    "parquet": tables.write_parquet,
}


def export(readings: Iterable[Reading], format: str, out: str | Path) -> int:
    """Write readings to ``out`` in a format of ``FORMATS``; returns how many.

    ``jsonl`` is a file. ``csv`` and ``parquet`` are a folder with one file for each table, or, where ``out``
    ends in ``.csv`` or ``.parquet``, that file with the events alone. Raises ``UsageError`` for an unknown
    format and ``OSError`` where ``out`` cannot be written.
    """
    if format not in FORMATS:
        raise UsageError(f"no such format: {format!r} (there are {', '.join(FORMATS)})")
    return FORMATS[format](readings, Path(out))
