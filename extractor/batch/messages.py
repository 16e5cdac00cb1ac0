"""What travels between this process and a worker, pickled."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.batch.work import Broken, Work
from extractor.records import Article, ArticleClaims, ExtractorInfo, Failure, Page


@dataclass(frozen=True, slots=True)
class Order:
    """To a worker: do this to each of these."""

    work: Work
    items: tuple[Page | Article, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """From a worker: the pipeline is loaded; this is what makes its records."""

    info: ExtractorInfo


@dataclass(frozen=True, slots=True)
class NotLoaded:
    """From a worker that ends: the pipeline can't be loaded, by a model that is not there."""

    model: str
    reason: str


@dataclass(frozen=True, slots=True)
class Result:
    """From a worker: the next item of the order is done. It is also a sign of life."""

    record: Article | ArticleClaims | Failure


@dataclass(frozen=True, slots=True)
class Finished:
    """From a worker: the order is done, or given up because of what broke."""

    broken: Broken | None = None


Message = Ready | NotLoaded | Result | Finished
