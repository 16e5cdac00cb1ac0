"""Lines that go out can be pasted anywhere, lines that come in are refused with a reason."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import StoreError
from extractor.records import Failure, Stage
from extractor.sinks.standards.annotations import annotation_collections
from extractor.sinks.standards.documents import json_line, write_documents
from extractor.sinks.standards.provenance import provenance_documents
from extractor.sinks.standards.recorded import recorded_articles
from extractor.sinks.standards.schemaorg import schemaorg_claims
from extractor.sinks.stored import claims_in
from tests.standards.export_samples import full_record, hostile_record

STANDARDS = (annotation_collections, schemaorg_claims, provenance_documents)


@given(st.dictionaries(st.text(), st.text()))
def test_lines_are_safe_and_lose_nothing(document):
    line = json_line(document)
    assert json.loads(line) == document
    assert not set("<>&\n\r\x85\u2028\u2029\u202e\x00\x1b") & set(line)
    assert len(line.splitlines()) == 1


@pytest.mark.parametrize("make", STANDARDS)
def test_hostile_records(make):
    out = io.StringIO()
    count = write_documents([hostile_record(), full_record()], make, out)
    text = out.getvalue()
    text.encode("utf-8")
    assert text.count("\n") == count > 0
    assert len(text.splitlines()) == count
    assert "</script" not in text
    assert "\u202e" not in text
    for line in text.splitlines():
        json.loads(line)


@pytest.mark.parametrize("make", STANDARDS)
def test_lone_surrogates_never_come_out(make):
    broken = full_record(source="b\udcff.html", title="\ud800", publisher="\udfff")
    out = io.StringIO()
    write_documents([broken], make, out)
    out.getvalue().encode("utf-8")
    assert not any("\ud800" <= char <= "\udfff" for char in json.dumps(json.loads(out.getvalue())))
    assert "\\ud8" not in out.getvalue().lower()


@pytest.mark.parametrize("make", STANDARDS)
def test_same_bytes_again(make):
    outs = [io.StringIO(), io.StringIO()]
    for out in outs:
        write_documents([full_record(), hostile_record()], make, out)
    assert outs[0].getvalue() == outs[1].getvalue()


def test_records_are_streamed():
    """A document is out before the next record is asked for."""
    out = io.StringIO()

    def records():
        yield full_record()
        assert out.getvalue().endswith("\n")
        yield hostile_record()

    write_documents(records(), provenance_documents, out)


FAILURE = Failure(source="gone.txt", stage=Stage.FETCH, error="missing", message="not there")


def test_records_are_read_back():
    lines = [full_record().model_dump_json(), "", FAILURE.model_dump_json()]
    lines.append(hostile_record().model_dump_json())
    content = io.BytesIO("\n".join(lines).encode())
    assert list(recorded_articles(content, "x.jsonl")) == [full_record(), hostile_record()]


def test_failures_are_known_by_their_fields_whatever_the_order():
    line = json.dumps(dict(reversed(FAILURE.model_dump(mode="json").items())), indent=None)
    assert list(recorded_articles([line.encode()], "x.jsonl")) == []


CLAIM = next(claims_in(full_record())).model_dump_json()
MOVED = full_record().model_dump_json().replace('"start":54', '"start":55', 1)


@pytest.mark.parametrize(("line", "reason"), [
    (b"{", "Invalid JSON"),
    (b"not json", "Invalid JSON"),
    (b"[]", "should be an object"),
    (b"\xff\xfe{}", "not a line of"),
    (b'{"article": 1}', "article"),
    (b'{"source": "a", "error": "b"}', "not a line of"),
    (CLAIM.encode(), "a claim without its article"),
    (MOVED.encode(), "offsets"),
    (b'"' + b"x" * 100_000 + b'"', "not a line of"),
    (b"[" * 100_000, "not a line of"),
], ids=["cut", "words", "list", "bytes", "wrong article", "half a failure", "single claim",
        "moved quote", "long", "deep"])  # fmt: skip
def test_other_lines_are_refused(line, reason):
    first = full_record().model_dump_json().encode()
    with pytest.raises(StoreError, match=reason) as caught:
        list(recorded_articles([first, line], "x.jsonl"))
    assert str(caught.value).startswith("x.jsonl, line 2: ")
    assert len(str(caught.value)) < 400
