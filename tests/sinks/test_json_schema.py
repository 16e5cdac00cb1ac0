"""The published schema fits what is written."""

from __future__ import annotations

import json

import pytest
from claim_strategies import article_claims, failures, unhurried
from hypothesis import given
from hypothesis import strategies as st

from extractor.sinks.schema import json_schema

jsonschema = pytest.importorskip("jsonschema")


@unhurried
@given(st.one_of(article_claims(), failures()))
def test_every_line_is_valid(record):
    validator = jsonschema.Draft202012Validator(json_schema())
    validator.validate(json.loads(record.model_dump_json()))


@pytest.mark.parametrize("line", [{}, {"source": "a"}, {"schema_version": 1}, []])
def test_other_things_are_not(line):
    assert not jsonschema.Draft202012Validator(json_schema()).is_valid(line)
