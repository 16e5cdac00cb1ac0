"""What the words after an option mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
import typer
from typer.testing import CliRunner

from extractor.cli import app
from extractor.cli.options import currency_code, model_name, moment, moment_after, money, share


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2026-01-31", "2026-01-31T00:00:00+00:00"),
        ("2026-01-31T08:30:00+02:00", "2026-01-31T08:30:00+02:00"),
        ("2026-01-31T08:30", "2026-01-31T08:30:00+00:00"),
        (" 2026-01-31 ", "2026-01-31T00:00:00+00:00"),
    ],
)
def test_calendar_moments(words, expected):
    assert moment(words) == datetime.fromisoformat(expected)


@pytest.mark.parametrize(("words", "days"), [("7d", 7), ("2w", 14), ("0d", 0)])
def test_days_ago_begin_with_the_day(words, days):
    start = datetime.now(UTC) - timedelta(days=days)
    expected = start.replace(hour=0, minute=0, second=0, microsecond=0)
    assert expected <= moment(words) <= expected + timedelta(days=1)
    assert moment(words).time() == datetime.min.time()


def test_hours_ago_are_exact():
    assert abs(datetime.now(UTC) - timedelta(hours=36) - moment("36h")) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2026-01-31", "2026-02-01T00:00:00+00:00"),
        ("2026-01-31T00:00", "2026-01-31T00:00:00+00:00"),
        ("2026-01-31T08:30:00+02:00", "2026-01-31T08:30:00+02:00"),
        (" 2026-12-31 ", "2027-01-01T00:00:00+00:00"),
        ("9999-12-31", "9999-12-31T23:59:59.999999+00:00"),
    ],
)
def test_a_day_reaches_to_its_end(words, expected):
    assert moment_after(words) == datetime.fromisoformat(expected)


@pytest.mark.parametrize("words", ["0d", "7d", "2w"])
def test_since_and_until_the_same_day_is_that_day(words):
    assert moment_after(words) - moment(words) == timedelta(days=1)


def test_until_hours_ago_is_exact():
    assert abs(datetime.now(UTC) - timedelta(hours=36) - moment_after("36h")) < timedelta(minutes=1)


@pytest.mark.parametrize("words", ["", "7y", "yesterday", "2026-13-01", "999999w"])
def test_no_moment_to_reach_to(words):
    with pytest.raises(typer.BadParameter, match="7d, 36h, 2w"):
        moment_after(words)


@pytest.mark.parametrize(
    ("words", "value"),
    [("0.8", 0.8), ("80%", 0.8), ("0", 0), ("1", 1), ("100%", 1), (" 7 % ", 0.07)],
)
def test_shares(words, value):
    assert share(words) == value


@pytest.mark.parametrize("words", ["", "%", "80", "-0.1", "1.01", "101%", "nan", "high", "0,8"])
def test_no_share(words):
    with pytest.raises(typer.BadParameter, match=r"like 0\.8"):
        share(words)


@pytest.mark.parametrize("words", ["", "d", "7", "7y", "-7d", "yesterday", "2026-13-01", "999999w"])
def test_no_moment(words):
    with pytest.raises(typer.BadParameter, match="7d, 36h, 2w"):
        moment(words)


@pytest.mark.parametrize(
    ("words", "value"), [("1e9", "1000000000"), ("2_500_000", "2500000"), ("0.5", "0.5")]
)
def test_numbers(words, value):
    assert money(words) == Decimal(value)


@pytest.mark.parametrize("words", ["", "much", "1bn", "nan", "inf", "1,5"])
def test_no_number(words):
    with pytest.raises(typer.BadParameter, match="1e9"):
        money(words)


def test_currency_codes():
    assert currency_code(" usd ") == "USD"
    for words in ("", "$", "dollar", "US"):
        with pytest.raises(typer.BadParameter, match="ISO 4217"):
            currency_code(words)


@pytest.mark.parametrize(("words", "name"), [("none", None), ("None", None), ("auto", "auto")])
def test_model_names(words, name):
    assert model_name(words) == name


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (("claims", "--format", "docx"), "--format"),
        (("export", "--format", "docx"), "--format"),
        (("claims", "--status", "docx"), "--status"),
        (("review", "c1", "--status", "docx"), "--status"),
    ],
)
def test_unknown_words_are_told_without_the_library_that_noticed(arguments, option):
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert f"Error: Invalid value for '{option}': 'docx' is not one of '" in result.stderr
