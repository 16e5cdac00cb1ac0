"""The encoder run: a transformer in ONNX (8-bit weights), its heads in NumPy.

Trained by ``models/training/encoder``. One pass over a window gives a vector a word piece; a
figure is the mean of its pieces, and so is a mention. Heads over figures give event, modality,
status and kinds of source; a head over pairs of figure and mention gives roles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from io import BytesIO
from typing import Final, Protocol, cast

import numpy as np
import numpy.typing as npt

from extractor.errors import ModelError
from extractor.pipeline.discourse import Anchor, Reading
from extractor.pipeline.learned.encoder.windows import Marked, Seen, Window, windows_of
from extractor.pipeline.learned.encoder.wordpiece import WordPieces
from extractor.pipeline.opinions import EVENTS, MODALITIES, ROLES, SOURCES, STATUSES, Opinion

GRAPH: Final = "claims-encoder.onnx"
HEADS: Final = "claims-encoder-heads.npz"
VOCABULARY: Final = "claims-encoder-vocabulary.txt"
_LIMIT = 15.0
# A pass takes some 15 ms: a table with thousands of figures must not take minutes.
_MOST_FIGURES = 300

Floats = npt.NDArray[np.float32]


class Session(Protocol):
    """What is asked of ONNX Runtime."""

    def run(self, outputs: None, inputs: Mapping[str, npt.NDArray[np.int64]]) -> list[Floats]:
        """The outputs of the graph for its inputs, by name."""
        ...


@dataclass(frozen=True, slots=True)
class Encoder:
    """The tokenizer, the transformer and its heads."""

    name: str
    tokenizer: WordPieces
    session: Session
    heads: Mapping[str, Floats]

    def read(self, reading: Reading, figures: Sequence[Anchor]) -> dict[int, Opinion]:
        """An opinion for each figure, by its start in the text.

        A text of tables has thousands of figures: those after the first 300 get none.
        """
        found: dict[int, Opinion] = {}
        for window in windows_of(reading, figures[:_MOST_FIGURES], self.tokenizer):
            vectors = self._vectors(window)
            for marked in window.figures:
                found[marked.figure.start] = self._opinion(window, marked, vectors)
        return found

    def _vectors(self, window: Window) -> Floats:
        """One vector a word piece: an array of (pieces, width)."""
        inputs = {
            "ids": np.array([window.ids], dtype=np.int64),
            "tags": np.array([window.tags], dtype=np.int64),
            "types": np.array([window.types], dtype=np.int64),
        }
        (vectors,) = self.session.run(None, inputs)
        return cast("Floats", vectors[0])

    def _opinion(self, window: Window, marked: Marked, vectors: Floats) -> Opinion:
        figure = vectors[list(marked.pieces)].mean(0)
        around = vectors[list(marked.home_pieces)].mean(0)
        hidden = _gelu(self._linear("figure", np.concatenate([figure, around])))
        sources = (1.0 / (1.0 + np.exp(-self._linear("sources", hidden)))).astype(np.float32)
        return Opinion(
            _named(EVENTS, _softmax(self._linear("event", hidden))),
            _named(MODALITIES, _softmax(self._linear("modality", hidden))),
            _named(STATUSES, _softmax(self._linear("status", hidden))),
            _named(SOURCES, sources),
            self._roles(window, marked, vectors, self._linear("paired_figure", figure)),
        )

    def _roles(
        self, window: Window, marked: Marked, vectors: Floats, figure: Floats
    ) -> dict[int, dict[str, float]]:
        votes: dict[int, list[Floats]] = defaultdict(list)
        for seen, row in zip(
            window.mentions, self._pairs(window, marked, vectors, figure), strict=True
        ):
            votes[seen.mention.entity].append(row)
        return {
            entity: _named(ROLES, _softmax(_together(np.stack(rows))))
            for entity, rows in votes.items()
        }

    def _pairs(self, window: Window, marked: Marked, vectors: Floats, figure: Floats) -> Floats:
        """One row of role scores a mention: an array of (mentions, roles)."""
        if not window.mentions:
            return np.zeros((0, len(ROLES)), dtype=np.float32)
        rows = [self._pair(window, marked, seen, vectors, figure) for seen in window.mentions]
        hidden = _gelu(self._linear("pair_hidden", np.stack(rows)))
        return cast("Floats", self._linear("pair", hidden).clip(-_LIMIT, _LIMIT))

    def _pair(
        self, window: Window, marked: Marked, seen: Seen, vectors: Floats, figure: Floats
    ) -> Floats:
        mention = vectors[list(seen.pieces)].mean(0)
        traits = zip(("side", "gap", "mark", "often"), window.traits(marked, seen), strict=True)
        looked_up = [self.heads[name][value] for name, value in traits]
        return np.concatenate([mention, figure, mention * figure, *looked_up])

    def _linear(self, layer: str, values: Floats) -> Floats:
        return values @ self.heads[f"{layer}.weight"].T + self.heads[f"{layer}.bias"]


def _together(rows: Floats) -> Floats:
    """The scores of an entity from those of its mentions: any of them may speak for a role."""
    count = len(rows)
    roles = np.log(np.exp(rows[:, 1:]).sum(0)) - 0.5 * np.log(count)
    return np.concatenate([rows[:, :1].mean(0), roles]).astype(np.float32)


def _gelu(values: Floats) -> Floats:
    inner = np.sqrt(2.0 / np.pi) * (values + 0.044715 * values**3)
    return cast("Floats", (0.5 * values * (1.0 + np.tanh(inner))).astype(np.float32))


def _softmax(values: Floats) -> Floats:
    powers = np.exp(values - values.max())
    return cast("Floats", powers / powers.sum())


def _named(names: Sequence[str], values: Floats) -> dict[str, float]:
    return {name: float(value) for name, value in zip(names, values, strict=True)}


@cache
def load_encoder() -> Encoder:
    """The encoder that ships with the package.

    Raises:
        ModelError: ONNX Runtime is not installed.
    """
    folder = files("extractor.models")
    with as_file(folder / GRAPH) as path:
        session = _session(str(path))
    raw = np.load(BytesIO((folder / HEADS).read_bytes()))
    heads = {name: raw[name].astype(np.float32) for name in raw.files if name != "name"}
    vocabulary = (folder / VOCABULARY).read_text(encoding="utf-8").split("\n")
    return Encoder(str(raw["name"]), WordPieces(vocabulary), session, heads)


def _session(path: str) -> Session:
    """A session of one thread: several workers share the cores, and sums keep their order."""
    try:
        import onnxruntime  # noqa: PLC0415 - only those who use the encoder need it
    except ImportError as error:
        reason = "needs ONNX Runtime; `pip install 'newsclaims[model]'`, or leave the encoder out"
        raise ModelError(GRAPH, f"{reason} ({error})") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return cast("Session", session)
