"""How far two annotators of the same passages agree, layer by layer.

    python -m corpus.agreement A.jsonl B.jsonl

Both files are what ``python -m corpus.compile --out`` writes, for the same passages. F1 is symmetric, so neither is
gold. Triggers agree where they overlap (one to one, in order of appearance); ``events`` are those of the same
category too, ``mode``, ``status``, ``actor`` and ``recipient`` are of those: parties are the same where they share a
mention. ``statements`` are contents that overlap by half, ``kind`` and ``speaker`` of those.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import Row, f1, lines, share

Spans = Sequence[Sequence[int]]


def score(first: Sequence[Row], second: Sequence[Row]) -> dict[str, float]:
    """Per cent by layer; raises ``ValueError`` where the two do not hold the same passages."""
    others = {row["id"]: row for row in second}
    if {row["id"] for row in first} != set(others) or any(
        r["text"] != others[r["id"]]["text"] for r in first
    ):
        raise ValueError("the two files do not hold the same passages")
    counts: Counter[str] = Counter()
    for row in first:
        _passage(counts, row, others[row["id"]])

    def both(*names: str) -> dict[str, float]:
        return {n: f1(counts[n], counts[f"{n}.a"], counts[f"{n}.b"]) for n in names}

    def of(whole: str, *names: str) -> dict[str, float]:
        return {n: share(counts[n], counts[whole]) for n in names}

    return {
        "passages": len(first),
        **both("mentions", "trigger", "events"),
        **of("events", "mode", "status", "reciprocal"),
        **both("actor", "recipient", "statements"),
        **of("statements", "kind", "speaker"),
        "no_event": share(counts["both_none"], counts["one_none"]),
    }


def _passage(counts: Counter[str], a: Row, b: Row) -> None:
    mine, theirs = (
        {(m["start"], m["end"], m["type"], m.get("in")) for m in row["mentions"]} for row in (a, b)
    )
    counts["mentions"] += len(mine & theirs)
    counts["mentions.a"] += len(mine)
    counts["mentions.b"] += len(theirs)
    spots = [_spots(row) for row in (a, b)]
    for side, row in (("a", a), ("b", b)):
        for name, key in (("trigger", "events"), ("events", "events"), ("statements", "statements")):
            counts[f"{name}.{side}"] += len(row[key])
    counts["both_none"] += not a["events"] and not b["events"]
    counts["one_none"] += not a["events"] or not b["events"]
    left = list(b["events"])
    for e in a["events"]:
        near = [f for f in left if e.get("in") == f.get("in") and _overlap(e["trigger"], f["trigger"])]
        match = next((f for f in near if f["category"] == e["category"]), near[0] if near else None)
        if match is None:
            continue
        left.remove(match)
        counts["trigger"] += 1
        if match["category"] != e["category"]:
            continue
        counts["events"] += 1
        for name in ("mode", "status", "reciprocal"):
            counts[name] += e[name] == match[name]
        for name in ("actor", "recipient"):
            own, other = ([s[i] for i in x[name]] for s, x in zip(spots, (e, match), strict=True))
            counts[f"{name}.a"] += len(own)
            counts[f"{name}.b"] += len(other)
            counts[name] += min(sum(any(p & q for q in other) for p in own), len(other))
    rest = list(b["statements"])
    for s in a["statements"]:
        best = max(rest, key=lambda t: _share(s["content"], t["content"]), default=None)
        if best is None or s.get("in") != best.get("in") or _share(s["content"], best["content"]) < 0.5:
            continue
        rest.remove(best)
        counts["statements"] += 1
        counts["kind"] += s["kind"] == best["kind"]
        mine, yours = (
            x[t["speaker"]] if t["speaker"] else set() for x, t in zip(spots, (s, best), strict=True)
        )
        counts["speaker"] += bool(mine & yours) or not (mine or yours)


def _spots(row: Row) -> dict[str, set[tuple[Any, ...]]]:
    """The characters of each actor's mentions."""
    out: dict[str, set[tuple[Any, ...]]] = {actor: set() for actor in row["actors"]}
    for m in row["mentions"]:
        out.setdefault(m["actor"], set()).update((m.get("in"), k) for k in range(m["start"], m["end"]))
    return out


def _overlap(a: Spans, b: Spans) -> bool:
    return any(s < v and u < e for s, e in a for u, v in b)


def _share(a: Spans, b: Spans) -> float:
    """Intersection over union of characters."""
    one, two = ({k for s, e in spans for k in range(s, e)} for spans in (a, b))
    return len(one & two) / len(one | two) if one | two else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    args = parser.parse_args()
    for name, value in score(lines(args.first), lines(args.second)).items():
        print(f"{name:11} {value:6.1f}")


if __name__ == "__main__":
    main()
