"""Story -> warnings where its headline says the reverse of its text, or another number: translations turn both around.

Flags only, and few: each rule asks for the same names or words in one sentence of the text, and keeps silent where any
sentence agrees with the headline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sandpiper.types import Span, Story, Warning

HEADLINE, NUMBER = "headline_conflict", "number_conflict"
READ = 3000  # letters of the text that are read: a headline sums up the beginning
APART = 2.0  # how many times one number is the other, at least: "12" and "at least 10" may both be right
_NAME = r"(?:the )?[A-Z][\w’'-]*(?: (?:of )?(?:the )?[A-Z][\w’'-]*){0,3}"
_DO = (
    r"(?P<verb>accus|attack|sued?|defeat|shell|bomb|invad|threaten|warn|criticiz|criticis|thank|sanction|arrest|support|blam|denounc|condemn"
    r"|recogniz|recognis|captur|defend|invit|visit)(?:e?s|e?d|ed|led)?"
)
_ROLES = re.compile(rf"\b(?P<one>{_NAME}) (?:has |have |had )?{_DO} (?P<other>{_NAME})")
_POLAR = (
    r"(?P<verb>exclud|confirm|support|recogniz|recognis|sign|approv|admit|cancel|extend|ratif|withdraw|withdrew|postpon|resum|adopt)"
    r"(?:ied|ies|es|ed|e|s|y)?"
)
_SAID_SO = re.compile(
    rf"\b(?P<one>{_NAME}) (?P<aux>(?:has|have|had|will|would|does|do|did|is|was)(?:n[’']t)? )?(?P<not>not )?{_POLAR}\b(?P<rest>[^.!?\n]*)"
)
_NO_CLAIM = re.compile(
    r"\b(?:if|whether|unless|would|could|may|might|should|asked?|denied|denies|refus\w+|never|nor|until)\b|\?"
)
_TO_TWELVE = "one two three four five six seven eight nine ten eleven twelve"
_WORDS = {w: n for n, w in enumerate(re.findall(r"\w+", _TO_TWELVE), 1)} | {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100,
}  # fmt: skip
_COUNTED = re.compile(
    rf"\b(?P<number>\d{{1,3}}(?:[ ,]\d{{3}})+|\d{{1,6}}|{'|'.join(_WORDS)})(?: (?:people|persons|civilians|soldiers|children|others|were|was|are|have|been|more)){{0,3}}"
    r" (?P<what>killed|dead|died|wounded|injured|detained|arrested|hospitali[sz]ed|evacuated|missing)\b",
    re.IGNORECASE,
)
_SAME = {
    "dead": "killed",
    "died": "killed",
    "injured": "wounded",
    "arrested": "detained",
    "hospitalised": "hospitalized",
}


class Claim(NamedTuple):
    """Who does what to whom, or that somebody does it or not."""

    one: str
    verb: str
    other: str
    span: Span


def find(story: Story) -> tuple[Warning, ...]:
    """The warnings of a story; none without a headline."""
    title = story.title
    if not title:
        return ()
    text = story.text[:READ]
    if text.startswith(title):  # the headline is the text's first line
        text = " " * len(title) + text[len(title) :]
    return (*_roles(title, text), *_polarity(title, text), *_numbers(title, text))


def _roles(title: str, text: str) -> Iterator[Warning]:
    """ "Iran accused Iraq", and in the text only Iraq accuses Iran."""
    said = [
        Claim(_bare(m["one"]), m["verb"], _bare(m["other"]), Span(*m.span())) for m in _ROLES.finditer(text)
    ]
    for m in _ROLES.finditer(title):
        one, verb, other = _bare(m["one"]), m["verb"], _bare(m["other"])
        if one == other or any((c.one, c.verb, c.other) == (one, verb, other) for c in said):
            continue
        turned = next((c for c in said if (c.one, c.verb, c.other) == (other, verb, one)), None)
        if turned:
            yield _warning(HEADLINE, f"headline: {m[0]}; text: {turned.span.of(text)}", turned.span)


def _polarity(title: str, text: str) -> Iterator[Warning]:
    """ "Paris confirmed the visit", and in the text only that Paris did not."""
    for m in _SAID_SO.finditer(title):
        if _NO_CLAIM.search(title):
            return
        here = [
            c for c in _SAID_SO.finditer(text) if _same(c, m) and not _NO_CLAIM.search(_sentence(text, c))
        ]
        if here and all(_negated(c) != _negated(m) for c in here):
            span = Span(here[0].start(), here[0].end("verb"))
            yield _warning(HEADLINE, f"headline: {m[0]}; text: {here[0][0].strip()}", span)


def _same(one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether two sentences are about one deed: the same subject and verb, and two of the headline's other words."""
    if _bare(one["one"]) != _bare(other["one"]) or one["verb"] != other["verb"]:
        return False
    first, second = (set(re.findall(r"[^\W\d_]{5,}", m["rest"].lower())) for m in (one, other))
    return len(first & second) >= 2


def _negated(match: re.Match[str]) -> bool:
    return bool(match["not"]) or "n’t" in (match["aux"] or "") or "n't" in (match["aux"] or "")


def _sentence(text: str, match: re.Match[str]) -> str:
    start = max(text.rfind(mark, 0, match.start()) for mark in (".", "!", "?", "\n", "“", '"'))
    return text[start + 1 : match.end()]


def _numbers(title: str, text: str) -> Iterator[Warning]:
    """ "12 killed", and the text has one other number of the killed, far from it."""
    counted: dict[str, list[tuple[int, Span]]] = {}
    for m in _COUNTED.finditer(text):
        counted.setdefault(_kind(m), []).append((_value(m["number"]), Span(*m.span())))
    for m in _COUNTED.finditer(title):
        number, some = _value(m["number"]), counted.get(_kind(m), [])
        every = {_value(n) for n in re.findall(rf"\b(?:\d[\d ,]*|{'|'.join(_WORDS)})\b", text.lower())}
        if len({n for n, _ in some}) == 1 and number and number not in every:
            other, span = some[0]
            if other and max(number, other) >= APART * min(number, other):
                yield _warning(NUMBER, f"headline: {m[0]}; text: {span.of(text)}", span)


def _kind(match: re.Match[str]) -> str:
    what = match["what"].lower()
    return _SAME.get(what, what)


def _value(number: str) -> int:
    digits = re.sub(r"[ ,]", "", number)
    return int(digits) if digits.isdigit() else _WORDS.get(number.lower(), 0)


def _bare(name: str) -> str:
    """A name's last word: surnames stand alone in headlines."""
    return name.split()[-1]


def _warning(kind: str, text: str, span: Span) -> Warning:
    return Warning(kind, text, (span,))
