"""Statement -> who is bound by it, towards whom, and in whose name."""

from __future__ import annotations

import re
from typing import Literal

from sandpiper.types import LedgerEntry, LedgerKind, Mention, Span, Spans, Statement

from .record import REACH, Record

_PASSIVE = re.compile(
    r"\s+(?:will|would|shall|should|must|may|can|could|might|(?:ought|has|have|had|needs?)\s+to|to)\s+(?:not\s+)?be\s+\w+(?:ed|en|n|t)\b",
    re.I,
)
_MOUTHPIECE = re.compile(
    r"\b(?:spokes\w+|spoke|representative|press[- ]?\w*|official|mouthpiece|statement|communiqu\w+)\b", re.I
)
_FIRST = re.compile(r"(?:I|we|us|our|my|me|ourselves)\b", re.I)
_TOLD = re.compile(r"\b(?:t(?:ell|old)|sa(?:y|id)|sp(?:eak|oke)|inform|brief)", re.I)
_DUTY = re.compile(r"\s+(?:must|should|shall|ought|has|have|had|needs?|will|would|can|cannot|may)\b", re.I)


def find(
    record: Record, s: Statement, kind: LedgerKind, content: Spans
) -> tuple[str | None, tuple[str, ...]]:
    """Who is bound, and towards whom."""
    text = record.text(s.in_)
    speaker = _behind(record, s)
    subject = subject_of(record, s, content[0])
    told = _addressed(record, s, content[0])
    whom = tuple(dict.fromkeys(i for e in record.acts(s.in_, s.cue) for i in e.recipient))
    if any(_TOLD.search(text, c.start, c.end) for c in s.cue) and not _TO.match(text, content[0].start):
        told, whom = (
            (None if _reports(record, told) else told),
            tuple(i for i in whom if not _reports(record, i)),
        )
    passive = subject is not None and bool(_PASSIVE.match(text, subject.end))
    if kind == "demand":
        bound = None
        if subject and not passive and subject.actor != speaker:
            bound = subject.actor if _DUTY.match(text, subject.end) or not told else told
        bound = bound or told or (whom[0] if whom else None)
        return bound, (speaker,) if speaker else ()
    if kind == "forecast":
        return speaker, ()
    bound = speaker
    if subject and subject.actor and not passive and _same_side(record, subject, s, speaker):
        bound = subject.actor
    to = (
        whom
        or ((told,) if told else ())
        or ((subject.actor,) if subject and passive and subject.actor else ())
    )
    return bound, tuple(i for i in to if i != bound)


_TO = re.compile(r"[\s\"“”«]*(?:not\s+|never\s+)?to\b", re.I)


def _reports(record: Record, actor: str | None) -> bool:
    """Whether the actor is an agency or a paper: what it is told is not put before it."""
    found = record.actors.get(actor or "")
    return found is not None and found.kind == "media"


def basis(record: Record, s: Statement, entry: LedgerEntry) -> Literal["personal", "institutional"]:
    """In whose name: a body's, where one is bound; of a demand and its like, where one speaks."""
    ids = entry.to if entry.kind == "demand" else (entry.by,)
    kinds = [found.kind for i in ids if (found := record.actors.get(i or ""))]
    return "institutional" if any(k in BODIES for k in kinds) else "personal"


def _behind(record: Record, s: Statement) -> str | None:
    """The body that a spokesman speaks for, where the source names it; else the speaker."""
    text = record.text(s.in_)
    for span in s.source:
        if _MOUTHPIECE.search(text, span.start, span.end):
            bodies = [
                m for m in record.mentions(s.in_, span.start, span.end) if m.type in ("ORG", "GPE", "NORP")
            ]
            others = [m for m in bodies if m.actor != s.speaker] or bodies
            if others:
                return min(others, key=lambda m: (m.type != "ORG", m.start)).actor
    return s.speaker


def subject_of(record: Record, s: Statement, content: Span) -> Mention | None:
    """The mention that the content begins with, its article aside."""
    m = _HEAD.match(record.text(s.in_), content.start, content.end)
    starts = {m.end(), m.end("that")} if m else {content.start}
    here = record.mentions(s.in_, min(starts), min(content.end, min(starts) + REACH))
    return max((m for m in here if m.start in starts), key=lambda m: m.end, default=None)


_HEAD = re.compile(r"(?P<that>[\s,;:.…—–\-“”\"«»‘’']*(?:that\s+[“\"«‘']*)?)(?:the\s+)?", re.I)


def _same_side(record: Record, subject: Mention, s: Statement, speaker: str | None) -> bool:
    """Whether the speaker can bind the subject: himself, a pronoun's actor, or a body of the same country or none."""
    first = subject.type == "PRON" and bool(
        _FIRST.fullmatch(subject.text or subject.span.of(record.text(s.in_)))
    )
    if subject.actor == speaker or (subject.type == "PRON" and not first):
        return True
    one, other = record.actors.get(subject.actor or ""), record.actors.get(s.speaker or "")
    if one is None or other is None:
        return not first or one is None or one.kind != "media"
    bindable = one.kind in BODIES or (first and one.kind != "media")
    if one.kind in _STATES and one.country and not first:
        return one.country == other.country  # one of unknown country binds no state
    return bindable and (one.country is None or other.country is None or one.country == other.country)


_STATES = frozenset({"state", "government", "military"})
BODIES = frozenset({"state", "government", "military", "igo", "party", "armed_group", "company", "ngo"})


def _addressed(record: Record, s: Statement, content: Span) -> str | None:
    """Whom the words between cue and content name: "urged Almaty not to …"."""
    if not s.cue or s.cue[-1].end > content.start:
        return None
    text = record.text(s.in_)
    if re.search(r"[.;:\n]", text[s.cue[-1].end : content.start]):
        return None
    between = [m for m in record.mentions(s.in_, s.cue[-1].end, content.start) if m.actor != s.speaker]
    return max(between, key=lambda m: m.end - m.start).actor if between else None
