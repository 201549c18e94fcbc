"""Train the model: ``python -m training.train --data ../shared/data --out .work/run``; resumable, seeds fixed.

``base`` reads everything but PLV, so that a checkpoint exists that never saw it (the folds start
there); ``ship`` goes on from ``base`` with PLV and more of PolNeAR; ``polish`` reads a balanced share of all with weights
and inputs rounded as the export rounds them. From there ``said`` and ``done`` go on apart, with more of statements and names, and of
our own passages; `training.average` makes one model of the two. All run in bf16 where the processor multiplies it fast. A phase lasts a number of minutes, not of steps:
the schedule follows the share of work done.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.hooks import RemovableHandle

from sandpiper.extract.encoder import HEADS, MANY, RELATIONS, Pieces
from sandpiper.extract.lexicon import HINTS, Lexicon
from training import data as d
from training.data import IGNORE, Example
from training.model import Model

BATCH_PIECES = 1250  # padded word pieces a step
# what the model computes with, the optimiser aside
LOW = (
    torch.bfloat16
    if torch.backends.mkldnn.is_available() and torch.ops.mkldnn._is_mkldnn_bf16_supported()
    else torch.float32
)
CAPITALS, LOWER = 0.05, 0.03  # shares of the windows read as if all in capitals, or without any
MASKED = 0.06  # share of the word pieces hidden: names must be told by what stands around them too
MASK, FIRST_PLAIN = 4, 5  # the vocabulary's <mask>, and its first entry that is no special token
NO_HINTS = 0.1  # share of the windows without hints
UNLISTED = 0.3  # share of the other words read as if the lexicon had no category for them: an act must be told by what stands around it too
BASE = Path(".work/base")  # what `training.base` wrote
BODY_LR, HEAD_LR = 1.5e-4, 1e-3
WEIGHT = {  # of each loss in the sum
    "names": 3.0, "roles": 1.0, "source": 1.0, "cue": 1.0, "content": 1.0, "trigger": 1.0,
    "status": 0.3, "kind": 0.3, "reciprocal": 0.2, "pairs": 6.0, "antecedent": 0.3, "dyad": 1.0,
    "mode": 0.5, "count": 4.0, "contexts": 3.0, "sector": 0.3, "being": 0.2,
}  # fmt: skip
# weight of a corpus's rows of pairs: PropBank has many
ROWS = {"ewt": 0.25}


class Phase(NamedTuple):
    """``start``: the phase whose checkpoint it goes on from; ``scale`` of the learning rates; ``repeat``: passes over each
    corpus in one round; ``exact``: rounded."""

    start: str | None
    minutes: float
    scale: float
    repeat: dict[str, float]
    exact: bool = False


PHASES = {
    "base": Phase(None, 38, 1.0, {"polnear": 1, "ewt": 1.4, "ewt-swapped": 0.8, "crossner": 4, "re3d": 2, "gum": 0.5, "own": 2.5,
                                  "own-dyad": 0.12}),
    "ship": Phase("base", 24, 0.7, {"polnear": 1.6, "ewt": 1.3, "ewt-swapped": 0.5, "crossner": 1.5, "re3d": 0.3, "gum": 0.15, "own": 2,
                                    "own-dyad": 0.06, "plv": 0.6, "plv-dyad": 0.7, "plv-reversed": 0.25}),
    "polish": Phase("ship", 16, 0.5, {"polnear": 1.8, "ewt": 1.6, "ewt-swapped": 0.2, "crossner": 1, "re3d": 0.1, "gum": 0.1, "own": 1.6,
                                      "own-dyad": 0.02, "plv": 0.4, "plv-dyad": 0.3, "plv-reversed": 0.1}, exact=True),
    "said": Phase("polish", 9, 0.4, {"polnear": 2, "ewt": 2, "ewt-swapped": 0.2, "crossner": 0.5, "gum": 0.05, "own": 0.6, "plv": 0.1,
                                     "plv-dyad": 0.1}, exact=True),
    "done": Phase("polish", 9, 0.4, {"polnear": 0.9, "ewt": 0.5, "crossner": 0.5, "gum": 0.05, "own": 2.5, "own-dyad": 0.02, "plv": 0.5,
                                     "plv-dyad": 0.2}, exact=True),
}  # fmt: skip


def collate(batch: list[Example]) -> dict[str, Tensor]:
    t = max(e.size for e in batch)
    w = max(len(e.inputs["first"]) for e in batch)
    out = {k: torch.zeros(len(batch), t, dtype=torch.long) for k in ("ids", "case", "mark", "mask")}
    out["first"] = torch.zeros(len(batch), w, dtype=torch.long)
    out["words"] = torch.zeros(len(batch), w)
    out["hints"] = torch.zeros(len(batch), t, len(HINTS))
    for i, e in enumerate(batch):
        for k in ("ids", "case", "mark"):
            out[k][i, : e.size] = torch.from_numpy(e.inputs[k])
        out["mask"][i, : e.size] = 1
        n = len(e.inputs["first"])
        out["first"][i, :n] = torch.from_numpy(e.inputs["first"])
        out["words"][i, :n] = 1
        piece, hint = torch.from_numpy(e.inputs["hints"]).unbind(1)
        out["hints"][i, piece, hint] = 1
    return out


def fewer_hints(hints: Tensor, first: Tensor, words: Tensor) -> Tensor:
    """Hints [B, T, HINTS] of which whole windows lack all, and some words, whose first pieces are given [B, W], the categories."""
    word = (
        torch.zeros(hints.shape[:2]).scatter_(1, first, words).cumsum(1).long()
    )  # the number of each piece's word
    hints = hints * (torch.rand(len(hints), 1, 1) >= NO_HINTS)
    unlisted = torch.rand(word.shape).gather(1, word) < UNLISTED  # one draw a word
    hints[..., : d.LISTED] *= ~unlisted.unsqueeze(-1)
    return hints


def losses(model: Model, batch: list[Example], *, exact: bool = False) -> dict[str, Tensor]:
    """The loss of each head that the batch says something about; ``exact``: with all words to be seen."""
    x = collate(batch)
    if model.training and not exact:
        hidden = (torch.rand(x["ids"].shape) < MASKED) & (x["ids"] >= FIRST_PLAIN)
        x["ids"] = x["ids"].masked_fill(hidden, MASK)
        x["hints"] = fewer_hints(x["hints"], x["first"], x["words"])
    out = model(x["ids"], x["case"], x["mark"], x["mask"], x["hints"], x["first"])
    out = {name: scores.float() for name, scores in out.items()}
    w = x["first"].size(1)
    total: dict[str, Tensor] = {}
    for head in HEADS:
        if not any(head in e.labels for e in batch):
            continue
        gold = torch.full((len(batch), w), IGNORE)
        for i, e in enumerate(batch):
            if head in e.labels:
                gold[i, : len(e.labels[head])] = torch.from_numpy(e.labels[head])
        if (gold != IGNORE).any():
            total[head] = functional.cross_entropy(
                out[head].flatten(0, 1), gold.flatten(), ignore_index=IGNORE
            )
            if head == "trigger":  # events are rare words
                total[head] = total[head] * 4
    for head in {h for e in batch for h, _, _ in e.sets}:
        items = [(i, word, allowed) for i, e in enumerate(batch) for h, word, allowed in e.sets if h == head]
        scores = out[head][[i for i, _, _ in items], [word for _, word, _ in items]]
        if head in MANY:
            wanted = torch.zeros_like(scores)
            for k, (_, _, true) in enumerate(items):
                wanted[k, list(true)] = 1
            total[head] = functional.binary_cross_entropy_with_logits(scores, wanted)
            continue
        logp = scores.log_softmax(-1)
        total[head] = total.get(head, torch.zeros(())) + any_of(logp, [a for _, _, a in items]) * (
            0.5 if head == "trigger" else 1.0
        )
    marked = [i for i, e in enumerate(batch) if e.dyad]
    if marked:
        total["dyad"] = any_of(out["dyad"][marked].log_softmax(-1), [batch[i].dyad for i in marked])
    rows = [(i, *row) for i, e in enumerate(batch) for row in e.rows]
    if rows:
        share = torch.tensor([ROWS.get(batch[i].corpus, 1.0) for i, *_ in rows])
        total |= row_losses(out["pairs"], rows, x["words"], share)
    return total


def any_of(logp: Tensor, allowed: list[tuple[int, ...]]) -> Tensor:
    """Mean loss of [N, labels] log probabilities where any of some labels is right."""
    right = torch.zeros_like(logp)
    for k, labels in enumerate(allowed):
        right[k, list(labels)] = 1
    return -logp.masked_fill(right == 0, -1e9).logsumexp(-1).mean()


def row_losses(
    pairs: Tensor, rows: list[tuple[int, int, int, tuple[int, ...]]], words: Tensor, share: Tensor
) -> dict[str, Tensor]:
    """Losses of rows (window, relation, anchor, members) of ``pairs`` [B, R, W, W], each row by its share; all rows
    in one lookup."""
    where, relation, anchor = (torch.tensor([r[k] for r in rows]) for k in range(3))
    scores = pairs[where, relation, anchor]  # [N, W]
    gold = torch.zeros_like(scores)
    for k, row in enumerate(rows):
        gold[k, list(row[3])] = 1
    real = words[where]
    chain = relation == RELATIONS.index("antecedent")
    out: dict[str, Tensor] = {}
    if (~chain).any():
        s, g, m, p = scores[~chain], gold[~chain], real[~chain], share[~chain]
        loss = functional.binary_cross_entropy_with_logits(s, g, reduction="none")
        out["pairs"] = ((loss * m).sum(1) / m.sum(1) * p).sum() / p.sum()
    if chain.any():
        s, g = scores[chain], gold[chain]
        before = torch.arange(s.size(1)) < anchor[chain].unsqueeze(1)
        zero = s.new_zeros(len(s), 1)
        options = torch.cat([s.masked_fill(~before, -1e9), zero], 1)  # the last: no antecedent
        right = torch.cat([g, (g.sum(1, keepdim=True) == 0).float()], 1)
        out["antecedent"] = (options.logsumexp(1) - options.masked_fill(right == 0, -1e9).logsumexp(1)).mean()
    return out


def round_of(
    maker: d.Maker, examples: dict[str, list[Example]], repeat: dict[str, float], rng: random.Random
) -> list[list[Example]]:
    """One round's batches: corpora drawn by their share, shuffled, of similar length."""
    chosen: list[Example] = []
    for corpus, times in repeat.items():
        pool = examples.get(corpus, [])
        for _ in range(int(times)):
            chosen += pool
        part = times - int(times)
        if part:
            chosen += rng.sample(pool, int(len(pool) * part))
    rng.shuffle(chosen)
    for i, draw in enumerate(rng.random() for _ in chosen):
        if draw < CAPITALS + LOWER:
            text = chosen[i].text
            chosen[i] = maker.recased(chosen[i], text.upper() if draw < CAPITALS else text.lower())
    batches: list[list[Example]] = []
    for start in range(0, len(chosen), 512):
        batches += packed(sorted(chosen[start : start + 512], key=lambda e: e.size), BATCH_PIECES)
    rng.shuffle(batches)
    return batches


