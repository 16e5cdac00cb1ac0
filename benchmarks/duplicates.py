"""How well copies of a story are told from other stories, on pairs made from our own articles.

    python benchmarks/duplicates.py corpus/articles [FOLDER_OF_TEXTS]

Each kind of copy is made from each article by the same recipe. Stories that must stay apart are all
pairs of different articles, and pairs made from one article's halves with the same closing lines,
as agencies attach them. With a second folder of texts: how many repeat an earlier one, how long
that takes, how much memory; the pairs are listed.
"""

from __future__ import annotations

import argparse
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from extractor.articles.duplicates import Signature, StoryIndex, signature_of
from extractor.hashing import sha256_of
from extractor.records import Article

_LINE = "LONDON, March 4 (Wire) - "
_WEIGHED = 5000
_LEFT_OUT = 5
_CHANGED = 12
_CLOSING = [
    "Additional reporting by the newsroom in Leeds; editing by the late desk.",
    "The wire is a service of the group and may not be passed on without its leave.",
]
_ADDED = [
    "The regional chamber said it would publish a longer review of the matter in the autumn.",
    "Shares in comparable groups were little changed in afternoon trade, dealers said.",
]


def article_of(name: str, text: str) -> Article:
    """A text as an article."""
    digest = sha256_of(text.encode("utf-8"))
    title = text.partition("\n")[0]
    return Article(
        id=name, source=name, title=title, text=text, text_sha256=digest, raw_sha256=digest
    )


def _part(lines: list[str], share: float) -> list[str]:
    words = "\n".join(lines).split(" ")
    return " ".join(words[: max(1, round(len(words) * share))]).split("\n")


def _headline(head: str, body: list[str]) -> list[str]:
    return [f"Briefing: {' '.join(reversed(head.split()))}", *body]


COPIES: dict[str, Callable[[str, list[str]], list[str]]] = {
    "the same": lambda head, body: [head, *body],
    "new headline": _headline,
    "new headline and agency line": lambda head, body: _headline(
        head, [_LINE + body[0], *body[1:]]
    ),
    "two paragraphs added": lambda head, body: [head, body[0], _ADDED[0], *body[1:], _ADDED[1]],
    "first half only": lambda head, body: [head, *_part(body, 0.5)],
    "first half, new headline, agency line, a paragraph added": lambda head, body: _headline(
        head, [_LINE + body[0], *_part(body, 0.5)[1:], _ADDED[0]]
    ),
    "first quarter only": lambda head, body: [head, *_part(body, 0.25)],
    "every fifth sentence left out": lambda head, body: [
        head,
        *[line for at, line in enumerate(" ".join(body).split(". ")) if (at + 1) % _LEFT_OUT],
    ],
    "one word in twelve changed": lambda head, body: [
        head,
        " ".join(
            "indeed" if at % _CHANGED == _CHANGED // 2 else word
            for at, word in enumerate(" ".join(body).split())
        ),
    ],
}


def measure_copies(articles: list[tuple[str, str, list[str]]]) -> None:
    """Precision and recall of each kind of copy."""
    index = StoryIndex()
    for name, head, body in articles:
        index.add(name, signature_of(article_of(name, "\n".join([head, *body]))))
    print("| copy | copies | found | of them right |\n|---|--:|--:|--:|")
    for kind, make in COPIES.items():
        found = [
            (name, index.find(signature_of(article_of("copy", "\n".join(make(head, body))))))
            for name, head, body in articles
        ]
        given = [(name, answer) for name, answer in found if answer is not None]
        right = sum(name == answer for name, answer in given)
        print(
            f"| {kind} | {len(found)} | {len(given) / len(found):.3f} | {right / len(given):.3f} |"
        )
    apart = StoryIndex()
    wrong = [name for name, head, body in articles if _met(apart, name, [head, *body])]
    print(f"| other stories of the corpus | {len(articles)} | {len(wrong) / len(articles):.3f} | |")
    measure_halves(articles)


def measure_halves(articles: list[tuple[str, str, list[str]]]) -> None:
    """Different texts on the same subject, with the same closing lines."""
    index, mixed = StoryIndex(), 0
    for name, head, body in articles:
        first = "\n".join([head, *body[: len(body) // 2], *_CLOSING])
        index.add(name, signature_of(article_of(name, first)))
    for _, head, body in articles:
        second = "\n".join([head, *body[len(body) // 2 :], *_CLOSING])
        mixed += index.find(signature_of(article_of("other", second))) is not None
    share = mixed / len(articles)
    print(f"| a story's other half, same closing lines | {len(articles)} | {share:.3f} | |")


def _met(index: StoryIndex, name: str, lines: list[str]) -> bool:
    return index.repeated_by(article_of(name, "\n".join(lines))) is not None


def measure_folder(folder: Path) -> None:
    """What repeats what in a folder of texts, and at which cost."""
    texts = {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))}
    began = time.process_time()
    signatures = {name: signature_of(article_of(name, text)) for name, text in texts.items()}
    signing = time.process_time() - began
    index = StoryIndex()
    pairs = []
    for name, signature in signatures.items():
        found = index.find(Signature.from_bytes(signature.to_bytes()))
        if found is None:
            index.add(name, signature)
        else:
            pairs.append((found, name))
    stored = sum(len(one.to_bytes()) for one in signatures.values()) / len(signatures)
    print(f"\n{len(texts)} texts, {len(pairs)} repeat an earlier one")
    print(f"{signing * 1000 / len(texts):.2f} ms to sign a text, {stored:.0f} bytes stored")
    print(f"{memory_of(signatures):.0f} bytes of memory a story in the index")
    print(*(f"{first}  {second}" for first, second in pairs), sep="\n")


def memory_of(signatures: dict[str, Signature]) -> float:
    """Bytes that the index takes for a story, over some thousands of them."""
    some = list(signatures.items())[:_WEIGHED]
    tracemalloc.start()
    index = StoryIndex()
    for name, signature in some:
        index.add(name, signature)
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return taken / max(1, len(some))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("folder", type=Path, nargs="?")
    arguments = parser.parse_args()
    articles = []
    for path in sorted(arguments.articles.rglob("*.txt")):
        head, *body = [line for line in path.read_text("utf-8").split("\n") if line.strip()]
        if body:
            articles.append((path.stem, head, body))
    measure_copies(articles)
    if arguments.folder:
        measure_folder(arguments.folder)


if __name__ == "__main__":
    main()
