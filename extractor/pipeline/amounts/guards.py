"""Checks on words that are money only in some company: pounds, won, real, 50 Cent."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from extractor.pipeline.amounts.anchors import View
from extractor.pipeline.amounts.data import Guard, reading_data
from extractor.pipeline.amounts.rates import rate_after
from extractor.pipeline.amounts.readings import Reading
from extractor.pipeline.amounts.units import catalogue

_WORDS: Final = re.compile(r"[^\W\d_]+|[0-9]+")
_PERCENT: Final = re.compile(r"\s{0,2}(?:%|percent|per cent|pct|percentage|basis|points?\b|bps\b)")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_WEIGHT_BRACKET: Final = re.compile(r"\s?\(\s?[0-9.,]+[ -]?(?:kg|kilo|gram|ton)")
_TABLE_HEAD: Final = re.compile(r"\((?:in )?\Z")
_NUMERAL_BEFORE: Final = re.compile(r"(?<![^\s(])(?P<num>[0-9]+)[ \xa0]\Z")
_SMALL: Final = 1000
_PRICED: Final = re.compile(r"\d[ ,.\u00a0\u202f]\d")
_MARGIN: Final = 8
_CLAUSE: Final = 48
_CLAUSE_END: Final = re.compile(r"[.;:!?\n,]")
_NEGATION_REACH: Final = 6


def holds(view: View, reading: Reading) -> bool:
    """Whether the reading is money in this text."""
    if _PERCENT.match(view.folded, reading.end) or _is_something_else(view, reading):
        return False
    if reading.single and _is_figure_of_speech(view, reading):
        return False
    if _is_whole_text(view, reading):
        return True
    unit = reading.anchor.unit
    if reading.form == "before" and unit.kind == "noun":
        return _noun_may_lead(view, reading)
    return (
        not unit.guard or reading.anchor.currency is not None or _GUARDS[unit.guard](view, reading)
    )


def _is_something_else(view: View, reading: Reading) -> bool:
    """A year, a ticker, the head of a table, or the countries of the euro."""
    if reading.anchor.unit.family == "euro" and _is_euro_area(view, reading):
        return True
    if reading.form == "open":
        return bool(_TABLE_HEAD.search(view.folded, max(0, reading.start - 4), reading.start))
    if reading.form == "before":
        return _is_ticker(view, reading) or _is_championship(view, reading)
    return reading.form == "after" and (
        _is_year_before_noun(view, reading) or _is_run_of_numbers(view, reading)
    )


def _is_run_of_numbers(view: View, reading: Reading) -> bool:
    """As in "245 23 yen": nobody can say which digits belong to the sum; a year may precede it."""
    if _first_words(view.folded[reading.end : reading.end + 24]) & reading_data().cash:
        return False
    before = _NUMERAL_BEFORE.search(view.folded, max(0, reading.start - 24), reading.start)
    follows = before is not None and view.folded[reading.start].isdigit()
    return follows and not _YEAR.fullmatch(before["num"] if before else "")


def _is_figure_of_speech(view: View, reading: Reading) -> bool:
    """As in "won't take a penny for it"; "no more than a dollar a day" is a sum."""
    if rate_after(view, reading.end):
        return False
    low = max(0, reading.start - _CLAUSE)
    clause = _CLAUSE_END.split(view.folded[low : reading.start])[-1]
    words = _WORDS.findall(clause)[-_NEGATION_REACH:]
    compared = {"than", "least", "most"} & set(words[-2:])
    return not compared and not reading_data().negations.isdisjoint(words)


def _is_championship(view: View, reading: Reading) -> bool:
    """As in "Euro 2012"."""
    anchor = reading.anchor
    written = view.folded[anchor.end : reading.end].strip()
    return anchor.unit.kind == "noun" and bool(_YEAR.fullmatch(written))


def _is_ticker(view: View, reading: Reading) -> bool:
    """As in "NOK1V.HE" or "L2E8DH5ZN": letters whose number runs on into letters."""
    letter = view.folded[reading.end : reading.end + 1].isalpha()
    unit = reading.anchor.unit
    return letter and (unit.kind == "code" or unit.exact is not None)


def _is_whole_text(view: View, reading: Reading) -> bool:
    """A price field holds nothing else, so nothing speaks against money."""
    length = reading.end - reading.start
    return (
        len(view.text) - length < _MARGIN
        and view.text.strip(" \n.*") == view.text[reading.start : reading.end]
    )


def _is_year_before_noun(view: View, reading: Reading) -> bool:
    """As in "the 2008 pound crisis", "© 2017 NPR", but not "2008 pounds"."""
    anchor = reading.anchor
    if anchor.unit.kind == "sign" or reading.factor != 1:
        return False
    if anchor.unit.kind == "code" and anchor.unit.exact is None:
        return False
    written = view.folded[reading.start : anchor.start].strip()
    return bool(_YEAR.fullmatch(written)) and view.folded[anchor.end - 1] != "s"


def _is_euro_area(view: View, reading: Reading) -> bool:
    """As in "the 17 euro zone countries"."""
    following = set(_first_words(view.folded[reading.end : reading.end + 16]))
    return reading.factor == 1 and bool(following & reading_data().euro_area)


def _noun_may_lead(view: View, reading: Reading) -> bool:
    """As in "ringgit 42" and "dollar 22.5 million", but not "the euro 1.2" or "Euro 2012"."""
    anchor = reading.anchor
    common = anchor.unit.guard or anchor.unit.family in ("dollar", "euro", "crown", "mark", "pound")
    after = view.folded[reading.end : reading.end + 12].split()[:1]
    before = _words_before(view, reading.start, 1)
    if before and before[-1] in reading_data().determiners:
        return False
    return (not common or reading.factor > 1) and after != ["percent"]


def _words_before(view: View, start: int, count: int) -> list[str]:
    return _WORDS.findall(view.folded[max(0, start - 12 * count) : start])[-count:]


def _is_large(reading: Reading) -> bool:
    return reading.factor > 1 or (reading.low or 0) >= _SMALL


def _verb(view: View, reading: Reading) -> bool:
    """As in "won": an amount in won is large, and "12 won" is somebody's victory."""
    if reading.form == "before":
        return False
    return (_is_large(reading) and _grouped(view, reading)) or _speaks_of(view, "KRW")


