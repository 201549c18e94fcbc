"""Story -> Times and Warnings: candidates of the grammar, sifted by their neighbours and reckoned in order."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from ...types import Span, Spans, Story, Time, Warning, Where
from . import lexicon as lx
from .grammar import NUM, PATTERNS, Found, candidates
from .reckoning import ANY_YEAR, NEWS_YEARS, RECKON, Answer, Clock
from .tense import tense

_SILENT = frozenset({"credit", "byline", "slug", "boilerplate", "link"})
_COUNTED = frozenset({"duration", "ago", "unit_ago", "adj_number", "rel_number"})
# Years and quarters that these name are compared with the one the story stands at, which they do not move.
_ASIDE = frozenset({"ago", "unit_ago", "day_after", "period_year", "year_before", "same_of"})
# Only these ask whether the words around tell of the past or of what is to come.
_TENSED = frozenset(
    {"month", "dmy", "mdy", "nth_of", "range_dmy", "range_mdy", "weekday", "season", "quarter_of", "q_short", "holiday",
     "bare_the", "year_end", "deictic", "dmy_words", "mdy_words", "nth_day", "weekday_nth", "ago", "month_quarter"}
)  # fmt: skip
_NEAR = 48  # characters of context that the tests of neighbours look at


def find(story: Story, sentences: Spans) -> tuple[tuple[Time, ...], tuple[Warning, ...]]:
    """The time expressions of ``story.text``, then of a title that the text does not hold, and what contradicts.

    Relative expressions are reckoned from the dateline's day, else from the publication date; where neither
    has a year the values keep ``XXXX``. ``sentences`` (offsets into the text) bound where tense is looked for.
    Times come in order of appearance with ids ``t0, t1, ...`` and never overlap. Raises nothing on any text.
    Furniture other than headline, dateline and caption is left out.
    """
    clock = _start(story)
    if clock.today is not None and not NEWS_YEARS[0] <= clock.today.year <= NEWS_YEARS[1]:
        clock = Clock(None, False)  # a placeholder such as 0001-01-01
    if not clock.year_known:
        clock.past_years = tuple(_past_years(story.text))
    silent = [Span(f.start, f.end) for f in story.furniture if f.kind in _SILENT]
    read = _Reader(story.text, clock, sentences, silent, None).read()
    title = story.title
    if title and not any(
        f.kind == "headline" and story.text[f.start : f.end] == title for f in story.furniture
    ):
        clock.reference = None
        read += _Reader(title, clock, (Span(0, len(title)),), [], "title").read()
    times = tuple(replace(time, id=f"t{i}") for i, (time, _) in enumerate(read))
    warnings = tuple(
        Warning(kind, text, (time.span, *_dateline_span(story, kind, time)), time.in_)
        for time, answer in zip(times, (a for _, a in read), strict=True)
        if answer.warning
        for kind, text in (answer.warning,)
    )
    return times, warnings


def _dateline_span(story: Story, kind: str, time: Time) -> Spans:
    line = story.dateline
    if kind != "weekday_mismatch" or line is None or time.in_ is not None or _holds_own_date(time):
        return ()
    for found in candidates(story.text[line.start : line.end]):
        if found.rule in ("dmy", "mdy", "iso", "numeric"):
            return (Span(line.start + found.start, line.start + found.end),)
    return ()


def _holds_own_date(time: Time) -> bool:
    return any(c.isdecimal() for c in time.text)


# ---- the story's day ------------------------------------------------------------------------------


def _parse(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        m = re.match(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", text.strip())
        try:
            return datetime(*map(int, m.groups())) if m else None  # type: ignore[arg-type]
        except ValueError:
            return None


def _start(story: Story) -> Clock:
    """The clock at the story's day: the dateline's, its year from the publication date, else the latter's."""
    published = _parse(story.published)
    line = story.dateline
    words = (line.date or story.text[line.start : line.end]) if line else ""
    full = _parse(words)
    if full is not None:
        return Clock(full.date(), True)
    pub = published.date() if published else None
    month_day = _month_day(words)
    timed = published if story.published and len(story.published) > 10 else None
    if isinstance(month_day, date):
        return Clock(month_day, True)
    if month_day is not None:
        month, day = month_day
        if pub is None:
            try:
                return Clock(date(ANY_YEAR, month, day), False)
            except ValueError:
                return Clock(None, False)
        for year in (pub.year + 1, pub.year, pub.year - 1):
            try:
                filed = date(year, month, day)
            except ValueError:
                continue
            if (filed - pub).days <= 2:  # time zones, and wires dated ahead
                return Clock(filed, True, timed if filed == pub else None)
    return Clock(pub, pub is not None, timed)


