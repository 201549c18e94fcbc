"""Readings -> the contract, one JSON object a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from sandpiper.types import Reading


def line(reading: Reading) -> str:
    """One reading as compact JSON without a line end; nothing outside ASCII is escaped."""
    return json.dumps(reading.to_dict(), ensure_ascii=False, separators=(",", ":"))


def read(path: Path) -> Iterator[Reading]:
    """The readings of a file; raises ``ValueError`` for a line that is no reading."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for text in file:
            yield Reading.from_dict(json.loads(text))


def write(readings: Iterable[Reading], out: Path) -> int:
    """Write readings to a file, or to standard output for ``-``; a file appears only when it is complete."""
    if out == Path("-"):
        return _write(readings, sys.stdout)
    part = out.with_name(f"{out.name}.part")
    try:
        with open_for(part, "w") as file:
            count = _write(readings, file)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return count


def open_for(path: Path, mode: str) -> IO[str]:
    """A UTF-8 file for lines of JSON; half a surrogate pair is written as the escape that JSON has for it."""
    return path.open(mode, encoding="utf-8", errors="backslashreplace", newline="\n")


def _write(readings: Iterable[Reading], file: IO[str]) -> int:
    count = 0
    for reading in readings:
        file.write(line(reading) + "\n")
        count += 1
    return count