def _grouped(view: View, reading: Reading) -> bool:
    written = view.folded[reading.start : reading.end]
    return reading.factor > 1 or "," in written


def _speaks_of(view: View, code: str) -> bool:
    return view.mentions(catalogue().cues.get(code, ())) > 0


def _adjective(view: View, reading: Reading) -> bool:
    """As in "real": the Brazilian currency, not "three real reasons"."""
    plural = view.folded[reading.anchor.end - 1] == "s"
    return plural or reading.factor > 1 or (_grouped(view, reading) and _speaks_of(view, "BRL"))


def _plain_word(view: View, reading: Reading) -> bool:
    """As in "marks", "crowns": with a magnitude, or where the article speaks of the country."""
    surface = view.folded[reading.anchor.start : reading.anchor.end]
    if f"{surface}s" in catalogue().units:
        return reading.factor > 1 and _speaks_of_family(view, reading)
    return reading.factor > 1 or _speaks_of_family(view, reading)


def _cent(view: View, reading: Reading) -> bool:
    """Not the rapper, whose name is two capitalised words."""
    written = view.text[reading.anchor.start : reading.anchor.end]
    return written != "Cent" or view.text[reading.start : reading.start + 2] != "50"


def _letter(view: View, reading: Reading) -> bool:
    """As in "R500m", "N20bn", "Sh30": glued, and the article speaks of that country's money.

    Without a magnitude the figure must look like a price: "R168 400", "R2.50", but not "R2".
    """
    glued = view.text[reading.anchor.end : reading.anchor.end + 1].isdigit()
    if not (glued and _speaks_of_family(view, reading)):
        return False
    several = reading.anchor.end - reading.anchor.start > 1
    priced = _PRICED.search(view.text[reading.anchor.end : reading.end])
    return reading.factor > 1 or several or priced is not None


