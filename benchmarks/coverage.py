"""Ask the actor tables who held which office on which day, and compare with answers written before they were compiled.

    python -m benchmarks.coverage [--wrong] [--json]

The questions (``questions/west.csv``, ``questions/east.csv``: number, office, detail, country, date, holder, note) were
written from knowledge by people who did not see the tables, and are frozen: ``FROZEN`` has their hashes, and a file that
has been changed ends the command with status 2. An answer is right where one of the holders that the tables name bears
one of the names given, in full or by surname, accents and case aside; where several holders of that office share the
surname (emirs, dynasties), the first given name must fit too. A question without an answer (``unknown``) is left out. ``heads``
are heads of state and government, ``ministers`` the foreign, defence and interior ministers and spokespersons. Of
disagreements looked into, those in which the question's answer turned out wrong stand with the reason in
``questions/settled.csv``: they count as wrong in the first figures and as right in those called ``settled``.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import benchmarks
from benchmarks import Figures, share
from sandpiper.resolve.actors import ActorTables, Entry
from sandpiper.resolve.actors.tables import normal

FOLDER = Path(__file__).with_name("questions")
FROZEN: Mapping[str, str] = {
    "west.csv": "e5f42d3c997511737d5f1fc74310caf68baa6bfb971cf8937cb3395e07f3ba4e",
    "east.csv": "d4b1f90a5bf17d4219206d1061c5557295ce3a9308e3a1549c2902d80dfa6a2b",
}
HEADS = ("head of state", "head of government")
_TITLES = frozenset(
    re.findall(
        r"\w+",
        "king queen emir sultan sheikh sheik shaikh prince princess grand duke pope emperor general president sir dame "
        "dato datuk seri tun haji bin ibn bint al el as ash an de da do dos von van",
    )
)
_HOUSES: Mapping[str, str] = {
    "foreign": "foreign state department external mfa",
    "president": "president presidential white house kremlin elysee head state",
    "prime": "prime minister downing street number government cabinet federal",
    "government": "government cabinet federal prime chief secretary",
    "defence": "defence defense pentagon",
}


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a file of questions; ``holders`` are the names that are right, none where nobody knows."""

    id: str
    office: str
    detail: str
    country: str
    date: str
    holders: tuple[str, ...]

    @property
    def part(self) -> str:
        return "heads" if self.office in HEADS else "ministers"


def read(path: Path, digest: str | None) -> Iterator[Question]:
    """The questions of one file that have an answer. Raises ``ValueError`` where its hash is not ``digest``."""
    data = path.read_bytes()
    if digest is not None and hashlib.sha256(data).hexdigest() != digest:
        raise ValueError(f"{path.name} is not the frozen file")
    for row in csv.DictReader(data.decode("utf-8-sig").splitlines()):
        holders = tuple(filter(None, (name.strip() for name in row["holder"].split("|"))))
        if holders and "unknown" not in row["note"]:
            yield Question(
                f"{path.stem}-{row['number']}",
                row["office"].strip(),
                row["detail"].strip(),
                {"XKX": "KOS"}.get(row["country"], row["country"]),
                row["date"],
                holders,
            )


def words(name: str) -> list[str]:
    """The words of a name that count: no titles, particles, initials or jr."""
    found = re.findall(r"[^\W_]+", normal(name).replace("'", "").casefold())
    left = [w for w in found if w not in _TITLES and (len(w) > 1 or len(found) < 3) and w != "jr"]
    return left or found


def surnames(name: str, country: str) -> set[str]:
    """What a person may be called alone: the last word, in East Asia and for monarchs the first too."""
    parts = words(name)
    if parts and re.fullmatch(r"[ivx]+", parts[-1]):
        return {" ".join(parts[-2:])}
    first = country in ("CHN", "KOR", "PRK", "TWN", "VNM", "HKG") or len(parts) == 1
    return {parts[-1], *(parts[:1] if first else [])} if parts else set()


def same(entry: Entry, name: str, rivals: Collection[str]) -> bool:
    """Whether a row of the tables and a name mean one person; ``rivals`` are surnames that others in that office bear."""
    wanted = words(name)
    for ours in (entry.name, *entry.aliases):
        mine = words(ours)
        if mine == wanted or "".join(mine) == "".join(wanted):
            return True
        shared = surnames(ours, entry.country or "") & surnames(name, entry.country or "")
        if any(s not in rivals or _alike(mine, wanted, s) for s in shared):
            return True
    return False


def _alike(mine: Sequence[str], wanted: Sequence[str], surname: str) -> bool:
    """Whether the first given name fits too, in whatever spelling."""
    left, right = (some[:-1] if some[-1] == surname else some[1:] for some in (mine, wanted))
    return not left or not right or SequenceMatcher(None, left[0], right[0]).ratio() >= 0.6


