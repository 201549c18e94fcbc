"""Sentence, trigger, Times -> the date of the event that the trigger names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ...types import Span, Story, Time, When
from .intervals import interval
from .reckoning import shifted

# Words that open another clause: a date beyond one of them belongs to what that clause, or the main one, tells.
_WALL = re.compile(
    r"[;“”\"]|\b(?:who|whose|which|that|when|while|where|although|though|because|if|whether|after|before|since|until|"
    r"unless)\b",
    re.IGNORECASE,
)
# Walls of what somebody says, wants or supposes; the rest is told, and what stands behind it may share the date of the main clause.
_HARD = re.compile(r"[;“”\"]|\b(?:that|although|though|because|if|whether|until|unless)\b", re.IGNORECASE)
_CLAUSES = re.compile(r"\b(?:who|whose|which|where|when|while|after|before)\b", re.IGNORECASE)
# Weaker borders: a date may reach across one.
_BORDER = re.compile(r"[:()]|—|–| - |\b(?:but|said|says|told|added|according|adding|saying)\b", re.IGNORECASE)
_SAYING = re.compile(
    r"\b(?P<verb>said|says|told|announced|reported|confirmed|stated|added|claimed|wrote|tweeted)\b[^.;:]{0,40}$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r",\s(?:who|which|where|whose)\b[^,]*$")
# A date right after these tells when something else was so ("the 2014 agreement", "a ban until June").
_DEADLINE = re.compile(
    r"\b(?:by|until|till|since|through|from|before|after|than|of)\s(?:the\s)?$", re.IGNORECASE
)
_NAMED_BY_YEAR = re.compile(
    r"\s(?:[A-Z][\w-]*\s){0,2}(?:agreement|treaty|accords?|war|law|deal|election|resolution|constitution|pact|"
    r"memorandum|attacks?)\b"
)
_NIGHT_OF = re.compile(
    r"\b(?:night|morning|evening|afternoon|hours|eve|dawn|day|week|weekend|month|course|end|start|beginning|middle)\sof\s(?:the\s)?$",
    re.IGNORECASE,
)
_ONSET = re.compile(r"\b(?:since|from)\s(?:the\s)?$", re.IGNORECASE)
_ONSET_COST = 40
_WALL_COST = 60
_BORDER_COST = 60
_FAR = 400


def when(
    story: Story, sentence: Span, trigger: Span, times: Sequence[Time], *, ahead: bool | None = None
) -> When | None:
    """The date of an event whose trigger stands in ``sentence`` (offsets into ``story.text``), or None.

    In this order: the time that the trigger wears ("May's coup", "the march of February"); the nearest of the
    sentence that no clause border parts from it; for what happened "two days after" or before the rest of the
    sentence, that much from its date; the nearest behind a border, and since when it has been so. Durations,
    repetitions, vague expressions and terms ("by 2020") are no dates of events. A sentence of the first paragraph
    without any has the dateline's day, else the publication date. ``ahead`` says whether the event is still to come
    (True) or not (False): no time on the other side of the story's day is taken then.
    """
    text = story.text
    here = [t for t in times if t.in_ is None and sentence.contains(t.span) and not _in_dateline(story, t)]
    dating = [t for t in here if _dates_events(t) and _on_side(story, t, ahead)]
    worn = [t for t in dating if _worn(text, trigger, t)]
    if worn:
        return _of(worn[0])
    counted = _counted(story, sentence, trigger, here, times)
    if counted is not None:
        return counted
    for walls in (False, True):
        costs = [(_cost(text, sentence, trigger, t, walls), i) for i, t in enumerate(dating)]
        near = min((c for c in costs if c[0] is not None), default=None)
        if near is not None:
            return _of(dating[near[1]])
    return _told_in_lede(story, sentence, times)


def _of(time: Time) -> When:
    return When(time.value, time.precision, time.id)


# "May's coup", "the March riots", "Thursday's second raid"
_OWNED = re.compile(r"['’]s\s(?:[a-z-]+\s){0,3}$")
_MODIFIED = re.compile(r"\s(?:[a-z-]+\s)?$")
_ARTICLE = re.compile(r"\b(?:the|since|after|last|this|its|their|his|her|an?)\s$", re.IGNORECASE)
_VERBS = re.compile(r"\b(?:was|were|had|has|have|is|are|be|been|will|would|to|and|or|but|by|in|on|at)\b")


def _worn(text: str, trigger: Span, time: Time) -> bool:
    """Whether the time is part of the trigger's own phrase."""
    if time.end <= trigger.start:
        between = text[time.end : trigger.start]
        if _OWNED.fullmatch(between) and not _VERBS.search(between):
            return True
        named = time.text.lower().startswith("the ") or _ARTICLE.search(
            text[max(0, time.start - 8) : time.start]
        )
        return bool(named and _MODIFIED.fullmatch(between) and not _VERBS.search(between))
    return re.fullmatch(r"\sof\s(?:the\s)?", text[trigger.end : time.start]) is not None


_COUNTED_FROM = re.compile(r"\s(?P<way>after|before|earlier than)\s", re.IGNORECASE)


