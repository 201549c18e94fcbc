"""Statements -> the ledger: pledges, threats, demands and forecasts, whom they bind, until when, on what condition.

A first version, by rules over what the other rooms found: the kind of a statement makes the entry; the one bound is the
subject of what is pledged, else the speaker (the body, not its spokesman), and of a demand the one addressed; a due
date is the time told in the content, reckoned from the day of the statement and always ahead of it; an if- or
unless-clause is an entry of its own that the other ``depends_on``, and binds its own subject.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal, TypeVar

from sandpiper.numerals import ORDINALS, SMALL
from sandpiper.types import (
    Actor,
    Due,
    Event,
    LedgerEntry,
    LedgerKind,
    Mention,
    Span,
    Spans,
    Statement,
    Story,
    Time,
    Where,
)

_KINDS: dict[str, LedgerKind] = {
    "pledge": "pledge", "threat": "threat", "demand": "demand", "appeal": "demand", "forecast": "forecast",
}  # fmt: skip
_MARKER = re.compile(
    r"\b(?P<joined>(?:but|and)\s+)?(?:only\s+)?(?:(?P<if>if)(?!\s+(?:need\s+be|you\s+(?:like|please|will)|anything|ever|only|any)\b)|unless|(?P<given>provid(?:ed|ing))(?:\s+that)?|"
    r"on\s+(?:the\s+)?condition(?!\s+of\s+anonymity)(?:\s+that|\s+of)?|as\s+long\s+as(?!\s+(?:it\s+takes|\d))|so\s+long\s+as|"
    r"in\s+case(?:\s+of|\s+that)?|in\s+the\s+case\s+(?:of|that)|except\s+that|to\s+the\s+extent\s+that|in\s+the\s+event(?:\s+that|\s+of)?|(?P<until>un)?til(?:l)?(?!\s+(?:then|now)\b)|"
    r"(?P<when>when(?:ever)?|(?:on\s+)?the\s+(?:day|morning|moment|hour)(?!\s+(?:of|after|before|when)\b)|after(?=\s+(?:they|he|she|it|we|the\s+\w+)\s+(?:is|are|has|have|had)\b))(?!\s+(?:asked|pressed|told|necessary|needed|possible|appropriate)\b)|(?P<while>while|before)(?!\s+(?:then|now|long|that)\b)|"
    r"(?P<once>once)(?!\s+(?:again|more|and\s+for\s+all|upon|in)\b|\s+(?:an?|every|per|each)\s+(?:day|week|month|year|decade|generation)\b)|"
    r"as\s+soon\s+as(?!\s+(?:possible|practicable|feasible)\b)|(?<=only\s)(?:after|when)|"
    r"(?P<should>should)(?=\s+(?:the|an?|it|they|s?he|we|you|i|there|any|such|his|her|its|their|our|these|those)\b)|"
    r"(?-i:should)(?=\s+(?-i:[A-Z])|\s+\w+s\s+be\s)|(?-i:Should)(?=\s+\w)|"
    r"(?P<were>were)(?=\s+(?:(?:the|an?|it|they|s?he|we|any|this|such)\b|(?-i:[A-Z]))[\w' ]{0,40}\sto\b))\s",
    re.I,
)
_ASKED = re.compile(
    r"\b(?:ask\w*|wonder\w*|know\w*|knew|see|saw|doubt\w*|decid\w+|determin\w+|check(?:s|ed|ing)?|(?:un)?(?:sure|certain|clear)|question\w*|"
    r"matter\w*|whether|as|even)\s*$",
    re.I,
)
_WHY = re.compile(r"\b(?:what|why|how|when|where|who|whom|which|nor|neither|so|as|than|only|never)\s*$", re.I)
_BE = re.compile(
    r"\b(?:at|than|an?|the|its?|their|his|her|was|is|were|be|been|are|had|has|have|who|which|they|s?he|we|i)\s*$",
    re.I,
)
_CLAUSE = re.compile(
    r"(?:that\s+)?(?:it|he|she|they|we|you|there|both|all|that)\b", re.I
)  # after "providing"
_GIVEN_BY = re.compile(
    r"(?:by|to|for|with|in|under|from|at|through|on|as)\b", re.I
)  # after a mere participle
_OPENS = re.compile(  # what a clause stands behind that names its condition first
    r"(?:[.!?…:;—–]|\bthat\s*,?|\b(?:will|would|shall|should|can|could|must|may|might|to|is|are|be|and|but|or|so|then)\s*,)"
    r"[\s\"“”«»‘’'(]*$|^[\s\"“”«»‘’'(]*(?:that\b)?[\s\"“”«»‘’'(,]*$",
    re.I,
)
_IF_NOT = re.compile(r",\s*if\s+not\s+(?:[\w-]+\s+){0,3}[\w-]+\s*,", re.I)
_STOP = re.compile(r",(?!\d)|;|:(?!\d)|\s[-–]\s|—|\n\s*\n|[”»]|\"|[.!?…]+[\"”’»)]*\s+(?=[\"“‘«(]?[A-Z0-9])")
_SHORT = re.compile(
    r"(?:\b[A-Z]|\b[A-Z][a-z]{1,2}|\b(?:Sept|Prof|Capt|Supt)|\.[a-z])$"
)  # abbreviations: "U.S.", "Gen."
_FOLLOWS = re.compile(  # what comes behind a clause that stands last, and is no part of it
    r"\s*(?:and\s+that|even\s+(?:if|though)|although|though|but|while|adding|whereas)\b", re.I
)
_AND_THAT = re.compile(r"\s+and\s+that\b", re.I)
_MAIN = re.compile(
    r"(?!\s*(?:and|or|which|who|whose|where|whom|if|unless|as|including)\b)[^,;]*?\b(?:will|would|shall|should|can|could|may|might|must|won|"
    r"has\s+to|have\s+to|to\s+be)\b|[^,;]*?['’](?:ll|d)\b",
    re.I,
)
_MAIN_START = re.compile(
    r"\s(?:it|he|she|they|we|you|I|(?:the|a|an|his|her|its|their|our)\s+[\w-]+(?:\s+[\w-]+)?)\s+(?:will|would|shall|won['’]t)\b",
    re.I,
)
_REACH = 600  # characters that a clause is looked for in
_EDGE = " \t\n\r,;:.—–-“”\"«»‘’'"
_OUTLOOK = re.compile(
    r"\b(?P<word>(?:on\s+or\s+)?by|(?:on\s+or\s+)?before|(?:up\s+)?until|till|up\s+to|through|no(?:t)?\s+later\s+than|prior\s+to|ahead\s+of|"
    r"no(?:t)?\s+(?:earlier|sooner|before)\s+than(?=\s+(?:in|on)\s)|"
    r"within|in|over|during|for|from|(?:on\s+or\s+)?after|since|as\s+of|starting(?=\s+(?:on|in)\s)|starting|"
    r"no(?:t)?\s+(?:earlier|sooner|before)\s+than|not\s+before|as\s+early\s+as|on|at)\s+(?:(?<=(?:than|ting)\s)(?:in|on)\s+)?"
    r"(?:the\s+)?(?:early\s+|late\s+|mid-?\s*)?$",
    re.I,
)
_AT_ONCE = re.compile(
    r"\b(?<!not\s)(?:at\s+once|immediately(?!\s+(?:after|before|following|upon|behind|known|clear)\b)|immediate(?!\s+(?:famil|relative|neighbo|future|"
    r"vicinity|predecessor|successor|superior|aftermath))(?=\s)|without\s+delay|forthwith|right\s+away)\b",
    re.I,
)
_LATEST = frozenset(
    {
        "by",
        "on or by",
        "on or before",
        "until",
        "up until",
        "till",
        "up to",
        "through",
        "no later than",
        "not later than",
    }
)
_BEFORE = frozenset({"before", "prior to", "ahead of"})
_EARLIEST = frozenset(
    {"from", "after", "on or after", "as of", "starting", "not earlier than", "no earlier than", "not sooner than", "no sooner than",
     "not before", "as early as"}
)  # fmt: skip
_WITHIN = frozenset({"within", "in", "over", "during"})
_HUNG_ON = re.compile(  # "before the summit on" a day
    r"\b(?P<word>before|prior\s+to|ahead\s+of|after)\s+(?:(?!and\b|or\b|before\b|after\b|to\b)[\w’'-]+\s+){1,4}(?:on|in)\s+(?:the\s+)?$",
    re.I,
)
_OCCASION = (  # what no calendar has, and people reckon by
    r"(?:season|harvest|sowing|shearing|vintage|crop|rains?|monsoon|thaw|(?:new|full)\s+moon|feast|festival|carnival|holidays?|elections?|vote|polls|"
    r"polling\s+day|ballot|run-off|referendum|inauguration|games|match|hearing|trial|verdict|summit|congress|conference|session|term|semester|"
    r"school\s+year|examinations?|exams|recess|campaign|lunchtime|noon|midday|dawn|dusk|curfew|morning|evening|(?:second|further)\s+notice)"
)
_OCCASION_END = re.compile(
    rf"(?:(?:the|a|its|next|about)\s+)*(?:[\w-]+\s+){{0,2}}?{_OCCASION}\s*(?:[.,;!?:\"”»]|$|\n)", re.I
)
_UNRECKONED = re.compile(
    rf"\b(?:(?:before|ahead\s+of|prior\s+to)\s+(?:the|a|an|next|its|their|his|her|any|either)\s+(?!(?:[\w-]+\s)?(?:courts?|tribunal|judges?|parliament|committee|"
    rf"commission|council|assembly|jury|cameras?|public|eyes|world)\b)[\w'’-]+(?:\s+(?:of|on|in|with|and)\s+[\w'’-]+|\s+[\w'’-]+){{0,2}}"
    rf"|(?:by|until|till|after|before|ahead\s+of|no(?:t)?\s+later\s+than)\s+(?:(?:the|a|its|his|her|their|next|this|end|start|of|about)\s+)*(?:[\w-]+\s+){{0,2}}?{_OCCASION}(?:\s+time)?\b"
    rf"|(?:at|on|with)\s+(?:the\s+)?(?:[\w-]+\s+)?(?:rains|{_OCCASION[3:]}\b"
    rf"|(?:(?:in|for)\s+)?(?:the\s+)?(?:next|this|coming|following)\s+(?:{_OCCASION}|time|round)\b"
    rf"|by\s+(?:the\s+)?(?:spring|summer|autumn|winter|elections?|summit|(?:start|end|beginning)\s+of\s+(?:the\s+)?[\w'’-]+|next\s+\w+)"
    rf"|in\s+(?:the\s+)?(?:near|nearest|coming|next|foreseeable)\s+(?:few\s+)?(?:hours|days|weeks|months|years|future|time)|in\s+(?:due\s+course|good\s+time|the\s+shortest\s+time|"
    rf"a\s+matter\s+of\s+\w+)|at\s+an\s+early\s+date|as\s+soon\s+as\s+possible|within\s+(?:the\s+)?(?:hour|century|days|weeks|months|years)"
    rf"|in\s+(?:its|his|her|their|our|the)\s+(?:first|second|third|return|remaining)\s+(?:year|month|week|day|match|term|morning)s?)\b",
    re.I,
)
_PASSIVE = re.compile(
    r"\s+(?:will|would|shall|should|must|may|can|could|might|(?:ought|has|have|had|needs?)\s+to|to)\s+(?:not\s+)?be\s+\w+(?:ed|en|n|t)\b",
    re.I,
)
_MOUTHPIECE = re.compile(
    r"\b(?:spokes\w+|spoke|representative|press[- ]?\w*|official|mouthpiece|statement|communiqu\w+)\b", re.I
)
_DURATION = re.compile(r"P(?:T)?(\d+)([YMWDHQ])")
_YEAR = re.compile(r"\b(?:19|20)\d\d(?!\d)")
_END = re.compile(r"\bend\b", re.I)
_PAST = re.compile(r"\b(?:ago|past|previous|yesterday|earlier)\b", re.I)
_LAST = re.compile(r"\blast\b", re.I)
_EARLY = re.compile(r"\bearly\b", re.I)
_START = re.compile(r"\b(?:start|beginning|outset)\b", re.I)
_MIDDLE = re.compile(r"\b(?:mid|middle)\b", re.I)
_NO_POINT = re.compile(r"\b(?:next|coming|following|less|most|under|up\s+to|fewer)\b", re.I)
_NO_LENGTH = re.compile(r"\b(?:last|first|his|her|its|their|my|our)\b", re.I)
_COUNT = rf"(?:\d+|{'|'.join(SMALL[1:13])})"
_FROM_TO = re.compile(rf"\b({_COUNT})\s*(?:to|or|-|–)\s*({_COUNT})\b", re.I)
_FIRST = re.compile(r"(?:I|we|us|our|my|me|ourselves)\b", re.I)
_TOLD = re.compile(r"\b(?:t(?:ell|old)|sa(?:y|id)|sp(?:eak|oke)|inform|brief)", re.I)
_DUTY = re.compile(r"\s+(?:must|should|shall|ought|has|have|had|needs?|will|would|can|cannot|may)\b", re.I)
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.I)


T = TypeVar("T", Mention, Time)


# A TIMEX3 value, the day that lengths are counted from and the words -> first and last day (``resolve.dates.interval``).
Interval = Callable[[str, date | None, str], tuple[date, date] | None]


class _Record:
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


_LONGEST = 80  # characters of a trigger


def _by_start(items: Iterable[T]) -> dict[Where, list[T]]:
    out: dict[Where, list[T]] = {}
    for item in sorted(items, key=lambda i: i.start):
        out.setdefault(item.in_, []).append(item)
    return out


def _within(items: list[T], lo: int, hi: int) -> list[T]:
    first, last = (bisect_left(items, x, key=lambda i: i.start) for x in (lo, hi))
    return [i for i in items[first:last] if i.end <= hi]


def entries(
    story: Story, said: Sequence[Statement], events: Sequence[Event], mentions: Sequence[Mention], actors: Sequence[Actor],
    times: Sequence[Time], interval: Interval,
) -> tuple[LedgerEntry, ...]:  # fmt: skip
    """The ledger of one story, in order of appearance, with ids from ``l0`` on.

    ``interval`` gives the first and the last day of a time's value, as ``resolve.dates.interval`` does.
    """
    record = _Record(story, mentions, actors, events, times, interval)
    out: list[LedgerEntry] = []
    for statement in said:
        kind = _KINDS.get(statement.kind)
        if kind is None or statement.negated or (kind != "demand" and _done(record, statement)):
            continue
        out += _of(record, statement, kind, len(out))
    return tuple(out)


def _done(record: _Record, s: Statement) -> bool:
    """Whether the cue is an act of law, not of speech: who "introduced a bill" has threatened nobody by that."""
    text = record.text(s.in_)
    return any(_ENACTED.search(c.of(text)) for c in s.cue)


_ENACTED = re.compile(r"\b(?:introduc|adopt|enact|amend)(?:e|es|ed|s|ing)?\b", re.I)


def _of(record: _Record, s: Statement, kind: LedgerKind, first: int) -> list[LedgerEntry]:
    text = record.text(s.in_)
    clause = next((c for c in (_condition(text, span, record, s) for span in s.content) if c), None)
    content = _without(text, s.content, clause)
    if not content:
        content, clause = s.content, None
    by, to = _parties(record, s, kind, content)
    due = _due(record, s, content)
    if due is None and clause and _UNTIL.match(text, clause.start, clause.end):
        day = _due(record, s, (clause,))  # "until the court meets on June 6"
        due = Due((clause,), None, day.latest if day else None)
    entry = LedgerEntry(f"l{first}", kind, by, to, s.id, content=content, due=due, in_=s.in_)
    entry = replace(entry, basis=_basis(record, s, entry))
    if clause is None:
        return [entry]
    marker = _MARKER.match(text, clause.start, clause.end)
    needed = _subject(record, s, Span(marker.end(), clause.end)) if marker else None
    condition = LedgerEntry(
        f"l{first + 1}", "condition", needed.actor if needed else None, (), s.id, basis=entry.basis, content=(clause,),
        due=_due(record, s, (clause,)), in_=s.in_,
    )  # fmt: skip
    return [replace(entry, depends_on=condition.id), condition]


_UNTIL = re.compile(r"(?:un)?till?\b", re.I)


def _condition(text: str, content: Span, record: _Record, s: Statement) -> Span | None:
    """The clause that names the condition, with its "if"; as far as the main clause where it comes first."""
    for m in _MARKER.finditer(text, content.start, content.end):
        lead = text[max(content.start, m.start() - 80) : m.start()]
        opens = (m["joined"] and lead.rstrip().endswith((",", "."))) or _OPENS.search(lead)
        if _no_condition(text, m, lead, bool(opens), content, record, s):
            continue
        stops = _stops(text, m, content)
        if opens:
            end = next(
                (stop for stop in stops if _MAIN.match(text, stop + 1, min(content.end, stop + _REACH))), None
            )
            end = end or next(iter(stops), None)
            if end is None and (main := _MAIN_START.search(text, m.end() + 4, content.end)):
                end = main.start()  # "if the budget is secured the courses will start"
            alone = len(s.content) == 1
            if (
                end is None
                and alone
                and content == s.content[0]
                and lead.strip(_EDGE).lower() in ("", "that")
            ):
                continue
        else:
            end = next((stop for stop in stops if text[stop] != "," or _FOLLOWS.match(text, stop + 1)), None)
            that = _AND_THAT.search(text, m.end(), end or min(content.end, m.end() + _REACH))
            end = that.start() if that else end
        span = _trim(text, m.start(), end or content.end)
        if len(span.of(text).split()) > 1:
            return span
    return None


def _no_condition(
    text: str, m: re.Match[str], lead: str, opens: bool, content: Span, record: _Record, s: Statement
) -> bool:
    """Whether the words only look like one: a question, a concession ("even if"), a due date ("until Friday")."""
    if _ASKED.search(lead):
        return True
    if (m["when"] or m["while"]) and not _hangs_on(m, lead, s):
        return True
    if m[0].split()[-1].lower() in ("until", "till", "til", "before"):
        if _SHORTLY.match(text, m.start()) or (
            _UNRECKONED.match(text, m.start()) and _OCCASION_END.match(text, m.end())
        ):
            return True
        times = record.times(s.in_, m.end(), m.end() + 60)
        hedged = _HEDGED.match(text, m.end())
        year = _YEAR.match(text, hedged.end() if hedged else m.end())
        return bool(year) or any(
            t.start - m.end() <= 4 or _HEDGED.fullmatch(text, m.end(), t.start) for t in times
        )
    if m[0].strip().lower() == "should":
        return bool(_WHY.search(lead))
    if m["once"]:
        return bool(_BE.search(lead))
    if m["given"] and "that" not in m[0]:
        if m["given"].lower() == "provided" and not _BE.search(lead):
            return bool(_GIVEN_BY.match(text, m.end()))
        return not (opens or lead.rstrip(' "“‘«').endswith(",") or _CLAUSE.match(text, m.end()))
    if m["were"]:
        return not opens
    if m["if"]:
        return bool(_IF_NOT.match(text, m.start() - len(lead) + len(lead.rstrip()) - 1))
    return False


def _hangs_on(m: re.Match[str], lead: str, s: Statement) -> bool:
    """Whether a when-, while- or before-clause is a condition: of what will be done, or not be done while or before."""
    if s.kind not in ("pledge", "threat"):
        return False
    if m["while"]:
        return bool(_NOTHING.search(lead)) and not lead.rstrip().endswith(",")
    return bool(_WILL.search(lead)) and not _BE.search(lead)


_WILL = re.compile(r"\b(?:will|would|shall|going\s+to|ready)\b|['’]ll\b", re.I)
_HEDGED = re.compile(
    r"(?:(?:the|at|least|about|around|early|late|mid|some|time|well|into|after|end|start|of)[\s-]+)+", re.I
)


def _stops(text: str, m: re.Match[str], content: Span) -> list[int]:
    """Where the clause of a marker may end: commas, dashes, and first of all the end of its sentence or quotation."""
    before = text[max(content.start - 2, m.start() - _REACH) : m.start()]
    ascii_open = before.count('"') % 2 == 1
    depth = max(0, before.count("“") - before.count("”"))
    out: list[int] = []
    for stop in _STOP.finditer(text, m.end(), min(content.end, m.end() + _REACH)):
        mark = stop[0]
        if mark in ('"', "”", "»"):
            if (mark == '"' and ascii_open) or (mark == "”" and depth) or stop.end() == content.end:
                return [*out, stop.start()]
            continue
        if mark[0] == "." and _SHORT.search(text, max(0, stop.start() - 6), stop.start()):
            continue
        out.append(stop.start())
        if mark[0] in ".!?…\n":
            break
    return out


def _without(text: str, content: Spans, clause: Span | None) -> Spans:
    if clause is None:
        return content
    parts: list[Span] = []
    for c in content:
        if not c.overlaps(clause):
            parts.append(c)
            continue
        parts += [_trim(text, c.start, clause.start), _trim(text, clause.end, c.end)]
    return tuple(p for p in parts if len(p.of(text).split()) > 1) or tuple(p for p in parts if p.of(text))


def _trim(text: str, start: int, end: int) -> Span:
    """Without marks at its ends, but for those that close or open a quotation within."""
    lo, hi = start, end
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    for opening, closing in ('""', "“”", "«»"):
        inside = text[start:end]
        odd = inside.count('"') % 2 if opening == closing else inside.count(opening) - inside.count(closing)
        if odd > 0 and end < hi and text[end] == closing:
            end += 1
        elif odd and start > lo and text[start - 1] == opening:
            start -= 1
    return Span(start, end)


def _parties(
    record: _Record, s: Statement, kind: LedgerKind, content: Spans
) -> tuple[str | None, tuple[str, ...]]:
    """Who is bound, and towards whom."""
    text = record.text(s.in_)
    speaker = _behind(record, s)
    subject = _subject(record, s, content[0])
    told = _addressed(record, s, content[0])
    whom = tuple(dict.fromkeys(i for e in record.acts(s.in_, s.cue) for i in e.recipient))
    if any(_TOLD.search(text, c.start, c.end) for c in s.cue) and not _TO.match(text, content[0].start):
        told, whom = (
            (None if _reports(record, told) else told),
            tuple(i for i in whom if not _reports(record, i)),
        )
    passive = subject is not None and bool(_PASSIVE.match(text, subject.end))
    if kind == "demand":
        bound = None
        if subject and not passive and subject.actor != speaker:
            bound = subject.actor if _DUTY.match(text, subject.end) or not told else told
        bound = bound or told or (whom[0] if whom else None)
        return bound, (speaker,) if speaker else ()
    if kind == "forecast":
        return speaker, ()
    bound = speaker
    if subject and subject.actor and not passive and _same_side(record, subject, s, speaker):
        bound = subject.actor
    to = (
        whom
        or ((told,) if told else ())
        or ((subject.actor,) if subject and passive and subject.actor else ())
    )
    return bound, tuple(i for i in to if i != bound)


_TO = re.compile(r"[\s\"“”«]*(?:not\s+|never\s+)?to\b", re.I)


def _reports(record: _Record, actor: str | None) -> bool:
    """Whether the actor is an agency or a paper: what it is told is not put before it."""
    found = record.actors.get(actor or "")
    return found is not None and found.kind == "media"


def _basis(record: _Record, s: Statement, entry: LedgerEntry) -> Literal["personal", "institutional"]:
    """In whose name: a body's, where one is bound; of a demand and its like, where one speaks."""
    ids = entry.to if entry.kind == "demand" else (entry.by,)
    kinds = [found.kind for i in ids if (found := record.actors.get(i or ""))]
    return "institutional" if any(k in _BODIES for k in kinds) else "personal"


