"""Signals -> Mentions: bare names, descriptions that stand for an actor, pronouns."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from sandpiper.extract import namesakes
from sandpiper.extract.encoder import CLOSED, NAME_TYPES, PRONOUNS, WORD, Signals, runs, tagged
from sandpiper.types import Mention, MentionType, Span, Where

Floats64 = npt.NDArray[np.float64]

_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n")
_ADDRESSED = frozenset({"you", "your"})  # whom "you" means, no newswire says
_AROUND = 100  # characters to each side that tell whether a text is all in capitals
_OPENS = frozenset({"of", "for", "from", "in", "at", "to", "with", "by", "on", "against", "near"})
_MARKS = frozenset({",", ";", ":", "(", "-", "–", "—", "’", "'", "“", '"'})
# what a span may not leave outside: the letters of an initialism before it, the figures of a decimal number, and the stop
# of an abbreviation behind it
_INITIALS = re.compile(r"(?<!\w)(?:[A-Z]\.)+\Z")
_FIGURES = re.compile(r"(?<![\w.,])\d[\d.,]*[.,]\Z")
_ABBREVIATED = re.compile(r"(?<!\w)(?:(?:[A-Z]\.)+[A-Z]|Corp|Inc|Ltd|Co|Cos|Bros|Jr|Sr)\Z")
_CERTAINLY_NONE = 0.98  # words this sure to be in no name are not looked at
_ENDING = re.compile(r"['’]?(?:s|t|d|ll|re|ve|m)", re.I)  # of a word before it: "’s"
_PREPOSITIONS_WORDS = """across against amid among around behind beside beyond during inside near outside through toward towards until
within without"""
_PREPOSITIONS = frozenset(_PREPOSITIONS_WORDS.split())
_DANGLING = CLOSED | _MARKS | _PREPOSITIONS  # what no description ends in
_EDGES = _MARKS | {"”"}  # what no name ends in
_PLACES = [NAME_TYPES.index(kind) for kind in ("GPE", "LOC", "FAC")]
_OTHERS = [i for i in range(len(NAME_TYPES)) if i not in _PLACES]


def find(
    text: str, signals: Signals, *, threshold: float, where: Where = None, first: int = 0,
    borders: Sequence[int] = (),
) -> list[Mention]:  # fmt: skip
    """The mentions of one string in order of appearance, with ids from ``m{first}`` on and no actors yet.

    None crosses a border (an offset: where a headline ends, say) or an empty line.
    """
    found: dict[Span, MentionType] = {}
    borders = sorted({*borders, *(m.end() for m in _EMPTY_LINE.finditer(text))})
    names = _names(text, signals, threshold, borders)
    for span, kind in names:
        found.setdefault(span, kind)
    for span in _roles(text, signals, threshold, [span for span, _ in names]):
        found.setdefault(_up_to(text, span, borders), "ROLE")
    found = {span: kind for span, kind in found.items() if _says_something(text, span)}
    for word in signals.words:
        spelled = word.of(text).lower()
        if spelled in PRONOUNS and spelled not in _ADDRESSED and word.of(text) != "US":
            if found.get(word) == "ROLE":
                del found[word]
            found.setdefault(word, "PRON")
    found = namesakes.find(text, signals.words, found) | found
    ordered = sorted(found, key=lambda s: (s.start, -s.end))
    return [
        Mention(f"m{first + i}", s.start, s.end, s.of(text), found[s], in_=where)
        for i, s in enumerate(ordered)
    ]


def _roles(text: str, signals: Signals, threshold: float, names: Sequence[Span]) -> list[Span]:
    """Descriptions, whole: none cuts a name in two, none ends in a preposition.

    "dockers at Umm" runs on to the end of the name Umm Qasr, "negotiators for" over the description that follows;
    what lies inside a name is part of it.
    """
    words = signals.words
    parts = tagged(signals.heads["roles"], threshold)
    stretches = {words[lo].start: words[hi - 1].end for lo, hi in parts} | {n.start: n.end for n in names}
    starts, ends = [n.start for n in names], [n.end for n in names]
    out = []
    for lo, hi in parts:
        start, end = words[lo].start, words[hi - 1].end
        while hi < len(words) and words[hi - 1].of(text).lower() in _OPENS and words[hi].start in stretches:
            end = stretches[words[hi].start]
            hi = next((i for i in range(hi, len(words)) if words[i].end >= end), len(words) - 1) + 1
        first = bisect_right(ends, start)
        if first < len(names) and names[first].start < start < names[first].end:
            if end <= names[first].end:
                continue
            start = names[first].start
        last = bisect_left(starts, end) - 1
        if last >= 0 and names[last].end > end:
            if names[last].start <= start:
                continue
            end = names[last].end
        while hi - 1 > lo and end == words[hi - 1].end and words[hi - 1].of(text).lower() in _DANGLING:
            hi -= 1
            end = words[hi - 1].end
        out.append(_whole(text, Span(start, end)))
    return out


def _whole(text: str, span: Span) -> Span:
    """The span with what belongs to its first and last word: "U." before "S. troops", "1." before "5 million", the stop
    of "Enron Corp."."""
    start, end = span
    cut = _FIGURES if text[start].isdigit() else _INITIALS if text.startswith(".", start + 1) else None
    if cut and (before := cut.search(text[max(0, start - 12) : start])):
        start -= len(before[0])
    if text.startswith(".", end) and _ABBREVIATED.search(text[max(start, end - 12) : end]):
        end += 1
    return Span(start, end)


def _says_something(text: str, span: Span) -> bool:
    """Whether a mention has a word that is neither of a closed class nor all marks and digits.

    In capitals such a word may be an acronym, WHO, unless all around it is in capitals too.
    """
    if _ENDING.fullmatch(span.of(text)):
        return False
    words = [word for word in WORD.findall(span.of(text)) if any(c.isalpha() for c in word)]
    if any(word.lower() not in CLOSED for word in words):
        return True
    if not any(word.isupper() and len(word) > 1 for word in words):
        return False
    around = text[max(0, span.start - _AROUND) : span.start] + text[span.end : span.end + _AROUND]
    return not around.isupper()


def _up_to(text: str, span: Span, borders: Sequence[int]) -> Span:
    """The span as far as the first border in it."""
    at = bisect_right(borders, span.start)
    if at == len(borders) or borders[at] >= span.end:
        return span
    return Span(span.start, span.start + len(text[span.start : borders[at]].rstrip()))


def _names(
    text: str, signals: Signals, threshold: float, borders: Sequence[int]
) -> list[tuple[Span, MentionType]]:
    labels = signals.heads["names"].astype(np.float64)
    doubtful = np.flatnonzero(labels[:, 0] < _CERTAINLY_NONE).tolist()
    starts = [w.start for w in signals.words]
    cuts = sorted({bisect_left(starts, b) for b in borders})
    out: list[tuple[Span, MentionType]] = []
    stretches = [part for run in runs(doubtful) for part in _cut(run, cuts)]
    for stretch in stretches:
        for lo, hi, _ in _likeliest(labels[stretch[0] : stretch[-1] + 1], threshold):
            run = list(range(stretch[0] + lo, stretch[0] + hi))
            while run and _no_beginning(signals.words[run[0]].of(text)):
                run.pop(0)
            while len(run) > 1 and signals.words[run[-1]].of(text) in _EDGES:
                run.pop()
            if run:
                span = _whole(text, Span(signals.words[run[0]].start, signals.words[run[-1]].end))
                out.append((span, _type_of(labels[run])))
    return _joined(text, out, borders)


_OF = re.compile(r"\b(?:of|for)$")
_LEGAL_FORM = re.compile(r",? (?:Ltd|LTD|Inc|INC|Corp|CORP|PLC|Plc|LLC|GmbH|S\.A|N\.V)\b\.?")


def _joined(
    text: str, names: Sequence[tuple[Span, MentionType]], borders: Sequence[int]
) -> list[tuple[Span, MentionType]]:
    """The names of which the model read two halves as two: "Housing Authority of" with the name behind it, which stays one
    too; two organisations with a blank between; a company and its legal form."""
    out: list[tuple[Span, MentionType]] = []
    for span, kind in names:
        if out:
            before, other = out[-1]
            border = bisect_right(borders, before.end) < bisect_right(borders, span.start)
            beside = not border and text[before.end : span.start] == " "
            if beside and _OF.search(before.of(text)):
                for k in range(len(out) - 1, -1, -1):  # "court of", "city of", "Dushanbe"
                    if out[k][0].end != before.end:
                        break
                    out[k] = (Span(out[k][0].start, span.end), out[k][1])
            elif (
                beside
                and other == kind == "ORG"
                and before.of(text)[0].isupper()
                and span.of(text)[0].isupper()
            ):
                out[-1] = (Span(before.start, span.end), other)
                continue
            elif before.contains(span):
                continue  # a legal form, read apart
        form = _LEGAL_FORM.match(text, span.end) if kind == "ORG" else None
        out.append((Span(span.start, form.end()) if form else span, kind))
    return out


def _type_of(labels: Floats64) -> MentionType:
    """The type of a name of some words: a place before others where its three types together are likeliest."""
    each = (labels[:, 1::2] + labels[:, 2::2]).mean(0)
    options = _PLACES if each[_PLACES].sum() > each[_OTHERS].max() else _OTHERS
    return NAME_TYPES[max(options, key=each.__getitem__)]  # type: ignore[return-value]


def _no_beginning(word: str) -> bool:
    """Whether no name begins so: a mark, or an article (a capital one may be of the name: The Hague)."""
    return not word[0].isalnum() or word == "the"


def _cut(run: list[int], cuts: Sequence[int]) -> list[list[int]]:
    """An unbroken run of word numbers, cut before the words of ``cuts``."""
    inside = cuts[bisect_right(cuts, run[0]) : bisect_right(cuts, run[-1])]
    ends = [0, *(c - run[0] for c in inside), len(run)]
    return [run[a:b] for a, b in pairwise(ends)]


def _likeliest(labels: Floats64, threshold: float) -> list[tuple[int, int, int]]:
    """Names (first, last, type) of the likeliest sequence of labels [words, 1 + 2 types] in which an inner word
    follows its own type (Viterbi)."""
    logp = np.log(np.maximum(labels, 1e-6))
    logp[:, 0] += np.log(threshold / (1 - threshold))
    types = (labels.shape[1] - 1) // 2
    out, begin, inner = logp[0, 0], logp[0, 1::2], np.full(types, -np.inf)
    came: list[
        tuple[int, npt.NDArray[np.bool_]]
    ] = []  # best label before an O or a B; whether an I goes on an I
    for row in logp[1:]:
        before = np.concatenate(([out], begin, inner))
        best = int(before.argmax())
        went_on = inner >= begin
        came.append((best, went_on))
        out, begin, inner = (
            before[best] + row[0],
            before[best] + row[1::2],
            np.maximum(begin, inner) + row[2::2],
        )
    state = int(np.concatenate(([out], begin, inner)).argmax())
    path = [state]
    for best, went_on in reversed(came):
        if state <= types:
            state = best
        elif not went_on[state - 1 - types]:
            state -= types
        path.append(state)
    path.reverse()
    found: list[tuple[int, int, int]] = []
    for i, state in enumerate(path):
        if 0 < state <= types:
            found.append((i, i + 1, state - 1))
        elif state:
            found[-1] = (found[-1][0], i + 1, found[-1][2])
    return found