def packed(examples: Iterable[Example], most: int) -> list[list[Example]]:
    """Batches of at most so many padded word pieces, of examples sorted by their size."""
    out: list[list[Example]] = []
    for e in examples:
        if not out or e.size * (len(out[-1]) + 1) > most:
            out.append([])
        out[-1].append(e)
    return out


def forever(
    maker: d.Maker, examples: dict[str, list[Example]], repeat: dict[str, float], seed: int
) -> Iterator[list[Example]]:
    rng = random.Random(seed)
    while True:
        yield from round_of(maker, examples, repeat, rng)


class Flat:
    """Parameters in one stretch of fp32 that the optimiser sees, and the one that the model computes with, bf16 where
    ``low`` says so: a quarter faster than autocast, whose casts of weights and states are a third of a step."""

    def __init__(self, parameters: Sequence[nn.Parameter], low: torch.dtype = torch.float32) -> None:
        self.parameters = parameters
        self.master = nn.Parameter(torch.cat([p.detach().flatten().float() for p in parameters]))
        self.master.grad = torch.zeros_like(self.master)
        self.low, self.slope = self.master.detach().to(low), torch.zeros_like(self.master, dtype=low)
        self._show(self.low, self.slope)

    def _show(self, weights: Tensor, slope: Tensor | None) -> None:
        at = 0
        for p in self.parameters:
            here = slice(at, at + p.numel())
            p.grad = None  # of the type that it had
            p.data = weights[here].view(p.shape)
            p.grad = None if slope is None else slope[here].view(p.shape)
            at = here.stop

    def gather(self) -> None:
        """The gradients of one step, to where the optimiser reads them."""
        self.master.grad.copy_(self.slope)  # type: ignore[union-attr]
        self.slope.zero_()

    def spread(self) -> None:
        """The optimiser's weights, to where the model reads them."""
        self.low.copy_(self.master.detach())

    def release(self) -> None:
        """The model has the optimiser's weights."""
        self._show(self.master.detach(), None)


