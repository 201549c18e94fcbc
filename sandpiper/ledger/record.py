"""What of a reading the ledger is made from, filed by place, and the marks at the ends of words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from sandpiper.types import Actor, Event, Mention, Span, Spans, Story, Time, Where

REACH = 600  # characters that a clause is looked for in
EDGE = " \t\n\r,;:.—–-“”\"«»‘’'"
T = TypeVar("T", Mention, Time)
# A TIMEX3 value, the day that lengths are counted from and the words -> first and last day (``resolve.dates.interval``).
Interval = Callable[[str, date | None, str], tuple[date, date] | None]
_LONGEST = 80  # characters of a trigger


class Record:
    """What of a reading the ledger is made from, by place: a long story must not cost the square of a short one."""

    def __init__(
        self, story: Story, mentions: Sequence[Mention], actors: Sequence[Actor], events: Sequence[Event], times: Sequence[Time],
        interval: Interval,
    ) -> None:  # fmt: skip
        self.story = story
        self.interval = interval
        self.actors = {a.id: a for a in actors}
        self._acting = _by_start(m for m in mentions if m.actor and m.type not in ("LOC", "FAC", "MISC"))
        self._times = _by_start(t for t in times if t.type != "SET")
        self._acts: dict[Where, list[tuple[Span, Event]]] = {}
        for e in events:
            self._acts.setdefault(e.in_, []).extend((t, e) for t in e.trigger)
        for some in self._acts.values():
            some.sort(key=lambda item: item[0])

    def text(self, where: Where) -> str:
        return (self.story.title or "") if where == "title" else self.story.text

    def mentions(self, where: Where, lo: int, hi: int) -> list[Mention]:
        """Mentions of actors that lie in [lo, hi), in order."""
        return _within(self._acting.get(where, []), lo, hi)

    def times(self, where: Where, lo: int, hi: int) -> list[Time]:
        """Times that lie in [lo, hi), in order."""
        return _within(self._times.get(where, []), lo, hi)

    def acts(self, where: Where, cue: Spans) -> list[Event]:
        """Events whose trigger stands in the cue."""
        here = self._acts.get(where, [])
        out = []
        for c in cue:
            first = bisect_left(here, c.start - _LONGEST, key=lambda item: item[0].start)
            last = bisect_left(here, c.end, key=lambda item: item[0].start)
            out += [e for t, e in here[first:last] if t.end > c.start]
        return out


def _by_start(items: Iterable[T]) -> dict[Where, list[T]]:
    out: dict[Where, list[T]] = {}
    for item in sorted(items, key=lambda i: i.start):
        out.setdefault(item.in_, []).append(item)
    return out


def _within(items: list[T], lo: int, hi: int) -> list[T]:
    first, last = (bisect_left(items, x, key=lambda i: i.start) for x in (lo, hi))
    return [i for i in items[first:last] if i.end <= hi]


def trim(text: str, start: int, end: int) -> Span:
    """Without marks at its ends, but for those that close or open a quotation within."""
    lo, hi = start, end
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and text[end - 1] in EDGE:
        end -= 1
    for opening, closing in ('""', "“”", "«»"):
        inside = text[start:end]
        odd = inside.count('"') % 2 if opening == closing else inside.count(opening) - inside.count(closing)
        if odd > 0 and end < hi and text[end] == closing:
            end += 1
        elif odd and start > lo and text[start - 1] == opening:
            start -= 1
    return Span(start, end)
