"""A bond and a later story -> the sentence that tells what became of it, with the state, the reasons and a confidence.

First each sentence by itself: does it name a party and the content, and how does it tell the act? Where none tells it,
the story as a whole (whole.py): what of it bears on the bond is gathered here.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sandpiper.analysis.outcomes import parties, telling, whole
from sandpiper.analysis.outcomes.parties import Cast
from sandpiper.analysis.outcomes.retrieval import COMMON, ENOUGH, Bond, Shelf
from sandpiper.analysis.outcomes.telling import FAMILIES, Sentence
from sandpiper.analysis.outcomes.words import Word, alike, stems_of, words
from sandpiper.ontology import quad
from sandpiper.store import Outcome
from sandpiper.types import Time, Where

SHARED = 0.75  # an entry this much worse matched than another by the same words has no claim to them
_BESIDE, _ELSEWHERE = (
    0.7,
    0.4,
)  # what a word of the content is worth in the neighbouring sentences and the headline, and in the rest
_ACT_ALIKE = 0.6  # how alike a verb must be to tell the same act
_TELLING = 2  # words of a content that are enough to look for what they were promised to be done to
_AROUND_DUE = 45  # days from the due day within which a story as a whole may tell what came of it
_ONE_MATTER = 0.4  # a topic so common that the names of the content need not be told again
# The numbers of a story as a whole come from corpus/weeks/more, each as loose as few false proposals allowed where half of
# the words of a content were taken away at random: what is told in other words must be found too.
_AROUND = 3.0  # what the words around a promise are worth beside those of its content
_DEMANDED = 1.5  # how much headline and lead must have of a demand, which many raise, and of its topic
_SURE = 0.63  # of two sets that the rules had never seen, below it one proposal of ten was right, from it on three of seven
_KEPT_DAYS = 14  # an undated promise is not "not kept" before
# what lasts until a day lasts beyond the promise
_UNTIL = re.compile(r"\b(?:until|till)\s+(?:the\s+|late\s+|early\s+|mid-?)?$", re.I)
_RECEIVED = stems_of("receive reach arrive get")


@dataclass(frozen=True, slots=True)
class Find:
    """A sentence that tells what became of a bond, how much of the content it has and how sure it is."""

    state: Outcome
    sentence: Sentence
    where: Where
    reasons: tuple[str, ...]
    score: float
    confidence: float


@dataclass(frozen=True, slots=True)
class _Verdict:
    """The state that a sentence tells, the words that tell it and why; ``by_word`` where it only says that a word was kept."""

    state: Outcome
    words: tuple[Word, ...]
    reason: str
    by_word: bool = False


def in_sentence(shelf: Shelf, bond: Bond, id_: str) -> Find | None:
    """What the surest sentence of a story tells of a bond, if any tells anything."""
    finds = [
        find for n in range(len(shelf.sentences(id_))) if (find := _find(shelf, bond, id_, n)) is not None
    ]
    return max(finds, key=lambda f: (f.confidence, -f.sentence.start), default=None)


def _find(shelf: Shelf, bond: Bond, id_: str, n: int) -> Find | None:
    """What the n-th sentence of a story tells of a bond, if it tells anything."""
    sentences, cast = shelf.sentences(id_), shelf.cast(id_)
    s, where = sentences[n]
    stems = shelf.stems(id_)
    near = frozenset().union(*(stems[k] for k in (0, n - 1, n + 1) if 0 <= k < len(stems)))
    anywhere = frozenset().union(*stems)
    _, full = bond.weights(shelf.weight)
    here = {o: bond.credit(o, stems[n]) for o in bond.objects}
    hits = {o: credit for o, credit in here.items() if credit}
    if not hits or not full:
        return None
    credits = {
        o: max(here[o], _BESIDE * bond.credit(o, near), _ELSEWHERE * bond.credit(o, anywhere)) for o in here
    }
    score = min(1.0, sum(shelf.weight(o) * credit for o, credit in credits.items()) / full)
    if score < ENOUGH or (bond.names and not bond.names & anywhere):
        return None
    party = parties.in_story(
        cast,
        bond.parties,
        s,
        where,
        [sentences[k][0] for k in (n - 1, 0, n + 1) if 0 <= k < len(sentences) and k != n],
    )
    if party is None or _past(cast.reading.times, s, where, bond.day):
        return None
    if parties.abroad(cast, s, where, shelf.countries(bond.story)):
        return None
    verdict = _verdict(bond, cast, s, where, shelf.days[id_])
    if verdict is None or (not party.near and (score < SHARED or verdict.by_word)):
        return None
    said = parties.said_by(cast, bond.parties, s, where, verdict.words)
    if said == "denied":
        return None
    shared = [w for w in s.words if any(w.stem == o or w.stem in alike().get(o, {}) for o in hits)]
    reasons = [
        party.reason,
        f"content: {', '.join(dict.fromkeys(w.text for w in shared))}",
        verdict.reason,
    ]
    when = "after" if bond.overdue(shelf.days[id_]) else "before"
    reasons.append(f"{when} the due day {bond.due}" if bond.due else f"after {bond.day}")
    if said:
        reasons.append(said)
    confidence = (
        0.35
        + 0.35 * min(1.0, score)
        + party.weight
        + 0.05 * (len(hits) > 1)
        - 0.1 * bool(said and said.startswith("as somebody"))
    )
    return Find(verdict.state, s, where, tuple(reasons), score, round(min(0.95, confidence), 3))


def _past(times: Sequence[Time], s: Sentence, where: Where, day: str) -> bool:
    """Whether every time that the sentence tells lies before the promise."""
    told = [t for t in telling.inside(times, s, where) if t.type in ("DATE", "TIME")]
    known = [t for t in told if t.value[:4].isdigit() and not _UNTIL.search(s.text, s.start, t.start)]
    return bool(known) and all(_before(t.value, day) for t in known)


def _before(value: str, day: str) -> bool:
    """Whether a TIMEX3 value ends before a day."""
    if "W" in value:
        year, week, _ = date.fromisoformat(day).isocalendar()
        return value[:8] < f"{year}-W{week:02}"
    value = value[:10]
    return value[:7].replace("-", "").isdigit() and value < day[: len(value)]


def _verdict(bond: Bond, cast: Cast, s: Sentence, where: Where, day: str) -> _Verdict | None:
    """What a sentence tells of the plan, else of the act, else of what shows it or its contrary, else of the word given."""
    given, put_off = (
        [w for w in cues if parties.subject_agrees(cast, bond.parties, s, where, s.words.index(w))]
        for cues in (telling.given_up(s, bond.families), telling.put_off(s))
    )
    put_off = put_off or _not_before(bond, cast.reading.times, s, where, day)
    if put_off:
        return _Verdict("postponed", tuple(put_off[:1]), f"put off: “{_cue(s, put_off[0])}”")
    if given:
        return _Verdict("broken", tuple(given[:1]), f"given up: “{_cue(s, given[0])}”")
    overdue, lapsed = bond.overdue(day), bool(telling.LAPSED.search(s.string))
    hits = [i for i in range(len(s.words)) if _same_act(bond, s, i)]
    for i in hits:
        how = telling.told(s, i, noun=_noun(bond, s, i))
        at = (s.words[i],)
        if how == "refused":
            return None if bond.negated else _Verdict("broken", at, f"ruled out: “{_phrase(s, i)}”")
        if how in ("undone", "failed") and not bond.negated:
            if overdue or lapsed or (how == "failed" and bond.due is None and _lapses(bond, day)):
                return _Verdict("broken", at, f"not done: “{_phrase(s, i)}”")
        elif (
            how == "future"
            and not bond.negated
            and bond.due
            and _later_day(cast.reading.times, s, where, bond.due)
        ):
            return _Verdict("postponed", at, f"a later day: “{_phrase(s, i)}”")
        elif how == "done" and (bond.begins or not telling.begun(s, i)):
            if not (_does(bond, cast, s, where, i) or parties.undergoes(cast, s, where, i, bond.objects)):
                continue
            if bond.negated:
                return _Verdict("broken", at, f"done all the same: “{_phrase(s, i)}”")
            if telling.PARTLY.search(s.string):
                return None
            return _Verdict("met", at, f"done: “{_phrase(s, i)}”")
    if not hits:
        shown = _coded(bond, cast, s, where) or _contrary(bond, cast, s, where)
        if shown is None and overdue and not bond.negated:
            shown = _unchanged(s)
        if shown is not None:
            return shown
    honour = telling.kept(s)
    if honour and not bond.negated:
        return _Verdict("met", tuple(honour[:1]), f"said to be kept: “{_cue(s, honour[0])}”", by_word=True)
    return None


def _lapses(bond: Bond, day: str) -> bool:
    """Whether an undated promise may be called not kept."""
    return date.fromisoformat(day) - date.fromisoformat(bond.day) >= timedelta(days=_KEPT_DAYS)


def _not_before(bond: Bond, times: Sequence[Time], s: Sentence, where: Where, day: str) -> list[Word]:
    """The act itself told as one that will not be before a later day: "will not be resettled until January"."""
    due = max(bond.due or day, day)
    later = {
        t.start
        for t in telling.inside(times, s, where)
        if t.value[:4].isdigit() and t.value[:10] > due[: len(t.value)]
    }
    out = []
    for i in range(len(s.words)):
        behind = s.words[i + 1 : i + 5]
        waits = any(
            w.lower in ("until", "till", "before") and v.start in later for w, v in itertools.pairwise(behind)
        )
        if waits and telling.told(s, i) == "refused" and _same_act(bond, s, i):
            out.append(s.words[i])
    return out


def _coded(bond: Bond, cast: Cast, s: Sentence, where: Where) -> _Verdict | None:
    """By an event of the sentence that a party did and that is of a kind with the act promised."""
    if telling.PARTLY.search(s.string):
        return None
    wanted = {c for name in bond.families for c in FAMILIES[name].plover if quad(c).startswith("material")}
    for event in cast.reading.events:
        if event.in_ != where or event.category not in wanted or event.status != "happened":
            continue
        if not any(parties.matches(cast.actor(id_), bond.parties) for id_ in event.actor):
            continue
        found = tuple(w for w in s.words for t in event.trigger if t.start <= w.start < t.end)
        if found and _other_act(bond, s, s.words.index(found[0])):
            continue
        if found and telling.told(s, s.words.index(found[0])) == "done":
            state: Outcome = "broken" if bond.negated else "met"
            return _Verdict(state, found, f"event: {event.category} “{found[0].text}”")
    return None


def _contrary(bond: Bond, cast: Cast, s: Sentence, where: Where) -> _Verdict | None:
    """By an act done to one of the objects that undoes the one promised."""
    against = {name for family in bond.families for name in FAMILIES[family].against}
    for i in () if bond.negated else range(len(s.words)):
        if (
            against & telling.families_of(s.words, i, noun=False)
            and telling.told(s, i) == "done"
            and _touches(s, i, bond.objects)
            and _does(bond, cast, s, where, i)
        ):
            return _Verdict("broken", (s.words[i],), f"the contrary is done: “{_phrase(s, i)}”")
    return None


def _unchanged(s: Sentence) -> _Verdict | None:
    """By words that say nothing has changed."""
    still = telling.STILL.search(s.string)
    if still is None:
        return None
    at = tuple(w for w in s.words if w.start == still.start())
    return _Verdict("broken", at, f"nothing changed: “{' '.join(still[0].split())}”")


def _other_act(bond: Bond, s: Sentence, i: int) -> bool:
    """Whether the verb at ``i`` is known to tell another act than the bond's."""
    families = telling.families_of(s.words, i)
    return bool(families) and not families & bond.families


