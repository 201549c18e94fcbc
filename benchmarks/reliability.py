"""How far an event's confidence can be taken at its word, on passages of our own corpus.

    python -m benchmarks.reliability FILE.jsonl [--all] [--limit N] [--json] [--model DIR]

FILE and ``--all`` as in ``benchmarks.passages``. Events are put into ten bins by confidence; an event is right where its
trigger overlaps a gold one of the same category. ``error`` is the mean distance between a bin's confidence and its
share of right events, weighted by events (expected calibration error, Naeini et al. 2015); ``brier`` the mean squared
difference of confidence and outcome. Thresholds below the shipped one are used, so that the low bins are seen too.
"""

from __future__ import annotations

from collections.abc import Sequence

import benchmarks
from benchmarks import Figures, Reads, Row, passages
from sandpiper.settings import Settings
from sandpiper.types import Event

LEAST = 0.1  # confidence of the events looked at
BINS = 10


def judged(reader: Reads, rows: Sequence[Row]) -> list[list[tuple[Event, bool]]]:
    """The events of each row's reading, and whether they are right."""
    out: list[list[tuple[Event, bool]]] = []
    for row, reading in zip(rows, benchmarks.readings(reader, rows), strict=True):
        found = [e for e in reading.events if e.in_ is None] if reading else []
        gold = [e for e in row["events"] if e.get("in") != "title"]
        right = {id(f) for e, f in passages.matched(gold, found) if f.category == e["category"]}
        out.append([(e, id(e) in right) for e in found])
    return out


def outcomes(reader: Reads, rows: Sequence[Row]) -> list[tuple[float, bool]]:
    """Confidence of each event of the readings, and whether it is right."""
    return [(event.confidence or 0.0, right) for some in judged(reader, rows) for event, right in some]


def score(pairs: Sequence[tuple[float, bool]]) -> Figures:
    """Per cent: the share of right events by bin of confidence, and the two errors."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for sure, right in pairs:
        bins.setdefault(min(int(sure * BINS), BINS - 1), []).append((sure, right))
    figures: Figures = {}
    error = 0.0
    for k, some in sorted(bins.items()):
        sure, right = sum(s for s, _ in some), sum(r for _, r in some)
        error += abs(sure - right)
        name = f"{k / BINS:.1f}-{(k + 1) / BINS:.1f}"
        figures |= {f"{name}.events": len(some), f"{name}.right": benchmarks.share(right, len(some))}
    n = max(1, len(pairs))
    figures["error"] = 100 * error / n
    figures["brier"] = 100 * sum((s - r) ** 2 for s, r in pairs) / n
    return figures


def main() -> int:
    """Print the curve."""
    args = passages.parser(__doc__).parse_args()
    reader = benchmarks.open_reader(args.model, Settings(trigger_threshold=LEAST))
    benchmarks.report(score(outcomes(reader, passages.rows_of(args))), args.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
