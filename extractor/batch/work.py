"""What is done with pages and articles, in a worker or in this process, and how it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from extractor.batch.codes import QuarantineCode
from extractor.records import Article, ArticleClaims, Failure, Page

if TYPE_CHECKING:
    from spacy.language import Language

_ROAD: Final = "extractor.pipeline.road:load"


class Work(StrEnum):
    """The two kinds of work that workers do."""

    READ = "read"
    EXTRACT = "extract"


@dataclass(frozen=True, slots=True)
class Broken:
    """What became of an item whose worker did not survive it.

    Attributes:
        code: What happened.
        reason: The same in words, with the place in the code when it is known.
    """

    code: QuarantineCode
    reason: str


Outcome = Article | ArticleClaims | Failure | Broken


@dataclass(slots=True, eq=False)
class Ticket:
    """One item that is worked on, and what came of it.

    Attributes:
        item: The page to read or the article to extract from.
        outcome: None until it is done.
        trials: How often a worker died over this item alone.
        withdrawn: The run was stopped before anybody began with it.
    """

    item: Page | Article
    outcome: Outcome | None = None
    trials: int = 0
    withdrawn: bool = False

    @property
    def settled(self) -> bool:
        """Whether nothing more is to come of it."""
        return self.outcome is not None or self.withdrawn


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a worker makes its pipeline: by name, since a pipeline can't be sent to a process.

    Attributes:
        arguments: Keyword arguments of the loader; of ``extractor.load`` for the usual one.
        loader: ``"module:function"`` of something that gives a pipeline of ours.
    """

    arguments: MappingProxyType[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    loader: str = _ROAD

    @classmethod
    def of(cls, loader: str = _ROAD, **arguments: Any) -> Recipe:  # noqa: ANN401 - the loader's own
        """The recipe with these arguments: ``Recipe.of(model=None)``."""
        return cls(MappingProxyType(arguments), loader)

    def __reduce__(self) -> tuple[Any, ...]:
        return _recipe, (self.loader, dict(self.arguments))

    def load(self) -> Language:
        """The pipeline.

        Raises:
            ModelError: the model that was asked for is not there.
        """
        module, _, function = self.loader.partition(":")
        nlp: Language = getattr(import_module(module), function)(**self.arguments)
        return nlp


def _recipe(loader: str, arguments: dict[str, Any]) -> Recipe:
    return Recipe.of(loader, **arguments)
