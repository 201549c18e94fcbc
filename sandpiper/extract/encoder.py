"""Text -> Signals: words, windows, one ONNX run a window, and the heads' scores joined over the story.

The only module that imports onnxruntime. Token indices die here and in its siblings of this room:
everything that leaves ``extract`` speaks code points.

A *word* is a run of ``\\w`` or one other visible character. Windows hold whole words, at most
``window_pieces`` word pieces, and overlap; a word is read in the window where it stands furthest from
an edge, so joins are clean. Each window is one run on a single-threaded session, without padding and
without neighbours: dynamic int8 scales depend on everything in a run, and a record must not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Protocol, get_args

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from sandpiper import ontology
from sandpiper.errors import ModelError
from sandpiper.extract.lexicon import HINTS, Lexicon
from sandpiper.types import ActorKind, Span

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

WORD = re.compile(r"\w+|[^\w\s]")
MAX_WORD_PIECES = 12  # longer "words" are URLs and noise: their first pieces tell that

NAME_TYPES = ("PER", "ORG", "GPE", "LOC", "FAC", "NORP", "MISC")
CATEGORIES = (
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
)
STATUSES = ("happened", "ongoing", "future", "called_for", "hypothetical", "negated", "historical")
KINDS = ("assertion", "accusation", "denial", "pledge", "forecast", "demand", "threat", "appeal")
MODES = tuple((category, mode) for category in CATEGORIES for mode in ontology.MODES[category])
COUNTS = ("dead", "injured", "arrested", "size")
SECTORS = tuple(ontology.SECTORS)
BEINGS: tuple[str, ...] = (*get_args(ActorKind), "place", "other")
RELATIONS = ("source", "content", "actor", "recipient", "place", "time", "antecedent", "country")
# sizes of the word heads, in the order of the model's outputs
HEADS = {
    "names": 1 + 2 * len(NAME_TYPES),  # O, then B and I of each type
    "roles": 3,  # O B I
    "source": 3,
    "cue": 3,
    "content": 3,
    "trigger": 2 + len(CATEGORIES),  # O, B of each category, I of any
    "status": len(STATUSES),
    "kind": len(KINDS),
    "reciprocal": 2,
    "mode": 1 + len(MODES),  # none, then each mode of each category
    "count": 1 + len(COUNTS),  # none, then what the word counts
    "contexts": len(ontology.CONTEXTS),
    "sector": 1 + len(SECTORS),  # of the one whom the word means: none, then the first of his sectors
    "being": len(BEINGS),  # his kind
}
MANY = frozenset({"contexts"})  # heads whose labels do not exclude each other
DYAD = ("NONE", *CATEGORIES)
DISTANCES = 41  # buckets of the signed distance between an anchor and a word
MOST_WORDS = 512  # in a window
CASES = 14  # seven shapes, twice: after a line break or not


def _bucket_of_distance() -> Ints:
    apart = np.arange(1 - MOST_WORDS, MOST_WORDS)
    fine = np.sign(apart) * np.log2(np.abs(apart) + 1) * 2.6
    middle = DISTANCES // 2
    return np.asarray(middle + fine.round().clip(-middle, middle), np.int64)


# [2 * MOST_WORDS - 1]: bucket of a word ``apart`` words after its anchor, at MOST_WORDS - 1 + apart; finer near by
BUCKETS = _bucket_of_distance()


def words_of(text: str) -> list[Span]:
    """The words of a text in order."""
    return [Span(*m.span()) for m in WORD.finditer(text)]


def case_of(text: str, words: Sequence[Span]) -> list[int]:
    """The shape of each word, plus 7 where a line begins: what one piece of a cased vocabulary does not show."""
    out = []
    last = 0
    for start, end in words:
        word = text[start:end]
        if word.islower() or not any(ch.isalnum() for ch in word):
            shape = 0 if word[0].isalnum() else 1
        elif word[0].isdigit():
            shape = 2
        elif word.isupper():
            shape = 3 if len(word) == 1 else 4
        elif word[0].isupper() and word[1:].islower():
            shape = 5
        else:
            shape = 6
        out.append(shape + (7 if "\n" in text[last:start] or start == 0 else 0))
        last = end
    return out


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as word pieces: ``pieces[i]`` are the ids of word ``i``, ``hints[i]`` what the lexicon says of it."""

    words: list[Span]
    pieces: list[list[int]]
    case: list[int]
    hints: list[tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Window:
    """Words ``first`` to ``last`` (half open) of an Encoded."""

    first: int
    last: int


class Pieces:
    """Words to word pieces and hints, with the tokenizer's file; ``lexicon`` gives the hints, None gives none.

    In a vocabulary of SentencePiece a word with a space before it begins with another piece than one without (``▁``).
    """

    def __init__(self, path: str, lexicon: Lexicon | None = None) -> None:
        self._tokenizer = Tokenizer.from_file(path)
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._lexicon = lexicon
        self._cache: dict[str, list[int]] = {}
        self._spaced = self._tokenizer.token_to_id("[CLS]") is None
        names = ("<unk>", "<s>", "</s>") if self._spaced else ("[UNK]", "[CLS]", "[SEP]")
        self.unknown, self.cls, self.sep = map(self._special, names)

    def _special(self, token: str) -> int:
        number = self._tokenizer.token_to_id(token)
        if number is None:
            raise ModelError(f"the tokenizer has no {token}")
        return int(number)

    def __call__(self, text: str) -> Encoded:
        words = words_of(text)
        surfaces = [text[start:end] for start, end in words]
        spaced = [
            f" {word}" if self._spaced and (not start or text[start - 1].isspace()) else word
            for word, (start, _) in zip(surfaces, words, strict=True)
        ]
        if len(self._cache) > 200_000:  # bounded memory in long runs; results do not depend on it
            self._cache = {}  # a new one: other threads may still read the old
        cache = self._cache
        new = sorted({w for w in spaced if w not in cache})
        if new:
            for word, encoding in zip(
                new, self._tokenizer.encode_batch(new, add_special_tokens=False), strict=True
            ):
                cache[word] = encoding.ids[:MAX_WORD_PIECES] or [self.unknown]
        return Encoded(words, [cache[w] for w in spaced], case_of(text, words), self._hints(surfaces))

    def _hints(self, surfaces: Sequence[str]) -> list[tuple[int, ...]]:
        return self._lexicon(surfaces) if self._lexicon else [()] * len(surfaces)


def windows_of(encoded: Encoded, size: int, overlap: int) -> list[Window]:
    """Windows of at most ``size`` pieces (CLS and SEP included); neighbours share about ``overlap`` pieces."""
    lengths = [len(p) for p in encoded.pieces]
    room = size - 2
    out: list[Window] = []
    first = 0
    while first < len(lengths):
        last, used = first, 0
        while last < len(lengths) and used + lengths[last] <= room:
            used += lengths[last]
            last += 1
        last = max(last, first + 1)
        out.append(Window(first, last))
        if last >= len(lengths):
            break
        back, shared = last, 0
        share = min(overlap, room - lengths[last])  # the next word must fit too
        while back > first + 1 and shared + lengths[back - 1] <= share:
            back -= 1
            shared += lengths[back]
        first = back
    return out


def arrays(
    pieces: Pieces, encoded: Encoded, window: Window, marks: Sequence[int] | None = None
) -> dict[str, Ints]:
    """The model's inputs for one window: pieces, case and mark of each piece, first piece of each word, and the hints as
    pairs [n, 2] of piece and hint."""
    ids, case, mark, first = [pieces.cls], [0], [0], []
    hints: list[tuple[int, int]] = []
    for i in range(window.first, window.last):
        first.append(len(ids))
        ids.extend(encoded.pieces[i])
        n = len(encoded.pieces[i])
        hints.extend((first[-1] + k, hint) for hint in encoded.hints[i] for k in range(n))
        case.extend([encoded.case[i]] * n)
        mark.extend([marks[i] if marks else 0] * n)
    ids.append(pieces.sep)
    case.append(0)
    mark.append(0)
    return {
        "ids": np.array(ids, np.int64),
        "case": np.array(case, np.int64),
        "mark": np.array(mark, np.int64),
        "first": np.array(first, np.int64),
        "hints": np.array(hints, np.int64).reshape(-1, 2),
    }


# -- what leaves the room: scores over the whole text -------------------------------------------------

# Words of the closed classes: alone they name nobody and do nothing, whatever a model thinks of them.
_CLOSED = """a an the this that these those some any all both each every either neither no not nor or and but so yet if
then than as at by for from in into of off on onto out over to up upon with without within about above across after against
along among around before behind below beneath beside between beyond despite down during except inside like near since
through throughout till toward towards under until via while is are was were be been being am has have had having do does
did will would shall should can could may might must also only even just there here where when who whom whose which what
why how very more most less least much many such other another own same too now once because although though however
whether mr mrs ms"""
CLOSED = frozenset(_CLOSED.split())
PRONOUNS = frozenset(
    [
        "he",
        "she",
        "it",
        "they",
        "him",
        "her",
        "them",
        "his",
        "its",
        "their",
        "himself",
        "herself",
        "itself",
        "themselves",
        "we",
        "us",
        "our",
        "i",
        "me",
        "my",
        "you",
        "your",
    ]
)


@dataclass(frozen=True, slots=True)
class Row:
    """Scores of the words from ``first`` on as members of one anchor's relation, 0 to 1."""

    first: int
    scores: Floats


@dataclass(frozen=True, slots=True)
class Signals:
    """A text's words, the probabilities of each head [words, labels], and rows of the relations by anchor word.

    Rows exist for words that may be anchors: likely cues, triggers, mentions and pronouns.
    """

    words: list[Span]
    heads: dict[str, Floats]
    rows: dict[str, dict[int, Row]]

    def row(self, relation: str, anchors: Sequence[int]) -> Row | None:
        """The mean row of several anchor words that were read in the same window; None where none was kept."""
        rows = [self.rows[relation][a] for a in anchors if a in self.rows[relation]]
        if not rows:
            return None
        same = [r for r in rows if r.first == rows[0].first and len(r.scores) == len(rows[0].scores)]
        return Row(rows[0].first, np.mean([r.scores for r in same], axis=0))


class Encoder(Protocol):
    """What the pipeline needs of a model; ``FakeEncoder`` is one without weights.

    ``calibration``: slope and offset that turn the log odds of a trigger's category into those of its being right, and
    what the likeliest act around it adds to them.
    """

    name: str
    calibration: tuple[float, float, float]

    def signals(self, text: str) -> Signals:
        """Scores over a whole text; the same text always gives the same scores."""

    def dyad(self, text: str, actor: Sequence[Span], recipient: Sequence[Span]) -> Floats:
        """Probabilities of ``DYAD`` for the marked words."""


def _softmax(logits: Floats) -> Floats:
    shifted = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(-1, keepdims=True), np.float32)


