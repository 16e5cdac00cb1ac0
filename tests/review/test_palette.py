"""The colours of the style sheet: enough contrast to read, and statuses that stay apart.

Contrast is WCAG 2.2's: 4.5 to 1 for text, 3 to 1 for icons, bars and the borders of controls. How
colour-blind people see a colour is simulated by the matrices of Machado, Oliveira and Fernandes
(2009, full severity), and how far colours are apart is measured in Oklab.
"""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from extractor.records import Status
from extractor.review.page import page_file

STATUSES = [status.value for status in Status]
SIGHTS = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# Two greys this far apart in Oklab differ by a tenth of the way from black to white.
APART = 0.1


def palettes():
    style = page_file("style.css")
    light, dark = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    colours = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in (light, dark)]
    return {"light": colours[0], "dark": colours[1]}


PALETTES = palettes()
TEXTS = [
    *(
        (name, ground)
        for name in ("ink", "faint", "accent")
        for ground in ("page", "card", "hover")
    ),
    *((f"{status}-text", ground) for status in STATUSES for ground in ("card", "hover")),
    *((f"{status}-text", f"{status}-pale") for status in STATUSES),
    *((name, f"{status}-pale") for name in ("ink", "faint") for status in STATUSES),
    *(("ink", f"mark-{kind}") for kind in ("evidence", "amount", "term", "party", "cue", "lit")),
    ("card", "ink"),
    ("card", "accent"),
]
SHAPES = [
    *((status, ground) for status in STATUSES for ground in ("card", "page", "hover")),
    *((status, f"{status}-pale") for status in STATUSES),
    *(("on-icon", status) for status in STATUSES),
    ("rule", "card"),
    ("focus", "page"),
    ("focus", "card"),
]


def linear(colour):
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    ]


def contrast(one, other):
    lights = [
        sum(
            weight * share
            for weight, share in zip((0.2126, 0.7152, 0.0722), linear(each), strict=True)
        )
        for each in (one, other)
    ]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def seen(colour, sight):
    return [
        min(
            1,
            max(0, sum(weight * share for weight, share in zip(row, linear(colour), strict=True))),
        )
        for row in SIGHTS[sight]
    ]


def oklab(light):
    red, green, blue = light
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def distance(one, other, sight):
    pairs = zip(oklab(seen(one, sight)), oklab(seen(other, sight)), strict=True)
    return sum((first - second) ** 2 for first, second in pairs) ** 0.5


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize(("text", "ground"), TEXTS, ids=lambda name: name)
def test_text_can_be_read(palette, text, ground):
    assert contrast(PALETTES[palette][text], PALETTES[palette][ground]) >= 4.5


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize(("shape", "ground"), SHAPES, ids=lambda name: name)
def test_shapes_can_be_seen(palette, shape, ground):
    assert contrast(PALETTES[palette][shape], PALETTES[palette][ground]) >= 3


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("sight", SIGHTS)
def test_statuses_stay_apart(palette, sight):
    colours = [PALETTES[palette][status] for status in STATUSES]
    assert min(distance(*pair, sight) for pair in combinations(colours, 2)) >= APART


def test_the_measures_are_right():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert distance("#000000", "#ffffff", "usual") == pytest.approx(1, abs=0.001)
    red, green = "#b04010", "#5a6a10"
    assert distance(red, green, "deuteranopia") < distance(red, green, "usual") / 2


def test_print_has_the_light_colours():
    style = page_file("style.css")
    printed = style.split("@media print and (prefers-color-scheme: dark)")[1]
    for name, colour in re.findall(r"--([\w-]+): (#[0-9a-f]{6});", printed):
        assert PALETTES["light"][name] == colour
