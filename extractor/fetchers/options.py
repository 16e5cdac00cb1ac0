"""What a caller may set about fetching."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Final

from extractor.fetchers.addresses import Resolver, system_resolver
from extractor.fetchers.host_memory import HostMemory

PROJECT_URL: Final = "https://pypi.org/project/newsclaims/"
_HEADER_TEXT: Final = re.compile(r"[!-~](?:[ -~]*[!-~])?")


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
        total_timeout: Seconds for one URL as a whole, redirects and retries included, waiting
            for its turn not.
        max_bytes: The largest file or response read, in bytes after decompression.
        max_redirects: How many redirects one URL may take.
        max_feed_items: How many entries of one feed are read; the rest is reported.
        full_content_letters: A feed entry that carries at least this many letters of its
            article is read from the feed; a shorter one is followed to its page.
        user_agent: Sent with every request; its first word (up to a slash) is who robots.txt is
            asked about.
        allow_hosts: Host names that may be fetched although their address is private, whoever
            points to them.
        ignore_robots: Host names whose robots.txt is not asked for: your own.
        sources_at_once: How many sources are fetched at the same time.
        requests_at_once: How many requests are under way at the same time, all hosts together; so
            many entries of a feed, list or sitemap are asked for ahead of their turn.
        requests_per_host: How many of them may go to one host.
        rate: Requests a second to one host, after a few that may go at once; robots.txt can
            only make it slower.
        retries: How often a request is tried again when connecting fails or the server is busy.
        retry_pause: Seconds before the first retry; it doubles each time, with jitter.
        cache: A folder for answers that may be used again; None keeps nothing.
        max_cache_bytes: What the folder may hold; the longest unused goes first.
        host_memory: What is known of hosts, to be shared by calls that follow each other; None
            begins anew with each call.
        resolver: Names to addresses; every connection is made to an address that it gave.
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
    ignore_robots: frozenset[str] = frozenset()
    sources_at_once: int = 4
    requests_at_once: int = 8
    requests_per_host: int = 2
    rate: float = 2.0
    retries: int = 2
    retry_pause: float = 1.0
    cache: Path | None = None
    max_cache_bytes: int = 1_000_000_000
    host_memory: HostMemory | None = None
    resolver: Resolver = system_resolver

    def __post_init__(self) -> None:
        if not _HEADER_TEXT.fullmatch(self.user_agent):
            raise ValueError(f"user_agent must be plain ASCII on one line: {self.user_agent!r}")
        for name in ("sources_at_once", "requests_at_once", "requests_per_host", "rate"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} must be more than 0, not {getattr(self, name)}")