def _month_day(words: str) -> tuple[int, int] | date | None:
    """The day a dateline names: a date if it has its year."""
    masked = re.fullmatch(r"XXXX-([0-9]{2})-([0-9]{2})", words)  # as furniture writes a day without its year
    if masked:
        return int(masked[1]), int(masked[2])
    for found in candidates(words):
        if found.rule not in ("dmy", "mdy", "numeric"):
            continue
        m = PATTERNS[found.rule].match(words, found.start)
        answer = RECKON[found.rule](m, Clock(None, False)) if m else None
        if answer is None or answer.day is None:
            continue
        if answer.value.startswith("XXXX"):
            return answer.day.month, answer.day.day
        return answer.day
    return None


_DUE = re.compile(r"\b(?:by|until|till|before|will|plans?|expected)\b[^.;]{0,30}$", re.IGNORECASE)


def _past_years(text: str) -> Iterator[int]:
    for found in candidates(text):
        if found.rule not in ("year", "my", "dmy", "mdy", "iso", "numeric", "season_year", "quarter_of"):
            continue
        m = re.search(r"(?:1[6-9]|20)[0-9]{2}", text[found.start : found.end])
        if m and _sound(text, found) and not _DUE.search(text[max(0, found.start - _NEAR) : found.start]):
            yield int(m[0])


# ---- neighbours -----------------------------------------------------------------------------------

