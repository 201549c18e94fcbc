"""Score names on local corpora (not shipped): exact spans and types of persons, organisations and locations.

    python -m benchmarks.mentions [--data DIR] [--limit N] [--json] [--model DIR]

GPE, LOC and FAC are one type, LOC; NORP and MISC, roles and pronouns are left out. A sentence that cannot be read
counts as one without names. ``uner_ewt`` is the figure that counts (sentences of the web); ``crossner_politics``
(sentences of Wikipedia) and ``wikievents`` (news, where nationality adjectives are GPE, so that recall has a
ceiling) are reported beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

import benchmarks
from benchmarks import Figures, Reads, Row, f1, share
from sandpiper.types import Reading

CORPORA = ("uner_ewt", "crossner_politics", "wikievents")
TYPES = {"PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}

Name = tuple[int, int, str]


def score(gold: Sequence[Collection[Name]], predicted: Sequence[Collection[Name]]) -> Figures:
    """F1 (and precision, recall, F1 of each type, F1 of spans alone) of (start, end, type) per text.

    A name given twice counts once. Raises ``ValueError`` where the two differ in length.
    """
    hits: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    got: Counter[str] = Counter()
    for g, p in zip(gold, predicted, strict=True):
        hits.update(kind for _, _, kind in set(g) & set(p))
        wanted.update(kind for _, _, kind in set(g))
        got.update(kind for _, _, kind in set(p))
        spans, ours = {name[:2] for name in g}, {name[:2] for name in p}
        hits["spans"] += len(spans & ours)
        wanted["spans"] += len(spans)
        got["spans"] += len(ours)
    types = sorted(set(TYPES.values()))
    right, gold_all, found = (sum(c[kind] for kind in types) for c in (hits, wanted, got))
    figures = {
        "f1": f1(right, gold_all, found),
        "precision": share(right, found),
        "recall": share(right, gold_all),
    }
    figures |= {kind: f1(hits[kind], wanted[kind], got[kind]) for kind in types}
    figures |= {"spans": f1(hits["spans"], wanted["spans"], got["spans"])}
    return figures | {"texts": len(gold), "gold": gold_all, "found": found}


def gold_names(row: Row) -> set[Name]:
    """The names of a row that count; where the corpus marks descriptions and pronouns too, names only."""
    return {
        (m["start"], m["end"], TYPES[m["norm"]])
        for m in row["mentions"]
        if m["norm"] in TYPES and m.get("level", "NAM") == "NAM"
    }


def names(reading: Reading | None) -> set[Name]:
    """The names of a reading that count; none of a text that could not be read."""
    if reading is None:
        return set()
    return {(m.start, m.end, TYPES[m.type]) for m in reading.mentions if m.type in TYPES and m.in_ is None}


def run(reader: Reads, rows: Sequence[Row]) -> Figures:
    """Read the rows and score them."""
    found = [names(reading) for reading in benchmarks.readings(reader, rows)]
    return score([gold_names(row) for row in rows], found)


def main() -> int:
    """Print the scores of each corpus."""
    args = benchmarks.arguments(__doc__).parse_args()
    reader = benchmarks.open_reader(args.model)
    figures: Figures = {}
    for corpus in CORPORA:
        rows = benchmarks.lines(args.data / "mentions" / f"{corpus}.dev.jsonl", args.limit)
        figures |= {f"{corpus}.{name}": value for name, value in run(reader, rows).items()}
    benchmarks.report(figures, args.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
