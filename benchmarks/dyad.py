"""Score what one marked actor does to another: PLOVER roots of PLV, or quad classes of CAMEO sentences.

    python -m benchmarks.dyad [FILE] [--cameo] [--fold I --folds N --seed S] [--data DIR] [--limit N] [--json] [--model DIR]

PLV's fifteen roots: CONCEDE and RETREAT are summed to YIELD, ``NONE`` cannot win. CAMEO's quad classes 1 to 4 are
the summed probabilities of their PLOVER categories, class 0 is ``NONE``; sentences that PLV has too or that have no
class are left out. The first mark of a side is asked for; a side without one is ``None``. Of CAMEO's sentences most
of classes 1 to 4 have no mark at all and most with marks are class 0, so ``marked`` and ``unmarked`` say how each
kind fares. The shipped model has read PLV's training sentences: an honest figure there needs a model trained
without the fold that it scores (``--fold``), cut by the same ``folds``.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import benchmarks
from benchmarks import Figures, Reads, Row, f1, share
from sandpiper import ontology

PLV = "relations/plv.train.jsonl"
CAMEO = "relations/cameo.train.jsonl"
NONE = "NONE"
_YIELD = ("CONCEDE", "RETREAT")
ROOTS = tuple(sorted({"YIELD", *ontology.CATEGORIES} - set(_YIELD)))
_QUADS = {
    "verbal cooperation": "1",
    "material cooperation": "2",
    "verbal conflict": "3",
    "material conflict": "4",
}


def folds(rows: Sequence[Row], n: int = 5, seed: int = 0) -> list[list[int]]:
    """Row numbers of ``n`` folds: what each holds out, ascending. Together they hold every row once.

    Rows with the same sentence (apart from case, space and punctuation) stay together, and each root is spread
    as evenly as its sentences allow. Which sentence goes where depends on ``seed`` and on the set of sentences,
    not on the order of the rows. Raises ``ValueError`` for fewer than two folds.
    """
    if n < 2:
        raise ValueError(f"folds: at least 2, got {n}")
    groups: dict[str, list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        groups["".join(ch for ch in row["text"].casefold() if ch.isalnum())].append(i)
    order = sorted(groups)
    random.Random(seed).shuffle(order)
    held: list[list[int]] = [[] for _ in range(n)]
    roots: list[Counter[str]] = [Counter() for _ in range(n)]
    for sentence in order:
        group = groups[sentence]
        labels = Counter(row_root(rows[i]) for i in group)
        emptiest = min(range(n), key=lambda k: (sum(roots[k][r] for r in labels), len(held[k]), k))
        held[emptiest] += group
        roots[emptiest] += labels
    return [sorted(fold) for fold in held]


def row_root(row: Row) -> str:
    """The row's root, or ``NONE`` where the corpus gives none."""
    return row["root"] or NONE


def root_of(probabilities: Mapping[str, float]) -> str:
    """The most probable of PLV's fifteen roots; ties go to the first in the alphabet."""
    summed = {root: probabilities.get(root, 0.0) for root in ROOTS}
    summed["YIELD"] = sum(probabilities.get(category, 0.0) for category in _YIELD)
    return max(ROOTS, key=summed.__getitem__)


def quad_of(probabilities: Mapping[str, float]) -> str:
    """The most probable quad class, ``"0"`` for none to ``"4"``."""
    summed = dict.fromkeys("01234", 0.0)
    for category, probability in probabilities.items():
        summed["0" if category == NONE else _QUADS[ontology.quad(category)]] += probability
    return max(summed, key=summed.__getitem__)


def score(gold: Sequence[str], predicted: Sequence[str]) -> Figures:
    """Macro-F1 over the labels that occur in ``gold``, accuracy, and F1 of each label.

    Raises ``ValueError`` where the two differ in length.
    """
    hits = Counter(g for g, p in zip(gold, predicted, strict=True) if g == p)
    wanted, got = Counter(gold), Counter(predicted)
    each = {label: f1(hits[label], wanted[label], got[label]) for label in sorted(wanted)}
    return {
        "macro_f1": sum(each.values()) / len(each) if each else 0.0,
        "accuracy": share(hits.total(), len(gold)),
        "pairs": len(gold),
        **{f"f1.{label}": value for label, value in each.items()},
    }


def ask(reader: Reads, row: Row) -> dict[str, float]:
    """The reader's distribution for the first mark of each side; a side without a mark is ``None``."""
    actor, recipient = (tuple(row[side][0]) if row[side] else None for side in ("source", "target"))
    return reader.dyad(row["text"], actor=actor, recipient=recipient)


def cameo_rows(rows: Sequence[Row]) -> list[Row]:
    """The rows that have a quad class and do not stand in PLV too."""
    return [row for row in rows if row["quad"] is not None and not row.get("in_plv")]


def run(reader: Reads, rows: Sequence[Row], *, cameo: bool = False) -> Figures:
    """Ask for every pair and score its root, or the quad class with ``cameo``."""
    gold = [str(row["quad"]) if cameo else row_root(row) for row in rows]
    found = [(quad_of if cameo else root_of)(ask(reader, row)) for row in rows]
    figures = score(gold, found)
    for kind, wanted in (("marked", True), ("unmarked", False)):
        some = [i for i, row in enumerate(rows) if bool(row["source"] or row["target"]) == wanted]
        part = score([gold[i] for i in some], [found[i] for i in some])
        figures |= {f"{kind}.{name}": part[name] for name in ("macro_f1", "accuracy", "pairs")}
    return figures


def main() -> int:
    """Print the scores."""
    parser = benchmarks.arguments(__doc__)
    parser.add_argument(
        "file", nargs="?", type=Path, help="relations as JSON lines (default: PLV's or CAMEO's)"
    )
    parser.add_argument("--cameo", action="store_true", help="score quad classes")
    parser.add_argument("--fold", type=int, help="score only what this fold holds out, counted from 0")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    if args.cameo and args.fold is not None:
        parser.error("--fold cuts PLV, not --cameo")
    rows: Sequence[Row] = benchmarks.lines(args.file or args.data / (CAMEO if args.cameo else PLV))
    if args.cameo:
        rows = cameo_rows(rows)
    if args.fold is not None:
        if not 0 <= args.fold < args.folds:
            parser.error(f"--fold: between 0 and {args.folds - 1}")
        rows = [rows[i] for i in folds(rows, args.folds, args.seed)[args.fold]]
    rows = benchmarks.spread(rows, args.limit)
    benchmarks.report(run(benchmarks.open_reader(args.model), rows, cameo=args.cameo), args.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
