"""What is mounted is there and has the shape that the contract asks for."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator
from typing import get_type_hints

import pytest

from extractor.fetchers.contract import Context, Item
from extractor.fetchers.registry import FILE, FOLDER, kind_of, parsers, retrievers
from extractor.records import Page

MOUNTED = [
    *((f"retriever {kind}", function, str) for kind, function in retrievers().items()),
    *((f"parser {kind}", function, Page) for kind, function in parsers().items()),
]


@pytest.mark.parametrize(
    ("function", "taken"), [pytest.param(*rest, id=name) for name, *rest in MOUNTED]
)
def test_what_is_mounted_has_the_shape_of_its_kind(function, taken):
    hints = get_type_hints(function)
    assert hints.pop("return") == AsyncIterator[Item]
    assert list(hints.values()) == [taken, Context]
    # A generator, or a plain function that gives one.
    assert not inspect.iscoroutinefunction(function)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("-", "-"),
        ("news/a.html", FILE),
        (".", FOLDER),
        ("https://ledger.example/", "https"),
        ("HTTP://ledger.example/", "http"),
        ("file:a.html", "file"),
        ("sitemap:a.xml", "sitemap"),
        ("urls:list.txt", "urls"),
        ("warc:https://ledger.example/a", "warc"),
        ("s3://bucket/a", "s3"),
        ("c:/news/a.html", FILE),
    ],
)
def test_kinds_of_sources(source, kind):
    assert kind_of(source) == kind
