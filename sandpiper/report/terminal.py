"""Reading -> the view for a terminal: the story with its marks, then the record in words.

Here is also what every view of a story for people needs (``html`` imports it): the marks of a
record, the text cut at their borders, and the words for actors, counts and dates.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from sandpiper.numerals import MONTHS, WEEKDAYS
from sandpiper.types import (
    Actor,
    Count,
    Event,
    LedgerEntry,
    Reading,
    Repair,
    Span,
    Spans,
    Statement,
    Time,
    Warning,
    When,
    Where,
)

if TYPE_CHECKING:
    from rich.text import Text

Layer = Literal["actor", "source", "cue", "content", "event", "time", "furniture"]

# What a terminal would obey rather than show: C0, DEL and C1 controls, line and paragraph separators, bidirectional
# overrides and isolates (they reorder the line around them), lone surrogates (they cannot be encoded).
_CONTROLS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the story that one record points to; ``id`` is that record's id.

    A mention's mark carries its actor's id where it has one; furniture carries its kind.
    """

    layer: Layer
    start: int
    end: int
    id: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Text between two neighbouring borders, and all marks that cover it, longest first."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def marks(reading: Reading, where: Where = None) -> list[Mark]:
    """All marks of a reading that lie in the text (or, with ``"title"``, in the title)."""
    found: list[Mark] = []
    if where is None:
        found += [Mark("furniture", f.start, f.end, f.kind) for f in reading.story.furniture]
    found += [Mark("actor", m.start, m.end, m.actor or m.id) for m in reading.mentions if m.in_ == where]
    found += [Mark("time", t.start, t.end, t.id) for t in reading.times if t.in_ == where]
    for statement in reading.statements:
        if statement.in_ == where:
            found += [Mark("source", *span, statement.id) for span in statement.source]
            found += [Mark("cue", *span, statement.id) for span in statement.cue]
            found += [Mark("content", *span, statement.id) for span in statement.content]
    for event in reading.events:
        if event.in_ == where:
            found += [Mark("event", *span, event.id) for span in event.trigger]
    return found


def cut(length: int, found: Iterable[Mark], breaks: Iterable[int] = ()) -> Iterator[Piece]:
    """Cut ``length`` characters at every border of a mark and at every one of ``breaks``.

    The pieces cover the string without gap or overlap. Marks are clipped to the string; a mark
    that holds no character of it is left out. The time is that of sorting the borders, plus one
    step for every mark over every piece.
    """
    opens: dict[int, list[Mark]] = defaultdict(list)
    borders = {0, length} | {point for point in breaks if 0 < point < length}
    for mark in found:
        start, end = max(0, mark.start), min(length, mark.end)
        if start < end:
            opens[start].append(mark)
            borders |= {start, end}
    points = sorted(borders)
    active: list[Mark] = []
    for start, end in pairwise(points):
        active = [mark for mark in active if mark.end > start]
        if start in opens:
            active = sorted([*active, *opens[start]], key=lambda mark: mark.start - mark.end)
        yield Piece(start, end, tuple(active))


def visible(text: str) -> str:
    """The same text, character for character, with nothing in it that a terminal obeys.

    Line feeds stay and tabs become blanks; other C0 controls become their pictures (ESC is ``␛``),
    the rest of the controls U+FFFD.
    """

    def shown(match: re.Match[str]) -> str:
        code = ord(match[0])
        if match[0] == "\n":
            return "\n"
        if match[0] == "\t":
            return " "
        return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"

    return _CONTROLS.sub(shown, text)


