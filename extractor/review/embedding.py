"""JSON that can stand inside a script element, and hashes that name inline content."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Final

# What could end the element or open a comment in it; the line ends that only JSON knows; halves of
# surrogate pairs, which UTF-8 can't hold.
_UNSAFE: Final = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def script_json(value: object) -> str:
    """A value as JSON that no content of it can turn into markup."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def content_hash(inline: str) -> str:
    """An inline style or script as a Content Security Policy names it: ``'sha256-…'``."""
    digest = hashlib.sha256(inline.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
