"""Who is who: short names find long ones, descriptions and pronouns find their entity."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pipeline_views import known_gap, links, read, row

from extractor.pipeline.aliases import group_names, key_words, without_title
from extractor.pipeline.discourse import Mention
from extractor.records import PartyKind

KEYS = [
    row("legal-forms", "Acme Holdings Inc's", ("acme",)),
    row("title", "Chief Executive Brian Dunn", ("brian", "dunn")),
    row("only-legal-form", "The Group", ("the", "group")),
    row("ampersand", "Marl & Sons", ("marl", "&", "sons")),
    row("stop-in-form", "Keld Corp.", ("keld",)),
    row("form-that-begins-the-name", "Limited Mills Inc", ("limited", "mills")),
]


@pytest.mark.parametrize(("name", "words"), KEYS)
def test_key_words(name, words):
    assert key_words(name) == words


def test_a_lone_title_stays():
    assert without_title("Chairman") == "Chairman"
    assert without_title("Chairman Ada Roe") == "Ada Roe"


LINKS = [
    row("short-name", "Brisk Foods Ltd paid, and Brisk left.", "Brisk", "Brisk Foods Ltd"),
    row("surname", "They met Ada Roe of late, and Roe paid.", "Roe", "Ada Roe"),
    row(
        "initials",
        "The Tarrin Ports Authority paid, and TPA left.",
        "TPA",
        "Tarrin Ports Authority",
    ),
    row("possessive", "Brisk Foods paid. Brisk Foods' debt grew.", "Brisk Foods", "Brisk Foods"),
    row("company", "Brisk Foods fell. On Monday the company paid.", "the company", "Brisk Foods"),
    row(
        "description-before-a-name",
        "Brisk Foods will sell mills to the buyout group Keld Partners.",
        "the buyout group",
        "Keld Partners",
    ),
    row(
        "description-after-a-name",
        "Brisk Foods will sell mills to Keld Partners, the buyout group, it said.",
        "the buyout group",
        "Keld Partners",
    ),
    row(
        "description-of-who-speaks",
        "Brisk Foods sold mills to Keld Partners, the company said.",
        "the company",
        "Brisk Foods",
    ),
    row(
        "word-of-the-name",
        "Brisk Foods sued Marl Bank. Then the bank paid.",
        "the bank",
        "Marl Bank",
    ),
    row("it", "Brisk Foods fell after it paid.", "it", "Brisk Foods"),
    row("its", "Brisk Foods fell. Then its debt grew.", "its", "Brisk Foods"),
    row(
        "nearest-body",
        "Brisk Foods rose. Wexal Group fell. On Monday the company paid.",
        "the company",
        "Wexal Group",
    ),
    row(
        "regulator-is-no-company",
        "The Tarrin Ports Authority sued Brisk Foods. On Monday the company paid.",
        "the company",
        "Brisk Foods",
    ),
    row(
        "agency",
        "The Tarrin Ports Authority sued Brisk Foods. On Monday the agency won.",
        "the agency",
        "Tarrin Ports Authority",
    ),
    row(
        "subject-keeps-the-pronoun",
        "Wexal Group sued Brisk Foods because it wanted $5 million from Brisk Foods.",
        "it",
        "Wexal Group",
    ),
    row(
        "country-is-no-airline",
        "Orvale Air paid. On Monday the airline fell.",
        "the airline",
        "Orvale Air",
    ),
    known_gap(
        "nationality",
        "a nationality hides the description that it stands in, without a model",
        "Orvale Air paid. On Monday the Dutch airline fell.",
        "the Dutch airline",
        "Orvale Air",
    ),
]


@pytest.mark.parametrize(("text", "words", "name"), LINKS)
def test_links(rules, text, words, name):
    assert links(read(rules, text)).get(words) == name


ALIASES = [
    row("run-together", "Keld Ports Inc paid. Then KeldPorts left.", 1),
    row("begins-run-together", "OrvaleMills Stores Corp paid. Then Orvale Mills left.", 1),
    row("last-word-cut", "Orvale Semiconductor Corp paid. Then Orvale Semi left.", 1),
    row("small-words-left-out", "Monte de Keldi Mills paid. Then Monte Keldi left.", 1),
    row("begins-with-a-small-word", "Del Keldi Foods Co paid. Then Del Keldi left.", 1),
    row("begins-with-a-hyphen", "Tarrin-Keld Cos paid. Then it sued Tarrin.", 1),
    row("hyphen-between-two", "The Keld-Umbra deal fell. Then Umbra sued Keld.", 3),
    row("hyphen-after-a-name", "It met Orvale Keld-Umbra fans. It sued Umbra and Orvale Keld.", 3),
    row("firm-is-no-person", "Orvale & Co paid. Then it sued Ada Orvale.", 2),
    row("capitals-inside", "KeldMarineBank paid. Then it sued KMB.", 1),
    row("initials-with-legal-form", "Orvale Rail Corporation paid. Then it sued ORC.", 1),
    row("initials-without-the-place", "U.S. Ports Rail Agency paid. Then it sued PRA.", 1),
    row("initials-with-ampersand", "Marl & Umbra paid. Then it sued M&U.", 1),
    row("defined-in-brackets", "Tarrin Works Body (KRX) paid. Then it sued KRX.", 1),
    row("defined-after-a-comma", "Tarrin Works Body, or KRX, paid. Then it sued KRX.", 1),
    row("defined-by-a-short-word", "It sued Keld Mart de Umbria (Kelmbria), and Kelmbria left.", 1),
    row("nickname", "Citigroup Inc paid. Then it sued Citi.", 1),
    row("initials-of-two", "It sued KLD and KLDM. Then KLD left KLDM.", 2),
    row("new-yorker-is-none", "It sued New York Foods. A paper, The New Yorker Foods, left.", 2),
    row("place-is-no-paper", "It sued Chicago Herald, and moved on from Chicago.", 2),
]


@pytest.mark.parametrize(("text", "count"), ALIASES)
def test_names_of_one_bearer(rules, text, count):
    reading = read(rules, text)
    named = {m.entity for m in reading.mentions if m.form == "name"}
    assert len(named) == count, [entity.name for entity in reading.entities]


FIRMS = [
    "Keld",
    "KELD",
    "KM",
    "K&M",
    "Marl",
    "keld",
    "Keld-Marl",
    "KeldMarl",
    "Marlborough",
    "Bank",
]
PIECES = [
    "&",
    "and",
    "of",
    "Inc",
    "Co",
    "The",
    "U.S.",
    "Fed",
    "Federal",
    "Reserve",
    "Citi",
    "-",
    "’s",
]
WORDS = st.sampled_from([*FIRMS, *PIECES])


@given(st.lists(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), max_size=12))
def test_every_name_has_one_bearer(names):
    text, mentions = "", []
    for name in names:
        start = len(text)
        text += f"{name} (KM), "
        kind = PartyKind.ORGANISATION
        mentions.append(Mention(start, start + len(name), kind, "name", "capitals"))
        mentions.append(Mention(len(text) - 5, len(text) - 3, kind, "name", "capitals"))
    groups = group_names(text, mentions)
    assert sorted(m.start for group in groups for m in group) == [m.start for m in mentions]


STRANGERS = [
    row("common-first-word", "It sued National Grid Ltd. It sued National Rail Ltd.", 2),
    row("other-firm", "It sued Brisk Foods Ltd. It sued Brisk Motors Ltd.", 2),
    row("persons-of-one-name", "They met Ada Roe. They sued Cy Roe.", 2),
    row("same-firm-thrice", "It sued Keld Inc. It sued Keld Corporation and Keld.", 1),
]


@pytest.mark.parametrize(("text", "count"), STRANGERS)
def test_number_of_entities(rules, text, count):
    assert len(read(rules, text).entities) == count


def test_the_fullest_name_stands_in_the_record(rules):
    reading = read(rules, "It sued Keld. It later met Keld Marine Holdings, and Keld Marine won.")
    assert [entity.name for entity in reading.entities] == ["Keld Marine Holdings"]


def test_descriptions_before_any_name_stay_open(rules):
    reading = read(rules, "On Monday the company paid. Later Brisk Foods left.")
    assert "the company" not in links(reading)


def test_focus_is_whom_the_article_is_about(rules):
    text = (
        "Brisk Foods wins\nBrisk Foods won a prize. Wexal Group lost. Brisk Foods smiled.\n"
        "The Harbour Post wrote of it. The Harbour Post asked. The Harbour Post wondered."
    )
    reading = read(rules, text)
    assert reading.entities[reading.focus].name == "Brisk Foods"


def test_focus_of_nobody(rules):
    assert read(rules, "it rained all day.").focus == -1


def test_outlets_are_never_the_company(rules):
    reading = read(rules, "The Harbour Post wrote of it. On Monday the company paid.")
    assert "the company" not in links(reading)
