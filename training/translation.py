"""Train the score of machine translation: ``python -m training.translation [--data DIR] [--out FILE]``.

Translated: our passages in the manner of eight languages' machine translation. Native: our other passages, PolNeAR's and
GUM's train parts in stretches of 40 to 500 words. Passages of one kind are also joined, two to six at a time, for
stories are longer than passages. Held-out passages (`corpus.held_out`) and the stories of ``corpus/translation/dev``
calibrate (Platt 1999) and measure; no test is read. Logistic regression by Adam (Kingma and Ba 2015); seeds are fixed.

``--times N`` trains on the dev stories too, each N times, and measures on each with weights that have not seen its fold. What
is shipped does not: it left the AUC on the dev stories as it was and took twice as many native stories of others for
translated ones.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

import benchmarks
from benchmarks import translation as bench
from corpus import held_out
from corpus.compile import blocks, unescape
from sandpiper.translation import score, signs
from sandpiper.types import Story

OUT = Path(score.__file__).with_name("weights.json")
PASSAGES = Path(__file__).parents[1] / "corpus" / "passages"
SEED, WORDS, RAREST, KEPT, SCALE = 7, 900, 10, 14000, 1000
FOLDS = 5
NATIVE = "native"
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


class Text(NamedTuple):
    """A text and its manner: ``native`` or the language translated from."""

    text: str
    manner: str


def own(held: bool) -> list[Text]:
    """Our passages that are held out, or those that are not."""
    some = (
        b for file in sorted(PASSAGES.glob("*.txt")) for b in blocks(file.read_text("utf-8").splitlines())
    )
    return [
        Text(unescape(b.keys["text"]), b.keys["manner"])
        for b in some
        if held_out(b.id) == held and b.keys.get("text")
    ]


def told() -> list[Text]:
    """The dev stories; their titles, whose capitals are another matter, are left out."""
    return [
        Text(s.story.text, NATIVE if s.language == "en" else s.language) for s in bench.stories(bench.DEV)
    ]


def joined(texts: Sequence[Text], share: float, seed: int) -> list[Text]:
    """``share`` times as many texts, each of two to six of one manner."""
    dice = random.Random(seed)
    by: dict[str, list[str]] = {}
    for t in texts:
        by.setdefault(t.manner, []).append(t.text)
    out = []
    for manner, some in sorted(by.items()):
        for _ in range(int(share * len(some))):
            out.append(Text("\n\n".join(dice.sample(some, min(len(some), dice.randint(2, 6)))), manner))
    return out


def stretches(data: Path) -> list[Text]:
    """Native stretches of 40 to 500 words of news by others."""
    dice = random.Random(SEED)
    rows = benchmarks.lines(data / "attribution" / "polnear.train.jsonl")
    rows += benchmarks.lines(data / "mentions" / "gum.train.jsonl")
    out = []
    for row in rows:
        words = row["text"].split(" ")
        for _ in range(2):
            size = dice.randint(40, 500)
            at = dice.randint(0, max(0, len(words) - size))
            out.append(Text(" ".join(words[at : at + size]), NATIVE))
    return out


class Matrix(NamedTuple):
    """Sparse rows: of row r the columns and values at ``starts[r] : starts[r + 1]``."""

    starts: Ints
    columns: Ints
    values: Floats

    def rows(self, order: Ints) -> tuple[Ints, Ints, Floats]:
        """Row numbers (in ``order``), columns and values of some rows."""
        sizes = self.starts[order + 1] - self.starts[order]
        which = np.repeat(np.arange(len(order)), sizes)
        at = (
            np.arange(int(sizes.sum()))
            - np.repeat(np.cumsum(sizes) - sizes, sizes)
            + self.starts[order][which]
        )
        return which, self.columns[at], self.values[at]


def matrix(found: Sequence[dict[str, float]], names: dict[str, int]) -> Matrix:
    """Features as sparse rows; names that are not known are left out."""
    kept = [[(names[n], v) for n, v in one.items() if n in names] for one in found]
    starts = np.cumsum([0, *map(len, kept)])
    flat = [pair for row in kept for pair in row]
    return Matrix(
        starts, np.array([c for c, _ in flat], np.int64), np.array([v for _, v in flat], np.float32)
    )


def fit(x: Matrix, y: Ints, classes: int, size: int, decay: float, epochs: int = 14) -> tuple[Floats, Floats]:
    """Weights [size, classes] and bias of softmax regression with L2 ``decay``, by Adam over batches of 256 rows."""
    dice = np.random.default_rng(SEED)
    w, b = np.zeros((size, classes), np.float32), np.zeros(classes, np.float32)
    m, v = np.zeros_like(w), np.zeros_like(w)
    step = 0
    for epoch in range(epochs):
        order = dice.permutation(len(y))
        for at in range(0, len(order), 256):
            batch = order[at : at + 256]
            which, columns, values = x.rows(batch)
            logits = np.tile(b, (len(batch), 1))
            for k in range(classes):
                logits[:, k] += np.bincount(which, values * w[columns, k], len(batch))
            p = np.exp(logits - logits.max(1, keepdims=True))
            p /= p.sum(1, keepdims=True)
            p[np.arange(len(batch)), y[batch]] -= 1
            gradient = np.stack(
                [np.bincount(columns, values * p[which, k], size) for k in range(classes)], 1
            ).astype(np.float32) / len(batch) + decay * w  # fmt: skip
            step += 1
            m += 0.1 * (gradient - m)
            v += 0.001 * (gradient * gradient - v)
            rate = 0.05 * (1 - epoch / epochs)
            w -= rate * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.999**step)) + 1e-8)
            b -= 0.5 * p.mean(0)
    return w, b


def auc(odds: Floats, y: Ints) -> float:
    """Area under the ROC curve: the share of pairs in the right order."""
    order = np.argsort(odds, kind="stable")
    ranks = np.empty(len(odds))
    ranks[order] = np.arange(1, len(odds) + 1)
    positive = int(y.sum())
    return float((ranks[y == 1].sum() - positive * (positive + 1) / 2) / (positive * (len(y) - positive)))


def calibrate(odds: Floats, tokens: Floats, y: Ints, rounds: int = 60) -> tuple[float, float, float]:
    """a, b, c of log odds = a + (b + c log tokens) x, by Newton's method; both kinds weigh the same."""
    x = np.stack([np.ones_like(odds), odds, odds * np.log(np.maximum(tokens, 1))], 1)
    weight = np.where(y == 1, 0.5 / max(y.mean(), 1e-6), 0.5 / max(1 - y.mean(), 1e-6))
    w = np.array([0.0, 1.0, 0.0])
    for _ in range(rounds):
        q = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        hessian = (x * (weight * q * (1 - q))[:, None]).T @ x + 1e-3 * np.eye(3)
        w -= np.linalg.solve(hessian, x.T @ (weight * (q - y)) + 1e-3 * (w - [0.0, 1.0, 0.0]))
    return float(w[0]), float(w[1]), float(w[2])


