"""Whole articles: the facts that a careful reader takes from them, and nothing else."""

from __future__ import annotations

import pytest
from pipeline_views import claims_in, roles_of

# An article as the web serves it: pictures damaged to single letters, headings without stops,
# bullets, one deal told six times, an earlier deal, a part with a sum of its own, a disclaimer.
BLOG = """\
π Velaris Labs Plans €6 Billion Deal with Torrent Systems to Feed Its Machines
π Background
Machines that answer letters need ever more power. In a large step, Velaris Labs is reportedly planning to spend more than €6 billion on servers from Torrent Systems.
The move shows how scarce good servers have become.
π At a Glance
- Velaris Labs plans to spend over €6 billion on servers
- Partnership with Torrent Systems
- Deal spans approximately 4 years
- More billion-euro deals are on their way
β What Was Agreed?
According to reports, Velaris Labs has agreed to run its programs on servers of Torrent Systems. The deal could be worth more than €6 billion over four years.
This agreement expands a previous deal worth over €800 million, showing how quickly demand is growing.
β Who Is Torrent Systems?
Torrent Systems is a maker of servers that need little cooling. The company competes with Orvale Holdings.
β Halls
The deal also includes money for new halls. Velaris Labs is expected to invest around €300 million to support them.
π A Word of Caution
Please note that this deal is based on reports and has not been fully confirmed by official statements from Velaris Labs or Torrent Systems.
However, the scale shows where the field is going.
π Conclusion
Velaris Labs’ reported €6 billion deal with Torrent Systems opens a new phase.
Such halls will shape the next ten years."""  # noqa: E501 - paragraphs are lines


@pytest.fixture
def blog(model):
    return claims_in(model, BLOG)


@pytest.fixture
def blog_by_rules(rules):
    return claims_in(rules, BLOG)


@pytest.fixture(params=["blog", "blog_by_rules"])
def each_way(request):
    return request.getfixturevalue(request.param)


def test_three_claims_in_order(each_way):
    assert [claim.amounts[0].text for claim in each_way] == [
        "€6 Billion",
        "€800 million",
        "€300 million",
    ]


def test_the_deal_told_six_times_is_one_claim(each_way):
    deal = each_way[0]
    assert [a.modifier for a in deal.amounts] == ["exact", *["more_than"] * 3, "exact"]
    assert {(a.value_min, a.value_max, a.currency) for a in deal.amounts} == {(6e9, 6e9, "EUR")}
    assert [(d.text, d.iso8601, d.modifier) for d in deal.durations] == [
        ("4 years", "P4Y", "about"),
        ("four years", "P4Y", "exact"),
    ]


def test_statuses(each_way):
    assert [c.confirmation.status for c in each_way] == ["unconfirmed", "stated", "unconfirmed"]


def test_the_deal_quotes_its_cues(each_way):
    cues = {cue.text.strip() for cue in each_way[0].confirmation.cues}
    assert {"reportedly", "could be worth", "based on reports"} <= cues
    assert [(a.kind, a.name) for a in each_way[0].attribution] == [("media", None)]


def test_the_disclaimer_reaches_the_part_of_the_deal(each_way):
    part = each_way[2]
    assert part.confirmation.scope == "document"
    assert [cue.rule for cue in part.confirmation.cues] == ["disclaimer.not_confirmed"] * 2


def test_the_earlier_deal_is_untouched_by_the_disclaimer(each_way):
    earlier = each_way[1]
    assert [cue.rule for cue in earlier.confirmation.cues] == ["background.earlier_deal"]
    assert earlier.attribution == ()


def test_modalities(blog):
    assert [claim.modality for claim in blog] == ["planned", "actual", "planned"]


def test_modalities_of_the_parts_by_rules(blog_by_rules):
    assert [claim.modality for claim in blog_by_rules[1:]] == ["actual", "planned"]


@pytest.mark.xfail(reason="“reportedly” and “could” outweigh “planning to” without the weights")
def test_modality_of_the_deal_by_rules(blog_by_rules):
    assert blog_by_rules[0].modality == "planned"


DEAL = {"Velaris Labs": "payer", "Torrent Systems": "payee"}


def test_parties_of_the_deal_by_rules(blog_by_rules):
    assert roles_of(blog_by_rules[0]) == DEAL


def test_parties_of_the_deal(blog):
    assert roles_of(blog[0]) == DEAL


def test_party_of_the_part_by_rules(blog_by_rules):
    assert roles_of(blog_by_rules[2]) == {"Velaris Labs": "payer"}


def test_party_of_the_part(blog):
    assert roles_of(blog[2]) == {"Velaris Labs": "payer"}


def test_the_earlier_deal_has_the_parties_of_the_deal(each_way):
    assert roles_of(each_way[1]).keys() == DEAL.keys()


def test_roles_in_the_earlier_deal_by_rules(blog_by_rules):
    assert roles_of(blog_by_rules[1]) == DEAL


def test_events(blog):
    assert [claim.event for claim in blog] == ["contract", "contract", "spending"]


@pytest.mark.xfail(reason="“the deal” speaks for an acquisition without a word of buying")
def test_events_by_rules(blog_by_rules):
    assert [claim.event for claim in blog_by_rules] == ["contract", "contract", "spending"]


def test_evidence_is_whole_sentences(each_way):
    for claim in each_way:
        for quote in claim.evidence:
            assert BLOG[: quote.start].endswith(quote.prefix)
            assert BLOG[quote.end :].startswith(quote.suffix)
            assert all("\n" not in q.text for q in claim.evidence)
        figures = [*claim.amounts, *claim.durations]
        assert all(
            any(e.start <= f.start and f.end <= e.end for e in claim.evidence) for f in figures
        )


def test_ids_differ_and_stay(each_way, rules):
    assert len({claim.id for claim in each_way}) == 3
    assert [c.id for c in each_way] == [c.id for c in claims_in(rules, BLOG)], (
        "a claim is its figures: how its parties were read does not change its id"
    )


def test_same_claims_again(rules, blog_by_rules):
    assert claims_in(rules, BLOG) == blog_by_rules
