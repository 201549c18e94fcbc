"""Measure reading speed: raw text to record, beside the bare encoder on the same texts in the same run.

    python -m benchmarks.speed [--data DIR] [--limit N] [--rounds K] [--json] [--model DIR]

PolNeAR stories (84 unless limited), read one after the other by one Reader. Rounds alternate reading and encoding;
the fastest of each counts, because whatever else the machine does only ever slows a round. ``encoder_share`` is the
encoder's part of the reading time, per cent. A word piece is counted once, though windows overlap.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import benchmarks
from benchmarks import Figures, Reads

FILE = "attribution/polnear.dev.jsonl"


class Encodes(Protocol):
    """What the Reader's encoder does, as far as this module needs it."""

    pieces: Callable[[str], Any]

    def encode(self, text: str, /) -> Any: ...


class ReadsAndEncodes(Reads, Protocol):
    """A Reader that shows its encoder."""

    encoder: Encodes


def score(
    *, stories: int, sentences: int, pieces: int, reading: Sequence[float], encoding: Sequence[float]
) -> Figures:
    """Rates a second from counts and the seconds of each round; raises ``ValueError`` without a round."""
    read, encoded = min(reading), min(encoding)
    return {
        "stories_per_second": stories / read,
        "sentences_per_second": sentences / read,
        "pieces_per_second": pieces / read,
        "encoder_pieces_per_second": pieces / encoded,
        "encoder_share": 100.0 * encoded / read,
        "stories": stories,
        "sentences": sentences,
        "pieces": pieces,
    }


def run(reader: ReadsAndEncodes, rows: Sequence[benchmarks.Row], rounds: int) -> Figures:
    """Time ``rounds`` of reading and encoding the rows; the first texts warm both up, untimed."""
    texts = [row["text"] for row in rows]
    pieces = sum(len(word) for text in texts for word in reader.encoder.pieces(text).pieces)
    benchmarks.readings(reader, rows[:2])
    reading, encoding = [], []
    sentences = stories = 0
    for _ in range(rounds):
        begin = time.perf_counter()
        found = [r for r in benchmarks.readings(reader, rows) if r is not None]
        reading.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        for text in texts:
            reader.encoder.encode(text)
        encoding.append(time.perf_counter() - begin)
        stories, sentences = len(found), sum(len(r.sentences) for r in found)
    return score(stories=stories, sentences=sentences, pieces=pieces, reading=reading, encoding=encoding)


def main() -> int:
    """Print the rates."""
    parser = benchmarks.arguments(__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    if args.rounds < 1:
        parser.error("--rounds: at least 1")
    reader: Any = benchmarks.open_reader(args.model)  # the encoder is no part of what other scorers need
    benchmarks.report(run(reader, benchmarks.lines(args.data / FILE, args.limit), args.rounds), args.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
