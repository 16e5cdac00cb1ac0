"""Where a link in a document leads: the page or file behind it, and whom it may be asked of."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from extractor.fetchers.codes import FetchCode, fetch_error
from extractor.fetchers.contract import Context
from extractor.fetchers.file import path_of_uri, printable, read_file
from extractor.fetchers.http import host_of
from extractor.fetchers.media_types import PAGE_TYPES, effective_type
from extractor.fetchers.off_loop import off_loop
from extractor.fetchers.page import unsupported
from extractor.fetchers.stdin import STDIN
from extractor.records import Page

REMOTE: Final = ("http://", "https://")


def clean_link(text: str) -> str:
    """A link without the white space around it and without what no request can hold."""
    return text.encode("utf-8", "replace").decode("utf-8").strip()


def trusted_host(page: Page) -> str | None:
    """The host that links of a document may lead to though its address is private: its own."""
    return host_of(page.url) if page.url else None


async def linked_page(page: Page, link: str, context: Context) -> Page:
    """What a link of a document leads to: a URL, or a file beside a local document.

    Raises:
        SourceError: It can't be read, or may not be.
    """
    is_local = page.url is None and page.source != STDIN
    if is_local and not link.lower().startswith(REMOTE):
        return await off_loop(partial(_local_page, page, link, context))
    return await context.client.get(link, trusted_host=trusted_host(page))


def readable(page: Page) -> Page:
    """The page with its type told apart, where only an article may stand.

    Raises:
        SourceError: It is something else, such as another feed.
    """
    media_type = effective_type(page)
    if media_type not in PAGE_TYPES:
        raise unsupported(page, media_type)
    return page.model_copy(update={"media_type": media_type})


def _local_page(page: Page, link: str, context: Context) -> Page:
    """The file that a local document points to, which must lie in its folder or below."""
    folder = _folder_of(page)
    path = folder / _path_of_link(link)
    if not path.resolve().is_relative_to(folder.resolve()):
        message = "a local feed may point only to files in its own folder; move the file there"
        raise fetch_error(link, FetchCode.OUTSIDE_FOLDER, message)
    return read_file(path, printable(path), context.options.max_bytes)


def _folder_of(page: Page) -> Path:
    is_uri = page.source.lower().startswith("file:")
    return Path(path_of_uri(page.source) if is_uri else page.source).parent


def _path_of_link(link: str) -> str:
    try:
        parts = urlsplit(link)
    except ValueError as error:
        message = f"it is no valid address ({error})"
        raise fetch_error(link, FetchCode.BAD_URL, message) from error
    if parts.scheme not in ("", "file"):
        message = f"the scheme {parts.scheme!r} is not read; only http, https and files are"
        raise fetch_error(link, FetchCode.UNSUPPORTED_SCHEME, message)
    # feedparser makes file://folder/name of file:///folder/name; other machines are not read.
    path = unquote(f"/{parts.netloc}{parts.path}" if parts.netloc else parts.path)
    if not path or "\0" in path:
        raise fetch_error(link, FetchCode.BAD_URL, "it names no file")
    return path
