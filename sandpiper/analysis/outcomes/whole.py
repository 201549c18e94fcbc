"""A bond and a later story as a whole -> what it may tell, where no sentence tells the act in the promise's words.

News shows an outcome: envelopes with wages, a train that pulls in, letters of notice, a beach still black. So the story
is weighed by its headline and lead, which say what is new: do they have the things promised, do they tell something
done, or a lack, or a later day?
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sandpiper.analysis.outcomes import telling
from sandpiper.analysis.outcomes.telling import Sentence
from sandpiper.analysis.outcomes.words import VERBS, Word, stems_of
from sandpiper.store import Outcome
from sandpiper.types import Time, Where

LEAD = 3  # the headline and two sentences
_CLOSE = 40  # characters between what is to come and its day
TOPIC = 0.55  # topic and lead together
LEAST = 0.1  # share of the content's weight that the headline and lead must have
DEED, DELAY, BREACH = 0.45, 0.75, 0.8  # what must be told of something done, put off, not done after its day
NAMED = 0.5  # share of the content's names
EXACT = 0.4  # share that a sentence must have which breaks a promise not to do something
REST = 0.55  # share of the content, where a name is missing
ABOUT = 0.12  # share that makes another sentence one about the content


# Who talks about a promise does nothing about it.
_TALK = stems_of("""
repeat reiterate renew demand urge press question criticise criticize praise accuse warn promise pledge vow discuss debate consider plan prepare
propose hope expect appeal insist threaten doubt welcome oppose condemn call ask want await inspect mock defend blame complain remind reaffirm
pressure estimate negotiate haggle rehearse study review
""")
_BID = stems_of("tell order instruct advise command oblige require")
_IDLE = stems_of(
    "deny ask urge demand want call fear warn threaten seek request"
)  # what they ask for or fear is not there
_SPEECH = stems_of("say tell add note explain confirm announce report state declare")
ENDING = frozenset(["close", "lift", "demolish", "cut", "leave", "free", "truce", "resign", "dismiss"])
"""Families that end something: going on breaks such a promise, and a lack may keep it; any other is broken by a lack."""
_LACK = re.compile(
    r"\b(?:no|not|never|nobody|none|nothing|without|empty|unpaid|unopened|unsigned|unfinished|untouched|idle|missing|shut|locked|"
    r"sealed|absent|lacks?|lacking|waiting|dark|silent|dry|closed|stayed?\s+away|refus\w+|fail\w+|yet\s+to|nowhere|in\s+vain|hardly|"
    r"\w+n['’]t)\b",
    re.I,
)
_GOING_ON = re.compile(
    r"\b(?:still|remain(?:s|ed|ing)?|stay(?:s|ed)?|kept|keeps?|continu\w+|as\s+(?:before|ever|usual|always)|as\s+(?:it|they|he|she)\s+(?:ha[sd]|have|did)|despite|goes?\s+on|went\s+on|more\s+than\s+[\d,]+\b[^.;]*\bstill)\b",
    re.I,
)
_SHOULD = re.compile(
    r"\b(?:(?:days?|weeks?|hours?|months?)\s+after\b|should\s+have|was\s+to\s+have|were\s+to\s+have|had\s+(?:promised|pledged|vowed|said|undertaken|"
    r"set\s+(?:it|him|her|them)sel\w+|given\s+(?:his|her|its|their)\s+word)|past\s+(?:its|the|his|her)\s+deadline|deadline|by\s+then)\b",
    re.I,
)
_TURNED = re.compile(
    r"\b(?:instead|after\s+all|changed\s+(?:its|his|her|their)\s+mind|betray\w*|deceiv\w*|lied|backtrack\w*|u-turn|reversed?|revers(?:al|es)|no\s+choice|forced\s+(?:its|his|her|their)\s+hand|"
    r"could\s+not\s+afford|impossible|ruled?\s+out|scrap\w*|abandon\w*|cancel\w*|axed?|drop(?:s|ped)|withdr[ae]w\w*\s+(?:its|his|her|the)\s+(?:offer|promise|pledge)|"
    r"will\s+not|would\s+not|won['’]t)\b",
    re.I,
)
_PUT_OFF = re.compile(
    r"\b(?:held|holds|holding|hold)\s+(?:back|up|over)\b|\bsets?\s+back\b|\bput(?:s|ting)?\s+(?:back|off)\b|\bpush(?:ed|es|ing)?\s+(?:back|off)\b|\bdelay(?:s|ed|ing)?\b|\bpostpon\w+|"
    r"\bdeferr?(?:s|ed|ing|al)?\b|\breschedul\w+|\bmov(?:ed|es|ing)\s+(?:\w+\s+){0,3}(?:back\s+)?(?:in)?to\s+(?:a\s+later|January|February|March|April|May|June|July|August|September|October|November|"
    r"December|spring|summer|autumn|winter|next|late|early|mid)|\bslip(?:s|ped)?\s+(?:back\s+)?(?:to|into|by)\b|"
    r"\b(?:must|will|would|(?:will|would)\s+have\s+to|ha(?:s|d|ve)\s+to)\s+(?:now\s+)?wait\b|\bwait(?:s)?\s+(?:until|till|for)\b|\bnew\s+(?:date|day|deadline)\b|"
    r"\b(?:not|n['’]t)\b[^.;]{0,80}\b(?:until|till|before)\b|\b(?:off|from)\s+(?:the\s+)?agenda\b|\b(?:more|extra)\s+time\b|\b\w+\s+more\s+(?:weeks|months|days)\b|\b(?:weeks|months|days)\s+more\b|\badjourn\w*|\b(?:weeks|months|days)\s+late\b|"
    r"\btakes?\s+until\b|\bnot\s+(?:be\s+)?ready\b|\bat\s+the\s+earliest\b|\buntil\s+(?:after|at\s+least|further)\b|\b(?:weeks|months|days|year)\s+later\s+than\b|\blater\s+than\s+(?:planned|promised|announced)",
    re.I,
)
# of TIMEX3 values only those that tell a year, month or day
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?![-\w])")
_COMING = re.compile(
    r"\b(?:will|would|to\s+(?!the\b|a\b|an\b)[a-z]+|named|expected|scheduled|set\s+for|hopes?)\b", re.I
)
_AT_LAST = re.compile(r"\b(?:for\s+the\s+first\s+time|finally|at\s+last|again|no\s+longer)\b", re.I)
_DONE = re.compile(
    r"\b(?:first|last|final|finally|again|at\s+last|no\s+longer|gone|since|came\s+into\s+(?:force|effect)|took\s+effect|in\s+force|went\s+into\s+effect|cheer\w*|celebrat\w*|"
    r"applau\w+|thank\w*|ribbon|ceremony|complet\w+|finish\w*|all|whole|entire|every|received?|collect(?:s|ed)?|home|back|handed|opened?|swung|signed|paid|arriv\w+|"
    r"reached|left|freed|released|new|full|as\s+promised|kept\s+(?:his|her|its|their)\s+(?:word|promise)|walk(?:s|ed)?|cross(?:es|ed)?|roll(?:s|ed)?|ago|within)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Promise:
    """What of a bond bears on the inference."""

    day: str
    due: str | None
    ending: bool
    negated: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What of a later story bears on a bond."""

    sentences: Sequence[tuple[Sentence, Where]]
    covers: Sequence[float]  # of each sentence, the share of the content's weight that it has
    lead: float  # the same of headline and lead together
    topic: float  # how far the two stories are about one matter, 0 to 1
    names: float  # share of the content's names that the story has
    foreign: bool  # whether it opens with somebody of a country that the promise's story does not name
    passed: frozenset[int]  # sentences that are denied, or tell of a time before the promise
    acts: frozenset[int]  # sentences that name the act itself, of which telling.py has the last word
    times: Sequence[Time]
    day: str


