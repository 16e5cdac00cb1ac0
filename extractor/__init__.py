"""Claims about money and terms out of the news, as validated records.

    import extractor
    nlp = extractor.load()
    result = extractor.extract("Acme agreed to buy Umbra for $2 billion, it said.", nlp)

``load``, ``extract``, ``extract_all`` and ``read`` walk the whole road; ``amounts`` and
``durations`` are its recognisers alone and need no model. The records are in
``extractor.records``, the errors in ``extractor.errors``; all of them are exported here too.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version as _version
from typing import TYPE_CHECKING, Final

from extractor.errors import DataError, ModelError, NewsclaimsError, SourceError, StoreError
from extractor.records import (
    Amount,
    Article,
    ArticleClaims,
    Attribution,
    Claim,
    Confirmation,
    Cue,
    Duration,
    DurationKind,
    Event,
    Evidence,
    ExtractorInfo,
    Failure,
    Modality,
    Modifier,
    Page,
    PageHints,
    Party,
    PartyKind,
    Quote,
    Role,
    Scope,
    SourceKind,
    Stage,
    Status,
)

if TYPE_CHECKING:
    from extractor.api import extract, extract_all, load, read
    from extractor.pipeline.amounts import find_amounts as amounts
    from extractor.pipeline.durations import find_durations as durations

__version__ = _version("newsclaims")

# spaCy takes a second to import; what does not need it (records, recognisers) must not wait for it.
_ON_DEMAND: Final = {
    "extract": ("extractor.api", "extract"),
    "extract_all": ("extractor.api", "extract_all"),
    "load": ("extractor.api", "load"),
    "read": ("extractor.api", "read"),
    "amounts": ("extractor.pipeline.amounts", "find_amounts"),
    "durations": ("extractor.pipeline.durations", "find_durations"),
}

__all__ = [
    "Amount",
    "Article",
    "ArticleClaims",
    "Attribution",
    "Claim",
    "Confirmation",
    "Cue",
    "DataError",
    "Duration",
    "DurationKind",
    "Event",
    "Evidence",
    "ExtractorInfo",
    "Failure",
    "Modality",
    "ModelError",
    "Modifier",
    "NewsclaimsError",
    "Page",
    "PageHints",
    "Party",
    "PartyKind",
    "Quote",
    "Role",
    "Scope",
    "SourceError",
    "SourceKind",
    "Stage",
    "Status",
    "StoreError",
    "__version__",
    "amounts",
    "durations",
    "extract",
    "extract_all",
    "load",
    "read",
]


def __getattr__(name: str) -> object:
    if name not in _ON_DEMAND:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _ON_DEMAND[name]
    found: object = getattr(import_module(module), attribute)
    return found
