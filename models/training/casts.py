"""Fit the factors of casts (``extractor.pipeline.learned.casts``) on labelled articles.

    python -m models.training.casts LABELS TEXTS [LABELS TEXTS ...] [-o FILE]

LABELS is a folder of label files, TEXTS the folder with the articles' texts. The installed pipeline
reads the articles of the parts ``dev``, which its encoder was not trained on (its linear weights
were), once with the encoder and once without. The factor of a cast brings the number of claims that
the shares expect to have it nearer to the number that the labels give it, as iterative proportional
fitting does. ``DOUBT`` claims are added to both and the rounds are few, so that the factors of rare
casts stay near 1.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.tools.names import same_name
from extractor.pipeline.discourse import Entity, Span
from extractor.pipeline.learned.casts import (
    NOBODY,
    Cast,
    Casts,
    Factors,
    chances,
    is_likely,
    with_one_more,
)
from extractor.pipeline.learned.deals import load_deals
from extractor.pipeline.learned.judge import LearnedJudge
from extractor.pipeline.learned.linear import load_weights
from extractor.pipeline.learned.parties import scene_of
from extractor.pipeline.opinions import Shares
from extractor.pipeline.road import load
from extractor.records import Event, Role
from models.training.articles import Labelled, arguments_of, labelled_articles

DOUBT = 8.0
ROUNDS = 6
DIGITS = 3
LEAST = 0.001


@dataclass(frozen=True)
class Seen:
    """A claim: its event as the pipeline sees it, its candidates' shares, and its true cast."""

    event: Event
    candidates: Sequence[Shares]
    cast: Cast


def seen_claims(
    articles: Iterable[Labelled], judge: LearnedJudge, *, heard: bool
) -> Iterator[Seen]:
    """The labelled claims of articles as the judge sees them before casts count.

    ``heard``: only those with a figure that the encoder has read.
    """
    for article in articles:
        for group, claim in article.groups:
            if heard and not any(f.start in article.reading.opinions for f in group.anchors):
                continue
            event = judge.event(article.reading, group.anchors).value
            spans = [Span(figure.start, figure.end) for figure in group.anchors]
            found = judge.role_shares(scene_of(article.reading, event, spans))
            likely = [(entity, shares) for entity, shares in found if is_likely(shares)]
            cast = true_cast([entity for entity, _ in likely], claim["parties"])
            yield Seen(event, [shares for _, shares in likely], cast)


def true_cast(entities: Iterable[Entity], parties: Iterable[Mapping[str, str]]) -> Cast:
    """How many of the labelled parties of each role are among some entities."""
    names = [entity.name for entity in entities]
    cast = NOBODY
    for party in parties:
        if any(same_name(party["name"], name) for name in names):
            cast = with_one_more(cast, list(Role).index(Role(party["role"])))
    return cast


def fit(claims: Sequence[Seen]) -> dict[Cast, float]:
    """The factors for claims of one event."""
    told = Counter(claim.cast for claim in claims)
    alone = [chances(claim.candidates) for claim in claims]
    factors: dict[Cast, float] = defaultdict(lambda: 1.0)
    for _ in range(ROUNDS):
        expected = _expected(alone, factors)
        for cast in {*told, *expected}:
            factors[cast] *= (told[cast] + DOUBT) / (expected[cast] + DOUBT)
    return dict(factors)


def _expected(alone: Iterable[Mapping[Cast, float]], factors: Factors) -> dict[Cast, float]:
    """How many claims have each cast by the shares and the factors."""
    expected: dict[Cast, float] = defaultdict(float)
    for shares in alone:
        weights = {cast: share * factors[cast] for cast, share in shares.items()}
        whole = sum(weights.values())
        for cast, weight in weights.items():
            expected[cast] += weight / whole
    return expected


def table_of(factors: Factors) -> dict[str, float]:
    """Factors as the file holds them: casts as counts with spaces between."""
    return {
        " ".join(map(str, cast)): max(LEAST, round(factor, DIGITS))
        for cast, factor in sorted(factors.items())
    }


def as_table(claims: Iterable[Seen]) -> dict[str, dict[str, float]]:
    """The factors by event, as the file holds them."""
    by_event: dict[Event, list[Seen]] = defaultdict(list)
    for claim in claims:
        by_event[claim.event].append(claim)
    return {event.value: table_of(fit(by_event[event])) for event in Event if by_event[event]}


def as_json(tables: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """The file; its name holds a hash of the factors, and stands in every record."""
    digest = hashlib.blake2b(json.dumps(tables).encode(), digest_size=4).hexdigest()
    return json.dumps({"name": f"claims-casts-{digest}", **tables}, indent=1)


def main(arguments: list[str]) -> None:
    """Read the labels, fit, write or print."""
    pairs, output = arguments_of(arguments, __doc__)
    judge = LearnedJudge(load_weights(), Casts("none", {}, {}), load_deals())
    tables = {}
    for name, encoder in (("heard", True), ("unheard", False)):
        nlp = load(encoder=encoder)
        articles = (a for pair in pairs for a in labelled_articles(*pair, nlp, parts=("dev",)))
        claims = list(seen_claims(articles, judge, heard=encoder))
        print(f"{name}: {len(claims)} claims", file=sys.stderr)
        tables[name] = as_table(claims)
    if output:
        output.write_text(as_json(tables) + "\n", encoding="utf-8")
    else:
        print(as_json(tables))


if __name__ == "__main__":
    main(sys.argv[1:])