_ORGANISED = re.compile(
    r"['’]?(?:th|st|nd|rd)?(?:[ ](?:of[ ](?:January|February|March|April|May|June|July|August|September|October|November|December)|"
    r"Youth|Liberation|Democratic|National|Revolutionary|Popular|People['’]s))?[ -](?:Movement|Brigades?|Group|Party|Front|Organi[sz]ation|Coalition|Alliance|Square|"
    r"Street|Avenue|Bridge|University|Stadium|Division|Regiment|Battalion|Army|School|Airport|Museum|Committee|"
    r"Revolutionary|Forces?|Union|Club|Hospital)\b"
)
_MOVEMENT = re.compile(r" (?:MOVEMENT|BRIGADES?|FRONT|GROUP|COALITION|ALLIANCE|SQUARE|STREET|AVENUE)\b")
_ESTIMATED = re.compile(
    r"\b(?:estimated|put|valued|stood|stands|standing|remained|fixed|set|calculated) at \w{0,13} ?$", re.I
)
_PAPER = re.compile(
    r" (?:Times|Telegraph|Mirror|Express|Mail|Herald|Post|Tribune|People|Independent|Star|Mercury|Age|Review|"
    r"Night Live|Sun|World|Book Club|Newspapers?|Agreement|Accords?)\b"
)
_NUMBERED = re.compile(
    r"(?:\b(?:resolutions?|no\.?|number|flight|room|page|article|agenda|vision|euro|expo|horizon|windows|generation|block|version|section|decree|"
    r"chapter|paragraph|road|route|highway|unit|some|least|nearly|almost|approximately|roughly|exactly|"
    r"another|formula|channel|boeing|airbus|model|area code|order|law|operation|file)|[$€£¥#]|(?-i:\b[A-Z]{1,4}-)) ?$",
    re.IGNORECASE,
)
_THINGS = re.compile(
    r"[ -](?:people|persons|troops|soldiers|men|women|children|civilians|miles?|km|kilomet\w+|met(?:er|re)s?|feet|foot|"
    r"dollars?|euros?|pounds?|roubles?|rubles?|yuan|yen|votes|tons?|tonnes?|jobs|homes|houses|members|fighters|refugees|"
    r"migrants|percent|per cent|points?|barrels|shares|vehicles|tanks|rounds|years?|days?|hours|hectares|acres|"
    r"protesters|demonstrators|police|workers|students|prisoners|hostages|families|copies|seats|pages|guests|"
    r"kilograms?|kg|calories|degrees|megawatts|mw|square|sq|delegates|rebels|militants|inmates|passengers|"
    r"cases|deaths|injuries|casualties|victims|others|additional|million|billion|GMT|UTC)\b",
    re.IGNORECASE,
)
# A number that no word of time licenses and a plural follows counts: "1709 schoolchildren", "1800 armed men".
_COUNTED_THINGS = re.compile(
    r"[ ](?:(?!(?:was|has|is|as|this|its|his|thus|plus|versus|does|sees|saw|in|on|at|to|by|of|and|or|the|an?|with|but|for|from|until|before|after|"
    r"when|while|that|which|who|were|are|had|have|will)\b)[a-z-]+[ ]){0,1}(?!was\b|has\b|is\b|as\b|this\b|its\b|his\b|thus\b|plus\b|versus\b|does\b|"
    r"sees\b|saw\b|brings\b|marks\b|elections?\b|prices\b|levels\b|figures\b|results\b|earnings\b)(?:[a-z-]{2,}[^s\W]s|children|schoolchildren|men|"
    r"women|people|police|folk)\b"
)
_LICENSED = re.compile(
    r"(?:\b(?:in|since|until|till|during|throughout|early|late|mid|circa|year|years|spring|summer|autumn|fall|winter|around|end|start|season|"
    r"(?:late|early)[ ]in|January|February|March|April|May|June|July|August|September|October|November|December)|[(\[,/–—-])[ -]?$",
    re.IGNORECASE,
)
_AFTER_THE = re.compile(r"\b(?:the|this|that|its|his|her|their|a|an|next|last|['’]s)[ ]$", re.IGNORECASE)
_PLACED = re.compile(r"\bat[ ]$", re.IGNORECASE)
_PRICED = re.compile(r"[ ](?:prices?|levels?|rates?|values?|exchange|dollars|standards)\b", re.IGNORECASE)
_WARS = re.compile(r"['’]?[ -](?:War|Plan|Road|Rule|Itch)\b")
# "the daily Hurriyet", "the weekly newspaper", "quarterly results", "average daily volume"
_PERIODICAL = re.compile(
    r"[ ](?:(?:[\w-]+[ ])?(?:news)?(?:papers?|magazines?|tabloids?|broadsheets?|journals?|supplement)\b|(?-i:[A-Z](?![\w-]*(?:an|ian|ese|ish|ic|ch|sh)[ ]))|"
    r"(?:trading[ ]|share[ ]|average[ ])?(?:volume|turnover|output|production|circulation|average|life|lives|bread|wage|wages|salary|salaries)\b)",
    re.IGNORECASE,
)
_CLASSED = re.compile(r"[ ](?:[a-z-]+[ ])?[a-z]")
_STRONG = re.compile(
    r"\b(?:in|since|until|till|early|late|mid|last|next|this|during|through|throughout|[Ii]n)[ -]$"
)
_WEAK = re.compile(
    r"\b(?:by|of|from|to|between|and|or|for|before|after|starting|end|ended|ending|begin\w*)[ ]$"
)
_FORENAMES = frozenset({"april", "june", "august", "may", "jan", "summer", "autumn"})
_RATE = re.compile(
    r"(?:[0-9%]|\b(?:cents|million|billion|trillion|people|(?!takes|lasts|spends|was|is|has|this|as)[a-z]{2,}s)) $"
)
# "months of talks", "the days before the vote": a length that nobody counted
_OF_THINGS = re.compile(
    r" of (?!age\b|(?:the|this|that|each|every|last|next|his|her|its|their|our|my|your)\b|[A-Z0-9])"
)
_AROUND = re.compile(r" (?:before|after|since|ahead|leading up to|that followed|following|preceding)\b")
_SPAN_OF = re.compile(
    r"\b(?:for|in|within|over|take|takes|took|taken|last|lasted|spend|spent|after|amid|few|these|recent|other)\s$",
    re.IGNORECASE,
)


# "on the 24th" is a day where no noun follows that it counts ("on the 24th floor").
_DATED_BY = re.compile(r"\b(?:on|by|since|until|till|from|before|after|for|to|and|between) $", re.IGNORECASE)
_NO_NOUN = re.compile(
    r"[\"”’')]{0,2}(?:[.,;:!?)]|$|\s(?:and|but|or|in|at|on|to|over|with|when|that|which|by|from|for|because|as|after|before|if|unless|"
    r"while|until|the|he|she|they|it|was|were|had|has|is|will|would|[a-z]{2,}ed)\b)"
)


