"""Score what is seen of machine translation and what is repaired.

    python -m benchmarks.translation [--dev] [--native] [--read] [--data DIR] [--limit N] [--json] [--model DIR]

On ``corpus/translation`` (frozen; with ``--dev`` on its dev stories, on which the rules were tuned): ``auc`` of the
probability, translated stories against native ones; of the repairs, ``precision`` with the lower bound of Wilson's
(1927) 95 % interval and ``recall``, together and by kind, flags and vetoes left out; ``harmful``, the repairs in native
stories. A repair is right where it overlaps a gold one of its kind and reads alike (another romanisation counts; of speakers,
titles and senses the place decides). None of this needs the model.

``--read`` reads the stories as well, with the repairs and without them (threshold 1): ``named``, the share of the gold
surnames whose words mean an actor of that name, ``speakers``, the share of the gold speakers at whose words some
statement has its source; and statements, their speakers and events (`benchmarks.passages`) on our test passages in the
manner of Russian and Ukrainian, and on native ones.

``--native``: the number of repairs in news by others: GUM's news, LGL and PolNeAR's dev part.
"""

from __future__ import annotations

import argparse
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import benchmarks
from benchmarks import Figures, Reads, passages, share
from corpus.compile import compile_files
from sandpiper import translation
from sandpiper.extract import furniture
from sandpiper.names import same_name
from sandpiper.resolve.actors import ActorTables
from sandpiper.settings import Settings
from sandpiper.sources import clean
from sandpiper.translation import Finding
from sandpiper.types import Reading, Story, Where

FOLDER = Path(__file__).parents[1] / "corpus" / "translation"
DEV = FOLDER / "dev"
TEST = FOLDER.parent / "test"
KINDS = {
    "translated surname": "surname",
    "oblique case": "case",
    "oblique place": "case",
    "lower-case name": "lower",
    "lower-case place": "lower",
    "lower-case nation": "lower",
    "abbreviation": "abbreviation",
    "inverted reporting": "speaker",
    "agency for speaker": "speaker",
    "law title": "title",
}
_REPAIR = re.compile(
    r'R (title:)?"([^\n]+?)"(?:#(\d+))? -> "([^\n]+?)" kind=(\w+)((?: \w+="[^"]*"| \w+=\w+)*)$'
)
_FIELD = re.compile(r' (\w+)=(?:"([^"]*)"|(\w+))')


class Gold(NamedTuple):
    """A repair that a careful reader would make."""

    where: Where
    start: int
    end: int
    reading: str
    kind: str


class Told(NamedTuple):
    """A story of the set, its language of origin (``en``: none) and its repairs."""

    story: Story
    language: str
    gold: tuple[Gold, ...]


def stories(folder: Path) -> Iterator[Told]:
    """The stories of a folder's files; ``corpus/translation/README.md`` has the format. Raises ``ValueError``."""
    for file in sorted(folder.glob("*.txt")):
        for block in file.read_text("utf-8").strip().split("\n\n"):
            yield _told(block.strip().splitlines())


def _told(lines: Sequence[str]) -> Told:
    fields = dict(line.split(": ", 1) for line in lines[1:] if not line.startswith("R ") and ": " in line)
    text = clean(fields["text"].replace(" ¶ ", "\n\n"))
    story = Story(
        lines[0].removeprefix("# "),
        text,
        fields.get("title"),
        fields.get("published"),
        outlet=fields.get("source"),
    )
    gold = tuple(_gold(line, story, fields["text"]) for line in lines if line.startswith("R "))
    return Told(story, fields["language"], gold)


def _gold(line: str, story: Story, written: str) -> Gold:
    match = _REPAIR.match(line)
    if match is None:
        raise ValueError(f"{story.id}: {line}")
    title, words, number, reading, kind, _ = match.groups()
    text = (story.title or "") if title else written
    found = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    if len(found) < int(number or 1):
        raise ValueError(f"{story.id}: {words!r} is not there")
    start = found[int(number or 1) - 1]
    if not title:  # a border of paragraphs is one letter shorter as two line ends
        start -= text.count(" ¶ ", 0, start)
    return Gold("title" if title else None, start, start + len(words), reading, kind)


