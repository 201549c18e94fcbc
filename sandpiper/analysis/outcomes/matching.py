"""Store -> proposals. 1 the entries, with what they are about and whom they bind; 2 which later stories share their
words (full text); 3 the sentences of those that name a party and the content; 4 how they tell the act; 5 where none
does, the later story that as a whole tells most of it (whole.py); 6 the surest sentence of each story, one promise told
several times counted once.

Confidence orders proposals; it is no measured probability.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sandpiper.analysis.outcomes import parties, telling, topic, whole
from sandpiper.analysis.outcomes.parties import Party
from sandpiper.analysis.outcomes.telling import FAMILIES, Sentence
from sandpiper.analysis.outcomes.words import STOP, Word, alike, words
from sandpiper.ontology import quad
from sandpiper.store import Outcome, Proposal, Store
from sandpiper.types import LedgerEntry, Reading, Span, Time, Where

KINDS = ("pledge", "threat", "demand", "forecast")
REACH = timedelta(days=400)  # how long after the promise a story may tell of it
ENOUGH = 0.5  # share of the content's weight that a sentence and its neighbours must have
SHARED = 0.75  # an entry this much worse matched than another by the same words has no claim to them
_BESIDE, _ELSEWHERE = (
    0.7,
    0.4,
)  # what a word of the content is worth in the neighbouring sentences and the headline, and in the rest
_NUMBER = 0.3  # what a number that is not told again may cost: an outcome often leaves it out
_LONG = 5  # words of a long content that are enough
_ACT_ALIKE = 0.6  # how alike a verb must be to tell the same act
_THIN = 0.5  # share of the weight of a promise's fullest telling that another must have to be looked for
# days between the due days of two tellings of one promise; in one story it may say "this month"
_SAME_WEEK, _SAME_MONTH = 7, 31
_TELLING = 2  # words of a content that are enough to look for what they were promised to be done to
_AROUND_DUE = 45  # days from the due day within which a story as a whole may tell what came of it
_ONE_MATTER = 0.4  # a topic so common that the names of the content need not be told again
# The numbers of step 5 come from corpus/weeks/more, each as loose as few false proposals allowed where half of the words of
# a content were taken away at random: what is told in other words must be found too.
_AROUND = 3.0  # what the words around a promise are worth beside those of its content
_DEMANDED = 1.5  # how much headline and lead must have of a demand, which many raise, and of its topic
_COMMON = 0.2  # how far two stories must be about one matter
_HEAVIEST = 16  # words of a story by which others about its matter are looked for
_SURE = 0.63  # of two sets that the rules had never seen, below it one proposal of ten was right, from it on three of seven
_KEPT_DAYS = 14  # an undated promise is not "not kept" before
# what lasts until a day lasts beyond the promise
_UNTIL = re.compile(r"\b(?:until|till)\s+(?:the\s+|late\s+|early\s+|mid-?)?$", re.I)
_MODALS = frozenset(["will", "would", "shall", "should", "must", "to", "can", "could", "cannot"])
_NOBODY = frozenset(["no", "nobody", "none", "neither", "nothing"])
_RECEIVED = frozenset(words("receive reach arrive get")[k].stem for k in range(4))
_STOPS = frozenset(words("stop cease halt quit avoid end")[k].stem for k in range(6))
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

    def credit(self, stem: str, stems: frozenset[str]) -> float:
        """How much of a word of its object some words have."""
        return _credit(stem, stems, name=stem in self.names)


@dataclass(frozen=True, slots=True)
class _Find:
    """A sentence that tells what became of a bond."""

    state: Outcome
    sentence: Sentence
    where: Where
    reasons: tuple[str, ...]
    score: float
    confidence: float


def propose(store: Store, *, seen: Callable[[int, int], object] | None = None) -> list[Proposal]:
    """What the stories of a store may tell about the entries of its ledger, by the entry's day.

    Only stories with a date of publication count. ``seen`` hears how many entries of how many are done. Raises
    ``StoreError`` where the store cannot be read.
    """
    shelf = _Shelf(store)
    bonds = [bond for id_ in shelf.with_ledger() for bond in _bonds(shelf.reading(id_), id_)]
    bonds.sort(key=lambda b: (b.day, shelf.numbers[b.story], b.entry.in_ == "title"))
    firsts = _firsts(shelf, bonds)
    full = _fullest(shelf, bonds, firsts)
    found: dict[tuple[int, str], _Find] = {}
    for n, bond in enumerate(bonds):
        for id_ in () if _thin(shelf, bond, bonds[full[firsts[n]]]) else shelf.candidates(bond):
            find = _best(shelf, bond, id_)
            if find is not None:
                found[n, id_] = find
        if seen is not None:
            seen(n + 1, len(bonds))
    told = _claimed(bonds, firsts, found)
    return _proposals(shelf, bonds, firsts, told | _inferred(shelf, bonds, firsts, full, told))


# 1 the entries


def _bonds(reading: Reading, id_: str) -> Iterator[Bond]:
    day = reading.story.published
    for entry in reading.ledger if day else ():
        if entry.kind in KINDS and entry.content:
            bond = _bond(reading, id_, entry, day[:10])  # type: ignore[index]
            if bond.parties and (bond.objects or bond.families):
                yield bond


def _bond(reading: Reading, id_: str, entry: LedgerEntry, day: str) -> Bond:
    text = reading.story.string(entry.in_)
    bound = parties.of_entry(reading, entry)
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
    said = next((s for s in reading.statements if s.id == entry.statement), None)
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


# 2 the stories


class _Shelf:
    """The store as the matching asks it: which stories have a word, how rare it is, what a story says."""

    def __init__(self, store: Store) -> None:
        self._store = store
        rows = list(store.query("SELECT number, id, published FROM stories").rows)
        self.numbers = {id_: number for number, id_, _ in rows}
        self.days = {id_: published[:10] for _, id_, published in rows if published}
        self._ids = {number: id_ for number, id_, published in rows if published}
        self.having = functools.lru_cache(4096)(self._having)
        self.reading = functools.lru_cache(256)(store.reading)
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
        least = ENOUGH * self.whole(bond)
        last = (
            date.fromisoformat(bond.due or bond.day) if _is_day(bond.due) else date.fromisoformat(bond.day)
        ) + REACH
        ids = [self._ids[n] for n, weight in counts.items() if n in self._ids and weight >= least]
        ids = [id_ for id_ in ids if bond.day < self.days[id_] <= last.isoformat()]
        return sorted(ids, key=lambda id_: (self.days[id_], self.numbers[id_]))

    def whole(self, bond: Bond) -> float:
        """The weight of a content, of a long one that of its rarest words."""
        weights = [self.weight(o) * (_NUMBER if o[0].isdigit() else 1.0) for o in bond.objects]
        return sum(sorted(weights, reverse=True)[:_LONG])

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
        last = (
            date.fromisoformat(bond.due if bond.due and _is_day(bond.due) else bond.day) + REACH
        ).isoformat()
        for number in sorted(n for n, weight in counts.items() if weight >= _COMMON / 2 and n in self._ids):
            id_ = self._ids[number]
            if bond.day < self.days[id_] <= last:
                yield id_, topic.alike(mine, self.vector(id_))


def _is_day(day: str | None) -> bool:
    try:
        date.fromisoformat(day or "")
    except ValueError:
        return False
    return True


# 3 and 4 the sentences


def _best(shelf: _Shelf, bond: Bond, id_: str) -> _Find | None:
    finds = [
        find for n in range(len(shelf.sentences(id_))) if (find := _find(shelf, bond, id_, n)) is not None
    ]
    return max(finds, key=lambda f: (f.confidence, -f.sentence.start), default=None)


def _find(shelf: _Shelf, bond: Bond, id_: str, n: int) -> _Find | None:
    """What the n-th sentence of a story tells of a bond, if it tells anything."""
    sentences, reading = shelf.sentences(id_), shelf.reading(id_)
    s, where = sentences[n]
    stems = shelf.stems(id_)
    near = frozenset().union(*(stems[k] for k in (0, n - 1, n + 1) if 0 <= k < len(stems)))
    anywhere = frozenset().union(*stems)
    whole = shelf.whole(bond)
    here = {o: bond.credit(o, stems[n]) for o in bond.objects}
    hits = {o: credit for o, credit in here.items() if credit}
    if not hits or not whole:
        return None
    credits = {
        o: max(here[o], _BESIDE * bond.credit(o, near), _ELSEWHERE * bond.credit(o, anywhere)) for o in here
    }
    score = min(1.0, sum(shelf.weight(o) * credit for o, credit in credits.items()) / whole)
    if score < ENOUGH or (bond.names and not bond.names & anywhere):
        return None
    party = parties.in_story(
        reading,
        bond.parties,
        s,
        where,
        [sentences[k][0] for k in (n - 1, 0, n + 1) if 0 <= k < len(sentences) and k != n],
    )
    if party is None or _past(reading.times, s, where, bond.day):
        return None
    if parties.abroad(reading, s, where, shelf.countries(bond.story)):
        return None
    verdict = _state(bond, reading, s, where, shelf.days[id_])
    if verdict is None:
        return None
    state, at, reason = verdict
    if not party.near and (score < SHARED or reason[0] == "!"):
        return None
    said = parties.said_by(reading, bond.parties, s, where, at)
    if said == "denied":
        return None
    shared = [w for w in s.words if any(w.stem == o or w.stem in alike().get(o, {}) for o in hits)]
    reasons = [
        party.reason,
        f"content: {', '.join(dict.fromkeys(w.text for w in shared))}",
        reason.lstrip("!"),
    ]
    late = bond.due is not None and shelf.days[id_] > bond.due
    reasons.append(
        f"{'after' if late else 'before'} the due day {bond.due}" if bond.due else f"after {bond.day}"
    )
    if said:
        reasons.append(said)
    confidence = (
        0.35
        + 0.35 * min(1.0, score)
        + party.weight
        + 0.05 * (len(hits) > 1)
        - 0.1 * bool(said and said.startswith("as somebody"))
    )
    return _Find(state, s, where, tuple(reasons), score, round(min(0.95, confidence), 3))


def _credit(stem: str, stems: frozenset[str], *, name: bool = False) -> float:
    """How much of a word some words have: all, or as much as one of them is used alike.

    Names that are used alike are other names: Bolivia is not Chile, but "Chilean" is of Chile.
    """
    if stem in stems:
        return 1.0
    near = alike().get(stem, {}).items()
    return max(
        (c for other, c in near if other in stems and not (name and other[:4] != stem[:4])), default=0.0
    )


def _past(times: Sequence[Time], s: Sentence, where: Where, day: str) -> bool:
    """Whether every time that the sentence tells lies before the promise."""
    told = [t for t in times if t.in_ == where and s.start <= t.start < s.end and t.type in ("DATE", "TIME")]
    known = [t for t in told if t.value[:4].isdigit() and not _UNTIL.search(s.text, s.start, t.start)]
    return bool(known) and all(_before(t.value, day) for t in known)


def _before(value: str, day: str) -> bool:
    """Whether a TIMEX3 value ends before a day."""
    if "W" in value:
        year, week, _ = date.fromisoformat(day).isocalendar()
        return value[:8] < f"{year}-W{week:02}"
    value = value[:10]
    return value[:7].replace("-", "").isdigit() and value < day[: len(value)]


def _state(
    bond: Bond, reading: Reading, s: Sentence, where: Where, day: str
) -> tuple[Outcome, tuple[Word, ...], str] | None:
    """The state that a sentence tells, the words that tell it and the reason ("!": only the words of honour tell it)."""
    overdue = bond.due is not None and day > bond.due
    lapsed = bool(telling.LAPSED.search(s.string))
    hits = [i for i in range(len(s.words)) if _same_act(bond, s, i)]
    verb = next((s.words[i] for i in hits), None)
    given, put_off = (
        [w for w in cues if parties.subject_agrees(reading, bond.parties, s, where, s.words.index(w))]
        for cues in (telling.given_up(s, bond.families), telling.put_off(s))
    )
    put_off += [] if put_off else _not_before(bond, reading, s, where, day)
    if given and not put_off:
        return "broken", tuple(given[:1]), f"given up: “{_cue(s, given[0])}”"
    if put_off:
        return "postponed", tuple(put_off[:1]), f"put off: “{_cue(s, put_off[0])}”"
    for i in hits:
        how = telling.told(s, i, noun=_noun(bond, s, i))
        at = (s.words[i],)
        if how == "refused":
            return None if bond.negated else ("broken", at, f"ruled out: “{_phrase(s, i)}”")
        if how in ("undone", "failed") and not bond.negated:
            if (
                overdue
                or lapsed
                or (how == "failed" and bond.due is None and _later(bond.day, day, _KEPT_DAYS))
            ):
                return "broken", at, f"not done: “{_phrase(s, i)}”"
        elif (
            how == "future"
            and not bond.negated
            and bond.due
            and _later_day(reading.times, s, where, bond.due)
        ):
            return "postponed", at, f"a later day: “{_phrase(s, i)}”"
        elif how == "done" and (bond.begins or not telling.begun(s, i)):
            if not (
                _does(bond, reading, s, where, i) or parties.undergoes(reading, s, where, i, bond.objects)
            ):
                continue
            if bond.negated:
                return "broken", at, f"done all the same: “{_phrase(s, i)}”"
            if telling.PARTLY.search(s.string):
                return None
            return "met", at, f"done: “{_phrase(s, i)}”"
    coded = _coded(bond, reading, s, where)
    if coded is not None and not hits and not telling.PARTLY.search(s.string):
        category, words_told = coded
        state: Outcome = "broken" if bond.negated else "met"
        return state, words_told, f"event: {category} “{words_told[0].text}”"
    against = {name for family in bond.families for name in FAMILIES[family].against}
    for i in range(len(s.words)):
        if against & telling.families_of(s.words, i, noun=False) and s.words[i] is not verb:
            how = telling.told(s, i)
            touched = _touches(s, i, {*bond.objects})
            if (
                how == "done"
                and touched
                and not bond.negated
                and not hits
                and _does(bond, reading, s, where, i)
            ):
                return "broken", (s.words[i],), f"the contrary is done: “{_phrase(s, i)}”"
    still = telling.STILL.search(s.string)
    if still and overdue and not bond.negated and not hits:
        changed = tuple(w for w in s.words if w.start == still.start())
        return "broken", changed, f"nothing changed: “{' '.join(still[0].split())}”"
    honour = telling.kept(s)
    if honour and not bond.negated:
        return "met", tuple(honour[:1]), f"!said to be kept: “{_cue(s, honour[0])}”"
    return None


def _not_before(bond: Bond, reading: Reading, s: Sentence, where: Where, day: str) -> list[Word]:
    """The act itself told as one that will not be before a later day: "will not be resettled until January"."""
    due = max(bond.due or day, day)
    later = {
        t.start
        for t in reading.times
        if t.in_ == where and t.value[:4].isdigit() and t.value[:10] > due[: len(t.value)]
    }
    out = []
    for i in range(len(s.words)):
        behind = s.words[i + 1 : i + 5]
        waits = any(
            w.lower in ("until", "till", "before") and v.start in later for w, v in itertools.pairwise(behind)
        )
        if waits and telling.told(s, i) == "refused" and _same_act(bond, s, i):
            out.append(s.words[i])
    return out


def _coded(bond: Bond, reading: Reading, s: Sentence, where: Where) -> tuple[str, tuple[Word, ...]] | None:
    """An event of the sentence that a party did and that is of a kind with the act promised: its category and trigger."""
    wanted = {c for name in bond.families for c in FAMILIES[name].plover if quad(c).startswith("material")}
    actors = {a.id: a for a in reading.actors}
    for event in reading.events:
        if event.in_ != where or event.category not in wanted or event.status != "happened":
            continue
        if not any(parties.matches(actors.get(id_), bond.parties) for id_ in event.actor):
            continue
        found = tuple(w for w in s.words for t in event.trigger if t.start <= w.start < t.end)
        if found and _other_act(bond, s, s.words.index(found[0])):
            continue
        if found and telling.told(s, s.words.index(found[0])) == "done":
            return event.category, found
    return None


def _other_act(bond: Bond, s: Sentence, i: int) -> bool:
    """Whether the verb at ``i`` is known to tell another act than the bond's."""
    families = telling.families_of(s.words, i)
    return bool(families) and not families & bond.families


