"""Score events on local corpora (not shipped): pairs of PLV and CAMEO, triggers of WikiEvents, whole stories of three more.

    python -m benchmarks.events [FILE] [--data DIR] [--limit N] [--json] [--model DIR]

``plv``: the share of sentences with an event of the right category (``category``), whose actor has a mention
overlapping a source mark (``actor``), and whose recipient has one overlapping a target mark too (``event``; where
the act is reciprocal, both are looked for in its actor). CONCEDE and RETREAT are YIELD. A row lacking a mark does
not count where the mark is needed. The shipped model has read PLV's training sentences. ``wikievents``: the share of
gold triggers that a trigger overlaps, of all types (many of which PLOVER does not code) and of ``Conflict``.
``muc4``: the share of stories with an event in the key that get an ASSAULT, and of those without that get one;
stories whose events are all optional do not count. ``ngec``: the share of stories whose label is the category with the
highest summed confidence (titles are not given; no event is wrong). ``india``: of stories in which the police arrest
or kill (labels ARREST, KILL or FORCE) and of those in which they do not, the share that gets a COERCE or an ASSAULT
by anybody. ``cameo``: of neutral sentences with both sides marked, the share with a material act of that very pair.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import benchmarks
from benchmarks import Figures, Reads, Row, share
from sandpiper.types import Event, Reading, Span

PLV = "relations/plv.train.jsonl"
WIKIEVENTS = "events/wikievents.dev.jsonl"
MUC4 = "events/muc4.dev.jsonl"
NGEC = "events/ngec.synthetic.jsonl"
INDIA = "events/indiapolice.half1.jsonl"
CAMEO = "relations/cameo.train.jsonl"
INDIAN = {"arrest": ({"ARREST"}, "COERCE"), "force": ({"KILL", "FORCE"}, "ASSAULT")}
_YIELD = ("CONCEDE", "RETREAT")
_MATERIAL = ("material cooperation", "material conflict")

Spans = Sequence[Sequence[int]]


def score(gold: Sequence[Row], predicted: Sequence[Reading | None]) -> Figures:
    """Recall of marked pairs, and events per sentence; ``None`` is a sentence that could not be read.

    ``gold`` are rows of ``root``, ``source`` and ``target``. Raises ``ValueError`` where the two differ in length.
    """
    counts: Counter[str] = Counter()
    for row, reading in zip(gold, predicted, strict=True):
        counts["with_source"] += bool(row["source"])
        counts["with_both"] += bool(row["source"] and row["target"])
        if reading is None:
            continue
        counts["events"] += len(reading.events)
        counts["sentences"] += len(reading.sentences)
        right = [e for e in reading.events if _same_category(e, row["root"])]
        by_source = [e for e in right if overlaps(reading, e.actor, row["source"])]
        counts["category"] += bool(right)
        counts["actor"] += bool(by_source)
        counts["event"] += any(
            overlaps(reading, e.actor if e.reciprocal else e.recipient, row["target"]) for e in by_source
        )
    return {
        "event": share(counts["event"], counts["with_both"]),
        "actor": share(counts["actor"], counts["with_source"]),
        "category": share(counts["category"], len(gold)),
        "events_per_sentence": counts["events"] / counts["sentences"] if counts["sentences"] else 0.0,
        "pairs": len(gold),
    }


def _same_category(event: Event, root: str) -> bool:
    return event.category in _YIELD if root == "YIELD" else event.category == root


def overlaps(reading: Reading, actors: Sequence[str], marks: Spans) -> bool:
    """Whether any mention of these actors shares a character with one of the marks."""
    return any(
        mention.span.overlaps(Span(start, end))
        for mention in reading.mentions
        if mention.actor in actors and mention.in_ is None
        for start, end in marks
    )


def score_triggers(gold: Sequence[Row], predicted: Sequence[Reading | None]) -> Figures:
    """Recall of gold triggers (rows of ``events`` with ``type``, ``start``, ``end``) by overlap."""
    counts: Counter[str] = Counter()
    for row, reading in zip(gold, predicted, strict=True):
        events = reading.events if reading else ()
        triggers = [span for event in events if event.in_ is None for span in event.trigger]
        counts["events"] += len(events)
        for event in row["events"]:
            found = any(span.overlaps(Span(event["start"], event["end"])) for span in triggers)
            for kind in ("all", event["type"].split(".")[0]):
                counts[f"{kind}.gold"] += 1
                counts[f"{kind}.found"] += found
    return {
        "trigger_recall": share(counts["all.found"], counts["all.gold"]),
        "trigger_recall.Conflict": share(counts["Conflict.found"], counts["Conflict.gold"]),
        "triggers": counts["all.gold"],
        "events": counts["events"],
    }


def score_stories(gold: Sequence[Row], predicted: Sequence[Reading | None]) -> Figures:
    """How many stories with and without an event in the key get an ASSAULT."""
    counts: Counter[str] = Counter()
    for row, reading in zip(gold, predicted, strict=True):
        if row["events"] and all(event.get("optional") for event in row["events"]):
            continue
        kind = "relevant" if row["events"] else "irrelevant"
        counts[kind] += 1
        counts[f"{kind}.found"] += any(e.category == "ASSAULT" for e in reading.events) if reading else False
    return {
        "assault_in_relevant": share(counts["relevant.found"], counts["relevant"]),
        "assault_in_irrelevant": share(counts["irrelevant.found"], counts["irrelevant"]),
        "relevant": counts["relevant"],
        "irrelevant": counts["irrelevant"],
    }


def score_labels(gold: Sequence[Row], predicted: Sequence[Reading | None]) -> Figures:
    """Accuracy of the category with the highest summed confidence, all and by label."""
    counts: Counter[str] = Counter()
    for row, reading in zip(gold, predicted, strict=True):
        sums: Counter[str] = Counter()
        for event in reading.events if reading else ():
            sums[event.category] += event.confidence or 0.0  # type: ignore[assignment]
        best = max(sorted(sums), key=sums.__getitem__, default=None)
        for name in ("all", row["labels"][0]):
            counts[f"{name}.gold"] += 1
            counts[f"{name}.right"] += best == row["labels"][0]
        counts["silent"] += best is None
    names = sorted(k[:-5] for k in counts if k.endswith(".gold") and k != "all.gold")
    return {
        "accuracy": share(counts["all.right"], counts["all.gold"]),
        "silent": share(counts["silent"], counts["all.gold"]),
        "stories": counts["all.gold"],
        **{f"accuracy.{n}": share(counts[f"{n}.right"], counts[f"{n}.gold"]) for n in names},
    }


def score_police(gold: Sequence[Row], predicted: Sequence[Reading | None]) -> Figures:
    """How many stories with and without arrests, with and without force, get an event of that category."""
    counts: Counter[str] = Counter()
    for row, reading in zip(gold, predicted, strict=True):
        for name, (labels, category) in INDIAN.items():
            kind = name if labels & {*row["labels"]} else f"no_{name}"
            counts[kind] += 1
            counts[f"{kind}.found"] += (
                any(e.category == category for e in reading.events) if reading else False
            )
    kinds = [f"{no}{name}" for name in INDIAN for no in ("", "no_")]
    return {kind: share(counts[f"{kind}.found"], counts[kind]) for kind in kinds} | {"stories": len(gold)}


def neutral(rows: Sequence[Row]) -> list[Row]:
    """CAMEO's rows of class 0 with both sides marked."""
    return [row for row in rows if row["quad"] == 0 and row["source"] and row["target"]]


