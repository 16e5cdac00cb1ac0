"""What is known of hosts: for one call of ``fetch``, or for all calls that share it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from extractor.fetchers.codes import FetchCode

if TYPE_CHECKING:
    from protego import Protego


@dataclass(slots=True)
class Schedule:
    """When the next request to a host may start, by a clock that never goes back.

    Attributes:
        paid_until: When the requests so far are paid for, at the pace that was kept.
        held_until: Until when the host asked to be left alone.
    """

    paid_until: float = 0.0
    held_until: float = 0.0

    def is_over(self, now: float) -> bool:
        """Whether forgetting it changes nothing."""
        return max(self.paid_until, self.held_until) <= now


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a host's robots.txt says.

    Attributes:
        rules: None when there are none, or none can be had.
        refusal: Why nothing may be fetched for now: a code and a message.
        valid_until: By a clock that never goes back.
    """

    rules: Protego | None
    refusal: tuple[FetchCode, str] | None
    valid_until: float


class HostMemory:
    """What hosts asked for and where they were met.

    Calls of ``fetch`` that share it through their options ask for no robots.txt again before its
    time, and leave a host alone for as long as it asked an earlier one. It may be shared by calls
    that follow each other, in the same process.

    Attributes:
        schedules: By host.
        verdicts: By whether the host was trusted, so that a host which is refused to pages is not
            refused to the user; then by the address of the robots.txt, longest unused first.
        public: Hosts that were met at public addresses.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self.schedules: dict[str, Schedule] = {}
        self.verdicts: Mapping[bool, OrderedDict[str, Verdict]] = MappingProxyType(
            {True: OrderedDict(), False: OrderedDict()}
        )
        self.public: set[str] = set()
