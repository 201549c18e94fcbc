"""Score who is meant: country and sector of actors, and what refers to whom.

    python -m benchmarks.actors [--passages FILE.jsonl] [--data DIR] [--limit N] [--json] [--model DIR]

Three parts. **Passages** (with ``--passages``: what ``python -m corpus.compile --out`` writes, kept from the weights and
from whoever writes the rules): of the gold mentions of actors, mere places and parties that are none ("nobody", "both
sides", a team) left out, ``found`` is the share that a mention of the reading overlaps (and not just another gold mention in it), ``unresolved`` the share of those
without an actor, and ``actors`` the share of those found whose actor has the right country and primary sector (the first
one; none is right where the gold has none, GOV where a state has none), ``country`` and ``sector`` each alone. ``speakers`` is the same of the
speakers of statements whose contents overlap by half, ``sure.wrong`` the share of the mentions with a confidence of 0.9 or more
whose actor has a wrong country.

**Coreference**, on GUM's dev documents and the news of its train part, which no weight has seen: CoNLL F1, the mean of MUC
(Vilain et al. 1995), B-cubed (Bagga and Baldwin 1998) and entity-based CEAF (phi 4, Luo 2005), on persons, organisations
and places, singletons included. GUM's mentions are whole phrases, ours names without titles and descriptions: one of ours
stands for the smallest gold mention that it lies in and starts or ends with, articles aside, and each gold mention is taken
once. A name without an actor is a place: one entity with its namesakes.

**Wikified names**: of GUM's mentions of organisations and sovereign states with a Wikipedia title, pronouns left out, that
one of ours stands for, ``wiki`` is the share with the country, or the PLOVER entity, that ``questions/wiki.csv`` gives.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from pathlib import Path

import benchmarks
from benchmarks import Figures, Reads, Row, passages, share
from sandpiper.types import Actor, Mention, Reading, Span

WIKI = Path(__file__).with_name("questions") / "wiki.csv"
NO_PARTY = ("place", "other")
GUM_TYPES = frozenset({"person", "organization", "place"})
_PRONOUN = re.compile(
    r"(?:i|me|my|we|us|our|ours|you|your|he|him|his|she|hers?|it|its|they|them|their|theirs|who|whom|whose|which|that"
    r"|this|here|there|where)(?:self|selves)?",
    re.I,
)
_LEAD = re.compile(r"(?:the|an?|this|that|these|those)\s+", re.I)

Clusters = Sequence[frozenset[Hashable]]


# Passages


def score(gold: Sequence[Row], predicted: Sequence[Reading | None]) -> Figures:
    """The figures of the first part. Raises ``ValueError`` where the two differ in length."""
    counts: Counter[str] = Counter()
    for row, reading in zip(gold, predicted, strict=True):
        if reading is not None:
            _mentions(counts, row, reading)
            _speakers(counts, row, reading)
        else:
            counts["all"] += sum(_is_party(row, m) for m in row["mentions"])
    return {
        "actors": share(counts["right"], counts["found"]),
        "actors.resolved": share(counts["right"], counts["resolved"]),
        "found": share(counts["found"], counts["all"]),
        "unresolved": share(counts["found"] - counts["resolved"], counts["found"]),
        "country": share(counts["country"], counts["found"]),
        "sector": share(counts["sector"], counts["found"]),
        "speakers": share(counts["said.right"], counts["said"]),
        "sure.wrong": share(counts["sure.wrong"], counts["sure"]),
        "mentions.n": counts["all"],
        "speakers.n": counts["said"],
        "sure.n": counts["sure"],
    }


def _is_party(row: Row, mention: Row) -> bool:
    return mention.get("in") != "title" and row["actors"][mention["actor"]]["kind"] not in NO_PARTY


def overlapping(
    mentions: Sequence[Mention], start: int, end: int, others: Collection[tuple[int, int]] = ()
) -> Mention | None:
    """The mention that shares most with a stretch, of equal ones the tighter; None where none touches it.

    ``others`` are spans of other gold mentions, which one of ours with just that span stands for: "Syria" is not the
    committee for the railway to Syria.
    """
    span = Span(start, end)
    touching = [
        m for m in mentions if m.in_ is None and m.span.overlaps(span) and (m.start, m.end) not in others
    ]
    return max(touching, key=lambda m: (min(m.end, end) - max(m.start, start), m.start - m.end), default=None)


def fits(found: Actor, wanted: Row) -> tuple[bool, bool]:
    """Whether country and primary sector are right; none is right where none is wanted. A state without a sector is GOV, as
    the tables have it and two thirds of our annotators' states."""
    primary = found.sectors[0] if found.sectors else None
    right = next(iter(wanted["sectors"]), "GOV" if wanted["kind"] == "state" else None)
    return found.country == wanted["country"], primary == right


