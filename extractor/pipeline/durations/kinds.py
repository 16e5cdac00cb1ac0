"""What a length of time is: the first rule of ``data/duration_kinds.toml`` that fits decides."""

from __future__ import annotations

from functools import cache, cached_property
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from extractor.errors import DataError
from extractor.pipeline.durations.context import Words, words_around
from extractor.pipeline.durations.quantity import Shape
from extractor.pipeline.durations.readings import Reading
from extractor.pipeline.lexicon import load_data
from extractor.records import DurationKind

_FILE: Final = "duration_kinds.toml"
_Phrases = frozenset[str]
_NOTHING: Final[_Phrases] = frozenset()
_PUNCTUATION: Final[_Phrases] = frozenset('.,;:!?()"“”')
_QUALIFYING: Final[_Phrases] = frozenset(
    {"between", "from", "or", "so", "more", "less", "long", "least", "most", "at"}
)
_BRIEF: Final = 2


class KindRule(BaseModel):
    """One entry of the table; everything that it names must hold, lists mean "one of these".

    Fields: ``left``/``right`` phrases that touch the length, ``left_near``/``right_near`` words
    close by, ``head`` the head of the noun phrase that an adjective opens, ``form`` adjective
    ("five-year") or noun, ``shapes`` how the number is written, ``units`` ids, ``amount`` money
    in the sentence (``amount_left``: before the length), ``inside`` words of the length itself,
    ``definite`` behind "the", ``qualified`` a modifier before it, ``cue`` its words,
    ``capital`` name spelling, ``alone`` nothing else in the text, ``brief`` hardly anything else
    in the sentence; ``not_*`` must not hold. ``date``: the words name a day to come, not a length,
    and are left out. Names in ``sets`` stand for lists: "@months".
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: DurationKind
    left: _Phrases = frozenset()
    right: _Phrases = frozenset()
    left_near: _Phrases = frozenset()
    right_near: _Phrases = frozenset()
    head: _Phrases = frozenset()
    not_left: _Phrases = frozenset()
    not_right: _Phrases = frozenset()
    not_left_near: _Phrases = frozenset()
    not_right_near: _Phrases = frozenset()
    form: Literal["adjective", "noun"] | None = None
    shapes: frozenset[Shape] = frozenset()
    units: _Phrases = frozenset()
    inside: _Phrases = frozenset()
    cue: _Phrases = frozenset()
    amount: bool | None = None
    amount_left: bool | None = None
    definite: bool | None = None
    qualified: bool | None = None
    capital: bool | None = None
    alone: bool | None = None
    brief: bool | None = None
    date: bool = False


class KindFile(BaseModel):
    """The whole data file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    transparent: frozenset[str]
    stops: frozenset[str]
    sets: dict[str, frozenset[str]]
    rule: tuple[KindRule, ...]


class Judge:
    """Applies the rules in order."""

    def __init__(self, data: KindFile) -> None:
        self._data = data
        self._rules = tuple(_with_sets(rule, data.sets) for rule in data.rule)
        self._heads = frozenset().union(*(rule.head for rule in self._rules))

    def rule_for(self, text: str, reading: Reading, left_end: int) -> KindRule:
        """The first rule that fits; the last one fits always.

        Args:
            text: The whole text.
            reading: The length of time in it.
            left_end: Where the words before it end: its start, or that of its modifier.
        """
        words = words_around(text, left_end, reading.end, self._data.transparent)
        case = _Case(text, reading, words, self._head(words, reading))
        return next(rule for rule in self._rules if case.fits(rule))

    def _head(self, words: Words, reading: Reading) -> str:
        """The last known head noun of the phrase behind an adjective, in the singular."""
        if not (reading.adjective or reading.may_be_adjective):
            return ""
        phrase = words.noun_phrase(self._data.stops)
        named = (_singular(word, self._heads) for word in reversed(phrase))
        return next((word for word in named if word in self._heads), "")