def _touches(s: Sentence, i: int, objects: Sequence[str]) -> bool:
    """Whether the verb at ``i`` is done to one of the objects: just behind it, or before it in the passive."""
    before = s.words[max(0, i - 3) : i]
    if any(w.lower in ("was", "were", "been") for w in before):
        return any(w.stem in objects for w in s.words[max(0, i - 8) : i])
    for word in s.words[i + 1 : i + 5]:
        if word.stem in objects:
            return True
        if word.lower in parties.PREPOSITIONS:
            return False
    return False


def _same_act(bond: Bond, s: Sentence, i: int) -> bool:
    if s.words[i].stem == bond.act:
        return True
    if telling.of_a_plan(s, i):
        return False
    if bond.families & telling.families_of(s.words, i):
        return True
    return (
        bool(bond.act)
        and alike().get(bond.act or "", {}).get(s.words[i].stem, 0.0) >= _ACT_ALIKE
        and s.words[i].form == "past"
    )


def _noun(bond: Bond, s: Sentence, i: int) -> bool:
    """Whether the act is told as a thing: "the withdrawal"."""
    word = s.words[i]
    if word.form in ("past", "same"):
        return False
    stems = {stem for name in bond.families for stem in FAMILIES[name].nouns}
    verbs = {stem for name in bond.families for stem, _ in FAMILIES[name].verbs}
    if word.stem not in stems:
        return False
    previous = s.words[i - 1].lower if i else ""
    return (
        word.stem not in verbs
        or previous in ("the", "a", "an", "its", "their", "his", "her", "of")
        or word.lower.endswith(("al", "ment", "ion", "ery", "ure"))
    )


