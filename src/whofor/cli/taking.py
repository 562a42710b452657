"""Commands of functions that take options as one value."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields
from typing import get_type_hints

from typer.models import ArgumentInfo

from whofor.cli.arguments import Given

__all__ = ["takes"]


def takes(*names: str, **defaults: object) -> Callable[[Callable[[Given], None]], Callable[..., None]]:
    """Return a decorator that makes a command of a function of `Given`.

    Args:
        names: Fields that the command takes.
        defaults: Defaults of the command where they are not those of `Given`.
    """
    kinds = get_type_hints(Given, include_extras=True)
    parameters: list[inspect.Parameter] = []
    for field in fields(Given):
        if field.name in names:
            is_argument = any(isinstance(mark, ArgumentInfo) for mark in kinds[field.name].__metadata__)
            required = is_argument and field.default is not None
            default = inspect.Parameter.empty if required else defaults.get(field.name, field.default)
            kind = inspect.Parameter.KEYWORD_ONLY
            parameters.append(inspect.Parameter(field.name, kind, default=default, annotation=kinds[field.name]))

    def decorate(command: Callable[[Given], None]) -> Callable[..., None]:
        def call(**given: object) -> None:
            command(Given(**given))  # type: ignore[arg-type]

        call.__name__, call.__doc__ = command.__name__, command.__doc__
        call.__annotations__ = {}
        call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        return call

    return decorate
