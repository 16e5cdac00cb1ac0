"""What ``extract`` and ``run`` have in common: the pipeline."""

from __future__ import annotations

from typing import Final

from spacy.language import Language

from extractor.cli.streams import note
from extractor.pipeline.road import info, load

FAST: Final = "fast"


def load_pipeline(model: str | None, dollar: str | None) -> Language:
    """The pipeline that the user asked for; says so once when it works without a model.

    Raises:
        ModelError: the model that was asked for is not there.
    """
    fast = model == FAST
    nlp = load("auto" if fast else model, dollar=dollar, encoder=not fast)
    if info(nlp).model is None:
        note(
            "rules only: no language model is used, so parties are found less well "
            "(pip install 'newsclaims[model]' adds one)"
        )
    return nlp
