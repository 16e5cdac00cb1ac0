"""The network in PyTorch: a pretrained transformer, tags added to its word pieces, and heads.

``extractor.pipeline.learned.encoder.network`` runs the same network in ONNX and NumPy; the names
of the heads' layers are shared with it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from extractor.pipeline.learned.encoder.windows import (
    GAPS,
    MARKS,
    OFTEN,
    SIDES,
    TAGS,
    Marked,
    Seen,
    Window,
)
from extractor.pipeline.opinions import EVENTS, MODALITIES, ROLES, SOURCES, STATUSES

_TRAIT_SIZES = {
    "side": (len(SIDES), 32),
    "gap": (GAPS, 32),
    "mark": (MARKS, 16),
    "often": (OFTEN, 16),
}
_LIMIT = 15.0


class ClaimReader(nn.Module):
    """Scores of every class for figures, and of every role for pairs of figure and mention."""

    def __init__(self, pretrained: Path) -> None:
        super().__init__()
        config = BertConfig(**json.loads((pretrained / "config.json").read_text()))
        config._attn_implementation = "eager"
        self.bert = BertModel(config, add_pooling_layer=False)
        self._load(pretrained)
        width = config.hidden_size
        self.tags = nn.Embedding(len(TAGS), width)
        nn.init.normal_(self.tags.weight, std=0.02)
        self.figure = nn.Linear(2 * width, width)
        self.event = nn.Linear(width, len(EVENTS))
        self.modality = nn.Linear(width, len(MODALITIES))
        self.status = nn.Linear(width, len(STATUSES))
        self.sources = nn.Linear(width, len(SOURCES))
        self.paired_figure = nn.Linear(width, width)
        self.traits = nn.ModuleDict(
            {name: nn.Embedding(*size) for name, size in _TRAIT_SIZES.items()}
        )
        extra = sum(size for _, size in _TRAIT_SIZES.values())
        self.pair_hidden = nn.Linear(3 * width + extra, width)
        self.pair = nn.Linear(width, len(ROLES))
        self.gelu = nn.GELU("tanh")
        self.drop = nn.Dropout(0.1)

    def _load(self, pretrained: Path) -> None:
        weights = load_file(pretrained / "model.safetensors")
        named = {name.removeprefix("bert."): value for name, value in weights.items()}
        missing = self.bert.load_state_dict(named, strict=False).missing_keys
        if missing:
            raise ValueError(f"{pretrained} lacks the weights {missing}")

    def vectors(self, ids: Tensor, mask: Tensor, types: Tensor, tags: Tensor) -> Tensor:
        """A vector for each word piece: (windows, pieces, width)."""
        known = self.bert.embeddings.word_embeddings(ids) + self.tags(tags)
        output = self.bert(inputs_embeds=known, attention_mask=mask, token_type_ids=types)
        return output.last_hidden_state


class Scores(NamedTuple):
    """Scores before softmax: one row a figure; of roles, one row a (figure, entity)."""

    figures: list[Marked]
    event: Tensor
    modality: Tensor
    status: Tensor
    sources: Tensor
    pairs: list[tuple[int, int]]
    roles: Tensor


@dataclass(frozen=True)
class _Placed:
    """A figure or mention with the places of its pieces in the flattened batch."""

    window: int
    pieces: list[int]
    what: Marked | Seen


def score(net: ClaimReader, windows: Sequence[Window]) -> Scores:
    """The network's scores for all figures of some windows."""
    longest = max(len(window.ids) for window in windows)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = net.vectors(
            _padded([w.ids for w in windows], longest),
            _padded([(1,) * len(w.ids) for w in windows], longest),
            _padded([w.types for w in windows], longest),
            _padded([w.tags for w in windows], longest),
        )
    hidden = hidden.float()
    flat = hidden.reshape(-1, hidden.shape[-1])
    figures = _placed([w.figures for w in windows], longest)
    pooled = _pooled(flat, figures)
    around = _pooled(flat, _placed_homes(figures, longest))
    deep = net.drop(net.gelu(net.figure(torch.cat([pooled, around], 1))))
    pairs, roles = _role_scores(net, windows, flat, figures, pooled)
    return Scores(
        [figure.what for figure in figures],
        net.event(deep), net.modality(deep), net.status(deep), net.sources(deep), pairs, roles,
    )  # fmt: skip


