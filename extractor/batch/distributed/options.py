"""What a caller may set about work on many machines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_ROAD: Final = "extractor.pipeline.road:load"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOptions:
    """How pages become claims on a worker; hashable, and sent to the workers as it is.

    Attributes:
        loader: ``module:function`` that gives the pipeline, as installed on the workers. It is
            called once in the life of each process, with the arguments below.
        model: As for ``extractor.load``, as are ``dollar``, ``learned``, ``encoder`` and ``deals``.
        seconds: The longest that one page may take.
        memory_mb: What a process may hold while it works, in MiB; a page that needs more is a
            failure. None: no limit of ours. It holds on Linux.
        attempts: How often a page is tried that kills or stalls the process that works on it.
        renew_after: Pages after which the process is replaced by a fresh one, so that nothing
            that libraries keep can add up.
        max_bytes: The largest page read, in bytes after decompression.
    """

    loader: str = _ROAD
    model: str | None = "auto"
    dollar: str | None = None
    learned: bool = True
    encoder: bool = True
    deals: bool = False
    seconds: float = 60.0
    memory_mb: int | None = 2048
    attempts: int = 2
    renew_after: int = 5000
    max_bytes: int = 10_000_000

    def __post_init__(self) -> None:
        for name in ("seconds", "attempts", "renew_after", "max_bytes"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} must be more than 0, not {getattr(self, name)}")
