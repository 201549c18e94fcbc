"""Score toponyms on GeoVirus and LGL (local corpora, not shipped): resolution, the toponyms given, and detection.

    python benchmarks/places.py [--half odd|even|all] [--data DIR] [--corpus lgl] [--errors N] [--no-url] [--json]
    python benchmarks/places.py --detect [--half even] [--limit N]

The half is the parity of md5(group), the group being the story's URL (GeoVirus: one page, many paragraphs): weights were tuned on the odd half, the
even half only scores. Gold toponyms with coordinates become mentions of type GPE, under the words of the text; none has an
actor. Demonyms ("American"), which LGL marks too, are NORP here, no places, and left out. ``accuracy`` is
the share of all of them resolved within 161 km (100 miles; unanswered ones count as wrong), ``precision`` the share of
the answered ones, ``answered`` the share that got a place, ``median_km`` over the answered. The story's URL is given, as a reader
of feeds would (``--no-url``: without). Classes are those of LGL's feature codes: country (PCL*), division (other A), city (P), water
(H), region (L, T, V and zones), facility (S, R); GeoVirus has none, there they are what the name is best known as.

``--detect`` reads the stories through ``Reader.read``: a mention of type GPE, LOC or FAC, or one that a place has, is found; it is
right where its borders are a gold toponym's (``exact``) or where they overlap (``overlap``), each at most once.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sandpiper.resolve.actors import demonym
from sandpiper.resolve.places import known, resolve
from sandpiper.resolve.places.resolution import kilometres
from sandpiper.types import Mention, Reading, Story

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "places"
CORPORA = ("geovirus", "lgl")
NEAR_KM = 161.0
CLASSES = ("country", "division", "city", "water", "region", "facility", "unknown")
_BY_FCLASS = {"A": "division", "P": "city", "H": "water", "L": "region", "T": "region", "V": "region"}
_BY_FCLASS |= {"S": "facility", "R": "facility"}


def stories(data: Path, corpus: str, half: str) -> Iterator[dict[str, Any]]:
    """The stories of a half, in file order; paragraphs of one page fall into one half."""
    with (data / f"{corpus}.train.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            story = json.loads(line)
            group = story.get("url") or story["id"]
            odd = int(hashlib.md5(group.encode()).hexdigest(), 16) % 2
            if half == "all" or odd == (half == "odd"):
                yield story


def class_of(toponym: dict[str, Any], words: str) -> str:
    """One of ``CLASSES``."""
    code, broad = toponym.get("fcode"), toponym.get("fclass")
    if code is None:
        return known(words) or "unknown"
    if code.startswith("PCL"):
        return "country"
    return "region" if code == "ZN" else _BY_FCLASS.get(broad or "", "region")


def score(
    gold: dict[str, Any], errors: list[dict[str, Any]], with_url: bool = True
) -> Iterator[tuple[str, float | None]]:
    """(class, kilometres off or None where unanswered) of each gold toponym with coordinates."""
    text = gold["text"]
    toponyms = [
        p for p in gold["places"] if p.get("lat") is not None and not demonym(text[p["start"] : p["end"]])
    ]
    mentions = [
        Mention(f"m{i}", p["start"], p["end"], text[p["start"] : p["end"]], "GPE")
        for i, p in enumerate(toponyms)
    ]
    story = Story(gold["id"], gold["text"], url=gold.get("url") if with_url else None)
    found = {p.mention: p for p in resolve(story, mentions, ())}
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
        yield class_of(toponym, mention.text), off


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


def detected(gold: dict[str, Any], reading: Reading) -> dict[str, tuple[int, int, int]]:
    """(right, gold, found) of the story's toponyms, with equal borders and with overlapping ones."""
    text = gold["text"]
    spans = sorted(
        {(p["start"], p["end"]) for p in gold["places"] if not demonym(text[p["start"] : p["end"]])}
    )
    placed = {p.mention for p in reading.places}
    mine = sorted(
        {
            (m.start, m.end)
            for m in reading.mentions
            if m.in_ is None and (m.type in ("GPE", "LOC", "FAC") or m.id in placed)
        }
    )
    return {
        "exact": (len(set(spans) & set(mine)), len(spans), len(mine)),
        "overlap": (_pairs(spans, mine), len(spans), len(mine)),
    }


def _pairs(ones: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> int:
    """How many of two sorted lists of spans overlap, each span in one pair at most."""
    i = j = pairs = 0
    while i < len(ones) and j < len(others):
        if ones[i][1] <= others[j][0]:
            i += 1
        elif others[j][1] <= ones[i][0]:
            j += 1
        else:
            i, j, pairs = i + 1, j + 1, pairs + 1
    return pairs


def detection(rows: Sequence[dict[str, Any]]) -> dict[str, float | int]:
    """Precision, recall and F1 of toponyms that ``Reader.read`` finds."""
    from sandpiper.pipeline import Reader

    reader = Reader()
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        reading = reader.read(Story(row["id"], row["text"], url=row.get("url")))
        for how, (right, gold, found) in detected(row, reading).items():
            sums[how].update(right=right, gold=gold, found=found)
    figures: dict[str, float | int] = {"stories": len(rows), "toponyms": sums["exact"]["gold"]}
    for how, n in sums.items():
        figures |= {
            f"{how}_precision": round(n["right"] / max(1, n["found"]), 4),
            f"{how}_recall": round(n["right"] / max(1, n["gold"]), 4),
            f"{how}_f1": round(2 * n["right"] / max(1, n["found"] + n["gold"]), 4),
        }
    return figures


def _print(result: dict[str, Any], as_json: bool) -> None:
    print(json.dumps(result) if as_json else "  ".join(f"{k} {v}" for k, v in result.items()))


def main() -> int:
    """Print the scores; with ``--errors`` the commonest mistakes too."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--half", choices=("odd", "even", "all"), default="odd")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--corpus", choices=CORPORA)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--no-url", action="store_true")
    parser.add_argument("--detect", action="store_true", help="read the stories and score detection instead")
    parser.add_argument("--limit", type=int, help="with --detect: only N stories of a corpus, spread over it")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if not args.data.is_dir():
        print(f"no data at {args.data}", file=sys.stderr)
        return 1
    for corpus in (args.corpus,) if args.corpus else CORPORA:
        name = {"corpus": corpus, "half": args.half}
        given = list(stories(args.data, corpus, args.half))
        if args.detect:
            count = min(args.limit or len(given), len(given))
            _print(name | detection([given[i * len(given) // count] for i in range(count)]), args.json)
            continue
        errors: list[dict[str, Any]] = []
        begin = time.perf_counter()
        rows = [row for story in given for row in score(story, errors, not args.no_url)]
        seconds = round(time.perf_counter() - begin, 2)
        _print(name | summary([off for _, off in rows]) | {"seconds": seconds}, args.json)
        classes = defaultdict(list)
        for kind, off in rows:
            classes[kind].append(off)
            if corpus == "lgl" and kind in ("city", "division"):
                classes["city+division"].append(off)
        for kind in (*CLASSES, "city+division"):
            if classes[kind]:
                _print({"corpus": corpus, "class": kind} | summary(classes[kind]), args.json)
        common = Counter(
            (e["words"], e["found"], e["gold"].get("fcode", "?"), "unanswered" if e["km"] is None else "far")
            for e in errors
        )
        for key, count in common.most_common(args.errors):
            print(f"  {count:4d}  " + "  ".join(str(k) for k in key))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
