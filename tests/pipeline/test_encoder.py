"""The encoder: word pieces and windows keep their places, opinions are shares."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from extractor.pipeline.components import amounts_of, reading_of
from extractor.pipeline.discourse import Anchor
from extractor.pipeline.learned.encoder.network import Encoder, load_encoder
from extractor.pipeline.learned.encoder.windows import SIDES, TAGS, Window, windows_of
from extractor.pipeline.learned.encoder.wordpiece import WordPieces
from extractor.pipeline.opinions import Opinion, blend, mean
from extractor.pipeline.road import load
from extractor.records import Amount, Duration

TEXT = (
    "Tarnholt to lend Velmora €40 million\n"
    "Tarnholt Bank will lend Velmora Shipping €40 million over five years, the bank said.\n"
    "Nothing else happened that day.\n"
    "Velmora paid $2 billion for a yard last year."
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder()


@pytest.fixture(scope="module")
def pieces(encoder: Encoder) -> WordPieces:
    return encoder.tokenizer


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


@pytest.fixture(scope="module")
def windows(nlp: Language, pieces: WordPieces) -> list[Window]:
    doc = nlp(TEXT)
    amounts = [Amount.model_validate(data) for data in doc._.amounts]
    figures: list[Anchor] = [*amounts, *(Duration.model_validate(d) for d in doc._.durations)]
    return list(windows_of(reading_of(doc), figures, pieces))


# Numbers made with the `tokenizers` library over the same vocabulary.
@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Acme paid €40m.", [9353, 4168, 3825, 1574, 12740, 2213, 1012]),
        ("Citroën's $5-7bn", [25022, 13181, 2368, 1005, 1055, 1002, 1019, 1011, 1021, 24700]),
        ("株式会社 ¥3", [100, 100, 1763, 1924, 1071, 2509]),
    ],
    ids=["euro sign stays with its number", "accents and hyphens", "Chinese signs stand alone"],
)
def test_pieces_are_those_of_the_vocabulary(
    pieces: WordPieces, text: str, tokens: list[int]
) -> None:
    assert [piece.token for piece in pieces.encode(text)] == tokens


@settings(deadline=None)
@given(before=st.text(max_size=12), text=st.text(max_size=60))
def test_places_hold_behind_any_text(pieces: WordPieces, before: str, text: str) -> None:
    whole = before + text
    found = pieces.encode(whole, len(before))
    assert all(len(before) <= piece.start < piece.end <= len(whole) for piece in found)
    assert all(a.end <= b.start or a.start == b.start for a, b in pairwise(found))


def test_a_short_article_is_read_in_one_window(windows: list[Window]) -> None:
    (window,) = windows
    homes = [TEXT[m.home.start : m.home.end][:12] for m in window.figures]
    assert sorted(homes) == ["Tarnholt Ban", "Tarnholt Ban", "Tarnholt to ", "Velmora paid"]
    assert {TEXT[s.mention.start : s.mention.end] for s in window.mentions} >= {"Velmora Shipping"}


def test_a_long_article_is_read_in_several_windows_each_figure_once(
    nlp: Language, pieces: WordPieces
) -> None:
    lines = [f"Acme Shipping paid Velmora {n} million euros for {n} ships." for n in range(2, 60)]
    doc = nlp("Acme pays Velmora\n" + "\n".join(lines))
    figures = [Amount.model_validate(data) for data in doc._.amounts]
    found = list(windows_of(reading_of(doc), figures, pieces))
    assert len(found) > 1
    assert all(len(window.ids) <= 320 for window in found)
    starts = [marked.figure.start for window in found for marked in window.figures]
    assert starts == sorted(f.start for f in figures)


@pytest.mark.parametrize(
    ("mention", "side"),
    [("Tarnholt", "opening"), ("Tarnholt Bank", "opening"), ("Velmora", "left")],
    ids=["headline", "lead", "own sentence"],
)
def test_a_mention_has_its_side_of_a_figure(windows: list[Window], mention: str, side: str) -> None:
    (window,) = windows
    last = next(m for m in window.figures if TEXT[m.figure.start :].startswith("$2 billion"))
    found = [
        SIDES[window.traits(last, seen)[0]]
        for seen in window.mentions
        if TEXT[seen.mention.start : seen.mention.end] == mention
    ]
    assert side in found


def test_a_window_marks_its_figures(windows: list[Window]) -> None:
    tagged = {TAGS[tag] for window in windows for tag in window.tags}
    assert {"amount", "term", "organisation.name"} <= tagged
    for window in windows:
        for marked in window.figures:
            assert {TAGS[window.tags[i]] for i in marked.pieces} <= {"amount", "term"}


def test_a_long_sentence_is_cut_around_its_figure(nlp: Language, pieces: WordPieces) -> None:
    text = f"{'word ' * 300}and Acme paid $40 million {'word ' * 300}."
    doc = nlp(text)
    figures = [Amount.model_validate(data) for data in doc._.amounts]
    (window,) = windows_of(reading_of(doc), figures, pieces)
    assert len(window.ids) < 200
    assert len(window.figures) == 1


def test_long_sentences_full_of_figures_stay_within_what_the_network_reads(
    nlp: Language, pieces: WordPieces
) -> None:
    filler = "and the yard in the north of Keldmark was built anew by its owners " * 9
    lines = [
        f"Acme Shipping paid {n} million euros {filler}and {n} million dollars" for n in range(5)
    ]
    text = "\n".join([lines[0], lines[1], f"Velmora said so {filler}.", *lines[2:], *lines])
    doc = nlp(text)
    found = list(windows_of(reading_of(doc), amounts_of(doc), pieces))
    assert max(len(window.ids) for window in found) < 512


CARRIED = (
    "Velmora posts a loss\n"
    "Velmora Shipping lost money last year.\n"
    "The bank filing told of storms, Jane Roe said.\n"
    "Two yards stood empty.\n"
    "Ice closed the ports.\n"
    "{told}"
)


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        pytest.param("Repairs cost $40 million.", True, id="the last source told may carry on"),
        pytest.param("Repairs cost $40 million, Velmora said.", False, id="it has its own"),
    ],
)
def test_the_last_source_told_is_seen_where_none_is_near(
    nlp: Language, pieces: WordPieces, told: str, seen: bool
) -> None:
    doc = nlp(CARRIED.format(told=told))
    (window,) = windows_of(reading_of(doc), amounts_of(doc), pieces)
    (jane,) = (token for token, *_ in pieces.encode("Jane", 0, 4))
    assert (jane in window.ids) is seen


def test_opinions_are_shares_and_survive_json(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert set(doc._.opinions) == {
        str(figure["start"]) for figure in (*doc._.amounts, *doc._.durations)
    }
    for data in doc._.opinions.values():
        opinion = Opinion.from_data(json.loads(json.dumps(data)))
        for shares in (opinion.event, opinion.modality, opinion.status, *opinion.roles.values()):
            assert sum(shares.values()) == pytest.approx(1.0, abs=1e-4)
        assert all(0 <= share <= 1 for share in opinion.sources.values())


def test_the_encoder_is_named_in_the_record_and_can_be_left_out() -> None:
    assert "claims-encoder-" in load().meta["newsclaims_model"]
    without = load(encoder=False)
    assert "claims-encoder-" not in without.meta["newsclaims_model"]
    assert "newsclaims_encoder" not in without.pipe_names


def test_a_blend_sums_to_one_and_keeps_the_certain() -> None:
    mixed = blend({"a": 0.9, "b": 0.1}, {"a": 0.1, "b": 0.9}, 0.5)
    assert mixed == pytest.approx({"a": 0.5, "b": 0.5})
    assert blend({"a": 1.0, "b": 0.0}, {}, 0.5) == {"a": 1.0, "b": 0.0}


def test_the_mean_of_nothing_is_empty() -> None:
    assert mean([]) == {}
    assert mean([{"a": 0.2}, {"a": 0.4}]) == pytest.approx({"a": 0.3})