def _touches(s: Sentence, i: int, objects: set[str]) -> bool:
    """Whether the verb at ``i`` is done to one of the objects: just behind it, or before it in the passive."""
    before = s.words[max(0, i - 3) : i]
    if any(w.lower in ("was", "were", "been") for w in before):
        return any(w.stem in objects for w in s.words[max(0, i - 8) : i])
    for word in s.words[i + 1 : i + 5]:
        if word.stem in objects:
            return True
        if word.lower in parties.PREPOSITIONS:
            return False
    return False


def _same_act(bond: Bond, s: Sentence, i: int) -> bool:
    if s.words[i].stem == bond.act:
        return True
    if telling.of_a_plan(s, i):
        return False
    if bond.families & telling.families_of(s.words, i):
        return True
    return (
        bool(bond.act)
        and alike().get(bond.act or "", {}).get(s.words[i].stem, 0.0) >= _ACT_ALIKE
        and s.words[i].form == "past"
    )


def _noun(bond: Bond, s: Sentence, i: int) -> bool:
    """Whether the act is told as a thing: "the withdrawal"."""
    word = s.words[i]
    if word.form in ("past", "same"):
        return False
    stems = {stem for name in bond.families for stem in FAMILIES[name].nouns}
    verbs = {stem for name in bond.families for stem, _ in FAMILIES[name].verbs}
    if word.stem not in stems:
        return False
    previous = s.words[i - 1].lower if i else ""
    return (
        word.stem not in verbs
        or previous in ("the", "a", "an", "its", "their", "his", "her", "of")
        or word.lower.endswith(("al", "ment", "ion", "ery", "ure"))
    )


