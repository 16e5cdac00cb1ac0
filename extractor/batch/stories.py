"""Which articles of a run repeat an earlier one of it, as syndicated copy does."""

from __future__ import annotations

from typing import Final

from extractor.articles.duplicates import StoryIndex
from extractor.records import Article

# A story takes about a kilobyte: 100 MB, however long the run is.
_MOST_REMEMBERED: Final = 100_000


class Stories:
    """The stories that a run has met so far, done before or not, in the order of the sources."""

    def __init__(self) -> None:
        self._known = StoryIndex()

    def marked(self, article: Article) -> Article:
        """The article, with the id of the earlier one that it repeats."""
        if len(self._known) >= _MOST_REMEMBERED:
            self._known = StoryIndex()
        earlier = self._known.repeated_by(article)
        return article.model_copy(update={"same_as": earlier}) if earlier else article
