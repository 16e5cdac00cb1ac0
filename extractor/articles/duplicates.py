"""The same story twice: exact copies, near copies and truncated ones of articles met before.

Syndicated copy gets a new headline, an agency line, a paragraph more, or loses its second half.
Two articles are the same story when most of the shorter one stands in the other. Finding whom to
compare takes two kinds of keys: bands of a MinHash (rensa) for near copies, short ones too, and a
sixteenth of all runs of words, for a truncated copy has little in common with the whole.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, Self

from rensa import RMinHash

from extractor.errors import NewsclaimsError
from extractor.records import Article

_WORD: Final = re.compile(r"\w+")
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
_MOST_HOLDERS: Final = 8
_CONTAINED: Final = 0.6
_CONTAINED_AT_ADDRESS: Final = 0.3
_FEWEST_RUNS: Final = 6
_ALIKE: Final = 0.5
_VERSION: Final = 1
_HEAD: Final = struct.Struct(f">BB16s{_PERMUTATIONS}IH")


class SignatureError(NewsclaimsError):
    """Stored bytes are no signature of this version; make it anew from the article's text."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What is kept of a text to tell whether another repeats it; well under a kilobyte.

    Attributes:
        exact: A hash of the words.
        sketch: MinHash of all runs of four words.
        runs: Hashes of about a quarter of these runs, in order.
    """

    exact: bytes
    sketch: tuple[int, ...]
    runs: tuple[int, ...]

    def to_bytes(self) -> bytes:
        """The signature as a database keeps it."""
        head = _HEAD.pack(
            _VERSION, RMinHash.ALGORITHM_VERSION, self.exact, *self.sketch, len(self.runs)
        )
        return head + struct.pack(f">{len(self.runs)}I", *self.runs)

    @classmethod
    def from_bytes(cls, stored: bytes) -> Self:
        """The signature that ``to_bytes`` gave.

        Raises:
            SignatureError: they are none, or of another version.
        """
        try:
            version, algorithm, exact, *sketch, count = _HEAD.unpack_from(stored)
            runs = struct.unpack_from(f">{count}I", stored, _HEAD.size)
        except struct.error as error:
            raise SignatureError("no signature") from error
        if (version, algorithm) != (_VERSION, RMinHash.ALGORITHM_VERSION):
            raise SignatureError(f"signature of version {version}.{algorithm}")
        return cls(exact, tuple(sketch), runs)


def signature_of(article: Article) -> Signature:
    """The signature of an article's body; its headline does not count. A pure function."""
    head, _, body = article.text.partition("\n")
    text = body if body and head == article.title else article.text
    words = _WORD.findall(text.casefold())
    runs = [" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))]
    sketch = RMinHash(_PERMUTATIONS, _SEED)
    sketch.update(runs)
    hashes = {_hash(run) for run in runs}
    kept = sorted(number for number in hashes if number % _KEPT == 0)[:_MOST_KEPT]
    exact = blake2b(" ".join(words).encode("utf-8"), digest_size=16).digest()
    if len(words) < _LEAST_WORDS:
        # So short a text says too little to be told from another.
        return Signature(exact, (0,) * _PERMUTATIONS, ())
    return Signature(exact, tuple(sketch.digest()), tuple(kept))


def _hash(run: str) -> int:
    return int.from_bytes(blake2b(run.encode("utf-8"), digest_size=4).digest())


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
        for key in _keys(signature, address):
            if self._first.setdefault(key, place) != place:
                others = self._others.setdefault(key, [])
                if len(others) < _MOST_HOLDERS:
                    others.append(place)

    def find(self, signature: Signature, address: str | None = None) -> str | None:
        """The id of the first story that a text repeats, None for a new one."""
        at_address = set(self._holders(_address_key(address)))
        places = {place for key in _keys(signature, address) for place in self._holders(key)}
        for place in sorted(places):
            name, stored = self._stories[place]
            known = Signature.from_bytes(stored)
            if _repeats(signature, known, is_same_address=place in at_address):
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


def _keys(signature: Signature, address: str | None) -> Iterator[int]:
    """Numbers of 64 bits; the kind of key is in the last byte."""
    yield _key(b"x", signature.exact)
    key = _address_key(address)
    if key is not None:
        yield key
    if not signature.runs:
        return
    for start in range(0, _PERMUTATIONS, _BAND):
        yield _key(b"b", struct.pack(f">B{_BAND}I", start, *signature.sketch[start:][:_BAND]))
    yield from (_key(b"r", run.to_bytes(4)) for run in signature.runs if run % _LEADING == 0)


def _key(kind: bytes, content: bytes) -> int:
    return int.from_bytes(blake2b(content, digest_size=7, person=kind).digest() + kind)


def _address_key(address: str | None) -> int | None:
    """The key of a canonical URL; None for a site's front page, which many pages wrongly name."""
    _, _, rest = (address or "").partition("://")
    bare = rest.removeprefix("www.").rstrip("/")
    return _key(b"u", bare.encode("utf-8")) if "/" in bare else None


def _repeats(one: Signature, other: Signature, *, is_same_address: bool) -> bool:
    if one.exact == other.exact:
        return True
    fewest = min(len(one.runs), len(other.runs))
    if fewest < _FEWEST_RUNS:
        return _likeness(one, other) >= _ALIKE
    shared = len(set(one.runs).intersection(other.runs))
    return shared >= fewest * (_CONTAINED_AT_ADDRESS if is_same_address else _CONTAINED)


def _likeness(one: Signature, other: Signature) -> float:
    """The share of runs that two texts have in common, as their sketches estimate it."""
    if not one.runs or not other.runs:
        return 0.0
    return sum(a == b for a, b in zip(one.sketch, other.sketch, strict=True)) / _PERMUTATIONS
