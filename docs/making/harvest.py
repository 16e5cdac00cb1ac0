"""The messages that a user can see, read from the code: what is raised, noted or recorded.

A message is a template: ``…`` stands where the program puts something in. Read are the texts that
reach one of the calls below, directly, by a variable or constant of the same module, or by a
function of the same module that returns them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).parents[2] / "extractor"
GAP: Final = "…"
# What a user sees, by the name that is called and which of its arguments holds the message.
_ERRORS: Final = {
    "StoreError": 1, "CorrectionError": 1, "ModelError": 1, "WorkerError": 0, "BadParameter": 0,
    "note": 0, "on_note": 0, "_on_note": 0,
}  # fmt: skip
_RECORDED: Final = {"fetch_error": (1, 2), "article_error": (1, 2), "work_failure": (1, 2)}
_DEEPEST: Final = 4
_LAST_LINE: Final = 1_000_000
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, order=True)
class Message:
    """A message and what it comes with: the name of an error, or a failure code."""

    text: str
    kind: str


def told() -> list[Message]:
    """What is told on standard error beside failures: errors, usage errors, notes."""
    return sorted({message for module in _modules() for message in module.told()})


def recorded() -> list[Message]:
    """The messages of failure records; the kind is the code."""
    return sorted({message for module in _modules() for message in module.recorded()})


def _modules() -> Iterator[_Module]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield _Module(ast.parse(path.read_text(encoding="utf-8")))


class _Scope:
    """What names stand for in one function, and outside it in its module."""

    def __init__(self, nodes: Iterable[ast.AST], outer: _Scope | None = None) -> None:
        self._outer = outer
        self._values: dict[str, list[ast.expr]] = {}
        for node in nodes:
            for name, value in _assigned(node):
                self._values.setdefault(name, []).append(value)

    def value(self, name: str, line: int) -> tuple[ast.expr, _Scope] | None:
        """What was assigned to a name last before a line, and where to look up what is in it."""
        found = [value for value in self._values.get(name, ()) if value.lineno < line]
        if found:
            return max(found, key=lambda value: value.lineno), self
        return self._outer.value(name, _LAST_LINE) if self._outer else None


class _Module:
    """The calls of a module, and what may come to them."""

    def __init__(self, tree: ast.Module) -> None:
        self._functions = {
            node.name: node for node in ast.walk(tree) if isinstance(node, _Function)
        }
        self._constants = _Scope(tree.body)
        self._calls = [
            (node, scope)
            for function in self._functions.values()
            for scope in [self._scope(function)]
            for node in ast.walk(function)
            if isinstance(node, ast.Call)
        ]

    def _scope(self, function: _Function) -> _Scope:
        return _Scope(ast.walk(function), self._constants)

    def told(self) -> Iterator[Message]:
        for call, scope in self._calls:
            name = _name(call.func)
            if name in _ERRORS and len(call.args) > _ERRORS[name]:
                kind = "note" if "note" in name else name
                for text in self._texts(call.args[_ERRORS[name]], scope):
                    yield Message(text, kind)

    def recorded(self) -> Iterator[Message]:
        for call, scope in self._calls:
            code_at, text_at = _RECORDED.get(_name(call.func), (0, _LAST_LINE))
            if len(call.args) > text_at and isinstance(code := call.args[code_at], ast.Attribute):
                for text in self._texts(call.args[text_at], scope):
                    yield Message(text, code.attr.lower())

    def _texts(self, value: ast.expr, scope: _Scope) -> set[str]:
        return {_tidy(text) for text in self._read(value, scope, 0) if _says_something(text)}

    def _read(self, value: ast.expr, scope: _Scope, depth: int) -> set[str]:
        """Every text that an expression may have."""
        if depth > _DEEPEST:
            return {GAP}
        match value:
            case ast.Constant(value=str(text)):
                return {text}
            case ast.JoinedStr(values=parts):
                return self._joined(parts, scope, depth)
            case ast.IfExp(body=first, orelse=second):
                return self._read(first, scope, depth + 1) | self._read(second, scope, depth + 1)
            case _:
                return self._looked_up(value, scope, depth)

    def _looked_up(self, value: ast.expr, scope: _Scope, depth: int) -> set[str]:
        match value:
            case ast.Name(id=name):
                return self._named(name, value.lineno, scope, depth)
            case ast.Call(func=function):
                return self._returned(_name(function), depth)
            case _:
                return {GAP}

    def _named(self, name: str, line: int, scope: _Scope, depth: int) -> set[str]:
        found = scope.value(name, line)
        return self._read(*found, depth + 1) if found else {GAP}

    def _returned(self, name: str, depth: int) -> set[str]:
        if name not in self._functions:
            return {GAP}
        function = self._functions[name]
        scope = self._scope(function)
        values = (node.value for node in ast.walk(function) if isinstance(node, ast.Return))
        found = (self._read(value, scope, depth + 1) for value in values if value)
        return set().union(*found) or {GAP}

    def _joined(self, parts: list[ast.expr], scope: _Scope, depth: int) -> set[str]:
        texts = {""}
        for part in parts:
            pieces = self._piece(part, scope, depth)
            texts = {before + piece for before in texts for piece in pieces}
        return texts

    def _piece(self, part: ast.expr, scope: _Scope, depth: int) -> set[str]:
        if not isinstance(part, ast.FormattedValue):
            return self._read(part, scope, depth)
        # What another function puts in is seldom a text of its own.
        named = isinstance(part.value, ast.Name)
        pieces = self._read(part.value, scope, depth + 1) if named else {GAP}
        return {piece if re.search(r"[a-z]{3}", piece) else GAP for piece in pieces}


def _assigned(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield name, value
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            yield name, value


def _name(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _says_something(text: str) -> bool:
    return " " in text.strip() and bool(re.search(r"[a-z]{3}", text))


def _tidy(text: str) -> str:
    return re.sub(rf"{GAP}(?:\W?{GAP})*", GAP, " ".join(text.split()))
