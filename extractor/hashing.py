"""Content hashes: ids that are the same wherever the same content is read."""

from __future__ import annotations

import hashlib
import json

_ID_VERSION = 1
_ID_BYTES = 12


def content_id(kind: str, *parts: object) -> str:
    """A versioned blake2b id of JSON-able parts, e.g. ``"c1-5d0c…"`` for kind ``"claim"``.

    The first letter of the kind and the version of the hashing scheme stand before the digest, so
    that ids made by different schemes never look alike.
    """
    payload = json.dumps([kind, _ID_VERSION, *parts], ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.blake2b(payload.encode("utf-8", "surrogatepass"), digest_size=_ID_BYTES)
    return f"{kind[0]}{_ID_VERSION}-{digest.hexdigest()}"


def sha256_of(data: bytes) -> str:
    """Lower-case hex SHA-256."""
    return hashlib.sha256(data).hexdigest()
