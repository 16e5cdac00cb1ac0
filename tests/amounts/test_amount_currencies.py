"""Which currency a word means: the article tells."""

from __future__ import annotations

import pytest

from extractor.pipeline.amounts import dollar_of, find_amounts

FAMILIES = [
    ("The peso fell. Mexico will pay 5 million pesos.", "MXN"),
    ("The Philippine carrier, of Manila, paid 5 million pesos.", "PHP"),
    ("Argentina and Chile pay 5 million pesos.", None),
    ("They paid 5 million pesos.", None),
    ("Pakistan, in Pakistan's north, paid 5 million rupees.", "PKR"),
    ("They paid 5 million rupees.", "INR"),
    ("They paid 5 million francs in Geneva.", "CHF"),
    ("Denmark's shipper paid 5 million kroner.", "DKK"),
    ("Norway's shipper paid 5 million kroner.", "NOK"),
    ("The Swedish truck maker paid 5 million crowns.", "SEK"),
    ("A Czech brewer paid 5 million crowns.", "CZK"),
    ("Kuwait's fund paid 5 million dinars.", "KWD"),
    ("They paid 5 million dinars.", None),
    ("Egypt's bank in Egypt paid 5 million pounds.", "EGP"),
    ("Egypt's bank paid a British firm 5 million pounds.", "GBP"),
    ("The dividend was cut to a penny.", "USD"),
    ("The dividend was cut to a penny from £1.", "GBP"),
]
DOLLARS = [
    ("It paid $5.", None, "USD"),
    ("It paid $5.", "US", "USD"),
    ("It paid $5.", "CA", "CAD"),
    ("It paid $5.", "au", "AUD"),
    ("It paid $5.", "HK", "HKD"),
    ("It paid $5.", "DE", "USD"),
    ("It paid C$5 ($3.70).", "CA", "USD"),
    ("It paid $5. All figures in Canadian dollars.", None, "CAD"),
    ("It paid $5. All amounts are in Australian dollars unless otherwise stated.", "US", "AUD"),
    ("It paid US$3 or $5, in Canadian dollars.", None, "CAD"),
    ("It paid US$3 or $5.", None, "USD"),
    ("The Canadian dollar rose. It paid $5.", None, "USD"),
    ("Perth's port paid $5 or US$3, 4 per cent up, the Australian firm said.", None, "AUD"),
    ("Perth's port paid $5 or US$3, 4 percent up, the Australian firm said.", None, "USD"),
    ("Perth's port paid $5, 4 per cent up, the Australian firm said.", None, "USD"),
    ("", None, "USD"),
    ("Perth and Sydney, in Australia, paid $5.", None, "AUD"),
    ("(Reuters) - Perth and Sydney, in Australia, paid $5.", None, "USD"),
    (
        "Perth and Sydney, in Australia, paid $5, the U.S. firm and the American buyer said.",
        None,
        "USD",
    ),
    ("Perth and Sydney, in Australia, paid $5 or C$6.", None, "USD"),
]
LETTERS = [
    ("In Johannesburg it paid R61.4m.", [("R61.4m", "ZAR")]),
    ("In Durban it paid R1,5bn.", [("R1,5bn", "ZAR")]),
    ("In Pretoria a year costs R168 400.", [("R168 400", "ZAR")]),
    ("In Lagos it paid N5.1 billion.", [("N5.1 billion", "NGN")]),
    ("In Nairobi a day costs Sh30.", [("Sh30", "KES")]),
    ("In Lusaka it owes K500 million.", [("K500 million", "ZMW")]),
    ("In Macau it paid MOP 61.5 million.", [("MOP 61.5 million", "MOP")]),
    ("It borrowed 205 million meticais.", [("205 million meticais", "MZN")]),
    ("It paid R61.4m.", []),
    ("In Durban the R2-D2 robot met R2-D2.", []),
    ("Near Johannesburg the R101 was closed, and the R56, and the R101.", []),
    ("In Lagos the N1 was closed; N95 masks are sold on the N1.", []),
    ("A Zambian in Lusaka likes K-pop and climbed K2.", []),
]


@pytest.mark.parametrize(("text", "code"), FAMILIES)
def test_the_article_tells_the_member_of_a_family(text: str, code: str | None) -> None:
    assert find_amounts(text)[0].currency == code


@pytest.mark.parametrize(("text", "country", "code"), DOLLARS)
def test_what_a_bare_dollar_means(text: str, country: str | None, code: str) -> None:
    assert dollar_of(text, country) == code


@pytest.mark.parametrize(("text", "found"), LETTERS)
def test_letters_are_money_where_the_country_is_spoken_of(
    text: str, found: list[tuple[str, str]]
) -> None:
    assert [(amount.text, amount.currency) for amount in find_amounts(text)] == found


def test_rules_name_the_entry_and_the_form() -> None:
    rules = [amount.rule for amount in find_amounts("$5, 6 euros, EUR 7, $8-9, billions of yen")]
    assert rules == [
        "sign.dollar.before",
        "noun.euro.after",
        "code.EUR.before",
        "sign.dollar.range",
        "noun.yen.open",
    ]


def test_the_modifier_is_quoted() -> None:
    (amount,) = find_amounts("It paid more than $5.")
    assert amount.modifier_cue is not None
    assert amount.modifier_cue.text == "more than"
