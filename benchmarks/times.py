"""Score the date grammar on TimeML news (local corpora, not shipped): detection and value F1.

    python benchmarks/times.py [--half odd|even] [--data DIR] [--corpus timebank] [--errors N] [--json]

The half is the parity of md5(story id): the grammar was tuned on the odd half, the even half only scores.
strict: same span; relaxed: spans overlap; value: overlap and the same TIMEX3 value (as in TempEval-3); type likewise.
Value F1 is told apart for two classes, by the words of each side: ``full`` says its year in digits (and is no "1988 period"),
``weekday`` names one. ``likened`` counts as right what differs from the gold value only in parts that the annotators masked or
left out: "1989-WXX", "1998-XX-XX", "1980X", and a part of the day that the words name.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sandpiper.extract import sentences
from sandpiper.resolve.dates import find
from sandpiper.types import Story

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "times"
CORPORA = ("timebank", "aquaint")
_CLASSES = {
    "full": re.compile(r"(?<![\w,.$#])(?:1[0-9]|20)[0-9]{2}(?![\w%]|,[0-9]|\s(?:period|quarter|season))"),
    "weekday": re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE),
}


def stories(data: Path, corpora: tuple[str, ...], half: str) -> Iterator[dict[str, Any]]:
    """The stories of a half, in file order."""
    for corpus in corpora:
        with (data / f"{corpus}.train.jsonl").open(encoding="utf-8") as lines:
            for line in lines:
                story = json.loads(line)
                odd = int(hashlib.md5(story["id"].encode()).hexdigest(), 16) % 2
                if half == "all" or odd == (half == "odd"):
                    yield story


def classes(words: str) -> list[str]:
    """The classes that the words of an expression are in; those of a fully specified one come first."""
    return [name for name, pattern in _CLASSES.items() if pattern.search(words)]


_MASK = re.compile(r"(?:-XX)+$|X$")


def alike(gold: str, found: str) -> bool:
    """Whether two values are the same but for what the gold one masks, or for the part of a day that it leaves out."""
    if gold == found or re.fullmatch(re.escape(gold) + r"T(?:MO|MI|AF|EV|NI)", found):
        return True
    if gold.endswith("-WXX"):
        return re.fullmatch(re.escape(gold[:-2]) + r"[0-9]{2}", found) is not None
    return gold[:1].isdecimal() and _MASK.sub("", gold) == found


def score(
    counts: Counter[str], text: str, gold: list[dict[str, Any]], found: list[Any]
) -> list[tuple[str, Any, Any]]:
    """Add one story to the counts; return what went wrong as (kind, gold, found)."""
    wrong: list[tuple[str, Any, Any]] = []
    counts["gold"] += len(gold)
    counts["found"] += len(found)
    exact = {(t.start, t.end) for t in found}
    used: set[int] = set()
    counts.update(f"{name}.found" for t in found for name in classes(t.text))
    for g in gold:
        kinds = classes(text[g["start"] : g["end"]])
        counts.update(f"{name}.gold" for name in kinds)
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
        counts["likened"] += alike(g["value"], t.value)
        counts.update(f"{name}.likened" for name in kinds if alike(g["value"], t.value))
        counts.update(f"{name}.value" for name in kinds if t.value == g["value"])
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
        spans = sentences.split(story.text, ())
        begin = time.perf_counter()
        found, _ = find(story, spans)
        spent += time.perf_counter() - begin
        words += len(story.text.split())
        counts["stories"] += 1
        for kind, g, t in score(counts, story.text, raw["times"], list(found)):
            at = (g or {"start": t.start})["start"]
            context = story.text[max(0, at - 40) : at + 50].replace("\n", " ")
            said = f"{g['start']}-{g['end']} {story.text[g['start'] : g['end']]!r} {g['value']}" if g else "-"
            got = f"{t.text!r} {t.value}" if t else "-"
            wrong.append((kind, f"{kind:8} [{raw['published'][:10]}] {said} | {got} | {context}"))

    def f1(hits: str) -> float:
        total = counts["gold"] + counts["found"]
        return round(200 * counts[hits] / total, 2) if total else 0.0

    def of_class(name: str, hits: str) -> float:
        total = counts[f"{name}.gold"] + counts[f"{name}.found"]
        return round(200 * counts[f"{name}.{hits}"] / total, 2) if total else 0.0

    result = {
        "half": args.half, "stories": counts["stories"], "gold": counts["gold"], "found": counts["found"],
        "strict_f1": f1("strict"), "relaxed_f1": f1("relaxed"), "type_f1": f1("type"), "value_f1": f1("value"),
        "full": of_class("full", "value"), "weekday": of_class("weekday", "value"), "likened_f1": f1("likened"),
        "full_likened": of_class("full", "likened"), "weekday_likened": of_class("weekday", "likened"),
        "full_gold": counts["full.gold"], "weekday_gold": counts["weekday.gold"],
        "ms_per_500_words": round(1e3 * spent / max(words, 1) * 500, 2),
    }  # fmt: skip
    print(json.dumps(result) if args.json else "  ".join(f"{k} {v}" for k, v in result.items()))
    for _, line in sorted(wrong)[: args.errors]:
        print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
