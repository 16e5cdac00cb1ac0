"""Features of an entity beside a claim's figures: is it a party, and in which role?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.pipeline.context import headline_of, vicinity
from extractor.pipeline.discourse import Entity, Mention, Reading, Sentence, Span
from extractor.pipeline.frames import Filled, filled_slots
from extractor.pipeline.learned.figures import words_of
from extractor.pipeline.mentions import is_authority, is_media
from extractor.records import Event

_BACK = 2
_LEAD = 1
_FRAMES_KEPT = 3


@dataclass(frozen=True, slots=True)
class Scene:
    """What is read once for all candidates of a claim."""

    reading: Reading
    event: Event
    figures: tuple[Span, ...]
    sentences: tuple[Sentence, ...]
    slots: tuple[tuple[Filled, Span], ...]
    focus: int
    speakers: frozenset[int]


def scene_of(reading: Reading, event: Event, figures: Sequence[Span]) -> Scene:
    """The sentences of a claim's figures, their frames, and who speaks in them."""
    own = {reading.sentence_at(figure.start).index for figure in figures}
    sentences = tuple(reading.sentences[index] for index in sorted(own))
    slots = tuple(
        (filled, figure)
        for figure in figures
        for filled in filled_slots(reading, vicinity(reading, figure))
    )
    speakers = frozenset(
        source.entity for sentence in sentences for source in reading.sources_over(sentence)
    )
    return Scene(reading, event, tuple(figures), sentences, slots, reading.focus, speakers)


def candidates(scene: Scene) -> list[Entity]:
    """The entities of the figures' sentences, those before them, the headline and the lead."""
    near = {index for s in scene.sentences for index in range(s.index - _BACK, s.index + 1)}
    near |= set(range(_LEAD + 1))
    found = {
        mention.entity
        for mention in scene.reading.mentions
        if scene.reading.sentence_at(mention.start).index in near
    }
    return [scene.reading.entities[index] for index in sorted(found)]


def party_features(scene: Scene, entity: Entity) -> dict[str, float]:
    """Where the entity stands to the figures, in which slots of which frames, and what it is."""
    own = [m for m in scene.reading.mentions if m.entity == entity.index]
    names = _who(scene, entity, own)
    names += _where(scene, entity, own)
    for figure in scene.figures:
        names += _beside(scene, figure, own)
    features = dict.fromkeys(names, 1.0)
    features |= {f"{name}@{scene.event.value}": 1.0 for name in names if name[0] != "~"}
    features.update(_frames(scene, entity))
    return features


def _who(scene: Scene, entity: Entity, own: Sequence[Mention]) -> list[str]:
    return [
        f"kind:{entity.kind.value}",
        f"media:{is_media(entity.name)}",
        f"authority:{is_authority(entity.name)}",
        f"focus:{entity.index == scene.focus}",
        f"often:{min(4, len(own))}",
        f"~speaks:{entity.index in scene.speakers}:{entity.kind.value}",
        f"rule:{entity.mentions[0].rule}",
    ]


def _where(scene: Scene, entity: Entity, own: Sequence[Mention]) -> list[str]:
    reading = scene.reading
    places = {reading.sentence_at(m.start).index for m in own}
    backs = [s.index - place for s in scene.sentences for place in places if place <= s.index]
    nearest = min(backs, default=9)
    headline = headline_of(reading)
    in_headline = headline is not None and any(headline.holds(m) for m in own)
    first = [m for m in own if _opens(reading, m)]
    return [
        f"back:{min(4, nearest)}",
        f"headline:{in_headline}:{min(2, nearest)}",
        f"lead:{1 in places}:{min(2, nearest)}",
        f"opens:{bool(first)}:{min(2, nearest)}",
        f"focus:{entity.index == scene.focus}:back:{min(3, nearest)}",
    ]


def _opens(reading: Reading, mention: Mention) -> bool:
    return reading.first_mention_in(reading.sentence_at(mention.start)) == mention


def _beside(scene: Scene, figure: Span, own: Sequence[Mention]) -> list[str]:
    """The nearest mention in the figure's sentence: side, rank, form, the words beside it."""
    reading = scene.reading
    sentence = reading.sentence_at(figure.start)
    inside = [m for m in own if sentence.holds(m)]
    if not inside:
        return ["absent"]
    nearest = min(inside, key=lambda m: m.gap(figure))
    everyone = reading.mentions_in(sentence)
    closer = sum(m.gap(figure) < nearest.gap(figure) for m in everyone)
    side = "after" if nearest.start > figure.start else "before"
    before = words_of(reading.text[max(sentence.start, nearest.start - 40) : nearest.start])
    after = words_of(reading.text[nearest.end : nearest.end + 30])
    between = _between(reading.text, nearest, figure)
    return [
        f"side:{side}",
        f"rank:{side}:{min(4, closer)}",
        f"gap:{side}:{min(5, nearest.gap(figure) // 25)}",
        f"form:{nearest.form}",
        *(f"word_before:{word}" for word in before[-1:]),
        *(f"word_after:{word}" for word in after[:1]),
        *(f"~between:{side}:{word}" for word in between[:8]),
        f"possessive:{reading.text[nearest.end : nearest.end + 2] in {chr(39) + 's', '’s'}}",
        f"order:{min(3, everyone.index(nearest))}:{side}",
    ]


def _between(text: str, mention: Mention, figure: Span) -> list[str]:
    start, end = min(mention.end, figure.end), max(mention.start, figure.start)
    return words_of(text[start:end])


def _frames(scene: Scene, entity: Entity) -> dict[str, float]:
    """The strongest slots that the entity fills, weighed by nearness to the figure."""
    scored: dict[str, float] = {}
    for filled, figure in scene.slots:
        if filled.mention.entity != entity.index:
            continue
        near = 0.5 ** ((filled.trigger.gap(figure) + filled.mention.gap(filled.trigger)) / 60)
        voice = "passive" if filled.trigger.passive else "active"
        frame = filled.trigger.frame.id
        for name in (
            f"role:{filled.role.value}",
            f"role:{filled.role.value}@{scene.event.value}",
            f"slot:{frame}:{filled.slot}:{voice}",
            f"slot:{frame}:{filled.slot}@{scene.event.value}",
            f"plain_slot:{filled.slot}@{scene.event.value}",
        ):
            scored[name] = max(scored.get(name, 0.0), near)
    return scored
