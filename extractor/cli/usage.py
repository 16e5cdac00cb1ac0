"""Usage errors in the words of the command line."""

from __future__ import annotations

from typing import Any, Final

import typer
from typer.core import TyperGroup

# What pydantic, which newer versions of typer read options with, puts before every reason.
_PREFIX: Final = "Value error, "


class PlainUsage(TyperGroup):
    """The commands; says what is wrong with an option without the name of a Python class."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - click's or typer's own, by the version
        """Run the command that was asked for.

        Raises:
            typer.BadParameter: an option or argument can't be used.
        """
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix(_PREFIX)
            raise
