"""The shipped model -> a checkpoint to train on from: ``python -m training.restore sandpiper/models .work/shipped.pt``.

Checkpoints are too large for the repository. What is shipped was trained as it is rounded, so its weights without
their scales are as good a beginning; the word pieces' table is read from `embeddings.npz`. Needs what `training.base` wrote, and
gives it the shipped model's word pieces: which pieces the base has, and in what order, depends on the corpus that it was made from,
and a corpus that has grown since gives others.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training.model import Model
from training.train import BASE, store

_ROUNDED = "_quantized"
_TYPES = "encoder.embeddings.token_type_embeddings.weight"


def weights(folder: Path) -> dict[str, Tensor]:
    """The parameters by their names in the graph, linear layers' weights as [out, in]."""
    graph = onnx.load(folder / "model.onnx").graph
    found = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    out: dict[str, Tensor] = {}
    for name, value in found.items():
        if name.endswith(_ROUNDED):
            plain = name.removesuffix(_ROUNDED)
            scale, zero = found[f"{plain}_scale"], found[f"{plain}_zero_point"]
            value = (value.astype(np.float32) - zero) * scale
            name = plain
        if name.endswith("_Transposed"):
            name, value = name.removesuffix("_Transposed"), value.T
        if value.dtype == np.float32:
            out[name.removeprefix("model.")] = torch.from_numpy(np.array(value, order="C"))
    return out


def restored(folder: Path) -> Model:
    """The model whose export stands in a folder. Raises ``SystemExit`` where a parameter is not found there."""
    model = Model(str(BASE))
    found = weights(folder)
    for i, layer in enumerate(model.encoder.encoder.layer):
        head = layer.attention.self.attention_head_size
        for part in ("weight", "bias"):
            split = dict(zip(("query", "key", "value"), found.pop(f"qkv.{i}.{part}").chunk(3), strict=True))
            split["query"] = split["query"] * head**0.5  # the export scales it
            for name, value in split.items():
                found[f"encoder.encoder.layer.{i}.attention.self.{name}.{part}"] = value
    # the two that the export turned or cut keep no name
    found["attend.weight"] = next(
        v for v in found.values() if v.shape == (found["query.weight"].shape[1], 1)
    ).T
    found[_TYPES] = next(v for k, v in found.items() if k.startswith("onnx::Add")).unsqueeze(0)
    with np.load(folder / "embeddings.npz") as stored:
        table = stored["table"].astype(np.float32) * stored["scale"][:, None]
        found["encoder.embeddings.word_embeddings.weight"] = torch.from_numpy(table)
        found["distance"] = torch.from_numpy(stored["near"].astype(np.float32))
    found["bias"] = torch.zeros_like(model.bias)  # stands in the distances
    lacking = [
        name
        for name, value in model.state_dict().items()
        if found.get(name, torch.empty(0)).shape != value.shape
    ]
    if lacking:
        raise SystemExit(f"{folder}: not found there: {lacking[:5]}")
    state = {name: found[name] for name in model.state_dict()}
    model.load_state_dict(state)
    return model


def take_pieces(folder: Path, base: Path = BASE) -> None:
    """The base reads words as the model in a folder does, whose table's rows are in that order."""
    (base / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    take_pieces(args.folder)
    store(restored(args.folder), args.out)


if __name__ == "__main__":
    main()
