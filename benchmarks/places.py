"""Score toponym resolution on GeoVirus and LGL (local corpora, not shipped), the toponyms given.

    python benchmarks/places.py [--half odd|even|all] [--data DIR] [--corpus lgl] [--errors N] [--json]

The half is the parity of md5(group), the group being the story's URL (GeoVirus: one page, many paragraphs): weights were tuned on the odd half, the
even half only scores. Gold toponyms with coordinates become mentions of type GPE, under the words of the text; none has an
actor. Demonyms ("American"), which LGL marks too, are NORP here, no places, and left out. ``accuracy`` is
the share of all of them resolved within 161 km (100 miles; unanswered ones count as wrong), ``precision`` the share of
the answered ones, ``answered`` the share that got a place, ``median_km`` over the answered.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sandpiper.resolve.actors import demonym
from sandpiper.resolve.places import resolve
from sandpiper.resolve.places.resolution import kilometres
from sandpiper.types import Mention, Story

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "places"
CORPORA = ("geovirus", "lgl")
NEAR_KM = 161.0


def stories(data: Path, corpus: str, half: str) -> Iterator[dict[str, Any]]:
    """The stories of a half, in file order; paragraphs of one page fall into one half."""
    with (data / f"{corpus}.train.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            story = json.loads(line)
            group = story.get("url") or story["id"]
            odd = int(hashlib.md5(group.encode()).hexdigest(), 16) % 2
            if half == "all" or odd == (half == "odd"):
                yield story


def score(gold: dict[str, Any], errors: list[dict[str, Any]]) -> Iterator[tuple[str, float | None]]:
    """(kind, kilometres off or None where unanswered) of each gold toponym with coordinates."""
    text = gold["text"]
    toponyms = [
        p for p in gold["places"] if p.get("lat") is not None and not demonym(text[p["start"] : p["end"]])
    ]
    mentions = [
        Mention(f"m{i}", p["start"], p["end"], text[p["start"] : p["end"]], "GPE")
        for i, p in enumerate(toponyms)
    ]
    found = {p.mention: p for p in resolve(Story(gold["id"], gold["text"]), mentions, ())}
    for mention, toponym in zip(mentions, toponyms, strict=True):
        place = found.get(mention.id)
        off = None
        if place is not None and place.lat is not None and place.lon is not None:
            off = kilometres(place.lat, place.lon, toponym["lat"], toponym["lon"])
        if off is None or off > NEAR_KM:
            errors.append(
                {
                    "story": gold["id"],
                    "gold": toponym,
                    "words": mention.text,
                    "km": off,
                    "found": place and place.name,
                }
            )
        yield toponym.get("fcode", "?"), off


def summary(offs: list[float | None]) -> dict[str, float | int]:
    """The figures that the module's docstring defines."""
    answered = [off for off in offs if off is not None]
    near = sum(off <= NEAR_KM for off in answered)
    return {
        "toponyms": len(offs),
        "accuracy": round(near / max(1, len(offs)), 4),
        "precision": round(near / max(1, len(answered)), 4),
        "answered": round(len(answered) / max(1, len(offs)), 4),
        "median_km": round(statistics.median(answered), 1) if answered else 0.0,
    }


def main() -> int:
    """Print the scores; with ``--errors`` the commonest mistakes too."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--half", choices=("odd", "even", "all"), default="odd")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--corpus", choices=CORPORA)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if not args.data.is_dir():
        print(f"no data at {args.data}", file=sys.stderr)
        return 1
    for corpus in (args.corpus,) if args.corpus else CORPORA:
        errors: list[dict[str, Any]] = []
        begin = time.perf_counter()
        rows = [row for story in stories(args.data, corpus, args.half) for row in score(story, errors)]
        result = {
            "corpus": corpus,
            "half": args.half,
            **summary([off for _, off in rows]),
            "seconds": round(time.perf_counter() - begin, 2),
        }
        print(json.dumps(result) if args.json else "  ".join(f"{k} {v}" for k, v in result.items()))
        common = Counter(
            (e["words"], e["found"], e["gold"].get("fcode", "?"), "unanswered" if e["km"] is None else "far")
            for e in errors
        )
        for key, count in common.most_common(args.errors):
            print(f"  {count:4d}  " + "  ".join(str(k) for k in key))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
