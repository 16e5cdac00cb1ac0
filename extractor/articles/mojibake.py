"""UTF-8 that was read as windows-1252 somewhere on its way: put right where that is certain.

"Â£5m" and "donâ€™t" are no words of any language. A pair of letter and sign that clean text can
hold ("IRMÃ”" in capitals) is only put right on a page that holds a certain one.
"""

from __future__ import annotations

import re
from typing import Final

from extractor.articles.charset import Decoded

_MOST_ROUNDS: Final = 2
_LEADS: Final = ("\u00c2", "\u00c3", "\u00e2")
# Bytes that windows-1252 leaves undefined are read as control characters.
_SIGN_OF: Final = {
    byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0)
}
_BYTE_OF: Final = {ord(sign): byte for byte, sign in _SIGN_OF.items()} | {
    byte: byte for byte in range(0x80, 0x100)
}
_SIGNS: Final = re.escape("".join({*_SIGN_OF.values(), *map(chr, range(0x80, 0xC0))}))
_TWO: Final = f"[\u00c2-\u00df][{_SIGNS}]"
_THREE: Final = f"[\u00e0-\u00ef][{_SIGNS}]{{2}}"
_FOUR: Final = f"[\u00f0-\u00f4][{_SIGNS}]{{3}}"
_MAYBE: Final = re.compile(f"{_FOUR}|{_THREE}|{_TWO}")
# An accented letter before a sign that no word ends with, or a quote, dash, euro or bullet.
_CERTAIN: Final = re.compile(
    "[\u00c2\u00c3][\u00a1-\u00a9\u00ac\u00ae-\u00b9\u00bc-\u00bf]|\u00e2\u20ac[\u2122\u02dc\u0153\u009d\u201c\u201d\u00a6\u00a2]"
    "|\u00e2\u201a\u00ac|\u00e2\u0080[\u0090-\u009f\u00a6]"
)


def without_mojibake(decoded: Decoded) -> Decoded:
    """The text put right, and a note of how many characters it was; twice where it went twice."""
    text, count = decoded.text, 0
    # Most pages hold none of the three; looking for one letter is quick.
    if not any(lead in text for lead in _LEADS):
        return decoded
    for _ in range(_MOST_ROUNDS):
        if not _CERTAIN.search(text):
            break
        text, changed = _repaired(text)
        count += changed
    if not count:
        return decoded
    note = f"repaired {count} characters that were UTF-8 read as windows-1252"
    return Decoded(text, (*decoded.repairs, note))


def _repaired(text: str) -> tuple[str, int]:
    changed = 0

    def repair(match: re.Match[str]) -> str:
        nonlocal changed
        right = _as_utf8(match[0])
        changed += right != match[0]
        return right

    return _MAYBE.sub(repair, text), changed


def _as_utf8(signs: str) -> str:
    try:
        return bytes(_BYTE_OF.get(ord(sign), ord(sign)) for sign in signs).decode("utf-8")
    except (UnicodeDecodeError, ValueError):
        return signs
