"""Words taken in the wrong sense, by what their story is about: "pomegranates" beside weapons, "urns" beside an election.

`senses` asks for the words right beside a misread one, which a translation has in as many forms as there are sentences. Here
the company is the whole story: two other words of a topic at least, and none of the words nearby that go with the word's plain
sense. That is looser, so it asks for a story that is plainly translated.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sandpiper.translation import senses, tables
from sandpiper.translation.findings import Finding, Page, Words, evidence

# Confidence, least probability of translation and least words of a topic: by judgement, checked on the dev stories and on
# native news (`tests/translation/test_topical.py` has what native text says).
TOPICAL, PLAINLY, LEAST = 0.85, 0.75, 2
_AROUND = 40  # letters beside the words in which the plain sense's company is looked for
_STEM = 3  # letters by which the words of a topic are looked up; no stem is shorter


@dataclass(frozen=True, slots=True)
class Topical:
    """A sense that is wrong in stories about ``topics`` (none: in any), unless ``unless`` stands nearby."""

    sense: tables.Sense
    topics: frozenset[str]
    unless: re.Pattern[str] | None


@functools.cache
def rules() -> tuple[Topical, ...]:
    """The rows of ``topical.tsv``."""
    return tuple(
        Topical(
            tables.Sense(
                f"sense:{row['reading']}", re.compile(row["pattern"]), tables.stems(row["pattern"]), row["reading"],
                row["excludes"] or None, row["category"] or None, {}, TOPICAL,
            ),
            frozenset(filter(None, row["topics"].split("|"))),
            re.compile(row["unless"], re.IGNORECASE) if row["unless"] else None,
        )
        for row in tables.rows("topical.tsv")
    )  # fmt: skip


def misread(page: Page) -> Iterator[Finding]:
    """The misread words of a story that is plainly translated."""
    if (page.story.machine_translated.probability or 0.0) < PLAINLY:
        return
    yield from any_story(page)


def any_story(page: Page) -> Iterator[Finding]:
    """The words that would be misread if the story were translated; words of one topic bear each other out."""
    about = topics(page)
    some = list(_candidates(page, about))
    for rule, _, _ in some:
        for topic in rule.topics & about.keys():
            about[topic].add(f"{_MISREAD}{rule.sense.pattern.pattern}")
    taken: set[tuple[str | None, int]] = set()
    for rule, string, match in some:
        start, end = match.span(match.lastindex or 0)
        if (string.where, start) in taken or not _borne_out(rule, match[match.lastindex or 0], about):
            continue
        taken.add((string.where, start))
        yield Finding(
            start, end, string.where, string.text[start:end], rule.sense.reading, rule.sense.rule, TOPICAL, "repair",
            evidence([match.span()], "topic", string.where), excludes=rule.sense.excludes, category=rule.sense.category,
        )  # fmt: skip


_MISREAD = "~"  # marks the rule of another misread word among a topic's stems


def _candidates(page: Page, about: Mapping[str, set[str]]) -> Iterator[tuple[Topical, Words, re.Match[str]]]:
    """The matches of the rules whose topic the story touches, where nothing nearby speaks for the plain sense."""
    mine = [rule for rule in rules() if not rule.topics or any(t in about for t in rule.topics)]
    for string in page.strings:
        begun = senses.starts(string.text)
        for rule in mine:
            for match in senses.matches(rule.sense, string.text, begun):
                start, end = match.span(match.lastindex or 0)
                near = (max(0, start - _AROUND), end + _AROUND)
                if start >= 0 and not (rule.unless and rule.unless.search(string.text, *near)):
                    yield rule, string, match


def _borne_out(rule: Topical, words: str, about: Mapping[str, set[str]]) -> bool:
    """Whether the topic has words enough besides these."""
    own = {stem for word in words.lower().split() for stem in _stems_of(word)}
    own.add(f"{_MISREAD}{rule.sense.pattern.pattern}")
    return not rule.topics or any(len(about.get(t, set()) - own) >= LEAST for t in rule.topics)


def topics(page: Page) -> dict[str, set[str]]:
    """The topics of which a story has words, each with their stems."""
    found: dict[str, set[str]] = {}
    for word in {text.lower() for text in page.spelled}:
        for stem in _stems_of(word):
            for topic in _topics_of()[stem]:
                found.setdefault(topic, set()).add(stem)
    return found


def _stems_of(word: str) -> Iterator[str]:
    """The stems of topics that a word begins with; short ones are whole words."""
    for stem in _by_letters().get(word[:_STEM], ()):
        if word == stem or (len(stem) > _STEM and word.startswith(stem)):
            yield stem


@functools.cache
def _topics_of() -> Mapping[str, tuple[str, ...]]:
    """Stem -> the topics that it belongs to."""
    found: dict[str, list[str]] = {}
    for row in tables.rows("topics.tsv"):
        for stem in row["words"].split():
            found.setdefault(stem, []).append(row["topic"])
    return {stem: tuple(some) for stem, some in found.items()}


@functools.cache
def _by_letters() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for stem in _topics_of():
        found.setdefault(stem[:_STEM], []).append(stem)
    return {letters: tuple(some) for letters, some in found.items()}
