"""The pictures of the terminal in the docs stand by themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

IMAGES = Path(__file__).parents[2] / "docs" / "images"


@pytest.mark.parametrize("name", ["terminal-claims.svg", "terminal-show.svg"])
def test_small_and_without_anything_from_elsewhere(name):
    picture = (IMAGES / name).read_text(encoding="utf-8")
    assert len(picture.encode()) < 200_000
    assert set(re.findall(r"https?://[^\"<&]*", picture)) <= {
        "http://www.w3.org/2000/svg",
        "https://www.harbourledger.example/content/oosterveld-lindekade-castellane-talks",
    }
    assert "unconfirmed" in picture
