"""Sentence, trigger, Times -> the date of the event that the trigger names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ...numerals import ORDINALS
from ...types import Span, Status, Story, Time, When
from .intervals import interval
from .reckoning import shifted

# "that" but where it stands for a thing ("asked for that on Friday"); "after", "before" but of "before dawn on Tuesday".
_THAT = r"\bthat\b(?!\s(?:on|in|at|by|from|since)\b)"
_CLAUSE = r"\b(?:after|before)\b(?!,|\s(?:the\s)?(?:dawn|daybreak|sunrise|noon|midday|sunset|dusk|dark|nightfall|midnight|work|school)\b)"
# Words that open another clause: a date beyond one of them belongs to what that clause, or the main one, tells.
_WALL = re.compile(
    rf"[;“”\"]|\b(?:who|whom|whose|which|when|while|where|although|though|because|if|whether|since|until|unless)\b|{_THAT}"
    rf"|{_CLAUSE}",
    re.IGNORECASE,
)
# Walls of what somebody says, wants or supposes; the rest is told, and what stands behind it may share the date of the main clause.
_HARD = re.compile(rf"[;“”\"]|\b(?:although|though|because|if|whether|until|unless)\b|{_THAT}", re.IGNORECASE)
# The clause that tells which act is meant: "riots that broke out last month", "the march, which set out yesterday".
_OWN_CLAUSE = re.compile(
    r"(?:\s(?:in|of|at|on|over|against)\s(?:the\s)?\w+){0,1},?\s(?:that|which)\s(?!\w+,)", re.IGNORECASE
)
_CLAUSES = re.compile(rf"\b(?:who|whom|whose|which|where|when|while)\b|{_CLAUSE}", re.IGNORECASE)
# Weaker borders: a date may reach across one.
_BORDER = re.compile(r"[:()]|—|–| - |\b(?:but|said|says|told|added|according|adding|saying)\b", re.IGNORECASE)
_SAYING = re.compile(
    r"\b(?P<verb>said|says|told|announced|reported|confirmed|stated|added|claimed|wrote|tweeted)\b[^.;:]{0,40}$",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r",\s(?:(?:[\w-]+\s){0,4}(?:of|in|on|at|to|for|from|with|by|under|outside|inside|near)\s)?(?:whom?|which|where|whose)\b[^,]*$"
)
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
_ONSET = re.compile(r"\b(?:since|from|of|through)\s(?:the\s)?$", re.IGNORECASE)
# "closed since 2022" between commas: no date of what stands beyond them
_SINCE_APART = re.compile(r",\s[^,]*\bsince\s(?:the\s)?$", re.IGNORECASE)
_SINCE_BEFORE = re.compile(r",\s(?:\w+\s)?\w+(?:ed|en|wn|ht|ld|ut)\ssince\s(?:the\s)?$")  # ", closed since"
_CUT_OFF = re.compile(r",\s(?:and|but|while)\b")
_TERM = re.compile(r"\b(?:by|until|till|before)\s(?:the\s)?$", re.IGNORECASE)
_ONSET_COST = 40
_WALL_COST = 60
_BORDER_COST = 60
_COARSE_COST = 60
_COMMA_COST = 30
_CLAUSE_COST = 60
_AND_COST = 30
_THING_COST = 40
_OWNED_NEAR = 25  # characters in which the noun stands that a time owns: "Thursday's march"
_FAR = 400
_FINE = ("day", "hour", "minute")


def when(
    story: Story, sentence: Span, trigger: Span, times: Sequence[Time], *, status: Status | None = None
) -> When | None:
    """The date of an event whose trigger stands in ``sentence`` (offsets into ``story.text``), or None.

    In this order: the time that the trigger wears ("May's coup", "the march of February"); the nearest of the
    sentence that no clause border parts from it; for what happened "two days after" or before the rest of the
    sentence, that much from its date; the nearest behind a border, and since when it has been so; any day that the
    sentence tells. Durations, repetitions, vague expressions and terms ("by 2020") are no dates of events. A sentence
    without any goes on with the day that the one before tells, what had been done by then ("had fired") with the last
    day told, at most ``REACH`` characters back; one of the first paragraph
    has the dateline's day, else the publication date, unless the event is only to come, asked for or supposed.

    ``status`` is the event's, None for words that are no event's trigger; these have no day of another sentence or from
    behind a border. What lies ahead (what is asked for or supposed too) or behind has no time on the other side of the
    story's day, history none of the last year where the sentence tells an earlier one, and what has happened lately none
    of old where it tells a day.
    """
    text = story.text
    here = [t for t in times if t.in_ is None and sentence.contains(t.span) and not _in_dateline(story, t)]
    ahead = _ahead(text, trigger, status)
    dating = [t for t in here if _dates_events(t) and _on_side(story, t, ahead)]
    if status == "historical":
        dating = [t for t in dating if long_past(t.value, story)] or dating
    if status in ("happened", "ongoing"):
        recent = [t for t in dating if not long_past(t.value, story)]
        dating = recent if any(t.precision in _FINE for t in recent) else dating
    worn = [t for t in dating if _worn(text, trigger, t)]
    if worn:
        return _of(worn[0])
    summed = _summed(text, trigger, dating)
    if summed is not None:
        return _of(summed)
    for rule in (_counted, _day_beside, _lasting):
        counted = rule(story, sentence, trigger, here, times)
        if counted is not None:
            return counted
    for walls in (False, True):
        costs = [
            (near + _coarseness(t, trigger, dating), i)
            for i, t in enumerate(dating)
            if (near := _cost(text, sentence, trigger, t, walls, ahead, status is not None)) is not None
        ]
        if costs:
            return _of(dating[min(costs)[1]])
    if status == "historical" and dating and long_past(dating[-1].value, story):
        return _of(dating[-1])
    if status is None:
        return _told_in_lede(story, sentence, times)
    days = [
        t
        for t in dating
        if t.precision in _FINE
        and not _is_term(text, t)
        and not _in_aside(text, _before(text, sentence, t), trigger, t)
    ]
    if days:
        return _of(min(days, key=lambda t: max(t.start - trigger.end, trigger.start - t.end)))
    carried = _carried(story, sentence, trigger, times) if ahead is not True and not dating else None
    return carried or (None if status in _NOT_YET else _told_in_lede(story, sentence, times))


_NOT_YET = ("future", "called_for", "hypothetical")  # the story's day is no date of these
_STATUS_AHEAD = {"happened": False, "ongoing": False, "historical": False} | dict.fromkeys(_NOT_YET, True)
_TO_COME = re.compile(r"\b(?:will|would|shall|to|’ll|'ll)\s(?:be\s|then\s|also\s|again\s)?$", re.IGNORECASE)


_OF_A_CLAUSE = re.compile(
    r"\b(?:that|they|he|she|it|we|I|who|which|was|were|is|are|has|have|had|will|would|could|[a-z]{2,}ing)\b|[“”\"]"
)


def is_of_what_is_said(text: str, cue: Span, content: Span, time: Time) -> bool:
    """Whether a time tells when what is said was, and not when it was said: one in words before the cue ("shells hit a market on
    Saturday, a union said") or in a clause or quotation behind it. "Called for their return on Friday" is open."""
    if not content.contains(time.span):
        return False
    return content.start < cue.start or _OF_A_CLAUSE.search(text, content.start, time.start) is not None


def _ahead(text: str, trigger: Span, status: Status | None) -> bool | None:
    """Whether an event of this status is still to come; None where that is not known, as of plans ("are to meet")."""
    ahead = _STATUS_AHEAD.get(status or "")
    if ahead is False and _TO_COME.search(text[max(0, trigger.start - 16) : trigger.start]):
        return None
    return ahead


def long_past(value: str, story: Story) -> bool:
    """Whether all of a TIMEX3 value lies more than a year before the story."""
    told = (story.published or (story.dateline.date if story.dateline else None) or "")[:10]
    if not (told[:4].isdigit() and value[:4].isdigit()):
        return False
    year = int(told[:4]) - 1
    if not (_DAY.fullmatch(told) and _DAY.fullmatch(value[:10])):
        return int(value[:4]) < year
    return value[:10] < f"{year}{told[4:]}"


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
REACH = 400  # characters before a sentence in which the day that it goes on with is told
_END = re.compile(r"[.!?][\"”’')]?\s")
_DONE = re.compile(r"\bhad\b")
_HAD = re.compile(r"\bhad\s(?:\w+\s){0,2}$", re.IGNORECASE)
_PRESENT = re.compile(r"\b(?:has|have|is|are|(?<!\bhad\s)been|being)\s(?:\w+\s){0,2}$", re.IGNORECASE)


def _carried(story: Story, sentence: Span, trigger: Span, times: Sequence[Time]) -> When | None:
    """The day that the sentence before tells, or of what had been by then the last one told, if it is past."""
    text = story.text
    lead = text[max(sentence.start, trigger.start - 40) : trigger.start]
    if _PRESENT.search(lead):
        return None
    told = [
        t
        for t in times
        if t.in_ is None and sentence.start - REACH <= t.start < sentence.start and not _in_dateline(story, t)
    ]
    days = [
        t
        for t in told
        if _dates_events(t) and t.precision in _FINE and _on_side(story, t, False) and not _is_term(text, t)
    ]
    if not days:
        return None
    last = days[-1]
    if _HAD.search(lead) or not _END.search(text[last.end : sentence.start].rstrip()):
        return When(last.value.split("T")[0], "day", last.id)
    return None


def _of(time: Time) -> When:
    return When(time.value, time.precision, time.id)


# "May's coup", "the March riots", "Thursday's second raid"
_OWNED = re.compile(r"['’]s\s(?:[a-z-]+\s){0,3}$")
_OF_A_THING = re.compile(r"['’]s\s")
_MODIFIED = re.compile(r"\s(?:[a-z-]+\s)?$")
_ARTICLE = re.compile(r"\b(?:the|since|after|last|this|its|their|his|her|an?)\s$", re.IGNORECASE)
_VERBS = re.compile(r"\b(?:was|were|had|has|have|is|are|be|been|will|would|to|and|or|but|by|in|on|at)\b")


def _worn(text: str, trigger: Span, time: Time) -> bool:
    """Whether the time is part of the trigger's own phrase ("since Tuesday surrendered" is none)."""
    if trigger.of(text).lower().endswith("ed"):
        return False
    if time.end <= trigger.start:
        between = text[time.end : trigger.start]
        if _OWNED.fullmatch(between) and not _VERBS.search(between):
            return True
        named = time.text.lower().startswith("the ") or _ARTICLE.search(
            text[max(0, time.start - 8) : time.start]
        )
        return bool(named and _MODIFIED.fullmatch(between) and not _VERBS.search(between))
    return re.fullmatch(r"\sof\s(?:the\s)?", text[trigger.end : time.start]) is not None


_ALONE = re.compile(r"\salone\b,?")


def _summed(text: str, trigger: Span, dating: Sequence[Time]) -> Time | None:
    """ "this year alone it had arrested 300", "killed 40 this year alone": a sum has the stretch it is of, whatever day
    the sentence tells of something else; none where another time or another clause lies between."""
    for time in dating:
        alone = _ALONE.match(text, time.end)
        if alone is None:
            continue
        start, end = (trigger.end, time.start) if time.start > trigger.start else (alone.end(), trigger.start)
        between = text[start:end]
        apart = _WALL.search(between) or "," in between or _BORDER.search(between)
        if not apart and not any(t is not time and start <= t.start < end for t in dating):
            return time
    return None


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
        if not text[sentence.start : time.start].strip() and "," in text[m.end() : trigger.start]:
            continue  # "Three days before the vote, the premier ..."
        base = _main_day(story, sentence, time, here, times)
        found = shifted(base, time.value, -1 if m["way"].lower() == "after" else 1) if base else None
        if found:
            return When(*found, time.id)
    return None


_NEXT_DAY = re.compile(
    r"\bthe\s(?:very\s)?(?:day|night|morning|afternoon|evening)\s(?P<way>after|before)\s(?!yesterday|tomorrow)",
    re.IGNORECASE,
)
_PARTS_OF_DAYS = (" day ", " night ", " morning ", " afternoon ", " evening ")
_NTH_DAY = re.compile(
    rf"\b(?:an?|the|its|their)\s(?P<nth>{'|'.join(ORDINALS[1:])})\s(?:straight\s|consecutive\s|successive\s)?(?:day|night)\sof\s"
    r"(?:[\w-]+\s){0,2}$",
    re.IGNORECASE,
)


def _day_beside(
    story: Story, sentence: Span, trigger: Span, here: Sequence[Time], times: Sequence[Time]
) -> When | None:
    """ "… were paid off on Monday, the day after a bomb had killed 24"; "on Tuesday, the second day of riots"."""
    text = story.text
    lead = text[sentence.start : trigger.start].lower()
    if not any(part in lead for part in _PARTS_OF_DAYS):
        return None
    beside = list(_NEXT_DAY.finditer(text, sentence.start, trigger.start))
    if beside and not _parts(text, beside[-1].end(), trigger.start):
        days, at = (-1 if beside[-1]["way"].lower() == "after" else 1), beside[-1].start()
    elif m := _NTH_DAY.search(text[sentence.start : trigger.start]):
        days, at = -ORDINALS.index(m["nth"].lower()), sentence.start + m.start()
    else:
        return None
    told = [t for t in here if _dates_events(t) and t.precision in _FINE and t.end <= at]
    base = _of(told[-1]) if told else _told_in_lede(story, sentence, times)
    stretch = interval(base.value) if base else None
    moved = shifted(stretch[0], f"P{abs(days)}D", -1 if days < 0 else 1) if stretch else None
    return When(*moved, base.from_) if moved and base else None


_SINCE = re.compile(r"(?:\s\w+){0,2}\ssince\s(?:the\s)?(?:early\s|late\s)?", re.IGNORECASE)
_HAVE = re.compile(r"\b(?:has|have)\s(?:(?!to\b)\w+\s){0,2}$", re.IGNORECASE)


def _lasting(
    story: Story, sentence: Span, trigger: Span, here: Sequence[Time], times: Sequence[Time]
) -> When | None:
    """ "… have lived on tea for 16 days", "have eaten nothing since Saturday": the day it began."""
    text = story.text
    if not _HAVE.search(text[max(sentence.start, trigger.start - 40) : trigger.start]):
        return None
    for time in here:
        between = text[trigger.end : time.start]
        if _dates_events(time) and _SINCE.fullmatch(between):
            return _of(time)
        if time.type == "DURATION" and between.endswith(" for ") and len(between) < 60 and "," not in between:
            base = _main_day(story, sentence, time, here, times)
            began = shifted(base, time.value, -1) if base else None
            return When(*began, time.id) if began else None
    return None


def _parts(text: str, start: int, end: int) -> bool:
    """Whether a border of clauses lies in the text, a comma before a verb's clause among them."""
    between = text[start:end]
    return len(between) > 160 or re.search(r"[;:“”\"]|,\s(?:and|but|who|which|while)\b", between) is not None


def _main_day(
    story: Story, sentence: Span, time: Time, here: Sequence[Time], times: Sequence[Time]
) -> date | None:
    """The day of what the sentence tells before the counted clause; without one, the story's."""
    days = [t for t in here if _dates_events(t) and t.precision in _FINE and t.end <= time.start]
    told = When(days[-1].value, "day", "") if days else _told_in_lede(story, sentence, times)
    stretch = interval(told.value) if told else None
    return stretch[0] if stretch else None


def _is_term(text: str, time: Time) -> bool:
    """Whether it is told since or until when something was so, or of what it is the day."""
    return _DEADLINE.search(text[max(0, time.start - 24) : time.start]) is not None


def _dates_events(time: Time) -> bool:
    if time.type not in ("DATE", "TIME") or time.precision == "vague":
        return False
    return len(time.value) > 2 and not time.value.endswith("_REF")  # "18": a century


_HEAD = 120  # characters that a monitoring service's line takes up: "MOSCOW TASS, 1015 GMT 18 JUN 85 -- [TEXT] ..."
_OPENS = re.compile(r"\s?(?:--|—|\[TEXT\])\s")


def _in_dateline(story: Story, time: Time) -> bool:
    line = story.dateline
    if line is not None and line.start <= time.start < line.end:
        return True
    return time.end < _HEAD and _OPENS.match(story.text, time.end) is not None


def _cost(
    text: str, sentence: Span, trigger: Span, time: Time, walls: bool, ahead: bool | None, event: bool
) -> int | None:
    """Distance in characters plus a fee for a clause border between; None where it cannot be the event's date.

    With ``walls`` it may also stand behind one, or tell since when. Only an ``event`` has a clause that tells which it is:
    what follows a "said … that" is what was said.
    """
    lead = text[max(0, time.start - 24) : time.start]
    fee = 0
    first = time.end <= trigger.start
    done = (  # "by Friday a curfew had been laid"
        first and lead.lower().endswith("by ") and _DONE.search(text, time.end, trigger.start)
    )
    if not done and _DEADLINE.search(lead) and not _NIGHT_OF.search(lead):
        term = _TERM.search(lead) and (ahead or (first and lead.rstrip().lower().endswith("by")))
        if not walls or not (_ONSET.search(lead) or term):
            return None
        fee = _ONSET_COST
    if time.precision == "year" and _NAMED_BY_YEAR.match(text[time.end : time.end + 60]):
        return None
    before = _before(text, sentence, time)
    if _in_aside(text, before, trigger, time):
        return None
    between = text[time.end : trigger.start] if first else text[trigger.end : time.start]
    if len(between) > _FAR:
        return None
    if _since_when_of_another(text, time, between, first):
        return None
    if walls and time.start > trigger.start:
        between = (_TERM if ahead else _ONSET).sub("", between)
    if event and time.start > trigger.start and _tells_which(trigger.of(text), between):
        return fee
    if _WALL.search(between):
        behind = time.start > trigger.start and _CLAUSES.search(between)
        if not walls or _HARD.search(between) or behind:
            return None
        fee += _WALL_COST * sum(1 for _ in _WALL.finditer(between))
    fee += _elsewhere(text, before, between, trigger, time)
    saying = _SAYING.search(before)
    if saying is not None and trigger.start >= time.end:
        return None  # "said on Tuesday rebels had attacked": the day of the saying
    borders = _BORDER_COST * sum(1 for _ in _BORDER.finditer(between)) + _COMMA_COST * between.count(",")
    return fee + len(between) + borders


def _since_when_of_another(text: str, time: Time, between: str, first: bool) -> bool:
    """Whether the time tells since when something between commas has been so, and the trigger stands beyond these: "agreed to
    reopen the crossing, closed since 2022, and will extradite two men"."""
    if not first:
        return _SINCE_APART.search(between) is not None
    since = _SINCE_BEFORE.search(text, max(0, time.start - 40), time.start)
    return since is not None and _CUT_OFF.match(between) is not None


# "workers who had walked off on Friday": what stands behind is the main verb
_RELATIVE = re.compile(r"\b(?:who|which|that)\s(?!(?:the|an?|it|he|she|they)\b)[^,;:“”\"]*$")
_MAIN_VERB = re.compile(r"\s(?:[a-z]+ly\s)?")
_AND = re.compile(r"\band\b")


def _elsewhere(text: str, before: str, between: str, trigger: Span, time: Time) -> int:
    """Fee of a time that is rather that of other words: of the clause that tells who ("workers who walked off on Friday
    went back on Monday"), of the act before an "and", of a thing ("carried off the next day's edition")."""
    fee = 0
    if time.end <= trigger.start:
        fee += _CLAUSE_COST if _MAIN_VERB.fullmatch(between) and _RELATIVE.search(before) else 0
        fee += _AND_COST if _AND.search(between) else 0
    if _OF_A_THING.match(text, time.end) and not 0 <= trigger.start - time.end < _OWNED_NEAR:
        fee += _THING_COST
    return fee


def _on_side(story: Story, time: Time, ahead: bool | None) -> bool:
    """Whether the time lies where the event does: before or after the story's day, or where nothing is known."""
    told = interval((story.published or "")[:10])
    stretch = interval(time.value) if told and ahead is not None else None
    if told is None or stretch is None:
        return True
    return stretch[1] >= told[0] if ahead else stretch[0] <= told[0]


def _tells_which(trigger: str, between: str) -> bool:
    """Whether the words between trigger and time open the clause that tells which act is meant, and no other."""
    own = None if trigger.lower().endswith("ed") else _OWN_CLAUSE.match(between)
    return own is not None and not re.search(r"[,;:“”\"]", between[own.end() :])


def _coarseness(time: Time, trigger: Span, beside: Sequence[Time]) -> int:
    """Fee of a month or year before the trigger where the sentence has a day: it tells of something else ("a ferry
    impounded in January sailed on Thursday")."""
    if time.start > trigger.start or time.precision in _FINE or not any(t.precision in _FINE for t in beside):
        return 0
    return _COARSE_COST


def _before(text: str, sentence: Span, time: Time) -> str:
    """What the sentence has before the time, as far as it matters."""
    return text[max(sentence.start, time.start - _FAR) : time.start]


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
    for time in times:
        if (
            time.in_ is None
            and _in_dateline(story, time)
            and time.precision in _FINE
            and time.value[:4].isdigit()
        ):
            return When(time.value.split("T")[0], "day", "dateline")
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
