"""How to fetch, from the options of a command."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from extractor.fetchers.options import FetchOptions, default_user_agent


def fetch_options(
    user_agent: str | None,
    rate: float,
    cache: Path | None,
    allow_hosts: Sequence[str],
    own_hosts: Sequence[str],
) -> FetchOptions:
    """How to fetch, as the options of the command say.

    Raises:
        typer.BadParameter: the user agent can't be sent.
    """
    try:
        return FetchOptions(
            user_agent=user_agent or default_user_agent(),
            rate=rate,
            cache=cache,
            allow_hosts=frozenset(allow_hosts),
            ignore_robots=frozenset(host.lower() for host in own_hosts),
        )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
