"""Who speaks in sentences whose order was kept from the original, and titles of laws that nobody says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from sandpiper.translation import tables
from sandpiper.translation.findings import WORD, Finding, Page, Words, evidence
from sandpiper.types import Span, Spans

SPEAKER, DOUBTFUL, AGENCY, TITLE = 0.9, 0.75, 0.88, 0.88  # set by judgement, checked on dev
_LONGEST = 14  # words of a speaker's title and name

_TOLD = r"(?:reported|informed|told|stated|declared|announced|notified|said)"
_NOW = r"(?:report(?:s|ed)?|inform(?:s|ed)?|t(?:ells|old)|state[sd]|declare[sd]|note[sd]|transmit(?:s|ted)|write?s|wrote|specif(?:ies|ied)|explain(?:s|ed)|emphasi[sz]e[sd]|stress(?:es|ed)|assure[sd]|consider(?:s|ed)|said)"
_DAY = r"(?: (?:on (?:\w+day|the eve|the air|air)|today|yesterday|earlier|later|also|in the (?:morning|evening)|the day before))?"
_NAME = r"(?:[“\"«][^“”\"«»\n]{2,30}[”\"»“]|[A-Z][\w-]*[A-Z][\w-]*|TASS|Interfax|Reuters|Ukrinform|Kommersant|RBC|(?:RIA|UNIAN) ?(?:“?\"?[Nn]ov?[eo]?\w*[”\"]?)?)"
_MEN = (
    r"journalists?|reporters?|(?:mass )?media|press(?![- ](?i:service|secretary|cent|officer|bureau|attach))|newsmen|deputies|visitors"
    r"|inspectors|colleagues|viewers|readers|parliamentarians|senators|investigators|students"
)
_OFFICES = r"agency|agencies|publication|newspaper|edition|channel|radio|portal"
_CORRESPONDENT = rf"correspondents?(?: of(?: the)? (?:{_OFFICES}))?(?:(?: of)?(?: the)?(?: agency)? {_NAME})?"
_HEARERS = (
    rf" (?:(?:to|with|in (?:an? )?(?:interview|conversation) (?:to|with)) (?:the |a |an )?(?:(?:{_OFFICES})(?: {_NAME})?|{_MEN}|{_CORRESPONDENT}"
    rf"|{_NAME})|(?:the |a )?(?:{_MEN}|{_CORRESPONDENT}|{_NAME}))"
)
_WHERE = (
    r"(?: (?:at|during|in|after|following|on) (?:an? |the |his |her )?(?:[\w-]+ ){0,2}?(?:briefing|press[- ]conference|meeting|air"
    r"|results|interview|session|summary|Rada|Duma|Parliament|Facebook|Telegram|Twitter)(?: of the \w+)?)?"
)

# What stands before the speaker; group "cue" is the words of reporting. The speaker's words begin where a match ends.
_INVERTED = (
    re.compile(
        rf"\b(?:[Tt]his|[Tt]hat|[Ii]t) (?P<cue>(?:was |is |has been |were )?(?:also )?{_TOLD}){_DAY}(?:{_HEARERS})?{_DAY}{_WHERE} "
    ),
    re.compile(rf"\b[Aa]bout (?:this|it|that){_DAY}(?:{_HEARERS})? (?P<cue>(?:was )?{_NOW})(?:{_HEARERS})?{_DAY}{_WHERE} "),
    re.compile(
        r"\b[Ss]uch (?:an? )?(?:opinion|statement|conclusion|assessment|position|forecast|data|view|point of view)s?"
        rf"{_DAY}(?:{_HEARERS})? (?P<cue>(?:was |were |has |have )?(?:expressed|made|voiced|said|announced|cited|given|gave|provided|led"
        rf"|shared|stated)){_DAY}(?:{_HEARERS})?{_DAY}{_WHERE} "
    ),
    re.compile(rf"\b(?P<cue>[Aa]s (?:was |is |had )?(?:also )?{_NOW})(?:{_HEARERS})?{_DAY}{_WHERE} "),
    re.compile(rf"(?:[,”\"»“]|[–—-]) ?(?P<cue>(?:was |has )?(?:{_TOLD}|shared|explained|noted|specified)){_HEARERS}{_DAY}{_WHERE} "),
)  # fmt: skip
# whom "told" has for object may also be the hearer
_TOLD_BY = re.compile(
    rf"(?:[,”\"»“]|[–—-]) ?(?P<cue>(?:was |has )?(?:told|informed)){_DAY}{_WHERE} (?=the |[a-z-]+ [A-Z]|[A-Z]\w+ [A-Z])"
)
_AGENCY = re.compile(
    r"(?:^|(?<=[\n.!?] ))[“\"«]?(?P<agency>UKRINFORM|Ukrinform|TASS|UNIAN|Interfax|RIA Novosti|Kommersant|Izvestia)[”\"»]?"
    r",? (?P<cue>said|told|reported|informed|declared) (?=the |[A-Z])",
    re.MULTILINE,
)
_STARTS = re.compile(
    r"(?:(?:the|a|an|his|her|its|their) )?(?:[a-z][\w-]* ){0,4}?(?P<head>[A-Z][\w“\"’'-]*|head|heads|chief|spokes\w+|representatives?|press"
    r"|chairm[ae]n|director|minister|governor|mayor|deput(?:y|ies)|source|sources|commander|leader|secretary|president"
    r"|prosecutor|duty|service|department|office|ministry|police|militia|lawyer|expert|analyst|member|coordinator|officer)\b"
)
_STOPS = re.compile(
    r"[.,;:()“”\"«»\n]|\s[–—-]\s|\s(?:that|who|which|when|where|while|after|during|at|by|because|if|as|but|referring|commenting|answering|"
    r"opening|speaking|is|are|was|were|has|have|had|will|would|said|says|told|noted|reported|does|did|can|could|from the|following)\b"
    r"|\s(?:in|on|to) (?:a |an |the |his |her |its )?(?:\w+day|\w+ly|interview|conversation|air|briefing|conference|Facebook|Telegram|Twitter"
    r"|social|results|journalists|reporters|response|turn|comment\w*|January|February|March|April|May|June|July|August|September"
    r"|October|November|December|\d+)\b"
)
_NO_SPEAKER = re.compile(
    r"(?:the )?(?:results?|time|day|same|situation|fact|possibility|number|first|second|most|need|beginning|end|data|information"
    r"|decision|law|bill|moment|course|work|message|statement|report)\b|(?:in|on|at|by|to|that|it|he|she|they|there|about|with|after|of|for|from|during|without|under|before|service|services)\b",
    re.IGNORECASE,
)


def speakers(page: Page) -> Iterator[Finding]:
    """Speakers named behind the words of reporting: "This was reported to journalists the press Secretary …"."""
    for string in page.strings:
        seen: set[int] = set()
        for pattern, sure in (*((p, SPEAKER) for p in _INVERTED), (_TOLD_BY, DOUBTFUL)):
            for match in pattern.finditer(string.text):
                found = _speaker(string, match, "inverted reporting", sure)
                if found is not None and found.end not in seen:
                    seen.add(found.end)
                    yield found
        for match in _AGENCY.finditer(string.text):
            found = _speaker(string, match, "agency for speaker", AGENCY)
            if found is not None and found.end not in seen:
                yield found


def _speaker(string: Words, match: re.Match[str], rule: str, confidence: float) -> Finding | None:
    """The speaker whose words begin where the match ends: a title, a name, or both."""
    text, start = string.text, match.end()
    begins = _STARTS.match(text, start)
    if begins is None or _NO_SPEAKER.match(text, start):
        return None
    end = _end(text, start, begins.end("head"))
    words = list(WORD.finditer(text, start, end))
    if not words or len(words) > _LONGEST:
        return None
    name = _name([w[0] for w in words])
    if name is None and len(words) == 1 and words[0][0][0].isupper():
        return None  # a hearer as well as a speaker
    if name is not None:
        end = next(w.end() for w in words if w[0] == name[1])
    cue = Span(*match.span("cue"))
    surface = text[start:end]
    return Finding(
        start, end, string.where, surface, " ".join(name) if name else surface, rule, confidence, "repair",
        evidence([cue], rule, string.where), None, cue,
    )  # fmt: skip


def _end(text: str, start: int, least: int) -> int:
    """Where a speaker's words end; a party's or firm's name in quotation marks belongs to them."""
    at = least
    while True:
        stop = _STOPS.search(text, at)
        if stop is None:
            return len(text.rstrip())
        if stop[0] in '“"«' and (close := re.compile(r"[”\"»]").search(text, stop.end(), stop.end() + 30)):
            at = close.end()
            continue
        return start + len(text[start : stop.start()].rstrip())


