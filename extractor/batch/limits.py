"""What an article may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What an article may cost before it is quarantined.

    Attributes:
        seconds: How long one article may take.
        memory: By how many bytes a worker may grow (Linux only).
    """

    seconds: float = 120.0
    memory: int = 2 << 30

    def __post_init__(self) -> None:
        if not (self.seconds > 0 and self.memory > 0):
            raise ValueError("limits must be greater than 0")
