"""Score the ledger on passages of our own corpus.

    python -m benchmarks.ledger FILE.jsonl [--all] [--limit N] [--json] [--model DIR]

FILE and ``--all`` as in ``benchmarks.passages``. An entry is found where one of the same kind shares at least half of the
characters of the shorter content, one to one. ``items`` is F1 of pledges, threats, demands and forecasts (each kind apart,
too), ``conditions`` F1 of conditions whose depending entry is found too. Of the items found: ``by`` is the share with
the right one bound (a mention overlaps one of the gold actor's, or both are nobody), ``due`` the share of gold due
dates with both bounds right, ``due_found`` F1 of having a due date at all. ``kinds`` is macro-F1 over the eight kinds of the
statements found (contents overlap by half, as in ``benchmarks.passages``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import get_args

import benchmarks
from benchmarks import Figures, Reads, Row, f1_of, passages, share
from sandpiper.types import LedgerEntry, Reading, StatementKind

STATEMENTS: tuple[str, ...] = get_args(StatementKind)
KINDS = ("pledge", "threat", "demand", "forecast")


def score(gold: Sequence[Row], predicted: Sequence[Reading | None]) -> Figures:
    """The figures of the module's docstring. Raises ``ValueError`` where the two differ in length."""
    counts: Counter[str] = Counter()
    for row, reading in zip(gold, predicted, strict=True):
        _passage(counts, row, reading)
    found = counts["items.right"]
    return {
        **{name: f1_of(counts, name) for name in ("items", *KINDS, "conditions")},
        "by": share(counts["by"], found),
        "due": share(counts["due"], counts["due_found.gold"]),
        "due_found": f1_of(counts, "due_found"),
        "kinds": macro(counts),
        "gold": counts["items.gold"],
        "found": counts["items.found"],
    }


def _passage(counts: Counter[str], row: Row, reading: Reading | None) -> None:
    gold = [g for g in row["ledger"] if g.get("in") != "title"]
    found = [e for e in reading.ledger if e.in_ is None] if reading else []
    for name, some in (("gold", [g["kind"] for g in gold]), ("found", [e.kind for e in found])):
        for kind in some:
            counts[f"{kind}.{name}"] += 1
            counts[f"items.{name}"] += kind in KINDS
            counts[f"conditions.{name}"] += kind == "condition"
    if reading is None:
        return
    _kinds(counts, row, reading)
    pairs = _pairs(gold, found)
    spots = passages.spots_of(row)
    ours = {id(g): e for g, e in pairs}
    for g, e in pairs:
        if g["kind"] == "condition":
            need = [x for x in gold if x.get("depends_on") == g["id"]]
            linked = [x for x in found if x.depends_on == e.id]
            counts["conditions.right"] += not need or any(ours.get(id(x)) in linked for x in need)
        if g["kind"] not in KINDS:
            continue
        counts["items.right"] += 1
        counts[f"{g['kind']}.right"] += 1
        counts["by"] += passages.same_party(reading, e.by, spots.get(g["by"] or "", []))
        counts["due_found.gold"] += bool(g["due"])
        counts["due_found.found"] += bool(e.due)
        if g["due"] and e.due:
            counts["due_found.right"] += 1
            counts["due"] += (g["due"]["earliest"], g["due"]["latest"]) == (e.due.earliest, e.due.latest)


def _kinds(counts: Counter[str], row: Row, reading: Reading) -> None:
    """Counts the kinds of the statements that both have."""
    for said, told in passages.statements(row, reading)[2]:
        count_kind(counts, said["kind"], told.kind)


def count_kind(counts: Counter[str], gold: str, found: str) -> None:
    """Counts the kind of one statement that both have."""
    counts[f"said.{gold}.gold"] += 1
    counts[f"said.{found}.found"] += 1
    counts[f"said.{found}.right"] += gold == found


def macro(counts: Counter[str]) -> float:
    """Macro-F1 of the kinds counted."""
    return sum(f1_of(counts, f"said.{k}") for k in STATEMENTS) / len(STATEMENTS)


def _pairs(gold: Sequence[Row], found: Sequence[LedgerEntry]) -> list[tuple[Row, LedgerEntry]]:
    """Entries of one kind whose contents overlap, one to one, the greatest overlap first."""
    options = []
    for g in gold:
        for e in found:
            mine, yours = passages.letters(g["content"]), passages.letters(e.content)
            common = len(mine & yours)
            if g["kind"] == e.kind and common and 2 * common >= min(len(mine), len(yours)):
                options.append((common / len(mine | yours), g, e))
    out: list[tuple[Row, LedgerEntry]] = []
    for _, g, e in sorted(options, key=lambda o: -o[0]):
        if all(g is not x and e is not y for x, y in out):
            out.append((g, e))
    return out


def run(reader: Reads, rows: Sequence[Row]) -> Figures:
    """Read the passages and score their ledgers."""
    return score(rows, benchmarks.readings(reader, rows))


def main() -> int:
    """Print the scores."""
    args = passages.parser(__doc__).parse_args()
    benchmarks.report(run(benchmarks.open_reader(args.model), passages.rows_of(args)), args.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
