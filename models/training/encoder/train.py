"""Train the encoder on labelled articles and write it as the package ships it.

    python -m models.training.encoder.train PRETRAINED OUT LABELS TEXTS [LABELS TEXTS ...]

PRETRAINED is the folder of MiniLM-L6 (config.json, model.safetensors, vocab.txt). Articles of the
parts ``dev`` and ``test`` (``corpus.tools.assemble.split_of``) are left out; the figures that are
printed at the end are those of ``dev``. With ``--unlabelled TEXTS INDEX`` the network first learns
what the installed pipeline thinks of the articles of an index, such as ``unlabelled.json`` beside
this file (``corpus.tools.assemble --index`` gets their texts). With ``--state FILE`` it goes on
from the weights in the file, if there is one, and leaves its own there: those that ship are rounded
to 8 bits (``restore`` beside this file makes a state of them, a little worse than what it was).
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
from torch.nn.functional import binary_cross_entropy_with_logits

from corpus.tools.assemble import read_index, split_of
from extractor.pipeline.learned.encoder.wordpiece import WordPieces
from extractor.pipeline.opinions import (
    EVENTS,
    MODALITIES,
    ROLES,
    SOURCES,
    STATUSES,
    Shares,
)
from models.training.encoder.examples import Example, read_examples
from models.training.encoder.export import export
from models.training.encoder.network import ClaimReader, Scores, learning_rates, schedule, score
from models.training.encoder.silver import taught_examples

EPOCHS, EPOCHS_BEFORE, BATCH, BUCKET = 3, 1, 8, 320
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
    told = sum(len(example.wanted) for example in examples)
    rare = {name for name, count in counts.items() if count < RARE * told}
    return [*examples, *(e for e in examples if not rare.isdisjoint(_classes([e])))]


def _classes(examples: Sequence[Example]) -> Iterator[tuple[str, str]]:
    for wanted in (wanted for example in examples for wanted in example.wanted.values()):
        yield "status", _likeliest(wanted.status)
        yield "modality", _likeliest(wanted.modality)


def _likeliest(shares: Shares) -> str:
    return max(shares, key=lambda name: shares[name])


def loss_of(scores: Scores, batch: Sequence[Example]) -> Tensor:
    """The sum of all heads' losses."""
    asked = [(e, m.figure.start) for e in batch for m in e.window.figures]
    wanted = [example.wanted[start] for example, start in asked]
    whole = _cross(scores.event, [w.event for w in wanted], EVENTS).mean()
    whole += _cross(scores.modality, [w.modality for w in wanted], MODALITIES).mean()
    whole += _cross(scores.status, [w.status for w in wanted], STATUSES).mean()
    sources = _table([w.sources for w in wanted], SOURCES)
    whole += SOURCE_WEIGHT * binary_cross_entropy_with_logits(scores.sources, sources)
    if scores.pairs:
        roles = [asked[figure][0].role(asked[figure][1], entity) for figure, entity in scores.pairs]
        whole += ROLE_WEIGHT * _cross(scores.roles, roles, ROLES).sum() / len(wanted)
    return whole


def _cross(scores: Tensor, wanted: Sequence[Shares], classes: Sequence[str]) -> Tensor:
    """The cross entropy of each row."""
    return -(_table(wanted, classes) * scores.log_softmax(1)).sum(1)


def _table(wanted: Sequence[Shares], classes: Sequence[str]) -> Tensor:
    return torch.tensor([[shares.get(name, 0.0) for name in classes] for shares in wanted])


def train(net: ClaimReader, examples: Sequence[Example], epochs: int) -> None:
    """Train in place, printing the loss of each epoch."""
    optimiser = torch.optim.AdamW(
        learning_rates(net, INNER_RATE, OUTER_RATE), weight_decay=0.01, fused=True
    )
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
    right: dict[str, list[bool]] = {"event": [], "modality": [], "status": [], "role": []}
    classes = {"event": EVENTS, "modality": MODALITIES, "status": STATUSES}
    for example in examples:
        with torch.no_grad():
            scores = score(net, [example.window])
        starts = [marked.figure.start for marked in scores.figures]
        for name, names in classes.items():
            for start, row in zip(starts, getattr(scores, name), strict=True):
                wanted = getattr(example.wanted[start], name)
                right[name].append(names[int(row.argmax())] == _likeliest(wanted))
        for (figure, entity), row in zip(scores.pairs, scores.roles, strict=True):
            wanted = example.role(starts[figure], entity)
            right["role"].append(ROLES[int(row.argmax())] == _likeliest(wanted))
    return {name: sum(found) / max(1, len(found)) for name, found in right.items()}


def main(arguments: list[str]) -> None:
    """Read, train, print the held-out figures, write."""
    options = _options(arguments)
    torch.manual_seed(SEED)
    random.seed(SEED)
    vocabulary = (options.pretrained / "vocab.txt").read_text(encoding="utf-8").split("\n")
    pieces = WordPieces(vocabulary)
    pairs = zip(options.folders[::2], options.folders[1::2], strict=True)
    examples = [example for pair in pairs for example in read_examples(*pair, pieces)]
    known = [example for example in examples if split_of(example.doc) == "train"]
    net = ClaimReader(options.pretrained)
    if options.state and options.state.exists():
        net.load_state_dict(torch.load(options.state))
    print(f"{len(known)} windows of {len({e.doc for e in known})} articles", flush=True)
    if options.unlabelled:
        texts, index = options.unlabelled
        names = [entry.id for entry in read_index(index)]
        taught = list(taught_examples(texts, names, pieces))
        print(f"{len(taught)} windows of articles without labels", flush=True)
        train(net, taught, EPOCHS_BEFORE)
    train(net, oversampled(known), options.epochs)
    dev = [example for example in examples if split_of(example.doc) == "dev"]
    print(" ".join(f"{name} {value:.3f}" for name, value in held_out(net, dev).items()))
    export(net, options.pretrained, options.out)
    if options.state:
        torch.save(net.state_dict(), options.state)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pretrained", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--unlabelled", type=Path, nargs=2, metavar=("TEXTS", "INDEX"))
    parser.add_argument("--state", type=Path, metavar="FILE")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