def _counted(
    story: Story, sentence: Span, trigger: Span, here: Sequence[Time], times: Sequence[Time]
) -> When | None:
    """ "… arrived on Monday, two days after rebels had taken the town": the day that the clause counts back from."""
    text = story.text
    for time in here:
        if time.type != "DURATION" or time.end > trigger.start:
            continue
        m = _COUNTED_FROM.match(text, time.end)
        if m is None or _parts(text, m.end(), trigger.start):
            continue
        base = _main_day(story, sentence, time, here, times)
        found = shifted(base, time.value, -1 if m["way"].lower() == "after" else 1) if base else None
        if found:
            return When(*found, time.id)
    return None


def _parts(text: str, start: int, end: int) -> bool:
    """Whether a border of clauses lies in the text, a comma before a verb's clause among them."""
    between = text[start:end]
    return len(between) > 160 or re.search(r"[;:“”\"]|,\s(?:and|but|who|which|while)\b", between) is not None


def _main_day(
    story: Story, sentence: Span, time: Time, here: Sequence[Time], times: Sequence[Time]
) -> date | None:
    """The day of what the sentence tells before the counted clause; without one, the story's."""
    days = [
        t
        for t in here
        if _dates_events(t) and t.precision in ("day", "hour", "minute") and t.end <= time.start
    ]
    told = When(days[-1].value, "day", "") if days else _told_in_lede(story, sentence, times)
    stretch = interval(told.value) if told else None
    return stretch[0] if stretch else None


def _dates_events(time: Time) -> bool:
    return time.type in ("DATE", "TIME") and time.precision != "vague" and not time.value.endswith("_REF")


def _in_dateline(story: Story, time: Time) -> bool:
    line = story.dateline
    return line is not None and line.start <= time.start < line.end


def _cost(text: str, sentence: Span, trigger: Span, time: Time, walls: bool) -> int | None:
    """Distance in characters plus a fee for a clause border between; None where it cannot be the event's date.

    With ``walls`` it may also stand behind one, or tell since when.
    """
    lead = text[max(0, time.start - 24) : time.start]
    fee = 0
    if _DEADLINE.search(lead) and not _NIGHT_OF.search(lead):
        if not (walls and _ONSET.search(lead)):
            return None
        fee = _ONSET_COST
    if time.precision == "year" and _NAMED_BY_YEAR.match(text[time.end : time.end + 60]):
        return None
    before = text[max(sentence.start, time.start - _FAR) : time.start]
    if _in_aside(text, before, trigger, time):
        return None
    between = text[time.end : trigger.start] if time.end <= trigger.start else text[trigger.end : time.start]
    if len(between) > _FAR:
        return None
    if walls and time.start > trigger.start:
        between = _ONSET.sub("", between)
    if _WALL.search(between):
        behind = time.start > trigger.start and _CLAUSES.search(between)
        if not walls or _HARD.search(between) or behind:
            return None
        fee += _WALL_COST * sum(1 for _ in _WALL.finditer(between))
    saying = _SAYING.search(before)
    if saying is not None and trigger.start >= time.end:
        return None  # "said on Tuesday rebels had attacked": the day of the saying
    return fee + len(between) + _BORDER_COST * sum(1 for _ in _BORDER.finditer(between))


def _on_side(story: Story, time: Time, ahead: bool | None) -> bool:
    """Whether the time lies where the event does: before or after the story's day, or where nothing is known."""
    told = interval((story.published or "")[:10])
    stretch = interval(time.value) if told and ahead is not None else None
    if told is None or stretch is None:
        return True
    return stretch[1] >= told[0] if ahead else stretch[0] <= told[0]


def _in_aside(text: str, before: str, trigger: Span, time: Time) -> bool:
    """Whether the date stands in a relative clause between commas that does not hold the trigger."""
    aside = _ASIDE.search(before)
    if aside is None:
        return False
    start = time.start - len(before) + aside.start()
    closing = text.find(",", time.end, time.end + _FAR)
    return not start <= trigger.start < (closing if closing >= 0 else time.end + _FAR)


def _told_in_lede(story: Story, sentence: Span, times: Sequence[Time]) -> When | None:
    if not _in_first_paragraph(story, sentence):
        return None
    line = story.dateline
    if line is not None:
        for time in times:
            if (
                time.in_ is None
                and _in_dateline(story, time)
                and time.precision == "day"
                and time.type == "DATE"
            ):
                return When(time.value, "day", "dateline")
    published = re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", story.published or "")
    return When(published[0], "day", "published") if published else None


def _in_first_paragraph(story: Story, sentence: Span) -> bool:
    """Whether the sentence stands in the first paragraph that is no furniture (a dateline may open it)."""
    apart = sorted((f.start, f.end) for f in story.furniture if f.kind != "dateline")
    start = 0
    if story.dateline is not None:
        start = story.dateline.start
    else:
        moved = True
        while moved:
            while start < len(story.text) and story.text[start].isspace():
                start += 1
            ends = [end for begin, end in apart if begin <= start < end]
            moved = bool(ends)
            start = max(ends, default=start)
    border = re.compile(r"\n[ \t]*\n").search(story.text, start + 1)
    return start <= sentence.start < (border.start() if border else len(story.text)) or (
        story.dateline is not None and sentence.start <= story.dateline.start < sentence.end
    )