def _sigmoid(logits: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-logits)), np.float32)


def _anchors(text: str, words: Sequence[Span], heads: dict[str, Floats]) -> dict[str, list[int]]:
    cue = np.flatnonzero(1 - heads["cue"][:, 0] > 0.1)
    trigger = np.flatnonzero(1 - heads["trigger"][:, 0] > 0.05)
    named = (1 - heads["names"][:, 0] > 0.3) | (1 - heads["roles"][:, 0] > 0.3)
    mention = [i for i, w in enumerate(words) if named[i] or w.of(text).lower() in PRONOUNS]
    acts = list(map(int, trigger))
    said = list(map(int, cue))
    return dict.fromkeys(("source", "content"), said) | dict.fromkeys(("actor", "recipient", "place", "time"), acts) | dict.fromkeys(("antecedent", "country"), mention)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Output:
    """What one run says of one window of W words: logits, and what the scores of pairs are made of.

    The full [relations, W, W] is never built: rows are needed for few anchors, and it cost a fifth of the run.
    """

    heads: dict[str, Floats]  # [W, labels] each
    query: Floats  # [W, relations, width], of the anchors
    key: Floats  # [W, relations, width], of the members
    near: Floats  # [relations, DISTANCES]: what a member's distance from the anchor adds
    dyad: Floats  # [DYAD]

    def row(self, relation: int, anchor: int) -> Floats:
        """Logits [W] of every word as a member of the anchor's relation."""
        width = self.query.shape[2]
        scores = self.key[:, relation] @ self.query[anchor, relation] / width**0.5
        first = MOST_WORDS - 1 - anchor
        return np.asarray(scores + self.near[relation][BUCKETS[first : first + len(self.key)]], np.float32)


