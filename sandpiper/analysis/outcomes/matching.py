"""Store -> proposals. 1 the entries, with what they are about and whom they bind; 2 which later stories share their
words, or are about their matter (retrieval.py); 3 what the sentences of those tell, and 4 the story as a whole where none
tells the act (verification.py); 5 the surest sentence of each story, one promise told several times counted once.

Confidence orders proposals; it is no measured probability.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from sandpiper.analysis.outcomes import parties, retrieval, verification
from sandpiper.analysis.outcomes.retrieval import Bond, Shelf
from sandpiper.analysis.outcomes.verification import SHARED, Find
from sandpiper.store import Proposal, Store
from sandpiper.types import Span, Where

_THIN = 0.5  # share of the weight of a promise's fullest telling that another must have to be looked for
# days between the due days of two tellings of one promise; in one story it may say "this month"
_SAME_WEEK, _SAME_MONTH = 7, 31


def propose(store: Store, *, seen: Callable[[int, int], object] | None = None) -> list[Proposal]:
    """What the stories of a store may tell about the entries of its ledger, by the entry's day.

    Only stories with a date of publication count. ``seen`` hears how many entries of how many are done. Raises
    ``StoreError`` where the store cannot be read.
    """
    shelf = Shelf(store)
    bonds = retrieval.bonds(shelf)
    firsts = _firsts(shelf, bonds)
    full = _fullest(shelf, bonds, firsts)
    found: dict[tuple[int, str], Find] = {}
    for n, bond in enumerate(bonds):
        for id_ in () if _thin(shelf, bond, bonds[full[firsts[n]]]) else shelf.candidates(bond):
            find = verification.in_sentence(shelf, bond, id_)
            if find is not None:
                found[n, id_] = find
        if seen is not None:
            seen(n + 1, len(bonds))
    told = _claimed(found)
    return _proposals(shelf, bonds, firsts, told | _inferred(shelf, bonds, firsts, full, told))


def _firsts(shelf: Shelf, bonds: Sequence[Bond]) -> list[int]:
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


def _same(shelf: Shelf, first: Bond, second: Bond) -> bool:
    """Whether two entries are one promise: the same act, party, due day where both have one, and most of the words."""
    apart = first.apart(second.due)
    if apart <= _SAME_MONTH and _retold(first, second):
        return True
    if first.negated != second.negated or apart > _SAME_WEEK:
        return False
    if first.act != second.act and not first.families & second.families:
        return False
    if not parties.same_side(first.parties, second.parties):
        return False
    common = sum(map(shelf.weight, {*first.objects} & {*second.objects}))
    less, more = sorted(sum(map(shelf.weight, b.objects)) for b in (first, second))
    return common >= 0.6 * less and (first.story == second.story or common >= 0.4 * more)


def _retold(first: Bond, second: Bond) -> bool:
    """Whether a story tells one promise as news and again in a quotation or its headline, in other words."""
    if first.story != second.story or not (first.again or second.again):
        return False
    kinds = {b.entry.kind for b in (first, second) if b.entry.in_ is None}
    if "demand" in kinds and len(kinds) > 1:
        return False
    return parties.same_side(first.parties, second.parties, loosely=True)


def _fullest(shelf: Shelf, bonds: Sequence[Bond], firsts: Sequence[int]) -> dict[int, int]:
    """For each promise, by the number of its first entry, the entry that tells most of it."""
    out: dict[int, int] = {}
    for n, first in enumerate(firsts):
        if first not in out or _tells(shelf, bonds[n]) > _tells(shelf, bonds[out[first]]):
            out[first] = n
    return out


def _tells(shelf: Shelf, bond: Bond) -> tuple[bool, float]:
    return not bond.again, _weight(shelf, bond)


def _weight(shelf: Shelf, bond: Bond) -> float:
    return sum(map(shelf.rarity, bond.objects))


def _thin(shelf: Shelf, bond: Bond, full: Bond) -> bool:
    """Whether an entry tells too little of a promise, or turns it round, to be looked for by its own words."""
    return bond.negated != full.negated or _weight(shelf, bond) < _THIN * _weight(shelf, full)


def _claimed(found: dict[tuple[int, str], Find]) -> dict[tuple[int, str], Find]:
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


def _inferred(
    shelf: Shelf, bonds: Sequence[Bond], firsts: Sequence[int], full: dict[int, int], told: dict[tuple[int, str], Find]
) -> dict[tuple[int, str], Find]:  # fmt: skip
    """For each story of whose promises no sentence tells, the story that as a whole tells most of the first it has."""
    settled = {bonds[n].story for n, _ in told} | {bonds[firsts[n]].story for n, _ in told}
    best: dict[str, tuple[tuple[bool, int, float], int, str, Find]] = {}
    for n, bond in enumerate(bonds):
        first = firsts[n]
        if (
            bond.story in settled
            or bond.story != bonds[first].story
            or _thin(shelf, bond, bonds[full[first]])
        ):
            continue
        for id_, about in shelf.about(bond) if _tells_an_act(bond) else ():
            find = verification.as_a_whole(shelf, bond, id_, about)
            if find is None:
                continue
            rank = not bonds[full[first]].again, -first, find.confidence
            if bond.story not in best or rank > best[bond.story][0]:
                best[bond.story] = rank, n, id_, find
    return {(n, id_): find for _, n, id_, find in best.values()}


def _tells_an_act(bond: Bond) -> bool:
    """Whether it is something to be done: not "lithium would be next"."""
    return bond.negated or bond.act not in ("next", "first", "last")


def _proposals(
    shelf: Shelf, bonds: Sequence[Bond], firsts: Sequence[int], found: dict[tuple[int, str], Find]
) -> list[Proposal]:
    groups: dict[int, list[int]] = {}
    for n, first in enumerate(firsts):
        groups.setdefault(first, []).append(n)
    out = []
    for first, members in groups.items():
        best: dict[str, Find] = {}
        for (n, id_), find in found.items():
            if firsts[n] == first and (id_ not in best or find.confidence > best[id_].confidence):
                best[id_] = find
        for id_, find in sorted(best.items(), key=lambda item: (shelf.days[item[0]], item[0])):
            told = [n for n in members if bonds[n].day < shelf.days[id_]]
            out.append(_proposal(bonds, told, id_, shelf.days[id_], find))
    return out


def _proposal(bonds: Sequence[Bond], told: Sequence[int], id_: str, day: str, find: Find) -> Proposal:
    first = bonds[told[0]]
    entries = tuple((bonds[n].story, bonds[n].entry.id) for n in told)
    key = "\x00".join(
        (first.story, first.entry.in_ or "", str(first.entry.content[0].start), find.state, id_)
    )
    name = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    spans = (Span(find.sentence.start, find.sentence.end),)
    return Proposal(name, find.state, entries, id_, spans, find.where, day, find.reasons, find.confidence)
