"""Score what later stories are said to tell of the ledger, on a story set of our own.

    python -m benchmarks.outcomes [--dir corpus/weeks] [--store DIR] [--json] [--model DIR]

The folder holds ``stories.jsonl`` and ``gold.tsv`` (columns: corpus/weeks/README.md), or folders that do: each is then
read into a store of its own, and the figures are added. ``--store`` scores a store into which the stories of one folder
were read before. A pledge is ``found`` where an entry of its story, or of one that repeats it, shares
at least half of the shorter one's characters. It is ``right`` where the state that the ledger shows for it behind the last story is
the gold one, on the evidence of the gold story. ``false`` counts every other proposal: of a wrong state, of a wrong
story, of a pledge without outcome, and of an entry that is no gold pledge.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Sequence
from pathlib import Path

import benchmarks
from benchmarks import Figures, Reads, Row
from sandpiper.analysis.outcomes import propose
from sandpiper.store import Proposal, Store
from sandpiper.types import LedgerEntry, Reading, Story

WEEKS = Path(__file__).resolve().parents[1] / "corpus" / "weeks"


def score(gold: Sequence[Row], readings: dict[str, Reading], proposals: Sequence[Proposal]) -> Figures:
    """The figures of the module's docstring."""
    entries = {row["pledge_id"]: _entries(row, readings) for row in gold}
    right = wrong = 0
    for row in gold:
        mine = [p for p in proposals if entries[row["pledge_id"]] & {*p.entries}]
        good = [p for p in mine if (p.state, p.story) == (row["outcome"], row["outcome_story"])]
        last = max(mine, key=lambda p: (p.day, p.confidence), default=None)
        right += last is not None and last in good
        wrong += len(mine) - len(good)
    known = set().union(*entries.values())
    wrong += sum(not known & {*p.entries} for p in proposals)
    return {
        "pledges": len(gold),
        "outcomes": sum(row["outcome"] != "none" for row in gold),
        "found": sum(map(bool, entries.values())),
        "right": right,
        "false": wrong,
    }


def _entries(row: Row, readings: dict[str, Reading]) -> set[tuple[str, str]]:
    """The entries that are this pledge: in its own story by its words, in one that repeats it by the same due day or words."""
    out = set()
    for id_ in (row["story"], *filter(None, row["repeats"].replace(",", " ").replace(";", " ").split())):
        reading = readings.get(id_)
        for entry in reading.ledger if reading else ():
            if reading and (id_ != row["story"] or _is(reading, entry, row["words"])):
                out.add((id_, entry.id))
    return out


def _is(reading: Reading, entry: LedgerEntry, words: str) -> bool:
    string = reading.story.string(entry.in_)
    start = string.find(words)
    if start < 0:  # a headline's entry has its own words
        return entry.in_ == "title" and entry.kind in ("pledge", "threat", "forecast")
    mine = {i for s in entry.content for i in range(s.start, s.end)}
    common = len(mine & {*range(start, start + len(words))})
    return common > 0 and 2 * common >= min(len(mine), len(words))


def run(store: Store, gold: Sequence[Row]) -> Figures:
    """Propose over a store and score."""
    return score(gold, {r.story.id: r for r in store.readings()}, propose(store))


def read_gold(folder: Path) -> list[Row]:
    """The rows of ``gold.tsv``."""
    with (folder / "gold.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def folders(folder: Path) -> list[Path]:
    """The story sets of a folder: itself, or those in it where it has no stories of its own."""
    if (folder / "stories.jsonl").is_file():
        return [folder]
    return sorted(path.parent for path in folder.glob("*/stories.jsonl")) or [folder]


def added(figures: Sequence[Figures]) -> Figures:
    """The sums of several sets' figures."""
    return {name: sum(one[name] for one in figures) for name in figures[0]}


def main() -> int:
    """Print the figures."""
    parser = benchmarks.arguments(__doc__)
    parser.add_argument("--dir", type=Path, default=WEEKS, help="folder of the story set, or of several")
    parser.add_argument("--store", type=Path, help="a store into which the stories were read before")
    args = parser.parse_args()
    if args.store:
        with Store(args.store, read_only=True) as store:
            benchmarks.report(run(store, read_gold(args.dir)), args.json)
        return 0
    sets = [(folder, benchmarks.lines(folder / "stories.jsonl", args.limit)) for folder in folders(args.dir)]
    reader = benchmarks.open_reader(args.model)
    benchmarks.report(added([_read_and_run(reader, folder, rows) for folder, rows in sets]), args.json)
    return 0


def _read_and_run(reader: Reads, folder: Path, rows: Sequence[Row]) -> Figures:
    keys = ("id", "text", "title", "published", "outlet")
    stories = [Story(**{k: row.get(k) for k in keys}) for row in rows]
    with tempfile.TemporaryDirectory() as scratch, Store(scratch) as store:
        for reading in benchmarks.read_together(reader, stories).values():
            store.add(reading)
        return run(store, read_gold(folder))


if __name__ == "__main__":
    raise SystemExit(main())