def _sound(text: str, found: Found) -> bool:
    """Whether the words around let a candidate be a time, and no part of a name or a number."""
    words = text[found.start : found.end]
    left = text[max(0, found.start - _NEAR) : found.start]
    right = text[found.end : found.end + _NEAR]
    rule = found.rule
    if rule in ("dmy", "mdy", "month", "weekday", "year", "range_mdy") and _ORGANISED.match(right):
        return False
    if rule in ("dmy", "mdy") and _MOVEMENT.match(right):
        return False
    if rule == "hour24":
        return not _ESTIMATED.search(left)
    if rule in ("month", "mdy", "dmy", "my", "range_mdy", "range_dmy"):
        return _sound_month(text, found, words, left, right)
    if rule == "nth_day":
        return words.endswith("month") or bool(_DATED_BY.search(left) and _NO_NOUN.match(right))
    if rule == "spelled" and re.fullmatch(r"two\s+thousand", words, re.IGNORECASE):
        return re.search(
            r"\b(?:in|since|until|till|by|year) $", left
        ) is not None and not _COUNTED_THINGS.match(right)
    if rule in ("weekday", "weekdays"):
        named = re.search(
            r"\b(?:Bloody|Black|Sheffield|Super|Girl|Man|Ruby|Good|Holy|Cyber|Ash|Shrove) $", left
        )
        return (words != words.lower() and not _PAPER.match(right) and not named) or text.islower()
    if rule == "deictic":
        named = re.search(r"[A-Z]\w+ $", left)  # "Russia Today", but not "POLICE FIRED YESTERDAY"
        return not (words[0].isupper() and named) or (words.isupper() and left.isupper())
    if rule == "year" and _counts(words, left, right):
        return False
    if rule in ("year", "year_range", "period_year", "spelled"):
        licensed = (
            rule == "year"
            and re.search(r"\b(?:in|since|until|during) $", left, re.IGNORECASE)
            and int(words[-4:]) >= 1800
        )
        if licensed and not _NUMBERED.search(left):
            return not re.match(
                r"[ -](?:miles?|km|kilomet\w+|met(?:er|re)s?|feet|dollars|euros|pounds|percent|tons?|tonnes?)\b",
                right,
            )
        return not (_NUMBERED.search(left) or re.search(r"[0-9][.,:]$", left) or _THINGS.match(right))
    if rule == "clock":
        if left.lower().endswith("high "):
            return False
        return not re.search(r"[0-9][:.]?$|\bverses? $", left) and not re.match(
            r"[0-9]|[.:][0-9]|-[0-9]", right
        )
    if rule in ("iso", "numeric"):
        return not re.search(r"[\w./-]$", left)
    if rule == "set_ly":
        return _sound_ly(words, left, right)
    if rule == "season":
        return _sound_season(words, left, right)
    if rule == "vague":
        return _sound_vague(words.lower(), left, right)
    return _sound_length(rule, words.lower(), left, right)


def _sound_month(text: str, found: Found, words: str, left: str, right: str) -> bool:
    name = re.sub(r"[^a-z]", "", words.lower().split()[0]) if found.rule == "month" else ""
    lower_name = re.search(r"\b(?:may|march|mar|dec|sep|sun|sat)\b", words)
    if found.rule != "month":
        return lower_name is None or re.search(r"[0-9]{4}$", words) is not None or text.islower()
    if not words[0].isupper() and (name in ("may", "march") or not text.islower()):
        return False
    if (
        re.match(r" (?!(?:[A-Z]?[a-z]*day)\b)[A-Z][a-z]+", right)
        and name in _FORENAMES
        and not _STRONG.search(left)
    ):
        return False
    if len(name) <= 4 and name not in ("may", "june", "july") and not words.endswith("."):
        return _STRONG.search(left) is not None
    if name in ("may", "march"):
        if re.search(r"\b(?:the|last|that) $", left) and re.match(r" [a-z]{3,}", right):
            return True  # "the March riots"
        if _STRONG.search(left):
            return not re.match(r" (?:on|past|against)\b", right)
        return _WEAK.search(left) is not None and not (name == "may" and _has_mrs_may(text))
    return True


