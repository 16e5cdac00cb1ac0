"""Local folders: every file in them, sorted, folders inside included."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from functools import partial

from extractor.errors import SourceError
from extractor.fetchers.codes import FetchCode, fetch_error
from extractor.fetchers.contract import Context, Item
from extractor.fetchers.file import path_error, printable, read_file
from extractor.fetchers.off_loop import off_loop


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
            yield await off_loop(partial(_entry_item, entry, context))


def _sorted_entries(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        visible = [entry for entry in entries if not entry.name.startswith(".")]
    return sorted(visible, key=lambda entry: entry.name)


def _entry_item(entry: os.DirEntry[str], context: Context) -> Item:
    source = printable(entry.path)
    try:
        return _entry_page(entry, source, context)
    except SourceError as error:
        return error.failure()


def _entry_page(entry: os.DirEntry[str], source: str, context: Context) -> Item:
    # Opening a pipe or a device that nobody named would wait for ever.
    if not entry.is_file() and not entry.is_symlink():
        message = "it is no regular file; name it yourself if it is meant to be read"
        raise fetch_error(source, FetchCode.UNSUPPORTED_TYPE, message)
    return read_file(entry.path, source, context.options.max_bytes)