def _does(bond: Bond, cast: Cast, s: Sentence, where: Where, i: int) -> bool:
    """Whether it may be a party that does the act at word ``i``: nobody else stands as its subject."""
    if s.words[i].stem in _RECEIVED:
        return True
    return parties.subject_agrees(cast, bond.parties, s, where, i)


def _cue(s: Sentence, word: Word) -> str:
    """A cue and the word behind it: "put off"."""
    return next((s.text[word.start : w.end] for w in s.words if w.start > word.start), word.text)


def _phrase(s: Sentence, i: int) -> str:
    return " ".join(s.text[s.words[max(0, i - 2)].start : s.words[i].end].split())


def _later_day(times: Sequence[Time], s: Sentence, where: Where, due: str) -> bool:
    """Whether the sentence tells days, and all of them lie after the one that was due."""
    told = [t.value for t in telling.inside(times, s, where) if t.type == "DATE"]
    known = [v for v in told if v[:4].isdigit() and len(v) >= 7 and v[5:7].isdigit()]
    return bool(known) and all(v[:10] > due[: len(v[:10])] for v in known)


def as_a_whole(shelf: Shelf, bond: Bond, id_: str, about: float) -> Find | None:
    """What a story's headline and lead tell of a bond, if they tell anything; ``about``, how far it is about the same matter."""
    cast, sentences, stems = shelf.cast(id_), shelf.sentences(id_), shelf.stems(id_)
    anywhere = frozenset().union(*stems)
    if about < COMMON or not bond.objects or bond.entry.kind == "forecast":
        return None
    if bond.due and not bond.negated and bond.apart(shelf.days[id_]) > _AROUND_DUE:
        return None
    if (bond.names and not bond.names & anywhere and about < _ONE_MATTER) or (
        len(bond.objects) < _TELLING and not bond.negated
    ):
        return None
    weights, full = bond.weights(shelf.rarity)
    around = shelf.around(bond)

    def cover(some: frozenset[str]) -> float:
        own = sum(weight * bond.credit(o, some) for o, weight in weights.items()) / full
        return min(1.0, own + _AROUND * sum(around.get(stem, 0.0) for stem in some))

    party = parties.in_lead(cast, bond.parties, sentences) or (
        _person(shelf, bond, id_) if bond.entry.kind != "demand" else None
    )
    if party is None:
        return None
    main = [whole.main_stems(sentence) for sentence, _ in sentences]
    frame = whole.Frame(
        sentences, [cover(some) for some in main], cover(frozenset().union(*stems[: whole.LEAD])), about,
        len(bond.names & anywhere) / len(bond.names) if bond.names else 1.0,
        _foreign(shelf, bond, id_), _passed(bond, cast, sentences), _naming(bond, cast, sentences), cast.reading.times, shelf.days[id_],
    )  # fmt: skip
    if bond.entry.kind == "demand" and frame.lead + frame.topic < _DEMANDED:
        return None
    ending = bond.stops or bool(bond.families & whole.ENDING)
    found = whole.infer(whole.Promise(bond.day, bond.due, ending, bond.negated and not bond.stops), frame)
    if found is None:
        return None
    s, where = sentences[found.n]
    reasons = (party, f"content: {frame.lead:.0%} in headline and lead, topic {about:.2f}", found.reason)
    sure = 0.25 + 0.2 * found.score + 0.15 * frame.lead + 0.15 * about + 0.1 * _timely(bond, shelf.days[id_])
    return Find(found.state, s, where, reasons, frame.lead, round(sure, 3)) if sure >= _SURE else None