@lru_cache(maxsize=4)
def _has_mrs_may(text: str) -> bool:
    """Whether the text speaks of a person called May; asked at every "may", looked up once."""
    return re.search(r"\b(?:Theresa|Mrs\.?|Ms\.?|Mr\.?|Minister) May\b", text) is not None


def _counts(words: str, left: str, right: str) -> bool:
    """Whether the four digits count things, or are the time of day that another rule did not take."""
    if _PLACED.search(left) and not words.lower().startswith("the"):
        return _PRICED.match(right) is None
    if _LICENSED.search(left) or words.lower().startswith("the") or _COUNTED_THINGS.match(right) is None:
        return False
    return not (_AFTER_THE.search(left) and int(words[-4:]) >= 1900)


def _sound_ly(words: str, left: str, right: str) -> bool:
    """Adverbs and what is done again and again; no papers, no results of a quarter, no rates."""
    if words[0].isupper() and re.match(r"[ ][A-Z]", right) and not words.isupper():
        return False
    if _PERIODICAL.match(right) or re.search(r"\baverage $", left, re.IGNORECASE):
        return False
    if (
        words.lower() == "quarterly"
        and _CLASSED.match(right)
        and not re.match(r" (?:in|on|at|to|by|and|from)\b", right)
    ):
        return False
    return _RATE.search(left) is None


def _sound_season(words: str, left: str, right: str) -> bool:
    season = words.split()[-1]
    if season[0].isupper() and (words != season or not left or left[-1] != "\n") and not words.isupper():
        return False
    word = words.lower().split()[-1]
    the = words.lower().startswith("the")
    if word == "spring":
        return the and re.search(r"\b(?:in|of|by|during|since|until) $", left, re.IGNORECASE) is not None
    return (
        the
        or re.search(r"\b(?:in|of|by|during|since|until|this|each|early|late|mid|and|or)[ -]$", left)
        is not None
    ) and not re.match(r" (?:[a-z]+ )?(?:camp|school|residence|palace|home|vacation)", right)


def _sound_vague(words: str, left: str, right: str) -> bool:
    if words.endswith("future") and re.match(r" of\b", right):
        return False
    if words == "soon":
        return (
            not re.match(r" after\b", right)
            and not re.search(r"\bas $", left, re.IGNORECASE)
            and not re.match(r" as\b", right)
        )
    if words == "shortly":
        return not re.match(r" (?:after|before)\b", right)
    if words == "now":  # "Now, she said, …" opens a speech; "now that" is "since"
        return not re.match(r" that\b", right) and not (
            re.search(r"(?:^|[.!?][\"”']{0,2}\s+|\n\s*)$", left) and re.match(r",| for\b", right)
        )
    if words == "the past":
        return not re.match(rf" (?:[a-z]+ (?:tense|performance)|{NUM}\b)", right)
    if words == "recently":
        return not (left.lower().endswith("as ") and re.match(r" as\b", right))  # "as recently as 1985"
    return True


# "the day before" stands for itself where no clause or noun follows it.
_NO_CLAUSE = re.compile(
    r"['’\"”]*(?:\s*(?:[.,;:)!?—–-]|$)|\s(?:and|but|or|in|on|at|by|to|from|with|of|for|near|over|outside|inside|during|when|as|was|were|had|has|have|did|would|will|could|is|said|that|who|which|[a-z]+ed|[a-z]+n't)\b)"
)


_OF_MONTH = re.compile(rf" of (?:{'|'.join(lx.MONTHS)})\b", re.IGNORECASE)


