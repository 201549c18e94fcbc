"""The model: one encoder, many heads, one pass a window; reads from top to bottom.

Word pieces [T] with three added embeddings (case, mark, hints of the lexicon) -> encoder states [T, 384] -> the first piece of
each word [W, 384] -> word heads [W, n], pair scores [R, W, W] (row: an anchor word such as a cue or a
trigger; column: a word that belongs to it or not), and the dyad's categories [17] read from the words
marked 1 (actor) and 2 (recipient) and the words that attend to both.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from transformers import AttentionInterface, AttentionMaskInterface, AutoModel
from transformers.masking_utils import eager_mask

from sandpiper.extract.encoder import BUCKETS, CASES, DISTANCES, DYAD, HEADS, MOST_WORDS, RELATIONS
from sandpiper.extract.lexicon import HINTS

PAIR_WIDTH = 96


def attention(
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    mask: Tensor | None,
    scaling: float,
    **_: object,
) -> tuple[Tensor, None]:
    """As eager attention without its dropout, the queries scaled and not the far larger scores (a tenth of a step's time)."""
    scores = (query * scaling) @ key.transpose(2, 3)
    if mask is not None:
        scores = scores + mask.to(scores.dtype)
    return (scores.softmax(-1).to(value.dtype) @ value).transpose(1, 2).contiguous(), None


AttentionInterface.register("short", attention)
AttentionMaskInterface.register("short", eager_mask)


class Model(nn.Module):
    def __init__(self, base: str) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            base,
            attn_implementation="short",
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
            add_pooling_layer=False,
        )
        width = self.encoder.config.hidden_size
        self.case = nn.Embedding(CASES, width)
        self.mark = nn.Embedding(3, width)
        nn.init.normal_(self.case.weight, std=0.01)
        nn.init.normal_(self.mark.weight, std=0.02)
        self.hints = nn.Parameter(torch.randn(len(HINTS), width) * 0.02)
        self.drop = nn.Dropout(0.1)
        self.mix = nn.Sequential(nn.Linear(width, width), nn.GELU())
        self.heads = nn.ModuleDict({name: nn.Linear(width, n) for name, n in HEADS.items()})
        n = len(RELATIONS)
        self.query = nn.Linear(width, n * PAIR_WIDTH)
        self.key = nn.Linear(width, n * PAIR_WIDTH)
        self.bias = nn.Parameter(torch.full((n,), -2.0))
        self.distance = nn.Parameter(torch.zeros(n, DISTANCES))
        self.attend = nn.Linear(width, 1)
        self.dyad = nn.Sequential(nn.Linear(4 * width, width), nn.GELU(), nn.Linear(width, len(DYAD)))

    def states(self, ids: Tensor, case: Tensor, mark: Tensor, mask: Tensor, hints: Tensor) -> Tensor:
        """[B, T] each and hints [B, T, HINTS] -> [B, T, 384]."""
        embedded = self.encoder.embeddings.word_embeddings(ids) + self.case(case) + self.mark(mark)
        embedded = embedded + hints.to(embedded.dtype) @ self.hints
        return self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state

    def forward(
        self, ids: Tensor, case: Tensor, mark: Tensor, mask: Tensor, hints: Tensor, first: Tensor
    ) -> dict[str, Tensor]:
        """[B, T] ×4, hints [B, T, HINTS], first [B, W] -> heads [B, W, n], pairs [B, R, W, W], dyad [B, 17]."""
        return self.read(self.states(ids, case, mark, mask, hints), mark, mask, first)

    def read(self, states: Tensor, mark: Tensor, mask: Tensor, first: Tensor) -> dict[str, Tensor]:
        """The heads, from the encoder's states."""
        index = first.unsqueeze(-1).expand(-1, -1, states.size(-1))
        words = self.drop(states.gather(1, index))
        out = {name: head(words) for name, head in self.heads.items()}
        mixed = self.mix(words)
        b, w, _ = mixed.shape
        q = self.query(mixed).view(b, w, len(RELATIONS), PAIR_WIDTH).permute(0, 2, 1, 3)
        k = self.key(mixed).view(b, w, len(RELATIONS), PAIR_WIDTH).permute(0, 2, 3, 1)
        near = self.distance[:, self._buckets(w, states.device)].unsqueeze(0).to(q.dtype)
        out["pairs"] = q @ k / PAIR_WIDTH**0.5 + self.bias.view(1, -1, 1, 1) + near
        out["dyad"] = self.read_dyad(states, mark, mask)
        return out

    def read_dyad(self, states: Tensor, mark: Tensor, mask: Tensor) -> Tensor:
        """States [B, T, 384], mark and mask [B, T] -> logits [B, 17]."""
        weight = mask.unsqueeze(-1).to(states.dtype)
        a = self._mean(states, (mark == 1).unsqueeze(-1).to(states.dtype))
        r = self._mean(states, (mark == 2).unsqueeze(-1).to(states.dtype))
        scores = self.attend(states).masked_fill(weight == 0, -1e4).softmax(1)
        context = (scores * states).sum(1)
        return self.dyad(self.drop(torch.cat([a, r, context, states[:, 0]], -1)))

    @staticmethod
    def _buckets(n: int, device: torch.device) -> Tensor:
        """[n, n]: bucket of the signed distance of word (column) from anchor (row)."""
        at = torch.arange(n, device=device)
        return torch.from_numpy(BUCKETS).to(device)[MOST_WORDS - 1 + at.unsqueeze(0) - at.unsqueeze(1)]

    @staticmethod
    def _mean(states: Tensor, weight: Tensor) -> Tensor:
        return (states * weight).sum(1) / weight.sum(1).clamp(min=1.0)
