"""Commands of functions that take options as one value."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from typing import TypeVar, get_type_hints

from typer.models import ArgumentInfo

from whofor.cli.arguments import Given

__all__ = ["takes", "takes_all"]

T = TypeVar("T")


def takes(*names: str, **defaults: object) -> Callable[[Callable[[Given], None]], Callable[..., None]]:
    """Return a decorator that makes a command of a function of `Given`.

    Args:
        names: Fields that the command takes.
        defaults: Defaults of the command where they are not those of `Given`.
    """
    return _taking(Given, names, defaults)


def takes_all(kind: type[T]) -> Callable[[Callable[[T], None]], Callable[..., None]]:
    """Return a decorator that makes a command of a function of a dataclass, with all its fields as options."""
    return _taking(kind, [field.name for field in fields(kind)], {})  # type: ignore[arg-type]


def _taking(
    kind: type[T], names: Collection[str], defaults: Mapping[str, object]
) -> Callable[[Callable[[T], None]], Callable[..., None]]:
    kinds = get_type_hints(kind, include_extras=True)
    parameters: list[inspect.Parameter] = []
    for field in fields(kind):  # type: ignore[arg-type]
        if field.name in names:
            is_argument = any(isinstance(mark, ArgumentInfo) for mark in kinds[field.name].__metadata__)
            required = is_argument and field.default is not None
            default = inspect.Parameter.empty if required else defaults.get(field.name, field.default)
            only = inspect.Parameter.KEYWORD_ONLY
            parameters.append(inspect.Parameter(field.name, only, default=default, annotation=kinds[field.name]))

    def decorate(command: Callable[[T], None]) -> Callable[..., None]:
        def call(**given: object) -> None:
            command(kind(**given))

        call.__name__, call.__doc__ = command.__name__, command.__doc__
        call.__annotations__ = {}
        call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        return call

    return decorate