def shorten(text: str, width: int) -> str:
    """One line of at most ``width`` characters, cut between words and ended with ``…`` if it was longer."""
    line = " ".join(visible(text[: 4 * width]).split())
    if len(line) <= width and len(text) <= 4 * width:
        return line
    head = line[: width - 1]
    return (head[: head.rfind(" ")] if " " in head[width // 2 :] else head).rstrip(" ,;:") + "…"


class Words:
    """A reading's records said in words; ids become names, spans become their text."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._actors = {actor.id: actor for actor in reading.actors}
        self._statements = {statement.id: statement for statement in reading.statements}
        self._events = {event.id: event for event in reading.events}
        self._places = {place.id: place for place in reading.places}

    def spans(self, spans: Spans, where: Where = None) -> str:
        """The words of spans, gaps shown as ``…``."""
        text = self.reading.story.string(where)
        return " … ".join(" ".join(text[max(0, span.start) : max(0, span.end)].split()) for span in spans)

    def actor(self, id: str | None) -> str:
        """``Verkhovna Rada (UKR LEG)``; somebody unnamed for no actor."""
        if id is None:
            return "unnamed"
        actor = self._actors.get(id)
        if actor is None:
            return id
        return f"{actor.name} ({codes(actor)})" if codes(actor) else actor.name

    def actors(self, ids: Sequence[str]) -> str:
        return ", ".join(map(self.actor, ids))

    def speaker(self, statement: Statement) -> str:
        """Name of the speaker, or of all who say it together; where it stayed open, the words of the source."""
        if statement.speaker is not None:
            return self.actors((statement.speaker, *statement.co_speakers))
        return f"“{self.spans(statement.source, statement.in_)}”" if statement.source else "no source named"

    def time(self, time: Time) -> str:
        """The value of a time: a date, or words where the calendar has none (`in_words`)."""
        return in_words(time.value, every=time.type == "SET")

    def place(self, id: str | None) -> str | None:
        """``Kyiv, UKR``, or None for an event without a place."""
        place = self._places.get(id) if id else None
        return ", ".join(filter(None, (place.name, place.country))) if place else id

    def category(self, event: Event) -> str:
        """``PROTEST/demo``."""
        return f"{event.category}/{event.mode}" if event.mode else event.category

    def event_facts(self, event: Event) -> list[str]:
        """What an event carries beyond who, what, whom and when: one phrase a fact."""
        facts = [_tally(name, count) for name, count in counts(event)]
        if place := self.place(event.place):
            facts.append(f"in {place}")
        if event.contexts:
            facts.append("context " + ", ".join(event.contexts))
        reporter = self._statements.get(event.reported_by or "")
        if reporter:
            facts.append(f"{_REPORTS.get(reporter.kind, 'according to')} {self.speaker(reporter)}")
        facts += [f"could be {other.category}: {other.reason}" for other in event.alternatives]
        return facts + self._relied(event.repairs) + self._conflicts(event.conflicts_with)

    def statement_facts(self, statement: Statement) -> list[str]:
        """What a statement carries beyond speaker, cue and content: one phrase a fact."""
        facts = []
        if statement.date:
            facts.append(f"said {when(statement.date)}")
        if statement.negated:
            facts.append("negated")
        if statement.topics:
            facts.append("about " + self.actors(statement.topics))
        return facts + self._relied(statement.repairs) + self._conflicts(statement.conflicts_with)

    def ledger(self, entry: LedgerEntry) -> str:
        """``pledge by Germany (DEU GOV) to Afghanistan (AFG GOV), due 2010-07-31``; a demand is *on* the one it binds."""
        bound, towards = ("on", "by") if entry.kind == "demand" else ("by", "to")
        line = f"{entry.kind} {bound} {self.actor(entry.by)}"
        if entry.to:
            line += f" {towards} {self.actors(entry.to)}"
        if entry.due:
            line += f", due {_interval(entry.due.earliest, entry.due.latest) or self.spans(entry.due.text, entry.in_)}"
        return line + (f", depends on {entry.depends_on}" if entry.depends_on else "")

    def doubts(self) -> list[str]:
        """Whether the story was translated, and what was repaired: one phrase each."""
        return [*filter(None, (self.translated(),)), *map(self.repair, self.reading.repairs)]

    def translated(self) -> str | None:
        """``probably translated by machine, from ru (probability 0.98): “press Secretary”, …``; None where it is not likely."""
        told = self.reading.story.machine_translated
        if told.probability is None or told.probability <= 0.5:
            return None
        signs = [f"“{shorten(self.spans((Span(c.start, c.end),), c.in_), 60)}”" for c in told.cues[:_SIGNS]]
        signs += ["…"] if len(told.cues) > _SIGNS else []
        source = f", from {told.from_}" if told.from_ else ""
        listed = f": {', '.join(signs)}" if signs else ""
        return f"probably translated by machine{source} (probability {told.probability:.2f}){listed}"

    def _relied(self, ids: Sequence[str]) -> list[str]:
        """What of a record rests on repairs: ``reads “Sands” as Peskov``."""
        read = {repair.id: repair for repair in self.reading.repairs}
        return [f"reads “{read[i].surface}” as {read[i].reading}" for i in ids if i in read]

    def repair(self, repair: Repair) -> str:
        """``“Sands” probably means Peskov (rule)``."""
        if repair.reading == repair.surface and repair.action != "veto":
            return (
                f"“{repair.surface}” {'is doubtful' if repair.action == 'flag' else 'speaks'} ({repair.rule})"
            )
        verb = {"repair": "probably means", "flag": "may mean", "veto": "was not taken for"}[repair.action]
        return f"“{repair.surface}” {verb} {repair.reading} ({repair.rule})"

    def warning(self, warning: Warning) -> str:
        """The warning's own words, with those of the story that it is about."""
        about = self.spans(warning.spans, warning.in_)
        said = warning.text or warning.kind.replace("_", " ")
        return f"{said}: “{shorten(about, 120)}”" if about and about not in said else said

    def _conflicts(self, ids: Sequence[str]) -> list[str]:
        said = []
        for id in ids:
            if event := self._events.get(id):
                if event.reported_by in ids:
                    continue  # its statement says it
                said.append(f"contradicts {self.category(event)} “{self.spans(event.trigger, event.in_)}”")
            elif statement := self._statements.get(id):
                content = shorten(self.spans(statement.content, statement.in_), 60)
                said.append(f"contradicts {self.speaker(statement)}: “{content}”")
            else:
                said.append(f"contradicts {id}")
        return said


_REPORTS = {
    "denial": "denied by",
    "accusation": "alleged by",
    "forecast": "as forecast by",
    "pledge": "as promised by",
}


def codes(actor: Actor) -> str:
    """``UKR LEG``: country and sectors, each once; empty where none is known."""
    return " ".join(dict.fromkeys(code for code in (actor.country, *actor.sectors) if code))


def when(date: When | None) -> str:
    """The date's value, ``undated``, or what is known of it (`in_words`)."""
    return in_words(date.value) if date else "undated"


def in_words(value: str, *, every: bool = False) -> str:
    """A TIMEX3 value that is no date of the calendar in words: ``26 April, year unknown``, ``1990s``; others as they are.
    ``every``: it comes again and again (type SET)."""
    if value in _REFERENCES:
        return _REFERENCES[value]
    if re.fullmatch(r"[0-9]{3}", value):
        return f"{value}0s"
    if not value.startswith("XXXX"):
        return _known(value)
    day, _, hour = value.partition("T")
    part = _DAY_PARTS.get(hour, "")
    month = re.fullmatch(r"XXXX-([01][0-9])(?:-([0-9X]{2}))?", day)
    weekday = re.fullmatch(r"XXXX-WXX-([1-7])", day)
    number = re.fullmatch(r"XXXX-XX-([0-9]{2})", day)
    season = _SEASONS.get(day[5:])
    said, unknown = "", "date unknown"
    if month and 1 <= int(month[1]) <= 12:
        said = f"{int(month[2])} " if month[2] and month[2].isdigit() else ""
        said, unknown = said + MONTHS[int(month[1]) - 1].capitalize(), "year unknown"
    elif weekday:
        said = WEEKDAYS[int(weekday[1]) - 1].capitalize()
    elif number:
        said, unknown = f"the {int(number[1])}{_ordinal(int(number[1]))}", "month unknown"
    elif season:
        said, unknown = season, "year unknown"
    said = " ".join(filter(None, (said, part)))
    if every:
        return f"every {said.removeprefix('the ')}" if said else "again and again"
    return f"{said}, {unknown}" if said else "undated"


def _known(value: str) -> str:
    """A TIMEX3 value of a known year as people write it: ``2016-09-12, morning``, ``summer 2016``, ``week of 2016-09-12``."""
    day, _, hour = value.partition("T")
    if hour and (full := re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day)):
        return f"{full[0]}, {_DAY_PARTS.get(hour, hour)}"
    if (found := re.fullmatch(r"([0-9]{4})-(?:(S[PU]|FA|WI)|Q([1-4])|W([0-9]{2})(-WE)?)", value)) is None:
        return value
    year, season, quarter, week, weekend = found.groups()
    if season:
        return f"{_SEASONS[season]} {year}"
    if quarter:
        return f"quarter {quarter} of {year}"
    try:
        first = datetime.date.fromisocalendar(int(year), int(week), 6 if weekend else 1)
    except ValueError:  # no such week
        return value
    return f"{'weekend' if weekend else 'week'} of {first.isoformat()}"


def _ordinal(n: int) -> str:
    return "th" if 10 < n % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")


_REFERENCES = {"PRESENT_REF": "now", "PAST_REF": "some time ago", "FUTURE_REF": "some time ahead"}
_DAY_PARTS = {
    "MO": "morning",
    "MI": "midday",
    "AF": "afternoon",
    "EV": "evening",
    "NI": "night",
    "DT": "daytime",
}
_SEASONS = {"SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter"}


def counts(event: Event) -> list[tuple[str, Count]]:
    """The event's numbers of people, with their names, those that are known."""
    named = (
        ("dead", event.dead),
        ("injured", event.injured),
        ("arrested", event.arrested),
        ("size", event.size),
    )
    return [(name, count) for name, count in named if count is not None]


def _tally(name: str, count: Count) -> str:
    low, high = count.min, count.max
    if low is None and high is None:
        number = "number open"
    elif low is None:
        number = f"at most {high:,}"
    elif high is None:
        number = f"at least {low:,}"
    else:
        number = f"{low:,}" if low == high else f"{low:,} to {high:,}"
    return f"crowd of {number}" if name == "size" else f"{number} {name}"


def _interval(earliest: str | None, latest: str | None) -> str:
    if earliest == latest:
        return latest or ""
    if earliest and latest:
        return f"{earliest} to {latest}"
    return f"by {latest}" if latest else f"from {earliest}"


def outline(statements: Sequence[Statement]) -> Iterator[tuple[int, Statement]]:
    """Every statement once, with its depth: those within another come below it; input order otherwise.

    A ``within`` that names no other statement counts as none; a circle is entered at its first member.
    """
    ids = {statement.id for statement in statements}
    below: dict[str, list[Statement]] = defaultdict(list)
    tops = []
    for statement in statements:
        if statement.within in ids and statement.within != statement.id and statement.within is not None:
            below[statement.within].append(statement)
        else:
            tops.append(statement)
    seen: set[str] = set()
    for root in (*tops, *statements):
        stack = [(0, root)]
        while stack:
            depth, statement = stack.pop()
            if statement.id not in seen:
                seen.add(statement.id)
                yield depth, statement
                stack += [(depth + 1, inner) for inner in reversed(below[statement.id])]


# --- the terminal's own: a line is an indent and styled words -----------------------------------------------------

_SIGNS = 4  # signs of translation shown
_BRACKETS: dict[Layer, tuple[str, str]] = {
    "actor": ("[", "]"),
    "event": ("*", "*"),
    "cue": ("{", "}"),
    "content": ("‹", "›"),
}
_STYLES: dict[Layer, str] = {
    "actor": "bold blue",
    "event": "bold reverse red",
    "cue": "italic magenta",
    "content": "yellow",
    "time": "underline green",
    "furniture": "dim",
}
_LEGEND: tuple[tuple[Layer, str], ...] = (
    ("actor", "actor"),
    ("event", "event"),
    ("cue", "word of saying"),
    ("content", "what was said"),
)

Line = tuple[int, tuple[tuple[str, str], ...]]


def render(reading: Reading, *, color: bool = False, width: int = 80) -> str:
    """The story with actors, statements and events marked, then its record in words.

    With ``color`` the marks are ANSI styles; without, actors stand in ``[]``, events in ``**``, cues in
    ``{}`` and contents in ``‹›``. ``width`` is in terminal cells; 20 is the least. No control character
    of the story reaches the result. It ends with a line feed.
    """
    from rich.console import Console

    width = max(20, width)
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        legacy_windows=False,
    )
    for indent, text in (*_story(reading, color), *_record(Words(reading), width)):
        # What does not fit goes on two cells further right, as in a bibliography; running text does not.
        hang = 2 if indent else 0
        for paragraph in text.split("\n", allow_blank=True):
            for row, line in enumerate(paragraph.wrap(console, width - indent - hang)):
                line.pad_left(indent + (hang if row else 0))
                line.rstrip()
                console.print(line, soft_wrap=True)
    return out.getvalue()


