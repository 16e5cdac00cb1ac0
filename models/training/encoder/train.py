"""Train the encoder on labelled articles and write it as the package ships it.

    python -m models.training.encoder.train PRETRAINED OUT LABELS TEXTS [LABELS TEXTS ...]

PRETRAINED is the folder of MiniLM-L6 (config.json, model.safetensors, vocab.txt). Articles of the
parts ``dev`` and ``test`` (``corpus.tools.assemble.split_of``) are left out; the figures that are
printed at the end are those of ``dev``.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from corpus.tools.assemble import split_of
from extractor.pipeline.learned.encoder.wordpiece import WordPieces
from extractor.pipeline.opinions import (
    EVENTS,
    MODALITIES,
    NO_PARTY,
    NO_SOURCE,
    ROLES,
    SOURCES,
    STATUSES,
)
from models.training.encoder.examples import Example, read_examples
from models.training.encoder.export import export
from models.training.encoder.network import ClaimReader, Scores, learning_rates, schedule, score

EPOCHS, BATCH, BUCKET = 4, 8, 320
INNER_RATE, OUTER_RATE = 1e-4, 1e-3
SOURCE_WEIGHT, ROLE_WEIGHT = 3.0, 0.4
SEED = 0
# A class that fewer figures than this share have is rare: windows with one are read twice.
RARE = 0.03


def batches(examples: Sequence[Example]) -> Iterator[list[Example]]:
    """All examples once, in random batches of windows of like length."""
    order = random.sample(examples, len(examples))
    found = []
    for first in range(0, len(order), BUCKET):
        bucket = sorted(order[first : first + BUCKET], key=lambda e: len(e.window.ids))
        found += [bucket[i : i + BATCH] for i in range(0, len(bucket), BATCH)]
    random.shuffle(found)
    yield from found


def oversampled(examples: Sequence[Example]) -> list[Example]:
    """The examples, those with a rare status or modality twice."""
    counts = Counter(_classes(examples))
    told = sum(len(example.claims) for example in examples)
    rare = {name for name, count in counts.items() if count < RARE * told}
    return [*examples, *(e for e in examples if not rare.isdisjoint(_classes([e])))]


def _classes(examples: Sequence[Example]) -> Iterator[tuple[str, str]]:
    for claim in (claim for example in examples for claim in example.claims.values()):
        yield "status", claim["confirmation"]
        yield "modality", claim["modality"]


def loss_of(scores: Scores, batch: Sequence[Example]) -> Tensor:
    """The sum of all heads' losses."""
    claims = [e.claims[m.figure.start] for e in batch for m in e.window.figures]
    roles = [e.roles[m.figure.start] for e in batch for m in e.window.figures]
    whole = _cross(scores.event, [c["event"] for c in claims], EVENTS)
    whole += _cross(scores.modality, [c["modality"] for c in claims], MODALITIES)
    whole += _cross(scores.status, [c["confirmation"] for c in claims], STATUSES)
    named = [{s["kind"] for s in c["attribution"]} or {NO_SOURCE} for c in claims]
    wanted = torch.tensor([[float(kind in kinds) for kind in SOURCES] for kinds in named])
    whole += SOURCE_WEIGHT * binary_cross_entropy_with_logits(scores.sources, wanted)
    if scores.pairs:
        right = [ROLES.index(roles[f].get(entity, NO_PARTY)) for f, entity in scores.pairs]
        every = cross_entropy(scores.roles, torch.tensor(right), reduction="sum")
        whole += ROLE_WEIGHT * every / len(claims)
    return whole


def _cross(scores: Tensor, right: Sequence[str], classes: Sequence[str]) -> Tensor:
    return cross_entropy(scores, torch.tensor([classes.index(name) for name in right]))


def train(net: ClaimReader, examples: Sequence[Example], epochs: int) -> None:
    """Train in place, printing the loss of each epoch."""
    optimiser = torch.optim.AdamW(learning_rates(net, INNER_RATE, OUTER_RATE), weight_decay=0.01)
    steps = epochs * len(list(batches(examples)))
    pace = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: schedule(step, steps))
    began = time.monotonic()
    for epoch in range(epochs):
        net.train()
        losses = []
        for batch in batches(examples):
            loss = loss_of(score(net, [example.window for example in batch]), batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            pace.step()
            losses.append(float(loss.detach()))
        spent = time.monotonic() - began
        print(f"epoch {epoch + 1}: loss {sum(losses) / len(losses):.3f}, {spent:.0f} s", flush=True)


def held_out(net: ClaimReader, examples: Sequence[Example]) -> dict[str, float]:
    """Accuracy over figures that were not trained on, and of roles over all candidates."""
    net.eval()
    right: dict[str, list[bool]] = {"event": [], "modality": [], "confirmation": [], "role": []}
    classes = {"event": EVENTS, "modality": MODALITIES, "confirmation": STATUSES}
    for example in examples:
        with torch.no_grad():
            scores = score(net, [example.window])
        rows = {"event": scores.event, "modality": scores.modality, "confirmation": scores.status}
        for index, marked in enumerate(scores.figures):
            claim = example.claims[marked.figure.start]
            for name, names in classes.items():
                right[name].append(names[int(rows[name][index].argmax())] == claim[name])
        for (figure, entity), row in zip(scores.pairs, scores.roles, strict=True):
            roles = example.roles[scores.figures[figure].figure.start]
            right["role"].append(ROLES[int(row.argmax())] == roles.get(entity, NO_PARTY))
    return {name: sum(found) / max(1, len(found)) for name, found in right.items()}


def main(arguments: list[str]) -> None:
    """Read, train, print the held-out figures, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pretrained", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    options = parser.parse_args(arguments)
    torch.manual_seed(SEED)
    random.seed(SEED)
    vocabulary = (options.pretrained / "vocab.txt").read_text(encoding="utf-8").split("\n")
    pieces = WordPieces(vocabulary)
    pairs = zip(options.folders[::2], options.folders[1::2], strict=True)
    examples = [example for pair in pairs for example in read_examples(*pair, pieces)]
    known = [example for example in examples if split_of(example.doc) == "train"]
    net = ClaimReader(options.pretrained)
    print(f"{len(known)} windows of {len({e.doc for e in known})} articles", flush=True)
    train(net, oversampled(known), options.epochs)
    dev = [example for example in examples if split_of(example.doc) == "dev"]
    print(" ".join(f"{name} {value:.3f}" for name, value in held_out(net, dev).items()))
    export(net, options.pretrained, options.out)


if __name__ == "__main__":
    main(sys.argv[1:])