def _behind(record: _Record, s: Statement) -> str | None:
    """The body that a spokesman speaks for, where the source names it; else the speaker."""
    text = record.text(s.in_)
    for span in s.source:
        if _MOUTHPIECE.search(text, span.start, span.end):
            bodies = [
                m for m in record.mentions(s.in_, span.start, span.end) if m.type in ("ORG", "GPE", "NORP")
            ]
            others = [m for m in bodies if m.actor != s.speaker] or bodies
            if others:
                return min(others, key=lambda m: (m.type != "ORG", m.start)).actor
    return s.speaker


def _subject(record: _Record, s: Statement, content: Span) -> Mention | None:
    """The mention that the content begins with, its article aside."""
    m = _HEAD.match(record.text(s.in_), content.start, content.end)
    starts = {m.end(), m.end("that")} if m else {content.start}
    here = record.mentions(s.in_, min(starts), min(content.end, min(starts) + _REACH))
    return max((m for m in here if m.start in starts), key=lambda m: m.end, default=None)


_HEAD = re.compile(r"(?P<that>[\s,;:.…—–\-“”\"«»‘’']*(?:that\s+[“\"«‘']*)?)(?:the\s+)?", re.I)


def _same_side(record: _Record, subject: Mention, s: Statement, speaker: str | None) -> bool:
    """Whether the speaker can bind the subject: himself, a pronoun's actor, or a body of the same country or none."""
    first = subject.type == "PRON" and bool(
        _FIRST.fullmatch(subject.text or subject.span.of(record.text(s.in_)))
    )
    if subject.actor == speaker or (subject.type == "PRON" and not first):
        return True
    one, other = record.actors.get(subject.actor or ""), record.actors.get(s.speaker or "")
    if one is None or other is None:
        return not first or one is None or one.kind != "media"
    bindable = one.kind in _BODIES or (first and one.kind != "media")
    if one.kind in _STATES and one.country and not first:
        return one.country == other.country  # one of unknown country binds no state
    return bindable and (one.country is None or other.country is None or one.country == other.country)