def _sound_length(rule: str, words: str, left: str, right: str) -> bool:
    if rule == "bare_units":
        framed = _SPAN_OF.search(left) or (_OF_THINGS.match(right) and not left.lower().endswith("early "))
        framed = framed or (left[-5:].lower().endswith((" the ", "\nthe ")) and _AROUND.match(right))
        framed = framed or right.startswith("-long")
        return bool(framed) and not re.match(r" (?:ago|earlier|later|old)\b", right)
    if rule == "bare_the":
        if words.endswith("day"):
            return re.search(r"\b(?:later in|earlier in|of|during) $", left) is not None and not re.match(
                r" (?:of|when|that|he|she|it|they)\b", right
            )
        if words.endswith("year"):
            return re.search(r"\b(?:for|in|of|during|within|throughout|over) $", left) is not None
        if words.endswith(("morning", "night", "evening", "afternoon")):
            return re.search(r"\b(?:in|of|during|for|through) $", left) is not None
        if words.endswith("month") and _OF_MONTH.match(right):
            return False  # the month takes it as its lead
        return not (words.endswith("quarter") and re.match(r" of\b", right))
    if rule in ("rel", "rel_units"):
        bare = re.match(r"the (?:last|past|next|final|following|coming|previous) ", words)
        return not (bare and re.match(r" of (?!(?:the|this|last|next) (?:week|month|year)\b)", right))
    if rule in ("duration", "adj_number") and _WARS.match(right):
        return False
    if rule == "day_after":
        return not re.search(r"(?:before|after)$", words) or re.match(_NO_CLAUSE, right) is not None
    if rule == "duration":
        if re.match(r"an?\s", words) and _RATE.search(left):
            return False  # "$2 million a year": a rate
        if re.fullmatch(r"(?:a|an|one|the|[0-9]+)\s+second", words) and not re.search(
            r"\b(?:per|every|within) $", left
        ):
            return False
        if re.search(r"\bquarters?$", words) and re.match(r"(?:a|one|three)\b", words):
            return False
        return (
            not re.match(r"[ -](?:mark\b|olds?\b|run\b)", right)
            and not re.search(r"[$€£]$", left)
            and not re.match(r" a (?:day|week|month|year)\b", right)
        )
    if rule == "quarter_of":
        if "half" in words and re.match(rf" of (?:{'|'.join(lx.MONTHS)})\b", right, re.IGNORECASE):
            return False  # the month takes it as its lead
        return not ("half" in words and re.match(r" (?:a|an|hour|million|billion|dozen)\b", right))
    return True


# ---- reading one string ---------------------------------------------------------------------------

_DATE_LEAD = re.compile(
    r"the month of $|(?:(?:the|its|their) )?(?:(?:very )?(?:end|beginning|middle|start|rest|close|early part|latter part|second half|first half|"
    r"latter half|last half|remainder|eve) of (?:the )?)$|(?:(?:early|late|mid|earlier|later|sometime|around)"
    r"(?: |-)|end-)$",
    re.IGNORECASE,
)
_LENGTH_LEAD = re.compile(
    r"(?:(?:well )?(?:more|less|fewer|longer) than|nearly|almost|about|roughly|approximately|"
    r"at least|at most|up to|as (?:long|many) as|no more than|just over|just under|the) $",
    re.IGNORECASE,
)
_TO_DATE = re.compile(r"[ \t]{0,3}\n?,?[ \t]{1,3}(?:on )?", re.IGNORECASE)
_TO_CLOCK = re.compile(
    r",?\s{1,3}(?:at|around|about|by|before|after|shortly (?:before|after))\s(?:about\s)?|,?\s{1,2}"
)


_RANGE = re.compile(
    r"\s?(?:[-\u2010-\u2015]|\b(?:to|and|or|through|until|till)\b)\s?(?:the )?", re.IGNORECASE
)


def _is_weekday(day: date, word: str) -> bool:
    return day.isoweekday() == lx.WEEKDAYS[word.lower()]


def _holds_year(words: str) -> bool:
    return re.search(r"[0-9]{4}$", words) is not None


_PARTS_OF_A_YEAR = frozenset({"P6M", "P9M", "P12M"})
_REPORT_LEAD = re.compile(r"\b(?:the|first|latest)\s")
_TERM_ENDED = re.compile(r"\b(?:quarter|months|period|half)\s(?:that\s)?(?:ended|ending|to|through)\s$")