def descend(optimiser: torch.optim.Optimizer, flat: Sequence[Flat]) -> None:
    """One step of the optimiser on clipped gradients."""
    for part in flat:
        part.gather()
    torch.nn.utils.clip_grad_norm_([part.master for part in flat], 1.0)
    optimiser.step()
    for part in flat:
        part.spread()


def low_states(encoder: nn.Module) -> RemovableHandle:
    """From its embeddings on the encoder computes in ``LOW``, until the handle is removed."""
    return encoder.embeddings.register_forward_hook(lambda _module, _inputs, out: out.to(LOW))


def fit(
    model: Model, batches: Iterator[list[Example]], minutes: float, *, scale: float = 1.0, save: Path | None = None,
    pieces: int | None = None, exact: bool = False, dropout: float = 0.0, embeddings: bool = False,
) -> None:  # fmt: skip
    """Train for ``minutes`` (or ``pieces`` word pieces), learning rates rising for 4 % and then falling to zero.

    ``exact``: rounded as the export rounds, without hidden words. ``dropout`` is that of the encoder's states, not of its
    attention. ``embeddings``: the word pieces' table learns too.
    """
    for layer in model.encoder.modules():
        if isinstance(layer, torch.nn.Dropout):
            layer.p = dropout
            layer.forward = partial(dropped, layer)  # type: ignore[method-assign]
    if exact:
        round_as_int8(model)
    table = model.encoder.embeddings.word_embeddings.weight
    table.requires_grad = embeddings
    body = [p for p in model.encoder.parameters() if p.requires_grad and p is not table]
    known = {id(p) for p in model.encoder.parameters()}
    heads = [p for p in model.parameters() if id(p) not in known and p is not model.distance]
    # sums over all words of a batch: in bf16 they would stop growing
    summed = {id(p) for m in (model.encoder.embeddings, model.case, model.mark) for p in m.parameters()} | {
        id(model.hints)
    }
    groups = [  # with learning rate and decay
        (Flat([p for p in body if id(p) not in summed], LOW), BODY_LR, 0.01),
        (Flat([p for p in body if id(p) in summed]), BODY_LR, 0.01),
        (Flat([p for p in heads if id(p) not in summed], LOW), HEAD_LR, 0.01),
        (Flat([p for p in heads if id(p) in summed]), HEAD_LR, 0.01),
        (Flat([model.distance]), 10 * HEAD_LR, 0.0),
        *([(Flat([table]), BODY_LR, 0.0)] if embeddings else []),
    ]
    flat = [part for part, _, _ in groups]
    casting = low_states(model.encoder)
    optimiser = torch.optim.AdamW(
        [
            {"params": [part.master], "lr": rate * scale, "weight_decay": decay}
            for part, rate, decay in groups
        ],
        eps=1e-6,
        fused=True,
    )
    rates = [g["lr"] for g in optimiser.param_groups]
    model.train()
    start = saved = time.time()
    seen, step, mean = 0, 0, {}
    while (done := seen / pieces if pieces else (time.time() - start) / (60 * minutes)) < 1:
        batch = next(batches)
        factor = min(1.0, done / 0.04 + 0.02) * (1 - done)
        for group, rate in zip(optimiser.param_groups, rates, strict=True):
            group["lr"] = rate * factor
        parts = losses(model, batch, exact=exact)
        if not parts:
            continue
        loss = sum(WEIGHT[k] * v for k, v in parts.items())
        loss.backward()
        descend(optimiser, flat)
        seen += sum(e.size for e in batch)
        step += 1
        for k, v in parts.items():
            mean[k] = 0.98 * mean.get(k, v.item()) + 0.02 * v.item()
        if step % 100 == 0:
            print(
                f"{done:5.1%} {seen / (time.time() - start):6.0f} pieces/s",
                {k: round(v, 3) for k, v in mean.items()},
                flush=True,
            )
        if save and time.time() - saved > 240:
            store(model, save)
            saved = time.time()
    casting.remove()
    for part in flat:
        part.release()
    if save:
        store(model, save)


