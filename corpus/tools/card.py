"""Count what the labels hold, of real articles and of our own, for the data set card.

    python -m corpus.tools.card [--write]

Prints the tables of ``corpus/README.md``; with ``--write`` puts them there, between the two marks.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from corpus.tools.assemble import INDEX, Entry, read_index
from corpus.tools.labels import LabelledArticle, LabelledClaim, label_files, read_labels
from corpus.tools.own_articles import OwnEntry, OwnFolder

README = INDEX.parents[1] / "README.md"
BEGIN, END = "<!-- counts: python -m corpus.tools.card --write -->", "<!-- end of counts -->"

_YEAR = re.compile(r"/((?:19|20)\d\d)\d{4}/")
_COMMON_CURRENCIES = 6


def read_articles(folder: Path = INDEX.parent) -> list[LabelledArticle]:
    """All label files of a folder, by name."""
    return [read_labels(path) for path in label_files(folder)]


def claims_of(articles: Iterable[LabelledArticle]) -> list[LabelledClaim]:
    """The claims of all articles."""
    return [claim for article in articles for claim in article.claims]


def totals(articles: Sequence[LabelledArticle]) -> dict[str, int]:
    """What there is in all, and how much of it is rare elsewhere."""
    claims = claims_of(articles)
    amounts = [amount for claim in claims for amount in claim.amounts]
    return {
        "articles": len(articles),
        "articles without a claim": sum(not article.claims for article in articles),
        "claims": len(claims),
        "claims without an amount": sum(not claim.amounts for claim in claims),
        "claims with several mentions": sum(len(claim.mentions) > 1 for claim in claims),
        "amounts": len(amounts),
        "amounts that are ranges or open": sum(amount.min != amount.max for amount in amounts),
        "terms (durations)": sum(len(claim.durations) for claim in claims),
        "parties": sum(len(claim.parties) for claim in claims),
        "sources (attributions)": sum(len(claim.attribution) for claim in claims),
    }


def vocabularies(claims: Sequence[LabelledClaim]) -> dict[str, Counter[str]]:
    """How often each word of each vocabulary is used."""
    figures = [figure for claim in claims for figure in claim.figures()]
    return {
        "event": Counter(claim.event.value for claim in claims),
        "confirmation": Counter(claim.confirmation.value for claim in claims),
        "modality": Counter(claim.modality.value for claim in claims),
        "role": Counter(party.role.value for claim in claims for party in claim.parties),
        "source": Counter(source.kind.value for claim in claims for source in claim.attribution),
        "modifier": Counter(figure.modifier.value for figure in figures),
        "currency": currencies(claims),
    }


def currencies(claims: Iterable[LabelledClaim]) -> Counter[str]:
    """The common currencies; the others together."""
    every = Counter(amount.currency or "none" for claim in claims for amount in claim.amounts)
    common = Counter(dict(every.most_common(_COMMON_CURRENCIES)))
    common["others"] = every.total() - common.total()
    return common


def years(entries: Iterable[Entry]) -> Counter[str]:
    """Articles by the year in their path."""
    return Counter(found[1] for entry in entries if (found := _YEAR.search(entry.path)))


def splits(entries: Iterable[Entry | OwnEntry]) -> Counter[str]:
    """Articles by split."""
    return Counter(entry.split for entry in entries)


def real_card(articles: Sequence[LabelledArticle], entries: Sequence[Entry]) -> str:
    """The tables of the real articles, in Markdown."""
    facts = [
        _line("split", splits(entries).most_common()),
        _line("year", sorted(years(entries).items())),
    ]
    return _tables(totals(articles), [*facts, *_word_lines(articles)])


def own_card(articles: Sequence[LabelledArticle], entries: Sequence[OwnEntry]) -> str:
    """The tables of our own articles, in Markdown."""
    claims = claims_of(articles)
    facts = [
        _line("split", splits(entries).most_common()),
        _line("year", sorted(Counter(str(entry.year) for entry in entries).items())),
        _line("kind", Counter(entry.kind.value for entry in entries).most_common()),
        _line("country", Counter(entry.country for entry in entries).most_common()),
    ]
    traits = Counter(trait.value for claim in claims for trait in claim.traits)
    words = {"words": sum(entry.words for entry in entries)}
    rows = [*facts, *_word_lines(articles), _line("trait", traits.most_common())]
    return _tables(totals(articles) | words, rows)


def card(own: OwnFolder) -> str:
    """Both, as they lie in the corpus.

    Raises:
        OSError: a folder or an index is missing.
        pydantic.ValidationError: a label file or an index is not valid.
    """
    real = real_card(read_articles(), read_index())
    ours = own_card(read_articles(own.labels), own.entries())
    return f"### Real articles\n\n{real}\n\n### Our own articles\n\n{ours}"


def _word_lines(articles: Sequence[LabelledArticle]) -> list[str]:
    counts = vocabularies(claims_of(articles))
    return [_line(name, counter.most_common()) for name, counter in counts.items()]


def _tables(sums: Mapping[str, int], lines: Sequence[str]) -> str:
    rows = [f"| {what} | {count:,} |" for what, count in sums.items()]
    return "\n".join(
        ["| what | how many |", "|---|--:|", *rows, "", "| field | counts |", "|---|---|", *lines]
    )


def _line(name: str, counts: Iterable[tuple[str, int]]) -> str:
    return f"| {name} | {', '.join(f'{word} {count:,}' for word, count in counts)} |"


def with_tables(readme: str, tables: str) -> str:
    """The data set card with its tables replaced.

    Raises:
        ValueError: a mark that the tables stand between is missing.
    """
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the card needs the lines {BEGIN!r} and {END!r}")
    return f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}"


def main(arguments: list[str]) -> None:
    """Print the tables or write them into the card."""
    parser = argparse.ArgumentParser(prog="card", description="Count what the labels hold.")
    parser.add_argument("--write", action="store_true", help=f"into {README.name}")
    options = parser.parse_args(arguments)
    tables = card(OwnFolder())
    if options.write:
        text = with_tables(README.read_text(encoding="utf-8"), tables)
        README.write_text(text, encoding="utf-8", newline="\n")
    else:
        print(tables)


if __name__ == "__main__":
    main(sys.argv[1:])
