"""The pipeline of ``extract``, which works in this process."""

from __future__ import annotations

from spacy.language import Language

from extractor.cli.loading import LoadArguments, note_missing_model
from extractor.pipeline.road import info, load


def load_pipeline(arguments: LoadArguments) -> Language:
    """The pipeline that the user asked for; says so once when it works without a model.

    Raises:
        ModelError: the model that was asked for is not there.
    """
    nlp = load(**arguments)
    note_missing_model(info(nlp))
    return nlp
