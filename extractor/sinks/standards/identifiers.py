"""Names for things that leave the house: IRIs made from content, and URLs made safe to publish."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, quote, urlsplit

from extractor.hashing import content_id
from extractor.records import Article, ExtractorInfo

DEFAULT_BASE: Final = "urn:newsclaims:"
_BASE: Final = re.compile(
    r"(?:https?://[A-Za-z0-9.-]+(?::\d+)?/|urn:[A-Za-z0-9][A-Za-z0-9-]+:)"
    r"[A-Za-z0-9._~/:#-]*"
)
_BASE_ENDS: Final = ("/", "#", ":")
_PUBLIC_SCHEMES: Final = ("http", "https")
_STRAY_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
# What RFC 3986 allows in a path; a query and a fragment may hold the question mark besides.
_IN_PATH: Final = "/:@!$&'()*+,;=~%"
_IN_QUERY: Final = _IN_PATH + "?"


def is_base(words: str) -> bool:
    """Whether names can be made by appending to it: an http(s) address or a URN, with its end."""
    return bool(_BASE.fullmatch(words)) and words.endswith(_BASE_ENDS)


@dataclass(frozen=True, slots=True)
class Names:
    """The IRIs of claims, articles and whatever else is named.

    Attributes:
        base: What every name begins with. The default is a URN without a registered owner, which
            serves as long as names are only compared; who publishes gives an address of their own.
    """

    base: str = DEFAULT_BASE

    def __post_init__(self) -> None:
        if not is_base(self.base):
            raise ValueError(f"{self.base!r} is no http address or URN that ends in / # or :")

    def of(self, kind: str, identifier: str) -> str:
        """The IRI of a thing: base, kind, identifier."""
        return self.base + local_name(kind, identifier)


def local_name(kind: str, identifier: str) -> str:
    """A name that an IRI and a qualified name of PROV can end in."""
    return f"{kind}-{quote(identifier, safe='').replace('.', '%2E').replace('~', '%7E')}"


def extractor_id(extractor: ExtractorInfo) -> str:
    """An id that changes when the version, the model or the rules do."""
    return content_id("extractor", extractor.version, extractor.model, extractor.rules)


def text_iri(article: Article) -> str:
    """The text itself, whatever its address: RFC 6920's name for the SHA-256 of its UTF-8 bytes."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(article.text_sha256)).decode().rstrip("=")
    return f"ni:///sha-256;{digest}"


def language_tag(language: str | None) -> str | None:
    """The language if it looks like a tag of BCP 47; pages declare all sorts of things."""
    return language if language and _LANGUAGE.fullmatch(language) else None


def public_url(address: str | None) -> str | None:
    """An http(s) address as a valid URI, without user name and password; else None.

    Blanks, quotes, brackets and letters beyond ASCII are percent-encoded, host names beyond ASCII
    take their IDNA form. ``javascript:``, ``data:``, ``file:`` and relative addresses are no
    addresses for others.
    """
    try:
        parts = urlsplit((address or "").strip())
        host = _host(parts) if parts.scheme in _PUBLIC_SCHEMES and parts.hostname else None
    except ValueError:  # broken brackets, a port that is no number, a host that IDNA refuses
        return None
    return None if host is None else f"{parts.scheme}://{host}{_behind_host(parts)}"


def _host(parts: SplitResult) -> str | None:
    name = parts.hostname or ""
    port = "" if parts.port is None else f":{parts.port}"
    if ":" in name:  # IPv6; urlsplit has checked it
        return f"[{name}]{port}" if "%" not in name and "v" not in name else None
    ascii_name = name.encode("idna").decode()
    return f"{ascii_name}{port}" if re.fullmatch(r"[a-z0-9._-]+", ascii_name) else None


def _behind_host(parts: SplitResult) -> str:
    query = f"?{_encoded(parts.query, _IN_QUERY)}" if parts.query else ""
    fragment = f"#{_encoded(parts.fragment, _IN_QUERY)}" if parts.fragment else ""
    return f"{_encoded(parts.path, _IN_PATH)}{query}{fragment}"


def _encoded(part: str, allowed: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", part), safe=allowed, errors="replace")
