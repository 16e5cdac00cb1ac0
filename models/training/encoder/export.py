"""Write a trained network as the package ships it: an 8-bit ONNX graph and its heads."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from extractor.pipeline.learned.encoder.network import GRAPH, HEADS, VOCABULARY
from models.training.encoder.network import ClaimReader

_LAYERS = (
    "figure", "event", "modality", "status", "sources", "paired_figure", "pair_hidden", "pair",
)  # fmt: skip
_DIGEST = 4


class _Vectors(nn.Module):
    """The part that is exported: word pieces, tags and types of one window in, vectors out."""

    def __init__(self, net: ClaimReader) -> None:
        super().__init__()
        self.net = net

    def forward(self, ids: Tensor, tags: Tensor, types: Tensor) -> Tensor:
        return self.net.vectors(ids, torch.ones_like(ids), types, tags)


def export(net: ClaimReader, pretrained: Path, folder: Path) -> None:
    """Write graph, heads and vocabulary into a folder; the heads carry the name of the run."""
    net.eval()
    _export_graph(net, folder / GRAPH)
    shutil.copyfile(pretrained / "vocab.txt", folder / VOCABULARY)
    heads = _heads(net)
    digest = hashlib.blake2b(digest_size=_DIGEST)
    digest.update((folder / GRAPH).read_bytes())
    for name in sorted(heads):
        digest.update(name.encode() + heads[name].tobytes())
    np.savez(folder / HEADS, name=np.array(f"claims-encoder-{digest.hexdigest()}"), **heads)


def _export_graph(net: ClaimReader, path: Path) -> None:
    example = torch.ones((1, 9), dtype=torch.int64)
    axes = {name: {1: "pieces"} for name in ("ids", "tags", "types", "vectors")}
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            _Vectors(net), (example, example * 0, example * 0), str(whole),
            input_names=["ids", "tags", "types"], output_names=["vectors"],
            dynamic_axes=axes, opset_version=17, dynamo=False,
        )  # fmt: skip
        # Seven bits of eight: processors that lack the newer instructions would cut sums short.
        quantize_dynamic(
            whole, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
        )


def _heads(net: ClaimReader) -> dict[str, np.ndarray]:
    found = {}
    for layer in _LAYERS:
        module = getattr(net, layer)
        found[f"{layer}.weight"] = module.weight.detach().numpy().astype(np.float16)
        found[f"{layer}.bias"] = module.bias.detach().numpy().astype(np.float16)
    for name, table in net.traits.items():
        found[name] = table.weight.detach().numpy().astype(np.float16)
    return found
