"""How a sentence speaks of an act: as done, as left undone, as put off or given up, or as still to come.

By the words around the verb, without a parser: auxiliaries and infinitives before it, participles, a headline's
present; what stands in another clause does not count.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Literal, TypeVar

from sandpiper.analysis.outcomes.words import Word, analysed, stems_of, words
from sandpiper.types import Mention, Time, Where

Told = Literal["done", "undone", "failed", "refused", "future", "open"]
T = TypeVar("T", Mention, Time)

_PLAN = stems_of("plan pledge promise idea offer proposal intention decision commitment threat")
_BE = frozenset(["am", "is", "are", "was", "were", "be", "been", "being", "gets", "got"])
_AUXILIARY = ("did", "do", "has", "have", "had", "was", "were", "is", "are")
_HAVE = frozenset(["has", "have", "had"])
_MODAL = frozenset(["will", "would", "shall", "ll"])
_MAYBE = frozenset(["may", "might", "can", "could", "should", "must", "cannot"])
_NOT = frozenset(["not", "never", "no", "neither", "nor", "hardly"])
_NOTHING = frozenset(["nothing", "none", "nobody"])
_THE = frozenset(
    ["the", "a", "an", "its", "their", "his", "her", "our", "this", "that", "of", "any", "no", "newly"]
)
_FAIL = stems_of("fail unable neglect failure yet inability")
_REFUSE = stems_of("refuse decline refusal")
_MANAGE = stems_of("decide vote agree force choose oblige manage move decision announce")
_START = stems_of("begin start")
# what finishes a thing, and the word that must follow
_FINISH = {
    analysed(verb)[0]: behind
    for verb, _, behind in (
        phrase.partition(" ")
        for phrase in [
            "finish",
            "complete",
            "conclude",
            "end",
            "take place",
            "carry out",
            "happen",
            "occur",
            "make",
            "go ahead",
            *("sign", "grant", "issue", "give", "get", "win", "receive"),
        ]
    )
}
_BOUNDARY = frozenset(
    ["but", "while", "although", "though", "because", "which", "who", "whose", "after", "when", "as", "if", "unless", "whether", "since",
     "until", "before", "and", "saying", "said", "that"]
)  # fmt: skip
_IF = frozenset(["if", "unless", "whether", "should", "were"])
_DENY = frozenset(["denied", "denies", "denying", "deny", "dismissed"])
_PUNCTUATION = re.compile(r"[,;:—–()\"“”]|\s-\s")


@dataclass(frozen=True, slots=True)
class Family:
    """Verbs and nouns that tell one kind of act; ``against`` names the families that undo it."""

    verbs: frozenset[tuple[str, str | None]]
    nouns: frozenset[str]
    plover: frozenset[str]
    against: frozenset[str]


def _verb(phrase: str) -> tuple[str, str | None]:
    first, _, second = phrase.partition(" ")
    return analysed(first)[0], second.partition(" ")[0] or None


FAMILIES = {
    name: Family(
        frozenset(map(_verb, row["verbs"])),
        frozenset(analysed(noun)[0] for noun in row["nouns"]),
        frozenset(row["plover"]),
        frozenset(row["against"]),
    )
    for name, row in tomllib.loads(
        resources.files(__package__).joinpath("acts.toml").read_text("utf-8")
    ).items()
}

# What is done to a plan instead of it: a verb, perhaps with a particle or the thing that it must be done to.
_PUT_OFF = frozenset(
    map(_verb, ["postpone", "delay", "defer", "reschedule", "put off", "push back", "put back", "hold off", "set back", "stall"])
)  # fmt: skip
_GIVEN_UP = frozenset(
    map(_verb, ["scrap", "cancel", "abandon", "drop", "shelve", "ditch", "renege", "call off", "back out", "back down", "back away",
                "walk away", "give up", "rule out", "rescind", "axe", "backtrack", "scupper", "bin"])
)  # fmt: skip
_WORD_OF_HONOUR = r"(?:promises?|pledges?|vows?|word|commitments?|undertakings?|obligations?|assurances?)"
_BROKEN_WORD = re.compile(
    rf"\b(?:br(?:oke|oken|eaks|eaking)|went\s+back\s+on|gone\s+back\s+on|reneg(?:ed|es|ing)\s+on|betray(?:ed|s)|violat(?:ed|es)|"
    rf"ignor(?:ed|es)|flout(?:ed|s)|unkept|unfulfilled|unmet|empty|hollow)\s+(?:on\s+)?(?:(?:its|his|her|their|the|a|that|own|solemn|election|campaign)\s+)*"
    rf"{_WORD_OF_HONOUR}\b|\bmiss(?:ed|es|ing)\s+(?:[\w’'-]+\s+){{0,4}}(?:deadline|target|date)\b|\b(?:fell|falls|fallen|falling)\s+short\s+of\b|"
    r"\bdeadline\b[^.;]{0,40}\b(?:passed|expired|lapsed|came\s+and\s+went)\b[^.;]{0,20}\bwithout\b|"
    r"\bu-turn\b|\bchang(?:ed|es)\s+(?:its|his|her|their)\s+minds?\b|\bdecid(?:ed|es)\s+(?:against|not\s+to)\b|\bc[oa]me\s+to\s+nothing\b|"
    r"\bno\s+longer\s+(?:plans?|intends?|wants?|going)\b|\bthought\s+better\s+of\b",
    re.I,
)
_KEPT_WORD = re.compile(
    rf"\b(?:kept|keeps|keeping|honou?red|honou?rs|fulfilled|fulfils|fulfills|made\s+good\s+on|makes\s+good\s+on|delivered\s+on|delivers\s+on|stuck\s+to|"
    rf"true\s+to|met)\s+(?:on\s+)?(?:(?:its|his|her|their|the|a|that|own)\s+)*(?:{_WORD_OF_HONOUR}|deadline)\b|\bas\s+(?:it\s+had\s+|it\s+|he\s+had\s+|she\s+had\s+|they\s+had\s+)?promised\b",
    re.I,
)
_LATE = re.compile(
    r"\bbehind\s+schedule\b|\blater\s+than\s+(?:first\s+|originally\s+)?(?:planned|promised|announced|scheduled|expected)\b|"
    r"\bput\s+on\s+(?:hold|ice)\b|\bextend\w*\s+(?:the|its|their|his|her)\s+(?:own\s+)?deadline\b|\bmov\w+\s+(?:the|its)\s+(?:[\w’'-]+\s+){0,3}(?:from|to|back)\b[^.;]{0,40}\b(?:to|until)\b|"
    r"\b(?:will|would|to)\b[^.;]{0,60}\binstead\b|\bat\s+the\s+earliest\b|\bnew\s+(?:date|deadline)\b|\buntil\s+further\s+notice\b|\bha(?:s|d|ve)\s+slipped\b|"
    r"\b(?:not|cannot)\b[^.;,]{0,40}\b(?:before|until)\s|\b(?:wait|take|last)s?\s+until\s|\bnot\s+(?:be\s+)?ready\s+(?:in\s+time|before|until)\b|"
    r"\b(?:would|will|to)\s+(?:now\s+)?(?:come|be|start|open|follow|happen|begin)\b[^.;,]{0,30}\b(?:instead\s+of|rather\s+than|and\s+not\s+in|not\s+in)\s|\bneeds?\s+(?:longer|more\s+time)\b|"
    r"\b(?:(?:needs?|needed|ask(?:s|ed)?\s+for|want(?:s|ed)?)\s+more\s+time)\b|\bpush(?:ed|es|ing)?\s+(?:[\w’'-]+\s+){0,9}(?:back|to)\b",
    re.I,
)
LAPSED = re.compile(
    rf"\b(?:after|past|missed|passed|expired|despite|let)\b[^.;]{{0,60}}\b(?:deadline|due\s+date|{_WORD_OF_HONOUR}|promised)\b|"
    rf"\bdeadline\b[^.;]{{0,40}}\b(?:passed|expired|lapsed|came\s+and\s+went)\b|\b(?:by|on|until)\s+the\s+(?:\w+\s+)?(?:day|date|deadline|time|month|week)\s+"
    rf"(?:that\s+|which\s+)?(?:he|she|it|they|the\s+\w+)\s+(?:had\s+)?(?:promised|pledged|set|named|given|announced|vowed)\b|\bbroke\s+(?:its|his|her|their)\s+{_WORD_OF_HONOUR}",
    re.I,
)  # fmt: skip
"""Words that say a day promised has gone by."""
STILL = re.compile(
    r"\b(?:still|remains?|remained|continue[sd]?\s+to|kept|keeps|has\s+kept|nothing\s+has|no\s+sign\s+of)\b",
    re.I,
)
"""Words that say nothing has changed."""
PARTLY = re.compile(r"\b(?:only|just|barely|part\s+of|some\s+of|half|a\s+(?:third|quarter|fraction)\s+of|one\s+of\s+(?:the\s+)?(?:two|three|four|five|six|\d+)|first\s+of)\b", re.I)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a sentence or title, and for each the number of its clause."""

    text: str
    start: int
    end: int
    words: tuple[Word, ...]
    clauses: tuple[int, ...]
    title: bool

    @property
    def string(self) -> str:
        return self.text[self.start : self.end]


