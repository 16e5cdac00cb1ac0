"""XML lists of any length, read with constant memory and without any of XML's traps.

No tree is built. Document type declarations are refused, and with them entities of every kind:
nothing is expanded and nothing fetched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final, Generic, Protocol, TypeVar

from lxml import etree

_PIECE: Final = 1 << 16
_DEEPEST: Final = 64
# A tag, comment or attribute that is longer than this is no list any more.
_LONGEST_MARKUP: Final = 1 << 20

_MOST_ATTRIBUTES: Final = 1000
_CROWDED_TAG: Final = re.compile(
    rb"<[^\s<>/!?]++(?:\s++[^\s=<>]++\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+')){%d}"
    % (_MOST_ATTRIBUTES + 1)
)

Value = TypeVar("Value")


class UnsafeXmlError(Exception):
    """The document has what only an attack needs; the message says what."""


class BrokenXmlError(Exception):
    """The document is no well-formed XML; the message says where."""


def refuse_crowded(content: bytes) -> None:
    """Refuse markup with more attributes in a tag than any page or feed has.

    Python's own parser, which reads feeds, takes time with the square of their number: minutes for
    a megabyte of them.

    Raises:
        UnsafeXmlError: There is such a tag.
    """
    # UTF-16 is ASCII with zeros in between, as far as tags go.
    text = content.replace(b"\0", b"") if b"\0" in content[:4] else content
    if _CROWDED_TAG.search(text):
        raise UnsafeXmlError(f"one of its tags has more than {_MOST_ATTRIBUTES:,} attributes")


class Reader(Protocol[Value]):
    """Makes values of the elements that go by."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; its name is without namespace, in lower case."""

    def end(self, name: str, text: str) -> None:
        """An element ends; the text since the last begin or end of one."""

    def take(self) -> list[Value]:
        """What was found since the last time."""


def read_xml(
    stream: BinaryIO, reader: Reader[Value], longest_text: int = 4096
) -> Iterator[list[Value]]:
    """What a reader makes of a document, as it is read.

    Args:
        stream: The document, already decompressed.
        reader: What makes the values.
        longest_text: Letters kept of one element's text.

    Raises:
        UnsafeXmlError: After what came before was given.
        BrokenXmlError: After what came before was given.
    """
    target = _Target(reader, longest_text)
    parser = etree.XMLParser(
        target=target, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    for step in _steps(stream, parser, target):
        fault = _fault_of(step)
        if found := reader.take():
            yield found
        if fault:
            raise fault


def _steps(
    stream: BinaryIO, parser: etree.XMLParser, target: _Target[Value]
) -> Iterator[Callable[[], None]]:
    while piece := stream.read(_PIECE):
        target.fed(len(piece))
        yield lambda piece=piece: parser.feed(piece)  # type: ignore[misc]
    yield parser.close


def _fault_of(step: Callable[[], None]) -> Exception | None:
    try:
        step()
    except etree.XMLSyntaxError as error:
        return BrokenXmlError(str(error.msg))
    except UnsafeXmlError as error:
        return error
    return None


class _Target(Generic[Value]):
    """What lxml tells of the document; its methods are lxml's."""

    def __init__(self, reader: Reader[Value], longest_text: int) -> None:
        self._reader = reader
        self._longest_text = longest_text
        self._depth = 0
        self._text: list[str] = []
        self._letters = 0
        self._unheard = 0

    def fed(self, count: int) -> None:
        """Bytes go to the parser; when nothing comes back, one tag swallows all of them."""
        self._unheard += count
        if self._unheard > _LONGEST_MARKUP:
            raise UnsafeXmlError("one of its tags or comments is longer than 1 MB")

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        self._heard()
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnsafeXmlError(f"its elements are nested more than {_DEEPEST} deep")
        self._reader.start(_local(tag), {_local(name): attrib[name] for name in attrib})

    def end(self, tag: str) -> None:
        text = "".join(self._text)
        self._heard()
        self._depth -= 1
        self._reader.end(_local(tag), text)

    def data(self, data: str) -> None:
        self._unheard = 0
        room = self._longest_text - self._letters
        if room > 0:
            self._text.append(data[:room])
            self._letters += len(data)

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        raise UnsafeXmlError("it declares a document type, which can hide entities")

    def close(self) -> None:
        return

    def _heard(self) -> None:
        self._unheard = 0
        self._text.clear()
        self._letters = 0


def _local(name: str) -> str:
    return name.rpartition("}")[2].lower()
