"""Who speaks in sentences whose order was kept from the original, and titles of laws that nobody says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from sandpiper.translation import tables
from sandpiper.translation.findings import WORD, Finding, Page, Words, evidence
from sandpiper.translation.positions import PATRONYMIC
from sandpiper.types import Span, Spans

SPEAKER, FRONTED, DOUBTFUL, AGENCY, TITLE = 0.9, 0.85, 0.75, 0.88, 0.88  # set by judgement, checked on dev
_LONGEST = 14  # words of a speaker's title and name

_TOLD = r"(?:reported|informed|told|stated|declared|announced|notified|said)"
_NOW = r"(?:report(?:s|ed)?|inform(?:s|ed)?|t(?:ells|old)|state[sd]|declare[sd]|note[sd]|transmit(?:s|ted)|write?s|wrote|specif(?:ies|ied)|explain(?:s|ed)|emphasi[sz]e[sd]|stress(?:es|ed)|assure[sd]|consider(?:s|ed)|said)"
# What "as" may stand before, and what follows a hearer
_MORE = rf"(?:{_NOW}|claim(?:s|ed)|promise[sd]|complain(?:s|ed)|believe[sd]|thinks?|thought|admit(?:s|ted)|confirm(?:s|ed)|clarif(?:ies|ied)|add(?:s|ed)|recall(?:s|ed)|remind(?:s|ed)|predict(?:s|ed)|acknowledge[sd]|underline[sd]|warn(?:s|ed)|says|insist(?:s|ed)|assert(?:s|ed)|transfers|communicates|quotes?|comment(?:s|ed)|shared)"
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
_TO = (  # hearers who are plainly no speakers
    rf" (?:(?:to|with|in (?:an? )?(?:interview|conversation) (?:to|with)) (?:the |a |an )?(?:(?:{_OFFICES})(?: {_NAME})?|{_MEN}|{_CORRESPONDENT}"
    rf"|{_NAME})|(?:the |a )?(?:{_MEN}|{_CORRESPONDENT}))"
)
_WHERE = (
    r"(?: (?:at|during|in|after|following|on) (?:an? |the |his |her )?(?:[\w-]+ ){0,2}?(?:briefing|press[- ]conference|meeting|air"
    r"|results|interview|session|summary|Rada|Duma|Parliament|Facebook|Telegram|Twitter)(?: of the \w+)?)?"
)

# What stands before the speaker; group "cue" is the words of reporting. The speaker's words begin where a match ends.
# fmt: off
_THIS = re.compile(
    rf"\b(?:[Tt]his|[Tt]hat|[Ii]t) (?P<cue>(?:was |is |has been |were )?(?:also )?{_TOLD}){_DAY}(?:{_HEARERS})?{_DAY}{_WHERE} "
)
_ABOUT_THIS = re.compile(
    rf"\b(?:[Aa]bout|[Oo]n|[Oo]f) (?:this|it|that){_DAY}(?:{_HEARERS})?(?: (?:at|in|during) [^,.;:“”\"\n]{{3,60}}?)? (?P<cue>(?:was |has )?{_NOW})"
    rf"(?:{_HEARERS})?{_DAY}{_WHERE}(?:, \w+ing [^,.\n]{{2,60}},)? "
)
_SUCH = re.compile(
    r"\b[Ss]uch (?:an? )?(?:opinion|statement|conclusion|assessment|position|forecast|data|view|point of view)s?"
    rf"{_DAY}(?:{_HEARERS})? (?P<cue>(?:was |were |has |have )?(?:expressed|made|voiced|said|announced|cited|given|gave|provided|led"
    rf"|shared|stated)){_DAY}(?:{_HEARERS})?{_DAY}{_WHERE} "
)
_AS = re.compile(rf"\b(?P<cue>[Aa]s (?:was |is |ha[ds] |have )?(?:also )?{_MORE})(?:{_HEARERS})?{_DAY}{_WHERE} ")
_SAID_TO = re.compile(rf"(?:[,”\"»“]|[–—-]) ?(?P<cue>(?:was |has )?{_MORE}){_TO}{_DAY}{_WHERE} ")
# "– to the correspondent said X"
_TO_SAID = re.compile(rf"(?:[,”\"»“]|[–—-])(?: about (?:this|it|that))?(?= to | in an? (?:interview|conversation)){_TO}{_DAY} (?P<cue>(?:was |has )?{_MORE}){_WHERE} ")
# "Told about this journalists X"
_TOLD_THIS = re.compile(
    r"(?:^|(?<=[.!?”\"\n] ))(?P<cue>(?:Told|Said|Reported|Informed|Announced|Stated|Declared|Spoke|Wrote|Writes|Reports|Noted|Tells|Informs))"
    rf"(?: (?:about|on|of))? (?:this|it|that){_DAY}(?:{_HEARERS})?{_DAY}{_WHERE} ",
    re.MULTILINE,
)
# "With such statement made X", "In this is sure X"
_WITH_SUCH = re.compile(
    r"\b[Ww]ith (?:such |this |the |that )(?:an? )?(?:[a-z-]+ )?(?:statement|proposal|initiative|appeal|request|demand|idea|criticism)s?"
    rf"{_DAY}(?:{_HEARERS})? (?P<cue>(?:has |was |had )?(?:made|addressed|appealed|came(?: out| forward)?|come(?: out)?|spoke|spoken|acted|performed"
    rf"|appeared|turned|issued)){_DAY}(?:{_HEARERS})?{_DAY}{_WHERE} "
)
_SURE_OF = re.compile(r"\b(?:[Ii]n|[Oo]f) (?:this|it|that) (?P<cue>(?:is|are|was|were) (?:also )?(?:sure|convinced|confident|certain)) ")
# "told TV Magyar Hang": what follows may be the rest of the hearer's name
_BARE = re.compile(rf"(?:[,”\"»“]|[–—-]) ?(?P<cue>(?:was |has )?(?:{_TOLD}|shared|explained|noted|specified)){_HEARERS}{_DAY}{_WHERE} ")
# fmt: on
# "A cautious position has expressed X", "– said at a briefing in Lviv X", "quotes TASS the words of X": only with a name or an
# office that ends there.
_FRONTED = re.compile(
    r"(?:^|(?<=[.!?”\"] ))(?:An?|The|This|That|Such|Similar|His|Her|Own|Another|Its) (?:[a-z][\w-]* ){0,4}?(?:position|opinion|view|confidence|hope|doubts?|idea"
    rf"|assumption|concern|regret|condolences|readiness|wish|forecast|estimate) (?P<cue>(?:has |have |had |also )?(?:expressed|voiced|stated|announced|shared)){_DAY}(?:{_HEARERS})?{_DAY}{_WHERE} ",
    re.MULTILINE,
)
_LATE = re.compile(
    rf"(?:[,”\"»“]|[–—-]) ?(?P<cue>(?:was |has )?(?:{_MORE}|outraged|joked))(?: on \w+day)? (?:in|at|on|from|during|after|following|before) "
    r"[^,.;:“”\"»«\n–—]{2,70}?(?<! of)(?<! by)(?<! in)(?<! at)(?<! on)(?<! to)(?<! and)(?<! for)(?<! with)(?<! from)(?<! between)(?<! about)(?<! under)(?<! that)"
    r" (?=the [A-Za-z]|[A-Z][a-z]+ [A-Z])"
)
_WORDS_OF = re.compile(
    rf"\b(?P<cue>quotes?)(?:(?: the| this)? agency)? {_NAME} (?:the )?(?:words|statement) of (?:the )?(?=[a-zA-Z])"
)
_WORDS_OF_NAMED = re.compile(
    rf"\b(?P<cue>quotes?) (?:the )?(?:words|statement) of (?=[^.,;:\n]{{3,80}} {_NAME}[.,])"
)
# The verb first, as in Arabic: "And pointed out the Observatory to that …"
_VERB_FIRST = re.compile(
    r"(?:^|(?<=[.!?”\"\n] )|(?<=, ))(?:And |But )?(?P<cue>(?:[Cc]onsidered|[Pp]ointed out|[Ss]tressed|[Cc]onfirmed|[Aa]ffirmed|[Aa]nnounced|[Ee]xplained"
    r"|[Dd]eclared|[Ww]arned|[Cc]larified|[Ii]ndicated)) (?=(?:the|an?|[A-Z]\w+) )",
    re.MULTILINE,
)
_THAT = re.compile(r" (?:to )?that\b")
_AGENCIES = re.compile(
    r"[A-Z]{2,}|TASS|Interfax|Reuters|Ukrinform|Kommersant|Izvestia|Vedomosti|Novosti|Bloomberg|Forbes|Facebook|Twitter|Telegram|Journalists?"
)
_FINITE = re.compile(
    r"\s(?:is|are|was|were|will|would|has|have|had|can|cannot|could|must|may|might|should|did|does|it|he|she|they)\b"
)
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
    r"(?:(?:the|a|an|his|her|its|their|our) )?(?:[a-z][\w'’-]* ){0,4}?(?P<head>[A-Z][\w“\"’'-]*|head|heads|chief|spokes\w+|representatives?|press"
    r"|chairm[ae]n|director|minister|governor|mayor|deput(?:y|ies)|source|sources|commander|leader|secretary|president"
    r"|prosecutor|duty|service|department|office|ministry|police|militia|lawyers?|experts?|analysts?|members?|coordinator|officers?|drivers|residents|inhabitants|witnesses|eyewitnesses|doctors?|parents|workers|officials?"
    r"|rescuers|scientists?|ministers|organi[sz]ers|activists?|employees|neighbou?rs|relatives|specialists|historian|mother|father|wife|economist|coach"
    r"|captain|prosecutors|observers|correspondent|economists|political scientist|owner|manager|author|writer|interlocutor)\b"
)
_STOPS = re.compile(
    r"[.,;:()“”\"«»\n]|\s[–—-]\s|\s(?:to that|that|who|which|when|where|while|after|before|unless|until|during|at|by|because|if|as|but|referring|commenting|answering|"
    r"opening|speaking|is|are|was|were|has|have|had|will|would|said|says|told|noted|reported|does|did|can|could|from the|following)\b"
    r"|\s(?:in|on|to) (?:a |an |the |his |her |its )?(?:\w+day|\w+ly|interview|conversation|air|briefing|conference|Facebook|Telegram|Twitter"
    r"|social|results|journalists|reporters|response|turn|comment\w*|January|February|March|April|May|June|July|August|September"
    r"|October|November|December|\d+)\b"
)
_NO_SPEAKER = re.compile(
    r"(?:the )?(?:results?|time|day|same|situation|fact|possibility|number|first|second|most|need|beginning|end|data|information"
    r"|decision|law|bill|moment|course|work|message|statement|report)\b|(?:in|on|at|by|to|that|it|he|she|they|there|about|with|after|of|for|from|during|without|under|before|outside|inside|near|service|services|against|over|among|between|earlier|above|usual|always|well|expected|much"
    r"|was|were|is|are|had|has|will|would|(?:Mon|Tues|Thurs|Fri|Satur|Sun)day|if|though|his|her|their|your|my|our|this|these|those|all|some|many)\b",
    re.IGNORECASE,
)


def speakers(page: Page) -> Iterator[Finding]:
    """Speakers named behind the words of reporting: "This was reported to journalists the press Secretary …"."""
    for string in page.strings:
        seen: set[int] = set()
        for form in _FORMS:
            for match in form.pattern.finditer(string.text):
                found = _speaker(string, match, "inverted reporting", form.confidence, alone=form.alone)
                if found is None or found.end in seen or not form.holds(string.text, match, found):
                    continue
                seen.add(found.end)
                yield found
        for match in _AGENCY.finditer(string.text):
            found = _speaker(string, match, "agency for speaker", AGENCY)
            if found is not None and found.end not in seen:
                yield found


def _holds(text: str, match: re.Match[str], found: Finding) -> bool:
    return True


def _is_plain(text: str, match: re.Match[str], found: Finding) -> bool:
    """Not "the bishop who had brokered it told the radio"."""
    return not match[0][0].islower() or " " in match["cue"]


def _parted(text: str, match: re.Match[str], found: Finding) -> bool:
    """Whether a hearer without "to" is another than the speaker: not "told TV Magyar Hang", not "said CNN host Tom Hart"."""
    named = bool(re.match(r" [A-Z]", text[match.end("cue") :]))
    if named and not re.search(r"told|informed|notified", match["cue"]):
        return False
    return not found.surface[0].isupper() or found.surface.split()[0] in tables.given()


def _ends(text: str, match: re.Match[str], found: Finding) -> bool:
    """Whether the clause ends with a speaker's words, who is somebody with a name or an office."""
    return bool(
        re.match(
            r"\s*(?:[.,;:!?)“”\"\n–—-]|$|(?:in|on|at|during|after|who|that)\b)",
            text[found.end : found.end + 12],
        )
    ) and not (len(found.surface.split()) < 2)


