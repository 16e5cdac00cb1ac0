"""Which pipeline the user asked for, said so that any process can load it."""

from __future__ import annotations

from typing import Final, TypedDict

from extractor.cli.streams import note
from extractor.records import ExtractorInfo

FAST: Final = "fast"


class LoadArguments(TypedDict):
    """Arguments of ``extractor.load`` that the command line sets."""

    model: str | None
    dollar: str | None
    encoder: bool
    deals: bool


def load_arguments(model: str | None, dollar: str | None, *, deals: bool) -> LoadArguments:
    """What ``extractor.load`` is to be told, in this process or in a worker."""
    fast = model == FAST
    return {
        "model": "auto" if fast else model,
        "dollar": dollar,
        "encoder": not fast,
        "deals": deals,
    }


def note_missing_model(made_by: ExtractorInfo) -> None:
    """Say that the pipeline works without a model, when it does."""
    if made_by.model is None:
        note(
            "rules only: no language model is used, so parties are found less well "
            "(pip install 'newsclaims[model]' adds one)"
        )