def _name(words: list[str]) -> tuple[str, str] | None:
    """The first given name with the surname behind it."""
    for first, second in pairwise(words):
        if first in tables.given() and second[0].isupper():
            return first, second
    return None


_LAW = re.compile(
    r"\b(?:[Ll]aws?|[Bb]ills?|[Dd]ecrees?|[Rr]esolutions?|[Cc]odes?|[Aa]cts?|[Pp]rograms?|[Dd]ocuments?|[Ss]trateg(?:y|ies))\b[^.\n“\"«]{0,40}"
    r"(?P<titles>(?:(?:,? and |, | as well as )?(?:the law )?[“\"«„](?:On|About|Of|For)\b[^”\"»“\n]{5,200}[”\"»“])+)"
)
_QUOTED = re.compile(r"[“\"«„](?P<title>(?P<word>On|About|Of|For)\b[^”\"»“\n]{5,200})[”\"»“]")


def laws(text: str) -> Spans:
    """Titles of laws, in their quotation marks."""
    return tuple(
        Span(*title.span())
        for law in _LAW.finditer(text)
        for title in _QUOTED.finditer(text, *law.span("titles"))
    )


def law_titles(page: Page) -> Iterator[Finding]:
    """Calqued titles of laws: "About bases of national security"."""
    for string in page.strings:
        for span in laws(string.text):
            title = _QUOTED.match(string.text, *span)
            if title is not None and title["word"] == "About":
                start, end = title.span("title")
                yield Finding(
                    start, end, string.where, title["title"], f"On{title['title'][5:]}", "law title", TITLE, "repair",
                    evidence([span], "quotation marks", string.where),
                )  # fmt: skip
