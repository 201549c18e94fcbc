"""Findings -> what extraction makes of them: the text stays, mentions are resolved by what their words stand for.

Only findings that are relied upon come here (`Findings.used`).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence

from sandpiper.translation import speech
from sandpiper.translation.findings import Finding, own_spans
from sandpiper.types import (
    Actor,
    Alternative,
    Event,
    Evidence,
    Mention,
    Repair,
    Span,
    Spans,
    Statement,
    Where,
)

_NAMES = frozenset({"translated surname", "lower-case name", "oblique case"})
_PLACES = frozenset({"lower-case place", "oblique place"})
_NAMED = _NAMES | _PLACES | {"abbreviation"}
_COVERED = 0.6  # share of a content's words in titles of laws from which on nobody says it


def mentions_as_read(
    mentions: Sequence[Mention], findings: Sequence[Finding], where: Where, first: int
) -> list[Mention]:
    """One string's mentions with the names that findings give them for ``text``, and names that nobody had seen.

    Numbered from ``m{first}`` on, in order. `restored` gives them their own words back.
    """
    here = [f for f in findings if f.where == where and f.action == "repair"]
    out = list(mentions)
    for finding in here:
        if finding.rule in _NAMES:
            out = _with_name(out, finding)
        elif finding.rule in _PLACES:
            out = _with_place(out, finding)
        elif finding.rule == "abbreviation":
            out = [
                dataclasses.replace(m, text=finding.reading, type="ORG") if m.span == finding.span else m
                for m in out
            ]
    if out == list(mentions):
        return out
    out.sort(key=lambda m: (m.start, -m.end))
    return [dataclasses.replace(m, id=f"m{first + i}") for i, m in enumerate(out)]


def _with_name(mentions: Sequence[Mention], finding: Finding) -> list[Mention]:
    """The finding's person instead of names that overlap it; descriptions around it stay."""
    name = finding.person or finding.reading
    around = [m for m in mentions if m.span.overlaps(finding.span)]
    named = [m for m in around if m.type not in ("ROLE", "PRON")]
    whole = next((m for m in named if m.span.contains(finding.span)), None)
    span = whole.span if whole is not None and finding.person else finding.span
    kept = [m for m in mentions if m not in named and m.span != span]
    return [*kept, Mention("", *span, name, "PER", in_=finding.where)]


def _with_place(mentions: Sequence[Mention], finding: Finding) -> list[Mention]:
    """The finding's place for the name at its words, or a new one where nothing stands there."""
    if not any(m.span.overlaps(finding.span) for m in mentions):
        return [*mentions, Mention("", *finding.span, finding.reading, "GPE", in_=finding.where)]
    return [
        dataclasses.replace(m, text=finding.reading, type="GPE" if m.type == "PER" else m.type)
        if m.span == finding.span
        else m
        for m in mentions
    ]


def restored(mentions: Iterable[Mention], text: str, title: str | None) -> tuple[Mention, ...]:
    """The mentions with the words that stand at their place."""
    return tuple(
        m
        if m.text == (words := m.span.of((title or "") if m.in_ else text))
        else dataclasses.replace(m, text=words)
        for m in mentions
    )


def with_grounds(
    actors: Sequence[Actor], mentions: Sequence[Mention], used: Sequence[Finding]
) -> tuple[Actor, ...]:
    """The actors, and for those whose name was repaired the words that the repair rests on."""
    grounds: dict[str, list[Evidence]] = {}
    for finding in used:
        actor = actor_of(finding, mentions) if finding.rule in _NAMES else None
        if actor is not None:
            grounds.setdefault(actor, []).extend(
                Evidence(e.start, e.end, f"{finding.rule}: {e.rule}", e.in_) for e in finding.evidence
            )
    return tuple(
        dataclasses.replace(a, evidence=(*a.evidence, *dict.fromkeys(grounds[a.id])))
        if a.id in grounds
        else a
        for a in actors
    )


def actor_of(finding: Finding, mentions: Sequence[Mention]) -> str | None:
    """The actor whom the finding's words name: a person before others, the last named of several."""
    here = [m for m in mentions if m.in_ == finding.where and m.actor and m.span.overlaps(finding.span)]
    here.sort(key=lambda m: (m.type != "PER", m.span != finding.span, -m.start))
    return here[0].actor if here else None


def with_speakers(said: Sequence[Statement], used: Sequence[Finding], text: str) -> list[Statement]:
    """The statements, those of inverted reporting with the speaker's words for source; so are repaired names right
    beside a cue ("said Sands", "Sands said") where the source has none of its words."""
    out = []
    for s in said:
        found = next((f for f in used if f.where == s.in_ and any(_speaks(f, c, text) for c in s.cue)), None)
        if (found is not None and not any(found.span.overlaps(x) for x in s.source)) or (found and found.cue):
            content = tuple(part for c in s.content for part in _without(c, found.span))
            s = dataclasses.replace(s, source=(found.span,), content=content or s.content)
        out.append(s)
    return out


_OF_WHAT_CAME_BEFORE = re.compile(r"\s*(?:about )?(?:this|it|that|such (?:an? )?\w+)\b", re.IGNORECASE)


