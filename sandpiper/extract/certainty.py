"""Statement -> how firmly the speaker stands behind it, from his own words and the verb of saying.

1 without reserve, 0.75 likely, 0.5 possible, 0.25 unlikely; None where it is not asserted at all (a demand, an appeal, a
hope, what was not said) and where a word of reserve stands in a clause that may not be the one it is about.
"""

from __future__ import annotations

import re

from sandpiper.types import Statement

SURE, LIKELY, POSSIBLE, UNLIKELY = 1.0, 0.75, 0.5, 0.25

_RESERVES = re.compile(
    r"(?P<none>\b(?:categorically|definitely|certainly|undoubtedly|unequivocally|surely|beyond\s+doubt"
    r"|(?:no|without(?:\s+a)?)\s+doubt|(?:no|not\s+the\s+slightest)\s+question)\b)"
    r"|(?P<unlikely>\b(?:unlikely|improbable|hardly|doubtful)\b"
    r"|\bnot\s+(?:very\s+)?(?:likely|probable)\b)"
    r"|(?P<likely>\b(?:probabl[ey]|likely|presumably|apparently|seem(?:s|ed|ingly)?|appear(?:s|ed)?\s+to)\b)"
    r"|(?P<possible>\b(?:may|might|perhaps|maybe|possibl[ey]|reportedly|allegedly|conceivably|not\s+(?:ruled\s+out|excluded))\b"
    r"|\bcould\b(?!\s+not\b|n['’]t\b))",
    re.I,
)
_OTHER_CLAUSE = re.compile(r"\b(?:who|whom|whose|which|if|unless|because|while|although|though|where|when|so\s+that|but)\b|[;.!?]\s", re.I)  # fmt: skip
_CONDITION = re.compile(r"[\s\"“‘«]*(?:that\s+)?(?:if|unless|when|although|while)\b[^,]*,", re.I)
_NOT = r"(?:not|never|cannot)\b|n['’]t\b"
_CUES = (
    (re.compile(r"\b(?:doubt|sceptical|skeptical)", re.I), UNLIKELY, None),  # with a "not": he does not doubt it
    (re.compile(r"\b(?:rul(?:e|ed|es|ing)\s+out|exclud)", re.I), None, POSSIBLE),
    (re.compile(r"\b(?:hop(?:e|es|ed|ing)|wish)\b", re.I), None, None),
    (re.compile(r"\b(?:suggest|suspect|hint|speculat|wonder|fear)", re.I), POSSIBLE, None),
    (re.compile(r"\b(?:believ|think|thought|expect|assum|reckon|guess|suppos|estimat|apparent|opinion)", re.I), LIKELY, UNLIKELY),
    (re.compile(r"\b(?:may|might|could)\b"), POSSIBLE, None),
)  # fmt: skip


def of(text: str, said: Statement) -> float | None:
    """How firmly the statement is made."""
    cue = " ".join(c.of(text) for c in said.cue)
    before = text[max(0, said.cue[0].start - 20) : said.cue[0].start] if said.cue else ""
    refused = re.search(_NOT, cue, re.I) or re.search(rf"(?:{_NOT})\s*(?:\w+\s+)?$", before, re.I)
    for verb, plain, negated in _CUES:
        if verb.search(cue):
            # of two reserves the greater holds: he believes that it may
            told = negated if refused else plain
            own = _of_content(text, said)
            return None if told is None or own is None else min(told, own)
    if said.negated or refused or said.kind in ("demand", "appeal"):
        return None
    return SURE if re.search(r"\bcategorical", cue, re.I) else _of_content(text, said)


def _of_content(text: str, said: Statement) -> float | None:
    first = said.content[0]
    condition = _CONDITION.match(text, first.start, first.end)
    begin = condition.end() if condition else first.start
    border = _OTHER_CLAUSE.search(text, begin, first.end)
    main = border.start() if border else first.end
    for found in _RESERVES.finditer(text, begin, main):
        if (value := _value(text, found, first.start)) is not None:
            return value
    rest = ((main, first.end), *said.content[1:])
    others = (f for lo, hi in rest for f in _RESERVES.finditer(text, lo, hi))
    return None if any((_value(text, f, first.start) or SURE) < SURE for f in others) else SURE


def _value(text: str, found: re.Match[str], begin: int) -> float | None:
    """What a word of reserve is worth; None for the month of May."""
    if found[0] == "May" and (
        found.start() > begin or re.match(r"\s+\d", text[found.end() : found.end() + 4])
    ):
        return None
    return {"none": SURE, "unlikely": UNLIKELY, "likely": LIKELY, "possible": POSSIBLE}[found.lastgroup or ""]
