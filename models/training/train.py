"""Train the linear models of ``extractor.pipeline.learned`` on labelled articles.

    python -m models.training.train LABELS TEXTS [LABELS TEXTS ...] [-o FILE]

LABELS is a folder of label files, TEXTS the folder with the articles' texts. Without ``-o`` nothing
is written; the cross-validated figures (whole articles held out) are printed in any case. Articles
of the part ``test`` (``corpus.tools.assemble.split_of``) are left out.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from corpus.tools.names import same_name
from extractor.pipeline.discourse import Span
from extractor.pipeline.drafts import draft_all
from extractor.pipeline.grouping import Group
from extractor.pipeline.learned.casts import load_casts
from extractor.pipeline.learned.deals import load_deals
from extractor.pipeline.learned.figures import figure_features
from extractor.pipeline.learned.judge import CUES, LearnedJudge
from extractor.pipeline.learned.linear import Weights, parse_model
from extractor.pipeline.learned.parties import candidates, party_features, scene_of
from extractor.pipeline.learned.statuses import status_features
from extractor.pipeline.opinions import NO_PARTY
from extractor.records import Event
from models.training.articles import Labelled, arguments_of, labelled_articles

LEAST_SEEN = {"event": 3, "modality": 3, "party": 4, "status": 4, "deal": 2}
STRENGTH = {"event": 0.4, "modality": 0.2, "party": 0.05, "status": 0.1, "deal": 0.05}
# Denials are rare, and what a denial is about is worth more than one more figure told right.
CLASS_WEIGHTS = {"status": {"confirmed": 1.0, "stated": 1.0, "unconfirmed": 1.2, "denied": 6.0}}
FOLDS = 5
DIGITS = 3

Example = tuple[str, dict[str, float], str]
"""Article, features, class."""


def figure_examples(articles: Iterable[Labelled], which: str) -> list[Example]:
    """One example a figure, for event or modality."""
    return [
        (article.doc, figure_features(article.reading, figure, CUES[which]), claim[which])
        for article in articles
        for group, claim in article.groups
        for figure in group.anchors
    ]


def party_examples(
    articles: Iterable[Labelled], event_of: Callable[[str, Group], str]
) -> list[Example]:
    """One example a candidate of a group."""
    found = []
    for article in articles:
        for group, claim in article.groups:
            spans = [Span(f.start, f.end) for f in group.anchors]
            scene = scene_of(article.reading, Event(event_of(article.doc, group)), spans)
            for entity in candidates(scene):
                role = next(
                    (p["role"] for p in claim["parties"] if same_name(p["name"], entity.name)),
                    NO_PARTY,
                )
                found.append((article.doc, party_features(scene, entity), role))
    return found


def status_examples(articles: Iterable[Labelled], weights: Weights) -> list[Example]:
    """One example a claim, with the parties, event and modality that the other weights give it."""
    judge = LearnedJudge(weights, load_casts(), load_deals())
    return [
        (article.doc, status_features(article.reading, draft.case()), claim["confirmation"])
        for article in articles
        for (_, claim), draft in zip(
            article.groups,
            draft_all(article.reading, [group for group, _ in article.groups], judge),
            strict=True,
        )
    ]


def train(name: str, examples: Sequence[Example]) -> dict:
    """The weights of one model, rounded; features seen too rarely are left out."""
    seen = Counter(feature for _, features, _ in examples for feature in features)
    kept = {feature for feature, count in seen.items() if count >= LEAST_SEEN[name]}
    rows = [{f: v for f, v in features.items() if f in kept} for _, features, _ in examples]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(rows)
    weights = CLASS_WEIGHTS.get(name)
    model = LogisticRegression(C=STRENGTH[name], class_weight=weights, max_iter=2000)
    model.fit(matrix, [label for _, _, label in examples])
    return _as_table(model, vectorizer.get_feature_names_out())


def _as_table(model: LogisticRegression, names: Sequence[str]) -> dict:
    coefficients, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # noqa: PLR2004 - sklearn keeps one row for two classes
        coefficients = [-coefficients[0] / 2, coefficients[0] / 2]
        bias = [-bias[0] / 2, bias[0] / 2]
    weights = {
        name: [round(float(row[index]), DIGITS) for row in coefficients]
        for index, name in enumerate(names)
    }
    kept = {name: row for name, row in weights.items() if any(row)}
    return {
        "classes": [str(value) for value in model.classes_],
        "bias": [round(float(value), DIGITS) for value in bias],
        "weights": dict(sorted(kept.items())),
    }


def fold_of(doc: str) -> int:
    """The fold of an article, by a hash of its name."""
    return hashlib.sha256(doc.encode()).digest()[0] % FOLDS


def cross_predict(name: str, examples: Sequence[Example]) -> list[str]:
    """For each example the class that a model trained on the other folds gives it."""
    found = [""] * len(examples)
    for fold in range(FOLDS):
        model = parse_model(train(name, [e for e in examples if fold_of(e[0]) != fold]))
        for index, (doc, features, _) in enumerate(examples):
            if fold_of(doc) == fold:
                found[index] = model.best(features)[0]
    return found


def report(name: str, examples: Sequence[Example], guesses: Sequence[str]) -> None:
    """Accuracy and F1 of each class, held out."""
    labels = [label for _, _, label in examples]
    right = sum(label == guess for label, guess in zip(labels, guesses, strict=True))
    parts = []
    for label in sorted(set(labels)):
        hit = sum(a == b == label for a, b in zip(labels, guesses, strict=True))
        f1 = 2 * hit / max(1, labels.count(label) + list(guesses).count(label))
        parts.append(f"{label} {f1:.3f}")
    print(f"{name:12} n {len(labels):5} accuracy {right / len(labels):.3f}  {'  '.join(parts)}")


def as_json(models: dict) -> str:
    """The weights file; its name holds a hash of the weights, and stands in every record."""
    content = json.dumps(models, separators=(",", ":"))
    digest = hashlib.blake2b(content.encode(), digest_size=4).hexdigest()
    return f'{{"name":"claims-linear-{digest}","models":{content}}}'


def main(arguments: list[str]) -> None:
    """Read the labels, print the held-out figures, write the weights."""
    pairs, output = arguments_of(arguments, __doc__)
    articles = [article for pair in pairs for article in labelled_articles(*pair)]
    sets = {
        "event": figure_examples(articles, "event"),
        "modality": figure_examples(articles, "modality"),
    }
    keys = [(a.doc, f.start) for a in articles for g, _ in a.groups for f in g.anchors]
    guessed = dict(zip(keys, cross_predict("event", sets["event"]), strict=True))
    sets["party"] = party_examples(articles, lambda doc, g: guessed[doc, g.anchors[0].start])
    models = {name: train(name, examples) for name, examples in sets.items()}
    parsed = {name: parse_model(model) for name, model in models.items()}
    sets["status"] = status_examples(articles, Weights("training", parsed))
    for name, examples in sets.items():
        report(name, examples, cross_predict(name, examples))
    if output:
        models["status"] = train("status", sets["status"])
        output.write_text(as_json(models) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