def _says_that(text: str, match: re.Match[str], found: Finding) -> bool:
    return _THAT.match(text, found.end) is not None


class _Form(NamedTuple):
    """A way to name the speaker behind the words of reporting; ``alone``: the hearer or the fronted words leave but one name to
    be the speaker's; ``holds`` is asked of what was found."""

    pattern: re.Pattern[str]
    confidence: float = SPEAKER
    alone: bool = False
    holds: Callable[[str, re.Match[str], Finding], bool] = _holds


_FORMS = (
    _Form(_THIS, holds=_is_plain),
    _Form(_ABOUT_THIS),
    _Form(_SUCH),
    _Form(_AS, alone=True),
    _Form(_SAID_TO, alone=True),
    _Form(_TO_SAID, alone=True),
    _Form(_TOLD_THIS),
    _Form(_WITH_SUCH),
    _Form(_SURE_OF),
    _Form(_BARE, holds=_parted),
    _Form(_FRONTED, FRONTED, holds=_ends),
    _Form(_WORDS_OF, FRONTED, holds=_ends),
    _Form(_WORDS_OF_NAMED, FRONTED, holds=_ends),
    _Form(_VERB_FIRST, FRONTED, holds=_says_that),
    _Form(_LATE, DOUBTFUL, holds=_ends),
    _Form(_TOLD_BY, DOUBTFUL),
)


def _speaker(
    string: Words, match: re.Match[str], rule: str, confidence: float, alone: bool = False
) -> Finding | None:
    """The speaker whose words begin where the match ends: a title, a name, or both; one name only where it can be no hearer's."""
    text, start = string.text, match.end()
    begins = _STARTS.match(text, start)
    if begins is None or _NO_SPEAKER.match(text, start):
        return None
    end = _end(text, start, begins.end("head"))
    if _FINITE.search(text, start, end) or _FINITE.match(text, end):
        return None  # "it said the agency will oversee": a clause of its own
    words = list(WORD.finditer(text, start, end))
    if not words or len(words) > _LONGEST:
        return None
    name = _name([w[0] for w in words])
    if name is None and len(words) == 1 and words[0][0][0].isupper():
        single = words[0][0]
        if (
            not alone
            or _AGENCIES.match(single)
            or len(single) < 4
            or not re.match(r"[.,;:–— ]|$", text[end : end + 1])
        ):
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
    for at, (first, second) in enumerate(pairwise(words)):
        if first in tables.given() and second[0].isupper():
            third = words[at + 2] if at + 2 < len(words) else ""
            return first, third if PATRONYMIC.search(second) and third[:1].isupper() else second
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
