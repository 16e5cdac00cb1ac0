"""What ``extract`` and ``run`` have in common: the pipeline."""

from __future__ import annotations

from spacy.language import Language

from extractor.cli.streams import note
from extractor.pipeline.road import info, load


def load_pipeline(model: str | None, dollar: str | None) -> Language:
    """The pipeline that the user asked for; says so once when it works without a model.

    Raises:
        ModelError: the model that was asked for is not there.
    """
    nlp = load(model, dollar=dollar)
    if info(nlp).model is None:
        note(
            "rules only: no language model is used, so parties are found less well "
            "(pip install 'newsclaims[model]' adds one)"
        )
    return nlp