class Examiner:
    """Puts questions to the tables."""

    def __init__(self, tables: ActorTables) -> None:
        self.tables = tables
        self._rivals: dict[tuple[str, str], set[str]] = {}

    def rivals(self, country: str, office: str) -> set[str]:
        """Surnames that more than one holder of the office bears."""
        if (country, office) not in self._rivals:
            seen: dict[str, set[str]] = {}
            for entry in self.tables.index.holders.get((country, office), ()):
                for surname in surnames(entry.name, country):
                    seen.setdefault(surname, set()).add(entry.key)
            self._rivals[country, office] = {s for s, keys in seen.items() if len(keys) > 1}
        return self._rivals[country, office]

    def answer(self, question: Question) -> tuple[Entry, ...]:
        """The holders that the tables name; of spokespersons those of the house that is asked for, where it is said."""
        found = self.tables.holder(question.country, question.office, question.date) or ()
        if question.office != "spokesperson" or not question.detail:
            return found
        asked = _house(question.detail)
        return tuple(e for e in found if not asked or asked & _house(e.office or "")) or found[:0]

    def verdict(self, question: Question) -> str:
        """``right``, ``wrong`` or ``unanswered``."""
        found = self.answer(question)
        if not found:
            return "unanswered"
        rivals = self.rivals(question.country, question.office)
        fits = any(same(entry, name, rivals) for entry in found for name in question.holders)
        return "right" if fits else "wrong"


def _house(text: str) -> set[str]:
    """Whom a spokesperson speaks for, in general terms: "White House press secretary" is a president's."""
    said = set(re.findall(r"\w+", normal(text).casefold())) - {
        "minister",
        "ministry",
        "secretary",
        "of",
        "the",
    }
    return {house for house, names in _HOUSES.items() if said & set(names.split())}


def score(
    questions: Sequence[Question],
    verdicts: Sequence[str],
    settled: Collection[str],
    continent: Mapping[str, str],
) -> Figures:
    """Shares in per cent by part, decade and continent, before and after settling; raises where lengths differ."""
    counts: Counter[tuple[str, str]] = Counter()
    for question, verdict in zip(questions, verdicts, strict=True):
        place = continent.get(question.country, "other")
        part = question.part
        for group in (part, f"{part}.{question.date[:3]}0s", f"{part}.{place}"):
            counts[group, "all"] += 1
            counts[group, verdict] += 1
            counts[group, "settled"] += verdict == "right" or question.id in settled
    figures: Figures = {}
    for group in sorted({group for group, _ in counts}, key=lambda g: (g.count("."), g)):
        total = counts[group, "all"]
        figures[group] = share(counts[group, "right"], total)
        figures[f"{group}.settled"] = share(counts[group, "settled"], total)
        if "." not in group:
            for name in ("wrong", "unanswered"):
                figures[f"{group}.{name}"] = share(counts[group, name], total)
        figures[f"{group}.n"] = total
    return figures


def continents(path: Path = FOLDER / "continents.csv") -> dict[str, str]:
    """Continent by country code."""
    with path.open(encoding="utf-8", newline="") as file:
        return {code: row["continent"] for row in csv.DictReader(file) for code in row["countries"].split()}


def settled_ids(path: Path = FOLDER / "settled.csv") -> set[str]:
    """Questions whose own answer was found wrong."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["number"] for row in csv.DictReader(file)}


def disagreements(
    examiner: Examiner, questions: Iterable[Question], settled: Collection[str]
) -> Iterator[str]:
    """A line for each question that is answered otherwise or not at all and is not settled."""
    for q in questions:
        if q.id not in settled and (verdict := examiner.verdict(q)) != "right":
            ours = ", ".join(
                f"{e.name} ({e.office}, {e.valid_from}…{e.valid_to or ''})" for e in examiner.answer(q)
            )
            yield f"{verdict}: {q.id} {q.country} {q.office} {q.detail} {q.date}: {'|'.join(q.holders)} / {ours}"


def main() -> int:
    """Print the figures, with ``--wrong`` the open disagreements before them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--wrong", action="store_true", help="list the disagreements that are not settled")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    args = parser.parse_args()
    try:
        questions = [q for name, digest in FROZEN.items() for q in read(FOLDER / name, digest)]
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    examiner, settled = Examiner(ActorTables.load()), settled_ids()
    if args.wrong:
        print(*disagreements(examiner, questions, settled), sep="\n")
    verdicts = [examiner.verdict(q) for q in questions]
    benchmarks.report(score(questions, verdicts, settled, continents()), args.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
