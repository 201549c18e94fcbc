"""Words that a story uses as a name in one place are the name in the others too, where the model missed them.

A whole name, or the last word of a person's full name ("Clinton" beside "Bill Clinton"), spelled the same, with nothing
before or behind it that would make it another: one sense per discourse (Gale, Church and Yarowsky 1992).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from sandpiper.extract.encoder import CLOSED
from sandpiper.numerals import MONTHS, WEEKDAYS
from sandpiper.types import MentionType, Span

_REPEATED = frozenset({"PER", "ORG", "GPE"})
_CALENDAR = frozenset((*MONTHS, *WEEKDAYS))
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "sir",
        "president",
        "minister",
        "premier",
        "secretary",
        "chancellor",
        "senator",
        "sen",
        "rep",
        "representative",
        "governor",
        "gov",
        "mayor",
        "general",
        "gen",
        "colonel",
        "col",
        "captain",
        "judge",
        "justice",
        "professor",
        "prof",
        "pope",
        "king",
        "queen",
        "prince",
        "princess",
        "ambassador",
    ]
)


def find(text: str, words: Sequence[Span], named: Mapping[Span, MentionType]) -> dict[Span, MentionType]:
    """Further places of the names in ``named`` (which holds all mentions), by the same spelling."""
    kinds: dict[tuple[str, ...], Counter[MentionType]] = {}
    first: dict[int, int] = {w.start: i for i, w in enumerate(words)}
    lower = Counter(w.of(text) for w in words if w.of(text).islower())
    for span, kind in named.items():
        if kind in _REPEATED and (at := first.get(span.start)) is not None:
            tokens = _tokens(text, words, at, span.end)
            surname = tokens[-1:] if kind == "PER" and len(tokens) > 1 else ()
            for form, weight in (
                (tokens, 1),
                (surname, 3),
            ):  # a full name tells more than a word taken for a town once
                if _is_name(form, lower):
                    kinds.setdefault(form, Counter())[kind] += weight
    if not kinds:
        return {}
    taken = sorted((s.start, s.end) for s, kind in named.items() if kind != "ROLE")
    roles = {s.end for s, kind in named.items() if kind == "ROLE"}
    longest = max(map(len, kinds))
    opening = {form[0] for form in kinds}
    out: dict[Span, MentionType] = {}
    at = busy = 0
    while at < len(words):
        while busy < len(taken) and taken[busy][1] <= words[at].start:
            busy += 1
        step = 1
        if words[at].of(text) in opening and not (busy < len(taken) and taken[busy][0] < words[at].end):
            free = taken[busy][0] if busy < len(taken) else len(text) + 1
            for n in range(min(longest, len(words) - at), 0, -1):
                span = Span(words[at].start, words[at + n - 1].end)
                form = tuple(w.of(text) for w in words[at : at + n])
                if form in kinds and span.end <= free and _alone(text, span, roles):
                    out[span] = kinds[form].most_common(1)[0][0]
                    step = n
                    break
        at += step
    return out


def _tokens(text: str, words: Sequence[Span], at: int, end: int) -> tuple[str, ...]:
    out = []
    while at < len(words) and words[at].end <= end:
        out.append(words[at].of(text))
        at += 1
    return tuple(out)


def _is_name(form: tuple[str, ...], lower: Counter[str]) -> bool:
    """Whether the words are nothing else as well: no month, no word that the text has in small letters too."""
    if not form or not all(w[0].isalnum() or w in "-'’.&" for w in form):
        return False
    if len(form) > 1:
        return form[0][0].isupper()
    word = form[0]
    plain = word.lower()
    return (
        len(word) > 2 and word[0].isupper() and word.isalpha() and plain not in CLOSED and plain not in _CALENDAR
        and not lower[plain]
    )  # fmt: skip


_BEFORE = re.compile(r"(\w[\w.’'-]*)[ ]+\Z")
_BEHIND = re.compile(r"(?:[-’'](?!s\b)\w|[ ][A-Z0-9&]|\.\w)")


def _alone(text: str, span: Span, roles: set[int]) -> bool:
    """Whether neither the word before nor the one behind belongs to a longer name."""
    if _BEHIND.match(text, span.end) or (span.start and text[span.start - 1] in "-/@#_."):
        return False
    before = _BEFORE.search(text[max(0, span.start - 40) : span.start])
    if before is None or not before[1][0].isupper():
        return True
    word = before[1].rstrip(".").lower()
    if before[1].endswith(".") and len(word) > 1 and word not in _TITLES:
        return True  # the end of a sentence; "W." is an initial
    return word in _TITLES or word in CLOSED or span.start - len(before[0]) + len(before[1]) in roles