def _padded(rows: Sequence[Sequence[int]], longest: int) -> Tensor:
    return torch.tensor([[*row, *([0] * (longest - len(row)))] for row in rows])


def _placed(found: Sequence[Sequence[Marked | Seen]], longest: int) -> list[_Placed]:
    return [
        _Placed(index, [index * longest + piece for piece in what.pieces], what)
        for index, members in enumerate(found)
        for what in members
    ]


def _placed_homes(figures: Sequence[_Placed], longest: int) -> list[_Placed]:
    """The sentences of figures, each with the places of its pieces."""
    return [
        _Placed(f.window, [f.window * longest + piece for piece in f.what.home_pieces], f.what)
        for f in figures
    ]


def _pooled(flat: Tensor, placed: Sequence[_Placed]) -> Tensor:
    """The mean of each one's pieces: (placed, width)."""
    pieces = torch.tensor([piece for one in placed for piece in one.pieces])
    owners = torch.tensor([index for index, one in enumerate(placed) for _ in one.pieces])
    counts = torch.tensor([len(one.pieces) for one in placed]).float()
    sums = torch.zeros(len(placed), flat.shape[1]).index_add(0, owners, flat[pieces])
    return sums / counts[:, None]


def _role_scores(
    net: ClaimReader,
    windows: Sequence[Window],
    flat: Tensor,
    figures: Sequence[_Placed],
    pooled: Tensor,
) -> tuple[list[tuple[int, int]], Tensor]:
    mentions = _placed([w.mentions for w in windows], flat.shape[0] // len(windows))
    beside = [
        (f, m)
        for f, figure in enumerate(figures)
        for m, mention in enumerate(mentions)
        if figure.window == mention.window
    ]
    if not beside:
        return [], torch.zeros(0, len(ROLES))
    traits = torch.tensor(
        [windows[figures[f].window].traits(figures[f].what, mentions[m].what) for f, m in beside]
    )
    one = net.paired_figure(pooled)[[f for f, _ in beside]]
    other = _pooled(flat, mentions)[[m for _, m in beside]]
    looked_up = [net.traits[name](traits[:, i]) for i, name in enumerate(_TRAIT_SIZES)]
    hidden = net.drop(
        net.gelu(net.pair_hidden(torch.cat([other, one, other * one, *looked_up], 1)))
    )
    rows = net.pair(hidden).clamp(-_LIMIT, _LIMIT)
    return _together(rows, [(f, mentions[m].what.mention.entity) for f, m in beside])


def _together(
    rows: Tensor, owners: Sequence[tuple[int, int]]
) -> tuple[list[tuple[int, int]], Tensor]:
    """Scores of (figure, entity) from those of the entity's mentions; any may speak for a role."""
    numbers: dict[tuple[int, int], int] = {}
    index = torch.tensor([numbers.setdefault(owner, len(numbers)) for owner in owners])
    count = torch.zeros(len(numbers)).index_add(0, index, torch.ones(len(index)))
    none = torch.zeros(len(numbers)).index_add(0, index, rows[:, 0]) / count
    powers = torch.zeros(len(numbers), len(ROLES) - 1).index_add(0, index, rows[:, 1:].exp())
    roles = torch.log(powers) - 0.5 * torch.log(count)[:, None]
    return list(numbers), torch.cat([none[:, None], roles], 1)


def learning_rates(net: ClaimReader, inner: float, outer: float) -> list[dict]:
    """Parameter groups: the pretrained transformer learns slowly, the new layers fast."""
    old = [p for name, p in net.named_parameters() if name.startswith("bert.")]
    new = [p for name, p in net.named_parameters() if not name.startswith("bert.")]
    return [{"params": old, "lr": inner}, {"params": new, "lr": outer}]


def schedule(step: int, steps: int) -> float:
    """The share of the learning rate at a step: up over a tenth of them, then down to nothing."""
    warm = max(1, math.floor(steps / 10))
    return min(1.0, (step + 1) / warm) * max(0.0, 1.0 - step / steps)