@dataclass(frozen=True, slots=True)
class Inference:
    """What a story may tell: the sentence that tells it best, why, and how surely (0 to 1)."""

    state: Outcome
    n: int
    reason: str
    score: float


def infer(promise: Promise, frame: Frame) -> Inference | None:
    """What became of a promise by a story's headline and lead, or None where they tell nothing of it."""
    if frame.lead < LEAST or not _near(frame):
        return None
    about = _about(frame)
    return _postponed(promise, frame, about) or _broken(promise, frame, about) or _done(promise, frame, about)


def _near(frame: Frame) -> bool:
    return frame.topic + frame.lead >= TOPIC


def _about(frame: Frame) -> list[int]:
    """Which sentences are looked at: headline and lead, and what else has a share of the content."""
    return [
        n for n, cover in enumerate(frame.covers) if n not in frame.passed and (n < LEAD or cover >= ABOUT)
    ]


def _postponed(promise: Promise, frame: Frame, about: Sequence[int]) -> Inference | None:
    best = None
    for n in about:
        s, where = frame.sentences[n]
        cue = _first(_PUT_OFF, s)
        later = _later(promise, frame, s, where)
        if cue is None and later and promise.due and frame.covers[n] >= ABOUT:
            cue = _comes_later(s, later)
        if cue is None or not (n < 2 or (later and n < LEAD) or frame.covers[n] >= ABOUT):
            continue
        score = 0.5 * (n < LEAD) + 0.5 * bool(later) + min(0.5, frame.covers[n])
        if score >= DELAY and (best is None or score > best.score):
            best = Inference("postponed", n, f"put off: “{_around(s, cue)}”", min(1.0, score))
    return best


