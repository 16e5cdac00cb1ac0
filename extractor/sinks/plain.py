"""Records in words for people: figures, parties and terms as short plain text.

Everything that comes from an article is made harmless for a terminal first: control characters
(escape sequences among them) and direction overrides are taken out, white space is one blank.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from extractor.records import (
    Amount,
    Claim,
    Duration,
    Figure,
    Modifier,
    Party,
    Role,
    Status,
    plain_decimal,
)

# C0, C1, soft hyphen, invisible and direction-changing marks, tags, lone surrogates.
_UNSAFE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_SCALES: Final = ((12, "tn"), (9, "bn"), (6, "m"))
_SIGNS: Final = {
    Modifier.EXACT: "",
    Modifier.ABOUT: "~ ",
    Modifier.MORE_THAN: "> ",
    Modifier.LESS_THAN: "< ",
}
STATUS_SYMBOLS: Final = {
    Status.CONFIRMED: "✓",
    Status.STATED: "•",
    Status.UNCONFIRMED: "?",
    Status.DENIED: "✗",
}
_ROLE_ORDER: Final = (Role.PAYER, Role.PAYEE, Role.SUBJECT)
_SCALED_PLACES: Final = Decimal("0.001")
_PERIOD: Final = re.compile(
    r"P(?:(?P<year>[\d.]+)Y)?(?:(?P<month>[\d.]+)M)?(?:(?P<week>[\d.]+)W)?(?:(?P<day>[\d.]+)D)?"
    r"(?:T(?:(?P<hour>[\d.]+)H)?(?:(?P<minute>[\d.]+)M)?(?:(?P<second>[\d.]+)S)?)?"
)


def one_line(text: str) -> str:
    """The text on one line, without anything that a terminal would act upon."""
    return " ".join(_UNSAFE.sub("", text).split())


def is_unsafe(character: str) -> bool:
    """Whether ``one_line`` takes a character out."""
    return _UNSAFE.match(character) is not None


def shortened(text: str, length: int) -> str:
    """The text on one line, cut at a word with an ellipsis when longer than ``length``."""
    line = one_line(text)
    if len(line) <= length:
        return line
    head = line[: length - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[length // 2 :] else head).rstrip() + "…"


def status_words(status: Status) -> str:
    """The status as symbol and word: ``"? unconfirmed"``."""
    return f"{STATUS_SYMBOLS[status]} {status.value}"


def number_words(value: Decimal) -> str:
    """A number as news writes it: ``20bn``, ``1.25m``, ``12,500``, ``2.76``."""
    for exponent, unit in _SCALES:
        if value.adjusted() >= exponent:
            scaled = (value.scaleb(-exponent)).quantize(_SCALED_PLACES)
            return f"{Decimal(plain_decimal(scaled)):,f}{unit}"
    return f"{Decimal(plain_decimal(value)):,f}"


def amount_words(amount: Amount) -> str:
    """An amount with its sign, currency and unit: ``"> USD 20bn"``, ``"EUR 40m–50m"``."""
    currency = f"{one_line(amount.currency)} " if amount.currency else ""
    per = f" / {one_line(amount.per)}" if amount.per else ""
    low, high = amount.value_min, amount.value_max
    if low is None and high is None:
        return one_line(amount.text)
    if low is None or high is None:
        return _open_words(currency, low, high) + per
    value = number_words(low) if low == high else f"{number_words(low)}–{number_words(high)}"
    return f"{_SIGNS[amount.modifier]}{currency}{value}{per}"


def _open_words(currency: str, low: Decimal | None, high: Decimal | None) -> str:
    """An amount with one end known; its sign says which, whatever the modifier."""
    if low is not None:
        return f"≥ {currency}{number_words(low)}"
    return f"≤ {currency}{number_words(high)}" if high is not None else ""


def duration_words(duration: Duration) -> str:
    """A term with its sign: ``"~ 3 years"``, ``"3 years to 5 years"``."""
    periods = [_period_words(part) for part in (duration.iso8601 or "").split("/")]
    if not all(periods):
        return one_line(duration.text)
    return _SIGNS[duration.modifier] + " to ".join(period for period in periods if period)


def _period_words(iso8601: str) -> str | None:
    found = _PERIOD.fullmatch(iso8601)
    if not found:
        return None
    parts = [(number, unit) for unit, number in found.groupdict().items() if number]
    return " ".join(f"{number} {unit}{'' if number == '1' else 's'}" for number, unit in parts)


def _told_most(words: Iterable[str]) -> str:
    """The wording used most, a qualified one before a bare one, then the first."""
    counted = Counter(words)
    signs = ("≥", "≤", *(sign for sign in _SIGNS.values() if sign))
    return max(counted, key=lambda word: (counted[word], word.startswith(signs)))


def _distinct(figures: Sequence[Figure], words: Iterable[str]) -> list[str]:
    """One wording for each distinct quantity among repeated mentions, in order."""
    groups: dict[object, list[str]] = {}
    for figure, wording in zip(figures, words, strict=True):
        groups.setdefault(_quantity(figure), []).append(wording)
    return [_told_most(wordings) for wordings in groups.values()]


def _quantity(figure: Figure) -> object:
    if isinstance(figure, Amount):
        return (figure.value_min, figure.value_max, figure.currency, figure.per)
    return figure.iso8601 if isinstance(figure, Duration) else figure.text


def claim_amounts(claim: Claim) -> list[str]:
    """Every distinct amount of a claim in words; mentions of the same one are told once."""
    return _distinct(claim.amounts, map(amount_words, claim.amounts))


def claim_durations(claim: Claim) -> list[str]:
    """Every distinct term of a claim in words."""
    return _distinct(claim.durations, map(duration_words, claim.durations))


def claim_parties(claim: Claim) -> list[tuple[Role, str]]:
    """The parties with their roles: who pays first, then who is paid, then the subject."""
    ordered = sorted(claim.parties, key=_party_rank)
    return [(party.role, one_line(party.name)) for party in ordered]


def _party_rank(party: Party) -> int:
    return _ROLE_ORDER.index(party.role)
