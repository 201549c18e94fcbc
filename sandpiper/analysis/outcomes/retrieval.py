"""Store -> the ledger's entries as they are looked for, and for each the later stories that may tell of it.

A story may tell of an entry where it shares the words of its content, or where it is about the matter of the entry's
story. Which have a word, the store's full text says; how rare the word is, says how much it tells.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sandpiper.analysis.outcomes import parties, telling, topic
from sandpiper.analysis.outcomes.parties import Cast, Party
from sandpiper.analysis.outcomes.telling import Sentence
from sandpiper.analysis.outcomes.words import STOP, Word, alike, stems_of, words
from sandpiper.store import Store
from sandpiper.types import LedgerEntry, Reading, Where

KINDS = ("pledge", "threat", "demand", "forecast")
REACH = timedelta(days=400)  # how long after the promise a story may tell of it
ENOUGH = 0.5  # share of the content's weight that a sentence and its neighbours must have
COMMON = 0.2  # how far two stories must be about one matter
_NUMBER = 0.3  # what a number that is not told again may cost: an outcome often leaves it out
_LONG = 5  # words of a long content that are enough
_HEAVIEST = 16  # words of a story by which others about its matter are looked for
_MODALS = frozenset(["will", "would", "shall", "should", "must", "to", "can", "could", "cannot"])
_NOBODY = frozenset(["no", "nobody", "none", "neither", "nothing"])
_STOPS = stems_of("stop cease halt quit avoid end")
_SKIPPED = frozenset(
    ["be", "have", "also", "not", "never", "now", "soon", "then", "again", "no", "longer", "been", "only"]
)


@dataclass(frozen=True, slots=True)
class Bond:
    """An entry of the ledger as it is looked for: its act, the words of its object, its parties, its days."""

    story: str
    entry: LedgerEntry
    day: str
    due: str | None
    families: frozenset[str]
    act: str | None
    negated: bool
    begins: bool
    objects: tuple[str, ...]
    names: frozenset[str]
    parties: tuple[Party, ...]
    stops: bool = False  # whether what is done is to be stopped: "halt logging" negates "log"
    again: bool = False  # whether it is a quotation or headline, which tells again what the story tells

    def weights(self, weigh: Callable[[str], float]) -> tuple[dict[str, float], float]:
        """The weight of each word of its object, and that of all: of many words, of the heaviest."""
        each = {o: weigh(o) * (_NUMBER if o[0].isdigit() else 1.0) for o in self.objects}
        return each, sum(sorted(each.values(), reverse=True)[:_LONG])

    def credit(self, stem: str, stems: frozenset[str]) -> float:
        """How much of a word of its object some words have: all, or as much as one of them is used alike.

        Names that are used alike are other names: Bolivia is not Chile, but "Chilean" is of Chile.
        """
        if stem in stems:
            return 1.0
        near = alike().get(stem, {}).items()
        name = stem in self.names
        return max(
            (c for other, c in near if other in stems and not (name and other[:4] != stem[:4])), default=0.0
        )

    def overdue(self, day: str) -> bool:
        """Whether its last day is gone by."""
        return self.due is not None and day > self.due

    def apart(self, day: str | None) -> int:
        """How many days lie between its last day and another; none where one is not known."""
        if not (self.due and day and _is_day(self.due) and _is_day(day)):
            return 0
        return abs((date.fromisoformat(self.due) - date.fromisoformat(day)).days)

    def until(self) -> str:
        """The last day on which a story may tell of it."""
        last = self.due if self.due and _is_day(self.due) else self.day
        return (date.fromisoformat(last) + REACH).isoformat()


def _is_day(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def bonds(shelf: Shelf) -> list[Bond]:
    """The entries of a store that bind somebody to something, the earliest first."""
    found = []
    for id_ in shelf.with_ledger():
        for entry in shelf.reading(id_).ledger:
            if entry.kind in KINDS and entry.content:
                bond = _bond(shelf.cast(id_), id_, entry, shelf.days[id_])
                if bond.parties and (bond.objects or bond.families):
                    found.append(bond)
    return sorted(found, key=lambda b: (b.day, shelf.numbers[b.story], b.entry.in_ == "title"))


def _bond(cast: Cast, id_: str, entry: LedgerEntry, day: str) -> Bond:
    reading = cast.reading
    text = reading.story.string(entry.in_)
    bound = parties.of_entry(cast, entry)
    times = [t.span for t in reading.times if t.in_ == entry.in_] + list(entry.due.text if entry.due else ())
    own = {w.stem for p in bound for w in words(p.name)}
    state = {w.stem for p in bound if p.kind in ("state", "government") for w in words(p.name)}
    found = [w for s in entry.content for w in words(text, s.start, s.end)]
    at, negated, begins, stops = _act(found)
    families = telling.families_of(found, at) if at is not None else set()
    objects = [
        w for i, w in enumerate(found)
        if i != at
        and not (at is not None and i == at - 1 and w.stem in _STOPS)
        and w.lower not in STOP and w.stem not in (own if at is None or i < at else state) and (w.form != "past" or w.name) and not any(t.start <= w.start < t.end for t in times)
    ]  # fmt: skip
    due = entry.due.latest or entry.due.earliest if entry.due else None
    if due is not None and due < day[: len(due)]:
        due = None  # read wrong: nobody promises for a day gone by
    return Bond(
        id_, entry, day, due, frozenset(families), found[at].stem if at is not None else None, negated, begins,
        tuple(dict.fromkeys(w.stem for w in objects)), frozenset(w.stem for w in objects if w.name and w.start != found[0].start),
        bound, stops, entry.in_ == "title" or _quoted(reading, entry),
    )  # fmt: skip


def _quoted(reading: Reading, entry: LedgerEntry) -> bool:
    """Whether an entry's words are a quotation."""
    said = parties.statement(reading, entry)
    before = reading.story.string(entry.in_)[: entry.content[0].start + 1]
    within = before.count('"') % 2 == 1 or before.rfind("“") > before.rfind("”")
    return within or bool(said and said.form == "direct")


