"""Invented phrasings in every style of English-language news, and what is read in them.

A row is a text and, for each amount in order, ``quote = value currency [modifier] [/per]``;
the value is one number, ``low..high``, ``low..`` (open) or ``?`` (unknown).
"""

from __future__ import annotations

import pytest

from extractor.pipeline.amounts import find_amounts
from extractor.records import Amount, Modifier

SYMBOLS = [
    ("The fine was $20.", "$20 = 20 USD"),
    ("The fine was $20 billion.", "$20 billion = 20000000000 USD"),
    ("a bid of £1.2bn", "£1.2bn = 1200000000 GBP"),
    ("a bid of £1.2 bn", "£1.2 bn = 1200000000 GBP"),
    ("raised €40m", "€40m = 40000000 EUR"),
    ("raised € 40 m", "€ 40 m = 40000000 EUR"),
    ("raised $3.5mln", "$3.5mln = 3500000 USD"),
    ("raised $3.5 mln", "$3.5 mln = 3500000 USD"),
    ("raised $7mn", "$7mn = 7000000 USD"),
    ("raised $7.2 bln", "$7.2 bln = 7200000000 USD"),
    ("a $2tn package", "$2tn = 2000000000000 USD"),
    ("a $2trn package", "$2trn = 2000000000000 USD"),
    ("a $2 trillion package", "$2 trillion = 2000000000000 USD"),
    ("worth $1.5T now", "$1.5T = 1500000000000 USD"),
    ("a $36B round", "$36B = 36000000000 USD"),
    ("a $6.4k machine", "$6.4k = 6400 USD"),
    ("a $500K prize", "$500K = 500000 USD"),
    ("sold for $1,234,567.89 in cash", "$1,234,567.89 = 1234567.89 USD"),
    ("a $20-billion deal", "$20-billion = 20000000000 USD"),
    ("a $2.5-million-a-year deal", "$2.5-million = 2500000 USD /year"),
    ("paid ¥500 million", "¥500 million = 500000000 JPY"),
    ("paid ₹250 crore", "₹250 crore = 2500000000 INR"),
    ("paid ₹2.5 lakh crore", "₹2.5 lakh crore = 2500000000000 INR"),
    ("paid Rs 20 crore", "Rs 20 crore = 200000000 INR"),
    ("paid Rs. 1,20,000 in cash", "Rs. 1,20,000 = 120000 INR"),
    ("paid Rs5 lakh", "Rs5 lakh = 500000 INR"),
    ("paid RM42 million", "RM42 million = 42000000 MYR"),
    ("paid ₩350 billion", "₩350 billion = 350000000000 KRW"),
    ("paid ₽90 million", "₽90 million = 90000000 RUB"),
    ("paid ₦4bn", "₦4bn = 4000000000 NGN"),
    ("paid Rp 235.000 each time", "Rp 235.000 = 235000 IDR"),
    ("for 20€ at the door", "20€ = 20 EUR"),
    ("for 1.234,50 € at the door", "1.234,50 € = 1234.50 EUR"),
    ("for 12,50 € at the door", "12,50 € = 12.50 EUR"),
    ("for 80 Kč a night", "80 Kč = 80 CZK /night"),
    ("for 469.00 zł", "469.00 zł = 469 PLN"),
    ("worth .$5", "$5 = 5 USD"),
    ("$½ million", "$½ million = 500000 USD"),
    ("up $2½ at noon", "$2½ = 2.5 USD"),
    ("up $3-1/2 at noon", "$3-1/2 = 3.5 USD"),
    ("paid $ 5 million", "$ 5 million = 5000000 USD"),
    ("paid $5\u00a0million", "$5\u00a0million = 5000000 USD"),
    ("paid $5\nmillion to settle", "$5\nmillion = 5000000 USD"),
    ("paid 5\u202f000 €", "5\u202f000 € = 5000 EUR"),
    ("fetched $5 one-way", "$5 = 5 USD"),
]
PREFIXED_DOLLARS = [
    ("a $US300m loan", "$US300m = 300000000 USD"),
    ("a $A300m loan", "$A300m = 300000000 AUD"),
    ("a US$300m loan", "US$300m = 300000000 USD"),
    ("a US $300 million loan", "US $300 million = 300000000 USD"),
    ("a C$4m grant", "C$4m = 4000000 CAD"),
    ("a CA$4m grant", "CA$4m = 4000000 CAD"),
    ("shares at A$1.28", "A$1.28 = 1.28 AUD /share"),
    ("a HK$20 million bribe", "HK$20 million = 20000000 HKD"),
    ("NT$1,160 in all", "NT$1,160 = 1160 TWD"),
    ("S$2.3bn of debt", "S$2.3bn = 2300000000 SGD"),
    ("R$60 million", "R$60 million = 60000000 BRL"),
    ("NZ$15,000", "NZ$15,000 = 15000 NZD"),
    ("Mex$10 million", "Mex$10 million = 10000000 MXN"),
    ("a Canadian $5 million bond", "Canadian $5 million = 5000000 CAD"),
    ("CAD$ 15 a seat", "CAD$ 15 = 15 CAD /unit"),
    ("A $5 bill", "$5 = 5 USD"),
    ("it cost $20 CAD", "$20 CAD = 20 CAD"),
]
CODES = [
    ("sold for EUR 125", "EUR 125 = 125 EUR"),
    ("sold for EUR125m", "EUR125m = 125000000 EUR"),
    ("sold for 125m EUR", "125m EUR = 125000000 EUR"),
    ("sold for USD 22.5 million", "USD 22.5 million = 22500000 USD"),
    ("sold for usd 200", "usd 200 = 200 USD"),
    ("sold for 200 usd", "200 usd = 200 USD"),
    ("CHF 1'049,95", "CHF 1'049,95 = 1049.95 CHF"),
    ("a 48.5 MGBP price", "48.5 MGBP = 48500000 GBP"),
    ("12 million TRY", "12 million TRY = 12000000 TRY"),
    ("SEK 1.5 billion", "SEK 1.5 billion = 1500000000 SEK"),
    ("RMB 300 million", "RMB 300 million = 300000000 CNY"),
    ("10 rmb 20 usd", "10 rmb = 10 CNY", "20 usd = 20 USD"),
    ("rmb 10 usd 20", "rmb 10 = 10 CNY", "usd 20 = 20 USD"),
    ("10 $ 30 $", "10 $ = 10 USD", "30 $ = 30 USD"),
]
NAMES = [
    ("2 million Israeli shekels", "2 million Israeli shekels = 2000000 ILS"),
    ("A$2tr in all", "A$2tr = 2000000000000 AUD"),
    ("50 50 dollar notes", "50 dollar = 50 USD"),
    ("In 2012 20 dollars was a lot.", "20 dollars = 20 USD"),
    ("a fund of 300 million euros", "300 million euros = 300000000 EUR"),
    ("a 300-million-euro fund", "300-million-euro = 300000000 EUR"),
    ("a 300 million-euro fund", "300 million-euro = 300000000 EUR"),
    ("a 300m euro fund", "300m euro = 300000000 EUR"),
    ("8.28 trillion won in sales", "8.28 trillion won = 8280000000000 KRW"),
    ("3 billion yuan", "3 billion yuan = 3000000000 CNY"),
    ("550 million renminbi", "550 million renminbi = 550000000 CNY"),
    ("154m naira", "154m naira = 154000000 NGN"),
    ("2 million pounds of debt", "2 million pounds = 2000000 GBP"),
    ("900 pounds of taxpayers' money", "900 pounds = 900 GBP"),
    ("3 million pounds of coffee sales", "3 million pounds = 3000000 GBP"),
    ("3 million pounds of debt on copper", "3 million pounds = 3000000 GBP"),
    ("97.3450 Japanese yen", "97.3450 Japanese yen = 97.345 JPY"),
    ("10 million Hong Kong dollars", "10 million Hong Kong dollars = 10000000 HKD"),
    ("10 million Canadian dollars", "10 million Canadian dollars = 10000000 CAD"),
    ("10 million New Zealand dollars", "10 million New Zealand dollars = 10000000 NZD"),
    ("10 million Aussie dollars", "10 million Aussie dollars = 10000000 AUD"),
    ("10 million U.S. dollars", "10 million U.S. dollars = 10000000 USD"),
    ("10 million United States dollars", "10 million United States dollars = 10000000 USD"),
    ("Sh500 million, Kenya said", "Sh500 million = 500000000 KES"),
    ("10 million US-dollars", "10 million US-dollars = 10000000 USD"),
    ("4.2 million Swiss francs", "4.2 million Swiss francs = 4200000 CHF"),
    ("420 million Finnish markka", "420 million Finnish markka = 420000000 FIM"),
    ("60 million German marks", "60 million German marks = 60000000 DEM"),
    ("1.5 billion Swedish crowns", "1.5 billion Swedish crowns = 1500000000 SEK"),
    ("900 million Egyptian pounds", "900 million Egyptian pounds = 900000000 EGP"),
    ("110,000 rubles", "110,000 rubles = 110000 RUB"),
    ("110,000 roubles", "110,000 roubles = 110000 RUB"),
    ("35 lakh rupees", "35 lakh rupees = 3500000 INR"),
    ("four crore rupees", "four crore rupees = 40000000 INR"),
    ("5 billion Pakistani rupees", "5 billion Pakistani rupees = 5000000000 PKR"),
    ("malaysian ringgit 42", "malaysian ringgit 42 = 42 MYR"),
    ("20 mln dlrs", "20 mln dlrs = 20000000 USD"),
    ("20 mln stg", "20 mln stg = 20000000 GBP"),
    ("40 bucks", "40 bucks = 40 USD"),
    ("40 quid", "40 quid = 40 GBP"),
    ("20 million pounds sterling", "20 million pounds sterling = 20000000 GBP"),
    ("$10 dollars", "$10 dollars = 10 USD"),
    ("0.75 Omani rials", "0.75 Omani rials = 0.75 OMR"),
    ("($1=.6820 pounds sterling)", "$1 = 1 USD", ".6820 pounds sterling = 0.682 GBP"),
]
WORDS = [
    ("half a million dollars", "half a million dollars = 500000 USD"),
    ("half a billion euros", "half a billion euros = 500000000 EUR"),
    ("two and a half billion pounds", "two and a half billion pounds = 2500000000 GBP"),
    ("2 and a half million euros", "2 and a half million euros = 2500000 EUR"),
    ("a hundred thousand dollars", "a hundred thousand dollars = 100000 USD"),
    ("one trillion euros", "one trillion euros = 1000000000000 EUR"),
    ("Twenty-five million yen", "Twenty-five million yen = 25000000 JPY"),
    ("a quarter of a million euros", "a quarter of a million euros = 250000 EUR"),
    ("cut its estimate for the quarter to 95 cents", "95 cents = 0.95 USD"),
    ("half a dollar.", "half a dollar = 0.5 USD"),
    ("a couple of million euros", "a couple of million euros = 2000000 EUR"),
    ("a dollar a day", "a dollar = 1 USD /day"),
    ("cost a dollar.", "a dollar = 1 USD"),
    ("a one-yen bid", "one-yen = 1 JPY"),
    ("the company's billion-dollar bet", "billion-dollar = 1000000000 USD"),
    ("a million-dollar prize", "a million-dollar = 1000000 USD"),
    ("one point five million euros", "one point five million euros = 1500000 EUR"),
    ("thirteen dollars and forty-five cents", "thirteen dollars and forty-five cents = 13.45 USD"),
    ("20 dollars 43", "20 dollars 43 = 20.43 USD"),
    ("3 GBP 1 pence", "3 GBP 1 pence = 3.01 GBP"),
]
SUBUNITS = [
    ("fell to 276 pence", "276 pence = 2.76 GBP"),
    ("£2 in March, now 276p", "£2 = 2 GBP", "276p = 2.76 GBP"),
    ("rose 27 cents", "27 cents = 0.27 USD"),
    ("a 10-cent rise", "10-cent = 0.10 USD"),
    ("rose 3 U.S. cents", "3 U.S. cents = 0.03 USD"),
    ("rose 50 euro cents", "50 euro cents = 0.50 EUR"),
    ("for 99¢", "99¢ = 0.99 USD"),
    ("5 kopecks", "5 kopecks = 0.05 RUB"),
]
RANGES = [
    (
        "It now sees adjusted earnings of $2.10 to $2.25 a share, up from a range of $2 to $2.15.",
        "$2.10 to $2.25 = 2.1..2.25 USD /share",
        "$2 to $2.15 = 2..2.15 USD /share",
    ),
    ("a lower forecast of $30 to $40", "$30 to $40 = 30..40 USD"),
    ("$1.2bn-$1.5bn", "$1.2bn-$1.5bn = 1200000000..1500000000 USD"),
    ("€40m–€50m", "€40m–€50m = 40000000..50000000 EUR"),
    ("$5-7 million", "$5-7 million = 5000000..7000000 USD"),
    ("$3-$6 billion", "$3-$6 billion = 3000000000..6000000000 USD"),
    ("$1 to $2 billion", "$1 to $2 billion = 1000000000..2000000000 USD"),
    ("$5 to 7 million", "$5 to 7 million = 5000000..7000000 USD"),
    ("$20-$25", "$20-$25 = 20..25 USD"),
    ("$20-25 a barrel", "$20-25 = 20..25 USD /barrel"),
    ("$30,000 to $50,000 a year", "$30,000 to $50,000 = 30000..50000 USD /year"),
    ("$70,000–$100,000", "$70,000–$100,000 = 70000..100000 USD"),
    ("$800,000-$1 million", "$800,000-$1 million = 800000..1000000 USD"),
    ("between 3 and 4 billion euros", "3 and 4 billion euros = 3000000000..4000000000 EUR"),
    (
        "between $730 billion and $1 trillion",
        "$730 billion and $1 trillion = 730000000000..1000000000000 USD",
    ),
    ("between $5.25 and $6 a share", "$5.25 and $6 = 5.25..6 USD /share"),
    ("2,500-3,000 yuan", "2,500-3,000 yuan = 2500..3000 CNY"),
    ("600-800 million Swiss francs", "600-800 million Swiss francs = 600000000..800000000 CHF"),
    ("7-9 lakh rupees", "7-9 lakh rupees = 700000..900000 INR"),
    ("58 cents to 62 cents per share", "58 cents to 62 cents = 0.58..0.62 USD /share"),
    ("69 to 73 cents", "69 to 73 cents = 0.69..0.73 USD"),
    ("A$10-A$15 billion", "A$10-A$15 billion = 10000000000..15000000000 AUD"),
    ("from 10 dollars to 20 dollars", "10 dollars to 20 dollars = 10..20 USD"),
]
NO_RANGES = [
    ("a rise of $2 to $11", "$2 = 2 USD", "$11 = 11 USD"),
    (
        "Sales grew from $9 billion to $47 billion.",
        "$9 billion = 9000000000 USD",
        "$47 billion = 47000000000 USD",
    ),
    ("It fell 27 cents to $61.", "27 cents = 0.27 USD", "$61 = 61 USD"),
    ("They spent $3 and $4 on lunch.", "$3 = 3 USD", "$4 = 4 USD"),
    ("It raised its bid from $10 to $12.", "$10 = 10 USD", "$12 = 12 USD"),
    ("$10/$50", "$10 = 10 USD", "$50 = 50 USD"),
    ("$9-$5", "$9 = 9 USD", "$5 = 5 USD"),
    ("the year to March 2012 to 270 billion yen", "270 billion yen = 270000000000 JPY"),
]
OPEN = [
    ("a multimillion-pound refit", "multimillion-pound = 2000000.. GBP more_than"),
    ("billions of dollars", "billions of dollars = 2000000000.. USD more_than"),
    ("tens of millions of euros", "tens of millions of euros = 20000000.. EUR more_than"),
    ("hundreds of thousands of pounds", "hundreds of thousands of pounds = 200000.. GBP more_than"),
    ("thousands of dollars", "thousands of dollars = 2000.. USD more_than"),
    (
        "several hundred million dollars",
        "several hundred million dollars = 200000000.. USD more_than",
    ),
    ("a few million euros", "a few million euros = 2000000.. EUR more_than"),
    ("a multi-billion-dollar loss", "multi-billion-dollar = 2000000000.. USD more_than"),
    ("a multibillion dollar loss", "multibillion dollar = 2000000000.. USD more_than"),
    ("a multimillion-euro loss", "multimillion-euro = 2000000.. EUR more_than"),
    ("dozens of dollars", "dozens of dollars = ? USD"),
    ("scores of millions of dollars", "scores of millions of dollars = ? USD"),
]
MODIFIERS = [
    ("It will never pay less than $9.", "$9 = 9 USD less_than"),
    ("a toll of never less than $9", "$9 = 9 USD more_than"),
    ("nothing less than €3m", "€3m = 3000000 EUR more_than"),
    ("never more than £400", "£400 = 400 GBP less_than"),
    ("more than $5bn", "$5bn = 5000000000 USD more_than"),
    ("over $5bn", "$5bn = 5000000000 USD more_than"),
    ("at least $5bn", "$5bn = 5000000000 USD more_than"),
    ("in excess of 5 billion euros", "5 billion euros = 5000000000 EUR more_than"),
    ("upwards of $5bn", "$5bn = 5000000000 USD more_than"),
    ("topped $5bn", "$5bn = 5000000000 USD more_than"),
    ("$5bn or more", "$5bn = 5000000000 USD more_than"),
    ("$5bn-plus", "$5bn = 5000000000 USD more_than"),
    ("up to $5bn", "$5bn = 5000000000 USD less_than"),
    ("up to a $250,000 fine", "$250,000 = 250000 USD less_than"),
    ("as much as $5bn", "$5bn = 5000000000 USD less_than"),
    ("no more than $5bn", "$5bn = 5000000000 USD less_than"),
    ("less than $100 (£53)", "$100 = 100 USD less_than", "£53 = 53 GBP less_than"),
    ("a sub-$100 phone", "$100 = 100 USD less_than"),
    ("a maximum of 5 million yen", "5 million yen = 5000000 JPY less_than"),
    ("below $5bn", "$5bn = 5000000000 USD less_than"),
    ("about $5bn", "$5bn = 5000000000 USD about"),
    ("nearly $5bn", "$5bn = 5000000000 USD about"),
    ("some $5bn", "$5bn = 5000000000 USD about"),
    ("close to $5bn", "$5bn = 5000000000 USD about"),
    ("~$5bn", "$5bn = 5000000000 USD about"),
    ("$5bn or so", "$5bn = 5000000000 USD about"),
    ("(about $5bn)", "$5bn = 5000000000 USD about"),
    (
        "almost 100 million pounds ($157 million)",
        "100 million pounds = 100000000 GBP about",
        "$157 million = 157000000 USD about",
    ),
    ("a row over $5bn of fees", "$5bn = 5000000000 USD"),
    ("talks about a $5bn loan", "$5bn = 5000000000 USD"),
    ("surpassing the rival's $5bn", "$5bn = 5000000000 USD"),
]
RATES = [
    ("holders get $7.25 for each share", "$7.25 = 7.25 USD /share"),
    ("30 euros for every tonne", "30 euros = 30 EUR /tonne"),
    ("forty quid a night", "forty quid = 40 GBP /night"),
    (
        "It pays 18 cents per share, up from 15 cents.",
        "18 cents = 0.18 USD /share",
        "15 cents = 0.15 USD /share",
    ),
    ("$70 a barrel, up from $900", "$70 = 70 USD /barrel", "$900 = 900 USD /barrel"),
    ("$70 a barrel from $5 billion", "$70 = 70 USD /barrel", "$5 billion = 5000000000 USD"),
    (
        "It rose from 8 cents to 9 cents a share.",
        "8 cents = 0.08 USD /share",
        "9 cents = 0.09 USD /share",
    ),
    (
        "Profit was ₹12 crore, up from ₹11 crore a year ago.",
        "₹12 crore = 120000000 INR",
        "₹11 crore = 110000000 INR",
    ),
    (
        "Clerks get a penny a litre, not a dollar a day.",
        "a penny = 0.01 USD /litre",
        "a dollar = 1 USD /day",
    ),
    ("They give no more than a dollar.", "a dollar = 1 USD less_than"),
    ("21 cents a pound, or so", "21 cents = 0.21 USD /pound"),
    ("$12 a share", "$12 = 12 USD /share"),
    ("$12 per common share", "$12 = 12 USD /share"),
    ("$12-a-share bid", "$12 = 12 USD /share"),
    ("$770 per year", "$770 = 770 USD /year"),
    ("$10 million annually", "$10 million = 10000000 USD /year"),
    ("$10/month", "$10 = 10 USD /month"),
    ("$15.4/hour", "$15.4 = 15.4 USD /hour"),
    ("$80 per barrel", "$80 = 80 USD /barrel"),
    ("$1,350 an ounce", "$1,350 = 1350 USD /ounce"),
    ("200,000 yuan/ton", "200,000 yuan = 200000 CNY /ton"),
    ("$0.14/kWh", "$0.14 = 0.14 USD /kWh"),
    ("$2,803 per tonne", "$2,803 = 2803 USD /tonne"),
    ("2 euros (US$2.85) per share", "2 euros = 2 EUR /share", "US$2.85 = 2.85 USD /share"),
    ("annual sales of $5 billion", "$5 billion = 5000000000 USD /year"),
    ("a per-share dividend of 42 yen", "42 yen = 42 JPY /share"),
    ("Shares closed up 3 percent at $29.25.", "$29.25 = 29.25 USD /share"),
    ("a loss of $16 billion a year earlier", "$16 billion = 16000000000 USD"),
]
ECHOES = [
    (
        "a profit of 1.2 billion euros, compared with 1.1 billion a year earlier",
        "1.2 billion euros = 1200000000 EUR",
        "1.1 billion = 1100000000 EUR",
    ),
    (
        "Sales rose to 5 million pounds from 4 million.",
        "5 million pounds = 5000000 GBP",
        "4 million = 4000000 GBP",
    ),
    ("It spent $5 million to win 2 million users, up from 1 million.", "$5 million = 5000000 USD"),
    ("It earned $5 million. Users rose from 3 million a year ago.", "$5 million = 5000000 USD"),
]
NOTHING = [
    "She would not take a penny for the repair.",
    "It grew without spending a cent.",
    "The claim isn't worth a dime.",
    "Not one cent was lost.",
    "245 23 yen",
    "Results (in millions of dollars)",
    "Holdings (euros billion)",
    "report L2E8DH5ZN of Monday",
    "sales passed the 3 billion mark",
    "Since 2012, USD's filings",
    "third-quarter euro sales",
    "the euro/Swiss franc pair at parity",
    "297 RMBS deals",
    "The bag weighed 20 pounds.",
    "a twenty-pound bag of rice",
    "He lost 30 pounds of fat.",
    "a 200-pound man",
    "20 pounds (9 kg) of flour",
    "A plant near London recalled 2 million pounds of beef.",
    "The mine sold 25 million pounds of refined copper for sterling.",
    "The side won 3 games.",
    "In 2004 won the seat.",
    "Buy $NVDA now.",
    "the rapper 50 Cent",
    "5 million shares",
    "10 million users",
    "25 basis points",
    "12 percent",
    "12 per cent",
    "version 2.0.1",
    "Call +1 555 0100 or 020 7946 0000.",
    "the dollar fell",
    "dollar-denominated debt",
    "the euro zone",
    "the 17 euro zone countries",
    "Euro 2012",
    "the 2008 pound crisis",
    "All 70 of us passed.",
    "ALL 70 TESTS PASSED",
    "three real reasons",
    "the 50-mark",
    "more billion-dollar deals",
    "a 1080p picture",
    "Nokia (NOK1V.HE) fell.",
    "a top 5 list",
    "try 3 times",
    "Cup 4",
    "the yen gained",
    "8C of warming",
    "A dollar index rose.",
    "pounds of pressure",
    "a euro official",
    "",
    "$",
    "£ - €",
    "$$$",
    "$-",
    "100%",
    "© 2017 NPR",
    "$.",
    "a pound of flesh",
]
GROUPS = {
    "symbol": SYMBOLS,
    "prefixed": PREFIXED_DOLLARS,
    "code": CODES,
    "name": NAMES,
    "words": WORDS,
    "subunit": SUBUNITS,
    "range": RANGES,
    "no-range": NO_RANGES,
    "open": OPEN,
    "modifier": MODIFIERS,
    "per": RATES,
    "echo": ECHOES,
}
CASES = [
    pytest.param(row[0], row[1:], id=f"{name}: {row[0]}")
    for name, rows in GROUPS.items()
    for row in rows
]
KNOWN_GAPS = [
    ("He paid five grand for it.", "five grand = 5000 USD"),
    ("It costs $ 8. 94 today.", "$ 8. 94 = 8.94 USD"),
    ("It was sold for 10 c.", "10 c = 0.10 USD"),
    ("from one to 1.3 million, in dollars", "one to 1.3 million = 1000000..1300000 USD"),
    ("the IPO price stayed below the offering price of $38", "$38 = 38 USD less_than"),
    ("It earned 3 million; costs, in dollars, were 2 million.", "3 million = 3000000 USD"),
]


