"""How one list led to another, so that no circle and no depth of them runs on for ever."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Self

from extractor.fetchers.codes import FetchCode, fetch_error

_DEEPEST: Final = 3
_MOST_LISTS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Trail:
    """The lists from the one that the user named to the one being read.

    Attributes:
        names: Their addresses, the outermost first.
        seen: All lists that this source has led to, shared by its trails.
    """

    names: tuple[str, ...]
    seen: set[str] = field(default_factory=set)

    @classmethod
    def begin(cls, name: str) -> Self:
        """The trail of a list that the user named."""
        return cls((name,), {name})

    def to(self, name: str) -> Trail:
        """The trail of a list that the present one leads to.

        Raises:
            SourceError: It was read already, is too deep, or one too many.
        """
        if name in self.names:
            message = (
                f"the lists lead in a circle: {self.names[-1]} names it again; it is read once"
            )
            raise fetch_error(name, FetchCode.CIRCULAR, message)
        if name in self.seen:
            message = f"{self.names[-1]} names it, but another list did before; it is read once"
            raise fetch_error(name, FetchCode.CIRCULAR, message)
        if len(self.names) >= _DEEPEST:
            message = (
                f"a list in a list in a list is as deep as it goes ({_DEEPEST}); name it itself"
            )
            raise fetch_error(name, FetchCode.TOO_DEEP, message)
        if len(self.seen) >= _MOST_LISTS:
            message = f"no more than {_MOST_LISTS:,} lists of one source are read; name it itself"
            raise fetch_error(name, FetchCode.TOO_MANY_ITEMS, message)
        self.seen.add(name)
        return Trail((*self.names, name), self.seen)
