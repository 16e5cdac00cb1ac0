"""Whether two names are one bearer's: legal forms, titles and word order do not matter."""

from __future__ import annotations

from extractor.pipeline.coreference import key_words


def same_name(one: str, other: str) -> bool:
    """Whether the words of one name are all among the other's, or are its initials."""
    first, second = key_words(one), key_words(other)
    if set(first) <= set(second) or set(second) <= set(first):
        return True
    return _initials(first) == "".join(second) or _initials(second) == "".join(first)


def _initials(words: tuple[str, ...]) -> str:
    return "".join(word[0] for word in words)
