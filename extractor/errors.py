"""Errors of the package: one base, every error carries its fields.

Expected failures (a missing file, a page without an article) are raised as ``SourceError`` deep in
a room and turned into ``Failure`` records at its door; anything else that raises is a bug.
"""

from __future__ import annotations

from extractor.records import Failure, Stage


class NewsclaimsError(Exception):
    """Base of every error that the package raises on purpose."""


class SourceError(NewsclaimsError):
    """One source could not be read.

    Fields: ``source`` as the user named it, ``stage`` on the road, ``error`` a short stable code,
    ``message`` what, where and what to do.
    """

    def __init__(self, source: str, stage: Stage, error: str, message: str) -> None:
        super().__init__(f"{source}: {message}")
        self.source = source
        self.stage = stage
        self.error = error
        self.message = message

    def failure(self) -> Failure:
        """The same as a record for the output."""
        return Failure(source=self.source, stage=self.stage, error=self.error, message=self.message)


class ModelError(NewsclaimsError):
    """A model that was asked for is not there.

    Fields: ``model`` its name, ``reason`` what to do.
    """

    def __init__(self, model: str, reason: str) -> None:
        super().__init__(f"model {model!r}: {reason}")
        self.model = model
        self.reason = reason


class DataError(NewsclaimsError):
    """A language data file of the package is not valid.

    Fields: ``file`` its name, ``reason`` which entry and why.
    """

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


class StoreError(NewsclaimsError):
    """A database or output file can't be used.

    Fields: ``target`` URL or path without secrets, ``reason`` what to do.
    """

    def __init__(self, target: str, reason: str) -> None:
        super().__init__(f"{target}: {reason}")
        self.target = target
        self.reason = reason