def sentence(text: str, start: int, end: int, *, title: bool = False) -> Sentence:
    """A sentence between two offsets of a text."""
    found = words(text, start, end)
    clauses, clause = [], 0
    for i, word in enumerate(found):
        if (i and _PUNCTUATION.search(text, found[i - 1].end, word.start)) or word.lower in _BOUNDARY:
            clause += 1
        clauses.append(clause)
    return Sentence(text, start, end, tuple(found), tuple(clauses), title)


def inside(found: Iterable[T], s: Sentence, where: Where) -> list[T]:
    """What of a story begins in the sentence."""
    return [one for one in found if one.in_ == where and s.start <= one.start < s.end]


def families_of(found: Sequence[Word], i: int, *, noun: bool = True) -> set[str]:
    """The families that the word at ``i`` tells, as a verb (with its particle) or as a noun."""
    word = found[i]
    after = {w.lower for w in found[i + 1 : i + 8]}
    return {
        name
        for name, family in FAMILIES.items()
        if any(
            stem == word.stem and (particle is None or particle in after) for stem, particle in family.verbs
        )
        or (noun and word.form in ("base", "s", "ing") and word.stem in family.nouns)
    }


def told(s: Sentence, i: int, *, noun: bool = False) -> Told:
    """How the act at word ``i`` is told. A noun ("the withdrawal") is told by the verb that finishes it."""
    found, word = s.words, s.words[i]
    before = [found[j] for j in range(max(0, i - 9), i)]
    lower = [w.lower for w in before]
    if _conditional(s, i) or any(w in _DENY for w in lower):
        return "open"
    near = lower[-4:]
    same_clause = [
        w for j, w in zip(range(i - len(before), i), lower, strict=True) if s.clauses[j] == s.clauses[i]
    ]
    chain = same_clause[-4:]
    if noun:
        return _told_noun(s, i)
    if "have" in near[-2:] and "to" in near and ({"was", "were"} & {*lower[-5:]}):
        return "undone"  # "was to have let them go"
    if "to" in near[-2:] and word.form in ("base", "same"):
        return _infinitive(s, i, lower)
    negative = any(w in _NOT or w.endswith(("n't", "n’t")) for w in chain)
    if any(
        w in _MODAL or w.endswith(("'ll", "’ll")) or w in ("won't", "won’t", "wouldn't", "wouldn’t")
        for w in chain
    ):
        if "have" in chain[-2:]:
            return "open"
        return "refused" if negative else "future"
    if any(w in _MAYBE for w in chain):
        return "open"
    if word.form == "ing":
        return _gerund(s, i, near, negative)
    if negative and any(w in _HAVE or w in _BE or w == "never" or w.startswith(_AUXILIARY) for w in chain):
        return "undone"
    if "to" in near and "be" in near:
        return _infinitive(s, i, lower)
    return _finite(s, i, lower)