_STATES = frozenset({"state", "government", "military"})
_BODIES = frozenset({"state", "government", "military", "igo", "party", "armed_group", "company", "ngo"})


def _addressed(record: _Record, s: Statement, content: Span) -> str | None:
    """Whom the words between cue and content name: "urged Almaty not to …"."""
    if not s.cue or s.cue[-1].end > content.start:
        return None
    text = record.text(s.in_)
    if re.search(r"[.;:\n]", text[s.cue[-1].end : content.start]):
        return None
    between = [m for m in record.mentions(s.in_, s.cue[-1].end, content.start) if m.actor != s.speaker]
    return max(between, key=lambda m: m.end - m.start).actor if between else None


# -- due dates ---------------------------------------------------------------------------------------


def _due(record: _Record, s: Statement, content: Spans) -> Due | None:
    """The first time in the content that lies ahead of the statement; words that no calendar has are kept as words."""
    text = record.text(s.in_)
    line = record.story.dateline
    told = _day(record, record.story.published) or _day(record, line.date if line else None)
    said = _day(record, s.date.value if s.date else None) or told
    if said and told and said > told:
        said = told  # the date of what is promised, not of the promise
    inside = {t.id for c in s.content for t in record.times(s.in_, c.start, c.end)}
    if s.date and s.date.from_ in inside:
        said = told  # a time of what is said does not date the saying
    found: list[tuple[bool, Due]] = []
    for c in content:
        before: tuple[Time, Due] | None = None
        for t in record.times(s.in_, c.start, c.end):
            one = _reckoned(record, s, t, said, c.start)
            if before and one and (joined := _stretch(text, *before, t, one[1])):
                found[-1] = (found[-1][0], joined)
            elif one:
                found.append(one)
            before = (t, one[1]) if one else None
        found += [(False, due) for due in _told_short(record, s, c, said)]
    known = [f for f in found if f[1].earliest or f[1].latest]
    if (
        known or found
    ):  # a date that had to be moved into the next year is a weaker sign than one that had not
        return min(known or found, key=lambda d: d[0])[1]
    for c in content:
        if m := _UNRECKONED.search(text, c.start, c.end):
            return Due((_trim(text, m.start(), m.end()),))
        if s.kind in ("demand", "appeal", "threat") and (m := _AT_ONCE.search(text, c.start, c.end)):
            return Due((Span(*m.span()),))
    return None


