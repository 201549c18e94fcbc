"""Score the model for each variety of English that a corpus tells apart: genre, publisher, language translated from.

    python -m benchmarks.varieties [FILE.jsonl] [--data DIR] [--limit N] [--json] [--model DIR]

``names`` is F1 on UNER-EWT dev by genre (`benchmarks.mentions`); ``attributions`` matched and exact F1 on PolNeAR
dev by publisher (`benchmarks.attribution`). With FILE, what ``python -m corpus.compile --out FILE.jsonl`` writes,
also names, statements and events of our own held-out passages (`benchmarks.passages`) by the language whose
machine translation the passage imitates, and of the native ones all in capitals, as telex had them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import benchmarks
from benchmarks import Figures, Reads, Row, attribution, mentions, passages
from corpus import held_out

KEPT = {  # of each scorer's figures: those that are printed
    "names": ("f1", "texts"),
    "attributions": ("matched", "exact", "stories"),
    "passages": ("names", "statements", "events", "passages"),
}


def groups(rows: Sequence[Row], key: Callable[[Row], str]) -> dict[str, list[Row]]:
    """Rows by what ``key`` says of each, in order of the names."""
    out: dict[str, list[Row]] = {}
    for row in rows:
        out.setdefault(key(row), []).append(row)
    return dict(sorted(out.items()))


def in_capitals(row: Row) -> Row | None:
    """The row with its text all in capitals; None where that moves offsets (ß becomes SS)."""
    text = row["text"].upper()
    return {**row, "text": text} if len(text) == len(row["text"]) else None


def kept(name: str, variety: str, figures: Mapping[str, float]) -> Figures:
    """The figures of one scorer that are printed, as ``scorer.variety.figure``."""
    return {f"{name}.{variety}.{figure}": figures[figure] for figure in KEPT[name]}


def run(reader: Reads, data: Path, own: Path | None, limit: int | None) -> Figures:
    """All figures; ``own`` is the compiled corpus or None."""
    figures: Figures = {}
    rows = benchmarks.lines(data / "mentions" / "uner_ewt.dev.jsonl", limit)
    for variety, some in groups(rows, lambda row: str(row["id"]).split("-")[0]).items():
        figures |= kept("names", variety, mentions.run(reader, some))
    rows = benchmarks.lines(data / attribution.FILE, limit)
    for variety, some in groups(rows, lambda row: str(row["publisher"])).items():
        figures |= kept("attributions", variety, attribution.run(reader, some))
    if own is not None:
        rows = [r for r in benchmarks.lines(own) if r["text"].strip() and held_out(r["id"])]
        rows = benchmarks.spread(rows, limit)
        by_manner = groups(rows, lambda row: str(row["manner"]))
        capitals = [c for row in by_manner.get("native", []) if (c := in_capitals(row))]
        for variety, some in (by_manner | {"native in capitals": capitals}).items():
            figures |= kept("passages", variety, passages.run(reader, some))
    return figures


def main() -> int:
    """Print the figures."""
    parser = benchmarks.arguments(__doc__)
    parser.add_argument("file", type=Path, nargs="?", help="compiled passages as JSON lines")
    args = parser.parse_args()
    benchmarks.report(run(benchmarks.open_reader(args.model), args.data, args.file, args.limit), args.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
