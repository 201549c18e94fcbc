"""Scorers that read annotated corpora through the public API and compare; what they share stands here.

Each module has a pure ``score`` and a command, ``python -m benchmarks.NAME --data DIR [--limit N] [--json]
[--model DIR]``. Scores are per cent, 0 to 100, unrounded until they are printed. The corpora are not shipped.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sandpiper.errors import InputError, ModelError
from sandpiper.settings import Settings
from sandpiper.types import Reading, Story

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

Row = Mapping[str, Any]
Figures = dict[str, float]
T = TypeVar("T")


class Reads(Protocol):
    """What ``pipeline.Reader`` does, as far as the scorers need it."""

    def read(self, story: Story, /) -> Reading: ...

    def read_all(self, stories: Iterable[Story], /) -> Iterator[Reading]: ...

    def dyad(self, text: str, /, *, actor: Any, recipient: Any) -> dict[str, float]: ...


def arguments(doc: str | None) -> argparse.ArgumentParser:
    """The options every scorer has; ``doc`` is its docstring."""
    parser = argparse.ArgumentParser(description=(doc or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the annotated corpora")
    parser.add_argument("--limit", type=int, help="read only N rows of a corpus, spread over it")
    parser.add_argument("--model", type=Path, help="folder of the model (default: the shipped one)")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    return parser


def lines(path: Path, limit: int | None = None) -> list[dict[str, Any]]:
    """The rows of a JSON-lines file, or ``limit`` of them; a missing file ends the command with status 2."""
    if not path.is_file():
        print(f"no such file: {path}", file=sys.stderr)
        raise SystemExit(2)
    with path.open(encoding="utf-8") as file:
        return spread([json.loads(line) for line in file], limit)


def spread(rows: Sequence[T], limit: int | None) -> list[T]:
    """At most ``limit`` rows, evenly spread: some corpora are sorted by label."""
    if limit is None or limit >= len(rows):
        return list(rows)
    return [rows[i * len(rows) // limit] for i in range(limit)]


def open_reader(model: Path | None, settings: Settings | None = None) -> Reads:
    """A Reader on the given model, or on the shipped one, with the settings given; a missing or damaged one ends the command with status 2."""
    from sandpiper.pipeline import Reader  # late: --help and the tests of the arithmetic need no model

    try:
        reader: Reads = Reader(model=model, settings=settings)
    except ModelError as error:
        print(error, file=sys.stderr)
        raise SystemExit(2) from None
    return reader


def readings(reader: Reads, rows: Sequence[Row]) -> list[Reading | None]:
    """One reading a row, in order; None where the text cannot be read.

    Stories go out under the row's number, for ids of corpora need not be unique. Raises ``ValueError`` where
    the reader has changed the text, for the gold offsets no longer hold then.
    """
    found = read_together(
        reader,
        [
            Story(id=str(i), text=row["text"], published=row.get("published"), outlet=row.get("outlet"))
            for i, row in enumerate(rows)
        ],
    )
    for key, reading in found.items():
        if reading.story.text != rows[int(key)]["text"]:
            raise ValueError(f"row {key}: the reader's text is not the corpus's")
    return [found.get(str(i)) for i in range(len(rows))]


def read_together(reader: Reads, stories: Sequence[Story]) -> dict[str, Reading]:
    """Readings by story id of ``read_all``; begun anew without the story that cannot be read, where one ends it."""
    found: dict[str, Reading] = {}
    rest = list(stories)
    while rest:
        try:
            for reading in reader.read_all(rest):
                found[reading.story.id] = reading
            break
        except InputError as error:
            left = [s for s in rest if s.id not in found and s.id != error.story]
            if len(left) == len(rest):
                raise
            rest = left
    return found


def read_or_none(reader: Reads, story: Story) -> Reading | None:
    """The reading of a story read alone; None where it cannot be read."""
    try:
        return reader.read(story)
    except InputError:
        return None


def f1(hits: int, gold: int, found: int) -> float:
    """F1 in per cent; 0 where there is nothing to find and nothing found."""
    return 200.0 * hits / (gold + found) if gold + found else 0.0


def f1_of(counts: Mapping[str, int], name: str) -> float:
    """F1 in per cent of what is counted as ``name.right``, ``name.gold`` and ``name.found``."""
    return f1(counts[f"{name}.right"], counts[f"{name}.gold"], counts[f"{name}.found"])


def share(part: int, whole: int) -> float:
    """``part`` of ``whole`` in per cent; 0 of nothing."""
    return 100.0 * part / whole if whole else 0.0


def report(figures: Figures, as_json: bool) -> None:
    """Print figures to two decimals: a JSON object, or a line each."""
    rounded = {name: round(value, 2) for name, value in figures.items()}
    if as_json:
        print(json.dumps(rounded))
        return
    width = max(map(len, rounded), default=0)
    for name, value in rounded.items():
        print(f"{name:{width}}  {value:>9g}")
