"""What one reader of metadata found on a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from extractor.records import Moment


@dataclass(frozen=True, slots=True)
class Partial:
    """Metadata from one place of a page; whatever the place doesn't say is empty or None.

    Attributes:
        titles: Candidates, the best first; a site's name may still hang on them.
        section: The part of the outlet that the article stands in.
        sites: Names that the site gives itself.
        also_known: Other names that the place has for some of the publishers and sites.
        headings: All headings of the first rank, whether they are titles or not.
        is_paid: Whether the place says that the article is not free to read.
        is_article: Whether the place says that the page is an article.
    """

    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    section: str | None = None
    publisher: str | None = None
    published_at: Moment | None = None
    modified_at: Moment | None = None
    canonical_url: str | None = None
    language: str | None = None
    is_article: bool = False
    is_paid: bool = False
    sites: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    also_known: Mapping[str, str] = field(default_factory=dict)