def join(text: str, encoded: Encoded, windows: Sequence[Window], outputs: Iterable[Output]) -> Signals:
    """Window outputs (logits) -> Signals: each word from the window where it stands furthest from an edge.

    Outputs are taken one after the other, so that a long story needs the memory of one window's.
    """
    n = len(encoded.words)
    owner = np.zeros(n, np.int64)
    best = np.full(n, -1, np.int64)
    for k, w in enumerate(windows):
        place = np.arange(w.first, w.last)
        left = place - w.first + (n if w.first == 0 else 0)
        right = w.last - 1 - place + (n if w.last == n else 0)
        depth = np.minimum(left, right)
        better = depth > best[w.first : w.last]
        best[w.first : w.last][better] = depth[better]
        owner[w.first : w.last][better] = k
    heads = {name: np.zeros((n, size), np.float32) for name, size in HEADS.items()}
    rows: dict[str, dict[int, Row]] = {r: {} for r in RELATIONS}
    for k, (w, out) in enumerate(zip(windows, outputs, strict=True)):
        local = {name: (_sigmoid if name in MANY else _softmax)(out.heads[name]) for name in HEADS}
        mine = owner[w.first : w.last] == k
        for name in HEADS:
            heads[name][w.first : w.last][mine] = local[name][mine]
        for relation, anchors in _anchors(text, encoded.words[w.first : w.last], local).items():
            number = RELATIONS.index(relation)
            if number >= out.key.shape[1]:  # of a model without it
                continue
            for a in anchors:
                if mine[a]:
                    scores = out.row(number, a)
                    if relation != "antecedent":
                        scores = _sigmoid(scores)
                    rows[relation][w.first + a] = Row(w.first, scores)
    return Signals(encoded.words, heads, rows)


