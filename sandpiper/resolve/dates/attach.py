"""Sentence, trigger, Times -> the date of the event that the trigger names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...types import Span, Story, Time, When

# Words that open another clause: a date beyond one of them belongs to what that clause, or the main one, tells.
_WALL = re.compile(
    r"[;“”\"]|\b(?:who|whose|which|that|when|while|where|although|though|because|if|whether|after|before|since|until|"
    r"unless)\b",
    re.IGNORECASE,
)
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
_BORDER_COST = 60
_FAR = 400


def when(story: Story, sentence: Span, trigger: Span, times: Sequence[Time]) -> When | None:
    """The date of an event whose trigger stands in ``sentence`` (offsets into ``story.text``), or None.

    The nearest date of the same sentence that no clause border parts from the trigger; durations, repetitions,
    vague expressions and terms ("by 2020", "since June") are no dates of events. A sentence of the first
    paragraph without one has the dateline's day, else the publication date.
    """
    text = story.text
    best: tuple[int, Time] | None = None
    for time in times:
        if time.in_ is not None or not sentence.contains(time.span) or not _dates_events(time):
            continue
        if _in_dateline(story, time):
            continue
        cost = _cost(text, sentence, trigger, time)
        if cost is not None and (best is None or cost < best[0]):
            best = cost, time
    if best is not None:
        time = best[1]
        return When(time.value, time.precision, time.id)
    return _told_in_lede(story, sentence, times)


def _dates_events(time: Time) -> bool:
    return time.type in ("DATE", "TIME") and time.precision != "vague" and not time.value.endswith("_REF")


def _in_dateline(story: Story, time: Time) -> bool:
    line = story.dateline
    return line is not None and line.start <= time.start < line.end


def _cost(text: str, sentence: Span, trigger: Span, time: Time) -> int | None:
    """Distance in characters plus a fee for a clause border between; None where it cannot be the event's date."""
    if _DEADLINE.search(text[max(0, time.start - 24) : time.start]):
        return None
    if time.precision == "year" and _NAMED_BY_YEAR.match(text[time.end : time.end + 60]):
        return None
    before = text[max(sentence.start, time.start - _FAR) : time.start]
    if _in_aside(text, before, trigger, time):
        return None
    between = text[time.end : trigger.start] if time.end <= trigger.start else text[trigger.end : time.start]
    if len(between) > _FAR or _WALL.search(between):
        return None
    saying = _SAYING.search(before)
    if saying is not None and trigger.start >= time.end:
        return None  # "said on Tuesday rebels had attacked": the day of the saying
    return len(between) + _BORDER_COST * sum(1 for _ in _BORDER.finditer(between))


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
