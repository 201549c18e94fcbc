"""Signals -> Statements: cue by cue, the words of its source and content, and what kind of saying it is.

Speakers are filled in by the pipeline once actors are known: this room speaks words only.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

import numpy as np

from sandpiper.extract.encoder import KINDS, Floats, Row, Signals, tagged
from sandpiper.types import Span, Spans, Statement, StatementForm, Where

TAG_SHARE = 0.35  # weight of the tag head beside the link's row in a word's score
SWITCH = 1.5  # nats that a border of a stretch costs
BREADTH = 1  # words to each side that a word's score is averaged with where cues compete
CRUMB = 2  # words: shorter runs beyond a sentence's end are no content
_STOP = re.compile(r"[.!?…][\"”’»)]*\s+(?=[\"“‘«(]?[A-ZА-ЯЁ])|\n")
_WINDOW = 512  # words: no row reaches further from its cue
_HEADLINE = re.compile(r"\s*([^:\n]{2,60}?)\s*:\s+(?=\S)")
_OPEN, _CLOSE = "“„«", "”»"


def find(
    text: str, signals: Signals, *, threshold: float, link: float, where: Where = None
) -> list[Statement]:
    """The statements of one string in order of their cues, without ids, speakers and dates."""
    cues = [list(range(lo, hi)) for lo, hi in tagged(signals.heads["cue"], threshold)]
    scores = {role: [_scores(signals, role, cue) for cue in cues] for role in ("source", "content")}
    starts = [cue[0] for cue in cues]
    broad = [_broad(row) for row in scores["content"]]
    out: list[Statement] = []
    for k, cue in enumerate(cues):
        content = _members(signals, "content", scores["content"][k], link)
        content = [i for i in content if i not in cue and not _better(i, k, cues, starts, broad, link)]
        content = _without_crumbs(text, signals, content, cue)
        source = _one_run(_members(signals, "source", scores["source"][k], link), scores["source"][k])
        source = [i for i in source if i not in cue and i not in content]
        spans = _spans(text, signals, content)
        if not spans:
            continue
        sureness = float(1 - signals.heads["cue"][cue, 0].mean())
        out.append(
            Statement(
                id="",
                source=_spans(text, signals, source),
                cue=_spans(text, signals, cue) or (_whole(signals, cue),),
                content=spans,
                form=form_of(text, spans),
                kind=KINDS[int(signals.heads["kind"][cue[0]].argmax())],  # type: ignore[arg-type]
                confidence=round(sureness, 4),
                in_=where,
            )
        )
    return out


def headline(text: str, line: Span, where: Where, names: Iterable[Span]) -> Statement | None:
    """``X: claim``: the headline form, when a name or description stands alone before the colon."""
    match = _HEADLINE.match(text, line.start, line.end)
    if match is None or match.end() >= line.end:
        return None
    source = Span(*match.span(1))
    named = [n for n in names if n.overlaps(source)]
    if not named and not source.of(text).istitle():
        return None
    content = Span(match.end(), line.end)
    if len(content.of(text).split()) < 3:
        return None
    colon = text.index(":", source.end)
    return Statement(
        "",
        (source,),
        (Span(colon, colon + 1),),
        (content,),
        form=form_of(text, (content,)),
        confidence=0.6,
        in_=where,
    )


def form_of(text: str, content: Spans) -> StatementForm:
    """direct: all words stand in quotation marks; mixed: some; indirect: none."""
    words = quoted = 0
    for span in content:
        inside = any(
            text[k] in _OPEN for k in range(max(0, span.start - 1), span.start)
        )  # an opening mark may have been left outside
        for k in range(span.start, span.end):
            ch = text[k]
            if ch in _OPEN:
                inside = True
            elif ch in _CLOSE:
                inside = False
            elif ch == '"':
                inside = not inside
            elif ch.isalnum():
                words += 1
                quoted += inside
    if not quoted:
        return "indirect"
    return "direct" if quoted >= 0.95 * words else "mixed"


def _scores(signals: Signals, relation: str, cue: Sequence[int]) -> Row | None:
    """How much each word belongs to the cue: the link's row and the tag head, weighed together."""
    row = signals.row(relation, cue)
    if row is None:
        return None
    tags: Floats = 1 - signals.heads[relation][row.first : row.first + len(row.scores), 0]
    return Row(row.first, (1 - TAG_SHARE) * row.scores + TAG_SHARE * tags * (row.scores > 0.15))


def _broad(row: Row | None) -> Row | None:
    """Scores averaged over a word and its neighbours: cues compete for stretches, not for single words."""
    if row is None:
        return None
    padded = np.pad(row.scores, BREADTH, mode="edge")
    kernel = np.full(2 * BREADTH + 1, 1 / (2 * BREADTH + 1))
    return Row(row.first, np.convolve(padded, kernel, mode="valid").astype(np.float32))


