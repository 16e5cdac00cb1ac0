"""Whether two names are of one bearer, for scoring and comparing.

Possessives, brackets, legal forms and titles do not count; initials stand for the whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_IGNORED = re.compile(r"['’]s\b|\([^)]*\)")
_PUNCTUATION = re.compile(r"[^\w& ]")
_FORMS = re.compile(
    r"\b(?:inc|corp|corporation|co|company|ltd|limited|plc|llc|lp|ag|sa|se|nv|spa|group|holdings?"
    r"|the|mr|ms|mrs|dr|president|ceo)\b"
)

Named = tuple[str, str]
"""A name and, where it counts, a role."""


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name without possessive, form and title; all if nothing else is left."""
    plain = _PUNCTUATION.sub(" ", _IGNORED.sub("", name.lower()))
    return tuple(_FORMS.sub(" ", plain).split()) or tuple(plain.split())


def same_name(one: str, other: str) -> bool:
    """Whether two names are of one bearer: one has all words of the other, or its initials."""
    words, others = name_words(one), name_words(other)
    if set(words) <= set(others) or set(others) <= set(words):
        return True
    return _initials(words) == "".join(others) or _initials(others) == "".join(words)


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words)


def shared_names(one: Sequence[Named], other: Sequence[Named]) -> int:
    """How many parties of the one are among the other, each used once; roles must be the same."""
    free = list(one)
    hits = 0
    for name, role in other:
        match = next((f for f in free if f[1] == role and same_name(f[0], name)), None)
        if match:
            free.remove(match)
            hits += 1
    return hits
