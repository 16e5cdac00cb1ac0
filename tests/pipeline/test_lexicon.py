"""Language data: all of it loads, rules have ids that can be quoted, broken data is named."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from importlib.resources import files

import pytest
from pydantic import BaseModel, ConfigDict

from extractor.errors import DataError
from extractor.pipeline import lexicon
from extractor.pipeline.aliases import AliasForms
from extractor.pipeline.amounts import data as amount_data
from extractor.pipeline.context import BackgroundFile
from extractor.pipeline.discourse import Span
from extractor.pipeline.durations.kinds import KindFile
from extractor.pipeline.durations.units import unit_table
from extractor.pipeline.durations.words import quantity_words
from extractor.pipeline.frames import FrameFile
from extractor.pipeline.lexicon import CueFile, compile_pattern, data_text, load_data, matcher
from extractor.pipeline.mentions import NameForms
from extractor.pipeline.modifiers import ModifierFile
from extractor.pipeline.numbers import NumberWords
from extractor.pipeline.owners import PlaceForms
from extractor.pipeline.roles import RoleFile
from extractor.pipeline.status import PrecedenceFile, precedence
from extractor.records import Event, Modality, SourceKind, Status

FOLDER = files("extractor.pipeline") / "data"
DATA_FILES = sorted(item.name for item in FOLDER.iterdir() if item.name.endswith(".toml"))
CATEGORIES = {
    "deals.toml": {"acquisition", "investment", "contract", "financing", "offering", "legal"},
    "events.toml": {event.value for event in Event},
    "modality.toml": {modality.value for modality in Modality} - {"actual"},
    "nominals.toml": {
        "organisation",
        "government",
        "person",
        "generic",
        "product",
        "pronoun.organisation",
        "pronoun.plural",
        "pronoun.person",
        "pronoun.speaker",
        "named.government",
    },
    "reporting.toml": {
        "said",
        "claimed",
        "estimated",
        "announced",
        "reported",
        "according",
        "showed",
    },
    "sources.toml": {kind.value for kind in SourceKind},
    "status_cues.toml": {
        "hedge",
        "forecast",
        "denial",
        "confirmation",
        "disclaimer",
        "no_comment",
        "act",
    },
}
CUE_FILES = sorted(CATEGORIES)
SHAPES = {
    "aliases.toml": AliasForms,
    "background.toml": BackgroundFile,
    "duration_kinds.toml": KindFile,
    "frames.toml": FrameFile,
    "modifiers.toml": ModifierFile,
    "names.toml": NameForms,
    "numbers.toml": NumberWords,
    "places.toml": PlaceForms,
    "precedence.toml": PrecedenceFile,
    "roles.toml": RoleFile,
} | dict.fromkeys(CUE_FILES, CueFile)
LOADERS = {
    "amount_contexts.toml": amount_data.reading_data,
    "currencies.toml": amount_data.currency_data,
    "magnitudes.toml": amount_data.magnitude_data,
    "per.toml": amount_data.rate_data,
    "duration_units.toml": unit_table,
    "duration_words.toml": quantity_words,
}


def ids_in(value):
    """Every ``id`` of a data file, however deep."""
    if isinstance(value, dict):
        yield from [value["id"]] if isinstance(value.get("id"), str) else []
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in inner:
        yield from ids_in(item)


def all_ids():
    return [rule for name in DATA_FILES for rule in ids_in(tomllib.loads(data_text(name)))]


@pytest.mark.parametrize("name", DATA_FILES)
def test_data_file_loads(name):
    found = load_data(name, SHAPES[name]) if name in SHAPES else LOADERS[name]()
    assert found


@pytest.mark.parametrize("name", CUE_FILES)
def test_cues_compile_and_have_known_categories(name):
    assert matcher(name)
    assert {cue.category for cue in load_data(name, CueFile).cue} <= CATEGORIES[name]


def test_no_id_stands_twice_in_all_files():
    assert [rule for rule, times in Counter(all_ids()).items() if times > 1] == []


def test_ids_can_stand_in_a_record():
    assert [rule for rule in all_ids() if not re.fullmatch(r"[a-z]+([._-][a-z0-9]+)*", rule)] == []


@pytest.mark.parametrize("name", CUE_FILES)
def test_ids_of_cues_say_what_they_belong_to(name):
    assert all("." in cue.id for cue in load_data(name, CueFile).cue)


@pytest.mark.parametrize("name", CUE_FILES)
def test_no_cue_reads_the_empty_text(name):
    assert list(matcher(name).hits("")) == []


@pytest.mark.parametrize("name", CUE_FILES)
def test_no_cue_is_without_words(name):
    text = "One two, three. $5 million (£4m) – it said, of all things: “no comment”."
    assert all(text[hit.start : hit.end].strip() for hit in matcher(name).hits(text))


def test_every_way_to_decide_a_status_is_in_the_table():
    rows = precedence()
    assert {row.status for row in rows} == set(Status)
    assert rows[-1].evidence == "none", "the last row takes what has no evidence"
    assert rows[0].status is Status.DENIED, "a denial beats everything"


def test_every_event_has_roles_and_frames_that_exist():
    schema = load_data("roles.toml", RoleFile).event
    frames = {frame.id for frame in load_data("frames.toml", FrameFile).frame}
    assert set(schema) == set(Event)
    assert all(set(event.frames) <= frames for event in schema.values())
    assert all(event.expected in event.roles for event in schema.values())


@pytest.fixture
def data_folder(monkeypatch):
    """Puts content in the place of a data file."""

    def put(content):
        monkeypatch.setattr(lexicon, "data_text", lambda name: content)

    matcher.cache_clear()
    yield put
    matcher.cache_clear()


BROKEN = {
    "not-toml": ("[[cue]\nid = 'a.b'", "broken.toml"),
    "no-pattern": ("[[cue]]\nid = 'a.b'\ncategory = 'hedge'", "cue.0.pattern"),
    "unknown-field": (
        "[[cue]]\nid = 'a.b'\ncategory = 'c'\npattern = 'x'\npatern = 'y'",
        "cue.0.patern",
    ),
    "weight-is-a-word": (
        "[[cue]]\nid='a.b'\ncategory='c'\npattern='x'\nweight='much'",
        "cue.0.weight",
    ),
    "bad-regular-expression": (
        "[[cue]]\nid='a.ok'\ncategory='c'\npattern='x'\n"
        "[[cue]]\nid='a.bad'\ncategory='c'\npattern='(open'",
        "a.bad",
    ),
    "id-stands-twice": (
        "[[cue]]\nid='a.b'\ncategory='c'\npattern='x'\n"
        "[[cue]]\nid='a.b'\ncategory='c'\npattern='y'",
        "'a.b' stands twice",
    ),
}


@pytest.mark.parametrize(("content", "named"), BROKEN.values(), ids=BROKEN)
def test_broken_file_is_named_with_its_entry(data_folder, content, named):
    data_folder(content)
    with pytest.raises(DataError) as caught:
        matcher("broken.toml")
    assert "broken.toml" in caught.value.file
    assert named in str(caught.value)


def test_data_of_another_shape_is_refused(data_folder):
    class Shape(BaseModel):
        model_config = ConfigDict(extra="forbid")
        other: int

    data_folder("cue = []")
    with pytest.raises(DataError, match="other"):
        load_data("broken.toml", Shape)


def test_pattern_that_is_no_regular_expression():
    with pytest.raises(DataError) as caught:
        compile_pattern("a(b", file="cues.toml: hedge.x")
    assert caught.value.file == "cues.toml: hedge.x"
    assert "a(b" in caught.value.reason


PATTERNS = [
    ("deny", "They deny it", ["deny"]),
    ("deny", "denying undeny", []),
    ("said to", "said\n to, said  to", ["said\n to", "said  to"]),
    ("fell|rose", "Fell and ROSE", ["Fell", "ROSE"]),
    ("ab", "ab_ _ab ab", ["ab"]),
]


@pytest.mark.parametrize(("pattern", "text", "found"), PATTERNS)
def test_pattern_on_word_edges_and_any_space(pattern, text, found):
    assert [match.group() for match in compile_pattern(pattern).finditer(text)] == found


def test_case_counts_when_a_cue_says_so():
    assert compile_pattern("I", case=True).search("i and me") is None


def test_hits_stay_inside_their_span():
    text = "Denied here. Denied there."
    hits = matcher("status_cues.toml").in_span(text, Span(13, 26))
    assert [(hit.start, hit.rule) for hit in hits] == [(13, "denial.denied")]


def test_fingerprint_is_short_and_steady():
    assert re.fullmatch(r"[0-9a-f]{16}", lexicon.fingerprint())
    assert lexicon.fingerprint() == lexicon.fingerprint()