def _timely(bond: Bond, day: str) -> float:
    """How near a story is to the due day, about which outcomes are told: 1 on the day, 0 two weeks from it."""
    apart = bond.apart(day) if bond.due else _KEPT_DAYS
    return max(0.0, 1 - apart / _KEPT_DAYS)


def _passed(bond: Bond, cast: Cast, sentences: Sequence[tuple[Sentence, Where]]) -> frozenset[int]:
    """Sentences that are denied, that tell of a time before the promise, or of what somebody else gave up."""
    return frozenset(
        n for n, (s, where) in enumerate(sentences)
        if _past(cast.reading.times, s, where, bond.day) or parties.said_by(cast, bond.parties, s, where, s.words) == "denied"
        or any(not parties.subject_agrees(cast, bond.parties, s, where, s.words.index(w)) for w in telling.given_up(s, bond.families))
    )  # fmt: skip


def _naming(bond: Bond, cast: Cast, sentences: Sequence[tuple[Sentence, Where]]) -> frozenset[int]:
    """Sentences that name the act: in its own word, as one not done, or as done by somebody else."""
    return frozenset(
        n for n, (s, where) in enumerate(sentences)
        if any(_names(bond, cast, s, where, i) for i in range(len(s.words)) if not telling.relative(s, i))
    )  # fmt: skip


def _names(bond: Bond, cast: Cast, s: Sentence, where: Where, i: int) -> bool:
    if s.words[i].stem == bond.act:
        return True
    if not _same_act(bond, s, i):
        return False
    how = telling.told(s, i)
    return how not in ("done", "open") or (
        how == "done" and not parties.subject_agrees(cast, bond.parties, s, where, i)
    )


def _foreign(shelf: Shelf, bond: Bond, id_: str) -> bool:
    """Whether a story opens with somebody of a country that the bond's story does not name."""
    country = parties.opening(shelf.cast(id_), *shelf.sentences(id_)[0])
    return country is not None and country not in shelf.countries(bond.story)


def _person(shelf: Shelf, bond: Bond, id_: str) -> str | None:
    """A person of the bond's story, of one side with its parties, who is in the later one too."""
    common = shelf.persons(bond.story) & shelf.persons(id_)
    for actor in shelf.reading(bond.story).actors:
        own = {w.stem for w in words(actor.name)}
        if (
            actor.kind == "person"
            and own & common
            and parties.same_side([parties.party(actor)], bond.parties, loosely=True)
        ):
            return f"actor: {actor.name}, of the promise's story"
    return None