def _does(bond: Bond, reading: Reading, s: Sentence, where: Where, i: int) -> bool:
    """Whether it may be a party that does the act at word ``i``: nobody else stands as its subject."""
    if s.words[i].stem in _RECEIVED:
        return True
    return parties.subject_agrees(reading, bond.parties, s, where, i)


def _cue(s: Sentence, word: Word) -> str:
    """A cue and the word behind it: "put off"."""
    return next((s.text[word.start : w.end] for w in s.words if w.start > word.start), word.text)


def _phrase(s: Sentence, i: int) -> str:
    return " ".join(s.text[s.words[max(0, i - 2)].start : s.words[i].end].split())


def _later(first: str, second: str, days: int) -> bool:
    return date.fromisoformat(second) - date.fromisoformat(first) >= timedelta(days=days)


def _later_day(times: Sequence[Time], s: Sentence, where: Where, due: str) -> bool:
    """Whether the sentence tells days, and all of them lie after the one that was due."""
    told = [t.value for t in times if t.in_ == where and s.start <= t.start < s.end and t.type == "DATE"]
    known = [v for v in told if v[:4].isdigit() and len(v) >= 7 and v[5:7].isdigit()]
    return bool(known) and all(v[:10] > due[: len(v[:10])] for v in known)


# 5 the story as a whole