def _mentions(counts: Counter[str], row: Row, reading: Reading) -> None:
    actors = {a.id: a for a in reading.actors}
    text: str = row["text"]
    spans = {(_bare(text, m["start"], m["end"]), m["end"]) for m in row["mentions"] if m.get("in") != "title"}
    spans |= {(m["start"], m["end"]) for m in row["mentions"] if m.get("in") != "title"}
    for m in row["mentions"]:
        if not _is_party(row, m):
            continue
        counts["all"] += 1
        own = {(m["start"], m["end"]), (_bare(text, m["start"], m["end"]), m["end"])}
        ours = overlapping(reading.mentions, m["start"], m["end"], spans - own)
        if ours is None:
            continue
        counts["found"] += 1
        if ours.actor is None:
            continue
        actor = actors[ours.actor]
        country, sector = fits(actor, row["actors"][m["actor"]])
        counts["resolved"] += 1
        counts["country"] += country
        counts["sector"] += sector
        counts["right"] += country and sector
        sure = (ours.confidence or 0.0) >= 0.9
        counts["sure"] += sure
        counts["sure.wrong"] += sure and not country


def _speakers(counts: Counter[str], row: Row, reading: Reading) -> None:
    actors = {a.id: a for a in reading.actors}
    for said, told in passages.statements(row, reading)[2]:
        wanted = row["actors"].get(said["speaker"] or "")
        if wanted is not None and wanted["kind"] not in NO_PARTY:
            counts["said"] += 1
            counts["said.right"] += told.speaker is not None and all(fits(actors[told.speaker], wanted))


# Coreference


def muc(key: Clusters, response: Clusters) -> tuple[int, int]:
    """Links of the key that the response has, and all of them; turned round it is precision (Vilain et al. 1995)."""
    of = {m: i for i, cluster in enumerate(response) for m in cluster}
    kept = sum(len(c) - len({of.get(m, (m,)) for m in c}) for c in key)
    return kept, sum(len(c) - 1 for c in key)


def b_cubed(key: Clusters, response: Clusters) -> tuple[float, int]:
    """Sum over the key's mentions of the share of their entity that the response keeps, and their number."""
    of = {m: cluster for cluster in response for m in cluster}
    kept = sum(len(c & of.get(m, frozenset())) / len(c) for c in key for m in c)
    return kept, sum(map(len, key))


def ceaf(key: Clusters, response: Clusters) -> float:
    """The similarity phi 4 of the best one-to-one alignment of entities (Luo 2005)."""
    if not key or not response:
        return 0.0
    table = [[2 * len(k & r) / (len(k) + len(r)) for r in response] for k in key]
    if len(key) > len(response):
        table = [list(column) for column in zip(*table, strict=True)]
    return sum(table[i][j] for i, j in enumerate(assignment(table)))


def assignment(table: Sequence[Sequence[float]]) -> list[int]:
    """For each row its column in the assignment with the greatest sum (Kuhn 1955, Munkres 1957); not more rows than columns.

    The shortest augmenting paths of Jonker and Volgenant, with potentials, in O(rows² · columns).
    """
    rows, columns = len(table), len(table[0]) if table else 0
    height, width = [0.0] * (rows + 1), [0.0] * (columns + 1)
    owner = [0] * (columns + 1)  # the row that holds a column, counted from 1
    for row in range(1, rows + 1):
        owner[0] = row
        least, way, seen = [float("inf")] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
        column = 0
        while owner[column]:
            seen[column] = True
            i, step, following = owner[column], float("inf"), 0
            for j in range(1, columns + 1):
                if not seen[j]:
                    cost = -table[i - 1][j - 1] - height[i] - width[j]
                    if cost < least[j]:
                        least[j], way[j] = cost, column
                    if least[j] < step:
                        step, following = least[j], j
            for j in range(columns + 1):
                if seen[j]:
                    height[owner[j]] += step
                    width[j] -= step
                else:
                    least[j] -= step
            column = following
        while column:
            owner[column] = owner[way[column]]
            column = way[column]
    out = [0] * rows
    for j in range(1, columns + 1):
        if owner[j]:
            out[owner[j] - 1] = j - 1
    return out


def conll(documents: Sequence[tuple[Clusters, Clusters]]) -> Figures:
    """CoNLL F1 in per cent with its three parts, over (key, response) of each document."""
    sums: Counter[str] = Counter()
    for key, response in documents:
        for name, (part, whole) in (
            ("muc.r", muc(key, response)),
            ("muc.p", muc(response, key)),
            ("b3.r", b_cubed(key, response)),
            ("b3.p", b_cubed(response, key)),
            ("ceaf.r", (same := ceaf(key, response), len(key))),
            ("ceaf.p", (same, len(response))),
        ):
            sums[name] += part  # type: ignore[assignment]
            sums[f"{name}.of"] += whole
    out = {}
    for name in ("muc", "b3", "ceaf"):
        recall, precision = (share(sums[f"{name}.{s}"], sums[f"{name}.{s}.of"]) for s in "rp")
        out[name] = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
    return {"conll": sum(out.values()) / 3, **out}