def headline_in_text(reading: Reading) -> bool:
    """Whether the title only repeats a headline that stands in the text, so that it need not be shown twice."""
    title, text = (reading.story.title or "").split(), reading.story.text
    return any(
        f.kind == "headline" and text[f.start : f.end].split() == title for f in reading.story.furniture
    )


def _story(reading: Reading, color: bool) -> Iterator[tuple[int, Text]]:
    from rich.text import Text

    story = reading.story
    if story.title and not headline_in_text(reading):
        yield 0, _marked(reading, "title", color)
    yield 0, Text(visible("  ".join(filter(None, (story.outlet, story.published, story.id)))), "dim")
    legend = Text("")
    for layer, name in _LEGEND:
        before, after = ("", "") if color else _BRACKETS[layer]
        legend.append(f"{before}{name}{after}", _STYLES[layer]).append("  ")
    yield 0, legend
    yield 0, Text("")
    yield 0, _marked(reading, None, color)


def _marked(reading: Reading, where: Where, color: bool) -> Text:
    from rich.text import Text

    text = visible(reading.story.string(where)).rstrip()
    found = marks(reading, where)
    if not color:
        return Text(_bracket(text, found))
    out = Text("", "bold" if where else "")
    for piece in cut(len(text), found):
        style = " ".join(_STYLES[mark.layer] for mark in piece.marks if mark.layer in _STYLES)
        out.append(text[piece.start : piece.end], style)
    return out


