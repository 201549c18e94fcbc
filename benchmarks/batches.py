"""Show that a record does not depend on its neighbours: the same stories alone, together, shuffled and reversed.

    python -m benchmarks.batches [--data DIR] [--limit N] [--json] [--model DIR]

Up to N texts (2,000 unless told otherwise) in turn from PolNeAR paragraphs, GUM paragraphs and MUC-4 messages. Each
way of reading has a Reader of its own and writes every record as JSON. The number of records that differ from
those read alone must be 0; the exit status is 1 if it is not.
"""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import benchmarks
from benchmarks import Figures, Reads
from sandpiper.types import Reading, Story

PARAGRAPHS = ("attribution/polnear.dev.jsonl", "coref/gum.dev.jsonl")
WHOLE = ("events/muc4.dev.jsonl",)
SEED = 1  # of the shuffled order

Records = Mapping[str, str]


def score(alone: Records, others: Mapping[str, Records]) -> Figures:
    """For each other way of reading, how many records differ: another text, missing, or only there.

    Records are JSON by story id; a story that could not be read has none.
    """
    figures: Figures = {
        way: sum(alone.get(key) != records.get(key) for key in alone.keys() | records.keys())
        for way, records in others.items()
    }
    return {"differing": sum(figures.values()), **figures, "records": len(alone)}


def stories(data: Path, limit: int) -> list[Story]:
    """Up to ``limit`` stories, taken in turn from the corpora so that neighbours are unlike; ids are unique."""
    corpora = [_texts(data / name, split=True) for name in PARAGRAPHS]
    corpora += [_texts(data / name, split=False) for name in WHOLE]
    in_turn = (text for texts in itertools.zip_longest(*corpora) for text in texts if text is not None)
    return [Story(id=f"s{i}", text=text) for i, text in enumerate(itertools.islice(in_turn, limit))]


def _texts(path: Path, *, split: bool) -> Iterator[str]:
    for row in benchmarks.lines(path):
        yield from (part for part in (row["text"].split("\n") if split else [row["text"]]) if part.strip())


def records(readings: Iterable[Reading | None]) -> dict[str, str]:
    """Readings as JSON by story id."""
    return {r.story.id: json.dumps(r.to_dict(), ensure_ascii=False) for r in readings if r is not None}


def alone(reader: Reads, texts: Sequence[Story]) -> dict[str, str]:
    """The records of stories read one at a time."""
    return records(benchmarks.read_or_none(reader, story) for story in texts)


def together(reader: Reads, texts: Sequence[Story]) -> dict[str, str]:
    """The records of stories handed over at once, in this order."""
    return records(benchmarks.read_together(reader, texts).values())


def orders(texts: Sequence[Story]) -> dict[str, list[Story]]:
    """The ways to hand the stories over together: as they come, shuffled, reversed."""
    shuffled = random.Random(SEED).sample(texts, len(texts))
    return {"together": list(texts), "shuffled": shuffled, "reversed": list(reversed(texts))}


def main() -> int:
    """Print the counts; 1 if any record differs, or none could be read."""
    args = benchmarks.arguments(__doc__).parse_args()
    texts = stories(args.data, 2000 if args.limit is None else args.limit)
    base = alone(benchmarks.open_reader(args.model), texts)
    others = {
        way: together(benchmarks.open_reader(args.model), order) for way, order in orders(texts).items()
    }
    figures = {**score(base, others), "stories": len(texts)}
    benchmarks.report(figures, args.json)
    return 1 if figures["differing"] or not base else 0


if __name__ == "__main__":
    raise SystemExit(main())