def frequent(texts: Sequence[Text]) -> frozenset[str]:
    """The words that stand in lower case in the most texts, translated ones counting as much as native ones."""
    counted: Counter[str] = Counter()
    share = sum(t.manner == NATIVE for t in texts) / len(texts)
    for t in texts:
        for word in {m[0] for m in score.TOKEN.finditer(t.text) if m[0].isalpha() and m[0] == m[0].lower()}:
            counted[word] += share if t.manner != NATIVE else 1 - share  # type: ignore[assignment]
    return frozenset(word for word, _ in counted.most_common(WORDS))


def seen(texts: Sequence[Text], words: frozenset[str]) -> list[dict[str, float]]:
    """Each text's features."""
    return [score.features(t.text, signs.find(Story("", t.text)), words)[0] for t in texts]


class Trained(NamedTuple):
    """Weights by name, and the bias."""

    weights: Mapping[str, float]
    bias: float

    def odds(self, found: Mapping[str, float]) -> float:
        return self.bias + sum(v * self.weights.get(name, 0.0) for name, v in found.items())


def detector(found: Sequence[dict[str, float]], texts: Sequence[Text], decay: float) -> Trained:
    """What tells translated texts from native ones."""
    names = named(found)
    y = np.array([t.manner != NATIVE for t in texts], np.int64)
    w, b = fit(matrix(found, names), y, 2, len(names), decay)
    return Trained({n: float(w[i, 1] - w[i, 0]) for n, i in names.items()}, float(b[1] - b[0]))