def _inferred(
    shelf: _Shelf, bonds: Sequence[Bond], firsts: Sequence[int], full: dict[int, int], told: dict[tuple[int, str], _Find]
) -> dict[tuple[int, str], _Find]:  # fmt: skip
    """For each story of whose promises no sentence tells, the story that as a whole tells most of the first it has."""
    settled = {bonds[n].story for n, _ in told} | {bonds[firsts[n]].story for n, _ in told}
    best: dict[str, tuple[tuple[bool, int, float], int, str, _Find]] = {}
    for n, bond in enumerate(bonds):
        first = firsts[n]
        if (
            bond.story in settled
            or bond.story != bonds[first].story
            or _thin(shelf, bond, bonds[full[first]])
        ):
            continue
        for id_, about in shelf.about(bond) if _tells_an_act(bond) else ():
            find = _as_a_whole(shelf, bond, id_, about)
            if find is None:
                continue
            rank = not bonds[full[first]].again, -first, find.confidence
            if bond.story not in best or rank > best[bond.story][0]:
                best[bond.story] = rank, n, id_, find
    return {(n, id_): find for _, n, id_, find in best.values()}


def _weight(shelf: _Shelf, bond: Bond) -> float:
    return sum(map(shelf.rarity, bond.objects))


def _tells_an_act(bond: Bond) -> bool:
    """Whether it is something to be done: not "lithium would be next"."""
    return bond.negated or bond.act not in ("next", "first", "last")