def score_neutral(gold: Sequence[Row], predicted: Sequence[Reading | None]) -> Figures:
    """How many get a material act that links the marked pair, either way round where it is mutual."""
    wrong = sum(
        any(
            event.quad in _MATERIAL
            and overlaps(reading, event.actor, row["source"])
            and overlaps(reading, event.actor if event.reciprocal else event.recipient, row["target"])
            for event in reading.events
        )
        for row, reading in zip(gold, predicted, strict=True)
        if reading
    )
    return {"material_pair": share(wrong, len(gold)), "pairs": len(gold)}


def main() -> int:
    """Print the scores of the corpora; with FILE only those of its marked pairs."""
    parser = benchmarks.arguments(__doc__)
    parser.add_argument(
        "file", nargs="?", type=Path, help="marked pairs as JSON lines, instead of the corpora"
    )
    args = parser.parse_args()
    corpora = {"plv": (args.file or args.data / PLV, score)}
    if not args.file:
        corpora |= {
            "wikievents": (args.data / WIKIEVENTS, score_triggers),
            "muc4": (args.data / MUC4, score_stories),
            "ngec": (args.data / NGEC, score_labels),
            "india": (args.data / INDIA, score_police),
            "cameo": (args.data / CAMEO, score_neutral),
        }
    reader: Reads = benchmarks.open_reader(args.model)
    figures: Figures = {}
    for corpus, (path, scorer) in corpora.items():
        rows: Sequence[Row] = benchmarks.lines(path)
        rows = benchmarks.spread(neutral(rows) if corpus == "cameo" else rows, args.limit)
        scores = scorer(rows, benchmarks.readings(reader, rows))
        figures |= {f"{corpus}.{name}": value for name, value in scores.items()}
    benchmarks.report(figures, args.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