def labels() -> dict[str, Any]:
    """What a model's outputs mean, as its ``model.json`` says it."""
    return {
        "heads": HEADS, "relations": list(RELATIONS), "categories": list(CATEGORIES),
        "modes": [f"{category}/{mode}" for category, mode in MODES], "contexts": list(ontology.CONTEXTS),
        "sectors": list(SECTORS), "beings": list(BEINGS), "hints": list(HINTS),
    }  # fmt: skip


LATER = frozenset({"sectors", "beings", "hints"})  # what a model may lack; it then says nothing of it


def _beginning(some: Any, all_: Any) -> bool:
    """Whether a model's labels are the first of this code's."""
    if isinstance(all_, dict):
        return isinstance(some, dict) and list(some.items()) == list(all_.items())[: len(some)]
    return isinstance(some, list) and some == all_[: len(some)]


FOLDER = Path(str(resources.files("sandpiper"))) / "models"


class OnnxEncoder:
    """The shipped model: int8 ONNX and an int8 table of word pieces.

    ``folder`` holds ``model.onnx``, ``embeddings.npz`` (``table`` int8 [pieces, 384], ``scale`` float32
    [pieces], ``near`` float32 [relations, DISTANCES]), ``tokenizer.json`` and ``model.json`` (name, label lists).
    Raises ``ModelError`` when a file is missing or its labels are not this code's.
    """

    def __init__(
        self, folder: Path | None = None, *, window: int = 224, overlap: int = 64, threads: int = 1
    ) -> None:
        import onnxruntime as ort

        folder = folder or FOLDER
        try:
            self.meta: dict[str, Any] = json.loads((folder / "model.json").read_text("utf-8"))
            self._hinted = "hints" in self.meta
            self.pieces = Pieces(str(folder / "tokenizer.json"), Lexicon() if self._hinted else None)
            with np.load(folder / "embeddings.npz") as stored:
                self._table, self._scale, self._near = stored["table"], stored["scale"], stored["near"]
            options = ort.SessionOptions()
            options.intra_op_num_threads = threads
            options.inter_op_num_threads = 1
            options.log_severity_level = 3
            self._session = ort.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"no model in {folder}: {error}") from error
        for key, value in labels().items():
            if key in LATER and key not in self.meta:
                continue
            if not _beginning(self.meta.get(key), value):
                raise ModelError(f"the model in {folder} is of another version: its {key} differ")
        self._heads = {name: size for name, size in HEADS.items() if name in self.meta["heads"]}
        self._relations = len(self.meta["relations"])
        self.name = str(self.meta["name"])
        # older models have no third
        slope, offset, weight = (*self.meta.get("calibration", (1.0, 0.0)), 0.0)[:3]
        self.calibration = float(slope), float(offset), float(weight)
        self.size, self.overlap = window, overlap
        self._outputs = [o.name for o in self._session.get_outputs()]

    def run(self, encoded: Encoded, window: Window, marks: Sequence[int] | None = None) -> Output:
        """The scores of one window, alone in its run."""
        x = arrays(self.pieces, encoded, window, marks)
        embedded = self._table[x["ids"]].astype(np.float32) * self._scale[x["ids"], None]
        inputs = {"embedded": embedded} | {k: x[k] for k in ("case", "mark", "first")}
        if self._hinted:
            inputs["hints"] = np.zeros((len(x["ids"]), len(HINTS)), np.float32)
            inputs["hints"][x["hints"][:, 0], x["hints"][:, 1]] = 1
        out = dict(zip(self._outputs, self._session.run(self._outputs, inputs), strict=True))
        query, key = (out[name].reshape(len(x["first"]), self._relations, -1) for name in ("query", "key"))
        blank = {
            name: np.zeros((len(x["first"]), n), np.float32) for name, n in HEADS.items() if name not in out
        }
        return Output(blank | {name: out[name] for name in self._heads}, query, key, self._near, out["dyad"])

    def signals(self, text: str) -> Signals:
        encoded = self.pieces(text)
        windows = windows_of(encoded, self.size, self.overlap)
        return join(text, encoded, windows, (self.run(encoded, w) for w in windows))

    def dyad(self, text: str, actor: Sequence[Span], recipient: Sequence[Span]) -> Floats:
        encoded = self.pieces(text)
        marks = [
            1 if any(w.overlaps(s) for s in actor) else 2 if any(w.overlaps(s) for s in recipient) else 0
            for w in encoded.words
        ]
        marked = [i for i, m in enumerate(marks) if m] or [0]
        windows = windows_of(encoded, self.size, self.overlap)
        middle = (marked[0] + marked[-1]) / 2
        window = min(windows, key=lambda w: abs((w.first + w.last) / 2 - middle))
        return np.asarray(_softmax(self.run(encoded, window, marks).dyad), np.float32)


