"""Statements -> the ledger: pledges, threats, demands and forecasts, whom they bind, until when, on what condition.

By rules over what the other rooms found: the kind of a statement makes the entry (``kinds``); the one bound is the
subject of what is pledged, else the speaker (the body, not its spokesman), and of a demand the one addressed
(``parties``); a due date is the time told in the content, reckoned from the day of the statement and always ahead of it
(``due``); an if- or unless-clause is an entry of its own that the other ``depends_on``, and binds its own subject
(``conditions``). Conditions named as such and terms set to somebody are entries whoever tells them (``named``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sandpiper.types import Actor, Due, Event, LedgerEntry, LedgerKind, Mention, Statement, Story, Time

from . import conditions, due, kinds, named, parties
from .record import Interval, Record


def entries(
    story: Story, said: Sequence[Statement], events: Sequence[Event], mentions: Sequence[Mention], actors: Sequence[Actor],
    times: Sequence[Time], interval: Interval,
) -> tuple[LedgerEntry, ...]:  # fmt: skip
    """The ledger of one story, in order of appearance, with ids from ``l0`` on.

    ``interval`` gives the first and the last day of a time's value, as ``resolve.dates.interval`` does.
    """
    record = Record(story, mentions, actors, events, times, interval)
    groups: list[list[LedgerEntry]] = []
    for statement in said:
        kind = kinds.of(record, statement)
        if kind is not None:
            groups.append(_of(record, statement, kind))
    told = [e for group in groups for e in group]
    groups += [[e] for e in named.find(record, said, told)]
    groups.sort(key=lambda group: (group[0].in_ is None, group[0].content[0]))
    return _numbered(groups)


def _numbered(groups: Iterable[Sequence[LedgerEntry]]) -> tuple[LedgerEntry, ...]:
    """Entries with ids in the order given; the first of several depends on the second, its condition."""
    out: list[LedgerEntry] = []
    for group in groups:
        ids = [f"l{len(out) + i}" for i in range(len(group))]
        out += [replace(e, id=i) for e, i in zip(group, ids, strict=True)]
        if len(group) > 1:
            out[-2] = replace(out[-2], depends_on=ids[1])
    return tuple(out)


def _of(record: Record, s: Statement, kind: LedgerKind) -> list[LedgerEntry]:
    """The entry of a statement, and the condition it depends on, both without ids."""
    text = record.text(s.in_)
    clause = next((c for c in (conditions.find(record, s, span) for span in s.content) if c), None)
    content = conditions.without(text, s.content, clause)
    if not content:
        content, clause = s.content, None
    by, to = parties.find(record, s, kind, content)
    when = due.find(record, s, content)
    if when is None and clause and conditions.lasts(text, clause):
        day = due.find(record, s, (clause,))  # "until the court meets on June 6"
        when = Due((clause,), None, day.latest if day else None)
    entry = LedgerEntry("", kind, by, to, s.id, content=content, due=when, in_=s.in_)
    entry = replace(entry, basis=parties.basis(record, s, entry))
    if clause is None:
        return [entry]
    needed = parties.subject_of(record, s, conditions.needed(text, clause))
    condition = LedgerEntry(
        "", "condition", needed.actor if needed else None, (), s.id, basis=entry.basis, content=(clause,),
        due=due.find(record, s, (clause,)), in_=s.in_,
    )  # fmt: skip
    return [entry, condition]


__all__ = ["Interval", "entries"]