def _broken(promise: Promise, frame: Frame, about: Sequence[int]) -> Inference | None:
    if promise.negated:
        return None
    overdue = promise.due is not None and frame.day >= promise.due
    best, total = None, 0.0
    for n in about:
        s, _ = frame.sentences[n]
        weight = min(1.0, 0.4 * (n < LEAD) + frame.covers[n])
        lack = _first(_GOING_ON, s) or (
            None if promise.ending or _AT_LAST.search(s.string) else _first(_LACK, s)
        )
        turned = _first(_TURNED, s)
        should = _first(_SHOULD, s)
        score = weight * (bool(lack) + bool(turned)) + 0.5 * bool(should)
        total += score
        cue = lack or turned
        if cue is not None and (best is None or score > best.score):
            best = Inference("broken", n, f"lacking: “{_around(s, cue)}”", score)
    if best is None or total < (BREACH if overdue else 2.0):
        return None
    return Inference(best.state, best.n, best.reason, min(1.0, total / 2))


def _done(promise: Promise, frame: Frame, about: Sequence[int]) -> Inference | None:
    """Something done to the things promised, as headline and lead tell it."""
    if frame.foreign or frame.names < NAMED or (frame.names < 1 and frame.lead < REST):
        return None
    if 0 in frame.acts and frame.sentences[0][0].title:
        return None
    best = None
    for n in about:
        s, _ = frame.sentences[n]
        deed = _deed(s) or (_first(_LACK, s) if promise.ending else None)
        if n < 2 and deed is None and any(_talks(s, i) for i in range(len(s.words))):
            return None
        own = frame.covers[n]
        cover = frame.lead if n == 1 and not promise.negated and max(own, frame.covers[0]) >= ABOUT else own
        if deed is None or n in frame.acts or cover < (EXACT if promise.negated else ABOUT):
            continue
        if telling.PARTLY.search(s.string):
            continue
        if _lacks(promise, s) and not _AT_LAST.search(s.string):
            continue
        markers = len({m[0].lower() for m in _DONE.finditer(s.string)})
        score = 0.5 * min(1.0, cover) + 0.15 * min(2, markers) + 0.2 * (n < 2) + 0.3 * frame.topic
        if best is None or score > best.score:
            state: Outcome = "broken" if promise.negated else "met"
            best = Inference(state, n, f"told as done: “{_around(s, deed)}”", min(1.0, score))
    return best if best is not None and best.score >= DEED else None


