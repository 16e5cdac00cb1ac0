"""Compressed answers: every kind, whole, damaged, cut off, and made to explode."""

from __future__ import annotations

import asyncio
import gzip
import subprocess
import sys
import zlib
from collections.abc import AsyncIterator

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.fetchers import FetchOptions, fetch
from extractor.fetchers.expand import STEP, ExpansionError, TooLargeError, expanded
from extractor.records import Failure, Page

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

STORY = "<html><body><p>Norvale buys Tarn for £1.2bn.</p></body></html>".encode() * 50


def raw_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


COMPRESSORS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "GZip": gzip.compress,
    "deflate": zlib.compress,
    "deflate, raw": raw_deflate,
    "br": brotli.compress,
    "zstd": zstd.compress,
}
BOMB = 40_000_000
KINDS = pytest.mark.parametrize("kind", COMPRESSORS)


async def pieces_of(content: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


def expand(packed: bytes, encoding: str, *, size: int = 1000, limit: int = 10**9) -> bytes:
    async def collect() -> bytes:
        steps = [step async for step in expanded(pieces_of(packed, size), encoding, limit)]
        # Brotli's buffers grow by blocks, so that its steps may be half as large again.
        assert max(map(len, steps), default=0) <= max(2 * STEP, size)
        return b"".join(steps)

    return asyncio.run(collect())


def packed_as(kind: str, content: bytes) -> tuple[bytes, str]:
    return COMPRESSORS[kind](content), kind.partition(",")[0]


@KINDS
@settings(max_examples=20, deadline=None)
@given(
    content=st.binary(max_size=300) | st.integers(0, 400_000).map(bytes), size=st.integers(1, 5000)
)
def test_what_was_packed_comes_out(kind, content, size):
    packed, encoding = packed_as(kind, content)
    assert expand(packed, encoding, size=size) == content


@KINDS
def test_one_byte_at_a_time(kind):
    packed, encoding = packed_as(kind, STORY)
    assert expand(packed, encoding, size=1) == STORY


@KINDS
def test_cut_off(kind):
    packed, encoding = packed_as(kind, STORY)
    for end in (1, len(packed) // 2, len(packed) - 1):
        with pytest.raises(ExpansionError):
            expand(packed[:end], encoding)


@KINDS
def test_damaged(kind):
    packed, encoding = packed_as(kind, STORY)
    middle = len(packed) // 2
    broken = (
        packed[:middle]
        + bytes(byte ^ 0xFF for byte in packed[middle : middle + 8])
        + packed[middle + 8 :]
    )
    try:
        found = expand(broken, encoding)
    except ExpansionError:
        return
    # Brotli and raw deflate have no checksum, zstd has one only where it is asked for.
    assert kind in ("br", "deflate, raw", "zstd")
    assert found != STORY


@KINDS
def test_nothing_at_all(kind):
    assert expand(b"", kind.partition(",")[0]) == b""


@KINDS
def test_over_the_limit(kind):
    packed, encoding = packed_as(kind, bytes(1_000_000))
    assert len(expand(packed, encoding, limit=1_000_000)) == 1_000_000
    with pytest.raises(TooLargeError):
        expand(packed, encoding, limit=999_999)


def test_what_arrives_counts_too():
    """Many empty members stand for nothing and could go on for ever."""
    with pytest.raises(TooLargeError):
        expand(gzip.compress(b"") * 1000, "gzip", limit=10_000)


def test_members_and_frames_follow_each_other():
    assert expand(gzip.compress(b"one ") + gzip.compress(b"two"), "gzip") == b"one two"
    assert expand(zstd.compress(b"one ") + zstd.compress(b"two"), "zstd") == b"one two"


def test_padding_behind_gzip_is_passed_over():
    assert expand(gzip.compress(b"one") + bytes(100), "gzip") == b"one"


def test_two_layers():
    assert expand(brotli.compress(gzip.compress(STORY)), "gzip, br") == STORY


@pytest.mark.parametrize("encoding", ["compress", "gzip, what", "gzip,gzip,gzip"])
def test_what_is_not_expanded(encoding):
    with pytest.raises(ExpansionError):
        expand(b"x", encoding)


@pytest.mark.parametrize("encoding", ["", "identity", " , "])
def test_what_is_not_compressed(encoding):
    assert expand(STORY, encoding) == STORY


def test_a_frame_that_wants_a_huge_window():
    options = {
        zstd.CompressionParameter.window_log: 27,
        zstd.CompressionParameter.content_size_flag: 0,
    }
    packer = zstd.ZstdCompressor(options=options)
    packed = packer.compress(bytes(1000)) + packer.flush()
    with pytest.raises(ExpansionError):
        expand(packed, "zstd")


MEASURE = """
import asyncio, pathlib, resource, sys
from extractor.fetchers.expand import TooLargeError, expanded

async def whole(path, encoding):
    async def pieces():
        yield path.read_bytes()
    count = 0
    async for step in expanded(pieces(), encoding, 10**12):
        count += len(step)
    return count

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

path = pathlib.Path(sys.argv[1])
asyncio.run(whole(path.with_suffix(".small"), sys.argv[2]))
before = peak()
print(asyncio.run(whole(path, sys.argv[2])), peak() - before)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no resource module")
@pytest.mark.parametrize("kind", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_does_not_grow_memory(kind, tmp_path):
    """40 MB of nothing are passed through whole, with the memory of a few steps (in KiB)."""
    packed, encoding = packed_as(kind, bytes(BOMB)) if kind != "br" else (brotli_bomb(), kind)
    bomb = tmp_path / "bomb.packed"
    bomb.write_bytes(packed)
    bomb.with_suffix(".small").write_bytes(packed_as(kind, bytes(10_000_000))[0])
    command = [sys.executable, "-c", MEASURE, str(bomb), encoding]
    result = subprocess.run(command, capture_output=True, check=True, text=True)
    count, grown = map(int, result.stdout.split())
    assert count == BOMB
    assert grown < 5_000


def brotli_bomb() -> bytes:
    packer = brotli.Compressor(quality=1)
    packed = b"".join(packer.process(bytes(1_000_000)) for _ in range(BOMB // 1_000_000))
    return packed + packer.finish()


def only(*sources: str, **options: object) -> Page | Failure:
    (item,) = fetch(sources, FetchOptions(**{"retries": 0, **options}))
    return item


@KINDS
def test_pages_come_expanded(news_server, kind):
    packed, encoding = packed_as(kind, STORY)
    url = news_server.add("/story", packed, headers={"Content-Encoding": encoding})
    assert only(url).content == STORY


@KINDS
def test_pages_that_explode(news_server, kind):
    packed, encoding = packed_as(kind, bytes(12_000_000))
    url = news_server.add("/story", packed, headers={"Content-Encoding": encoding})
    assert only(url).error == "too_large"


@KINDS
def test_pages_that_are_cut_off(news_server, kind):
    packed, encoding = packed_as(kind, STORY)
    url = news_server.add("/story", packed[:-3], headers={"Content-Encoding": encoding})
    assert only(url).error == "broken_response"
