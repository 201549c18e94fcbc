"""Measure reading speed: raw text to record, beside the bare encoder on the same texts in the same run.

    python -m benchmarks.speed [--data DIR] [--limit N] [--rounds K] [--json] [--model DIR]

PolNeAR stories (84 unless limited), read one after the other by one Reader. Rounds alternate reading and encoding;
the fastest of each counts, because whatever else the machine does only ever slows a round. The bare encoder runs
the windows of a text (cut beforehand) and throws the scores away; the pieces of its rate are those it runs, overlaps
of windows twice. ``encoder_share`` is its part of the reading time, per cent.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import benchmarks
from benchmarks import Figures, Reads, Row
from sandpiper.extract.encoder import OnnxEncoder, windows_of

FILE = "attribution/polnear.dev.jsonl"


def score(
    *,
    stories: int,
    sentences: int,
    pieces: int,
    run: int,
    reading: Sequence[float],
    encoding: Sequence[float],
) -> Figures:
    """Rates a second from counts and the seconds of each round; raises ``ValueError`` without a round.

    ``pieces`` are the word pieces of the texts, ``run`` those the encoder ran.
    """
    read, encoded = min(reading), min(encoding)
    return {
        "stories_per_second": stories / read,
        "sentences_per_second": sentences / read,
        "pieces_per_second": pieces / read,
        "encoder_pieces_per_second": run / encoded,
        "encoder_share": 100.0 * encoded / read,
        "stories": stories,
        "sentences": sentences,
        "pieces": pieces,
        "pieces_run": run,
    }


def measure(reader: Reads, encoder: OnnxEncoder, rows: Sequence[Row], rounds: int) -> Figures:
    """Time ``rounds`` of reading and encoding the rows; the first texts warm both up, untimed."""
    encoded = [encoder.pieces(row["text"]) for row in rows]
    windows = [(text, w) for text in encoded for w in windows_of(text, encoder.size, encoder.overlap)]
    pieces = sum(len(word) for text in encoded for word in text.pieces)
    run = sum(2 + sum(map(len, text.pieces[w.first : w.last])) for text, w in windows)
    benchmarks.readings(reader, rows[:2])
    reading, encoding = [], []
    found: list[Any] = []
    for _ in range(rounds):
        begin = time.perf_counter()
        found = [r for r in benchmarks.readings(reader, rows) if r is not None]
        reading.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        for text, window in windows:
            encoder.run(text, window)
        encoding.append(time.perf_counter() - begin)
    sentences = sum(len(r.sentences) for r in found)
    return score(
        stories=len(found), sentences=sentences, pieces=pieces, run=run, reading=reading, encoding=encoding
    )


def main() -> int:
    """Print the rates."""
    parser = benchmarks.arguments(__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    if args.rounds < 1:
        parser.error("--rounds: at least 1")
    rows = benchmarks.lines(args.data / FILE, args.limit)
    reader: Any = benchmarks.open_reader(args.model)  # the encoder is no part of what other scorers need
    benchmarks.report(measure(reader, reader.encoder, rows, args.rounds), args.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
