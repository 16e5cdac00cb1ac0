"""Count what is rare in a folder of labels against how much of it is wanted.

    python -m corpus.tools.quotas LABELS

Prints what is wanted (``quotas.toml``) and what is there, and ends with 1 if anything is short.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from corpus.tools.labels import LabelledArticle, LabelledClaim, Trait, label_files, read_labels
from extractor.records import Modality, SourceKind, Status

QUOTAS = Path(__file__).with_name("quotas.toml")


class Quota(BaseModel):
    """How much of something is wanted at least."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    wanted: int = Field(ge=1)
    what: str = Field(min_length=1)


class Standing(NamedTuple):
    """A quota and what there is of it."""

    name: str
    quota: Quota
    have: int

    @property
    def is_short(self) -> bool:
        """Whether more is wanted."""
        return self.have < self.quota.wanted

    def __str__(self) -> str:
        """One line for a terminal."""
        short = f"  {self.quota.wanted - self.have} short" if self.is_short else ""
        return f"{self.have:6} of {self.quota.wanted:4} {self.quota.what}{short}"


def read_quotas(path: Path = QUOTAS) -> dict[str, Quota]:
    """What is wanted, by name.

    Raises:
        pydantic.ValidationError: a field is missing, unknown or malformed.
    """
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return TypeAdapter(dict[str, Quota]).validate_python(raw)


def count(articles: Sequence[LabelledArticle]) -> dict[str, int]:
    """What there is, by the names of ``quotas.toml``."""
    claims = [claim for article in articles for claim in article.claims]
    amounts = [amount for claim in claims for amount in claim.amounts]
    return {
        "articles": len(articles),
        "denials": sum(claim.confirmation is Status.DENIED for claim in claims),
        "disclaimers": _articles_with(articles, Trait.DISCLAIMER),
        "anonymous": _claims_from(claims, SourceKind.ANONYMOUS),
        "media": _claims_from(claims, SourceKind.MEDIA),
        "settled_later": _claims_with(claims, Trait.SETTLED_LATER),
        "hypothetical": sum(claim.modality is Modality.HYPOTHETICAL for claim in claims),
        "negated": sum(claim.modality is Modality.NEGATED for claim in claims),
        "terms": sum(len(claim.durations) for claim in claims),
        "ranges": sum(amount.min != amount.max for amount in amounts),
        "described_parties": _claims_with(claims, Trait.DESCRIBED_PARTY),
        "several_deals": _articles_with(articles, Trait.SEVERAL_DEALS),
        "no_claim": sum(not article.claims for article in articles),
        "background": _claims_with(claims, Trait.BACKGROUND_FIGURE),
    }


def _claims_with(claims: Sequence[LabelledClaim], trait: Trait) -> int:
    return sum(trait in claim.traits for claim in claims)


def _articles_with(articles: Sequence[LabelledArticle], trait: Trait) -> int:
    return sum(any(trait in claim.traits for claim in article.claims) for article in articles)


def _claims_from(claims: Sequence[LabelledClaim], kind: SourceKind) -> int:
    return sum(any(source.kind is kind for source in claim.attribution) for claim in claims)


def standings(labels: Path) -> list[Standing]:
    """Every quota with what a folder of label files holds of it."""
    have = count([read_labels(path) for path in label_files(labels)])
    return [Standing(name, quota, have[name]) for name, quota in read_quotas().items()]


def main(arguments: list[str]) -> int:
    """Print every quota: 0 all are met, 1 not."""
    parser = argparse.ArgumentParser(prog="quotas", description="Count what is rare.")
    parser.add_argument("labels", type=Path, help="folder of <name>.json")
    found = standings(parser.parse_args(arguments).labels)
    for standing in found:
        print(standing)
    return 1 if any(standing.is_short for standing in found) else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
