"""Checkpoint -> ``model.onnx`` (dynamic int8, per channel), ``embeddings.npz``, ``tokenizer.json``, ``model.json``.

``reduce_range``: on processors without VNNI the u8s8 product of two full-range bytes saturates, and a record
would depend on the machine. ``--fp32`` writes the unquantised twin that the quantising loss is measured against.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional

from sandpiper.extract.encoder import HEADS, labels
from sandpiper.extract.lexicon import HINTS
from training.model import Model
from training.train import BASE, load


class Exported(nn.Module):
    """One window without batch or padding: embedded [T, 384], hints [T, HINTS], case, mark [T], first [W].

    The same arithmetic as ``Model``, with query, key and value in one product and the scores of pairs left to the
    caller, who needs few of their rows: a fifth faster than the graph that ``Model`` itself gives.
    """

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model
        self.layers = model.encoder.encoder.layer
        self.heads = model.encoder.config.num_attention_heads
        self.qkv = nn.ModuleList()
        for layer in self.layers:
            own = layer.attention.self
            joined = nn.Linear(own.query.in_features, 3 * own.query.out_features)
            scale = own.attention_head_size**-0.5
            parts = (own.query, scale), (own.key, 1.0), (own.value, 1.0)
            joined.weight = nn.Parameter(torch.cat([part.weight * s for part, s in parts]).detach())
            joined.bias = nn.Parameter(torch.cat([part.bias * s for part, s in parts]).detach())
            self.qkv.append(joined)

    def states(self, embedded: Tensor, hints: Tensor, case: Tensor, mark: Tensor) -> Tensor:
        m, table = self.model, self.model.encoder.embeddings
        x = embedded + hints @ m.hints + m.case(case) + m.mark(mark) + table.token_type_embeddings.weight[0]
        x = table.LayerNorm(x + table.position_embeddings.weight[: embedded.shape[0]])
        width = x.shape[1]
        for layer, joined in zip(self.layers, self.qkv, strict=True):
            split = joined(x).view(-1, 3 * self.heads, width // self.heads).transpose(0, 1)
            q, k, v = (split[i * self.heads : (i + 1) * self.heads] for i in range(3))
            seen = (torch.softmax(q @ k.transpose(1, 2), -1) @ v).transpose(0, 1).reshape(-1, width)
            x = layer.attention.output.LayerNorm(layer.attention.output.dense(seen) + x)
            up = functional.gelu(layer.intermediate.dense(x))
            x = layer.output.LayerNorm(layer.output.dense(up) + x)
        return x

    def forward(
        self, embedded: Tensor, hints: Tensor, case: Tensor, mark: Tensor, first: Tensor
    ) -> tuple[Tensor, ...]:
        m = self.model
        states = self.states(embedded, hints, case, mark)
        words = states[first]
        mixed = m.mix(words)
        dyad = m.read_dyad(states.unsqueeze(0), mark.unsqueeze(0), torch.ones_like(mark).unsqueeze(0))
        return *(m.heads[name](words) for name in HEADS), m.query(mixed), m.key(mixed), dyad[0]


def export(checkpoint: Path, folder: Path, name: str, *, fp32: bool) -> None:
    model = load(checkpoint).eval()
    folder.mkdir(parents=True, exist_ok=True)
    t, w = 40, 30
    sample = (
        torch.randn(t, 384) * 0.05,
        torch.randint(0, 2, (t, len(HINTS))).float(),
        torch.randint(0, 14, (t,)),
        torch.randint(0, 3, (t,)),
        torch.arange(1, w + 1),
    )
    raw = folder / "fp32.onnx"
    torch.onnx.export(
        Exported(model).eval(), sample, str(raw), dynamo=False, opset_version=17,
        input_names=["embedded", "hints", "case", "mark", "first"], output_names=[*HEADS, "query", "key", "dyad"],
        dynamic_axes={"embedded": {0: "t"}, "hints": {0: "t"}, "case": {0: "t"}, "mark": {0: "t"}, "first": {0: "w"}},
    )  # fmt: skip
    if fp32:
        raw.rename(folder / "model.onnx")
    else:
        quantize_dynamic(
            raw, folder / "model.onnx", op_types_to_quantize=["MatMul", "Gemm"], per_channel=True, reduce_range=True,
            weight_type=QuantType.QInt8,
        )  # fmt: skip
        raw.unlink()
    table = model.encoder.embeddings.word_embeddings.weight.detach().numpy()
    scale = np.maximum(np.abs(table).max(1) / 127, 1e-8).astype(np.float32)
    near = (model.bias.unsqueeze(1) + model.distance).detach().numpy()
    table = np.round(table / scale[:, None]).astype(np.int8)
    np.savez(folder / "embeddings.npz", table=table, scale=scale, near=near)
    tokenizer = json.loads((BASE / "tokenizer.json").read_text(encoding="utf-8"))
    compact = json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":"))
    (folder / "tokenizer.json").write_text(compact + "\n", encoding="utf-8")
    meta = {"name": name, **labels()}
    (folder / "model.json").write_text(json.dumps(meta, indent=1) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--name", default="en-0.7")
    parser.add_argument("--fp32", action="store_true")
    args = parser.parse_args()
    export(args.checkpoint, args.folder, args.name, fp32=args.fp32)


if __name__ == "__main__":
    main()
