"""``find_amounts``: anchors, readings, merging, and the records that come of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from extractor.pipeline.amounts.anchors import Anchor, View, anchors
from extractor.pipeline.amounts.currencies import DOLLAR, currency_of
from extractor.pipeline.amounts.echoes import with_echoes
from extractor.pipeline.amounts.guards import holds
from extractor.pipeline.amounts.merging import merge
from extractor.pipeline.amounts.rates import is_compared, is_share_price, rate_after, rate_before
from extractor.pipeline.amounts.readings import Reading, read_left, read_right, read_single
from extractor.pipeline.modifiers import FoundModifier, find_modifier
from extractor.records import Amount, Modifier

_BRACKET: Final = re.compile(r"(?P<rate>[^.\n()]{0,24}) ?[(\[](?:or |= ?|about |around )?\Z")
_INSIDE: Final = re.compile(r"; |, | or | / ?")
_CLOSE: Final = re.compile(r"[)\]]")
_SIMILAR: Final = 20


def find_amounts(text: str, *, dollar: str = DOLLAR) -> list[Amount]:
    """Every sum of money in a text.

    Args:
        text: any string; it is searched as it is, nothing is changed before offsets are taken.
        dollar: what a bare "$" or "dollars" means (see ``dollar_of``).

    Returns:
        Amounts in document order, never overlapping. A quote covers number, magnitude and
        currency, not the modifier; a range written once is one amount.
    """
    view = View.of(text)
    merged = merge(view, _readings(view))
    return _amounts(view, list(with_echoes(view, merged)), dollar)


def _readings(view: View) -> Iterator[Reading]:
    """Readings that hold, left to right, each starting after the one before."""
    floor = 0
    found = list(anchors(view))
    for place, anchor in enumerate(found):
        if anchor.start < floor:
            continue
        following = found[place + 1] if place + 1 < len(found) else None
        reading = _read(view, anchor, following, floor)
        if reading is not None and holds(view, reading):
            floor = reading.end
            yield reading


def _read(view: View, anchor: Anchor, following: Anchor | None, floor: int) -> Reading | None:
    """Left or right of the anchor: nouns look left first, signs and codes right first."""
    side = anchor.unit.side
    left = read_left(view, anchor, floor) if side != "before" else None
    if left is not None and (anchor.unit.kind == "noun" or side == "after"):
        return left
    right = read_right(view, anchor) if side != "after" else None
    if right is None:
        return left or (read_single(view, anchor, floor) if anchor.unit.kind == "noun" else None)
    if left is None:
        return _doubled(view, right, following)
    return left if _belongs_left(view, left, right, following) else _doubled(view, right, following)


def _belongs_left(view: View, left: Reading, right: Reading, following: Anchor | None) -> bool:
    """Whether a sign between two numbers goes with the first: "10 rmb 20 usd", "20€ 30"."""
    anchor = left.anchor
    glued_left = view.folded[anchor.start - 1].isdigit()
    glued_right = view.folded[anchor.end : anchor.end + 1].isdigit()
    if glued_left != glued_right:
        return glued_left
    if following is None or not right.end <= following.start <= right.end + 1:
        return False
    unit = following.unit
    if unit.kind == "noun" or unit.scale != 1:
        return (unit.family, unit.currency) != (anchor.unit.family, anchor.unit.currency)
    return read_right(view, following) is None


def _doubled(view: View, reading: Reading, following: Anchor | None) -> Reading:
    """As in "$10 dollars", "A$20 AUD": the same money named twice belongs to one amount."""
    if following is None or following.start < reading.end or following.start > reading.end + 1:
        return reading
    unit, own = following.unit, reading.anchor.unit
    same_family = bool(own.family) and unit.family == own.family and unit.scale == own.scale
    same_code = own.currency is not None and unit.currency == own.currency and unit.scale == 1
    dollar_code = own.family == "dollar" and unit.kind == "code"
    if (
        not (same_family or same_code or dollar_code)
        or view.text[reading.end : following.start].strip()
    ):
        return reading
    if read_right(view, following) is not None:
        return reading
    currency = (
        reading.anchor.currency or following.currency or (unit.currency if dollar_code else None)
    )
    return replace(reading, end=following.end, anchor=replace(reading.anchor, currency=currency))


def _amounts(view: View, readings: Sequence[Reading], dollar: str) -> list[Amount]:
    found: list[Amount] = []
    for place, reading in enumerate(readings):
        following = readings[place + 1] if place + 1 < len(readings) else None
        previous = found[-1] if found else None
        found.append(_amount(view, reading, previous, following, dollar))
    return found


def _amount(
    view: View, reading: Reading, previous: Amount | None, following: Reading | None, dollar: str
) -> Amount:
    host = previous if previous and _in_bracket_of(view, previous, reading) else None
    modifier = find_modifier(view.text, reading.start, reading.end)
    low, high = _values(reading)
    return Amount(
        text=view.text[reading.start : reading.end],
        start=reading.start,
        end=reading.end,
        modifier=_modifier(reading, modifier, host),
        modifier_cue=modifier.cue if modifier else (host.modifier_cue if host else None),
        rule=f"{reading.anchor.unit.rule}.{reading.form}",
        value_min=low,
        value_max=high,
        currency=currency_of(view, reading.anchor, dollar),
        per=_per(view, reading, host, following)
        or _shared_rate(view, reading, previous, following),
    )


def _values(reading: Reading) -> tuple[Decimal | None, Decimal | None]:
    scale = reading.anchor.unit.scale if reading.form != "sum" else Decimal(1)
    return _scaled(reading.low, scale), _scaled(reading.high, scale)


def _scaled(number: Decimal | None, scale: Decimal) -> Decimal | None:
    """The product without an exponent, so that it prints as it is read."""
    return None if number is None else Decimal(f"{number * scale:f}")


def _modifier(reading: Reading, found: FoundModifier | None, host: Amount | None) -> Modifier:
    if reading.implied:
        return reading.implied
    if found:
        return found.modifier
    return host.modifier if host else Modifier.EXACT


def _per(
    view: View, reading: Reading, host: Amount | None, following: Reading | None
) -> str | None:
    own = rate_after(view, reading.end) or rate_before(view, reading.start)
    if not own and reading.factor == 1 and is_share_price(view, reading.start):
        own = "share"
    if own:
        return own
    close = _CLOSE.match(view.folded, reading.end)
    if close:
        beyond = rate_after(view, close.end())
        return beyond or (host.per if host else None)
    if following and _BRACKET.fullmatch(view.folded[reading.end : following.start][-40:]):
        after = _CLOSE.match(view.folded, following.end)
        return rate_after(view, after.end()) if after else None
    return host.per if host else None


def _shared_rate(
    view: View, reading: Reading, previous: Amount | None, following: Reading | None
) -> str | None:
    """As in "22 cents a share from 20 cents", "from 20 cents to 22 cents a share"."""
    if previous and previous.per and _is_similar(previous, reading):
        return previous.per if is_compared(view, previous.end, reading.start) else None
    if following and view.folded[reading.end : following.start] == " to ":
        return rate_after(view, following.end)
    return None


def _is_similar(previous: Amount, reading: Reading) -> bool:
    """Whether both are of one order of size, so that both can be the price of one thing."""
    low, known = _values(reading)[0], previous.value_min
    if not low or not known:
        return False
    return known < low * _SIMILAR and low < known * _SIMILAR


def _in_bracket_of(view: View, host: Amount, reading: Reading) -> bool:
    """Whether the reading is a conversion of the amount before it: "less than $100 (£53)"."""
    between = view.folded[host.end : reading.start]
    if len(between) > 40:  # noqa: PLR2004
        return False
    return bool(_BRACKET.fullmatch(between)) or (
        bool(_INSIDE.fullmatch(between)) and view.folded[host.start - 1 : host.start] == "("
    )
