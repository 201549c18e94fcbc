"""Statements -> the ledger: pledges, threats, demands and forecasts, whom they bind, until when, on what condition.

By rules over what the other rooms found: the kind of a statement makes the entry (``kinds``); the one bound is the
subject of what is pledged, else the speaker (the body, not its spokesman), and of a demand the one addressed
(``parties``); a due date is the time told in the content, reckoned from the day of the statement and always ahead of it
(``due``); an if- or unless-clause is an entry of its own that the other ``depends_on``, and binds its own subject
(``conditions``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sandpiper.types import Actor, Due, Event, LedgerEntry, LedgerKind, Mention, Statement, Story, Time

from . import conditions, due, kinds, parties
from .record import Interval, Record


def entries(
    story: Story, said: Sequence[Statement], events: Sequence[Event], mentions: Sequence[Mention], actors: Sequence[Actor],
    times: Sequence[Time], interval: Interval,
) -> tuple[LedgerEntry, ...]:  # fmt: skip
    """The ledger of one story, in order of appearance, with ids from ``l0`` on.

    ``interval`` gives the first and the last day of a time's value, as ``resolve.dates.interval`` does.
    """
    record = Record(story, mentions, actors, events, times, interval)
    out: list[LedgerEntry] = []
    for statement in said:
        kind = kinds.of(record, statement)
        if kind is not None:
            out += _of(record, statement, kind, len(out))
    return tuple(out)


def _of(record: Record, s: Statement, kind: LedgerKind, first: int) -> list[LedgerEntry]:
    """The entry of a statement, and the condition it depends on."""
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
    entry = LedgerEntry(f"l{first}", kind, by, to, s.id, content=content, due=when, in_=s.in_)
    entry = replace(entry, basis=parties.basis(record, s, entry))
    if clause is None:
        return [entry]
    needed = parties.subject_of(record, s, conditions.needed(text, clause))
    condition = LedgerEntry(
        f"l{first + 1}", "condition", needed.actor if needed else None, (), s.id, basis=entry.basis, content=(clause,),
        due=due.find(record, s, (clause,)), in_=s.in_,
    )  # fmt: skip
    return [replace(entry, depends_on=condition.id), condition]


__all__ = ["Interval", "entries"]
