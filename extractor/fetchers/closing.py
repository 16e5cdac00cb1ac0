"""Asynchronous generators that are closed by who reads them, not whenever they are collected."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import TypeVar, cast

Value = TypeVar("Value")


def closing(values: AsyncIterator[Value]) -> aclosing[AsyncGenerator[Value, None]]:
    """The generator, closed at the end of the block with all that it holds: tasks, files, sockets.

    Retrievers and parsers are typed as iterators, but all of them are generators.
    """
    return aclosing(cast("AsyncGenerator[Value, None]", values))
