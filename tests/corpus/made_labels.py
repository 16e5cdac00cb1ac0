"""Small labelled articles for the tests of the tools: places are found, the rest has defaults."""

from __future__ import annotations

import json

from corpus.tools.labels import LabelledArticle

TEXT = (
    "Tarrow in talks to buy Osk for €40m\n"
    "Tarrow may pay €40m for Osk, a person close to the talks said. Osk denied it.\n"
    "Its lease costs £3m to £4m and runs for five years. Tin fetched $210."
)


def place(quote, text=TEXT, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return {"quote": quote, "start": start, "end": start + len(quote)}


def amount(quote, value=40_000_000, *, text=TEXT, nth=0, **changes):
    fields = {"min": value, "max": value, "currency": "EUR", "modifier": "exact", "per": None}
    return place(quote, text, nth) | fields | changes


def duration(quote, iso, *, text=TEXT, **changes):
    return place(quote, text) | {"iso": iso, "modifier": "exact"} | changes


def sentence(words, text=TEXT):
    """The line that holds the words."""
    start = text.rfind("\n", 0, text.index(words)) + 1
    end = text.find("\n", start)
    return [start, len(text) if end < 0 else end]


def claim(name="c1", **changes):
    return {
        "id": name,
        "event": "acquisition",
        "amounts": [amount("€40m"), amount("€40m", nth=1)],
        "durations": [],
        "parties": [{"name": "Tarrow", "role": "payer"}, {"name": "Osk", "role": "subject"}],
        "confirmation": "unconfirmed",
        "modality": "possible",
        "attribution": [{"name": None, "kind": "anonymous"}],
        "mentions": [sentence("Tarrow in"), sentence("Tarrow may")],
    } | changes


def lease(name="c2", **changes):
    stated = {
        "event": "contract",
        "amounts": [amount("£3m to £4m", min=3_000_000, max=4_000_000, currency="GBP")],
        "durations": [duration("five years", "P5Y")],
        "parties": [{"name": "Osk", "role": "payer"}],
        "confirmation": "stated",
        "modality": "actual",
        "attribution": [],
        "mentions": [sentence("Its lease")],
    }
    return claim(name, **(stated | changes))


def tin(name="c3", **changes):
    stated = {
        "event": "price",
        "amounts": [amount("$210", 210, currency="USD")],
        "parties": [{"name": "Tin", "role": "subject"}],
        "confirmation": "stated",
        "modality": "actual",
        "attribution": [],
        "mentions": [sentence("Tin fetched")],
    }
    return claim(name, **(stated | changes))


def raw_article(*claims, doc="tarrow"):
    return {"doc": doc, "claims": list(claims)}


def article(*claims, doc="tarrow"):
    return LabelledArticle.model_validate_json(json.dumps(raw_article(*claims, doc=doc)))


def write(folder, *articles):
    """Label files of articles; gives the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for raw in articles:
        (folder / f"{raw['doc']}.json").write_text(json.dumps(raw), encoding="utf-8")
    return folder


def write_texts(folder, **texts):
    """Text files by name; gives the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_bytes(text.encode())
    return folder
