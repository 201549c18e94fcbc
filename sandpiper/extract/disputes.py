"""Statements -> which contradict each other: one asserts or accuses, another speaker denies it; and the events in them.

Conservative: a denial names what it denies in the other's words, or is of "the accusation" that was last made against the
one who denies; two assertions must be the same but for a "not".
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence

from sandpiper.extract.repeats import Told, stems, told_of
from sandpiper.types import Event, Span, Statement, Where

DENIED = 0.6  # of the denial's words that what it denies has, where it has three or more; of two, all
SAID = 0.75  # of the shorter's words, where nobody denies and one says "not"
_REACH = 40  # statements looked back and ahead at
_LAST = 4  # statements back to the accusation that "the accusation" means

_CLAIMS = frozenset({"assertion", "accusation"})
_THE_CLAIM = re.compile(
    r"[\s\"“‘«]*(?:(?:all|any|both|these|those|this|that|the|such|his|her|its|their|as)\s+)*"
    r"(?:(?:false|baseless|groundless|latest|similar)\s+)?"
    r"(?:accusations?|allegations?|charges?|claims?|involvement|responsibility|wrongdoing|it|this|that)"
    r"(?:\s+as\s+\w+)?[\s.,\"”’»]*",
    re.I,
)


def marked(
    said: Sequence[Statement], string: Callable[[Where], str], headlines: Sequence[Span] = ()
) -> list[Statement]:
    """The statements with ``conflicts_with`` of those that contradict each other, both ways; none of a headline does."""
    told = [told_of(s, string(s.in_), headlines) for s in said]
    against: dict[str, list[str]] = {s.id: [] for s in said}
    nested = {s.id: s.within for s in said}
    for i, one in enumerate(told):
        for other in told[max(0, i - _REACH) : i]:
            if one.headline or other.headline:
                continue
            if _may_clash(one.said, other.said, nested) and (_clash(one, other) or _clash(other, one)):
                against[one.said.id].append(other.said.id)
                against[other.said.id].append(one.said.id)
        last = _accusation(told[max(0, i - _LAST) : i], one, string, nested)
        if last is not None and last.id not in against[one.said.id]:
            against[one.said.id].append(last.id)
            against[last.id].append(one.said.id)
    return [
        dataclasses.replace(s, conflicts_with=tuple(sorted(against[s.id], key=lambda i: int(i[1:]))))
        if against[s.id]
        else s
        for s in said
    ]


def of_events(
    acts: Sequence[Event], said: Sequence[Statement], string: Callable[[Where], str]
) -> list[Event]:
    """The events with ``conflicts_with``: the statements that contradict the one that reports an event, where they name the
    event or mean "the accusation", and the same act as told there."""
    told = {s.id: told_of(s, string(s.in_), ()) for s in said if s.conflicts_with}
    inside: dict[str, list[Event]] = {}
    for e in acts:
        inside.setdefault(e.reported_by or "", []).append(e)
    out = []
    for e in acts:
        against: list[str] = []
        own = told.get(e.reported_by or "")
        act = stems(string(e.in_), e.trigger) if own else frozenset()
        for other in (told[i] for i in own.said.conflicts_with if i in told) if own else ():
            same = [a for a in inside.get(other.said.id, ()) if a.category == e.category]
            text, content = string(other.said.in_), other.said.content
            if same or act & other.words or _THE_CLAIM.fullmatch(text, content[0].start, content[-1].end):
                against += [other.said.id, *(a.id for a in same)]
        out.append(dataclasses.replace(e, conflicts_with=tuple(against)) if against else e)
    return out


def _may_clash(a: Statement, b: Statement, nested: dict[str, str | None]) -> bool:
    """Whether two known speakers say it, none in the other's words, and neither left it unsaid."""
    if not a.speaker or not b.speaker or a.speaker == b.speaker or a.negated or b.negated:
        return False
    return not _inside(a, b.id, nested) and not _inside(b, a.id, nested)


def _inside(s: Statement, outer: str, nested: dict[str, str | None]) -> bool:
    at, seen = s.within, {s.id}
    while at is not None and at not in seen:
        if at == outer:
            return True
        seen.add(at)
        at = nested.get(at)
    return False


def _clash(denial: Told, claim: Told) -> bool:
    """Whether the one denies what the other claims: the same words, turned."""
    if claim.said.kind not in _CLAIMS or denial.turned == claim.turned or claim.denied:
        return False
    if denial.exact and claim.exact and not denial.exact & claim.exact:
        return False
    shared = len(denial.words & claim.words)
    if denial.denied:
        return shared >= 2 and shared >= (DENIED if shared > 2 else 1) * len(denial.words)
    same = denial.said.kind in (*_CLAIMS, "denial")
    return same and shared >= 3 and shared >= SAID * min(len(denial.words), len(claim.words))


def _accusation(
    before: Sequence[Told], denial: Told, string: Callable[[Where], str], nested: dict[str, str | None]
) -> Statement | None:
    """The accusation that a denial of "the accusation" is of: the last one made, if it is against who denies."""
    text = string(denial.said.in_)
    if (
        not denial.denied
        or denial.negative
        or not _THE_CLAIM.fullmatch(text, denial.said.content[0].start, denial.said.content[-1].end)
    ):
        return None
    last = next((t.said for t in reversed(before) if t.said.kind == "accusation"), None)
    if last is None or denial.said.speaker not in last.topics or not _may_clash(last, denial.said, nested):
        return None
    return last