def dropped(layer: torch.nn.Dropout, x: Tensor) -> Tensor:
    """As the layer does, of eight states' chances from one draw: on a processor the draws are a seventh of a step."""
    if not layer.training or not layer.p:
        return x
    draws = torch.empty((x.numel() + 7) // 8, dtype=torch.int64).random_(-(2**63), None)
    keep = draws.view(torch.uint8)[: x.numel()].view_as(x) >= round(256 * layer.p)
    return x * keep.to(x.dtype).mul_(1 / (1 - round(256 * layer.p) / 256))


def round_as_int8(model: Model) -> None:
    """Linear layers compute as their export will, weights and inputs rounded, gradients as if they were not
    (quantisation-aware training, Jacob et al. 2018): weights to 7 bits a row, inputs to 8 bits a window."""

    def forward(layer: torch.nn.Linear, x: Tensor) -> Tensor:
        with torch.no_grad():
            step = (layer.weight.abs().amax(1, keepdim=True) / 64).clamp(min=1e-8)
            off = (layer.weight / step).round() * step - layer.weight
            flat = x.flatten(1) if x.dim() > 2 else x
            low, high = flat.amin(1).clamp(max=0), flat.amax(1).clamp(min=0)
            unit = ((high - low) / 255).clamp(min=1e-8).view(-1, *[1] * (x.dim() - 1))
            error = (x / unit).round() * unit - x
        return functional.linear(x + error, layer.weight + off, layer.bias)

    for layer in model.modules():
        if isinstance(layer, torch.nn.Linear):
            layer.forward = partial(forward, layer)  # type: ignore[method-assign]


def word_states(model: Model, examples: list[Example]) -> Iterator[tuple[Example, Tensor]]:
    """Each example, the short ones first, with the encoder's states of its words [W, 384], nothing dropped and nothing learnt."""
    model.eval()
    for batch in packed(sorted(examples, key=lambda e: e.size), 8 * BATCH_PIECES):
        x = collate(batch)
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=LOW is torch.bfloat16):
            states = model.states(x["ids"], x["case"], x["mark"], x["mask"], x["hints"])
        for i, e in enumerate(batch):
            yield e, states[i, x["first"][i, : len(e.inputs["first"])]].float()