class FakeEncoder:
    """An encoder without weights, for tests: says what it is told and nothing else.

    ``labels`` maps a head to ``{word index: label index}`` (``contexts``: several); ``links`` maps a relation to
    ``{anchor word: member words}``. Words are those of ``words_of``.
    """

    name = "fake"
    calibration = (1.0, 0.0, 0.0)

    def __init__(
        self,
        labels: Mapping[str, Mapping[int, int | Sequence[int]]] | None = None,
        links: dict[str, dict[int, Sequence[int]]] | None = None,
        dyad: dict[str, float] | None = None,
    ) -> None:
        self._labels, self._links, self._dyad = labels or {}, links or {}, dyad or {"NONE": 1.0}

    def signals(self, text: str) -> Signals:
        words = words_of(text)
        heads = {}
        for name, size in HEADS.items():
            probability = np.zeros((len(words), size), np.float32)
            if name not in MANY:
                probability[:, 0] = 1
            for i, label in self._labels.get(name, {}).items():
                if i < len(words):
                    probability[i] = 0
                    probability[i, label] = 1
            heads[name] = probability
        rows: dict[str, dict[int, Row]] = {r: {} for r in RELATIONS}
        for relation, anchors in self._links.items():
            for anchor, members in anchors.items():
                scores = np.full(len(words), -9.0 if relation == "antecedent" else 0.0, np.float32)
                scores[[m for m in members if m < len(words)]] = 9.0 if relation == "antecedent" else 1.0
                rows[relation][anchor] = Row(0, scores)
        return Signals(words, heads, rows)

    def dyad(self, text: str, actor: Sequence[Span], recipient: Sequence[Span]) -> Floats:
        return np.array([self._dyad.get(name, 0.0) for name in DYAD], np.float32)


def tagged(labels: Floats, threshold: float = 0.5) -> list[tuple[int, int]]:
    """Word ranges [first, last) of a B/I head of three labels; a word is in when B or I outweigh ``threshold``."""
    inside = 1 - labels[:, 0] > threshold
    out: list[tuple[int, int]] = []
    for i in np.flatnonzero(inside).tolist():
        if out and out[-1][1] == i and labels[i, 2] >= labels[i, 1]:
            out[-1] = (out[-1][0], i + 1)
        else:
            out.append((i, i + 1))
    return out


def runs(words: Iterable[int], reach: int = 1) -> list[list[int]]:
    """Ascending word numbers, cut where two neighbours lie more than ``reach`` apart."""
    out: list[list[int]] = []
    for i in words:
        if out and i - out[-1][-1] <= reach:
            out[-1].append(i)
        else:
            out.append([i])
    return out