def _as_a_whole(shelf: _Shelf, bond: Bond, id_: str, about: float) -> _Find | None:
    """What a story's headline and lead tell of a bond, if they tell anything."""
    reading, sentences, stems = shelf.reading(id_), shelf.sentences(id_), shelf.stems(id_)
    anywhere = frozenset().union(*stems)
    if about < _COMMON or not bond.objects or bond.entry.kind == "forecast":
        return None
    if bond.due and not bond.negated and _days_apart(bond.due, shelf.days[id_]) > _AROUND_DUE:
        return None
    if (bond.names and not bond.names & anywhere and about < _ONE_MATTER) or (
        len(bond.objects) < _TELLING and not bond.negated
    ):
        return None
    weights = {o: shelf.rarity(o) * (_NUMBER if o[0].isdigit() else 1.0) for o in bond.objects}
    full = sum(sorted(weights.values(), reverse=True)[:_LONG])

    around = shelf.around(bond)

    def cover(some: frozenset[str]) -> float:
        own = sum(weight * bond.credit(o, some) for o, weight in weights.items()) / full
        return min(1.0, own + _AROUND * sum(around.get(stem, 0.0) for stem in some))

    party = parties.in_lead(reading, bond.parties, sentences) or (
        _person(shelf, bond, id_) if bond.entry.kind != "demand" else None
    )
    if party is None:
        return None
    main = [whole.main_stems(sentence) for sentence, _ in sentences]
    frame = whole.Frame(
        sentences, [cover(some) for some in main], cover(frozenset().union(*stems[: whole.LEAD])), about,
        len(bond.names & anywhere) / len(bond.names) if bond.names else 1.0,
        _foreign(shelf, bond, id_), _passed(bond, reading, sentences), _naming(bond, reading, sentences), reading.times, shelf.days[id_],
    )  # fmt: skip
    if bond.entry.kind == "demand" and frame.lead + frame.topic < _DEMANDED:
        return None
    ending = bond.stops or bool(bond.families & whole.ENDING)
    found = whole.infer(whole.Promise(bond.day, bond.due, ending, bond.negated and not bond.stops), frame)
    if found is None:
        return None
    s, where = sentences[found.n]
    reasons = (party, f"content: {frame.lead:.0%} in headline and lead, topic {about:.2f}", found.reason)
    sure = 0.25 + 0.2 * found.score + 0.15 * frame.lead + 0.15 * about + 0.1 * _timely(bond, shelf.days[id_])
    return _Find(found.state, s, where, reasons, frame.lead, round(sure, 3)) if sure >= _SURE else None