def fit_head(
    name: str, layer: torch.nn.Module, states: Tensor, loss_of: Callable[[Tensor, Tensor], Tensor], *, epochs: int,
    rate: float, batch: int, dropout: float,
) -> None:  # fmt: skip
    """Train one head on states [N, 384]; ``loss_of`` takes scores and the numbers of their states."""
    optimiser = torch.optim.AdamW(layer.parameters(), lr=rate, weight_decay=0.05)
    for epoch in range(epochs):
        for group in optimiser.param_groups:
            group["lr"] = rate * (1 - epoch / epochs)
        for part in torch.randperm(len(states)).split(batch):
            loss = loss_of(layer(functional.dropout(states[part].float(), dropout)), part)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    print(f"{name}: {len(states)} words, loss {loss.item():.3f}", flush=True)


def refit(
    model: Model,
    examples: list[Example],
    names: tuple[str, ...] = ("mode", "contexts", "count", "sector", "status", "kind"),
    epochs: int = 40,
    trigger_epochs: int = 6,
) -> None:
    """Fit heads on the states of their words, the encoder left as it is: the trigger's goes on from where it is, on all
    words; those of ``names``, on their anchors, need more passes than the whole model can be given."""
    states: dict[str, list[Tensor]] = {name: [] for name in names}
    wanted: dict[str, list[tuple[int, ...]]] = {name: [] for name in names}
    all_words: list[Tensor] = []
    triggers: list[Tensor] = []
    for e, words in word_states(model, examples):
        if "trigger" in e.labels:
            all_words.append(words.half())
            triggers.append(torch.from_numpy(e.labels["trigger"]))
        for head, word, labels in e.sets:
            if head in names:
                states[head].append(words[word])
                wanted[head].append(labels)
    trigger = torch.cat(triggers)

    def trigger_loss(scores: Tensor, part: Tensor) -> Tensor:
        return functional.cross_entropy(scores, trigger[part], ignore_index=IGNORE)

    fit_head(
        "trigger", model.heads["trigger"], torch.cat(all_words), trigger_loss, epochs=trigger_epochs, rate=1e-3,
        batch=1024, dropout=0.15,
    )  # fmt: skip
    for name in names:
        layer = model.heads[name]
        gold = torch.zeros(len(states[name]), layer.out_features)
        for i, labels in enumerate(wanted[name]):
            gold[i, list(labels)] = 1

        def loss_of(scores: Tensor, part: Tensor, name: str = name, gold: Tensor = gold) -> Tensor:
            if name in MANY:
                return functional.binary_cross_entropy_with_logits(scores, gold[part])
            return -scores.log_softmax(-1).masked_fill(gold[part] == 0, -1e9).logsumexp(-1).mean()

        fit_head(
            name, layer, torch.stack(states[name]), loss_of, epochs=epochs if len(states[name]) < 30_000 else epochs // 4,
            rate=3e-3, batch=256, dropout=0.2,
        )  # fmt: skip


