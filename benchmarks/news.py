"""Score events and kinds of statement on news that others wrote and we annotated (the texts are not shipped).

    python -m benchmarks.news [--data DIR] [--limit N] [--json] [--model DIR]

``news_acts.tsv`` marks all events of paragraphs of two development sets, PolNeAR's (US politics) and WikiEvents' (attacks
and their trials), each paragraph read alone: ``events`` is F1 of those whose trigger overlaps a gold one and whose
category is right, with ``precision`` and ``recall``, ``triggers`` F1 whatever the category, and ``restraint`` the share of paragraphs
without an event for which none is found. ``news_kinds.tsv`` has the kind of each of PolNeAR's attributions: of the statements found
(contents overlap by half, as in ``benchmarks.attribution``) ``kind`` is the share with the right one, and ``kinds`` macro-F1 over the
eight. ``ledger`` is the share of the ledger's pledges, threats, demands and forecasts whose statement is of that kind (an appeal
makes a demand); one from no attribution of the annotators counts as wrong. ``ledger.recall`` is the share of those attributions
that have their entry.

Both tables were made by language models from a page of instructions each, and read once.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import benchmarks
from benchmarks import Figures, Row, attribution, f1, ledger, passages, share
from benchmarks.passages import letters
from sandpiper.types import Reading

ACTS = Path(__file__).with_name("news_acts.tsv")
KINDS = Path(__file__).with_name("news_kinds.tsv")
FILES = {"polnear": attribution.FILE, "wikievents": "events/wikievents.dev.jsonl"}

Stretch = tuple[str, str, int, int]  # corpus, id, start, end


def table(path: Path) -> list[dict[str, str]]:
    """The rows of one of our tables."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def stretches(rows: Sequence[Mapping[str, str]]) -> dict[Stretch, list[Mapping[str, str]]]:
    """The annotated stretches in the table's order, each with its events; one without any has a row without a category."""
    out: dict[Stretch, list[Mapping[str, str]]] = {}
    for row in rows:
        found = out.setdefault((row["corpus"], row["id"], int(row["start"]), int(row["end"])), [])
        if row["category"]:
            found.append(row)
    return out


def score_events(
    gold: Mapping[Stretch, Sequence[Mapping[str, str]]], predicted: Sequence[Reading | None]
) -> Figures:
    """Events of stretches that were read alone. Raises ``ValueError`` where the two differ in length."""
    counts: Counter[str] = Counter()
    for ((_, _, first, _), events), reading in zip(gold.items(), predicted, strict=True):
        found = [e for e in reading.events if e.in_ is None] if reading else []
        counts["gold"] += len(events)
        counts["found"] += len(found)
        counts["empty"] += not events
        counts["silent"] += not events and not found
        wanted = [{"category": e["category"], "trigger": [_moved(e["trigger"], -first)]} for e in events]
        for event, match in passages.matched(wanted, found):
            counts["triggers"] += 1
            counts["right"] += match.category == event["category"]
    return {
        "events": f1(counts["right"], counts["gold"], counts["found"]),
        "precision": share(counts["right"], counts["found"]),
        "recall": share(counts["right"], counts["gold"]),
        "triggers": f1(counts["triggers"], counts["gold"], counts["found"]),
        "restraint": share(counts["silent"], counts["empty"]),
        "gold": counts["gold"],
    }


def _moved(span: str, by: int) -> list[int]:
    """The two ends of a written span, moved."""
    return [int(at) + by for at in span.split("-")]


def score_kinds(
    gold: Sequence[Row], kinds: Mapping[tuple[str, int], str], predicted: Sequence[Reading | None]
) -> Figures:
    """Kinds of statement and entries of the ledger; ``kinds`` by a story's id and the first offset of the cue."""
    counts: Counter[str] = Counter()
    for row, reading in zip(gold, predicted, strict=True):
        said = [a for a in row["attributions"] if a["cue"] and (row["id"], a["cue"][0][0]) in kinds]
        wanted = [kinds[row["id"], a["cue"][0][0]] for a in said]
        for kind in wanted:
            counts["entries.gold"] += kind in ledger.KINDS or kind == "appeal"
        if reading is None:
            continue
        told = [s for s in reading.statements if s.in_ is None]
        pairs = attribution.match([letters(a["content"]) for a in said], [letters(s.content) for s in told])
        meant = {told[t].id: wanted[g] for g, t in pairs.items()}
        for statement in told:
            if statement.id in meant:
                counts["pairs"] += 1
                counts["right"] += statement.kind == meant[statement.id]
                ledger.count_kind(counts, meant[statement.id], statement.kind)
        for entry in reading.ledger:
            if entry.kind in ledger.KINDS and entry.in_ is None:
                counts["entries"] += 1
                kind = meant.get(entry.statement or "", "")
                counts["entries.right"] += entry.kind == ("demand" if kind == "appeal" else kind)
    return {
        "kind": share(counts["right"], counts["pairs"]),
        "kinds": ledger.macro(counts),
        "ledger": share(counts["entries.right"], counts["entries"]),
        "ledger.recall": share(counts["entries.right"], counts["entries.gold"]),
        "entries": counts["entries"],
    }


def main() -> int:
    """Print the scores."""
    args = benchmarks.arguments(__doc__).parse_args()
    rows = {c: benchmarks.lines(args.data / file) for c, file in FILES.items()}
    texts = {(c, row["id"]): row["text"] for c in rows for row in rows[c]}
    reader = benchmarks.open_reader(args.model)
    figures: Figures = {}
    acts = stretches(table(ACTS))
    for corpus in FILES:
        chosen = benchmarks.spread([s for s in acts if s[0] == corpus], args.limit)
        pieces = [{"text": texts[c, key][start:end]} for c, key, start, end in chosen]
        found = score_events({s: acts[s] for s in chosen}, benchmarks.readings(reader, pieces))
        figures |= {f"{corpus}.{name}": value for name, value in found.items()}
    kinds = {(row["id"], int(row["cue"])): row["kind"] for row in table(KINDS)}
    stories = benchmarks.spread(rows["polnear"], args.limit)
    alone = benchmarks.open_reader(args.model, attribution.SETTINGS)
    benchmarks.report(figures | score_kinds(stories, kinds, benchmarks.readings(alone, stories)), args.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
