"""The same story twice: what counts as a copy, and what is kept of a story."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import api
from extractor.articles.duplicates import (
    Signature,
    SignatureError,
    StoryIndex,
    signature_of,
)
from extractor.hashing import sha256_of
from extractor.records import Article

HEAD = "Norvale to buy Tarn for $1.2 billion"
BODY = [
    "Norvale Group said on Tuesday that it would buy Tarn Holdings for $1.2 billion in cash, "
    "ending a contest for the ferry operator that began in the spring.",
    "The board of Tarn backs the offer, which values each share at $14.60, a fifth more than the "
    "price at which the paper closed on Monday evening in Wexcombe.",
    "Norvale expects the deal to close within nine months and wants to save $80 million a year "
    "by the third year, mostly by running the two fleets from one harbour office.",
    "A rival bidder, the pension fund Quist Partners, declined to say whether it would return "
    "with a higher bid after its own was turned down in August by the same board.",
    "Unions at both companies asked for talks about the three hundred jobs in the workshops, "
    "which they fear will go when the yard at Selham is closed next winter.",
]
OTHER = [
    "Ardent Biscuits has taken a lease of twelve years on the former mill at Dunholt, where it "
    "wants to bake for the northern market from the coming autumn on.",
    "The company pays $4 million a year for the building and will put another $11 million into "
    "ovens, according to papers that it filed with the town on Friday.",
    "Dunholt lost its last large employer when the mill closed four years ago, and the mayor "
    "called the decision the best news in a decade for the valley.",
]


def article(body: list[str], head: str = HEAD, name: str = "a", **fields: object) -> Article:
    text = "\n".join([head, *body])
    digest = sha256_of(text.encode())
    values = {"source": name, "title": head, "text": text, "text_sha256": digest} | fields
    return Article(id=name, raw_sha256=digest, **values)


COPIES = {
    "same": (HEAD, BODY),
    "headline": ("Tarn goes to Norvale", BODY),
    "spelling-of-signs": (HEAD, [line.upper().replace(",", " –") for line in BODY]),
    "agency-line": ("Tarn goes to Norvale", ["WEXCOMBE (Wire) - " + BODY[0], *BODY[1:]]),
    "two-more": (HEAD, [OTHER[0], *BODY, OTHER[1]]),
    "first-half": (HEAD, BODY[:3]),
    "second-half": (HEAD, BODY[2:]),
    "half-and-more": ("Ferries change hands", ["WEXCOMBE (Wire) - " + BODY[0], *BODY[1:3]]),
    "one-less": (HEAD, BODY[:2] + BODY[3:]),
}


@pytest.mark.parametrize("kind", COPIES)
def test_copies_are_found(kind):
    index = StoryIndex()
    index.add("first", signature_of(article(BODY)))
    head, body = COPIES[kind]
    assert index.repeated_by(article(body, head, "copy")) == "first"
    assert len(index) == 1


@pytest.mark.parametrize("kind", COPIES)
def test_the_longer_version_repeats_the_shorter_one(kind):
    head, body = COPIES[kind]
    index = StoryIndex()
    index.add("first", signature_of(article(body, head)))
    assert index.find(signature_of(article(BODY))) == "first"


OTHERS = {
    "another-story": ("Biscuits to Dunholt", OTHER),
    "same-headline": (HEAD, OTHER),
    "one-paragraph-quoted": ("Biscuits to Dunholt", [*OTHER, BODY[0]]),
    "follow-up": (
        "Quist returns for Tarn",
        [
            "Quist Partners raised its offer for Tarn Holdings to $1.4 billion on Thursday, two "
            "days after the ferry operator had chosen another suitor.",
            BODY[1],
            "The pension fund gave shareholders until the end of the month to decide, and asked "
            "the regulator to look at the break fee of $35 million in the first agreement.",
            "A spokesman of Norvale said that the group saw no reason to change a fair offer.",
        ],
    ),
    "short": ("Tarn", ["Norvale buys Tarn."]),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_other_stories_stay_apart(kind):
    index = StoryIndex()
    index.add("first", signature_of(article(BODY)))
    head, body = OTHERS[kind]
    assert index.repeated_by(article(body, head, "other")) is None
    assert len(index) == 2


WEEKLY = (
    "Drilling rigs at work in the Selham basin {0} by {1} to {2} in the week to {3} {4}, the "
    "survey firm Tarn Counts said. That compares with {5} rigs a year ago. Oil rigs {0} by {6} to "
    "{7}, and gas rigs by {8} to {9}. The count, which has been made since 1987, is watched as an "
    "early sign of what producers will bring to market in the months to come."
)


def test_a_weekly_report_with_other_figures_is_another_story():
    index = StoryIndex()
    weeks = [
        ("fell", 12, 431, "March", 3, 502, 9, 310, 3, 121),
        ("fell", 7, 424, "March", 10, 498, 5, 305, 2, 119),
    ]
    first, second = (WEEKLY.format(*week) for week in weeks)
    index.add("first", signature_of(article([first])))
    assert index.find(signature_of(article([second], "Another week"))) is None
    assert index.find(signature_of(article([first + " It is free."], "Rigs fall"))) == "first"


def test_a_mended_figure_makes_no_other_story():
    index = StoryIndex()
    index.add("first", signature_of(article(BODY)))
    mended = [line.replace("$80 million", "$90 million") for line in BODY]
    assert index.find(signature_of(article(mended, "Corrected"))) == "first"


def test_short_texts_are_only_the_same_word_for_word():
    index = StoryIndex()
    index.add("first", signature_of(article(["Norvale buys Tarn."], "Tarn")))
    assert index.find(signature_of(article(["Norvale buys Tarn!"], "Sold"))) == "first"
    assert index.find(signature_of(article(["Norvale sells Tarn."], "Tarn"))) is None


def test_an_address_counts_with_part_of_the_text_and_a_front_page_does_not():
    index, changed = StoryIndex(), [*BODY[:2], *OTHER]
    index.add("first", signature_of(article(BODY)), "https://ledger.example/news/tarn")
    mended = signature_of(article(changed))
    assert index.find(mended) is None
    assert index.find(mended, "http://www.ledger.example/news/tarn/") == "first"
    assert index.find(signature_of(article(OTHER)), "https://ledger.example/news/tarn") is None
    fronts = StoryIndex()
    fronts.add("first", signature_of(article(BODY)), "https://ledger.example/")
    assert fronts.find(mended, "https://ledger.example/") is None


def test_the_first_of_several_answers():
    index = StoryIndex()
    for name in ("first", "second"):
        index.add(name, signature_of(article(BODY)))
    assert index.find(signature_of(article(BODY[:3]))) == "first"


def test_signatures_are_stored_and_small():
    signature = signature_of(article(BODY * 20))
    assert Signature.from_bytes(signature.to_bytes()) == signature
    assert len(signature.to_bytes()) < 1000
    assert len(signature_of(article([f"{n} words" for n in range(90_000)])).to_bytes()) < 5000


def test_a_signature_stays_what_it_is():
    """Databases keep signatures: a change of this value needs a new version number."""
    digest = sha256_of(signature_of(article(BODY)).to_bytes())
    assert digest == "e55c05ccbde1f8d16acd18064fb086f08c8b4628511a761a89b7e3184efd34f5"


@pytest.mark.parametrize("stored", [b"", b"\x01", b"\x00" * 400, b"\xff" * 400])
def test_bytes_that_are_no_signature(stored):
    with pytest.raises(SignatureError):
        Signature.from_bytes(stored)


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_every_text_repeats_itself_and_survives_storage(text):
    signature = signature_of(article([text or "x"], "head"))
    index = StoryIndex()
    index.add("first", Signature.from_bytes(signature.to_bytes()))
    assert index.find(signature) == "first"


def test_reading_marks_later_copies(tmp_path):
    for name, (head, body) in {"1": (HEAD, BODY), "2": OTHERS["another-story"]}.items():
        (tmp_path / f"{name}.txt").write_text("\n".join([head, *body]))
    (tmp_path / "3.txt").write_text("\n".join(["Ferries change hands", *BODY[:3]]))
    first, other, copy = api.read([str(tmp_path)])
    assert (first.same_as, other.same_as, copy.same_as) == (None, None, first.id)