def _timely(bond: Bond, day: str) -> float:
    """How near a story is to the due day, about which outcomes are told: 1 on the day, 0 two weeks from it."""
    apart = _days_apart(bond.due, day) if bond.due else _KEPT_DAYS
    return max(0.0, 1 - apart / _KEPT_DAYS)


def _passed(bond: Bond, reading: Reading, sentences: Sequence[tuple[Sentence, Where]]) -> frozenset[int]:
    """Sentences that are denied, that tell of a time before the promise, or of what somebody else gave up."""
    return frozenset(
        n for n, (s, where) in enumerate(sentences)
        if _past(reading.times, s, where, bond.day) or parties.said_by(reading, bond.parties, s, where, s.words) == "denied"
        or any(not parties.subject_agrees(reading, bond.parties, s, where, s.words.index(w)) for w in telling.given_up(s, bond.families))
    )  # fmt: skip


def _naming(bond: Bond, reading: Reading, sentences: Sequence[tuple[Sentence, Where]]) -> frozenset[int]:
    """Sentences that name the act: in its own word, as one not done, or as done by somebody else."""
    return frozenset(
        n for n, (s, where) in enumerate(sentences)
        if any(_names(bond, reading, s, where, i) for i in range(len(s.words)) if not telling.relative(s, i))
    )  # fmt: skip


