"""Work in this process: for callers who bring a pipeline of their own, without protection."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language

from extractor.batch.feed import DirectFeed, Item
from extractor.batch.perform import perform
from extractor.batch.work import Ticket, Work
from extractor.pipeline.road import info
from extractor.records import ExtractorInfo


class Bench:
    """Does at once what it is given; an article that stalls or crashes takes this process along."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    def info(self) -> ExtractorInfo:
        """What makes the records of the pipeline."""
        return info(self._nlp)

    def feed(self, items: Iterable[Item]) -> DirectFeed:
        """Items that are read when they are asked for."""
        return DirectFeed(items)

    def submit(self, work: Work, tickets: Iterable[Ticket]) -> None:
        """Do it; a bug raises."""
        order = list(tickets)
        records = perform(work, [ticket.item for ticket in order], self._nlp)
        for ticket, record in zip(order, records, strict=True):
            ticket.outcome = record

    def idle(self) -> bool:
        """Nothing is ever left to do."""
        return True

    def withdraw(self) -> None:
        """Everything that was given is done."""

    def clear(self) -> None:
        """Nothing is ever left behind."""

    def step(self, longest: float) -> None:
        """There is nothing to wait for."""
