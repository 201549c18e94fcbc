"""Let readers mark events in others' news: pages out, answers in; ``training/acts.tsv`` is the only thing that stays.

    python -m training.marks ask polnear --out DIR [--reader 2] [--size 230]
    python -m training.marks take DIR...

``ask`` writes pages of numbered paragraphs, stretches of ``acts.tsv`` that one reading marked, each with what is marked already
(the page that tells readers what an act is: ``corpus/MARKS.md``). A reader answers ``NAME.txt`` in ``NAME.out``: ``#12`` and below it a
line an event that is missing, ``TRIGGER | CATEGORY | MODE | STATUS | ACTORS | RECIPIENTS | R``, or ``-TRIGGER`` for a mark to be taken
away. ``take`` turns words into offsets, refuses what is not in the text, and adds the rest; the stretches a reader answered
for (pages that end in ``#end``) get reading 3, in which a word without a mark is no act.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from sandpiper import ontology
from sandpiper.extract.encoder import STATUSES
from training.data import FILES, TEXTS, lines, table

ACTS = Path(__file__).with_name("acts.tsv")
HEADER = [
    "corpus",
    "id",
    "start",
    "end",
    "category",
    "mode",
    "status",
    "trigger",
    "actors",
    "recipients",
    "mutual",
    "reader",
]
AGAIN = "3"
Stretch = tuple[str, str, int, int]
Row = list[str]


def stretches(rows: Iterable[Row]) -> dict[Stretch, list[Row]]:
    """The rows of ``acts.tsv`` by stretch, in the table's order."""
    out: dict[Stretch, list[Row]] = {}
    for row in rows:
        out.setdefault((row[0], row[1], int(row[2]), int(row[3])), []).append(row)
    return out


def texts(data: Path, corpora: Iterable[str]) -> dict[tuple[str, str], str]:
    """The texts of some corpora by corpus and id."""
    return {
        (corpus, row["id"]): row["text"]
        for corpus in sorted(set(corpora))
        for row in lines(data / (FILES | TEXTS)[corpus])
    }


def page(numbered: Iterable[tuple[int, Stretch, list[Row]]], text_of: dict[tuple[str, str], str]) -> str:
    """What a reader sees of some stretches."""
    out = []
    for number, (corpus, key, start, end), rows in numbered:
        text = text_of[corpus, key]
        have = [f"{said(text, row[7])} {row[4]}{' ' + row[5] if row[5] else ''}" for row in rows if row[4]]
        shown = re.sub(r"\s+", " ", text[start:end]).strip()
        out.append(f"#{number}\n{shown}\n[marked: {'; '.join(have) or 'nothing'}]\n")
    return "\n".join(out)


def said(text: str, spans: str) -> str:
    """The words of spans as ``acts.tsv`` writes them."""
    return " ".join(text[slice(*map(int, span.split("-")))] for span in spans.split(",") if span)


class Refused(ValueError):
    """A line of a reader's that is not taken, and why."""


def place(words: str, text: str, start: int, end: int, near: int | None = None) -> tuple[int, int]:
    """Where words stand in a stretch: the occurrence that ``@n`` names, or the one nearest to ``near``, or the first."""
    words, _, number = words.strip().partition("@")
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    if not pattern:
        raise Refused("empty")
    found = [m.span() for m in re.compile(rf"(?<!\w){pattern}(?!\w)").finditer(text, start, end)] or [
        m.span() for m in re.compile(rf"(?<!\w){pattern}(?!\w)", re.I).finditer(text, start, end)
    ]
    if not found:
        raise Refused(f"{words!r} is not in the text")
    if number:
        if not number.isdigit() or not 0 < int(number) <= len(found):
            raise Refused(f"{words!r} stands there {len(found)} times, not {number}")
        return found[int(number) - 1]
    return min(found, key=lambda span: abs(span[0] - near)) if near is not None else found[0]


