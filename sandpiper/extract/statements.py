"""Signals -> Statements: cue by cue, the words of its source and content, and what kind of saying it is.

Speakers are filled in by the pipeline once actors are known: this room speaks words only.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from sandpiper.extract.encoder import CLOSED, KINDS, PRONOUNS, Floats, Row, Signals, runs, tagged
from sandpiper.types import Span, Spans, Statement, StatementForm, StatementKind, Where

TAG_SHARE = 0.48  # weight of the tag head beside the link's row in a word's score
CUE_EDGE = 0.3  # least probability of a word beside one that passes the threshold
LONE_SOURCE = 0.3  # least probability of a source's words where none reaches the threshold
SWITCH = 1.3  # nats that a border of a stretch costs
BREADTH = 1  # words to each side that a word's score is averaged with where cues compete
SCRAP = 6  # words: so short a content of a cue without a word that says is no statement
CRUMB = 2  # words: shorter runs beyond a sentence's end are no content
_STOP = re.compile(r"[.!?…][\"”’»)]*\s+(?=[\"“‘«(]?[A-ZА-ЯЁ])|\n")
_WINDOW = 512  # words: no row reaches further from its cue
_HEADLINE = re.compile(r"\s*([^:\n]{2,60}?)\s*:\s+(?=\S)")


def _whole_cue(text: str, signals: Signals, lo: int, hi: int) -> list[int]:
    """The words of a cue; of "according to" both."""
    words = [w.of(text).lower() for w in signals.words[max(0, lo - 1) : hi + 1]]
    if signals.words[lo].of(text).lower() == "to" and lo and words[0] == "according":
        lo -= 1
    elif signals.words[hi - 1].of(text).lower() == "according" and words[-1] == "to":
        hi += 1
    return list(range(lo, hi))


def find(
    text: str, signals: Signals, *, threshold: float, link: float, where: Where = None
) -> list[Statement]:
    """The statements of one string in order of their cues, without ids, speakers and dates."""
    cues = [_whole_cue(text, signals, lo, hi) for lo, hi in _cues(signals.heads["cue"], threshold)]
    scores = {role: [_scores(signals, role, cue) for cue in cues] for role in ("source", "content")}
    starts = [cue[0] for cue in cues]
    broad = [_broad(row) for row in scores["content"]]
    contents: list[list[int]] = []
    for k, cue in enumerate(cues):
        content = _members(signals, "content", scores["content"][k], link)
        contents.append([i for i in content if i not in cue and not _better(i, k, cues, starts, broad, link)])
    contents = _undivided(text, signals, contents, cues)
    out: list[Statement] = []
    for k, cue in enumerate(cues):
        content = _without_crumbs(text, signals, contents[k], cue)
        row = scores["source"][k]
        runs_ = (_one_run(_members(signals, "source", row, least), row) for least in (link, LONE_SOURCE))
        source = next(filter(None, runs_), [])
        source = [i for i in source if i not in cue and i not in content]
        spans = _spans(text, signals, content)
        scrap = len(content) <= SCRAP and _says_nothing(text, signals, cue)
        if not spans or scrap or _says_nothing(text, signals, content):
            continue
        sureness = float(1 - signals.heads["cue"][cue, 0].mean())
        out.append(
            Statement(
                id="",
                source=_spans(text, signals, source),
                cue=_spans(text, signals, cue) or (_whole(signals, cue),),
                content=spans,
                form=form_of(text, spans),
                kind=_kind(text, signals, cue, spans),
                negated=_unsaid(text, _whole(signals, cue), spans[0]),
                confidence=round(sureness, 4),
                in_=where,
            )
        )
    return out


def _cues(labels: Floats, threshold: float) -> list[tuple[int, int]]:
    """Word ranges of the cues: each has a word over the threshold, and all its words are over ``CUE_EDGE``."""
    inside = 1 - labels[:, 0]
    return [
        (lo, hi)
        for lo, hi in tagged(labels, min(CUE_EDGE, threshold))
        if float(inside[lo:hi].max()) > threshold
    ]


def _says_nothing(text: str, signals: Signals, words: Sequence[int]) -> bool:
    """Whether all words are of the closed classes: no cue ("on", "’d") and nothing said ("the"). Marks alone may be a cue,
    an apostrophe is none."""
    surfaces = [signals.words[i].of(text).lower() for i in words]
    spelled = [w for w in surfaces if w[0].isalnum()]
    if not spelled:
        return all(w in _APOSTROPHES for w in surfaces)
    return all(w in CLOSED or w in PRONOUNS or len(w) == 1 for w in spelled)


def _kind(text: str, signals: Signals, cue: Sequence[int], content: Spans) -> StatementKind:
    """What the verb of saying names, where it names the act of speech; else what the model takes the cue for.

    Who is concerned about something binds nobody and forecasts nothing, where it is not what could come.
    """
    spelled = [signals.words[i].of(text).lower() for i in cue]
    for word in spelled:
        stem = _SPEECH_ACT.fullmatch(word)
        if stem is not None and stem.lastgroup is not None:
            return stem.lastgroup  # type: ignore[return-value]
    if any(map(_FEELING.fullmatch, spelled)) and not any(_COMING.search(c.of(text)) for c in content):
        return "assertion"
    return KINDS[int(signals.heads["kind"][cue].sum(0).argmax())]  # type: ignore[return-value]


# Verbs that name what is done by saying them (Austin's performatives); in our corpus about nine in ten of their
# statements, or more, are of this kind.
_SPEECH_ACT = re.compile(
    r"(?P<threat>threaten(?:s|ed|ing)?)|(?P<appeal>(?:beg|begs|begged|appeal(?:s|ed|ing)?))"
    r"|(?P<accusation>accus(?:e|es|ed|ing)|condemn(?:s|ed|ing)?|denounc(?:e|es|ed|ing))"
    r"|(?P<denial>den(?:y|ies|ied|ying)|refut(?:e|es|ed|ing))|(?P<demand>demand(?:s|ed|ing)?)"
    r"|(?P<forecast>predict(?:s|ed|ing)?|expect(?:s|ed)?|forecast(?:s|ed|ing)?)"
    r"|(?P<pledge>pledg(?:e|es|ed|ing)|promis(?:e|es|ed|ing))"
)


_FEELING = re.compile(r"(?:concern|worr(?:y|ies|ied)|alarm|uneas[ey]|reservation|misgiving)(?:s|ed|ing)?")
_COMING = re.compile(r"\b(?:will|would|could|may|might|shall|should|must|going\s+to)\b|['’](?:ll|d)\b", re.I)


def _unsaid(text: str, cue: Span, content: Span) -> bool:
    """Whether the words say that something was not said: "did not say", "declined to confirm".

    "Does not expect" and its like hold a belief. On our corpus, with whose statements the rule was written, 90 % of
    those found are so marked and 72 % of those marked are found.
    """
    words = cue.of(text)
    if _BELIEF.search(words):
        return False
    before = text[max(0, cue.start - 40) : cue.start] if content.start >= cue.end else ""
    return bool(_NOT_IN.search(words) or _NOT_BEFORE.search(before))


_DECLINES = r"\b(?:declin|refus)(?:e|ed|es|ing)\s+to"
_BELIEF = re.compile(
    r"\b(?:expect|believ|think|thought|rule|ruling|exclud|doubt|suspect|share)", re.IGNORECASE
)
_NOT_IN = re.compile(rf"\b(?:not|never|nothing|neither|no)\b|n['’]t\b|{_DECLINES}\s+\w", re.IGNORECASE)
_NOT_BEFORE = re.compile(
    rf"(?:\b(?:not|never|neither|nobody|no one|without|cannot)|n['’]t|{_DECLINES})(?:\s+\w+){{0,2}}\s+$",
    re.IGNORECASE,
)


def kind_of_own(text: str, said: Statement, own: Iterable[Span]) -> StatementKind:
    """The kind of a statement, given the mentions of its speaker in it.

    Who tells what he himself will do, or will not, forecasts, asserts and denies nothing: he pledges, and threatens where
    he names a condition. Of the statements of our corpus that begin so, pledges and threats are 86 % without a condition,
    and threats 84 % with one.
    """
    if said.negated or said.kind not in _ABOUT_SELF or not said.content:
        return said.kind
    first = said.content[0]
    head = _HEAD.match(text, first.start, first.end)
    begins = {first.start, head.end()} if head else {first.start}
    ends = [m.end for m in own if m.start in begins and m.end <= first.end]
    ends += [m.end() for b in begins if (m := _FIRST_PERSON.match(text, b, first.end))]
    will = _WILL.match(text, max(ends), first.end) if ends else None
    if will is None:
        return said.kind
    return "threat" if _CONDITION.search(text, will.end(), said.content[-1].end) else "pledge"


_ABOUT_SELF = frozenset({"assertion", "forecast", "denial", "pledge"})
_HEAD = re.compile(r"[\s\"“‘',]*(?:that\s*,?\s*[\"“‘]?)?(?:the\s+)?", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"(?:I|[Ww]e)\b")
_WILL = re.compile(
    r"(?:(?:\s+(?:\w+ly|also|soon|now))?\s+(?:will|would|shall)\b|['’]ll\b|\s+won['’]t\b)"
    r"(?!\s+(?:not\s+)?(?:be|have|like|prefer|need|say|welcome|know|feel|likely|probably|cost|mean)\b)",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:if|unless|until|as\s+long\s+as|provided)\b", re.IGNORECASE)


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
        # an opening mark may have been left outside, right before the first word
        marks = {
            m.start(): m
            for m in _MARK.finditer(text, max(0, span.start - 2), span.end)
            if m.end() >= span.start
        }
        last = max((at for at, m in marks.items() if m.lastgroup == "single"), default=-1)
        inside = False
        for k in range(max(0, span.start - 2), span.end):
            mark = marks.get(k)
            if mark is None:
                if text[k].isalnum() and k >= span.start:
                    words += 1
                    quoted += inside
            elif mark.lastgroup == "open":
                inside = True
            elif mark.lastgroup == "close":
                inside = False
            elif mark.lastgroup == "double":
                inside = not inside
            elif not inside:
                inside = k != last or not text[k - 1 : k].isalnum()
            elif text[k - 1] in ".,?!…" or text[k - 1] != "s" or k == last:  # "workers' rights" goes on
                inside = False
    if not quoted:
        return "indirect"
    return "direct" if quoted >= 0.95 * words else "mixed"


# Single marks open after a blank and close before one: within a word they are apostrophes.
_MARK = re.compile(
    r"(?P<open>[“«„]|``|(?<!\w)‘(?=[\w“\"]))|(?P<close>[”»]|'')|(?P<double>\")"
    r"|(?P<single>(?<![\w.,?!…])'(?=\w)|(?<=[\w.,?!…])['’](?!\w))"
)


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


def _stop_between(text: str, signals: Signals, first: int, last: int) -> bool:
    """Whether a sentence ends between two words."""
    return _STOP.search(text, signals.words[first].end, signals.words[last].start + 1) is not None


def _undivided(
    text: str, signals: Signals, contents: Sequence[list[int]], cues: Sequence[Sequence[int]]
) -> list[list[int]]:
    """Contents none of which goes on, without a word between, where another cue's breaks off: one clause cut in two.

    The cue that stands in the clause's own sentence takes all of it.
    """

    def apart(lo: int, hi: int, k: int) -> bool:
        cue = cues[k]
        return _stop_between(text, signals, *((hi, cue[0]) if hi < cue[0] else (cue[-1], lo)))

    parts = sorted((run[0], run[-1], k) for k, content in enumerate(contents) for run in runs(content))
    out = [set(content) for content in contents]
    for (lo, hi, k), (low, high, j) in pairwise(parts):
        if k == j or low != hi + 1 or apart(lo, hi, k) == apart(low, high, j):
            continue
        words, loser, winner = (range(lo, hi + 1), k, j) if apart(lo, hi, k) else (range(low, high + 1), j, k)
        out[loser].difference_update(words)
        out[winner].update(words)
    return [sorted(content) for content in out]


def _without_crumbs(text: str, signals: Signals, content: list[int], cue: Sequence[int]) -> list[int]:
    """Drops runs of a word or two that a sentence's end parts from all the rest and from the cue."""
    parts = runs(content, reach=2)
    if len(parts) < 2:
        return content

    def apart(run: list[int]) -> bool:
        return all(
            _stop_between(text, signals, *((run[-1], o[-1]) if run[-1] < o[0] else (o[-1], run[0])))
            for o in [*(r for r in parts if r is not run), list(cue)]
        )

    return [i for run in parts if len(run) > CRUMB or not apart(run) for i in run]


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
    parts = [list(range(run[0], run[-1] + 1)) for run in runs(words, reach=2)]
    return max(parts, key=lambda r: max(_at(row, i) for i in r), default=[])


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


def _whole(signals: Signals, words: Sequence[int]) -> Span:
    return Span(signals.words[words[0]].start, signals.words[words[-1]].end)


def _spans(text: str, signals: Signals, words: Sequence[int]) -> Spans:
    """Runs of words as spans; edges lose stray commas."""
    out = []
    for run in runs(words):
        while run and signals.words[run[0]].of(text) in _STRAY:
            run.pop(0)
        while run and signals.words[run[-1]].of(text) in _STRAY:
            run.pop()
        if run and any(text[signals.words[i].start].isalnum() for i in run):
            out.append(_whole(signals, run))
    return tuple(out)


_APOSTROPHES = frozenset("'’‘`")
_STRAY = frozenset({",", ";", ":", "–", "—", "-"})
