"""Content of a statement -> its due date: the first time in it that lies ahead, as an interval, or the words alone."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sandpiper.numerals import SMALL
from sandpiper.types import Due, Span, Spans, Statement, Time, Where

from . import shortly
from .record import Record, trim
from .shortly import BEFORE, EARLIEST, LATEST, day_before, iso

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
    rf"commission|council|assembly|jury|cameras?|public|eyes|world)\b|(?-i:[A-Z]{{2,}}\b(?!\s+[a-z])))[\w'’-]+(?:\s+(?:of|on|in|with|and)\s+[\w'’-]+|\s+[\w'’-]+){{0,2}}"
    rf"|(?:by|until|till|after|before|ahead\s+of|no(?:t)?\s+later\s+than)\s+(?:(?:the|a|its|his|her|their|next|this|end|start|of|about)\s+)*(?:[\w-]+\s+){{0,2}}?{_OCCASION}(?:\s+time)?\b"
    rf"|(?!on\s+trial\b)(?:at|on|with)\s+(?:the\s+)?(?:[\w-]+\s+)?(?:rains|{_OCCASION[3:]}\b"
    rf"|(?:(?:in|for)\s+)?(?:the\s+)?(?:next|this|coming|following)\s+(?:{_OCCASION}|time|round)\b"
    rf"|by\s+(?:the\s+)?(?:spring|summer|autumn|winter|elections?|summit|(?:start|end|beginning)\s+of\s+(?:the\s+)?[\w'’-]+|next\s+\w+)"
    rf"|in\s+(?:the\s+)?(?:near|nearest|coming|next|foreseeable)\s+(?:few\s+)?(?:hours|days|weeks|months|years|future|time)|in\s+(?:due\s+course|good\s+time|the\s+shortest\s+time|"
    rf"a\s+matter\s+of\s+\w+)|at\s+an\s+early\s+date|as\s+soon\s+as\s+possible|within\s+(?:the\s+)?(?:hour|century|days|weeks|months|years)"
    rf"|in\s+(?:its|his|her|their|our|the)\s+(?:first|second|third|return|remaining)\s+(?:year|month|week|day|match|term|morning)s?)\b",
    re.I,
)
_DURATION = re.compile(r"P(?:T)?(\d+)([YMWDHQ])")
_YEAR = re.compile(r"\b(?:19|20)\d\d(?!\d)")
_END = re.compile(r"\bend\b", re.I)
_PAST = re.compile(r"\b(?:ago|past|previous|yesterday|earlier)\b", re.I)
_LAST = re.compile(r"\blast\b", re.I)
_THIS = re.compile(r"this\s", re.I)
_EARLY = re.compile(r"\bearly\b", re.I)
_START = re.compile(r"\b(?:start|beginning|outset)\b", re.I)
_MIDDLE = re.compile(r"\b(?:mid|middle)\b", re.I)
_NO_POINT = re.compile(r"\b(?:next|coming|following|less|most|under|up\s+to|fewer)\b", re.I)
_NO_LENGTH = re.compile(r"\b(?:last|first|his|her|its|their|my|our)\b", re.I)
_COUNT = rf"(?:\d+|{'|'.join(SMALL[1:13])})"
_FROM_TO = re.compile(rf"\b({_COUNT})\s*(?:to|or|-|–)\s*({_COUNT})\b", re.I)
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.I)
_HEDGED = re.compile(
    r"(?:(?:the|at|least|about|around|early|late|mid|some|time|well|into|after|end|start|of)[\s-]+)+", re.I
)


def find(record: Record, s: Statement, content: Spans) -> Due | None:
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
        found += [(False, due) for due in shortly.find(record, s, c, said)]
    known = [f for f in found if f[1].earliest or f[1].latest]
    if (
        known or found
    ):  # a date that had to be moved into the next year is a weaker sign than one that had not
        return min(known or found, key=lambda d: d[0])[1]
    for c in content:
        if m := _UNRECKONED.search(text, c.start, c.end):
            return Due((trim(text, m.start(), m.end()),))
        if s.kind in ("demand", "appeal", "threat") and (m := _AT_ONCE.search(text, c.start, c.end)):
            return Due((Span(*m.span()),))
    return None


def of_words(record: Record, where: Where, words: Span) -> Due | None:
    """The due date in words that nobody says, as of a demand told on the day of the story."""
    return find(record, Statement("", (), (), (words,), kind="demand", in_=where), (words,))


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
    record: Record, s: Statement, t: Time, said: date | None, floor: int
) -> tuple[bool, Due] | None:
    """The due date that a time gives, and whether it had to be moved ahead; None where the time is past or no date."""
    text = record.text(s.in_)
    if _PAST.search(t.text) or t.value in ("PAST_REF", "PRESENT_REF"):
        return None
    word, span = _outlook(text, t, floor)
    if (
        word not in LATEST | BEFORE | {"at"}
        and _THIS.match(t.text)
        and text[t.end : t.end + 2] in ("'s", "’s")
    ):
        return None  # "this year's harvest"
    if word == "since":
        return None
    if t.type == "DURATION":
        return _length(record, s, t, said, word, span, floor)
    stretch = record.interval(t.value, None, t.text)
    if stretch is None:
        open_ = t.value == "FUTURE_REF" or word in LATEST | BEFORE | EARLIEST | _WITHIN
        return (False, Due((span,))) if open_ and not _LAST.search(t.text) else None
    first, last = stretch
    if word == "within" and said and last >= said and _A_WEEK.fullmatch(t.text):
        whole = record.interval("P1W", said, "")  # "within the week" is seven days
        return (False, Due((span,), None, iso(whole[1]))) if whole else None
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
        if word not in LATEST | BEFORE | EARLIEST and first - said > behind and not _WEEKDAY.search(t.text):
            return None  # "the men held on May 3"
    if word in LATEST:
        if word in ("until", "till") and _NOT.search(text, max(floor, span.start - 5), span.start):
            return moved, Due((span,), iso(first), None)  # "not until 2010"
        return moved, Due((span,), None, iso(_by(t, first, last)))
    if word in BEFORE:
        if s.kind == "forecast" and NOTHING.search(text, max(floor, t.start - 90), span.start):
            return moved, Due((span,), iso(first), None)  # "nothing would happen before July"
        # on that day it is still before the act, and before midnight
        hung = t.type == "TIME" or _HUNG_ON.search(text, max(floor, t.start - 60), t.start)
        act = text[t.end : t.end + 2] in ("'s", "’s")  # "before Sunday's vote"
        return moved, Due(
            (span,), None, iso(last if hung or act or _END.search(t.text) else day_before(first))
        )
    if word in EARLIEST:
        late = word == "after"
        return moved, Due((span,), iso(last + timedelta(1) if late and last < date.max else first), None)
    if said and first == last == said:
        return None  # "on Thursday" in a story of that Thursday tells when it was said
    if _EARLIEST_THEN.match(text, t.end):
        return moved, Due((span,), iso(first), None)
    begun = _END.search(t.text) or (said is not None and first <= said)
    return moved, Due((span,), None if begun else iso(first), iso(last))


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
    record: Record, s: Statement, t: Time, said: date | None, word: str, span: Span, floor: int
) -> tuple[bool, Due] | None:
    """What a length of time gives: its end, or without a number the words alone; "at least" so long is a beginning."""
    text = record.text(s.in_)
    lead = text[max(floor, t.start - 30) : t.start]
    given = s.kind in ("demand", "appeal") and bool(_TO_ACT.match(text, t.end))  # "48 hours to resign"
    lasts = bool(_LASTS.search(lead) or _LASTS.match(t.text)) and s.kind != "demand"
    if not (
        word in _WITHIN | EARLIEST | {"until", "till"}
        or (word == "for" and s.kind != "demand")
        or given
        or lasts
    ):
        return None
    if _LAST.search(t.text) and not lasts:
        return None
    length = _DURATION.fullmatch(t.value)
    if word == "within" and said and t.value == "PTXH":
        return False, Due((span,), None, iso(said))
    if length is None or said is None or _NO_LENGTH.search(_LASTS.sub("", t.text)):
        return (False, Due((span,))) if word in _WITHIN else None
    least = most = int(length[1])
    if m := _FROM_TO.search(t.text):
        ends = [int(w) if w.isdigit() else SMALL.index(w.lower()) for w in m.groups()]
        most = ends[1] if ends[0] == least < ends[1] else most
    weak = word == "for"  # "for two days on Monday"
    if "T" in t.value and length[2] == "H":
        return weak, Due((span,), None, iso(said + timedelta(most // 24)))
    whole = record.interval(t.value.replace(length[1], str(most), 1), said, "")
    end = iso(whole[1]) if whole else None
    if _AT_LEAST.search(lead + t.text) or word in EARLIEST:
        return weak, Due((span,), end, None)
    point = word == "in" and least < most and not _NO_POINT.search(t.text)
    first = record.interval(t.value, said, "") if point else None
    return weak, Due((span,), iso(first[1]) if first else None, end)


_NOT = re.compile(r"\bnot\s+$", re.I)
_TO_ACT = re.compile(r"\s+(?:at\s+most\s+)?to\s+\w|\s*$|\s+at\s+most", re.I)
_LASTS = re.compile(
    r"\b(?:last|take|takes|need|needs|lasting|continue|stay|serve)\s+(?:(?:for|at|no|not|up|about|more|less|than|to|least)\s+)*$|^last\s",
    re.I,
)
_AT_LEAST = re.compile(r"\b(?:at\s+least|no\s+less\s+than|not\s+less\s+than)\b", re.I)
_EARLIEST_THEN = re.compile(r"\s+at\s+the\s+earliest\b", re.I)
NOTHING = re.compile(r"\b(?:no|nothing|nobody|no\s+one|never|not(?!\s+to\b)|cannot|none)\b|n['’]t\b", re.I)
_A_WEEK = re.compile(r"(?:the\s+)?week", re.I)


def _by(t: Time, first: date, last: date) -> date:
    """The last day that "by" such a time allows: of a start the first, of the middle of a month or year its middle."""
    if re.fullmatch(r"\d{4}(?:-\d\d)?", t.value) is None:
        return last
    if _START.search(t.text):
        return first
    if _MIDDLE.search(t.text) and not _EARLY.search(t.text):
        return first.replace(day=15) if len(t.value) > 4 else date(first.year, 6, 30)
    return last


def _years_on(record: Record, t: Time, said: date) -> tuple[date, date] | None:
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


def _day(record: Record, value: str | None) -> date | None:
    stretch = record.interval(value, None, "") if value and re.match(r"\d{4}-\d\d-\d\d", value) else None
    return stretch[0] if stretch else None


def is_day(record: Record, s: Statement, start: int, end: int) -> bool:
    """Whether "until" or "before" at [start, end) opens a due date and no clause."""
    text = record.text(s.in_)
    if shortly.SHORTLY.match(text, start) or (
        _UNRECKONED.match(text, start) and _OCCASION_END.match(text, end)
    ):
        return True
    hedged = _HEDGED.match(text, end)
    year = _YEAR.match(text, hedged.end() if hedged else end)
    times = record.times(s.in_, end, end + 60)
    return bool(year) or any(t.start - end <= 4 or _HEDGED.fullmatch(text, end, t.start) for t in times)
