"""Train the weights that tell which words tell deals (``extractor.pipeline.learned.deals``).

    python -m models.training.deals LABELS TEXTS [LABELS TEXTS ...] [-o FILE]

LABELS is a folder of label files (``corpus.tools.deals``), TEXTS the folder with the articles'
texts. The installed pipeline reads the articles; a word is an example of telling a deal when its
sentence tells a labelled one with a party in common. How many have which role in deals of each kind
is fitted on the same words (``models.training.casts``). Without ``-o`` nothing is written; the
cross-validated figures (whole articles held out) are printed in any case. Articles of the part
``test`` are left out.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from corpus.tools.assemble import split_of
from corpus.tools.check_labels import read_text
from corpus.tools.deals import LabelledDeal, LabelledDeals, read_deals
from corpus.tools.labels import label_files
from corpus.tools.names import same_name
from extractor.pipeline import components
from extractor.pipeline.components import amounts_of, deals_of, reading_of, terms_of
from extractor.pipeline.discourse import Deal, Reading, Span
from extractor.pipeline.drafts import draft_all, draft_of
from extractor.pipeline.grouping import Group, group_figures
from extractor.pipeline.judging import Case
from extractor.pipeline.learned.casts import is_likely, load_casts
from extractor.pipeline.learned.deals import NO_DEAL, DealWeights, deal_features
from extractor.pipeline.learned.judge import LearnedJudge
from extractor.pipeline.learned.linear import LinearModel, load_weights
from extractor.pipeline.learned.parties import scene_of
from extractor.pipeline.road import load
from models.training.articles import PARTS, arguments_of
from models.training.casts import Seen, fit, table_of, true_cast
from models.training.train import cross_predict, report, train

_UNTRAINED = DealWeights("none", LinearModel((NO_DEAL,), (0.0,), {}), {})


@dataclass(frozen=True)
class Word:
    """A word that may tell a deal: its article and rule, its features, what is known of the deal.

    ``kind`` is the event of the labelled deal that it tells, or that there is none; ``seen`` is
    the deal as the judge sees it before casts count.
    """

    doc: str
    rule: str
    features: dict[str, float]
    kind: str
    seen: Seen | None


def words_of(labels: Path, texts: Path, nlp: Language) -> Iterator[Word]:
    """The words that may tell deals in all articles that are trained on."""
    judge = LearnedJudge(load_weights(), load_casts(), _UNTRAINED)
    for path in label_files(labels):
        if split_of(path.stem) in PARTS:
            doc = nlp(read_text(texts / f"{path.stem}.txt"))
            yield from _words_in(doc, read_deals(path), judge)


def _words_in(doc: Doc, labels: LabelledDeals, judge: LearnedJudge) -> Iterator[Word]:
    reading = reading_of(doc)
    figures = group_figures(reading, amounts_of(doc), terms_of(doc))
    told = [draft.case() for draft in draft_all(reading, figures, judge)]
    for word in deals_of(doc):
        case = draft_of(reading, Group(deals=(word,)), judge).case()
        event = judge.shares_of("event", reading, word)
        features = deal_features(reading, word, case, event, told)
        deal = _told_by(reading, word, case, labels.deals)
        kind = deal.event.value if deal else NO_DEAL
        seen = _seen(reading, word, judge, deal) if deal else None
        yield Word(labels.doc, word.rule, features, kind, seen)


def _told_by(
    reading: Reading, word: Deal, case: Case, deals: Iterable[LabelledDeal]
) -> LabelledDeal | None:
    """The labelled deal that the word's sentence tells and that has a party in common with it."""
    home = reading.sentence_at(word.start)
    names = [reading.entities[index].name for index in case.bound]
    for deal in deals:
        here = any(home.start <= each.start < home.end for each in deal.words)
        if here and any(same_name(p.name, name) for p in deal.parties for name in names):
            return deal
    return None


def _seen(reading: Reading, word: Deal, judge: LearnedJudge, deal: LabelledDeal) -> Seen:
    shares = judge.role_shares(scene_of(reading, deal.event, [Span(word.start, word.end)]))
    likely = [(entity, each) for entity, each in shares if is_likely(each)]
    parties = [{"name": party.name, "role": party.role.value} for party in deal.parties]
    cast = true_cast([entity for entity, _ in likely], parties)
    return Seen(deal.event, [each for _, each in likely], cast)


def _casts(words: Iterable[Word]) -> dict[str, dict[str, float]]:
    """The factors by the rule of the word that tells the deal."""
    by_rule: dict[str, list[Seen]] = defaultdict(list)
    for word in words:
        if word.seen:
            by_rule[word.rule].append(word.seen)
    return {rule: table_of(fit(seen)) for rule, seen in sorted(by_rule.items())}


def as_json(model: dict, casts: dict) -> str:
    """The weights file; its name holds a hash of the weights, and stands in every record."""
    content = json.dumps({"model": model, "casts": casts}, separators=(",", ":"))
    digest = hashlib.blake2b(content.encode(), digest_size=4).hexdigest()
    return f'{{"name":"claims-deals-{digest}",{content[1:]}'


def main(arguments: list[str]) -> None:
    """Read the labels, print the held-out figures, write the weights."""
    pairs, output = arguments_of(arguments, __doc__)
    nlp = load(deals=True)
    nlp.disable_pipe(components.CLAIMS)
    words = [word for pair in pairs for word in words_of(*pair, nlp)]
    examples = [(word.doc, word.features, word.kind) for word in words]
    report("deal", examples, cross_predict("deal", examples))
    if output:
        casts = _casts(words)
        output.write_text(as_json(train("deal", examples), casts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