class _Case:
    """One length of time before the judge."""

    def __init__(self, text: str, reading: Reading, words: Words, head: str) -> None:
        self._text = text
        self._qualified = words.start < reading.start
        self._reading = reading
        self._words = words
        self._head = head

    def fits(self, rule: KindRule) -> bool:
        return self._fits_form(rule) and self._fits_words(rule) and self._fits_text(rule)

    def _fits_form(self, rule: KindRule) -> bool:
        reading = self._reading
        adjective = reading.adjective or bool(self._head)
        if rule.form and (rule.form == "adjective") != adjective:
            return False
        if rule.shapes and reading.shape not in rule.shapes:
            return False
        if rule.head and self._head not in rule.head:
            return False
        return not rule.units or reading.unit.id in rule.units

    def _fits_words(self, rule: KindRule) -> bool:
        words = self._words
        pairs = (
            (rule.left, rule.not_left, words.left_phrases),
            (rule.right, rule.not_right, words.right_phrases),
            (rule.left_near, rule.not_left_near, words.near_left),
            (rule.right_near, rule.not_right_near, words.near_right),
            (rule.inside, _NOTHING, self._inside),
            (rule.cue, _NOTHING, self._cue),
        )
        return all(_holds(wanted, unwanted, there) for wanted, unwanted, there in pairs)

    def _fits_text(self, rule: KindRule) -> bool:
        return (
            rule.amount in {None, self._words.has_amount}
            and rule.amount_left in {None, self._words.has_amount_left}
            and (rule.definite is None or rule.definite == self._is_definite())
            and rule.qualified in {None, self._qualified}
            and (rule.capital is None or rule.capital == self._is_capital())
            and (rule.alone is None or rule.alone == self._is_alone())
            and (rule.brief is None or rule.brief == self._is_brief())
        )

    @cached_property
    def _cue(self) -> frozenset[str]:
        return frozenset({self._text[self._words.start : self._reading.start].strip().lower()})

    @cached_property
    def _inside(self) -> frozenset[str]:
        said = self._text[self._reading.start : self._reading.end]
        return frozenset(said.lower().replace("-", " ").split())

    def _is_definite(self) -> bool:
        return self._text[max(0, self._reading.start - 4) : self._reading.start].lower() == "the "

    def _is_capital(self) -> bool:
        """Six-Day War: the length and the word behind it are spelt like a name."""
        said = self._text[self._reading.start : self._reading.end]
        behind = self._text[self._reading.end : self._reading.end + 3].lstrip("'’s -")
        unit = self._text[self._reading.unit_start]
        named = said[:1].isupper() or (said[:1].isdigit() and unit.isupper())
        return named and not said.isupper() and behind[:1].isupper()

    def _is_alone(self) -> bool:
        """Nothing else in the text but what qualifies the length: "between two and three years"."""
        words = self._words
        around = {*words.left, *words.right} - _PUNCTUATION
        whole = len(words.before) == words.start
        ended = self._reading.end + len(words.behind) >= len(self._text.rstrip())
        return whole and ended and around <= _QUALIFYING

    def _is_brief(self) -> bool:
        """Two words at most beside it in its sentence: "in ten minutes", "or in a week?"."""
        left, right = self._words.left, self._words.right
        asked = max((place for place, word in enumerate(left) if word in {"?", "!"}), default=-1)
        words = {*left[asked + 1 :], *right} - _PUNCTUATION
        return len(words) <= _BRIEF


@cache
def judge() -> Judge:
    """The rules of the data file.

    Raises:
        DataError: the file is not valid.
    """
    data = load_data(_FILE, KindFile)
    ids = [rule.id for rule in data.rule]
    if len(set(ids)) != len(ids):
        raise DataError(_FILE, "an id stands twice")
    if data.rule[-1].model_dump(exclude_defaults=True).keys() != {"id", "kind"}:
        raise DataError(_FILE, "the last rule must fit always")
    return Judge(data)


def _with_sets(rule: KindRule, sets: dict[str, frozenset[str]]) -> KindRule:
    """The rule with the lists that its names stand for."""
    changed = {
        field: _expanded(value, sets)
        for field, value in rule
        if isinstance(value, frozenset) and field != "shapes"
    }
    return rule.model_copy(update=changed)


def _expanded(phrases: frozenset[str], sets: dict[str, frozenset[str]]) -> frozenset[str]:
    plain = frozenset(phrase for phrase in phrases if not phrase.startswith("@"))
    named = (name[1:] for name in phrases if name.startswith("@"))
    missing = [name for name in named if name not in sets]
    if missing:
        raise DataError(_FILE, f"there is no set {missing[0]!r}")
    return plain.union(*(sets[name[1:]] for name in phrases - plain))


def _singular(word: str, heads: frozenset[str]) -> str:
    for ending in ("", "s", "es"):
        stem = word.removesuffix(ending)
        if stem in heads:
            return stem
    return word


def _holds(wanted: frozenset[str], unwanted: frozenset[str], there: frozenset[str]) -> bool:
    if wanted and wanted.isdisjoint(there):
        return False
    return unwanted.isdisjoint(there)
