"""What a caller may set about fetching."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import metadata
from typing import Final

PROJECT_URL: Final = "https://pypi.org/project/newsclaims/"


def default_user_agent() -> str:
    """Who we are, with the version and where to read about us."""
    try:
        version = metadata.version("newsclaims")
    except metadata.PackageNotFoundError:
        # Run from a checkout that was never installed.
        version = "0"
    return f"newsclaims/{version} (+{PROJECT_URL})"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOptions:
    """Limits and manners of fetching.

    Attributes:
        connect_timeout: Seconds to wait for a connection.
        read_timeout: Seconds to wait for the next bytes.
        total_timeout: Seconds for one URL as a whole, redirects included.
        max_bytes: The largest file or response read, in bytes after decompression.
        max_redirects: How many redirects one URL may take.
        max_feed_items: How many entries of one feed are read; the rest is reported.
        full_content_letters: A feed entry that carries at least this many letters of its
            article is read from the feed; a shorter one is followed to its page.
        user_agent: Sent with every request.
        allow_hosts: Host names that may be fetched although their address is private, whoever
            points to them.
    """

    connect_timeout: float = 10.0
    read_timeout: float = 20.0
    total_timeout: float = 60.0
    max_bytes: int = 10_000_000
    max_redirects: int = 5
    max_feed_items: int = 1000
    full_content_letters: int = 1200
    user_agent: str = field(default_factory=default_user_agent)
    allow_hosts: frozenset[str] = frozenset()
