"""Turn the encoder that ships back into weights that training can go on from.

    python -m models.training.encoder.restore PRETRAINED MODELS STATE

PRETRAINED is the folder of MiniLM-L6, MODELS holds the 8-bit graph and the heads, STATE is the file
that ``train --state`` takes. An 8-bit weight stands for all floats that round to it; of these the
one nearest to the pretrained weight is taken, since most weights hardly moved from there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from extractor.pipeline.learned.encoder.network import GRAPH, HEADS
from models.training.encoder.network import ClaimReader

Arrays = dict[str, np.ndarray]
_PREFIX = "net."


def restored(pretrained: Path, folder: Path) -> dict[str, Tensor]:
    """The network's state by the names of its layers."""
    graph = onnx.load(folder / GRAPH).graph
    arrays = {raw.name: numpy_helper.to_array(raw) for raw in graph.initializer}
    state = ClaimReader(pretrained).state_dict()
    for layer, name in [*_tables(arrays), *_matrices(graph)]:
        state[layer] = _nearest(state[layer], arrays, name)
    state |= {layer: torch.tensor(values) for layer, values in _plain(arrays)}
    return state | dict(_heads(folder, state))


def _tables(arrays: Arrays) -> Iterator[tuple[str, str]]:
    """The embeddings: their layer, and the name of their 8-bit table."""
    for name in arrays:
        if name.startswith(_PREFIX) and name.endswith("_quantized"):
            table = name.removesuffix("_quantized")
            yield table.removeprefix(_PREFIX), table


def _matrices(graph: onnx.GraphProto) -> Iterator[tuple[str, str]]:
    """The products of matrices: their layer, and the name of their 8-bit matrix."""
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            place = node.name.partition("/bert/")[2].removesuffix("/MatMul_quant")
            layer = f"bert.{place.replace('/', '.')}.weight"
            yield layer, node.input[1].removesuffix("_quantized")


def _nearest(before: Tensor, arrays: Arrays, name: str) -> Tensor:
    """The floats that round to the 8-bit values, each as near as can be to what was before."""
    step = arrays[f"{name}_scale"]
    values = (arrays[f"{name}_quantized"] - arrays[f"{name}_zero_point"].astype(np.float32)) * step
    steps = np.broadcast_to(step, values.shape)
    if name.startswith("onnx::"):  # the graph holds matrices the other way round
        values, steps = values.T, steps.T
    middle, half = torch.tensor(values.copy()), torch.tensor(steps.copy()) / 2
    return before.clamp(middle - half, middle + half)


def _plain(arrays: Arrays) -> Iterator[tuple[str, np.ndarray]]:
    """What was never rounded: biases and norms."""
    for name, values in arrays.items():
        if name.startswith(_PREFIX) and values.dtype == np.float32 and values.ndim == 1:
            yield name.removeprefix(_PREFIX), values


def _heads(folder: Path, state: dict[str, Tensor]) -> Iterator[tuple[str, Tensor]]:
    heads = np.load(folder / HEADS)
    for name in heads.files:
        if name != "name":
            layer = name if name in state else f"traits.{name}.weight"
            yield layer, torch.tensor(heads[name].astype(np.float32))


def main(arguments: list[str]) -> None:
    """Read what ships, write the state."""
    pretrained, folder, state = map(Path, arguments)
    torch.save(restored(pretrained, folder), state)


if __name__ == "__main__":
    main(sys.argv[1:])