def _names(bond: Bond, reading: Reading, s: Sentence, where: Where, i: int) -> bool:
    if s.words[i].stem == bond.act:
        return True
    if not _same_act(bond, s, i):
        return False
    how = telling.told(s, i)
    return how not in ("done", "open") or (
        how == "done" and not parties.subject_agrees(reading, bond.parties, s, where, i)
    )


def _foreign(shelf: _Shelf, bond: Bond, id_: str) -> bool:
    """Whether a story opens with somebody of a country that the bond's story does not name."""
    reading, (sentence, where) = shelf.reading(id_), shelf.sentences(id_)[0]
    country = parties.opening(reading, sentence, where)
    return country is not None and country not in shelf.countries(bond.story)


def _person(shelf: _Shelf, bond: Bond, id_: str) -> str | None:
    """A person of the bond's story, of one side with its parties, who is in the later one too."""
    common = shelf.persons(bond.story) & shelf.persons(id_)
    for actor in shelf.reading(bond.story).actors:
        own = {w.stem for w in words(actor.name)}
        if (
            actor.kind == "person"
            and own & common
            and parties.same_side([parties.party(actor)], bond.parties, loosely=True)
        ):
            return f"actor: {actor.name}, of the promise's story"
    return None


# 6 the proposals


def _firsts(shelf: _Shelf, bonds: Sequence[Bond]) -> list[int]:
    """For each bond the number of the first that tells the same promise (itself, where it is the first)."""
    out: list[int] = []
    by_stem: dict[str, list[int]] = {}
    by_story: dict[str, list[int]] = {}
    for n, bond in enumerate(bonds):
        rarest = sorted(bond.objects, key=shelf.weight, reverse=True)[:3]
        earlier = sorted(
            {k for stem in rarest for k in by_stem.get(stem, ())} | {*by_story.get(bond.story, ())}
        )
        out.append(next((out[k] for k in earlier if _same(shelf, bonds[k], bond)), n))
        by_story.setdefault(bond.story, []).append(n)
        for stem in bond.objects:
            by_stem.setdefault(stem, []).append(n)
    return out


def _retold(first: Bond, second: Bond) -> bool:
    """Whether a story tells one promise as news and again in a quotation or its headline, in other words."""
    if first.story != second.story or not (first.again or second.again):
        return False
    kinds = {b.entry.kind for b in (first, second) if b.entry.in_ is None}
    if "demand" in kinds and len(kinds) > 1:
        return False
    return parties.same_side(first.parties, second.parties, loosely=True)


