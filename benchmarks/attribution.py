"""Score attributions on PolNeAR news (local corpus, not shipped): who said it, which words say so, what was said.

    python -m benchmarks.attribution [--data DIR] [--limit N] [--json] [--model DIR]

Tokens are runs of ``\\w``; punctuation does not count. ``source``, ``cue`` and ``content`` are F1 over the tokens
of a role in a story, whatever attribution they belong to, summed over the stories. Attributions are matched one to
one, best overlap (intersection over union of content tokens) first. ``matched`` is F1 of pairs that overlap by
half; ``source_right`` the share of those pairs whose sources share a token or are both empty;
``indirect_recall`` the share matched of the gold attributions without a quotation mark in their content;
``exact`` F1 of attributions equal in all three roles. An attribution without a content token is never matched.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import benchmarks
from benchmarks import Figures, Reads, Row, f1, share
from sandpiper.settings import Settings
from sandpiper.types import Reading

FILE = "attribution/polnear.dev.jsonl"
ROLES = ("source", "cue", "content")
OVERLAP = 0.5  # least intersection over union of a match
SETTINGS = Settings(join_repeats=False)  # the annotators marked each place

_TOKEN = re.compile(r"\w+")
_QUOTE = re.compile(r"[\"“”„«»]|``|''")

Spans = Sequence[Sequence[int]]


class Attribution(NamedTuple):
    """The token numbers of each role."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]


def score(gold: Sequence[Row], predicted: Sequence[Sequence[Mapping[str, Spans]]]) -> Figures:
    """The figures of the module's docstring.

    ``gold`` are rows of ``text`` and ``attributions``, ``predicted`` the attributions found in each; an
    attribution maps each role to its spans. Raises ``ValueError`` where the two differ in length.
    """
    counts: Counter[str] = Counter()
    for row, found in zip(gold, predicted, strict=True):
        _story(counts, row, found)
    figures = {role: f1(counts[role], counts[f"{role}.gold"], counts[f"{role}.found"]) for role in ROLES}
    figures |= {
        "matched": f1(counts["matched"], counts["gold"], counts["found"]),
        "source_right": share(counts["source_right"], counts["matched"]),
        "indirect_recall": share(counts["indirect_matched"], counts["indirect"]),
        "exact": f1(counts["exact"], counts["gold"], counts["found"]),
        "stories": len(gold),
        "gold": counts["gold"],
        "found": counts["found"],
        "indirect": counts["indirect"],
    }
    return figures


def _story(counts: Counter[str], row: Row, predicted: Sequence[Mapping[str, Spans]]) -> None:
    """Add one story to the counts."""
    text = row["text"]
    tokens = [m.span() for m in _TOKEN.finditer(text)]
    gold = [_attribution(tokens, a) for a in row["attributions"]]
    found = [_attribution(tokens, a) for a in predicted]
    counts["gold"] += len(gold)
    counts["found"] += len(found)
    for role in ROLES:
        wanted: frozenset[int] = frozenset().union(*(getattr(a, role) for a in gold))
        got: frozenset[int] = frozenset().union(*(getattr(a, role) for a in found))
        counts[role] += len(wanted & got)
        counts[f"{role}.gold"] += len(wanted)
        counts[f"{role}.found"] += len(got)
    pairs = match([a.content for a in gold], [a.content for a in found])
    counts["matched"] += len(pairs)
    for g, p in pairs.items():
        ours, theirs = found[p].source, gold[g].source
        counts["source_right"] += bool(ours & theirs) or not (ours or theirs)
    for g, attribution in enumerate(row["attributions"]):
        if not any(_QUOTE.search(text[start:end]) for start, end in attribution["content"]):
            counts["indirect"] += 1
            counts["indirect_matched"] += g in pairs
    counts["exact"] += (Counter(gold) & Counter(found)).total()


def _attribution(tokens: Sequence[tuple[int, int]], roles: Mapping[str, Spans]) -> Attribution:
    starts, ends = [start for start, _ in tokens], [end for _, end in tokens]

    def covered(spans: Spans) -> frozenset[int]:
        return frozenset(i for a, b in spans for i in range(bisect_right(ends, a), bisect_left(starts, b)))

    return Attribution(*(covered(roles[role]) for role in ROLES))


def match(gold: Sequence[frozenset[int]], found: Sequence[frozenset[int]]) -> dict[int, int]:
    """Gold to found, one to one, greedily by overlap (at least ``OVERLAP``), ties in order of appearance."""
    pairs = []
    for g, wanted in enumerate(gold):
        for p, got in enumerate(found):
            common = len(wanted & got)
            if common and common / len(wanted | got) >= OVERLAP:
                pairs.append((-common / len(wanted | got), g, p))
    matched: dict[int, int] = {}
    used: set[int] = set()
    for _, g, p in sorted(pairs):
        if g not in matched and p not in used:
            matched[g] = p
            used.add(p)
    return matched


def attributions(reading: Reading | None) -> list[dict[str, Spans]]:
    """The statements of a reading that stand in its text; none of a story that could not be read."""
    if reading is None:
        return []
    return [
        {"source": s.source, "cue": s.cue, "content": s.content} for s in reading.statements if s.in_ is None
    ]


def run(reader: Reads, rows: Sequence[Row]) -> Figures:
    """Read the rows and score them."""
    return score(rows, [attributions(reading) for reading in benchmarks.readings(reader, rows)])


def main() -> int:
    """Print the scores."""
    args = benchmarks.arguments(__doc__).parse_args()
    rows = benchmarks.lines(args.data / FILE, args.limit)
    benchmarks.report(run(benchmarks.open_reader(args.model, SETTINGS), rows), args.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