def look(told: Told, tables: ActorTables, threshold: float) -> tuple[float, tuple[Finding, ...]]:
    """The probability and findings of one story, as the pipeline has them."""
    story = furniture.annotate(told.story)
    judged = translation.judge(story)
    story = Story(**{f: getattr(story, f) for f in story.__slots__} | {"machine_translated": judged})
    lines = [story.text[f.start : f.end] for f in story.furniture if f.kind == "headline"]
    found = translation.find(
        story, apart=bool(told.story.title) and story.title not in lines, threshold=threshold,
        holder=lambda *a: [e.name for e in tables.holder(*a) or ()], known=tables.knows,
    )  # fmt: skip
    return judged.probability or 0.0, found


def kind(finding: Finding) -> str:
    return KINDS.get(finding.rule) or finding.rule.partition(":")[0]


def right(finding: Finding, gold: Gold) -> bool:
    """Whether a repair makes a gold one."""
    if finding.where != gold.where or finding.start >= gold.end or gold.start >= finding.end:
        return False
    mine, other = finding.reading.split()[-1], gold.reading.split()[-1]
    if gold.kind in ("surname", "case", "lower") or kind(finding) in ("surname", "case", "lower"):
        return same_name(mine, other, cyrillic=True) or mine.casefold() == other.casefold()
    if kind(finding) != gold.kind:
        return False
    return gold.kind != "abbreviation" or _alike(finding.reading, gold.reading)


def _alike(one: str, other: str) -> bool:
    """Whether half of the longer words of the shorter of two readings begin alike in both."""
    first, second = (
        {w[:4] for w in re.findall(r"[a-z]{3,}", r.casefold().replace("'", ""))} - {"the"}
        for r in (one, other)
    )
    return 2 * len(first & second) >= max(min(len(first), len(second)), 1)


def wilson(hits: int, n: int, z: float = 1.96) -> float:
    """Lower bound, in per cent, of Wilson's interval for a share."""
    if not n:
        return 0.0
    p = hits / n
    middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return 100 * (middle - half) / (1 + z * z / n)


def auc(translated: Sequence[float], native: Sequence[float]) -> float:
    """In per cent, how often a translated story scores above a native one (ties count half)."""
    wins = sum((t > n) + 0.5 * (t == n) for t in translated for n in native)
    return 100 * wins / max(len(translated) * len(native), 1)


def score(told: Sequence[Told], looked: Sequence[tuple[float, tuple[Finding, ...]]]) -> Figures:
    """The figures of the first part."""
    counts: Counter[str] = Counter()
    for one, (_, found) in zip(told, looked, strict=True):
        repairs = translation.used(found)
        if one.language == "en":
            counts["harmful"] += len(repairs)
            counts["harmed"] += bool(repairs)
        for f in repairs:
            hit = any(right(f, g) for g in one.gold)
            for name in ("", f".{kind(f)}"):
                counts[f"found{name}"] += 1
                counts[f"right{name}"] += hit
        for g in one.gold:
            hit = any(right(f, g) for f in repairs)
            for name in ("", f".{g.kind}"):
                counts[f"gold{name}"] += 1
                counts[f"hit{name}"] += hit
    scores = {
        lang: [p for t, (p, _) in zip(told, looked, strict=True) if (t.language == "en") == lang]
        for lang in (True, False)
    }
    figures: Figures = {
        "auc": auc(scores[False], scores[True]),
        "seen": share(sum(p >= translation.GATE for p in scores[False]), len(scores[False])),
        "native seen": share(sum(p >= translation.GATE for p in scores[True]), len(scores[True])),
        "harmful": counts["harmful"],
        "native stories": len(scores[True]),
        "translated stories": len(scores[False]),
    }
    for name in (
        "",
        *(f".{k}" for k in ("surname", "case", "lower", "abbreviation", "speaker", "sense", "title")),
    ):
        figures[f"precision{name}"] = share(counts[f"right{name}"], counts[f"found{name}"])
        figures[f"precision{name}.least"] = wilson(counts[f"right{name}"], counts[f"found{name}"])
        figures[f"recall{name}"] = share(counts[f"hit{name}"], counts[f"gold{name}"])
        figures[f"found{name}"] = counts[f"found{name}"]
    return figures


def named(told: Sequence[Told], readings: Sequence[Reading | None]) -> Figures:
    """Shares of the gold surnames that mean an actor of that name, and of the gold speakers who are some source."""
    counts: Counter[str] = Counter()
    for one, reading in zip(told, readings, strict=True):
        for g in one.gold:
            if g.kind == "surname":
                counts["surnames"] += 1
                counts["named"] += reading is not None and _named(g, reading)
            elif g.kind == "speaker":
                counts["speaking"] += 1
                counts["speakers"] += reading is not None and any(
                    s.in_ == g.where and any(a < g.end and g.start < b for a, b in s.source)
                    for s in reading.statements
                )
    return {
        "named": share(counts["named"], counts["surnames"]),
        "speakers": share(counts["speakers"], counts["speaking"]),
    }