def _act(found: Sequence[Word]) -> tuple[int | None, bool, bool, bool]:
    """Where the verb of a content stands, whether it is negated, whether it is only to be begun or is to be stopped."""
    modal = next(
        (
            i
            for i, w in enumerate(found)
            if w.lower in _MODALS or w.lower.endswith(("'ll", "’ll", "n't", "n’t"))
        ),
        None,
    )
    if modal is None:
        at = next(
            (i for i, w in enumerate(found[:6]) if w.lower not in STOP and telling.families_of(found, i)),
            None,
        )
        return at, False, False, False
    negated = any(
        w.lower in ("not", "never", "cannot") or w.lower.endswith(("n't", "n’t"))
        for w in found[max(0, modal - 1) : modal + 1]
    ) or bool(_NOBODY & {w.lower for w in found[max(0, modal - 4) : modal]})
    begins, stops, at = False, False, modal + 1
    while at < len(found):
        word = found[at]
        if word.lower in ("not", "never", "no"):
            negated = True
        elif (
            at + 1 < len(found)
            and word.lower in ("begin", "start")
            and (found[at + 1].form == "ing" or found[at + 1].lower == "to")
        ):
            begins = True
            at += found[at + 1].lower == "to"
        elif at + 1 < len(found) and word.stem in _STOPS and found[at + 1].form == "ing":
            negated, stops = not negated, True
        elif word.lower not in _SKIPPED and not word.lower.endswith("ly"):
            return at, negated, begins, stops
        at += 1
    return None, negated, begins, stops


