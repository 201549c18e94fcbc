"""Store -> proposals. 1 the entries, with what they are about and whom they bind; 2 which later stories share their
words (full text); 3 the sentences of those that name a party and the content; 4 how they tell the act; 5 the surest
sentence of each story, one promise told in several stories counted once.

Confidence orders proposals; it is no measured probability.
"""

from __future__ import annotations

import functools
import hashlib
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sandpiper.analysis.outcomes import parties, telling
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
_KEPT_DAYS = 14  # an undated promise is not "not kept" before
_MODALS = frozenset(["will", "would", "shall", "should", "must", "to", "can", "could", "cannot"])
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
    found: dict[tuple[int, str], _Find] = {}
    for n, bond in enumerate(bonds):
        for id_ in shelf.candidates(bond):
            find = _best(shelf, bond, id_)
            if find is not None:
                found[n, id_] = find
        if seen is not None:
            seen(n + 1, len(bonds))
    firsts = _firsts(shelf, bonds)
    return _proposals(shelf, bonds, firsts, _claimed(bonds, firsts, found))


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
    found = [w for s in entry.content for w in words(text, s.start, s.end)]
    at, negated, begins = _act(found)
    families = telling.families_of(found, at) if at is not None else set()
    objects = [
        w for i, w in enumerate(found)
        if i != at
        and not (at is not None and i == at - 1 and w.stem in _STOPS)
        and w.lower not in STOP and w.stem not in own and (w.form != "past" or w.name) and not any(t.start <= w.start < t.end for t in times)
    ]  # fmt: skip
    due = entry.due.latest or entry.due.earliest if entry.due else None
    return Bond(
        id_, entry, day, due, frozenset(families), found[at].stem if at is not None else None, negated, begins,
        tuple(dict.fromkeys(w.stem for w in objects)), frozenset(w.stem for w in objects if w.name and w.start != found[0].start),
        bound,
    )  # fmt: skip


def _act(found: Sequence[Word]) -> tuple[int | None, bool, bool]:
    """Where the verb of a content stands, whether it is negated, and whether it is only to be begun."""
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
        return at, False, False
    negated = any(
        w.lower in ("not", "never", "cannot") or w.lower.endswith(("n't", "n’t"))
        for w in found[max(0, modal - 1) : modal + 1]
    )
    begins, at = False, modal + 1
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
            negated = not negated
        elif word.lower not in _SKIPPED and not word.lower.endswith("ly"):
            return at, negated, begins
        at += 1
    return None, negated, begins


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
    here = {o: _credit(o, stems[n]) for o in bond.objects}
    hits = {o: credit for o, credit in here.items() if credit}
    if not hits or not whole:
        return None
    credits = {o: max(here[o], _BESIDE * _credit(o, near), _ELSEWHERE * _credit(o, anywhere)) for o in here}
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


def _credit(stem: str, stems: frozenset[str]) -> float:
    """How much of a word some words have: all, or as much as one of them is used alike."""
    if stem in stems:
        return 1.0
    return max((credit for other, credit in alike().get(stem, {}).items() if other in stems), default=0.0)


def _past(times: Sequence[Time], s: Sentence, where: Where, day: str) -> bool:
    """Whether every time that the sentence tells lies before the promise."""
    told = [t for t in times if t.in_ == where and s.start <= t.start < s.end and t.type in ("DATE", "TIME")]
    known = [t for t in told if t.value[:4].isdigit()]
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
        if found and telling.told(s, s.words.index(found[0])) == "done":
            return event.category, found
    return None


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


# 5 the proposals


def _firsts(shelf: _Shelf, bonds: Sequence[Bond]) -> list[int]:
    """For each bond the number of the first that tells the same promise (itself, where it is the first)."""
    out: list[int] = []
    by_stem: dict[str, list[int]] = {}
    for n, bond in enumerate(bonds):
        rarest = sorted(bond.objects, key=shelf.weight, reverse=True)[:3]
        earlier = sorted({k for stem in rarest for k in by_stem.get(stem, ())})
        out.append(next((out[k] for k in earlier if _same(shelf, bonds[k], bond)), n))
        for stem in bond.objects:
            by_stem.setdefault(stem, []).append(n)
    return out


def _same(shelf: _Shelf, first: Bond, second: Bond) -> bool:
    """Whether two entries are one promise: the same act, party, due day where both have one, and most of the words."""
    if first.negated != second.negated:
        return False
    if (
        first.due
        and second.due
        and abs((date.fromisoformat(first.due[:10]) - date.fromisoformat(second.due[:10])).days) > 7
    ):
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