def _stretch(text: str, t: Time, due: Due, next_: Time, until: Due) -> Due | None:
    """ "From June 10 to June 20", "between …  and …", "June 10-20": one stretch of time."""
    between, lead = (
        text[t.end : next_.start],
        text[due.text[0].start : t.start] + text[max(0, t.start - 9) : t.start],
    )
    if not _JOINS.fullmatch(between) or not (due.earliest and until.latest) or due.earliest > until.latest:
        return None
    if "and" in between and "between" not in lead.lower():
        return None
    start = due.text[0].start
    if "and" in between:
        start = min(start, text.lower().rindex("between", 0, t.start))
    return Due((Span(start, next_.end),), due.earliest, until.latest)


_JOINS = re.compile(r"\s*(?:-|–|—|to|until|till|through|and)\s*(?:the\s+)?", re.I)


def _reckoned(
    record: _Record, s: Statement, t: Time, said: date | None, floor: int
) -> tuple[bool, Due] | None:
    """The due date that a time gives, and whether it had to be moved ahead; None where the time is past or no date."""
    text = record.text(s.in_)
    if _PAST.search(t.text) or t.value in ("PAST_REF", "PRESENT_REF"):
        return None
    word, span = _outlook(text, t, floor)
    if word == "since":
        return None
    if t.type == "DURATION":
        return _length(record, s, t, said, word, span, floor)
    stretch = record.interval(t.value, None, t.text)
    if stretch is None:
        open_ = t.value == "FUTURE_REF" or word in _LATEST | _BEFORE | _EARLIEST | _WITHIN
        return (False, Due((span,))) if open_ and not _LAST.search(t.text) else None
    first, last = stretch
    if word == "within" and said and last >= said and _A_WEEK.fullmatch(t.text):
        whole = record.interval("P1W", said, "")  # "within the week" is seven days
        return (False, Due((span,), None, _iso(whole[1]))) if whole else None
    moved = said is not None and last < said
    if said and moved:
        behind = said - last
        if _YEAR.search(t.text) or _LAST.search(t.text) or len(t.value) < 7:
            return None
        if _WEEKDAY.search(t.text):
            weeks = timedelta(7 * -(-(said - last).days // 7))
            first, last = first + weeks, last + weeks
        else:
            first, last = _years_on(record, t, said) or (first, last)
            if last < said:
                return None
        if (
            word not in _LATEST | _BEFORE | _EARLIEST
            and first - said > behind
            and not _WEEKDAY.search(t.text)
        ):
            return None  # "the men held on May 3"
    if word in _LATEST:
        if word in ("until", "till") and _NOT.search(text, max(floor, span.start - 5), span.start):
            return moved, Due((span,), _iso(first), None)  # "not until 2010"
        return moved, Due((span,), None, _iso(_by(t, first, last)))
    if word in _BEFORE:
        if s.kind == "forecast" and _NOTHING.search(text, max(floor, t.start - 90), span.start):
            return moved, Due((span,), _iso(first), None)  # "nothing would happen before July"
        # on that day it is still before the act, and before midnight
        hung = t.type == "TIME" or _HUNG_ON.search(text, max(floor, t.start - 60), t.start)
        act = text[t.end : t.end + 2] in ("'s", "’s")  # "before Sunday's vote"
        return moved, Due(
            (span,), None, _iso(last if hung or act or _END.search(t.text) else _day_before(first))
        )
    if word in _EARLIEST:
        late = word == "after"
        return moved, Due((span,), _iso(last + timedelta(1) if late and last < date.max else first), None)
    if said and first == last == said:
        return None  # "on Thursday" in a story of that Thursday tells when it was said
    if _EARLIEST_THEN.match(text, t.end):
        return moved, Due((span,), _iso(first), None)
    begun = _END.search(t.text) or (said is not None and first <= said)
    return moved, Due((span,), None if begun else _iso(first), _iso(last))


def _outlook(text: str, t: Time, floor: int) -> tuple[str, Span]:
    """The word that says how the due date lies to the time ("by"), "" for none, and the words from there on."""
    if m := _HUNG_ON.search(text, max(floor, t.start - 60), t.start):
        return " ".join(m["word"].lower().split()), Span(m.start("word"), t.end)
    m = _OUTLOOK.search(text, max(floor, t.start - 30), t.start)
    return (
        (" ".join(m["word"].lower().split()), Span(m.start("word"), t.end))
        if m
        else ("", Span(t.start, t.end))
    )


def _length(
    record: _Record, s: Statement, t: Time, said: date | None, word: str, span: Span, floor: int
) -> tuple[bool, Due] | None:
    """What a length of time gives: its end, or without a number the words alone; "at least" so long is a beginning."""
    text = record.text(s.in_)
    lead = text[max(floor, t.start - 30) : t.start]
    given = s.kind in ("demand", "appeal") and bool(_TO_ACT.match(text, t.end))  # "48 hours to resign"
    lasts = bool(_LASTS.search(lead) or _LASTS.match(t.text)) and s.kind != "demand"
    if not (
        word in _WITHIN | _EARLIEST | {"until", "till"}
        or (word == "for" and s.kind != "demand")
        or given
        or lasts
    ):
        return None
    if _LAST.search(t.text) and not lasts:
        return None
    length = _DURATION.fullmatch(t.value)
    if word == "within" and said and t.value == "PTXH":
        return False, Due((span,), None, _iso(said))
    if length is None or said is None or _NO_LENGTH.search(_LASTS.sub("", t.text)):
        return (False, Due((span,))) if word in _WITHIN else None
    least = most = int(length[1])
    if m := _FROM_TO.search(t.text):
        ends = [int(w) if w.isdigit() else SMALL.index(w.lower()) for w in m.groups()]
        most = ends[1] if ends[0] == least < ends[1] else most
    weak = word == "for"  # "for two days on Monday"
    if "T" in t.value and length[2] == "H":
        return weak, Due((span,), None, _iso(said + timedelta(most // 24)))
    whole = record.interval(t.value.replace(length[1], str(most), 1), said, "")
    end = _iso(whole[1]) if whole else None
    if _AT_LEAST.search(lead + t.text) or word in _EARLIEST:
        return weak, Due((span,), end, None)
    point = word == "in" and least < most and not _NO_POINT.search(t.text)
    first = record.interval(t.value, said, "") if point else None
    return weak, Due((span,), _iso(first[1]) if first else None, end)


_NOT = re.compile(r"\bnot\s+$", re.I)
_TO_ACT = re.compile(r"\s+(?:at\s+most\s+)?to\s+\w|\s*$|\s+at\s+most", re.I)
_LASTS = re.compile(
    r"\b(?:last|take|takes|need|needs|lasting|continue|stay|serve)\s+(?:(?:for|at|no|not|up|about|more|less|than|to|least)\s+)*$|^last\s",
    re.I,
)
_AT_LEAST = re.compile(r"\b(?:at\s+least|no\s+less\s+than|not\s+less\s+than)\b", re.I)
_EARLIEST_THEN = re.compile(r"\s+at\s+the\s+earliest\b", re.I)
_NOTHING = re.compile(r"\b(?:no|nothing|nobody|no\s+one|never|not(?!\s+to\b)|cannot|none)\b|n['’]t\b", re.I)
_A_WEEK = re.compile(r"(?:the\s+)?week", re.I)


def _told_short(record: _Record, s: Statement, content: Span, said: date | None) -> list[Due]:
    """Days, seasons and ends of years told so shortly that only a due date is meant: "by the 10th", "before winter"."""
    if said is None:
        return []
    text = record.text(s.in_)
    out: list[Due] = []
    for m in _SHORTLY.finditer(text, content.start, content.end):
        if record.times(s.in_, m.end("word"), m.end() + 12) and not m["out"]:
            continue
        stretch = _short_stretch(record, m, said)
        if stretch is None:
            continue
        first, last = stretch
        word, span = " ".join(m["word"].lower().split()), Span(m.start(), m.end())
        if m["out"] or m["end"] or word in _LATEST:
            out.append(Due((span,), None, _iso(last)))
        elif word in _BEFORE:
            new_year = "year" in _what(m).lower()
            out.append(Due((span,), None, _iso(last if new_year else _day_before(first))))
        elif word in _EARLIEST:
            late = word == "after" or "year" in _what(m)
            out.append(Due((span,), _iso(last + timedelta(1) if late and last < date.max else first), None))
        else:
            out.append(Due((span,), _iso(first) if first > said else None, _iso(last)))
    return out


def _what(m: re.Match[str]) -> str:
    return m["season"] or m["number"] or m["unit"] or m["end_of"] or ""


def _short_stretch(record: _Record, m: re.Match[str], said: date) -> tuple[date, date] | None:
    """The first such day or season that ends on or after the day of the saying."""
    what = _what(m).lower()
    if m["night"]:
        return said, said
    if m["out"] or m["end"]:
        value = {"week": said.strftime("%G-W%V"), "month": said.isoformat()[:7], "year": f"{said.year:04d}"}
        return record.interval(value[what], None, "")
    if "year" in what:  # "by the new year": the last day of the old one
        return date(said.year, 12, 31), date(said.year, 12, 31)
    if m["day"] or m["nth"]:
        day = int(m["day"]) if m["day"] else ORDINALS.index("".join(c for c in what if c.isalpha())) + 1
        for k in range(3):
            month, year = (said.month - 1 + k) % 12 + 1, said.year + (said.month - 1 + k) // 12
            found = record.interval(f"{year:04d}-{month:02d}-{day:02d}", None, "")
            if found and found[1] >= said:
                return found
        return None
    code = {"sp": "SP", "su": "SU", "au": "FA", "fa": "FA", "wi": "WI"}[what[:2]]
    for year in range(said.year - 1, said.year + 2):
        found = record.interval(f"{year:04d}-{code}", None, "")
        if found and found[1] >= said and not (m["word"].lower() in _BEFORE and found[0] <= said):
            return found
    return None


_SHORTLY = re.compile(
    r"\b(?P<word>(?:on\s+or\s+)?by|before|until|till|no(?:t)?\s+later\s+than|ahead\s+of|within|in|for|from|after|on|not\s+earlier\s+than)\s+"
    r"(?:(?:(?:the|this|already|in)\s+)*(?P<season>spring|summer|autumn|(?<=the\s)fall|winter|(?<=the\s)new\s+year|new\s+year(?!['’]))"
    r"|the\s+(?P<number>(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)|(?P<nth>" + "|".join(ORDINALS[3:]) + r"))"
    r"|(?P<end>(?:the\s+)?end\s+of\s+(?:the\s+)?(?P<end_of>year|month|week))|(?P<night>nightfall|sundown|sunset|dusk|evening|tonight)"
    r"|(?:the|this)\s+(?P<unit>week|month|year)\s+(?P<out>(?:is|was)\s+(?:out|over)|ends|runs\s+out))(?![\w’'-]|\s+(?:of|day|century|anniversary|time|round|"
    r"night|session|congress|floor|recess|games?|examinations?|offensive|campaign|break|holidays?|term|season)\b)",
    re.I,
)


def _by(t: Time, first: date, last: date) -> date:
    """The last day that "by" such a time allows: of a start the first, of the middle of a month or year its middle."""
    if re.fullmatch(r"\d{4}(?:-\d\d)?", t.value) is None:
        return last
    if _START.search(t.text):
        return first
    if _MIDDLE.search(t.text) and not _EARLY.search(t.text):
        return first.replace(day=15) if len(t.value) > 4 else date(first.year, 6, 30)
    return last


def _years_on(record: _Record, t: Time, said: date) -> tuple[date, date] | None:
    """The same month, season or day of the first year that lets it end on or after the day; 28 February for the 29th."""
    year, rest = int(t.value[:4]), t.value[4:]
    for later in range(max(year, said.year - 1), said.year + 2):
        value = f"{later:04d}{rest}"
        found = record.interval(value, None, t.text) or record.interval(
            value.replace("-02-29", "-02-28"), None, t.text
        )
        if found and found[1] >= said:
            return found
    return None


def _day_before(day: date) -> date | None:
    return day - timedelta(1) if day > date.min else None


def _day(record: _Record, value: str | None) -> date | None:
    stretch = record.interval(value, None, "") if value and re.match(r"\d{4}-\d\d-\d\d", value) else None
    return stretch[0] if stretch else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
