"""Which articles repeat a story that the database holds, as syndicated copy does.

It is found out when a batch is saved, in its transaction: then everything that came before is in
the database, whatever run it was of, and nothing that failed is. So the answers depend on the order
of the sources alone, not on when a run was broken off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from extractor.articles.duplicates import (
    MOST_HOLDERS,
    Signature,
    SignatureError,
    address_key,
    keys_of,
    repeats,
    signature_of,
)
from extractor.records import Article, ArticleClaims
from extractor.sinks.encodable import without_surrogates
from extractor.sinks.rows import source_id
from extractor.sinks.saving import Outcome
from extractor.sinks.signatures import Marked, NewStory, Shelf, Story

# Stories of the batch itself come after all of the database.
_NEW: Final = 1 << 62


def marked(shelf: Shelf, batch: Sequence[Outcome]) -> Marked:
    """The batch, each article with the id of the first story that it repeats.

    An earlier text of the same source is no other story, and a text that was a story once stays
    one when it is read again.
    """
    texts = {
        at: _Text(outcome.article)
        for at, outcome in enumerate(batch)
        if isinstance(outcome, ArticleClaims)
    }
    known = _Known(shelf, texts.values())
    outcomes = list(batch)
    for at, text in texts.items():
        outcomes[at] = _with_story(batch[at], known.story_of(text))
    return Marked(outcomes, known.fresh)


def _with_story(outcome: Outcome, story: str | None) -> Outcome:
    if not isinstance(outcome, ArticleClaims) or outcome.article.same_as == story:
        return outcome
    article = outcome.article.model_copy(update={"same_as": story})
    return outcome.model_copy(update={"article": article})


class _Text:
    """The text of one article: its signature, and what leads to stories that it may repeat."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.source_id = source_id(article.source)
        self.signature = signature_of(article)
        self.keys = list(keys_of(self.signature, article.canonical_url))
        self.address_key = address_key(article.canonical_url)

    def story(self) -> Story:
        """The text as a story of its own."""
        article = self.article
        stored = self.signature.to_bytes()
        return Story(article.id, self.source_id, article.text_sha256, stored)

    def is_of(self, story: Story) -> bool:
        """Whether the story is this very text."""
        return (story.source_id, story.text_sha256) == (self.source_id, self.article.text_sha256)

    def repeats(self, story: Story, *, is_same_address: bool) -> bool:
        """Whether the story is another source's, and the same."""
        if story.source_id == self.source_id:
            return False
        try:
            other = Signature.from_bytes(story.signature)
        except SignatureError:
            # Of another version of this package: it can't be compared.
            return False
        return repeats(self.signature, other, is_same_address=is_same_address)


class _Known:
    """The stories that the texts of a batch may repeat: of the database, then of the batch."""

    def __init__(self, shelf: Shelf, texts: Iterable[_Text]) -> None:
        self.fresh: list[NewStory] = []
        self._holders = shelf.holders({key for text in texts for key in text.keys})
        places = {place for holders in self._holders.values() for place in holders}
        self._stories = shelf.stories(places)

    def story_of(self, text: _Text) -> str | None:
        """The id of the first story that a text repeats; one that repeats none is added."""
        places = sorted({place for key in text.keys for place in self._holders.get(key, ())})
        own = next((place for place in places if text.is_of(self._stories[place])), None)
        at_address = set(self._holders.get(text.address_key or 0, ()))
        for place in places:
            if place == own:
                break
            story = self._stories[place]
            if text.repeats(story, is_same_address=place in at_address):
                return story.article_id
        if own is None:
            self._add(text)
        return None

    def _add(self, text: _Text) -> None:
        place = _NEW + len(self.fresh)
        story = text.story()
        self._stories[place] = story
        keys = [key for key in text.keys if len(self._holders.get(key, ())) < MOST_HOLDERS]
        for key in keys:
            self._holders.setdefault(key, []).append(place)
        # As databases hold it: names of files need not be UTF-8.
        source = without_surrogates(text.article.source)
        self.fresh.append(NewStory(source, story.signature, keys))