def _finite(s: Sentence, i: int, lower: Sequence[str]) -> Told:
    """A verb without modal, infinitive or negation: a past, a participle, or a headline's present."""
    word, previous = s.words[i], lower[-1] if lower else ""
    if any(w.lower in _NOTHING for w in s.words[i + 1 : i + 3]) or _NOTHING & {*lower[-5:]}:
        return "undone"
    if previous in ("being", "been") and "being" in lower[-2:]:
        return "open"
    if word.form == "past":
        return (
            "open"
            if previous in _THE or ((previous in ("is", "are") and not s.title) and _coming(s, i))
            else "done"
        )
    if word.form == "same":
        return "open" if not i or previous in _THE else "done"
    if s.title and i and previous not in _THE:
        subject = s.words[i - 1]
        return "done" if word.form == "s" or subject.form == "s" or subject.name else "open"
    return "open"


def _coming(s: Sentence, i: int) -> bool:
    return any(w.lower in ("due", "expected", "scheduled", "planned") for w in s.words[max(0, i - 3) : i + 1])


def _conditional(s: Sentence, i: int) -> bool:
    if s.string.rstrip("\"'”’ ").endswith("?"):
        return True
    j = i
    while j > 0 and s.clauses[j - 1] == s.clauses[i]:
        j -= 1
    return s.words[j].lower in _IF


def _infinitive(s: Sentence, i: int, lower: Sequence[str]) -> Told:
    """ "to withdraw": what stands before "to" says whether it came to it."""
    at = len(lower) - 1 - lower[::-1].index("to")
    start = i - len(lower)
    clause = [w.lower for j, w in enumerate(s.words[:i]) if s.clauses[j] == s.clauses[i]]
    if clause[:2] in (["the", "first"], ["the", "last"]):
        return "done"  # "the last of the houses to be linked"
    heads = [s.words[start + j] for j in range(max(0, at - 4), at)]
    stems = [w.stem for w in heads]
    negative = any(w.lower in _NOT or w.lower.endswith(("n't", "n’t")) for w in heads)
    if any(stem in _FAIL for stem in stems):
        return "open" if negative else "failed"
    if any(stem in _REFUSE for stem in stems):
        return "refused"
    if any(stem in _MANAGE and w.form != "s" for stem, w in zip(stems, heads, strict=True)):
        return "refused" if negative else "future"
    return "future"