def _named(gold: Gold, reading: Reading) -> bool:
    names = {a.id: a.name for a in reading.actors}
    here = [m for m in reading.mentions if m.in_ == gold.where and m.start < gold.end and gold.start < m.end]
    return any(
        same_name(names[m.actor].split()[-1], gold.reading.split()[-1])
        for m in here
        if m.actor and m.type == "PER"
    )


def manners(reader: Reads) -> Figures:
    """Statements, speakers and events of our test passages: translated from Russian or Ukrainian, and native."""
    rows, _ = compile_files(sorted(TEST.glob("*.txt")))
    figures: Figures = {}
    for name, wanted in (("translated", ("ru", "uk")), ("native", ("native",))):
        found = passages.run(reader, [r for r in rows if r["manner"] in wanted])
        figures |= {f"{name}.{f}": found[f] for f in ("statements", "speaker", "events")}
    return figures


def news(data: Path, limit: int | None) -> Iterator[Story]:
    """Native news of others."""
    for file in ("mentions/gum.train", "mentions/gum.dev", "places/lgl.train", "attribution/polnear.dev"):
        for i, row in enumerate(benchmarks.lines(data / f"{file}.jsonl", limit)):
            if not file.startswith("mentions") or row.get("genre") == "news":
                yield Story(
                    f"{file}-{i}", clean(row["text"]), row.get("title"), row.get("published"), row.get("url")
                )


def run(args: argparse.Namespace) -> Figures:
    """All figures that the arguments ask for."""
    tables, settings = ActorTables.load(), Settings()
    if args.native:
        told = [Told(s, "en", ()) for s in news(args.data, args.limit)]
        looked = [look(t, tables, settings.repair_threshold) for t in told]
        figures = {
            "stories": float(len(told)),
            "repairs": float(sum(len(translation.used(f)) for _, f in looked)),
        }
        return figures | {"seen": share(sum(p >= translation.GATE for p, _ in looked), len(told))}
    told = benchmarks.spread(list(stories(DEV if args.dev else FOLDER)), args.limit)
    looked = [look(t, tables, settings.repair_threshold) for t in told]
    figures = score(told, looked)
    if args.verbose:
        _explain(told, looked)
    if args.read:
        for layer, threshold in (("on", settings.repair_threshold), ("off", 1.0)):
            reader = benchmarks.open_reader(args.model, Settings(repair_threshold=threshold))
            readings = [benchmarks.read_or_none(reader, t.story) for t in told]
            found = named(told, readings) | manners(reader)
            figures |= {f"{layer}.{name}": value for name, value in found.items()}
    return figures


def _explain(told: Sequence[Told], looked: Sequence[tuple[float, tuple[Finding, ...]]]) -> None:
    """Every repair that is wrong and every gold one that is missed."""
    for one, (p, found) in zip(told, looked, strict=True):
        for f in translation.used(found):
            if not any(right(f, g) for g in one.gold):
                near = (one.story.string(f.where))[max(0, f.start - 50) : f.end + 40].replace("\n", "|")
                print(
                    f"WRONG {one.story.id} {p:.2f} {f.rule} {f.surface!r} -> {f.reading!r} {f.confidence} :: {near}"
                )
        for g in one.gold:
            if not any(right(f, g) for f in translation.used(found)):
                words = one.story.string(g.where)[g.start : g.end]
                print(f"MISSED {one.story.id} {p:.2f} {g.kind} {words!r} -> {g.reading!r}")


def main() -> int:
    parser = benchmarks.arguments(__doc__)
    parser.add_argument("--dev", action="store_true", help="the dev stories instead of the frozen test")
    parser.add_argument("--native", action="store_true", help="count the repairs in native news of others")
    parser.add_argument(
        "--read", action="store_true", help="read the stories too, with the repairs and without"
    )
    parser.add_argument(
        "--verbose", action="store_true", help="list what is wrong and what is missed (dev only)"
    )
    args = parser.parse_args()
    args.verbose = args.verbose and args.dev  # nobody looks into the frozen test
    benchmarks.report(run(args), args.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
