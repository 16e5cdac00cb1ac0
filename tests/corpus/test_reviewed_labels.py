"""What editors have reviewed, as labels: the corpus' own checker and trainer take them."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from corpus.tools.assemble import split_of
from corpus.tools.check_labels import main as check_labels
from corpus.tools.labels import read_labels
from extractor.errors import StoreError
from extractor.hashing import sha256_of
from extractor.pipeline.road import claims_of, load
from extractor.records import (
    Amount,
    Article,
    Attribution,
    ExtractorInfo,
    Role,
    SourceKind,
    Status,
)
from extractor.sinks.corrections import CorrectedParty, Edit
from extractor.sinks.corrections.labels import write_labels
from extractor.sinks.sql import SqlStore

DEAL = (
    "Nordwind to buy a port\n"
    "Nordwind AG will buy Pelagia Ltd for $2.5 billion, it said on Monday.\n"
    "Ostwind AG may pay €40 million for Delphi Ltd, two people said.\n"
)
OTHER = "Talk of a quay\nOstwind AG may pay €7 million over three years, people said.\n"
ACCEPT = Edit(accept=True)
EDITOR = "A. Editor"


@pytest.fixture(scope="module")
def nlp():
    return load(None)


def article(text, source):
    digest = sha256_of(text.encode())
    return Article(
        id=f"a1-{source}", source=source, text=text, text_sha256=digest, raw_sha256=digest
    )


@pytest.fixture
def store(tmp_path, nlp):
    """Two articles as the extractor reads them."""
    with SqlStore(str(tmp_path / "claims.db")) as opened:
        read = [article(DEAL, "deal.txt"), article(OTHER, "other.txt")]
        opened.save(list(claims_of(nlp, read)))
        yield opened


def ids(store, source):
    return [each.claim.id for each in store.claims() if each.article.source == source]


def accept_all(store, source="deal.txt"):
    for claim_id in ids(store, source):
        store.correct(claim_id, ACCEPT, EDITOR)


def export(store, folder):
    return write_labels(folder, store.articles(), store.remembered())


def labels_in(folder):
    return [read_labels(path) for path in sorted((folder / "labels").glob("*.json"))]


def test_article_that_was_accepted_whole_is_a_label(store, tmp_path):
    accept_all(store)
    folder = tmp_path / "reviewed"
    counts = export(store, folder)
    assert (counts.articles, counts.claims, counts.left_out) == (1, 2, [])
    assert check_labels([str(folder / "labels"), str(folder / "texts"), "--complete"]) == 0
    (labels,) = labels_in(folder)
    assert labels.doc == f"reviewed-{sha256_of(DEAL.encode())[:10]}"
    assert labels.annotator == EDITOR
    assert (folder / "texts" / f"{labels.doc}.txt").read_bytes() == DEAL.encode()
    assert [claim.id for claim in labels.claims] == ["c1", "c2"]
    assert [amount.min for claim in labels.claims for amount in claim.amounts] == [
        Decimal(2_500_000_000), Decimal(40_000_000)
    ]  # fmt: skip


def test_corrections_are_in_the_labels(store, tmp_path):
    accept_all(store)
    second = ids(store, "deal.txt")[1]
    parties = (
        CorrectedParty(name="Ostwind AG", role=Role.PAYER),
        CorrectedParty(name="Delphi Ltd", role=Role.PAYEE),
    )
    edit = Edit(status=Status.DENIED, parties=parties)
    store.correct(second, edit, "B. Editor")
    export(store, tmp_path / "reviewed")
    (labels,) = labels_in(tmp_path / "reviewed")
    claim = labels.claims[1]
    assert claim.confirmation is Status.DENIED
    assert [(party.name, party.role) for party in claim.parties] == [
        ("Ostwind AG", Role.PAYER), ("Delphi Ltd", Role.PAYEE)
    ]  # fmt: skip
    assert labels.annotator == "A. Editor, B. Editor"


def test_what_is_stated_has_no_source(store, tmp_path):
    accept_all(store)
    store.correct(ids(store, "deal.txt")[1], Edit(status=Status.STATED), EDITOR)
    folder = tmp_path / "reviewed"
    assert export(store, folder).articles == 1
    assert labels_in(folder)[0].claims[1].attribution == ()
    assert check_labels([str(folder / "labels"), str(folder / "texts")]) == 0


def test_one_claim_that_nobody_accepted_keeps_the_article_out(store, tmp_path):
    first, second = ids(store, "deal.txt")
    store.correct(first, ACCEPT, EDITOR)
    store.correct(second, Edit(status=Status.DENIED), EDITOR)
    counts = export(store, tmp_path / "reviewed")
    assert counts.articles == 0
    ((source, reason),) = counts.left_out
    assert source == "deal.txt"
    assert reason.startswith("1 of 2 claims are not accepted")
    assert second in reason
    assert labels_in(tmp_path / "reviewed") == []


def test_accepting_that_was_taken_back_does_not_count(store, tmp_path):
    accept_all(store)
    store.withdraw(ids(store, "deal.txt")[0], EDITOR)
    assert export(store, tmp_path / "reviewed").articles == 0


def test_accepting_does_not_cover_what_is_read_otherwise_since(store, tmp_path, nlp):
    accept_all(store)
    (record, _) = store.articles()
    newer = ExtractorInfo(version="2", model=None, rules="r2")
    same = record.model_copy(update={"extractor": newer})
    store.save([same])
    assert export(store, tmp_path / "same").articles == 1
    told = record.claims[0].confirmation.model_copy(update={"status": Status.UNCONFIRMED})
    changed = record.claims[0].model_copy(update={"confirmation": told})
    store.save([same.model_copy(update={"claims": (changed, record.claims[1])})])
    assert export(store, tmp_path / "other").articles == 0
    was = record.claims[0].confirmation.status
    store.correct(changed.id, Edit(status=was), EDITOR)
    assert export(store, tmp_path / "set").articles == 1


def test_accepting_holds_for_what_editors_set_before_and_after(store, tmp_path):
    first, second = ids(store, "deal.txt")
    store.correct(first, ACCEPT, EDITOR)
    store.correct(second, Edit(status=Status.DENIED), EDITOR)
    store.correct(second, ACCEPT, EDITOR)
    assert export(store, tmp_path / "one").articles == 1
    store.correct(second, Edit(status=Status.CONFIRMED), EDITOR)
    assert export(store, tmp_path / "two").articles == 1


def test_revised_article_is_no_label_any_more(store, tmp_path, nlp):
    accept_all(store)
    store.save(list(claims_of(nlp, [article(DEAL + "More follows.\n", "deal.txt")])))
    assert export(store, tmp_path / "reviewed").articles == 0


def test_the_same_text_is_one_label(store, tmp_path, nlp):
    store.save(list(claims_of(nlp, [article(DEAL, "again.txt")])))
    accept_all(store)
    accept_all(store, "again.txt")
    counts = export(store, tmp_path / "reviewed")
    assert counts.articles == 1
    assert "same text" in counts.left_out[0].reason


def with_claim(store, **changes):
    """The second article with its claim changed, and accepted."""
    record = next(each for each in store.articles() if each.article.source == "other.txt")
    claim = record.claims[0].model_copy(update=changes)
    store.save([record.model_copy(update={"claims": (claim,)})])
    store.correct(claim.id, ACCEPT, EDITOR)
    return claim


def at(make, quote, text=OTHER, **fields):
    start = text.index(quote)
    return make(text=quote, start=start, end=start + len(quote), **fields)


def sum_of(quote, low, high):
    return at(Amount, quote, value_min=low, value_max=high, currency="EUR", rule="r")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"amounts": (), "durations": ()}, "neither an amount nor a term"),
        ({"amounts": (sum_of("€7 million", None, None),)}, "unknown value"),
        ({"amounts": (sum_of("€7 million", 8, 7),)}, "ends before it begins"),
        ({"amounts": (sum_of("€7 million", Decimal("1e400") / 3, None),)}, None),
        ({"amounts": (sum_of("quay", 7, 7),)}, "outside its sentences"),
        ({"amounts": (sum_of("€7 million", 7, 7),) * 2}, "stands in two claims"),
        ({"attribution": ()}, "is confirmed, yet nobody is named"),
    ],
)
def test_what_the_checker_would_refuse_is_left_out(store, tmp_path, changes, reason):
    with_claim(store, **changes)
    folder = tmp_path / "reviewed"
    counts = export(store, folder)
    if reason:
        assert reason in counts.left_out[0].reason
        assert labels_in(folder) == []
    else:
        assert check_labels([str(folder / "labels"), str(folder / "texts")]) == 0


def test_denied_by_nobody_is_left_out(store, tmp_path):
    claim = with_claim(store, attribution=())
    store.correct(claim.id, Edit(status=Status.DENIED), EDITOR)
    counts = export(store, tmp_path / "reviewed")
    assert "nobody is named" in counts.left_out[0].reason


def test_denied_by_a_source_is_taken(store, tmp_path):
    source = at(Attribution, "people", name=None, kind=SourceKind.PARTY, rule="r")
    claim = with_claim(store, attribution=(source,))
    store.correct(claim.id, Edit(status=Status.DENIED), EDITOR)
    assert export(store, tmp_path / "reviewed").articles == 1


def test_folder_with_something_in_it_is_refused(store, tmp_path):
    (tmp_path / "reviewed").mkdir()
    accept_all(store)
    export(store, tmp_path / "reviewed")
    with pytest.raises(StoreError, match="not empty"):
        export(store, tmp_path / "reviewed")


def test_attempt_without_labels_leaves_the_folder_for_the_next(store, tmp_path):
    assert export(store, tmp_path / "reviewed").articles == 0
    accept_all(store)
    assert export(store, tmp_path / "reviewed").articles == 1


def test_folder_below_a_file_is_refused(store, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError):
        export(store, tmp_path / "file" / "reviewed")


def test_the_trainer_reads_them(store, tmp_path):
    train = pytest.importorskip("models.training.train", reason="needs scikit-learn")
    accept_all(store)
    second = ids(store, "deal.txt")[1]
    edit = Edit(status=Status.DENIED, parties=(CorrectedParty(name="Delphi Ltd", role=Role.PAYEE),))
    store.correct(second, edit, EDITOR)
    folder = tmp_path / "reviewed"
    export(store, folder)
    assert split_of(labels_in(folder)[0].doc) != "test"
    (labelled,) = train.labelled_articles(folder / "labels", folder / "texts")
    statuses = [claim["confirmation"] for _, claim in labelled.groups]
    assert statuses == ["confirmed", "denied"]
    assert [row[2] for row in train.figure_examples([labelled], "event")] == [
        claim["event"] for _, claim in labelled.groups
    ]
    roles = {row[2] for row in train.party_examples([labelled], lambda _doc, _group: "acquisition")}
    assert roles <= {*Role, train.NO_PARTY}


def test_numbers_are_those_of_the_corpus(store, tmp_path):
    accept_all(store)
    export(store, tmp_path / "reviewed")
    (path,) = (tmp_path / "reviewed" / "labels").glob("*.json")
    content = json.loads(path.read_text(encoding="utf-8"))
    assert content["claims"][0]["amounts"][0]["min"] == 2_500_000_000
    assert isinstance(content["claims"][0]["amounts"][0]["min"], int)