def aligned(row: Row, reading: Reading) -> dict[str, Row | None]:
    """Our mentions of a text that count, and the gold mention each stands for; None where it stands for none."""
    text: str = row["text"]
    left = sorted(row["mentions"], key=lambda m: m["end"] - m["start"])
    taken: set[int] = set()
    out: dict[str, Row | None] = {}
    for ours in sorted(reading.mentions, key=lambda m: (m.start - m.end, m.start)):
        if ours.in_ is not None:
            continue
        start = _bare(text, ours.start, ours.end)
        inside = (m for m in left if m["start"] <= start and ours.end <= m["end"])
        found = next(inside, None)
        if (
            found is not None
            and start != _bare(text, found["start"], found["end"])
            and ours.end != found["end"]
        ):
            found = None
        if found is not None and (found["type"] not in GUM_TYPES or id(found) in taken):
            continue
        out[ours.id] = found
        taken.add(id(found))
    return out


def _bare(text: str, start: int, end: int) -> int:
    """Where a phrase begins without its article or possessive."""
    lead = _LEAD.match(text, start, end)
    return lead.end() if lead else start


def clusters(row: Row, reading: Reading) -> tuple[Clusters, Clusters]:
    """Gold entities and ours over the same mentions: a gold mention's number, or a name of ours that is none."""
    key: dict[str, set[Hashable]] = {}
    for m in row["mentions"]:
        if m["type"] in GUM_TYPES:
            key.setdefault(m["entity"], set()).add(id(m))
    names = {m.id: m for m in reading.mentions}
    response: dict[Hashable, set[Hashable]] = {}
    for ident, gold in aligned(row, reading).items():
        ours = names[ident]
        if ours.actor is None and ours.type == "PRON":
            continue
        entity = ours.actor or (ours.text.casefold().removeprefix("the "),)
        response.setdefault(entity, set()).add(ident if gold is None else id(gold))
    return tuple(map(frozenset, key.values())), tuple(map(frozenset, response.values()))


# Wikified names


def wiki(documents: Sequence[tuple[Row, Reading]], gold: Mapping[str, str]) -> Figures:
    """The share of the mentions of titles in the table that have its country."""
    counts: Counter[str] = Counter()
    for row, reading in documents:
        country = {a.id: a.country for a in reading.actors}
        names = {m.id: m for m in reading.mentions}
        stands = {id(found): names[ident] for ident, found in aligned(row, reading).items() if found}
        for m in row["mentions"]:
            title = m.get("wiki")
            if title not in gold or _PRONOUN.fullmatch(row["text"][m["start"] : m["end"]]):
                continue
            counts["all"] += 1
            if (ours := stands.get(id(m))) is not None:
                counts["found"] += 1
                counts["right"] += ours.actor is not None and country[ours.actor] in gold[title].split("|")
    return {
        "wiki": share(counts["right"], counts["found"]),
        "wiki.found": share(counts["found"], counts["all"]),
        "wiki.n": counts["found"],
    }


def wiki_table(path: Path = WIKI) -> dict[str, str]:
    """Country or PLOVER entity by Wikipedia title."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["title"]: row["country"] for row in csv.DictReader(file)}


def gum(data: Path, limit: int | None) -> list[Row]:
    """GUM's dev documents and the news of its train part."""
    train = benchmarks.lines(data / "coref/gum.train.jsonl")
    rows = [*benchmarks.lines(data / "coref/gum.dev.jsonl"), *(r for r in train if r["genre"] == "news")]
    return benchmarks.spread(rows, limit)


def run(reader: Reads, rows: Sequence[Row]) -> Figures:
    """Read documents with coreference and score them."""
    read = [(r, found) for r, found in zip(rows, benchmarks.readings(reader, rows), strict=True) if found]
    return conll([clusters(*pair) for pair in read]) | wiki(read, wiki_table())


def main() -> int:
    """Print the scores."""
    parser = benchmarks.arguments(__doc__)
    parser.add_argument("--passages", type=Path, help="compiled passages as JSON lines")
    args = parser.parse_args()
    reader = benchmarks.open_reader(args.model)
    figures: Figures = {}
    if args.passages:
        rows = [r for r in benchmarks.lines(args.passages) if r["text"].strip()]
        rows = benchmarks.spread(rows, args.limit)
        figures |= score(rows, benchmarks.readings(reader, rows))
    if (args.data / "coref").is_dir():
        figures |= run(reader, gum(args.data, args.limit))
    benchmarks.report(figures, args.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