class Shelf:
    """The store as the matching asks it: which stories have a word, how rare it is, what a story says."""

    def __init__(self, store: Store) -> None:
        self._store = store
        rows = list(store.query("SELECT number, id, published FROM stories").rows)
        self.numbers = {id_: number for number, id_, _ in rows}
        self.days = {id_: published[:10] for _, id_, published in rows if published}
        self._ids = {number: id_ for number, id_, published in rows if published}
        self.having = functools.lru_cache(4096)(self._having)
        self.reading = functools.lru_cache(256)(store.reading)
        self.cast = functools.lru_cache(256)(self._cast)
        self.sentences = functools.lru_cache(256)(self._sentences)
        self.stems = functools.lru_cache(256)(self._stems)
        self.persons = functools.lru_cache(4096)(self._persons)
        self.vector = functools.lru_cache(4096)(self._vector)
        self.countries = functools.lru_cache(4096)(self._countries)

    def with_ledger(self) -> list[str]:
        return [
            row[0]
            for row in self._store.query("SELECT DISTINCT story FROM ledger").rows
            if row[0] in self.days
        ]

    def _having(self, stem: str) -> frozenset[int]:
        sql = "SELECT rowid FROM stories_fts WHERE stories_fts MATCH ?"
        return frozenset(row[0] for row in self._store.query(sql, (f'"{stem}"*',)).rows)

    def near(self, stem: str) -> dict[int, float]:
        """Stories that have a word or one used alike, and how alike it is."""
        out = dict.fromkeys(self.having(stem), 1.0)
        for other, credit in alike().get(stem, {}).items():
            for number in self.having(other):
                out[number] = max(out.get(number, 0.0), credit)
        return out

    def weight(self, stem: str) -> float:
        """How much a word tells: the logarithm of how rare its stories are."""
        return math.log(1 + len(self.numbers) / max(1, len(self.having(stem))))

    def candidates(self, bond: Bond) -> list[str]:
        """Later stories that have enough of the content's words, the earliest first."""
        counts: dict[int, float] = {}
        for stem in bond.objects:
            weight = self.weight(stem)
            for number, credit in self.near(stem).items():
                counts[number] = counts.get(number, 0.0) + weight * credit
        _, full = bond.weights(self.weight)
        last = bond.until()
        ids = [self._ids[n] for n, weight in counts.items() if n in self._ids and weight >= ENOUGH * full]
        ids = [id_ for id_ in ids if bond.day < self.days[id_] <= last]
        return sorted(ids, key=lambda id_: (self.days[id_], self.numbers[id_]))

    def _cast(self, id_: str) -> Cast:
        return Cast(self.reading(id_))

    def _sentences(self, id_: str) -> list[tuple[Sentence, Where]]:
        story = self.reading(id_).story
        out: list[tuple[Sentence, Where]] = []
        if story.title:
            out.append((telling.sentence(story.title, 0, len(story.title), title=True), "title"))
        return out + [
            (telling.sentence(story.text, s.start, s.end), None) for s in self.reading(id_).sentences
        ]

    def _stems(self, id_: str) -> list[frozenset[str]]:
        return [frozenset(w.stem for w in s.words) for s, _ in self.sentences(id_)]

    def rarity(self, stem: str) -> float:
        """How much a word tells, by the store and by newswire at large."""
        return topic.rarity(stem, len(self.having(stem)), len(self.numbers))

    def _persons(self, id_: str) -> frozenset[str]:
        mentions = self.reading(id_).mentions
        return frozenset(
            w.stem for m in mentions if m.type == "PER" for w in words(m.text) if len(w.text) > 3
        )

    def _countries(self, id_: str) -> frozenset[str | None]:
        return parties.countries(self.reading(id_))

    def _vector(self, id_: str) -> topic.Vector:
        found = [w for s, _ in self.sentences(id_) for w in s.words]
        return topic.vector(found, self.rarity)

    def around(self, bond: Bond) -> dict[str, float]:
        """What a bond's story has around the promise, and how much of the story each word is; not who is in it."""
        own = (
            self.persons(bond.story) | {w.stem for p in bond.parties for w in words(p.name)} | {*bond.objects}
        )
        return {stem: weight * weight for stem, weight in self.vector(bond.story).items() if stem not in own}

    def about(self, bond: Bond) -> Iterator[tuple[str, float]]:
        """Later stories that may be about the matter of a bond's story, and how far they are."""
        mine = self.vector(bond.story)
        counts: dict[int, float] = {}
        for stem in topic.heaviest(mine, _HEAVIEST):
            for number in self.having(stem):
                counts[number] = counts.get(number, 0.0) + mine[stem] ** 2
        last = bond.until()
        for number in sorted(n for n, weight in counts.items() if weight >= COMMON / 2 and n in self._ids):
            id_ = self._ids[number]
            if bond.day < self.days[id_] <= last:
                yield id_, topic.alike(mine, self.vector(id_))
