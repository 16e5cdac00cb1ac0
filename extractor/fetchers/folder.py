"""Local folders: every file in them, sorted, folders inside included."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator

from extractor.errors import SourceError
from extractor.fetchers import by_content
from extractor.fetchers.closing import closing
from extractor.fetchers.codes import FetchCode, fetch_error
from extractor.fetchers.contract import Context, Item
from extractor.fetchers.file import path_error, printable


async def retrieve(source: str, context: Context) -> AsyncIterator[Item]:
    """The files of a folder in the order of their names, one page or failure each.

    Hidden files and folders (names that begin with a dot) are left out; links to folders are not
    followed, so that the walk ends. A file that can't be read is a failure and the walk goes on.
    """
    found = False
    async for item in _walk(source, context):
        found = True
        yield item
    if not found:
        message = "the folder holds no files; name a folder with articles"
        raise fetch_error(printable(source), FetchCode.EMPTY, message)


async def _walk(folder: str, context: Context) -> AsyncIterator[Item]:
    try:
        entries = _sorted_entries(folder)
    except OSError as error:
        yield path_error(printable(folder), error).failure()
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            async for item in _walk(entry.path, context):
                yield item
        elif not entry.is_dir():
            async for item in _entry_items(entry, context):
                yield item


def _sorted_entries(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        visible = [entry for entry in entries if not entry.name.startswith(".")]
    return sorted(visible, key=lambda entry: entry.name)


async def _entry_items(entry: os.DirEntry[str], context: Context) -> AsyncIterator[Item]:
    try:
        _refuse_irregular(entry)
        async with closing(by_content.retrieve_path(entry.path, context)) as items:
            async for item in items:
                yield item
    except SourceError as error:
        yield error.failure()


def _refuse_irregular(entry: os.DirEntry[str]) -> None:
    # Opening a pipe or a device that nobody named would wait for ever.
    if not entry.is_file() and not entry.is_symlink():
        message = "it is no regular file; name it yourself if it is meant to be read"
        raise fetch_error(printable(entry.path), FetchCode.UNSUPPORTED_TYPE, message)