def _gerund(s: Sentence, i: int, near: Sequence[str], negative: bool) -> Told:
    if "without" in near[-2:]:
        return "undone"
    stems = [w.stem for w in s.words[max(0, i - 2) : i]]
    if any(stem in _FINISH for stem in stems) and any(w.form == "past" for w in s.words[max(0, i - 2) : i]):
        return "undone" if negative else "done"
    return "done" if near and near[-1] == "after" else "open"


def _told_noun(s: Sentence, i: int) -> Told:
    """ "completed the withdrawal", "the vote took place"."""
    for j, word in enumerate(s.words):
        behind = _FINISH.get(word.stem, "")
        near = j != i and abs(j - i) <= 7 and word.stem in _FINISH and word.form == "past"
        if near and (not behind or behind in {w.lower for w in s.words[j + 1 : j + 3]}):
            return told(s, j)
    return "open"


def begun(s: Sentence, i: int) -> bool:
    """Whether the act at ``i`` is only begun, prepared or under way."""
    return any(
        w.stem in _START or w.lower in ("prepared", "ready", "preparing", "continued")
        for w in s.words[max(0, i - 3) : i]
    )


def _cue(s: Sentence, verbs: Iterable[tuple[str, str | None]]) -> list[int]:
    """Where one of the verbs is told as done or decided."""
    out = []
    for i, word in enumerate(s.words):
        after = [w.lower for w in s.words[i + 1 : i + 11]]
        if any(stem == word.stem and (particle is None or particle in after) for stem, particle in verbs):
            if relative(s, i):
                continue
            how = told(s, i)
            noun = (
                word.form in ("base", "s")
                and i > 0
                and s.words[i - 1].lower in ("a", "the", "another", "further")
            )
            if (
                how == "done"
                or (how == "future" and _decided(s, i))
                or (how == "open" and noun and _announced(s))
            ):
                out.append(i)
    return out


def relative(s: Sentence, i: int) -> bool:
    """Whether the word stands in a clause that only describes somebody: "travellers whose flight it cancelled"."""
    first = s.clauses.index(s.clauses[i])
    return s.words[first].lower in ("who", "whose", "whom", "which")


def _decided(s: Sentence, i: int) -> bool:
    """ "will be postponed", "decided to scrap"; not "asked to postpone"."""
    before = s.words[max(0, i - 5) : i]
    lower = [w.lower for w in before]
    if any(w in _MODAL for w in lower[-3:]):
        return True
    return any(w.stem in _MANAGE for w in before) or (s.title and lower[-1:] == ["to"])


def _announced(s: Sentence) -> bool:
    """A noun, "a delay", tells of one only where it is announced or blamed."""
    return any(
        w.lower in ("announced", "announces", "blamed", "blames", "admitted", "admits", "called", "regretted")
        for w in s.words
    )


def put_off(s: Sentence) -> list[Word]:
    """Words that tell of a delay."""
    return [s.words[i] for i in _cue(s, _PUT_OFF)] + _matched(s, _LATE)


def given_up(s: Sentence, own: frozenset[str]) -> list[Word]:
    """Words that tell of a plan given up or a promise broken; the verbs of the ``own`` families are the promise itself."""
    stems = {stem for name in own for stem, _ in FAMILIES[name].verbs}
    cues = [i for i in _cue(s, _GIVEN_UP) if s.words[i].stem not in stems or of_a_plan(s, i)]
    return [s.words[i] for i in cues] + _matched(s, _BROKEN_WORD)


def of_a_plan(s: Sentence, i: int) -> bool:
    """Whether the verb at ``i`` is done to a plan or promise, not to the thing planned: "scrapped its plan to"."""
    return any(w.stem in _PLAN for w in s.words[i + 1 : i + 4])


def kept(s: Sentence) -> list[Word]:
    """Words that say a promise was kept."""
    return _matched(s, _KEPT_WORD)


def _matched(s: Sentence, pattern: re.Pattern[str]) -> list[Word]:
    out = []
    for m in pattern.finditer(s.text, s.start, s.end):
        at = next((i for i, w in enumerate(s.words) if w.start >= m.start()), None)
        if at is None or _conditional(s, at):
            continue
        before = [w.lower for w in s.words[max(0, at - 4) : at]]
        if not any(w in _NOT or w in _MAYBE or w in _DENY or w.endswith(("n't", "n’t")) for w in before):
            out.append(s.words[at])
    return out
