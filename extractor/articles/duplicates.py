"""The same story twice: exact copies, near copies and truncated ones of articles met before.

Syndicated copy gets a new headline, an agency line, a paragraph more, or loses its second half.
Two articles are the same story when most of the shorter one stands in the other. Finding whom to
compare takes two kinds of keys: bands of a MinHash (rensa) for near copies, short ones too, and a
sixteenth of all runs of words, for a truncated copy has little in common with the whole.

A report that comes every week uses last week's sentences with new figures: two texts whose figures
and days differ are different stories, whatever their words.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from typing import Final, Self
from zlib import crc32

from rensa import RMinHash

from extractor.errors import NewsclaimsError
from extractor.records import Article

_WORD: Final = re.compile(r"\w+")
# What a report that is written anew each week changes: numbers, days and months.
_NUMBER: Final = re.compile(r"\d+(?:[.,:/]\d+)*")
_DAYS: Final = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
    | {"january", "february", "march", "april", "june", "july", "august", "september"}
    | {"october", "november", "december"}
)
_RUN: Final = 4
_LEAST_WORDS: Final = 20
_PERMUTATIONS: Final = 32
_SEED: Final = 7
_BAND: Final = 4
# Of all runs of words, a signature keeps those whose hash is divisible by this; of these, the
# ones divisible by the larger number lead from one article to another.
_KEPT: Final = 4
_LEADING: Final = 16
_MOST_KEPT: Final = 1000
# A run of words that so many stories share is a phrase of the trade.
MOST_HOLDERS: Final = 9
_CONTAINED: Final = 0.6
_CONTAINED_AT_ADDRESS: Final = 0.3
_FEWEST_RUNS: Final = 6
_MOST_FIGURES: Final = 200
_FEWEST_FIGURES: Final = 4
_SAME_FIGURES: Final = 0.5
_ALIKE: Final = 0.5
_VERSION: Final = 2
_HEAD: Final = struct.Struct(f">BB16s{_PERMUTATIONS}IHB")


class SignatureError(NewsclaimsError):
    """Stored bytes are no signature of this version; make it anew from the article's text."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What is kept of a text to tell whether another repeats it; well under a kilobyte.

    Attributes:
        exact: A hash of the words.
        sketch: MinHash of all runs of four words.
        runs: Hashes of about a quarter of these runs, in order.
        figures: Short hashes of the first numbers, and of days and months, in order.
    """

    exact: bytes
    sketch: tuple[int, ...]
    runs: tuple[int, ...]
    figures: tuple[int, ...] = ()

    def to_bytes(self) -> bytes:
        """The signature as a database keeps it."""
        counts = len(self.runs), len(self.figures)
        head = _HEAD.pack(_VERSION, RMinHash.ALGORITHM_VERSION, self.exact, *self.sketch, *counts)
        return head + struct.pack(">{}I{}H".format(*counts), *self.runs, *self.figures)

    @classmethod
    def from_bytes(cls, stored: bytes) -> Self:
        """The signature that ``to_bytes`` gave.

        Raises:
            SignatureError: they are none, or of another version.
        """
        try:
            version, algorithm, exact, *sketch, count, figures = _HEAD.unpack_from(stored)
            numbers = struct.unpack_from(f">{count}I{figures}H", stored, _HEAD.size)
        except struct.error as error:
            raise SignatureError("no signature") from error
        if (version, algorithm) != (_VERSION, RMinHash.ALGORITHM_VERSION):
            raise SignatureError(f"signature of version {version}.{algorithm}")
        return cls(exact, tuple(sketch), numbers[:count], numbers[count:])


def signature_of(article: Article) -> Signature:
    """The signature of an article's body; its headline does not count. A pure function."""
    head, _, body = article.text.partition("\n")
    text = body if body and head == article.title else article.text
    folded = text.casefold()
    words = _WORD.findall(folded)
    runs = [" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))]
    sketch = RMinHash(_PERMUTATIONS, _SEED)
    sketch.update(runs)
    hashes = {_hash(run) for run in runs}
    kept = sorted(number for number in hashes if number % _KEPT == 0)[:_MOST_KEPT]
    exact = blake2b(" ".join(words).encode("utf-8"), digest_size=16).digest()
    if len(words) < _LEAST_WORDS:
        # So short a text says too little to be told from another.
        return Signature(exact, (0,) * _PERMUTATIONS, ())
    figures = {_hash(figure) & 0xFFFF for figure in _figures(folded, words)}
    return Signature(exact, tuple(sketch.digest()), tuple(kept), tuple(sorted(figures)))


def _figures(folded: str, words: list[str]) -> Iterator[str]:
    numbers = islice(_NUMBER.finditer(folded), _MOST_FIGURES)
    yield from (match[0].replace(",", "") for match in numbers)
    yield from _DAYS.intersection(words)


def _hash(run: str) -> int:
    return crc32(run.encode("utf-8"))


class StoryIndex:
    """The stories met so far, to ask for the one that an article repeats.

    Only what repeats nothing becomes a story, so that no chain of changes leads from one story to
    another. Answers depend on the order of adding, and on nothing else.
    """

    def __init__(self) -> None:
        self._stories: list[tuple[str, bytes]] = []
        # Most keys have one holder; a list for each would cost more than all the rest.
        self._first: dict[int, int] = {}
        self._others: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self._stories)

    def add(self, name: str, signature: Signature, address: str | None = None) -> None:
        """Add a story.

        Args:
            name: The id of its article.
            signature: From ``signature_of``, or stored.
            address: The canonical URL of the article, if it has one.
        """
        place = len(self._stories)
        self._stories.append((name, signature.to_bytes()))
        for key in keys_of(signature, address):
            if self._first.setdefault(key, place) != place:
                others = self._others.setdefault(key, [])
                if len(others) < MOST_HOLDERS - 1:
                    others.append(place)

    def find(self, signature: Signature, address: str | None = None) -> str | None:
        """The id of the first story that a text repeats, None for a new one."""
        at_address = set(self._holders(address_key(address)))
        places = {place for key in keys_of(signature, address) for place in self._holders(key)}
        for place in sorted(places):
            name, stored = self._stories[place]
            known = Signature.from_bytes(stored)
            if repeats(signature, known, is_same_address=place in at_address):
                return name
        return None

    def _holders(self, key: int | None) -> Iterator[int]:
        if key in self._first:
            yield self._first[key]
            yield from self._others.get(key, ())

    def repeated_by(self, article: Article) -> str | None:
        """The id of the story that an article repeats; an article that repeats none is added."""
        signature = signature_of(article)
        found = self.find(signature, article.canonical_url)
        if found is None:
            self.add(article.id, signature, article.canonical_url)
        return found


