"""Score the record on held-out passages of our own corpus: a tenth that the weights never saw, thresholds did.

    python -m benchmarks.passages FILE.jsonl [--all] [--limit N] [--json] [--model DIR]

FILE is what ``python -m corpus.compile --out FILE.jsonl`` writes. An event is found where a trigger overlaps a gold
one (one to one, in order of appearance); ``events`` is F1 of those with the right category, ``triggers`` whatever
the category. Of the events found with the right category: ``actor`` and ``recipient`` are F1 of the parties (one with
a mention that overlaps one of the gold party's is right), ``both`` the share with all parties on both sides right
and no other, ``status`` the share with the right one. In mutual acts all parties are one side, the actor's. ``mentions`` is F1 of exact spans with their types, ``names`` without
descriptions and pronouns; ``statements`` F1 of contents that overlap by half. ``restraint`` is the share of
passages without an event for which none is found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import benchmarks
from benchmarks import Figures, Reads, Row, attribution, f1, share
from benchmarks.events import overlaps
from corpus import held_out
from sandpiper.types import Event, Reading, Span


def score(gold: Sequence[Row], predicted: Sequence[Reading | None]) -> Figures:
    """The figures of the module's docstring. Raises ``ValueError`` where the two differ in length."""
    counts: Counter[str] = Counter()
    for row, reading in zip(gold, predicted, strict=True):
        _passage(counts, row, reading)
    right = counts["event.right"]
    return {
        "events": f1(right, counts["event.gold"], counts["event.found"]),
        "events.precision": share(right, counts["event.found"]),
        "events.recall": share(right, counts["event.gold"]),
        "triggers": f1(counts["trigger.right"], counts["event.gold"], counts["event.found"]),
        **{k: share(counts[k], right) for k in ("both", "status")},
        **{
            k: f1(counts[f"{k}.right"], counts[f"{k}.gold"], counts[f"{k}.found"])
            for k in ("actor", "recipient", "mentions", "names", "statements")
        },
        "kind": share(counts["kind"], counts["statements.right"]),
        "restraint": share(counts["silent"], counts["empty"]),
        "passages": len(gold),
        "gold": counts["event.gold"],
        "found": counts["event.found"],
    }


def _passage(counts: Counter[str], row: Row, reading: Reading | None) -> None:
    events = [e for e in row["events"] if e.get("in") != "title"]
    found = [e for e in reading.events if e.in_ is None] if reading else []
    counts["event.gold"] += len(events)
    counts["event.found"] += len(found)
    counts["empty"] += not events
    counts["silent"] += not events and not found
    if reading is None:
        return
    spots: dict[str, list[list[int]]] = {}
    for m in row["mentions"]:
        if m.get("in") != "title":
            spots.setdefault(m["actor"], []).append([m["start"], m["end"]])
    left = list(found)
    for e in events:
        touching = [f for f in left if any(f.trigger[0].overlaps(Span(a, b)) for a, b in e["trigger"])]
        match = next((f for f in touching if f.category == e["category"]), touching[0] if touching else None)
        if match is None:
            continue
        left.remove(match)
        counts["trigger.right"] += 1
        if match.category != e["category"]:
            continue
        counts["event.right"] += 1
        counts["both"] += all(_sides(counts, reading, match, e, spots))
        counts["status"] += match.status == e["status"]
    gold = {(m["start"], m["end"], m["type"]) for m in row["mentions"] if m.get("in") != "title"}
    ours = {(m.start, m.end, m.type) for m in reading.mentions if m.in_ is None}
    for name, drop in (("mentions", ()), ("names", ("ROLE", "PRON"))):
        g, p = ({x for x in some if x[2] not in drop} for some in (gold, ours))
        counts[f"{name}.right"] += len(g & p)
        counts[f"{name}.gold"] += len(g)
        counts[f"{name}.found"] += len(p)
    said = [s for s in row["statements"] if s.get("in") != "title"]
    told = [s for s in reading.statements if s.in_ is None]
    pairs = attribution.match([_letters(s["content"]) for s in said], [_letters(s.content) for s in told])
    counts["statements.right"] += len(pairs)
    counts["statements.gold"] += len(said)
    counts["statements.found"] += len(told)
    counts["kind"] += sum(said[g]["kind"] == told[p].kind for g, p in pairs.items())


def _letters(spans: Sequence[Sequence[int]]) -> frozenset[int]:
    return frozenset(i for a, b in spans for i in range(a, b))


def _sides(
    counts: Counter[str], reading: Reading, ours: Event, gold: Row, spots: dict[str, list[list[int]]]
) -> list[bool]:
    """Whether each side has all of its parties and no other; where either is mutual, all parties are one side."""
    sides = {
        "actor": (ours.actor, gold["actor"]),
        "recipient": (ours.recipient, gold["recipient"]),
    }
    if gold["reciprocal"] or ours.reciprocal:
        sides = {"actor": ((*ours.actor, *ours.recipient), (*gold["actor"], *gold["recipient"]))}
    out = []
    for name, (found, wanted) in sides.items():
        known = [a for a in wanted if spots.get(a)]
        hit = sum(overlaps(reading, found, spots[a]) for a in known)
        right = sum(any(overlaps(reading, [f], spots[a]) for a in known) for f in found)
        counts[f"{name}.gold"] += len(known)
        counts[f"{name}.found"] += len(found)
        counts[f"{name}.right"] += min(hit, right)
        out.append(hit == len(known) and right == len(found))
    return out


def run(reader: Reads, rows: Sequence[Row]) -> Figures:
    """Read the passages and score them."""
    return score(rows, benchmarks.readings(reader, rows))


def main() -> int:
    """Print the scores."""
    parser = benchmarks.arguments(__doc__)
    parser.add_argument("file", type=Path, help="compiled passages as JSON lines")
    parser.add_argument("--all", action="store_true", help="also the passages that the weights have read")
    args = parser.parse_args()
    rows = [r for r in benchmarks.lines(args.file) if r["text"].strip() and (args.all or held_out(r["id"]))]
    rows = benchmarks.spread(rows, args.limit)
    benchmarks.report(run(benchmarks.open_reader(args.model), rows), args.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
