"""Score the record on held-out passages of our own corpus: a tenth that the weights never saw, thresholds did.

    python -m benchmarks.passages FILE.jsonl [--all] [--limit N] [--json] [--model DIR]

FILE is what ``python -m corpus.compile --out FILE.jsonl`` writes. An event is found where a trigger overlaps a gold
one (one to one, in order of appearance); ``events`` is F1 of those with the right category, ``triggers`` whatever
the category. Of the events found with the right category: ``actor`` and ``recipient`` are F1 of the parties (one with
a mention that overlaps one of the gold party's is right), ``both`` the share with all parties on both sides right
and no other (in mutual acts all parties are one side, the actor's), ``status`` the share with the right one, ``mode`` the
same where the category has modes, ``contexts`` F1 of contexts, ``place`` F1 of places (right where its mention overlaps one
of the gold place's) and ``numbers`` F1 of the dead, injured, arrested and sizes with both bounds right. ``mentions`` is F1 of
exact spans with their types, articles of names aside, ``names`` without descriptions and pronouns; ``statements`` F1 of
contents that overlap by half, ``kind`` and ``speaker`` the share of those with the right one (a speaker has a mention that
overlaps one of the gold speaker's, or both are nobody). ``restraint`` is the share of passages without an event for
which none is found.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

import benchmarks
from benchmarks import Figures, Reads, Row, attribution, f1, f1_of, share
from benchmarks.events import overlaps
from corpus import held_out
from corpus.compile import COUNTS
from sandpiper import ontology
from sandpiper.types import Event, Reading, Span, Statement


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
        "mode": share(counts["mode"], counts["modal"]),
        **{
            k: f1_of(counts, k)
            for k in ("actor", "recipient", "place", "contexts", "numbers", "mentions", "names", "statements")
        },
        "kind": share(counts["kind"], counts["statements.right"]),
        "speaker": share(counts["speaker"], counts["statements.right"]),
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
    spots = spots_of(row)
    for e, match in matched(events, found):
        counts["trigger.right"] += 1
        if match.category != e["category"]:
            continue
        counts["event.right"] += 1
        counts["both"] += all(_sides(counts, reading, match, e, spots))
        counts["status"] += match.status == e["status"]
        modal = bool(ontology.MODES[e["category"]])
        counts["modal"] += modal
        counts["mode"] += modal and match.mode == e["mode"]
        spot = _place_of(reading, match)
        around = spots.get(e["place"] or "", [])
        counts["place.gold"] += bool(around)
        counts["place.found"] += spot is not None
        counts["place.right"] += spot is not None and any(spot.overlaps(Span(a, b)) for a, b in around)
        _tally(counts, "contexts", {*e["contexts"]}, {*match.contexts})
        _tally(
            counts,
            "numbers",
            {(k, e[k]["min"], e[k]["max"]) for k in COUNTS if e[k]},
            {(k, n.min, n.max) for k in COUNTS if (n := getattr(match, k))},
        )
    text = row["text"]
    gold = {_bare(text, m["start"], m["end"], m["type"]) for m in row["mentions"] if m.get("in") != "title"}
    ours = {_bare(text, m.start, m.end, m.type) for m in reading.mentions if m.in_ is None}
    for name, drop in (("mentions", ()), ("names", ("ROLE", "PRON"))):
        g, p = ({x for x in some if x[2] not in drop} for some in (gold, ours))
        _tally(counts, name, g, p)
    said, told, pairs = statements(row, reading)
    counts["statements.right"] += len(pairs)
    counts["statements.gold"] += len(said)
    counts["statements.found"] += len(told)
    for ours, found in pairs:
        counts["kind"] += ours["kind"] == found.kind
        counts["speaker"] += same_party(reading, found.speaker, spots.get(ours["speaker"] or "", []))


def statements(row: Row, reading: Reading) -> tuple[list[Row], list[Statement], list[tuple[Row, Statement]]]:
    """A passage's statements outside its title, those found, and the pairs whose contents overlap by half, one to one."""
    said = [s for s in row.get("statements", ()) if s.get("in") != "title"]
    told = [s for s in reading.statements if s.in_ is None]
    pairs = attribution.match([letters(s["content"]) for s in said], [letters(s.content) for s in told])
    return said, told, [(said[g], told[p]) for g, p in pairs.items()]


def spots_of(row: Row) -> dict[str, list[list[int]]]:
    """Start and end of the mentions of each of a passage's actors, outside its title."""
    spots: dict[str, list[list[int]]] = {}
    for m in row["mentions"]:
        if m.get("in") != "title":
            spots.setdefault(m["actor"], []).append([m["start"], m["end"]])
    return spots


def same_party(reading: Reading, found: str | None, known: list[list[int]]) -> bool:
    """Whether an actor has a mention that overlaps one of the gold party's, or both are nobody."""
    return overlaps(reading, [found], known) if known and found else not known and not found


def _place_of(reading: Reading, event: Event) -> Span | None:
    """The words that name an event's place."""
    mention = next((p.mention for p in reading.places if p.id == event.place), None)
    return next((m.span for m in reading.mentions if m.id == mention and m.in_ is None), None)


def matched(gold: Sequence[Row], found: Sequence[Event]) -> list[tuple[Row, Event]]:
    """Gold events and those found whose triggers overlap, one to one, those of the same category first."""
    left = list(found)
    out = []
    for e in gold:
        touching = [f for f in left if any(f.trigger[0].overlaps(Span(a, b)) for a, b in e["trigger"])]
        match = next((f for f in touching if f.category == e["category"]), touching[0] if touching else None)
        if match is not None:
            left.remove(match)
            out.append((e, match))
    return out


def _tally(counts: Counter[str], name: str, gold: Collection[object], found: Collection[object]) -> None:
    counts[f"{name}.right"] += len({*gold} & {*found})
    counts[f"{name}.gold"] += len(gold)
    counts[f"{name}.found"] += len(found)


def _bare(text: str, start: int, end: int, kind: str) -> tuple[int, int, str]:
    """A mention, a name without its article: our annotators count it in, the contract does not."""
    article = kind not in ("ROLE", "PRON") and text[start : start + 4].lower() == "the "
    return start + 4 if article else start, end, kind


def letters(spans: Sequence[Sequence[int]]) -> frozenset[int]:
    """The offsets that spans cover."""
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


def parser(doc: str | None) -> argparse.ArgumentParser:
    """The options of a benchmark on our own passages."""
    out = benchmarks.arguments(doc)
    out.add_argument("file", type=Path, help="compiled passages as JSON lines")
    out.add_argument("--all", action="store_true", help="also the passages that the weights have read")
    return out


def rows_of(args: argparse.Namespace) -> list[Row]:
    """The passages that were asked for."""
    return benchmarks.spread(passages(args.file, every=args.all), args.limit)


def passages(file: Path, *, every: bool = False) -> list[Row]:
    """The held-out passages of a file, or every one; those with a title alone are left out."""
    return [r for r in benchmarks.lines(file) if r["text"].strip() and (every or held_out(r["id"]))]


def main() -> int:
    """Print the scores."""
    args = parser(__doc__).parse_args()
    benchmarks.report(run(benchmarks.open_reader(args.model), rows_of(args)), args.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
