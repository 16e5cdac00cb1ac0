"""What is rare is counted by claim, amount or article, as its quota says."""

import pytest
from made_labels import article, claim, lease, raw_article, tin, write
from pydantic import ValidationError

from corpus.tools import quotas
from corpus.tools.quotas import count, main, read_quotas


def test_every_quota_is_counted():
    assert list(count([])) == list(read_quotas())


@pytest.mark.parametrize(
    ("name", "claims", "expected"),
    [
        ("denials", [claim(confirmation="denied"), lease()], 1),
        ("disclaimers", [claim(traits=["disclaimer"]), lease(traits=["disclaimer"])], 1),
        ("anonymous", [claim(), lease()], 1),
        ("media", [claim(attribution=[{"name": "Wick News", "kind": "media"}] * 2)], 1),
        ("settled_later", [claim(traits=["settled_later"]), lease()], 1),
        ("hypothetical", [claim(modality="hypothetical"), tin()], 1),
        ("negated", [claim(modality="negated"), tin(modality="negated")], 2),
        ("terms", [claim(), lease()], 1),
        ("ranges", [claim(), lease()], 1),
        ("described_parties", [claim(traits=["described_party"]), lease()], 1),
        ("several_deals", [claim(traits=["several_deals"]), lease(traits=["several_deals"])], 1),
        ("no_claim", [], 1),
        ("no_claim", [claim()], 0),
        ("background", [tin(traits=["background_figure", "described_party"])], 1),
        ("articles", [claim()], 1),
    ],
)
def test_counts(name, claims, expected):
    assert count([article(*claims)])[name] == expected


def test_an_open_amount_is_a_range():
    amount = claim()["amounts"][0] | {"max": None}
    assert count([article(claim(amounts=[amount]))])["ranges"] == 1


@pytest.fixture
def small(tmp_path, monkeypatch):
    """The quotas, each of one."""
    path = tmp_path / "quotas.toml"
    path.write_text('[terms]\nwanted = 1\nwhat = "terms"\n', encoding="utf-8")
    wanted = read_quotas(path)
    monkeypatch.setattr(quotas, "read_quotas", lambda: wanted)
    return tmp_path / "labels"


def test_met_quotas_end_with_0(small, capsys):
    assert main([str(write(small, raw_article(lease())))]) == 0
    assert capsys.readouterr().out == "     1 of    1 terms\n"


def test_short_ones_end_with_1(small, capsys):
    assert main([str(write(small, raw_article(claim())))]) == 1
    assert capsys.readouterr().out == "     0 of    1 terms  1 short\n"


def test_a_malformed_quota_is_refused(tmp_path):
    path = tmp_path / "quotas.toml"
    path.write_text('[terms]\nwanted = "many"\nwhat = "terms"\n', encoding="utf-8")
    with pytest.raises(ValidationError):
        read_quotas(path)