def _speaks_of_family(view: View, reading: Reading) -> bool:
    """Whether the article speaks of any currency that the word can mean."""
    unit = reading.anchor.unit
    codes = {unit.currency, *catalogue().adjectives.get(unit.family, {}).values()}
    return any(_speaks_of(view, code) for code in codes if code)


def _pence_letter(view: View, reading: Reading) -> bool:
    """As in "276p": glued, and the article speaks of British money; 720p is a picture."""
    glued = view.text[reading.anchor.start - 1 : reading.anchor.start].isdigit()
    written = view.folded[reading.start : reading.anchor.start]
    sterling = view.mentions(reading_data().sterling) > 0
    return (
        glued and sterling and written not in ("480", "720", "1080", "2160") and reading.factor == 1
    )


def _cent_letter(view: View, reading: Reading) -> bool:
    """As in "43c": glued, small, and the article speaks of dollars or euros."""
    glued = view.text[reading.anchor.start - 1 : reading.anchor.start].isdigit()
    small = reading.factor == 1 and (reading.low or 0) < _SMALL
    if glued and small and view.folded[max(0, reading.start - 5) : reading.start] == " and ":
        return True
    return glued and small and view.mentions(("$", "€", "cents", "dollar", "dollars")) > 0


def _weight(view: View, reading: Reading) -> bool:
    """Pounds of money unless something nearby speaks of weight; a magnitude speaks of money."""
    after = view.folded[reading.end : reading.end + 40]
    of = _words_of(after)
    if of & reading_data().money_of:
        return True
    if _says_weight(after) or of & reading_data().weight_of:
        return False
    if reading.form == "open" and (reading.low or 0) >= _SMALL:
        return True
    if reading.factor > 1:
        return not (after.startswith(" of") and not _sterling(view))
    if set(_words_before(view, reading.start, 8)) & reading_data().weight_before:
        return False
    return _sounds_like_money(view, reading, after)


def _says_weight(after: str) -> bool:
    """As in "20 pounds (9 kg)", "a 200-pound man"."""
    if _WEIGHT_BRACKET.match(after) or "(lb" in after or " kg" in after[:12]:
        return True
    return not _first_words(after).isdisjoint(reading_data().weight_after)


def _first_words(after: str) -> set[str]:
    words = _WORDS.findall(after)[:2]
    return {*words[:1], " ".join(words)}


def _words_of(after: str) -> set[str]:
    """The words of what is counted: "copper" in "pounds of copper and gold"."""
    return set(_WORDS.findall(after)[1:4]) if after.startswith(" of ") else set()


def _sterling(view: View) -> bool:
    return view.mentions(reading_data().sterling) > 0 or _speaks_of(view, "GBP")


def _sounds_like_money(view: View, reading: Reading, after: str) -> bool:
    data = reading_data()
    near = set(_words_before(view, reading.start, 8))
    if after.startswith(" of ") or view.mentions(("weigh", "weighs", "weight")) > 0:
        return False
    if near & data.money_before or after.lstrip().startswith(tuple(data.money_after)):
        return True
    if after.lstrip().startswith(("($", "(€", "(us$")):
        return True
    return view.mentions(data.sterling) > 0


_GUARDS: Final[dict[Guard, Callable[[View, Reading], bool]]] = {
    "verb": _verb,
    "adjective": _adjective,
    "plain-word": _plain_word,
    "cent": _cent,
    "letter": _letter,
    "pence-letter": _pence_letter,
    "cent-letter": _cent_letter,
    "weight": _weight,
}
