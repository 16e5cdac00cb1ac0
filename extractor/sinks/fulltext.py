"""Full-text search over evidence and titles: FTS5 in SQLite, tsvector in PostgreSQL.

Both find the same: whole words in any case, without stemming, so that a search says exactly what
it looks for. A word ends at white space, punctuation and signs: "£1.2bn" is the words 1 and 2bn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, Table, column, func, literal, literal_column, text
from sqlalchemy import table as named_table

from extractor.sinks.tables import POSTGRESQL, articles, evidence

# Signs that PostgreSQL's parser would read as parts of numbers, addresses, paths and mark-up; in
# brackets a pattern of Python and of PostgreSQL alike.
_SIGNS: Final = (
    r"!-/:-@\[-`{-~\u00a1-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf"
    r"\u2000-\u206f\u20a0-\u20cf"
)
_SEPARATORS: Final = re.compile(rf"[\s{_SIGNS}]+")
_PIECES: Final = re.compile(r'"([^"]*)"?|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Searched:
    """A text column that can be searched, and the names of what it is searched by.

    Attributes:
        table: Where the column is.
        column: Its name.
        key: The column that names a row.
    """

    table: Table
    column: str
    key: str

    @property
    def index(self) -> str:
        """The name of the index, in both databases."""
        return f"{self.table.name}_search"


EVIDENCE: Final = Searched(evidence, "text", "evidence_key")
TITLES: Final = Searched(articles, "title", "article_key")


def create_search(connection: Connection) -> None:
    """Make what is needed for searching; it keeps itself up to date from then on."""
    make = _postgresql if connection.dialect.name == POSTGRESQL else _sqlite
    for searched in (EVIDENCE, TITLES):
        for statement in make(searched):
            connection.exec_driver_sql(statement)


def _postgresql(searched: Searched) -> tuple[str, ...]:
    table, index = searched.table.name, searched.index
    plain = f"regexp_replace(coalesce({searched.column}, ''), '[{_SIGNS}]', ' ', 'g')"
    vector = f"to_tsvector('simple', {plain})"
    return (
        f"ALTER TABLE {table} ADD COLUMN search tsvector GENERATED ALWAYS AS ({vector}) STORED",
        f"CREATE INDEX {index} ON {table} USING gin (search)",
    )


def _sqlite(searched: Searched) -> tuple[str, ...]:
    """An index beside the table, which holds no text of its own, and what keeps it true."""
    table, index, name, key = searched.table.name, searched.index, searched.column, searched.key
    add = f"INSERT INTO {index} (rowid, {name}) VALUES (new.{key}, new.{name});"  # noqa: S608 - our own names
    drop = (
        f"INSERT INTO {index} ({index}, rowid, {name})"  # noqa: S608 - our own names
        f" VALUES ('delete', old.{key}, old.{name});"
    )
    return (
        f"CREATE VIRTUAL TABLE {index} USING fts5 ({name}, content='{table}',"
        f" content_rowid='{key}', tokenize='unicode61 remove_diacritics 0')",
        f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {add} END",
        f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {drop} END",
        f"CREATE TRIGGER {index}_update AFTER UPDATE OF {name} ON {table} BEGIN {drop} {add} END",
    )


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand one after the other; the last may be the beginning of a word."""

    words: tuple[str, ...]
    begins: bool


def phrases(wanted: str) -> tuple[Phrase, ...]:
    """What a person asks for: words, ``"phrases in quotes"``, ``begin*``.

    >>> phrases('sale "Nordwind AG" harb*')[1:]
    (Phrase(words=('Nordwind', 'AG'), begins=False), Phrase(words=('harb',), begins=True))
    """
    found = (_phrase(quoted or word) for quoted, word in _PIECES.findall(wanted))
    return tuple(phrase for phrase in found if phrase.words)


def _phrase(piece: str) -> Phrase:
    words = (word for word in _SEPARATORS.split(piece) if any(map(str.isalnum, word)))
    return Phrase(tuple(words), begins=piece.endswith("*"))


def matches(dialect: str, searched: Searched, wanted: str) -> ColumnElement[bool]:
    """The condition that rows of the searched table hold all that is asked for.

    Nothing is found by a search without a word.
    """
    asked = phrases(wanted)
    if not asked:
        return literal(value=False)
    if dialect == POSTGRESQL:
        query = func.to_tsquery(literal_column("'simple'"), " & ".join(map(_tsquery, asked)))
        return literal_column(f"{searched.table.name}.search").op("@@")(query)
    index = named_table(searched.index, column("rowid"))
    found = index.select().where(
        text(f"{searched.index} MATCH :{searched.index}_words").bindparams(
            **{f"{searched.index}_words": " ".join(map(_fts5, asked))}
        )
    )
    return searched.table.c[searched.key].in_(found)


def _tsquery(phrase: Phrase) -> str:
    *before, last = (f"'{word}'" for word in phrase.words)
    return "(" + " <-> ".join([*before, f"{last}:*" if phrase.begins else last]) + ")"


def _fts5(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.words)}"' + ("*" if phrase.begins else "")