def told_before(
    said: Sequence[Statement], used: Sequence[Finding], text: str, sentences: Spans, where: Where
) -> list[Statement]:
    """The statements, and those of "This was reported to journalists the press Secretary", whose content is the sentence before
    where no statement with that cue has words of it, of the cue's own sentence or of the next."""
    out = list(said)
    for found in used:
        cue = found.cue
        if cue is None or found.where != where:
            continue
        at = next((i for i, s in enumerate(sentences) if s.contains(cue)), 0)
        if not at or not _OF_WHAT_CAME_BEFORE.match(text, sentences[at].start, cue.start):
            continue
        near = Span(sentences[at - 1].start, sentences[min(at + 1, len(sentences) - 1)].end)
        with_cue = [s for s in out if any(cue.overlaps(c) for c in s.cue)]
        if any(c.overlaps(near) for s in with_cue for c in s.content):
            continue
        out = [s for s in out if s not in with_cue]
        out.append(
            Statement(
                "", (found.span,), (cue,), (sentences[at - 1],), form="indirect", confidence=0.6, in_=where
            )
        )
    return out


def _speaks(finding: Finding, cue: Span, text: str) -> bool:
    """Whether the finding says that its words speak by this cue."""
    if finding.cue is not None:
        return finding.cue.overlaps(cue)
    between = (finding.end, cue.start) if finding.end <= cue.start else (cue.end, finding.start)
    return finding.rule in _NAMES and text[slice(*between)] == " " and bool(_SAID.match(text, cue.start))


_SAID = re.compile(
    r"(?:said|says|told|tells|not(?:ed|es)|add(?:ed|s)|stress(?:ed|es)|explain(?:ed|s)|declare[ds]|state[ds]|answer(?:ed|s))\b"
)


def _without(span: Span, other: Span) -> Spans:
    if not span.overlaps(other):
        return (span,)
    parts = (Span(span.start, other.start), Span(other.end, span.end))
    return tuple(p for p in parts if p.end - p.start > 3)


def without_laws(said: Sequence[Statement], text: str) -> list[Statement]:
    """The statements but for those whose content is mostly titles of laws."""
    titles = speech.laws(text)
    return [s for s in said if not titles or _share(s.content, titles, text) < _COVERED]


_DONE = frozenset({"renounced", "detained", "opened"})  # readings of what looks like a cue and is an act


def without_acts(said: Sequence[Statement], used: Sequence[Finding]) -> list[Statement]:
    """The statements but for those whose cue is probably a verb of doing: "refused to non-aligned status", renounced it."""
    acts = [f for f in used if f.rule.startswith("sense:") and f.reading in _DONE]
    return [
        s for s in said
        if not s.cue or not all(any(f.where == s.in_ and f.span.overlaps(c) for f in acts) for c in s.cue)
    ]  # fmt: skip


def _share(content: Spans, titles: Spans, text: str) -> float:
    inside = sum(
        len(text[max(c.start, t.start) : min(c.end, t.end)].split())
        for c in content
        for t in titles
        if c.overlaps(t)
    )
    return inside / max(sum(len(c.of(text).split()) for c in content), 1)


def as_read(event: Event, used: Sequence[Finding]) -> Event | None:
    """The event by the right sense of its trigger: another category, an alternative, or none at all."""
    for f in used:
        if (
            f.where != event.in_
            or not f.rule.startswith("sense:")
            or not any(f.span.overlaps(t) for t in event.trigger)
        ):
            continue
        if f.excludes == event.category and f.category is None:
            return None
        if f.category is not None and f.category != event.category:
            other = Alternative(f.category, f"“{f.surface}” probably means “{f.reading}”")
            event = dataclasses.replace(event, alternatives=(*event.alternatives, other))
    return event


def repairs(findings: Sequence[Finding], mentions: Sequence[Mention]) -> tuple[Repair, ...]:
    """The findings as the contract has them, numbered in order."""
    return tuple(
        Repair(
            f"r{i}", f.start, f.end, f.surface, f.reading,
            actor_of(f, mentions) if f.action != "veto" and (f.rule in _NAMED or f.cue) else None, f.rule, own_spans(f), f.confidence, f.action, f.where,
        )
        for i, f in enumerate(findings)
    )  # fmt: skip


def of_statement(said: Statement, listed: Sequence[Repair]) -> tuple[str, ...]:
    """The ids of the repairs that a statement rests on: its speaker's words, its cue's, and its topics'."""
    return tuple(
        r.id
        for r in listed
        if r.action == "repair"
        and r.in_ == said.in_
        and (_in(r, (*said.source, *said.cue)) or (r.actor in said.topics and _in(r, said.content)))
    )


def of_event(words: Iterable[Span], where: Where, listed: Sequence[Repair]) -> tuple[str, ...]:
    """The ids of the repairs in an event's trigger and parties."""
    words = tuple(words)
    return tuple(r.id for r in listed if r.action == "repair" and r.in_ == where and _in(r, words))


def _in(repair: Repair, spans: Spans) -> bool:
    return any(Span(repair.start, repair.end).overlaps(s) for s in spans)
