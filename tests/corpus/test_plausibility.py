"""What is odd in labels is shown on request and is no problem."""

import pytest
from made_labels import TEXT, article, claim, lease, raw_article, tin, write, write_texts

from corpus.tools.check_labels import main
from corpus.tools.plausibility import oddities


def messages(*claims):
    return [str(oddity) for oddity in oddities(article(*claims), TEXT)]


def source(kind):
    return [{"name": "Osk", "kind": kind}]


def test_plain_labels_are_not_odd():
    assert messages(claim(), lease(), tin()) == []


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        pytest.param(
            [claim(confirmation="confirmed", attribution=source("media")), lease()],
            "tarrow c1: is confirmed, yet neither by a party nor by an authority",
            id="confirmed-by-media",
        ),
        pytest.param(
            [claim(attribution=source("party")), lease()],
            "tarrow c1: is unconfirmed, yet a party or an authority says it",
            id="unconfirmed-by-a-party",
        ),
        pytest.param([claim(parties=[]), lease()], "tarrow c1: has no party", id="no-party"),
        pytest.param(
            [claim(amounts=claim()["amounts"][:1]), lease(),
             claim("c3", amounts=claim()["amounts"][1:])],
            "tarrow c1, c3: tell the same acquisition, 40000000 EUR: one claim?",
            id="told-twice",
        ),
        pytest.param([claim()], "tarrow 154: 'five years' looks like a term", id="term"),
    ],
)  # fmt: skip
def test_oddities(claims, message):
    assert message in messages(*claims)


def test_the_same_sum_in_two_kinds_of_fact_is_not_odd():
    other = claim("c3", event="financing", amounts=claim()["amounts"][1:])
    assert messages(claim(amounts=claim()["amounts"][:1]), lease(), other) == []


def test_they_are_printed_on_request_and_do_not_count(tmp_path, capsys):
    labels = write(tmp_path / "labels", raw_article(claim(parties=[]), lease(), tin()))
    texts = write_texts(tmp_path / "texts", tarrow=TEXT)
    assert main([str(labels), str(texts)]) == 0
    assert capsys.readouterr().out == ""
    assert main([str(labels), str(texts), "--warn"]) == 0
    assert capsys.readouterr().out == "tarrow c1: has no party (warning)\n"


def test_a_file_that_cannot_be_read_is_a_problem_only(tmp_path, capsys):
    labels = write(tmp_path / "labels", raw_article(claim(), doc="gone"))
    assert main([str(labels), str(tmp_path), "--warn"]) == 1
    assert "warning" not in capsys.readouterr().out