def event(line: str, text: str, stretch: Stretch) -> Row:
    """One line of an answer as a row. Raises ``Refused``."""
    corpus, key, start, end = stretch
    cells = [cell.strip() for cell in line.split("|")]
    if not 4 <= len(cells) <= 7:
        raise Refused(f"{len(cells)} cells")
    trigger, category, mode, status, *rest = cells
    actors, recipients, mutual = [*rest, "", "", ""][:3]
    mode = "" if mode in ("-", "") else mode.lower()
    if category not in ontology.MODES:
        raise Refused(f"no category {category!r}")
    if mode and mode not in ontology.MODES[category]:
        raise Refused(f"{category} has no mode {mode!r}")
    if status not in STATUSES:
        raise Refused(f"no status {status!r}")
    at = place(trigger, text, start, end)
    who = [
        ",".join(f"{a}-{b}" for a, b in (place(w, text, start, end, at[0]) for w in written.split(",") if w.strip(" -")))
        for written in (actors, recipients)
    ]  # fmt: skip
    return [
        corpus, key, str(start), str(end), category, mode, status, f"{at[0]}-{at[1]}", *who,
        "R" if mutual.upper() == "R" else "", AGAIN,
    ]  # fmt: skip


def answers(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The numbers of an answer with their lines. Raises ``Refused`` where it does not say that it is whole."""
    written = path.read_text("utf-8").splitlines()
    if not any(line.strip() == "#end" for line in written):
        raise Refused("does not end in #end")
    number: int | None = None
    found: list[str] = []
    for line in (line.strip() for line in written):
        if m := re.fullmatch(r"#(\d+|end)", line):
            if number is not None:
                yield number, found
            number, found = (None if m[1] == "end" else int(m[1])), []
        elif line and number is not None:
            found.append(line)


def merged(
    rows: list[Row], said_lines: list[str], text: str, stretch: Stretch
) -> tuple[list[Row], list[str]]:
    """A stretch's rows after a reader's lines, in the order of their triggers, and what was refused."""
    kept = [[*row[:-1], AGAIN] for row in rows if row[4]]
    refused = []
    for line in said_lines:
        try:
            if line.startswith("-"):
                at = place(line[1:], text, *stretch[2:])
                left = [row for row in kept if begin(row) != at[0]]
                if len(left) == len(kept):
                    raise Refused("no such mark")
                kept = left
                continue
            new = event(line, text, stretch)
            if not any(begin(row) == begin(new) for row in kept):
                kept.append(new)
        except Refused as error:
            refused.append(f"{line}: {error}")
    kept.sort(key=begin)
    return kept or [[*map(str, stretch), *[""] * 7, AGAIN]], refused


def begin(row: Row) -> int:
    """Where an event's trigger begins."""
    return int(row[7].split("-")[0])


def ask(args: argparse.Namespace) -> None:
    found = stretches(table(ACTS))
    asked = [
        (number, stretch, rows)
        for number, (stretch, rows) in enumerate(found.items())
        if stretch[0] == args.corpus and rows[0][-1] == args.reader
    ]
    text_of = texts(args.data, [args.corpus])
    args.out.mkdir(parents=True, exist_ok=True)
    for k in range(0, len(asked), args.size):
        (args.out / f"{args.corpus}{k // args.size:02}.txt").write_text(
            page(asked[k : k + args.size], text_of), "utf-8"
        )
    print(f"{len(asked)} stretches")


def take(args: argparse.Namespace) -> None:
    found = list(stretches(table(ACTS)).items())
    text_of = texts(args.data, {stretch[0] for stretch, _ in found})
    before = sum(bool(row[4]) for _, rows in found for row in rows)
    for path in sorted(p for folder in args.folders for p in folder.glob("*.out")):
        try:
            told = dict(answers(path))
        except Refused as error:
            print(f"{path}: {error}", file=sys.stderr)
            continue
        asked = [int(n) for n in re.findall(r"^#(\d+)$", path.with_suffix(".txt").read_text("utf-8"), re.M)]
        for number in asked:
            stretch, rows = found[number]
            new, refused = merged(rows, told.get(number, []), text_of[stretch[:2]], stretch)
            found[number] = stretch, new
            for line in refused:
                print(f"{path} #{number}: {line}", file=sys.stderr)
    rows = [row for _, rows in found for row in rows]
    ACTS.write_text("".join("\t".join(row) + "\n" for row in (HEADER, *rows)), "utf-8")
    print(f"{before} events before, {sum(bool(row[4]) for row in rows)} now")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parts = parser.add_subparsers(required=True)
    asking = parts.add_parser("ask")
    asking.add_argument("corpus")
    asking.add_argument("--out", type=Path, required=True)
    asking.add_argument("--reader", default="2")
    asking.add_argument("--size", type=int, default=230)
    asking.set_defaults(do=ask)
    taking = parts.add_parser("take")
    taking.add_argument("folders", type=Path, nargs="+")
    taking.set_defaults(do=take)
    args = parser.parse_args()
    args.do(args)


if __name__ == "__main__":
    main()