def _bracket(text: str, found: Iterable[Mark]) -> str:
    """Brackets at both ends of every mark; where several meet, those that close come first, inner before outer."""
    spans = {
        (mark.start, min(mark.end, len(text)), mark.layer)
        for mark in found
        if mark.layer in _BRACKETS and 0 <= mark.start < min(mark.end, len(text))
    }
    inserts: list[tuple[int, int, int, int, str]] = []
    for order, (start, end, layer) in enumerate(sorted(spans)):
        before, after = _BRACKETS[layer]
        inserts += [(start, 1, start - end, order, before), (end, 0, end - start, -order, after)]
    parts, last = [], 0
    for at, *_, bracket in sorted(inserts):
        parts += [text[last:at], bracket]
        last = at
    return "".join([*parts, text[last:]])


def _record(words: Words, width: int) -> Iterator[tuple[int, Text]]:
    from rich.text import Text

    reading = words.reading
    sections: tuple[tuple[str, list[Line]], ...] = (
        ("EVENTS", [line for event in reading.events for line in _event(words, event)]),
        ("STATEMENTS", list(_statements(words, width))),
        ("LEDGER", [line for entry in reading.ledger for line in _entry(words, entry, width)]),
        ("DATES", [_plain(f"“{t.text}”  {words.time(t)}", t.conflict) for t in reading.times]),
        ("PLACES", _places(reading)),
        ("DOUBTFUL WORDS", [_plain(line) for line in words.doubts()]),
        ("WARNINGS", [_plain(words.warning(warning)) for warning in reading.warnings]),
    )
    for title, lines in sections:
        if lines:
            yield 0, Text("")
            yield 0, Text(title, "bold")
        for indent, parts in lines:
            yield indent, Text.assemble(*((visible(part).replace("\n", " "), style) for part, style in parts))
    if not any(lines for _, lines in sections):
        yield 0, Text("\nNothing to record in this story.")


