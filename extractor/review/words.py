"""What statuses, roles, kinds of source and rules mean, in words for the review page."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.errors import DataError
from extractor.records import Event, Modality, PartyKind, Role, Scope, SourceKind, Stage, Status

_FILE = "words.toml"


class Words(BaseModel):
    """``data/words.toml``: each word of a vocabulary, and each rule or family of rules."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    status: dict[Status, str]
    modality: dict[Modality, str]
    event: dict[Event, str]
    scope: dict[Scope, str]
    role: dict[Role, str]
    party: dict[PartyKind, str]
    source: dict[SourceKind, str]
    stage: dict[Stage, str]
    rule: dict[str, str] = Field(description="by rule id, or by the part of it before the dot")

    def of_rule(self, rule: str) -> str | None:
        """What a rule reads, in words; None for a rule without any."""
        return self.rule.get(rule) or self.rule.get(rule.split(".", 1)[0])


@cache
def words() -> Words:
    """The words of the package.

    Raises:
        DataError: the file is not valid.
    """
    text = (files("extractor.review") / "data" / _FILE).read_text(encoding="utf-8")
    try:
        return Words.model_validate(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise DataError(_FILE, str(error)) from error