def _days_apart(one: str | None, other: str | None) -> int:
    """How many days lie between two due days; none where one is not known."""
    if not (one and other and _is_day(one) and _is_day(other)):
        return 0
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


def _fullest(shelf: _Shelf, bonds: Sequence[Bond], firsts: Sequence[int]) -> dict[int, int]:
    """For each promise, by the number of its first entry, the entry that tells most of it."""
    out: dict[int, int] = {}
    for n, first in enumerate(firsts):
        if first not in out or _tells(shelf, bonds[n]) > _tells(shelf, bonds[out[first]]):
            out[first] = n
    return out


def _tells(shelf: _Shelf, bond: Bond) -> tuple[bool, float]:
    return not bond.again, _weight(shelf, bond)


def _thin(shelf: _Shelf, bond: Bond, full: Bond) -> bool:
    """Whether an entry tells too little of a promise, or turns it round, to be looked for by its own words."""
    return bond.negated != full.negated or _weight(shelf, bond) < _THIN * _weight(shelf, full)


def _same(shelf: _Shelf, first: Bond, second: Bond) -> bool:
    """Whether two entries are one promise: the same act, party, due day where both have one, and most of the words."""
    apart = _days_apart(first.due, second.due)
    if apart <= _SAME_MONTH and _retold(first, second):
        return True
    if first.negated != second.negated or apart > _SAME_WEEK:
        return False
    if first.act != second.act and not first.families & second.families:
        return False
    if not parties.same_side(first.parties, second.parties):
        return False
    common = sum(map(shelf.weight, {*first.objects} & {*second.objects}))
    whole = [sum(map(shelf.weight, b.objects)) for b in (first, second)]
    return common >= 0.6 * min(whole) and (first.story == second.story or common >= 0.4 * max(whole))


def _claimed(
    bonds: Sequence[Bond], firsts: Sequence[int], found: dict[tuple[int, str], _Find]
) -> dict[tuple[int, str], _Find]:
    """Without the finds of entries that the same sentence fits much worse than another promise."""
    best: dict[tuple[str, Where, int], float] = {}
    for (_, id_), find in found.items():
        place = (id_, find.where, find.sentence.start)
        best[place] = max(best.get(place, 0.0), find.score)
    return {
        key: find
        for key, find in found.items()
        if find.score >= SHARED * best[key[1], find.where, find.sentence.start]
    }


def _proposals(
    shelf: _Shelf, bonds: Sequence[Bond], firsts: Sequence[int], found: dict[tuple[int, str], _Find]
) -> list[Proposal]:
    groups: dict[int, list[int]] = {}
    for n, first in enumerate(firsts):
        groups.setdefault(first, []).append(n)
    out = []
    for first, members in groups.items():
        best: dict[str, _Find] = {}
        for (n, id_), find in found.items():
            if firsts[n] == first and (id_ not in best or find.confidence > best[id_].confidence):
                best[id_] = find
        for id_, find in sorted(best.items(), key=lambda item: (shelf.days[item[0]], item[0])):
            told = [n for n in members if bonds[n].day < shelf.days[id_]]
            out.append(_proposal(bonds, told, id_, shelf.days[id_], find))
    return out


def _proposal(bonds: Sequence[Bond], told: Sequence[int], id_: str, day: str, find: _Find) -> Proposal:
    first = bonds[told[0]]
    entries = tuple((bonds[n].story, bonds[n].entry.id) for n in told)
    key = "\x00".join(
        (first.story, first.entry.in_ or "", str(first.entry.content[0].start), find.state, id_)
    )
    name = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    spans = (Span(find.sentence.start, find.sentence.end),)
    return Proposal(name, find.state, entries, id_, spans, find.where, day, find.reasons, find.confidence)