def shown(amount: Amount) -> str:
    """An amount in the notation of the tables."""
    modifier = "" if amount.modifier is Modifier.EXACT else f" {amount.modifier}"
    per = f" /{amount.per}" if amount.per else ""
    return f"{amount.text} = {_value(amount)} {amount.currency}{modifier}{per}"


def _value(amount: Amount) -> str:
    row = amount.model_dump(mode="json")
    low, high = row["value_min"], row["value_max"]
    if low is None:
        return "?"
    if high is None:
        return f"{low}.."
    return low if low == high else f"{low}..{high}"


def normal(row: str) -> str:
    """The row with its decimals in plain notation."""
    quote, rest = row.split(" = ")
    value, *tail = rest.split(" ")
    if "." in value and ".." not in value:
        value = value.rstrip("0").rstrip(".")
    return f"{quote} = {' '.join([value, *tail])}"


def read(text: str) -> list[str]:
    return [shown(amount) for amount in find_amounts(text)]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_phrasing(text: str, rows: tuple[str, ...]) -> None:
    assert read(text) == [normal(row) for row in rows]


@pytest.mark.parametrize("text", NOTHING)
def test_no_amount(text: str) -> None:
    assert read(text) == []


@pytest.mark.xfail(strict=True, reason="known gap")
@pytest.mark.parametrize(("text", "row"), KNOWN_GAPS)
def test_known_gap(text: str, row: str) -> None:
    assert read(text) == [row]


@pytest.mark.parametrize(("text", "rows"), CASES)
def test_quotes_stand_in_the_text(text: str, rows: tuple[str, ...]) -> None:
    for amount in find_amounts(text):
        assert text[amount.start : amount.end] == amount.text
        cue = amount.modifier_cue
        assert cue is None or text[cue.start : cue.end] == cue.text
        assert amount.rule
