"""Checkpoint -> ``model.onnx`` (dynamic int8, per channel), ``embeddings.npz``, ``tokenizer.json``, ``model.json``.

``reduce_range``: on processors without VNNI the u8s8 product of two full-range bytes saturates, and a record
would depend on the machine. ``--fp32`` writes the unquantised twin that the quantising loss is measured against.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from sandpiper.extract.encoder import CATEGORIES, HEADS, RELATIONS
from training.model import Model
from training.train import base_folder, load


class Exported(nn.Module):
    """One window without batch or padding: embedded [T, 384], case, mark [T], first [W]."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(self, embedded: Tensor, case: Tensor, mark: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        m = self.model
        x = (embedded + m.case(case) + m.mark(mark)).unsqueeze(0)
        states = m.encoder(inputs_embeds=x).last_hidden_state
        out = m.read(states, mark.unsqueeze(0), torch.ones_like(mark).unsqueeze(0), first.unsqueeze(0))
        return tuple(out[name][0] for name in (*HEADS, "pairs", "dyad"))


def export(checkpoint: Path, folder: Path, name: str, *, fp32: bool) -> None:
    model = load(checkpoint).eval()
    folder.mkdir(parents=True, exist_ok=True)
    t, w = 40, 30
    sample = (
        torch.randn(t, 384) * 0.05,
        torch.randint(0, 14, (t,)),
        torch.randint(0, 3, (t,)),
        torch.arange(1, w + 1),
    )
    raw = folder / "fp32.onnx"
    torch.onnx.export(
        Exported(model).eval(), sample, str(raw), dynamo=False, opset_version=17,
        input_names=["embedded", "case", "mark", "first"], output_names=[*HEADS, "pairs", "dyad"],
        dynamic_axes={"embedded": {0: "t"}, "case": {0: "t"}, "mark": {0: "t"}, "first": {0: "w"}},
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
    np.savez(folder / "embeddings.npz", table=np.round(table / scale[:, None]).astype(np.int8), scale=scale)
    shutil.copy(f"{base_folder()}/tokenizer.json", folder / "tokenizer.json")
    meta = {
        "name": name, "heads": HEADS,
        "relations": list(RELATIONS), "categories": list(CATEGORIES),
    }  # fmt: skip
    (folder / "model.json").write_text(json.dumps(meta, indent=1) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--name", default="en-0.1")
    parser.add_argument("--fp32", action="store_true")
    args = parser.parse_args()
    export(args.checkpoint, args.folder, args.name, fp32=args.fp32)


if __name__ == "__main__":
    main()
