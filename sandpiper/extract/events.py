"""Signals and Mentions -> Events: triggers with category and mode, the mentions of actor and recipient, contexts, numbers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from sandpiper import ontology
from sandpiper.extract.counts import Number, numbers
from sandpiper.extract.encoder import CATEGORIES, CLOSED, COUNTS, MODES, STATUSES, Row, Signals, runs
from sandpiper.extract.mentions import Floats64
from sandpiper.types import Count, Mention, Span, Status, Where

ALONE = 0.15  # a side's likeliest mention is taken from here on
PLACED = 0.5  # least probability that a place's words tell where
COUNTED = 0.5  # least probability that a number counts the dead, say
AROUND = 100  # words to each side that keep an act company: about a passage
BESIDE = 2  # words to each side that may be of the act itself
BEFORE = 0.5  # least score of an actor in a sentence before the act's: of such a quarter are right, of recipients half
UNNAMED, LIKELY = 0.3, 0.05  # see `between`
TOPICAL = 0.3  # least probability of a context: best of 0.3 to 0.5 for F1 on held-out passages
_OF_A_TITLE = re.compile(r"\bof (?:the )?$")
# a number behind these is part of one before it
_OF_WHICH = re.compile(r"\b(?:including|among\s+(?:them|whom)|of\s+(?:them|whom))\W*\Z", re.I)
_BOUND = 30  # characters that "as many as" and the like take up before a figure
_PLACES = frozenset({"GPE", "LOC", "FAC"})
# "promised that the army would protect", and not "would be protected"
_THAT = re.compile(r"\s+(?:that\s+)?(?:(?:the|its|his|her|their)\s+)?", re.I)
_WILL_DO = re.compile(
    r"\s+(?:will|would|shall)\s+(?!(?:(?:\w+ly|not|never|also|soon|always|all|now|then|one\s+day|no\s+longer)\s+)*"
    r"(?:be|get|receive|have|see|gain|regain|recover|benefit|keep|remain|pay)\b)",
    re.I,
)
# what is agreed on: "considering sending", "offered to meet"
_AGREED = frozenset({"AID", "CONSULT", "SUPPORT", "COOPERATE"})
_TO_DO = re.compile(r"\s+(?:(?:about|on|of)\s+)?(?:to\s+(?:\w+ly\s+)?[\w-]+|[\w-]+ing)", re.I)
# who harms nobody but himself; who blows himself up attacks
_ON_ONESELF = re.compile(
    r"(?:\w+\s+and\s+)?(?:shoot(?:s|ing)?|shot|kill(?:s|ed|ing)?|hang(?:s|ed|ing)?|hung|stab(?:s|bed|bing)?|poison(?:s|ed|ing)?)"
    r"\s+(?:him|her|it|them|my|our)sel(?:f|ves)\b(?!(?:,|,?\s+(?:and|along\s+with|together\s+with|as\s+well\s+as))\s+"
    r"(?:(?:at\s+least|some|about|more\s+than|up\s+to)\s+)?"
    r"(?:\d+|an?\b(?!\s+note)|the|his|her|their|one|two|three|four|five|six|seven|eight|nine|ten|several|many|dozens|others?)\b)",
    re.I,
)
COUNTED_BY = {  # the acts that a number belongs to rather than to others of its sentence
    "dead": frozenset({"ASSAULT"}),
    "injured": frozenset({"ASSAULT", "PROTEST"}),
    "arrested": frozenset({"COERCE"}),
    "size": frozenset({"PROTEST", "MOBILIZE", "RETREAT"}),
}


@dataclass(frozen=True, slots=True)
class Found:
    """An event in words: mentions instead of actors; the pipeline makes an Event of it."""

    category: str
    trigger: Span
    actor: tuple[Mention, ...]
    recipient: tuple[Mention, ...]
    status: Status
    reciprocal: bool
    confidence: float
    where: Where
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    counts: Mapping[str, Count] = field(default_factory=dict)  # of COUNTS, those that the text gives
    place: Mention | None = None  # what the trigger's row says, where it is sure


def find(
    text: str, signals: Signals, mentions: Sequence[Mention], *, threshold: float, link: float, mutual: float,
    calibration: tuple[float, float, float] = (1.0, 0.0, 0.0), where: Where = None, sentences: Sequence[Span] = (),
) -> list[Found]:  # fmt: skip
    """The events of one string in order of their triggers, ``threshold`` on their confidence, which is the
    probability of the category as ``calibration`` corrects it (slope and offset of its log odds, and the weight in them of its
    `company`).

    A number belongs to an act of its sentence (without any: of the string).
    """
    here = [m for m in mentions if m.in_ == where]
    here.sort(key=lambda m: (m.start, -m.end))
    places = _word_ranges(signals, here)
    out: list[Found] = []
    for first, last, category, sureness in _triggers(signals, threshold, calibration):
        word = signals.words[first].of(text)
        if not word[0].isalpha() or word.lower() in CLOSED:
            continue
        trigger = Span(signals.words[first].start, signals.words[last - 1].end)
        if category == "ASSAULT" and _ON_ONESELF.match(text, trigger.start):
            continue
        around = _around(sentences, trigger.start, text)
        actor = _linked(signals, "actor", first, here, places, link, trigger, around)
        recipient = _linked(signals, "recipient", first, here, places, link, trigger, around)
        recipient = [
            (m, s) for m, s in recipient if not any(m.span.overlaps(a.span) and t >= s for a, t in actor)
        ]
        actor = [(m, s) for m, s in actor if not any(m.span.overlaps(r.span) for r, _ in recipient)]
        actor, recipient = _without_titles(text, actor), _without_titles(text, recipient)
        if category == "AGREE":
            recipient = [(m, s) for m, s in recipient if not _will_do_it(text, trigger, m)]
        reciprocal = float(signals.heads["reciprocal"][first, 1]) > mutual
        whom = tuple(m for m, _ in recipient)
        who = tuple(m for m, _ in actor)
        if reciprocal:
            who, whom = tuple(sorted((*who, *whom), key=lambda m: m.start)), ()
        status = STATUSES[int(signals.heads["status"][first].argmax())]
        out.append(
            Found(
                category, trigger, who, whom, status, reciprocal, round(sureness, 4), where,  # type: ignore[arg-type]
                _mode(signals, first, category), _contexts(signals, first), place=_place(signals, first, here, places),
            )
        )  # fmt: skip
    return _with_counts(text, signals, _promised_once(out, text), sentences)


def _without_titles(text: str, party: list[tuple[Mention, float]]) -> list[tuple[Mention, float]]:
    """A side without the state or body of a title whose holder is of it: "the head of Chechnya Ramzan Kadyrov" is one."""
    holders = {m.start for m, _ in party if m.type == "PER"}
    return [
        (m, s)
        for m, s in party
        if m.type == "PER"
        or m.end + 1 not in holders
        or not _OF_A_TITLE.search(text, max(0, m.start - 12), m.start)
    ]


def _will_do_it(text: str, trigger: Span, mention: Mention) -> bool:
    """Whether who stands behind a promise is to keep it and not to gain by it: "promised that the army would protect"."""
    return bool(_THAT.fullmatch(text, trigger.end, mention.start) and _WILL_DO.match(text, mention.end))


def _promised_once(found: Sequence[Found], text: str) -> list[Found]:
    """The events without the act that an agreement or a plan names behind itself ("considering sending aid", "offered to
    meet"): it is one event, the AGREE, with the parties and the place of both."""
    out: list[Found] = []
    for e in found:
        agreed = out[-1] if out and out[-1].category == "AGREE" and e.category in _AGREED else None
        if agreed is None or not _TO_DO.fullmatch(text, agreed.trigger.end, e.trigger.end):
            out.append(e)
            continue
        out[-1] = replace(
            agreed,
            actor=agreed.actor or e.actor,
            recipient=agreed.recipient or e.recipient,
            place=agreed.place or e.place,
        )
    return out


def _mode(signals: Signals, anchor: int, category: str) -> str | None:
    """The likeliest of the category's modes, None where none is likelier still."""
    row = signals.heads["mode"][anchor]
    options = [(float(row[0]), "")] + [
        (float(row[1 + i]), mode) for i, (of, mode) in enumerate(MODES) if of == category
    ]
    return max(options, key=lambda option: option[0])[1] or None


def _contexts(signals: Signals, anchor: int) -> tuple[str, ...]:
    row = signals.heads["contexts"][anchor]
    return tuple(ontology.CONTEXTS[i] for i in np.flatnonzero(row > TOPICAL).tolist())


def _place(
    signals: Signals, anchor: int, mentions: Sequence[Mention], places: Sequence[tuple[int, int]]
) -> Mention | None:
    """The name of a place that the trigger's row picks."""
    row = signals.row("place", [anchor])
    if row is None:
        return None
    scored = []
    near = _near(places, row)
    for mention, (lo, hi) in zip(mentions[near], places[near], strict=True):
        inside = row.scores[max(0, lo - row.first) : max(0, hi - row.first)]
        if mention.type in _PLACES and len(inside):
            scored.append((float(inside.mean()), mention))
    score, best = max(scored, key=lambda s: s[0], default=(0.0, None))
    return best if score > PLACED else None


def _around(sentences: Sequence[Span], at: int, text: str) -> Span:
    """The sentence that holds an offset; without any the string."""
    k = bisect_right(sentences, at, key=lambda s: s.start) - 1
    return sentences[k] if k >= 0 else Span(0, len(text))


def _with_counts(text: str, signals: Signals, found: list[Found], sentences: Sequence[Span]) -> list[Found]:
    """The events with the numbers of their victims and people, each given to the nearest act that it suits;
    two of a kind ("24 policemen and ten Indians") are added up."""
    if not found:
        return found
    triggers = [f.trigger.start for f in found]
    given: dict[int, dict[str, list[Number]]] = {}
    for number, name in _counted(text, signals):
        around = _around(sentences, number.span.start, text)
        near = range(bisect_left(triggers, around.start), bisect_left(triggers, around.end))
        if near:
            best = min(
                near,
                key=lambda k: (
                    found[k].category not in COUNTED_BY[name],
                    abs(triggers[k] - number.span.start),
                ),
            )
            given.setdefault(best, {}).setdefault(name, []).append(number)
    return [
        replace(event, counts={name: _sum(some) for name, some in given[k].items()}) if k in given else event
        for k, event in enumerate(found)
    ]


def _counted(text: str, signals: Signals) -> list[tuple[Number, str]]:
    """The numbers that count somebody, and whom; only the words around likely ones are read."""
    scores = signals.heads["count"]
    out: dict[Span, tuple[Number, str]] = {}
    for run in runs(np.flatnonzero(1 - scores[:, 0] > COUNTED).tolist()):
        here = Span(signals.words[run[0]].start, signals.words[run[-1]].end)
        kind = int(scores[run, 1:].sum(0).argmax())
        begin = text.rfind(" ", 0, max(0, here.start - _BOUND)) + 1
        for number in numbers(text, max(begin, here.start - 2 * _BOUND), here.end + _BOUND):
            if number.figure.overlaps(here) and not _OF_WHICH.search(
                text, max(0, number.span.start - _BOUND), number.span.start
            ):
                out.setdefault(number.span, (number, COUNTS[kind]))
    return list(out.values())


def _sum(numbers: Sequence[Number]) -> Count:
    """One number of all, the same said twice counted once, and "a" only where nothing else is counted."""
    numbers = [n for n in numbers if not n.article] or numbers[:1]
    different = list({(n.min, n.max): n for n in numbers}.values())
    low = [n.min for n in different if n.min is not None]
    high = [n.max for n in different if n.max is not None]
    return Count(
        sum(low) if low else None,
        sum(high) if len(high) == len(different) else None,
        tuple(n.span for n in numbers),
    )


def _triggers(
    signals: Signals, threshold: float, calibration: tuple[float, float, float]
) -> list[tuple[int, int, str, float]]:
    labels = signals.heads["trigger"]
    begin = beginnings(signals)
    likeliest = begin.max(1)
    sure = calibrated(likeliest, company(likeliest), *calibration)
    out: list[tuple[int, int, str, float]] = []
    for i in np.flatnonzero(sure > threshold).tolist():
        category = CATEGORIES[int(begin[i].argmax())]
        if out and out[-1][1] == i and out[-1][2] == category:
            continue  # "opened fire": one act, its first word is the anchor
        last = i + 1
        while last < len(labels) and labels[last, 1 + len(CATEGORIES)] > 0.5:
            last += 1
        out.append((i, last, category, float(sure[i])))
    return out


def between(signals: Signals, actor: Sequence[Span], recipient: Sequence[Span]) -> Floats64:
    """How surely the words tell of an act of each category that the actor does to the recipient [categories].

    Of the likeliest trigger its probability times the geometric mean of its links to the two, a mutual act's to both as those
    who act; a side that is not named is linked to every act by `UNNAMED`.
    """
    begin = beginnings(signals)
    out = np.zeros(begin.shape[1])
    for i in np.flatnonzero(begin.max(1, initial=0.0) > LIKELY).tolist():
        acting, suffering = signals.row("actor", [i]), signals.row("recipient", [i])
        does = _link(signals, acting, actor)
        linked = does * _link(signals, suffering, recipient)
        if actor and recipient:
            mutual = float(signals.heads["reciprocal"][i, 1])
            linked = max(linked, mutual * does * _link(signals, acting, recipient))
        out = np.maximum(out, begin[i] * np.sqrt(linked))
    return out


def _link(signals: Signals, row: Row | None, side: Sequence[Span]) -> float:
    """The score of the side's likeliest word in a trigger's row."""
    if row is None or not side:
        return UNNAMED
    words = signals.words[row.first : row.first + len(row.scores)]
    return max(
        (float(s) for w, s in zip(words, row.scores, strict=True) if any(w.overlaps(x) for x in side)),
        default=0.0,
    )


def beginnings(signals: Signals) -> Floats64:
    """The probability of each word that an act of each category begins with it [words, categories]."""
    return signals.heads["trigger"][:, 1 : 1 + len(CATEGORIES)].astype(np.float64)


def company(probability: Floats64) -> Floats64:
    """Of each word the probability of the likeliest act around it, its neighbours aside, whose act may be its own.

    Acts come together: what looks a little like one, where nothing else does, seldom is.
    """
    n, wide = len(probability), AROUND - BESIDE
    most = sliding_window_view(np.pad(probability, AROUND), wide).max(1)
    return np.asarray(np.maximum(most[:n], most[AROUND + BESIDE + 1 :]), np.float64)


def calibrated(probability: Floats64, near: Floats64, slope: float, offset: float, weight: float) -> Floats64:
    """Probabilities whose log odds are stretched and shifted (Platt scaling), and raised by the weight of their `company`."""
    p = probability.clip(1e-6, 1 - 1e-6)
    odds = slope * np.log(p / (1 - p)) + offset + weight * near
    return np.asarray(1 / (1 + np.exp(-odds)), np.float64)


def _word_ranges(signals: Signals, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    starts = np.array([w.start for w in signals.words], np.int64)
    return [(int(np.searchsorted(starts, m.start)), int(np.searchsorted(starts, m.end))) for m in mentions]


def _near(places: Sequence[tuple[int, int]], row: Row) -> slice:
    """The mentions that begin in the window of a row."""
    return slice(bisect_left(places, (row.first, 0)), bisect_left(places, (row.first + len(row.scores), 0)))


def _linked(
    signals: Signals, relation: str, anchor: int, mentions: Sequence[Mention], places: Sequence[tuple[int, int]],
    link: float, trigger: Span, sentence: Span,
) -> list[tuple[Mention, float]]:  # fmt: skip
    """Mentions whose words the row picks; of nested ones the longest that is picked. Nobody of a later sentence than the
    trigger's (a seventh would be right), and as the actor one of a sentence before only if he is picked surely."""
    row = signals.row(relation, [anchor])
    if row is None:
        return []
    chosen: list[tuple[Mention, float]] = []
    near = _near(places, row)
    for mention, (lo, hi) in zip(mentions[near], places[near], strict=True):
        lo, hi = lo - row.first, hi - row.first
        if (
            lo < 0
            or hi > len(row.scores)
            or lo >= hi
            or mention.span.overlaps(trigger)
            or mention.type == "MISC"
            or mention.start >= sentence.end
        ):
            continue
        score = float(row.scores[lo:hi].mean())
        if score > (BEFORE if relation == "actor" and mention.end <= sentence.start else min(link, ALONE)):
            chosen.append((mention, score))
    best = max((score for _, score in chosen), default=0.0)
    chosen = [(mention, score) for mention, score in chosen if score > link or score == best]
    chosen.sort(key=lambda c: -(c[0].end - c[0].start))
    kept: list[tuple[Mention, float]] = []
    for mention, score in chosen:
        if not any(mention.span.overlaps(k.span) for k, _ in kept):
            kept.append((mention, score))
    return sorted(kept, key=lambda c: c[0].start)
