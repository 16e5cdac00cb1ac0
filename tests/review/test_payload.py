"""The page as a file: what is in it, that it is always the same, and how it is written."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from review_records import (
    DEAL,
    deal,
    dollars,
    failures,
    make_claim,
    make_record,
    many,
)

from extractor.errors import StoreError
from extractor.review import ReportOptions, report_pieces, write_report
from extractor.review.page import SCRIPTS, page_file
from extractor.review.payload import Keys, article_entry, offsets_in

APRIL = datetime(2026, 4, 1, tzinfo=UTC)
WEST = timezone(timedelta(hours=-5))


def page_of(*records, **fields):
    return "".join(report_pieces(records, **fields))


def data_of(page, name):
    found = re.search(rf'id="data-{name}">(.*?)</script>', page, re.DOTALL)
    return json.loads(found[1])


def test_the_same_records_give_the_same_bytes(tmp_path):
    for name in ("one.html", "two.html"):
        write_report(tmp_path / name, many(5), failures())
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_counts_are_told(tmp_path):
    counts = write_report(tmp_path / "page.html", many(3), failures(4))
    assert (counts.articles, counts.claims, counts.failures) == (3, 30, 4)


def test_the_page_loads_nothing():
    page = page_of(deal())
    head = page.split("</head>")[0]
    assert "default-src &#x27;none&#x27;" in head
    outside = re.sub(r"<script.*?</script>|<style>.*?</style>", "", page, flags=re.DOTALL)
    assert not re.search(r"\b(?:src|action|background|poster)=|https?://|@import|url\(", outside)
    assert not re.search(r"@import|url\(", page_file("style.css"))


def test_scripts_ask_for_nothing_and_parse_no_markup():
    script = "".join(map(page_file, SCRIPTS))
    forbidden = r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|Function|fetch|"
    forbidden += r"XMLHttpRequest|WebSocket|EventSource|sendBeacon|import)\b"
    assert re.findall(forbidden, script) == []


@pytest.mark.parametrize("name", [*SCRIPTS, "style.css", "page.html"])
def test_files_stay_short(name):
    assert page_file(name).count("\n") < 400


def test_every_script_is_in_the_page():
    folder = files("extractor.review")
    found = {item.name for item in (folder / "assets").iterdir() if item.name.endswith(".js")}
    assert found == set(SCRIPTS)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), st.data())
def test_offsets_count_as_javascript_does(text, data):
    place = data.draw(st.integers(0, len(text)))
    assert offsets_in(text)(place) == len(text[:place].encode("utf-16-le")) // 2


def test_quotes_are_offsets_and_texts_are_there_once():
    page = page_of(deal())
    (article,) = data_of(page, "articles")
    assert article["text"] == DEAL
    claim = article["claims"][0]
    (amount,) = claim["amounts"]
    assert article["text"][slice(*amount["at"])] == "$2.5 billion"
    assert (amount["low"], amount["high"], amount["words"]) == (2.5e9, 2.5e9, "~ USD 2.5bn")
    assert page.count("$2.5 billion") == 1


@pytest.mark.parametrize(
    ("fields", "dated", "day"),
    [
        ({"published_at": date(2026, 3, 2), "fetched_at": APRIL}, "published", "2026-03-02"),
        ({"modified_at": datetime(2026, 3, 2, 23, tzinfo=WEST)}, "changed", "2026-03-02"),
        ({"fetched_at": APRIL}, "fetched", "2026-04-01"),
        ({"published_at": date(1, 1, 1)}, "published", "0001-01-01"),
        ({"published_at": datetime(9999, 12, 31, 23, tzinfo=WEST)}, "published", "9999-12-31"),
        ({}, "", ""),
    ],
)  # fmt: skip
def test_the_best_known_day_counts(fields, dated, day):
    entry = article_entry(make_record("a.txt", "Text", **fields), Keys())
    assert (entry["dated"], entry["day"]) == (dated, day)


def test_order_in_time_holds_across_zones():
    def order(moment):
        return article_entry(make_record("a", "Text", published_at=moment), Keys())["order"]

    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert order(noon) == noon.timestamp()
    assert order(noon.astimezone(timezone(timedelta(hours=9)))) == order(noon)
    assert order(date(2026, 3, 2)) < order(noon) < order(date(2026, 3, 3))


@pytest.mark.parametrize("value", ["9e30", "-9e30", "0.01"])
def test_any_number_is_json(value):
    text = "It paid $9."
    claim = make_claim("c1-n", text, amounts=(dollars(text, "$9", Decimal(value)),))
    (article,) = data_of(page_of(make_record("n.txt", text, [claim])), "articles")
    assert article["claims"][0]["amounts"][0]["low"] == float(value)


@given(st.text(max_size=20))
@settings(max_examples=50)
def test_any_text_can_be_written(words):
    record = make_record(words, f"{words}.", title=words, publisher=words)
    page_of(record, failures=failures(), options=ReportOptions(title=words)).encode(
        "utf-8", "surrogatepass" if re.search("[\ud800-\udfff]", words) else "strict"
    )


def test_the_time_is_shown_when_it_is_given():
    zone = timezone(timedelta(hours=2))
    options = ReportOptions(dated=datetime(2026, 3, 2, 9, 5, tzinfo=zone))
    assert data_of(page_of(options=options), "words")["dated"] == "2026-03-02 07:05 UTC"
    assert data_of(page_of(), "words")["dated"] == ""


def test_a_failing_source_leaves_the_old_page(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("old")

    def broken():
        yield deal()
        raise StoreError("claims.db", "gone")

    with pytest.raises(StoreError):
        write_report(path, broken())
    assert [each.name for each in tmp_path.iterdir()] == ["page.html"]
    assert path.read_text() == "old"


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(StoreError, match="nowhere"):
        write_report(tmp_path / "nowhere" / "page.html", [])