def _plain(text: str, remark: str | None = None) -> Line:
    return 2, ((text, ""), (f"  ({remark})" if remark else "", "yellow"))


def _event(words: Words, event: Event) -> Iterator[Line]:
    parts = [(f"{when(event.date):<10}  ", ""), (words.actors(event.actor) or "nobody named", "blue")]
    parts += [("  ", ""), (words.category(event), "bold red")]
    if event.reciprocal:
        parts.append((" ↔", ""))
    elif event.recipient:
        parts += [(" →  ", ""), (words.actors(event.recipient), "blue")]
    parts.append((f"   “{words.spans(event.trigger, event.in_)}”", ""))
    at = "title" if event.in_ else f"sentence {event.sentence + 1}" if event.sentence is not None else ""
    parts.append(("  " + ", ".join(filter(None, (event.status.replace("_", " "), at))), "dim"))
    yield 2, tuple(parts)
    facts = words.event_facts(event)
    if facts:
        yield 4, (("; ".join(facts), ""),)


def _statements(words: Words, width: int) -> Iterator[Line]:
    speaker = None
    for depth, statement in outline(words.reading.statements):
        indent = 2 + 4 * min(depth, 4)
        if (name := words.speaker(statement)) != speaker or depth:
            yield indent, ((name, "bold blue"),)
        speaker = None if depth else name
        kind = f"{'negated ' if statement.negated else ''}{statement.kind}, {statement.form}"
        cue = f"  {{{words.spans(statement.cue, statement.in_)}}}" if statement.cue else ""
        content = shorten(words.spans(statement.content, statement.in_), max(40, 2 * width - 40))
        yield indent + 2, ((kind, "bold"), (cue, "magenta"), (f"  {content}", ""))
        if facts := words.statement_facts(statement):
            yield indent + 4, (("; ".join(facts), ""),)


def _entry(words: Words, entry: LedgerEntry, width: int) -> Iterator[Line]:
    yield 2, ((words.ledger(entry), "bold"),)
    if entry.content:
        yield 4, ((shorten(words.spans(entry.content, entry.in_), width), ""),)


def _places(reading: Reading) -> list[Line]:
    said = [", ".join(filter(None, (place.name, place.admin1, place.country))) for place in reading.places]
    lines = [_plain(f"{name}  {place.precision}") for name, place in zip(said, reading.places, strict=True)]
    return list(dict.fromkeys(lines))
