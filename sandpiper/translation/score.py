"""Story -> how likely it was translated by machine, and from which language.

Logistic regression over the signs (`signs`) and over runs of one to three words of the text's skeleton: frequent words
as they are, names as N, figures as 0, other words by their ending. Names and topics cannot speak, only the manner can.
The weights are those of ``python -m training.translation``, which says what they were trained on and how well they do.
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from sandpiper.translation import signs, slips
from sandpiper.types import Evidence, MachineTranslated, Story

TOKEN = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d[\d.,:]*|[“”\"«»„]|[–—-]+|[.,;:()!?]")
LONGEST = 3  # words in a run
MOST = 1500  # tokens read: the manner shows in the first pages, and a book must not cost its length
_ENDINGS = ("ing", "ed", "tion", "ly", "ment", "ity", "s", "al", "ive", "er")
_ENDS = frozenset({".", "!", "?", "“", '"', "«", "„", ":", "("})
UNSURE = 0.5
# A story less likely than this by everything else stays below the gate; less of it is asked where two words betray it
ALONE, TWICE, CLOSED = 0.3, 0.05, 0.69
SHOWN = 3  # runs of words shown as signs
LOUD = 0.25  # least weight of such a run


def skeleton(text: str, words: frozenset[str]) -> list[str]:
    """The text's tokens, of words only those in ``words`` spelled out."""
    out = ["."]
    fresh = True  # a sentence begins: its first capital says nothing
    for match in TOKEN.finditer(text):
        token = match[0]
        if token[0].isalpha():
            out.append(_shape(token, fresh, words))
            fresh = False
        else:
            out.append("0" if token[0].isdigit() else token)
            fresh = token in _ENDS
        if len(out) > MOST:
            break
    return out


def _shape(token: str, fresh: bool, words: frozenset[str]) -> str:
    lower = token.lower()
    if token != lower and not (fresh and lower in words):
        return "N"
    if lower in words:
        return lower
    return "-" + next((e for e in _ENDINGS if lower.endswith(e)), "")


def runs(tokens: Sequence[str]) -> Iterator[str]:
    """Runs of one to ``LONGEST`` tokens, each as one string."""
    for size in range(1, LONGEST + 1):
        shifted = [tokens[i:] for i in range(size)]
        yield from map(" ".join, zip(*shifted, strict=False))


def features(text: str, cues: Iterable[Evidence], words: frozenset[str]) -> tuple[dict[str, float], int]:
    """Name -> value, and the number of tokens: square roots of counts, scaled to length 1; of the signs how many a
    hundred tokens."""
    tokens = skeleton(text, words)
    counted = Counter(runs(tokens))
    norm = math.sqrt(sum(counted.values())) or 1.0
    out = {name: math.sqrt(n) / norm for name, n in counted.items()}
    length = max(len(tokens), 50) / 100
    for rule, n in Counter(c.rule for c in cues).items():
        out[f"sign {rule}"] = math.log1p(n / length)
    return out, len(tokens)


@dataclass(frozen=True)
class Weights:
    """What training leaves: of each feature its weight for "translated" and for each origin."""

    words: frozenset[str]
    translated: Mapping[str, float]
    origins: Mapping[str, Sequence[float]]
    languages: tuple[str, ...]
    bias: Sequence[float]  # of "translated", then of each language
    calibration: tuple[float, float, float]  # log odds = a + (b + c log(tokens)) x

    def odds(self, found: Mapping[str, float]) -> float:
        """Log odds of "translated" as trained, not yet calibrated."""
        weight = self.translated.get
        return self.bias[0] + sum(v * weight(name, 0.0) for name, v in found.items())

    def language(self, found: Mapping[str, float]) -> str:
        """The likeliest language of origin."""
        totals = list(self.bias[1:])
        for name, value in found.items():
            for i, w in enumerate(self.origins.get(name, ())):
                totals[i] += w * value
        return self.languages[max(range(len(totals)), key=totals.__getitem__)]

    def probability(self, odds: float, tokens: int) -> float:
        """Calibrated: what is as long as this and scores like this, is translated so often."""
        a, b, c = self.calibration
        x = a + (b + c * math.log(max(tokens, 1))) * odds
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))


@functools.cache
def weights() -> Weights:
    """The shipped weights, read once."""
    data = json.loads(resources.files("sandpiper.translation").joinpath("weights.json").read_text("utf-8"))
    scale = data["scale"]
    return Weights(
        frozenset(data["words"]),
        {name: w / scale for name, w in data["translated"].items()},
        {name: [v / scale for v in ws] for name, ws in data["origins"].items()},
        tuple(data["languages"]),
        data["bias"],
        tuple(data["calibration"]),
    )


def judge(story: Story) -> MachineTranslated:
    """The story's probability of being translated by machine, the likely language, and the signs.

    The language stands only where the story is more likely translated than not. An address of a translation service
    decides alone.
    """
    learnt = weights()
    cues = signs.find(story)
    found, tokens = features(story.text, cues, learnt.words)
    probability = learnt.probability(learnt.odds(found), tokens)
    words, more = slips.find(story)
    if more:
        told = probability
        probability = _with(told, more)
        if told < (
            TWICE if slips.proofs(story, words) > 1 else ALONE
        ):  # what a repair rests on cannot be all that allows it
            probability = min(probability, max(told, CLOSED))
        cues += words
    if signs.of_source(story):
        probability = max(probability, 0.99)
    if probability <= UNSURE:
        return MachineTranslated(round(probability, 4))
    cues += _wording(story.text, cues, learnt)
    ordered = sorted(cues, key=lambda c: (c.in_ is None, c.start))
    return MachineTranslated(round(probability, 4), learnt.language(found), tuple(ordered))


def _with(probability: float, more: float) -> float:
    """A probability with more log odds."""
    p = min(max(probability, 1e-6), 1 - 1e-6)
    return 1 / (1 + (1 - p) / p * math.exp(-more))


def _wording(text: str, cues: Sequence[Evidence], learnt: Weights) -> tuple[Evidence, ...]:
    """The runs of words that speak the loudest for a translation, beside the signs."""
    tokens = skeleton(text, learnt.words)[1:]
    spans = [m.span() for m, _ in zip(TOKEN.finditer(text), tokens, strict=False)]
    weighed = sorted(
        ((learnt.translated.get(" ".join(tokens[i : i + n]), 0.0), i, n) for n in (1, 2, 3) for i in range(len(tokens) - n + 1)),
        reverse=True,
    )  # fmt: skip
    kept: list[Evidence] = []
    for weight, i, n in weighed:
        start, end = spans[i][0], spans[i + n - 1][1]
        if len(kept) == SHOWN or weight < LOUD:
            break
        told = any(t in learnt.words and len(t) > 4 for t in tokens[i : i + n])
        if told and not any(start < c.end and c.start < end for c in (*cues, *kept) if c.in_ is None):
            kept.append(Evidence(start, end, "wording"))
    return tuple(kept)
