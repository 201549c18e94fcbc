"""Score pledges on media releases of an election campaign (Speech-Acts, Subramanian et al. 2019; local, not shipped).

    python -m benchmarks.pledges [--data DIR] [--limit N] [--json] [--model DIR]

A release is its sentences, one a line, its outlet the party. A sentence is a pledge (gold: a commissive act) where a
statement of the kind pledge, or an entry of the ledger of that kind, covers half of it. Precision, recall and F1 of sentences; nothing was
trained on them, so the whole set is scored. ``--limit`` takes the first releases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

import benchmarks
from benchmarks import Figures, Reads, Row, f1, share
from sandpiper.types import Reading, Span

FILE = "pledges/speechacts_releases.train.jsonl"


def is_pledge(row: Row) -> bool:
    return str(row["label"]).startswith("Commissive")


def releases(rows: Sequence[Row]) -> list[list[Row]]:
    """The sentences of each release, in order."""
    return [list(some) for _, some in groupby(rows, key=lambda r: r["doc"])]


def borders(sentences: Sequence[Row]) -> list[Span]:
    """Where each sentence stands in the release's text."""
    out, at = [], 0
    for row in sentences:
        out.append(Span(at, at + len(row["text"])))
        at += len(row["text"]) + 1
    return out


def score(gold: Sequence[Sequence[Row]], predicted: Sequence[Reading | None]) -> Figures:
    """The figures of the module's docstring. Raises ``ValueError`` where the two differ in length."""
    counts: Counter[str] = Counter()
    for sentences, reading in zip(gold, predicted, strict=True):
        spans = [
            span
            for item in ((*reading.statements, *reading.ledger) if reading else ())
            if item.kind == "pledge" and item.in_ is None
            for span in item.content
        ]
        for row, place in zip(sentences, borders(sentences), strict=True):
            covered = max((min(s.end, place.end) - max(s.start, place.start) for s in spans), default=0)
            told = 2 * covered >= place.end - place.start
            counts["gold"] += is_pledge(row)
            counts["found"] += told
            counts["right"] += told and is_pledge(row)
    return {
        "precision": share(counts["right"], counts["found"]),
        "recall": share(counts["right"], counts["gold"]),
        "f1": f1(counts["right"], counts["gold"], counts["found"]),
        "gold": counts["gold"],
        "found": counts["found"],
    }


def run(reader: Reads, rows: Sequence[Sequence[Row]]) -> Figures:
    """Read the releases and score them."""
    stories = [
        {"id": some[0]["doc"], "text": "\n".join(r["text"] for r in some), "outlet": some[0]["party"]}
        for some in rows
    ]
    return score(rows, benchmarks.readings(reader, stories))


def main() -> int:
    """Print the scores."""
    args = benchmarks.arguments(__doc__).parse_args()
    rows = releases(benchmarks.lines(args.data / FILE))[: args.limit]
    benchmarks.report(run(benchmarks.open_reader(args.model), rows), args.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
