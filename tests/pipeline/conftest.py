"""The pipelines that the tests of this folder share: they are built once and never changed."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

import extractor
from extractor.pipeline.road import DEFAULT_MODEL


@pytest.fixture(scope="session")
def rules():
    """The pipeline that works by rules alone."""
    return extractor.load(model=None)


@pytest.fixture(scope="session")
def model():
    """The pipeline with the pinned named-entity model and the trained weights."""
    if find_spec(DEFAULT_MODEL) is None:
        pytest.skip(f"{DEFAULT_MODEL} is not installed; pip install 'newsclaims[model]'")
    return extractor.load()


@pytest.fixture(params=["rules", "model"])
def either(request):
    """Each of the two in turn."""
    return request.getfixturevalue(request.param)