def keys_of(signature: Signature, address: str | None) -> Iterator[int]:
    """What leads from a text to those that it may repeat.

    Args:
        signature: Of the text.
        address: The canonical URL of its article, if it has one.

    Yields:
        Numbers of 64 bits; the kind of key is in the last byte.
    """
    yield _key(b"x", signature.exact)
    key = address_key(address)
    if key is not None:
        yield key
    if not signature.runs:
        return
    for start in range(0, _PERMUTATIONS, _BAND):
        yield _key(b"b", struct.pack(f">B{_BAND}I", start, *signature.sketch[start:][:_BAND]))
    yield from (_key(b"r", run.to_bytes(4)) for run in signature.runs if run % _LEADING == 0)


def _key(kind: bytes, content: bytes) -> int:
    return int.from_bytes(blake2b(content, digest_size=7, person=kind).digest() + kind)


def address_key(address: str | None) -> int | None:
    """The key of a canonical URL; None for a site's front page, which many pages wrongly name."""
    _, _, rest = (address or "").partition("://")
    bare = rest.removeprefix("www.").rstrip("/")
    return _key(b"u", bare.encode("utf-8")) if "/" in bare else None


def repeats(one: Signature, other: Signature, *, is_same_address: bool) -> bool:
    """Whether two texts are the same story, in either direction.

    Args:
        one: A text.
        other: Another.
        is_same_address: Both have the same canonical URL; then less of them must be the same.
    """
    if one.exact == other.exact:
        return True
    if _differ_in_figures(one, other):
        return False
    fewest = min(len(one.runs), len(other.runs))
    if fewest < _FEWEST_RUNS:
        return _likeness(one, other) >= _ALIKE
    shared = len(set(one.runs).intersection(other.runs))
    return shared >= fewest * (_CONTAINED_AT_ADDRESS if is_same_address else _CONTAINED)


def _differ_in_figures(one: Signature, other: Signature) -> bool:
    """Whether most figures of the text with fewer of them are not in the other."""
    fewest = min(len(one.figures), len(other.figures))
    shared = len(set(one.figures).intersection(other.figures))
    return fewest >= _FEWEST_FIGURES and shared < fewest * _SAME_FIGURES


def _likeness(one: Signature, other: Signature) -> float:
    """The share of runs that two texts have in common, as their sketches estimate it."""
    if not one.runs or not other.runs:
        return 0.0
    return sum(a == b for a, b in zip(one.sketch, other.sketch, strict=True)) / _PERMUTATIONS
