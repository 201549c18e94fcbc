"""Text -> Signals: words, windows, one ONNX run a window, and the heads' scores joined over the story.

The only module that imports onnxruntime. Token indices die here and in its siblings of this room:
everything that leaves ``extract`` speaks code points.

A *word* is a run of ``\\w`` or one other visible character. Windows hold whole words, at most
``window_pieces`` word pieces, and overlap; a word is read in the window where it stands furthest from
an edge, so joins are clean. Each window is one run on a single-threaded session, without padding and
without neighbours: dynamic int8 scales depend on everything in a run, and a record must not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from sandpiper.types import Span

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
RELATIONS = ("source", "content", "actor", "recipient", "place", "time", "antecedent")
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
}
DYAD = ("NONE", *CATEGORIES)
CASES = 14  # seven shapes, twice: after a line break or not


def words_of(text: str) -> list[Span]:
    """The words of a text in order."""
    return [Span(*m.span()) for m in WORD.finditer(text)]


def case_of(text: str, words: Sequence[Span]) -> list[int]:
    """The shape of each word (the vocabulary is uncased), plus 7 where a line begins."""
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
    """A text as word pieces: ``pieces[i]`` are the ids of word ``i``."""

    words: list[Span]
    pieces: list[list[int]]
    case: list[int]


@dataclass(frozen=True, slots=True)
class Window:
    """Words ``first`` to ``last`` (half open) of an Encoded."""

    first: int
    last: int


class Pieces:
    """Words to word pieces, with the tokenizer's file."""

    def __init__(self, path: str) -> None:
        self._tokenizer = Tokenizer.from_file(path)
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._cache: dict[str, list[int]] = {}
        unknown = self._tokenizer.token_to_id("[UNK]")
        self.unknown = int(unknown)
        self.cls = int(self._tokenizer.token_to_id("[CLS]"))
        self.sep = int(self._tokenizer.token_to_id("[SEP]"))

    def __call__(self, text: str) -> Encoded:
        words = words_of(text)
        surfaces = [text[start:end] for start, end in words]
        cache = self._cache
        new = sorted({w for w in surfaces if w not in cache})
        if len(cache) > 200_000:  # bounded memory in long runs; results do not depend on it
            cache.clear()
            new = sorted(set(surfaces))
        if new:
            for word, encoding in zip(
                new, self._tokenizer.encode_batch(new, add_special_tokens=False), strict=True
            ):
                cache[word] = encoding.ids[:MAX_WORD_PIECES] or [self.unknown]
        return Encoded(words, [cache[w] for w in surfaces], case_of(text, words))


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
        while back > first + 1 and shared + lengths[back - 1] <= overlap:
            back -= 1
            shared += lengths[back]
        first = back
    return out


def arrays(
    pieces: Pieces, encoded: Encoded, window: Window, marks: Sequence[int] | None = None
) -> dict[str, Ints]:
    """The model's inputs for one window: pieces, case and mark of each piece, first piece of each word."""
    ids, case, mark, first = [pieces.cls], [0], [0], []
    for i in range(window.first, window.last):
        first.append(len(ids))
        ids.extend(encoded.pieces[i])
        n = len(encoded.pieces[i])
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
    }
