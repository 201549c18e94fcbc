"""Content of a statement -> the clause that names its condition: "if", "unless", "provided that" and their like."""

from __future__ import annotations

import re

from sandpiper.types import Span, Spans, Statement

from .due import NOTHING, is_day
from .record import EDGE, REACH, Record, trim

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


def find(record: Record, s: Statement, content: Span) -> Span | None:
    """The clause that names the condition, with its "if"; as far as the main clause where it comes first."""
    text = record.text(s.in_)
    for m in _MARKER.finditer(text, content.start, content.end):
        lead = text[max(content.start, m.start() - 80) : m.start()]
        opens = (m["joined"] and lead.rstrip().endswith((",", "."))) or _OPENS.search(lead)
        if _no_condition(text, m, lead, bool(opens), content, record, s):
            continue
        stops = _stops(text, m, content)
        if opens:
            end = next(
                (stop for stop in stops if _MAIN.match(text, stop + 1, min(content.end, stop + REACH))), None
            )
            end = end or next(iter(stops), None)
            if end is None and (main := _MAIN_START.search(text, m.end() + 4, content.end)):
                end = main.start()  # "if the budget is secured the courses will start"
            alone = len(s.content) == 1
            if end is None and alone and content == s.content[0] and lead.strip(EDGE).lower() in ("", "that"):
                continue
        else:
            end = next((stop for stop in stops if text[stop] != "," or _FOLLOWS.match(text, stop + 1)), None)
            that = _AND_THAT.search(text, m.end(), end or min(content.end, m.end() + REACH))
            end = that.start() if that else end
        span = trim(text, m.start(), end or content.end)
        if len(span.of(text).split()) > 1:
            return span
    return None


def _no_condition(
    text: str, m: re.Match[str], lead: str, opens: bool, content: Span, record: Record, s: Statement
) -> bool:
    """Whether the words only look like one: a question, a concession ("even if"), a due date ("until Friday")."""
    if _ASKED.search(lead):
        return True
    if (m["when"] or m["while"]) and not _hangs_on(m, lead, s):
        return True
    if m[0].split()[-1].lower() in ("until", "till", "til", "before"):
        return is_day(record, s, m.start(), m.end())
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
        return bool(NOTHING.search(lead)) and not lead.rstrip().endswith(",")
    return bool(_WILL.search(lead)) and not _BE.search(lead)


_WILL = re.compile(r"\b(?:will|would|shall|going\s+to|ready)\b|['’]ll\b", re.I)


def _stops(text: str, m: re.Match[str], content: Span) -> list[int]:
    """Where the clause of a marker may end: commas, dashes, and first of all the end of its sentence or quotation."""
    before = text[max(content.start - 2, m.start() - REACH) : m.start()]
    ascii_open = before.count('"') % 2 == 1
    depth = max(0, before.count("“") - before.count("”"))
    out: list[int] = []
    for stop in _STOP.finditer(text, m.end(), min(content.end, m.end() + REACH)):
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


def needed(text: str, clause: Span) -> Span:
    """What must come true: the clause without its "if"."""
    marker = _MARKER.match(text, clause.start, clause.end)
    return Span(marker.end(), clause.end) if marker else clause


def lasts(text: str, clause: Span) -> bool:
    """Whether the clause tells how long a thing goes on: "until the court meets"."""
    return bool(_UNTIL.match(text, clause.start, clause.end))


_UNTIL = re.compile(r"(?:un)?till?\b", re.I)


def without(text: str, content: Spans, clause: Span | None) -> Spans:
    """The content without the clause that was found in it; empty where nothing else was said."""
    if clause is None:
        return content
    parts: list[Span] = []
    for c in content:
        if not c.overlaps(clause):
            parts.append(c)
            continue
        parts += [trim(text, c.start, clause.start), trim(text, clause.end, c.end)]
    return tuple(p for p in parts if len(p.of(text).split()) > 1) or tuple(p for p in parts if p.of(text))