def _without_crumbs(text: str, signals: Signals, content: list[int], cue: Sequence[int]) -> list[int]:
    """Drops runs of a word or two that a sentence's end parts from all the rest and from the cue."""
    runs = _runs(content, reach=2)
    if len(runs) < 2:
        return content

    def apart(run: list[int]) -> bool:
        return all(
            _STOP.search(text, signals.words[min(run[-1], o[0])].end, signals.words[max(run[0], o[-1])].start)
            if run[-1] < o[0]
            else _STOP.search(text, signals.words[o[-1]].end, signals.words[run[0]].start)
            for o in [*(r for r in runs if r is not run), list(cue)]
        )

    return [i for run in runs if len(run) > CRUMB or not apart(run) for i in run]


def _better(
    word: int,
    mine: int,
    cues: Sequence[Sequence[int]],
    starts: Sequence[int],
    scores: Sequence[Row | None],
    link: float,
) -> bool:
    """Whether another cue claims the word more strongly and neither statement holds the other's cue."""
    own = _at(scores[mine], word)
    for k in range(bisect_left(starts, word - _WINDOW), bisect_right(starts, word + _WINDOW)):
        row = scores[k]
        if k != mine and _at(row, word) > max(own, link):
            nested = _at(row, cues[mine][0]) > link or _at(scores[mine], cues[k][0]) > link
            if not nested:
                return True
    return False


def _at(row: Row | None, word: int) -> float:
    if row is None or not 0 <= word - row.first < len(row.scores):
        return 0.0
    return float(row.scores[word - row.first])


def _one_run(words: Sequence[int], row: Row | None) -> list[int]:
    """A source is one stretch of words: the strongest run, with runs one word apart taken together."""
    runs = [list(range(run[0], run[-1] + 1)) for run in _runs(words, reach=2)]
    return max(runs, key=lambda r: max(_at(row, i) for i in r), default=[])


def _members(signals: Signals, relation: str, row: Row | None, link: float) -> list[int]:
    """Words over the threshold, smoothed; content that reaches the window's end runs on by its tags."""
    if row is None:
        return []
    last = row.first + len(row.scores)
    members = [row.first + i for i in _stretches(row.scores, link, SWITCH if relation == "content" else 0.0)]
    if members and members[-1] == last - 1 < len(signals.words) - 1 and relation == "content":
        members += _carry_on(signals, last)
    return members


def _stretches(scores: Floats, link: float, switch: float) -> list[int]:
    """The likeliest words of a relation where beginning or ending a stretch costs ``switch`` nats (Viterbi, two states)."""
    p = np.clip(scores.astype(np.float64), 1e-4, 1 - 1e-4)
    gain = np.log(p / (1 - p)) - np.log(link / (1 - link))  # of being in
    out_best, in_best = 0.0, -switch
    came_out, came_in = [], []  # whether the best path to out / in at a word was in before
    for g in gain.tolist():
        stay, leave = out_best, in_best - switch
        enter, go_on = out_best - switch, in_best
        came_out.append(leave > stay)
        came_in.append(go_on >= enter)
        out_best, in_best = max(stay, leave), max(enter, go_on) + g
    inside = in_best > out_best
    members = []
    for i in range(len(gain) - 1, -1, -1):
        if inside:
            members.append(i)
            inside = came_in[i]
        else:
            inside = came_out[i]
    return members[::-1]


def _carry_on(signals: Signals, at: int) -> list[int]:
    out = []
    labels = signals.heads["content"]
    cue = signals.heads["cue"]
    while at < len(signals.words) and labels[at, 2] > 0.5 and cue[at, 0] > 0.5:
        out.append(at)
        at += 1
    return out


def _runs(words: Iterable[int], reach: int = 1) -> list[list[int]]:
    """Ascending word numbers, cut where two neighbours lie more than ``reach`` apart."""
    runs: list[list[int]] = []
    for i in words:
        if runs and i - runs[-1][-1] <= reach:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _whole(signals: Signals, words: Sequence[int]) -> Span:
    return Span(signals.words[words[0]].start, signals.words[words[-1]].end)


def _spans(text: str, signals: Signals, words: Sequence[int]) -> Spans:
    """Runs of words as spans; edges lose stray commas."""
    out = []
    for run in _runs(words):
        while run and signals.words[run[0]].of(text) in _STRAY:
            run.pop(0)
        while run and signals.words[run[-1]].of(text) in _STRAY:
            run.pop()
        if run and any(text[signals.words[i].start].isalnum() for i in run):
            out.append(_whole(signals, run))
    return tuple(out)


_STRAY = frozenset({",", ";", ":", "–", "—", "-"})
