"""The page docs/reference/commands.md, of the command line itself."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final

import typer

from docs.making.markdown import code, table
from extractor.cli import app

_TOP: Final = """# Commands and options

Every command with all its options and what they are unless you say otherwise, made by
`python -m docs.generate` from the program itself. [Command line](../cli.md) explains them with
examples.
"""


def page() -> str:
    """The whole page."""
    sections = [line for name, command in commands() for line in _section(name, command)]
    return "\n".join([_TOP, *_options(_whole()), "", *sections]).rstrip("\n") + "\n"


def _whole() -> Any:  # noqa: ANN401 - typer's, by any version
    return typer.main.get_command(app)


def commands() -> list[tuple[str, Any]]:
    """Every command with its name, those inside others too (``"review set"``)."""
    return list(_inside("", _whole()))


def _inside(name: str, group: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    for word, command in group.commands.items():
        path = f"{name} {word}".strip()
        yield path, command
        if hasattr(command, "commands"):
            yield from _inside(path, command)


def _section(name: str, command: Any) -> Iterator[str]:  # noqa: ANN401
    yield from (f"## newsclaims {name}", "", " ".join(command.help.split()), "")
    yield from ("```", " ".join(["newsclaims", name, *_usage(command)]), "```", "")
    yield from _options(command)
    yield ""


def _usage(command: Any) -> Iterator[str]:  # noqa: ANN401
    yield "[OPTIONS]"
    for parameter in command.params:
        if not parameter.opts[0].startswith("-"):
            yield parameter.metavar or parameter.name.upper()


def _options(command: Any) -> list[str]:  # noqa: ANN401
    rows = [
        (_names(option), option.help or "", _default(option))
        for option in command.params
        if option.opts[0].startswith("-")
    ]
    return table(("Option", "Meaning", "Default"), rows) if rows else ["It has no options."]


def _names(option: Any) -> str:  # noqa: ANN401
    value = "" if option.is_flag else f" {_value(option)}"
    return ", ".join(code(name) for name in option.opts) + value


def _value(option: Any) -> str:  # noqa: ANN401
    annotation = option.type_descriptor.annotation
    if option.metavar:
        return str(option.metavar)
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return ", ".join(code(choice.value) for choice in annotation)
    return {int: "NUMBER", float: "NUMBER"}.get(annotation, "TEXT")


def _default(option: Any) -> str:  # noqa: ANN401
    plain = option.default
    if option.required:
        return "must be given"
    is_nothing = plain is None or plain is False or plain == () or callable(plain)
    return "" if is_nothing else code(str(getattr(plain, "value", plain)))
