"""Score the date grammar on TimeML news (local corpora, not shipped): detection and value F1.

    python benchmarks/times.py [--half odd|even] [--data DIR] [--corpus timebank] [--errors N] [--json]

The half is the parity of md5(story id): the grammar was tuned on the odd half, the even half only scores.
strict: same span; relaxed: spans overlap; value: overlap and the same TIMEX3 value (as in TempEval-3); type likewise.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sandpiper.resolve.dates import find
from sandpiper.types import Span, Story

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "times"
CORPORA = ("timebank", "aquaint")


def stories(data: Path, corpora: tuple[str, ...], half: str) -> Iterator[dict[str, Any]]:
    """The stories of a half, in file order."""
    for corpus in corpora:
        with (data / f"{corpus}.train.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                story = json.loads(line)
                odd = int(hashlib.md5(story["id"].encode()).hexdigest(), 16) % 2
                if half == "all" or odd == (half == "odd"):
                    yield story


def sentences(text: str) -> tuple[Span, ...]:
    """Rough sentence borders, so that the score does not hang on another room."""
    cuts = [0, *(m.end() for m in re.finditer(r"(?<=[.!?'\"”])\s+(?=[A-Z`\"“])|\n+", text)), len(text)]
    return tuple(Span(a, b) for a, b in itertools.pairwise(cuts) if a < b)


def score(counts: Counter[str], gold: list[dict[str, Any]], found: list[Any]) -> list[tuple[str, Any, Any]]:
    """Add one story to the counts; return what went wrong as (kind, gold, found)."""
    wrong: list[tuple[str, Any, Any]] = []
    counts["gold"] += len(gold)
    counts["found"] += len(found)
    exact = {(t.start, t.end) for t in found}
    used: set[int] = set()
    for g in gold:
        hit = next(
            (i for i, t in enumerate(found) if i not in used and t.start < g["end"] and g["start"] < t.end),
            None,
        )
        if hit is None:
            wrong.append(("missed", g, None))
            continue
        used.add(hit)
        t = found[hit]
        counts["relaxed"] += 1
        counts["strict"] += (g["start"], g["end"]) in exact
        counts["type"] += t.type == g["type"]
        counts["value"] += t.value == g["value"]
        if t.value != g["value"]:
            wrong.append(("value", g, t))
        elif (g["start"], g["end"]) not in exact:
            wrong.append(("span", g, t))
    wrong += [("spurious", None, t) for i, t in enumerate(found) if i not in used]
    return wrong


def main() -> int:
    """Print the scores; with ``--errors`` the disagreements too."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--half", choices=("odd", "even", "all"), default="odd")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--corpus", choices=CORPORA)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if not args.data.is_dir():
        print(f"no such directory: {args.data}", file=sys.stderr)
        return 2
    counts: Counter[str] = Counter()
    wrong: list[tuple[str, str]] = []
    words, spent = 0, 0.0
    for raw in stories(args.data, (args.corpus,) if args.corpus else CORPORA, args.half):
        story = Story(id=raw["id"], text=raw["text"], published=raw["published"])
        spans = sentences(story.text)
        begin = time.perf_counter()
        found, _ = find(story, spans)
        spent += time.perf_counter() - begin
        words += len(story.text.split())
        counts["stories"] += 1
        for kind, g, t in score(counts, raw["times"], list(found)):
            at = (g or {"start": t.start})["start"]
            context = story.text[max(0, at - 40) : at + 50].replace("\n", " ")
            said = f"{g['start']}-{g['end']} {story.text[g['start'] : g['end']]!r} {g['value']}" if g else "-"
            got = f"{t.text!r} {t.value}" if t else "-"
            wrong.append((kind, f"{kind:8} [{raw['published'][:10]}] {said} | {got} | {context}"))

    def f1(hits: str) -> float:
        total = counts["gold"] + counts["found"]
        return round(200 * counts[hits] / total, 2) if total else 0.0

    result = {
        "half": args.half, "stories": counts["stories"], "gold": counts["gold"], "found": counts["found"],
        "strict_f1": f1("strict"), "relaxed_f1": f1("relaxed"), "type_f1": f1("type"), "value_f1": f1("value"),
        "ms_per_500_words": round(1e3 * spent / max(words, 1) * 500, 2),
    }  # fmt: skip
    print(json.dumps(result) if args.json else "  ".join(f"{k} {v}" for k, v in result.items()))
    for _, line in sorted(wrong)[: args.errors]:
        print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