def store(model: Model, path: Path) -> None:
    part = path.with_suffix(".part")
    torch.save({k: v.half() if v.is_floating_point() else v for k, v in model.state_dict().items()}, part)
    part.replace(path)


def load(path: Path) -> Model:
    model = Model(str(BASE))
    stored = {k: v.float() if v.is_floating_point() else v for k, v in torch.load(path).items()}
    missing, unknown = model.load_state_dict(stored, strict=False)
    later = {f"heads.{head}.{part}" for head in ("mode", "count", "contexts") for part in ("weight", "bias")}
    if unknown or set(missing) - {"distance", *later}:  # older checkpoints begin these anew
        raise SystemExit(f"{path}: of another model: {[*missing, *unknown][:3]}")
    return model


def new_maker() -> d.Maker:
    """Makes examples with the base's word pieces and the lexicon's hints."""
    return d.Maker(Pieces(str(BASE / "tokenizer.json"), Lexicon()))


HERE = Path(__file__).parent


def marked(maker: d.Maker, data: Path, corpus: Path) -> Iterator[Example]:
    """The examples in which we marked events or kinds of statement ourselves, and the rest of PolNeAR."""
    yield from d.own(maker, corpus)
    yield from d.real(maker, data, HERE / "acts.tsv")
    yield from d.polnear(maker, data, HERE / "polnear_kinds.tsv")


def everything(maker: d.Maker, data: Path, corpus: Path) -> dict[str, list[Example]]:
    """All examples that training may see, by corpus."""
    examples: dict[str, list[Example]] = {}
    for source in (
        marked(maker, data, corpus), d.english_web(maker, data, corpus), d.plain_names(maker, data), d.gum(maker, data),
        d.plv(maker, data, HERE / "plv_triggers.tsv"),
    ):  # fmt: skip
        for e in source:
            examples.setdefault(e.corpus, []).append(e)
    return examples


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--corpus", type=Path, default=Path(".work/corpus.jsonl"))
    parser.add_argument("--out", type=Path, default=Path(".work/run"))
    parser.add_argument(
        "--minutes", nargs="*", default=[], type=lambda s: s.split("=", 1), help="as base=38 ship=0: 0 leaves a phase out"
    )  # fmt: skip
    parser.add_argument("--start", type=Path, help="checkpoint that the base phase goes on from")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(2)
    torch.set_flush_denormal(True)
    torch.manual_seed(args.seed)
    maker = new_maker()
    examples = everything(maker, args.data, args.corpus)
    sizes = {k: (len(v), sum(e.size for e in v)) for k, v in examples.items()}
    print(sizes, flush=True)
    (args.out / "data.json").write_text(
        json.dumps(
            {"sizes": sizes, "sha256": {k: d.sha256(args.data / f) for k, f in d.FILES.items()}}, indent=1
        )
    )
    path = {phase: args.out / f"{phase}.pt" for phase in PHASES}
    minutes = {**{phase: p.minutes for phase, p in PHASES.items()}, **{k: float(v) for k, v in args.minutes}}
    for phase, plan in PHASES.items():
        done = args.out / f"{phase}.done"
        if not minutes[phase] or done.exists():
            continue
        start = path[phase] if path[phase].exists() else path[plan.start] if plan.start else args.start
        model = load(start) if start else Model(str(BASE))
        batches = forever(maker, examples, plan.repeat, args.seed)
        fit(model, batches, minutes[phase], scale=plan.scale, save=path[phase], exact=plan.exact)
        done.touch()


if __name__ == "__main__":
    main()
