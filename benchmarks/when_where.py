"""Score the date and the country of events on passages of our own corpus, and what the two rooms cost.

    python -m benchmarks.when_where FILE.jsonl [--all] [--limit N] [--json] [--model DIR]

FILE and ``--all`` as in ``benchmarks.passages``. Of the events found with the right category (as there) whose gold has a
date: ``date`` is the share with that one at that precision, a time of day aside; where ours is a week, a weekend or
a part of a year, which the corpus has no form for, it must hold the gold date or lie in it, and a gold year is too wide for it.
``date.none`` is the share without one. ``undated`` is the share of those whose gold has no date that get another than the
publication date. Of those whose gold has a place with a country ``country`` is the share in that one, at
whatever precision, ``country.none`` the share in none; places are told by today's map, so that of a state that is no more each
of those on its soil is right. ``time`` is the share of the processor's time of reading that
finding and attaching dates and places take, ``dates`` and ``places`` apart; the first stories are read twice, for the tables open
with them.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import benchmarks
from benchmarks import Figures, Reads, Row, passages, share
from sandpiper.resolve import dates, places
from sandpiper.types import Reading, When

# What the pipeline calls of the two rooms.
ROOMS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("dates", dates, ("find", "when")),
    ("places", places, ("resolve", "place_of")),
    ("places", places.Countries, ("place", "number")),
)
# States that are no more, as the corpus writes them, and whose soil it is today.
_SUCCESSORS = {
    "SUN": "RUS UKR BLR MDA LTU LVA EST GEO ARM AZE KAZ UZB TJK KGZ TKM", "DDR": "DEU", "CSK": "CZE SVK",
    "YUG": "SRB HRV SVN BIH MKD MNE KOS", "YMD": "YEM", "ZAR": "COD",
}  # fmt: skip
_WARM = 3  # stories read before the clock runs


def score(gold: Sequence[Row], predicted: Sequence[Reading | None]) -> Figures:
    """The figures of the module's docstring but the times. Raises ``ValueError`` where the two differ in length."""
    counts: Counter[str] = Counter()
    for row, reading in zip(gold, predicted, strict=True):
        if reading is None:
            continue
        lands = {p.id: p.country for p in reading.places}
        events = [e for e in row["events"] if e.get("in") != "title"]
        for e, match in passages.matched(events, [f for f in reading.events if f.in_ is None]):
            if match.category == e["category"]:
                _date(counts, e["date"], match.date, reading.story.published)
                _country(counts, _land(row, e), lands.get(match.place or ""))
    return {
        "date": share(counts["date"], counts["dated"]),
        "date.none": share(counts["date.none"], counts["dated"]),
        "undated": share(counts["told"], counts["undated"]),
        "country": share(counts["country"], counts["placed"]),
        "country.none": share(counts["country.none"], counts["placed"]),
        **{k: counts[k] for k in ("dated", "placed")},
    }


def _date(counts: Counter[str], gold: str | None, found: When | None, published: str | None) -> None:
    if gold is None:
        counts["undated"] += 1
        counts["told"] += found is not None and found.value[:10] != published
        return
    counts["dated"] += 1
    counts["date"] += found is not None and same_date(gold, found.value)
    counts["date.none"] += found is None


def same_date(gold: str, found: str) -> bool:
    """Whether a TIMEX3 value is the day, month or year of the corpus, or as near to a day or month as its form can be."""
    value = found.split("T")[0]
    if re.fullmatch(r"[0-9]{4}(?:-[0-9]{2}){0,2}", value):
        return value == gold
    ours, theirs = dates.interval(value), dates.interval(gold)
    if ours is None or theirs is None or len(gold) == 4:
        return False
    return (ours[0] <= theirs[0] and theirs[1] <= ours[1]) or (theirs[0] <= ours[0] and ours[1] <= theirs[1])


def _land(row: Row, event: Row) -> str | None:
    """The country of a gold event's place."""
    place = row["actors"].get(event["place"] or "")
    return place["country"] if place else None


def _country(counts: Counter[str], gold: str | None, found: str | None) -> None:
    if gold:
        counts["placed"] += 1
        counts["country"] += found is not None and (
            found == gold or found in _SUCCESSORS.get(gold, "").split()
        )
        counts["country.none"] += found is None


@contextmanager
def clocks() -> Iterator[Counter[str]]:
    """Seconds of the processor that this thread spends in each of the rooms, for as long as the context is open."""
    spent: Counter[str] = Counter()
    inside = False

    def timed(room: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **named: Any) -> Any:
            nonlocal inside
            if inside:  # a room that calls itself is counted once
                return call(*args, **named)
            inside, begin = True, time.thread_time()
            try:
                return call(*args, **named)
            finally:
                spent[room] += time.thread_time() - begin  # type: ignore[assignment]
                inside = False

        return run

    plain = [(owner, name, getattr(owner, name)) for _, owner, names in ROOMS for name in names]
    try:
        for room, owner, names in ROOMS:
            for name in names:
                setattr(owner, name, timed(room, getattr(owner, name)))
        yield spent
    finally:
        for owner, name, call in plain:
            setattr(owner, name, call)


def run(reader: Reads, rows: Sequence[Row]) -> Figures:
    """Read the passages and score them."""
    benchmarks.readings(reader, rows[:_WARM])
    begin = time.process_time()
    with clocks() as spent:
        found = benchmarks.readings(reader, rows)
    whole = time.process_time() - begin
    costs = {room: 100.0 * spent[room] / whole for room in ("dates", "places")}
    return {**score(rows, found), "time": sum(costs.values()), **costs}


def main() -> int:
    """Print the scores."""
    args = passages.parser(__doc__).parse_args()
    benchmarks.report(run(benchmarks.open_reader(args.model), passages.rows_of(args)), args.json)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