def named(found: Sequence[dict[str, float]]) -> dict[str, int]:
    """The features that are not rare, each with its column."""
    counted = Counter(name for one in found for name in one)
    return {n: i for i, n in enumerate(sorted(n for n, k in counted.items() if k >= RAREST))}


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=benchmarks.DATA)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--decay", type=float, default=3e-5)
    parser.add_argument("--times", type=int, default=0, help="times that each dev story is trained on")
    args = parser.parse_args(argv)
    base, dev, kept = own(held=False), told(), own(held=True)
    words = frequent(base)
    train = [*base, *joined(base, 0.6, SEED), *stretches(args.data)]
    check = [*kept, *joined(kept, 1.0, SEED + 1)]
    found, stories, checked = seen(train, words), seen(dev, words), seen(check, words)
    odds = np.zeros(len(dev), np.float32)
    folds = FOLDS if args.times else 1
    for fold in range(folds):
        rest = [i for i in range(len(dev)) if i % folds != fold] * args.times
        learnt = detector(
            [*found, *(stories[i] for i in rest)], [*train, *(dev[i] for i in rest)], args.decay
        )
        for i in range(fold, len(dev), folds):
            odds[i] = learnt.odds(stories[i])
    found, train = [*found, *stories * args.times], [*train, *dev * args.times]
    learnt = detector(found, train, args.decay)
    data = packed(learnt, origins(found, train, args.decay), words)
    parts = {
        "held out": (check, np.array([learnt.odds(f) for f in checked], np.float32)),
        "dev, crossed": (dev, odds),
    }
    data["calibration"] = calibrated(parts, words)
    args.out.write_text(json.dumps(data, separators=(",", ":"), ensure_ascii=False) + "\n", "utf-8")
    print(f"{args.out.stat().st_size / 1e6:.2f} MB")


class Origins(NamedTuple):
    """Of each language of origin its bias and its weights by name."""

    languages: Sequence[str]
    bias: Floats
    weights: Mapping[str, Floats]


def origins(found: Sequence[dict[str, float]], texts: Sequence[Text], decay: float) -> Origins:
    """What tells the languages of origin apart."""
    languages = sorted({t.manner for t in texts} - {NATIVE})
    foreign = [i for i, t in enumerate(texts) if t.manner != NATIVE]
    names = named(found)
    y = np.array([languages.index(texts[i].manner) for i in foreign], np.int64)
    w, b = fit(matrix([found[i] for i in foreign], names), y, len(languages), len(names), decay)
    return Origins(languages, b, {n: w[i] for n, i in names.items()})


def packed(learnt: Trained, tongues: Origins, words: frozenset[str]) -> dict[str, object]:
    """What is written: the strongest features of both, as whole numbers."""
    strength = {n: abs(w) + float(np.abs(tongues.weights[n]).max()) / 4 for n, w in learnt.weights.items()}
    strongest = sorted(sorted(strength, key=strength.__getitem__, reverse=True)[:KEPT])
    return {
        "words": sorted(words),
        "languages": tongues.languages,
        "bias": [round(float(f), 4) for f in (learnt.bias, *tongues.bias)],
        "scale": SCALE,
        "calibration": [0.0, 1.0, 0.0],
        "translated": {n: round(learnt.weights[n] * SCALE) for n in strongest},
        "origins": {n: [round(float(f) * SCALE / 50) * 50 for f in tongues.weights[n]] for n in strongest},
    }


def calibrated(parts: Mapping[str, tuple[Sequence[Text], Floats]], words: frozenset[str]) -> list[float]:
    """The calibration on all parts; prints what the score is worth on each, and the probability that no native text
    of the part reaches, with the share of the translated ones that do."""
    tokens = {
        n: np.array([len(score.skeleton(t.text, words)) for t in texts], np.float32)
        for n, (texts, _) in parts.items()
    }
    y = {n: np.array([t.manner != NATIVE for t in texts], np.int64) for n, (texts, _) in parts.items()}
    whole = (
        np.concatenate([odds for _, odds in parts.values()]),
        np.concatenate(list(tokens.values())),
        np.concatenate(list(y.values())),
    )
    a, b, c = calibrate(*whole)
    for n, (texts, odds) in parts.items():
        p = (1 / (1 + np.exp(-np.clip(a + (b + c * np.log(tokens[n])) * odds, -30, 30)))).astype(np.float32)
        gate = float(p[y[n] == 0].max())
        passed = float((p[y[n] == 1] > gate).mean())
        print(
            f"{n}: {len(texts)} texts, AUC {auc(odds, y[n]):.4f}, by probability {auc(p, y[n]):.4f}; natives below {gate:.4f},"
            f" {100 * passed:.1f} % of the translated ones above; above 0.7 {100 * float((p[y[n] == 1] >= 0.7).mean()):.1f} %"
            f" of them and {100 * float((p[y[n] == 0] >= 0.7).mean()):.2f} % of natives"
        )
    return [round(a, 4), round(b, 4), round(c, 4)]


if __name__ == "__main__":
    main()
