"""Workers under supervision: tasks go out, results come back, who dies or stalls is replaced.

One loop in one thread waits for all workers at once. Each worker has a connection of its own, so
that one that is killed, in the middle of a message too, harms no other.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection, wait
from typing import Final, Self

from extractor.batch.bell import Bell
from extractor.batch.codes import QuarantineCode, WorkerError
from extractor.batch.feed import Item, ThreadFeed
from extractor.batch.limits import Limits
from extractor.batch.member import Member, Task
from extractor.batch.messages import Finished, Message, NotLoaded, Ready, Result
from extractor.batch.work import Broken, Recipe, Ticket, Work
from extractor.errors import ModelError
from extractor.records import ExtractorInfo

# A crash may be somebody else's doing (the system kills for want of memory): the article gets a
# second chance alone. Time, memory and bugs are its own.
_TRIALS: Final = {QuarantineCode.CRASHED: 2}
_MOST_FALSE_STARTS: Final = 3


class Crew:
    """So many worker processes, started as they are needed; use it in a ``with`` block.

    Args:
        recipe: How each worker loads its pipeline.
        size: How many workers there are at most.
        limits: What one article may cost.
        bell: What else wakes ``step``.
        on_note: Told when a worker is replaced.

    Raises:
        ModelError: from ``step``, when the model is not there.
        WorkerError: from the same, when workers die again and again before they are ready.
    """

    def __init__(
        self,
        recipe: Recipe,
        size: int,
        limits: Limits,
        bell: Bell,
        on_note: Callable[[str], None],
    ) -> None:
        self._recipe = recipe
        self._size = size
        self._limits = limits
        self._bell = bell
        self._on_note = on_note
        self._members: list[Member] = []
        self._queue: deque[Task] = deque()
        self._info: ExtractorInfo | None = None
        self._false_starts = 0

    def __enter__(self) -> Self:
        self._hire()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        for member in self._members:
            if kind is None and member.task is None and member.ready:
                member.dismiss()
            else:
                member.kill()
        for member in self._members:
            member.bury()
        self._members.clear()

    def info(self) -> ExtractorInfo | None:
        """What makes the records of the workers; None until the first has loaded."""
        return self._info

    def feed(self, items: Iterable[Item]) -> ThreadFeed:
        """Items that are read ahead while workers work; what comes rings the bell."""
        return ThreadFeed(items, self._bell.ring)

    def submit(self, work: Work, tickets: Iterable[Ticket]) -> None:
        """Have it done when a worker is free; results appear in the tickets during ``step``."""
        self._queue.append(Task(work, tuple(tickets)))
        self._hand_out()

    def idle(self) -> bool:
        """Whether a worker could begin with more at once."""
        waiting = sum(member.task is None for member in self._members)
        return waiting + self._size - len(self._members) > len(self._queue)

    def withdraw(self) -> None:
        """Take back what nobody has begun with."""
        for task in self._queue:
            for ticket in task.left():
                ticket.withdrawn = True
        self._queue.clear()

    def clear(self) -> None:
        """Give up everything, for a run that was broken off; workers that are busy are ended.

        A worker that only has to say that it is done stays: to load another takes seconds.
        """
        self._queue.clear()
        for member in list(self._members):
            if member.task is not None and member.task.left():
                member.kill()
                self._dismiss(member)

    def step(self, longest: float) -> None:
        """Wait for something to happen, at most so many seconds, and deal with it."""
        self._hand_out()
        wait([self._bell.listener, *self._waited_for()], self._patience(longest))
        self._bell.heard()
        for member in list(self._members):
            self._attend(member)
        self._hand_out()

    def _waited_for(self) -> list[Connection | int]:
        return [each for member in self._members for each in member.waited_for()]

    def _patience(self, longest: float) -> float:
        left = (member.seconds_left() for member in self._members)
        return max(0.0, min([longest, *(seconds for seconds in left if seconds is not None)]))

    def _hire(self) -> None:
        self._members.append(Member(self._recipe, self._limits))

    def _hand_out(self) -> None:
        while self._queue:
            member = next((each for each in self._members if each.ready and not each.task), None)
            if member is None or not member.give(self._queue[0]):
                break
            self._queue.popleft()
        starting = sum(not member.ready for member in self._members)
        wanted = max(len(self._queue), self._info is None)
        if wanted > starting and len(self._members) < self._size:
            self._hire()

    def _attend(self, member: Member) -> None:
        was_alive = member.alive()
        for message in member.messages():
            self._take(member, message)
        left = member.seconds_left()
        if not was_alive:
            self._replace(member, member.cause_of_death())
        elif left is not None and left <= 0:
            self._replace(member, member.stop_stalled())

    def _take(self, member: Member, message: Message) -> None:
        member.hear()
        match message:
            case Ready(info):
                self._welcome(member, info)
            case NotLoaded(model, reason):
                raise ModelError(model, reason)
            case Result(record) if member.task:
                member.task.left()[0].outcome = record
            case Finished(broken):
                self._finish(member, broken)

    def _welcome(self, member: Member, info: ExtractorInfo) -> None:
        if self._info not in {None, info}:
            reason = "newsclaims or its model changed while the run went on; start it again"
            raise WorkerError(reason)
        member.ready = True
        self._info = info
        self._false_starts = 0

    def _finish(self, member: Member, broken: Broken | None) -> None:
        task, member.task = member.task, None
        if task is None or broken is None:
            return
        self._try_again(task, broken)
        if broken.code is QuarantineCode.OUT_OF_MEMORY:
            # Nobody knows what the failed allocation left behind.
            member.kill()
            self._dismiss(member)

    def _replace(self, member: Member, broken: Broken) -> None:
        self._dismiss(member)
        if member.task is not None:
            self._on_note(f"a worker was replaced: {broken.reason}")
            self._try_again(member.task, broken)
        elif not member.ready:
            self._false_starts += 1
            if self._false_starts >= _MOST_FALSE_STARTS:
                reason = f"none gets as far as working ({broken.reason})"
                raise WorkerError(f"{reason}; its own message may stand above")

    def _dismiss(self, member: Member) -> None:
        self._members.remove(member)
        member.bury()

    def _try_again(self, task: Task, broken: Broken) -> None:
        """One by one, so that the one which breaks workers is found out; then it is quarantined."""
        alone = len(task.tickets) == 1
        again = [ticket for ticket in task.left() if not (alone and _is_hopeless(ticket, broken))]
        for ticket in task.left():
            if ticket not in again:
                ticket.outcome = broken
        self._queue.extendleft(Task(task.work, (ticket,)) for ticket in reversed(again))


def _is_hopeless(ticket: Ticket, broken: Broken) -> bool:
    ticket.trials += 1
    return ticket.trials >= _TRIALS.get(broken.code, 1)