@dataclass(slots=True)
class _Reader:
    """One pass over one string; holds the clock that the pass moves."""

    text: str
    clock: Clock
    sentences: Spans
    silent: Sequence[Span]
    where: Where

    def read(self) -> list[tuple[Time, Answer]]:
        found: list[tuple[Found, Answer]] = []
        starts = [s.start for s in self.sentences]
        silent = sorted(self.silent)
        muted = [s.start for s in silent]
        for one in candidates(self.text):
            at = bisect_right(muted, one.start) - 1
            if at >= 0 and one.start < silent[at].end:
                continue
            if not _sound(self.text, one):
                continue
            self.clock.tense = self._tense(one, starts) if one.rule in _TENSED else ""
            found.extend(self._reckon(one))
        found = self._share_days(self._share_years(found))
        return [(self._time(one, answer), answer) for one, answer in self._join(found)]

    def _share_days(self, found: list[tuple[Found, Answer]]) -> list[tuple[Found, Answer]]:
        """ "On Friday (9 June)": the weekday is the day in the brackets, if that is one."""
        for i in range(len(found) - 1):
            (one, answer), (other, day) = found[i : i + 2]
            if one.rule != "weekday" or other.rule not in ("dmy", "mdy") or answer.type != "DATE":
                continue
            if re.fullmatch(r"\s?\(", self.text[one.end : other.start]) is None or day.day is None:
                continue
            named = PATTERNS["weekday"].search(self.text, one.start, one.end)
            if day.value[:1].isdecimal() and named and _is_weekday(day.day, named["wd"]):
                found[i] = (one, day._replace(type="DATE", precision="day", value=day.value[:10]))
        return found

    def _share_years(self, found: list[tuple[Found, Answer]]) -> list[tuple[Found, Answer]]:
        """ "From May to July 2015", "28 May to 3 June 2015": the year of the second is the first one's too."""
        for i in range(len(found) - 1):
            (one, answer), (other, second) = found[i : i + 2]
            if one.rule not in ("month", "dmy", "mdy") or other.rule not in ("my", "dmy", "mdy"):
                continue
            gap = self.text[one.end : other.start]
            if _RANGE.fullmatch(gap) is None or not _holds_year(self.text[other.start : other.end]):
                continue
            if _holds_year(self.text[one.start : one.end]) or answer.day is None or second.day is None:
                continue
            for year in (second.day.year, second.day.year - 1):
                try:
                    day = answer.day.replace(year=year)
                except ValueError:
                    continue
                if day <= second.day:
                    shared = day.isoformat() if answer.precision == "day" else day.isoformat()[:7]
                    found[i] = (
                        one,
                        answer._replace(value=shared, anchor=None, day=day, conflict=None, warning=None),
                    )
                    break
        return found

    def _reckon(self, one: Found) -> Iterator[tuple[Found, Answer]]:
        pattern = PATTERNS[one.rule]
        m = pattern.match(self.text, one.start)
        if m is None or m.end() != one.end:
            m = pattern.match(self.text, one.start, one.end)
        if m is None:
            return
        answer = RECKON[one.rule](m, self.clock)
        if answer is None and one.rule == "dmy" and m["yy"]:
            end = (
                m.start("yy")
                - len(m[0][: m.start("yy") - one.start])
                + len(m[0][: m.start("yy") - one.start].rstrip(" ,-\t\n"))
            )
            m = pattern.match(self.text, one.start, end)
            one = one._replace(end=end)
            if m is None:
                return
            answer = RECKON["dmy"](m, self.clock)
        if answer is None:
            return
        yield from self._ends(one, m, answer)

    def _ends(self, one: Found, m: re.Match[str], answer: Answer) -> Iterator[tuple[Found, Answer]]:
        """One expression as a rule, two where the words give both ends of a range in one."""
        first, second = one, None
        if one.rule == "range_mdy":
            first = Found(one.start, m.end("d"), one.rule)
            at = re.compile(rf"({re.escape(m['d2'])})")
            day = at.match(self.text, m.start("d2"))
            month = PATTERNS["mdy"].match(f"{m['mon']} {m['d2']}" + (f", {m['y']}" if m["y"] else ""))
            if day and month:
                last = RECKON["mdy"](month, self.clock)
                second = (Found(m.start("d2"), one.end, one.rule), last)
        elif one.rule == "year_range":
            short = re.compile(r"[-/\u2010-\u2015]([0-9]{2})(?![0-9])").match(self.text, one.end)
            if short:
                year = int(m["y"]) // 100 * 100 + int(short[1])
                second = (
                    Found(short.start(1), short.end(1), one.rule),
                    Answer("DATE", f"{year:04d}", "year"),
                )
        for found, value in ((first, answer), second or (first, None)):
            if value is None:
                continue
            aside = found.rule in _ASIDE and value.precision in ("year", "quarter")
            reported = self.clock.in_quarter
            if (
                reported
                and value.value in _PARTS_OF_A_YEAR
                and _REPORT_LEAD.search(self.text, max(0, found.start - 8), found.end)
            ):
                self.clock.reference = None  # "for the nine months": what is compared is no quarter now
            if (
                reported
                and value.precision == "day"
                and _TERM_ENDED.search(self.text, max(0, found.start - 30), found.start)
            ):
                aside = True  # "the quarter ended 30 September" stays the quarter
            if (
                not aside
                and value.day is not None
                and value.precision != "vague"
                and value.type != "DURATION"
            ):
                self.clock.reference = value
                if value.precision == "quarter" and "Q" in value.value:
                    self.clock.quarter = value
            yield self._extended(found, value), value

    def _extended(self, one: Found, answer: Answer) -> Found:
        """The span with the words before it that TIMEX3 counts in ("nearly", "early", "the end of")."""
        if one.rule in ("vague", "iso", "numeric", "year_range"):
            return one
        left = self.text[max(0, one.start - 28) : one.start]
        lead = (_LENGTH_LEAD if one.rule in _COUNTED else _DATE_LEAD).search(left)
        if one.rule == "rel_number" or lead is None or (lead.start() and left[lead.start() - 1].isalnum()):
            return one
        if one.rule in _COUNTED and lead[0].lower() == "the " and one.rule != "duration":
            return one
        return one._replace(start=one.start - len(lead[0]))

    def _tense(self, one: Found, starts: list[int]) -> str:
        at = bisect_right(starts, one.start) - 1
        begin, end = max(0, one.start - 160), one.end + 80
        if at >= 0 and one.start < self.sentences[at].end:
            begin, end = max(begin, self.sentences[at].start), min(end, self.sentences[at].end)
        return tense(self.text, begin, one.start, one.end, end, one.rule)

    def _join(self, found: list[tuple[Found, Answer]]) -> Iterator[tuple[Found, Answer]]:
        """Times of day take the day beside them; where only a blank lies between, the two are one expression."""
        i = 0
        end = 0
        while i < len(found):
            one, answer = found[i]
            if one.start < end:  # a lead reached into what came before
                one = one._replace(start=min(end, one.end))
            following = found[i + 1] if i + 1 < len(found) else None
            if one.rule in ("clock", "hour24") and (beyond := self._bracketed(found, i)):
                answer = answer._replace(value=_on(beyond, answer), anchor=beyond.anchor, day=beyond.day)
            elif one.rule in ("clock", "hour24", "clock_in", "part"):
                day = following[1] if following else None
                gap = self.text[one.end : following[0].start] if following else ""
                if (
                    following
                    and day
                    and day.precision == "day"
                    and day.type == "DATE"
                    and _TO_DATE.fullmatch(gap)
                ):
                    answer = answer._replace(
                        value=_on(day, answer),
                        anchor=day.anchor,
                        day=day.day,
                        conflict=day.conflict,
                        warning=day.warning,
                    )
                    one = Found(one.start, following[0].end, one.rule)
                    i += 1
                elif i and found[i - 1][1].precision == "day" and found[i - 1][1].type == "DATE":
                    gap = self.text[found[i - 1][0].end : one.start]
                    if _TO_CLOCK.fullmatch(gap):
                        answer = answer._replace(
                            value=_on(found[i - 1][1], answer), anchor=found[i - 1][1].anchor
                        )
            if one.end > one.start:
                yield one, answer
                end = one.end
            i += 1

    def _bracketed(self, found: list[tuple[Found, Answer]], i: int) -> Answer | None:
        """The day behind a time of day and its like in brackets, for both: "7 p.m. (1700 GMT) on Tuesday"."""
        at = i
        if at + 1 < len(found) and found[at + 1][0].rule in ("clock", "hour24"):
            if not re.fullmatch(r"\s?\(", self.text[found[at][0].end : found[at + 1][0].start]):
                return None
            at += 1
        if at + 1 >= len(found) or self.text[found[at][0].end : found[at][0].end + 1] != ")":
            return None
        day, gap = found[at + 1][1], self.text[found[at][0].end : found[at + 1][0].start]
        fits = re.fullmatch(r"\),?\s(?:on )?", gap) and day.precision == "day" and day.type == "DATE"
        return day if fits else None

    def _time(self, one: Found, answer: Answer) -> Time:
        return Time(
            "", one.start, one.end, self.text[one.start : one.end], answer.type, answer.value,
            answer.anchor, answer.precision, answer.conflict, self.where,
        )  # fmt: skip


def _on(day: Answer, hour: Answer) -> str:
    return f"{day.value}T{hour.value.partition('T')[2]}"