def _lacks(promise: Promise, s: Sentence) -> bool:
    """Whether a sentence tells that something is not there, or goes on as it was."""
    return bool(_GOING_ON.search(s.string) or (not promise.ending and _LACK.search(s.string)))


def main_stems(s: Sentence) -> frozenset[str]:
    """The stems of a sentence but for clauses that only tell which one: "a blogger who had written about"."""
    relative: set[int] = set()
    for word, clause in zip(s.words, s.clauses, strict=True):
        if word.lower in ("who", "whose", "whom", "which"):
            relative.add(clause)
    return frozenset(w.stem for w, clause in zip(s.words, s.clauses, strict=True) if clause not in relative)


def _deed(s: Sentence) -> Word | None:
    """The first verb that tells something done, unless somebody talks before it."""
    for i, word in enumerate(s.words):
        if word.form not in ("past", "same", "s") or word.text[-2:] in ("'s", "’s"):
            continue
        if _talks(s, i) or _bids(s, i):
            return None
        if word.stem in _SPEECH or _which(s, i):
            continue
        if s.title and not (word.stem in VERBS or telling.families_of(s.words, i, noun=False)):
            continue  # in a headline a noun in the plural looks like a verb
        if telling.told(s, i) == "done":
            return word
    return None


def _bids(s: Sentence, i: int) -> bool:
    """Whether the verb tells somebody to do something: "told the district to close a ward"."""
    behind = [w.lower for w in s.words[i + 1 : i + 10]]
    return s.words[i].stem in _BID and "to" in behind and "that" not in behind[: behind.index("to")]


def _which(s: Sentence, i: int) -> bool:
    """Whether a participle only says which one is meant: "an auditor appointed by the state"."""
    if s.title or s.words[i].form != "past" or [w.lower for w in s.words[i + 1 : i + 2]] != ["by"]:
        return False
    return not any(w.stem in ("be", "have", "get") for w in s.words[max(0, i - 3) : i])


def _talks(s: Sentence, i: int) -> bool:
    return s.words[i].stem in _TALK and telling.told(s, i) in ("done", "open") and s.words[i].form != "base"


def _later(promise: Promise, frame: Frame, s: Sentence, where: Where) -> list[int]:
    """Where the sentence tells days behind the one that was due, and still to come."""
    due = max(promise.due or promise.day, frame.day)
    told = [t for t in telling.inside(frame.times, s, where) if t.type == "DATE"]
    days = [(t.start, m[0]) for t in told if (m := _DAY.match(t.value))]
    return [start for start, day in days if day > due[: len(day)]]


def _comes_later(s: Sentence, later: Sequence[int]) -> Word | None:
    """Where it is told as still to come on one of these days: "to flow in June"."""
    for start in later:
        for m in _COMING.finditer(s.text, max(s.start, start - _CLOSE), start):
            return next(w for w in s.words if w.start >= m.start())
    return None


def _first(pattern: re.Pattern[str], s: Sentence) -> Word | None:
    """The first word of a pattern that nobody denies, asks for or thinks possible."""
    for m in pattern.finditer(s.text, s.start, s.end):
        i = next((i for i, w in enumerate(s.words) if w.start >= m.start()), None)
        if i is not None and not _idle(s, i):
            return s.words[i]
    return None


def _idle(s: Sentence, i: int) -> bool:
    near = [w.lower for w in s.words[max(0, i - 3) : i]]
    if any(
        w in ("not", "without", "may", "might", "could", "if") or w.endswith(("n't", "n’t")) for w in near
    ):
        return True
    return any(w.stem in _IDLE for w in s.words[max(0, i - 8) : i])


def _around(s: Sentence, word: Word) -> str:
    i = s.words.index(word)
    return " ".join(s.text[s.words[max(0, i - 2)].start : s.words[min(len(s.words) - 1, i + 2)].end].split())
