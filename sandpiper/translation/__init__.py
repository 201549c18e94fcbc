"""Story -> signs of machine translation, and repairs: what words probably mean, for which reasons, how surely.

A layer of annotations: the text is never changed, a story without signs is never repaired. `judge` tells how likely
a story was translated by machine, `find` what its words stand for; `use` is how extraction uses that.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from sandpiper.translation import cases, lower, senses, speech, surnames, topical
from sandpiper.translation.findings import Finding, Holder, Known, Page, evidence
from sandpiper.translation.score import judge
from sandpiper.types import Story, Warning

GATE = 0.7  # least probability of translation for any repair
PLAIN = 0.9  # without a sign of a rule, wording alone must be as sure as this
_SOFT = frozenset({"wording", "letters kept"})  # no signs by themselves: native desks keep letters too


def find(
    story: Story,
    *,
    apart: bool,
    threshold: float,
    holder: Holder,
    known: Known,
    warnings: Sequence[Warning] = (),
) -> tuple[Finding, ...]:
    """What words of a story stand for, in order, the title's first; nothing where the story does not look translated.

    ``apart``: the title stands not in the text. ``holder`` gives the full names of who held an office of a country on an
    ISO date, ``known`` whether a full name is a known person's. A finding below ``threshold`` is only a flag.
    """
    translated = story.machine_translated
    plain = any(cue.rule not in _SOFT for cue in translated.cues)
    if (translated.probability or 0.0) < (GATE if plain else PLAIN) or not translated.cues:
        return ()
    page = Page(story, apart)
    kept: list[Finding] = []
    for found in _found(page, translated.from_, holder, known, warnings):
        if found.rule == "abbreviation" and not plain:
            continue
        if found.action == "repair" and found.confidence < threshold:
            found = dataclasses.replace(found, action="flag")
        if not any(
            found.where == k.where and found.span.overlaps(k.span) and not (found.cue or k.cue) for k in kept
        ):
            kept.append(found)
    return tuple(sorted(kept, key=lambda f: (f.where is None, f.start, f.end)))


def _found(
    page: Page, language: str | None, holder: Holder, known: Known, warnings: Sequence[Warning]
) -> Iterator[Finding]:
    """All findings, the surer rules first: of two at one place the first is kept."""
    yield from surnames.surnames(page, holder, language)
    yield from lower.lower_case(page, known)
    yield from cases.residue(page)
    yield from speech.speakers(page)
    yield from speech.law_titles(page)
    yield from senses.misread(page, language)
    yield from topical.misread(page)
    yield from senses.abbreviations(page, language)
    yield from senses.conflicts(page)
    for warning in warnings:
        if warning.kind == "weekday_mismatch" and warning.spans:
            start, end = warning.spans[0]
            words = page.story.string(warning.in_)[start:end]
            grounds = evidence(warning.spans[1:], "other date", warning.in_)
            yield Finding(
                start, end, warning.in_, words, words, "weekday conflict", senses.FLAG, "flag", grounds
            )


def used(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Those that extraction relies upon."""
    return tuple(f for f in findings if f.action == "repair")


__all__ = ["Finding", "find", "judge", "used"]
